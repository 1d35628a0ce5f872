"""Addresses of comparisons. They stand before the agreements' own, whose ids could otherwise take "jamfor"."""

from django.urls import path

from samverk.web.comparison import views

urlpatterns = [
    path("avtal/jamfor/", views.agreements, name="compare-agreements"),
    path("avtal/<slug:agreement>/versioner/", views.versions, name="versions"),
]
