"""Addresses of the parties of an agreement."""

from django.urls import path

from samverk.web.parties import views

urlpatterns = [path("avtal/<slug:agreement>/parter/", views.parties, name="parties")]
