"""Addresses of the facts."""

from django.urls import path

from samverk.web.facts import views

urlpatterns = [
    path("avtal/<slug:agreement>/handelser/", views.facts, name="facts"),
    path("avtal/<slug:agreement>/handelser/ny/", views.record, name="record-fact"),
    path("avtal/<slug:agreement>/handelser/<int:seq>/ratta/", views.correct, name="correct-fact"),
]
