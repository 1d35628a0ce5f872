"""Addresses of the fees."""

from django.urls import path

from samverk.web.fees import keeping, update, views

urlpatterns = [
    path("avtal/<slug:agreement>/avgifter/", views.fees, name="fees"),
    path("avtal/<slug:agreement>/avgifter/<int:year>/", views.fees_of_year, name="fees-of-year"),
    path("avtal/<slug:agreement>/avgifter/<int:year>.<slug:form>", views.fees_file, name="fees-file"),
    path("avtal/<slug:agreement>/avgifter/<int:year>/handling/", keeping.keep_fees, name="keep-fees"),
    path("avtal/<slug:agreement>/avgifter/<int:year>/folkmangd/", update.update, name="fees-update"),
]
