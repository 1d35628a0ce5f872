"""Addresses of the contacts."""

from django.urls import path

from samverk.web.contacts import agreement, changing, party

urlpatterns = [
    path("kommun/<str:code>/kontakter/", party.party_contacts, name="party-contacts"),
    path("kommun/<str:code>/kontakter/ny/", changing.add, name="add-contact"),
    path("kommun/<str:code>/kontakter/<int:number>/", changing.change, name="change-contact"),
    path("avtal/<slug:agreement>/kontakter/", agreement.agreement_contacts, name="agreement-contacts"),
]
