"""Addresses of the what-ifs."""

from django.urls import path

from samverk.web.what_if import views

urlpatterns = [path("avtal/<slug:agreement>/tank-om/", views.what_if, name="what-if")]
