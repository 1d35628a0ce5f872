"""Addresses of the municipalities."""

from django.urls import path

from samverk.web.municipalities import comparing, listing, views

urlpatterns = [
    path("kommuner/", listing.municipalities, name="municipalities"),
    path("kommuner/jamfor/", comparing.compare, name="compare-municipalities"),
    path("kommun/<str:code>/", views.municipality, name="municipality"),
]
