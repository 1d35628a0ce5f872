"""Registers the area with Django."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The outbox and the reminders."""

    name = "samverk.outreach"
    label = "outreach"
    verbose_name = "Utskick"
    default_auto_field = "django.db.models.BigAutoField"
