"""Addresses of the agreements."""

from django.urls import path

from samverk.web.agreements import files, views

urlpatterns = [
    path("avtal/", views.agreements, name="agreements"),
    path("avtal/<slug:agreement>/", views.agreement, name="agreement"),
    path("avtal/<slug:agreement>/aterlasning/", views.readback, name="readback"),
    path("avtal/<slug:agreement>/aterlasning.<slug:form>", files.readback_file, name="readback-file"),
    path("avtal/<slug:agreement>/varfor/<str:key>/", views.why, name="why"),
]
