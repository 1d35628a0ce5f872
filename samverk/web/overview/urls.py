"""Addresses of the overview and the start page."""

from django.urls import path

from samverk.web.overview import views

urlpatterns = [
    path("", views.start, name="start"),
    path("overblick/", views.overview, name="overview"),
]
