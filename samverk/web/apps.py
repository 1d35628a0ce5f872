"""Registers the pages with Django: templates, static files, template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No tables."""

    name = "samverk.web"
    label = "web"
    verbose_name = "Sidor"
