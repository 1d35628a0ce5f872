"""Addresses of the pages on personal data."""

from django.urls import path

from samverk.web.personal import choosing, views

urlpatterns = [
    path("personuppgifter/", views.processing, name="processing"),
    path("installningar/brev/", choosing.mail_choices, name="mail-choices"),
    path("installningar/mina-uppgifter/", views.mine, name="my-data"),
    path("installningar/mina-uppgifter.json", views.mine_as_file, name="my-data-file"),
]
