"""Addresses of what is dispatched."""

from django.urls import path

from samverk.web.dispatch import inbox, sending, views

urlpatterns = [
    path("avtal/<slug:agreement>/expediera/", sending.dispatch, name="dispatch"),
    path("avtal/<slug:agreement>/expedierat/", views.dispatches, name="dispatches"),
    path(
        "avtal/<slug:agreement>/expedierat/<slug:organisation>/<int:year>/<int:number>/",
        views.dispatched,
        name="dispatched",
    ),
    path("avtal/<slug:agreement>/diarium/inkorg/", inbox.inbox, name="register-inbox"),
]
