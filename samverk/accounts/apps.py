"""Registers the area with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, sign-in, roles."""

    name = "samverk.accounts"
    label = "accounts"
    verbose_name = "Konton"
    default_auto_field = "django.db.models.BigAutoField"
