"""Addresses of the health check."""

from django.urls import path

from samverk.web.health import views

urlpatterns = [path("avtal/<slug:agreement>/halsokontroll/", views.health, name="health")]
