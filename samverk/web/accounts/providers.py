"""The organisations' own sign-in as administrators see it: which there are, and a new one by SAML."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions import AccountRefused
from samverk.accounts.actions.saml import add_saml_provider
from samverk.accounts.policy import Actor, can_administer, require
from samverk.accounts.queries import actor
from samverk.accounts.queries.organisations import all_providers
from samverk.integrations import saml
from samverk.integrations.fetching import Unreachable
from samverk.integrations.saml_metadata import MetadataRefused, fetched_metadata, server_in
from samverk.lib import clock
from samverk.web.accounts.confirming import confirmed
from samverk.web.accounts.provider_forms import NewSignInForm
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import IdentityProvider, User

_log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def providers(request: HttpRequest, user: User) -> HttpResponse:
    """Which there are; POST sets up one by SAML, closed until it has been tried."""
    by = actor(user, clock.today(), clock.now())
    require(can_administer(by))
    form = NewSignInForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    made = _added(request, form, by) if form.is_valid() else None
    if made is None:
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Inloggningen är upplagd, men stängd. Gör det som återstår nedan."), extra_tags="ok")
    return redirect("sign-in-of", made.slug)


def server_from(form: Form, near: str) -> saml.Server | None:
    """The server that the form's metadata is about; None when it cannot be used, and then the form says why."""
    try:
        given = form.cleaned_data["text"] or fetched_metadata(form.cleaned_data["address"], near=near)
        return server_in(given, near=near)
    except MetadataRefused as refused:
        form.add_error(None, refused.message.in_language(page_language()))
    except Unreachable as error:
        _log.warning("Metadata not read: %s", error)
        form.add_error("address", _("Ingen metadata svarar på adressen. Kontrollera den, eller klistra in texten."))
    return None


def _added(request: HttpRequest, form: NewSignInForm, by: Actor) -> IdentityProvider | None:
    slug = form.cleaned_data["slug"].lower()
    entity_id = request.build_absolute_uri(reverse("saml-metadata", args=[slug]))
    server = server_from(form, entity_id)
    if server is None:
        return None
    try:
        return add_saml_provider(
            slug=slug, title=form.cleaned_data["title"], entity_id=entity_id, server=server,
            metadata_address=form.cleaned_data["address"], by=by, at=clock.now(),
            pair=saml.new_pair(name=request.get_host(), at=clock.now()),
        )  # fmt: skip
    except AccountRefused as refused:
        form.add_error("slug", refused.message.in_language(page_language()))
        return None


def _page(request: HttpRequest, form: NewSignInForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return render(request, "accounts/providers.html", {"form": form, "providers": all_providers()}, status=status)
