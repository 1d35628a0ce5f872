"""The shell's addresses without the pages of the areas: every part on one sheet, and pages that fail in every way."""

import psycopg
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from samverk.accounts.policy import Denied, NotAllowed
from samverk.rules.wording import Text
from samverk.web.errors import Missing

handler400 = "samverk.web.errors.bad_request"
handler403 = "samverk.web.errors.forbidden"
handler404 = "samverk.web.errors.not_found"
handler500 = "samverk.web.errors.server_error"

REFUSAL = Text("Det gör bara strategen.", "Only the strategist does that.")


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/404.html", {"section": "agreements"})


def missing(request: HttpRequest) -> HttpResponse:
    reason = Text("Det finns inget avtal som heter ”x<y”.", "There is no agreement called “x<y”.")
    raise Missing(reason, way=Text("Alla avtal", "All agreements"), href="/prov/avtal/")


def refused(request: HttpRequest) -> HttpResponse:
    raise NotAllowed(Denied(REFUSAL))


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def disk_full(request: HttpRequest) -> HttpResponse:
    raise OperationalError from psycopg.errors.DiskFull()


urlpatterns = [
    path("komponenter/", include("samverk.web.catalogue.urls")),
    path("prov/overblick/", page, name="overview"),
    path("prov/avtal/", page, name="agreements"),
    path("prov/avtal/ett/", page),
    path("prov/saknas/", missing),
    path("prov/nekas/", refused),
    path("prov/trasig/", broken),
    path("prov/misstankt/", suspicious),
    path("prov/full/", disk_full),
    path("", include("samverk.web.access.urls")),
    path("", include("samverk.web.accounts.urls")),
    path("", include("samverk.web.personal.urls")),
    path("", include("samverk.web.wheel.urls")),
]
