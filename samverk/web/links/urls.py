"""Addresses of links to one act."""

from django.urls import path

from samverk.web.links import asking, keeping, views

urlpatterns = [
    path("lank/<str:secret>/", views.one_act, name="one-act"),
    path("utskick/lankar/", keeping.links, name="links"),
    path("avtal/<slug:agreement>/be/", asking.ask, name="ask-by-link"),
]
