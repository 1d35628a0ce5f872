"""Addresses of plans and areas of cooperation."""

from django.urls import path

from samverk.web.plans import views

urlpatterns = [
    path("avtal/<slug:agreement>/handlingsplan/<slug:plan>/", views.plan, name="plan"),
    path("avtal/<slug:agreement>/omraden/", views.areas, name="areas"),
]
