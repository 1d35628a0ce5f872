"""Every address of the pages."""

from django.conf import settings
from django.urls import include, path

from samverk.web.security_text import security_text

urlpatterns = [
    path("", include("samverk.web.accounts.urls")),
    path("", include("samverk.web.overview.urls")),
    path("", include("samverk.web.access.urls")),
    path("", include("samverk.web.comparison.urls")),
    path("", include("samverk.web.agreements.urls")),
    path("", include("samverk.web.health.urls")),
    path("", include("samverk.web.facts.urls")),
    path("", include("samverk.web.readings.urls")),
    path("", include("samverk.web.originals.urls")),
    path("", include("samverk.web.documents.urls")),
    path("", include("samverk.web.register.urls")),
    path("", include("samverk.web.dispatch.urls")),
    path("", include("samverk.web.search.urls")),
    path("", include("samverk.web.parties.urls")),
    path("", include("samverk.web.fees.urls")),
    path("", include("samverk.web.municipalities.urls")),
    path("", include("samverk.web.contacts.urls")),
    path("", include("samverk.web.personal.urls")),
    path("", include("samverk.web.what_if.urls")),
    path("", include("samverk.web.plans.urls")),
    path("", include("samverk.web.wheel.urls")),
    path(".well-known/security.txt", security_text, name="security-text"),
    path("", include("samverk.web.outreach.urls")),
    path("", include("samverk.web.mailings.urls")),
    path("", include("samverk.web.links.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("komponenter/", include("samverk.web.catalogue.urls")))
