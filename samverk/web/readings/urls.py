"""Addresses of the readings."""

from django.urls import path

from samverk.web.readings import files, views

urlpatterns = [
    path("avtal/<slug:agreement>/tolkningar/", views.readings, name="readings"),
    path("avtal/<slug:agreement>/tolkningar.<slug:form>", files.readings_file, name="readings-file"),
    path("avtal/<slug:agreement>/tolkningar/<slug:reading>/", views.reading, name="reading"),
]
