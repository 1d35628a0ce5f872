"""Addresses of the readings."""

from django.urls import path

from samverk.web.readings import views

urlpatterns = [
    path("avtal/<slug:agreement>/tolkningar/", views.readings, name="readings"),
    path("avtal/<slug:agreement>/tolkningar/<slug:reading>/", views.reading, name="reading"),
]
