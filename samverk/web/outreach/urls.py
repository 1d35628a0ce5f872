"""Addresses of the outbox."""

from django.urls import path

from samverk.web.outreach import declining, views

urlpatterns = [
    path("utskick/", views.outbox, name="outbox"),
    path("utskick/paminnelser/", views.reminders, name="reminders"),
    path("utskick/<uuid:token>/", views.message, name="message"),
    path("utskick/avboj/<str:secret>/", declining.decline_mail, name="decline-mail"),
]
