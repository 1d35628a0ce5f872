"""Addresses of the municipalities."""

from django.urls import path

from samverk.web.municipalities import views

urlpatterns = [
    path("kommuner/", views.municipalities, name="municipalities"),
    path("kommun/<str:code>/", views.municipality, name="municipality"),
]
