"""Every address of the pages."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("samverk.web.accounts.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("komponenter/", include("samverk.web.catalogue.urls")))
