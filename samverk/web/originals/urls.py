"""Addresses of the signed wording."""

from django.urls import path

from samverk.web.originals import importing, views

urlpatterns = [
    path("avtal/<slug:agreement>/original/", views.original, name="original"),
    path("avtal/<slug:agreement>/original/ny/", importing.import_original, name="import-original"),
]
