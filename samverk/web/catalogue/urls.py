"""The address of the sheet of parts."""

from django.urls import path

from samverk.web.catalogue.views import components, why

urlpatterns = [
    path("", components, name="components"),
    path("varfor/", why),
]
