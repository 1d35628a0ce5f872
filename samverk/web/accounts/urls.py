"""Addresses of sign-in and of everyone's own settings."""

from django.urls import path

from samverk.web.accounts.views import SignIn, preferences, sign_out

urlpatterns = [
    path("logga-in/", SignIn.as_view(), name="sign-in"),
    path("logga-ut/", sign_out, name="sign-out"),
    path("installningar/", preferences, name="settings"),
]
