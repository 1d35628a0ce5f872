"""Addresses of letters to many."""

from django.urls import path

from samverk.web.mailings import checking, views, writing

urlpatterns = [
    path("avtal/<slug:agreement>/utskick/", views.mailings, name="mailings"),
    path("avtal/<slug:agreement>/utskick/nytt/", writing.write_mailing, name="write-mailing"),
    path("avtal/<slug:agreement>/utskick/<uuid:token>/", views.mailing, name="mailing"),
    path("avtal/<slug:agreement>/utskick/<uuid:token>/granska/", checking.check_mailing, name="check-mailing"),
]
