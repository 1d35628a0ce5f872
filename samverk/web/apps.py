"""Registers the folder with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "samverk.web"
    label = "web"
    verbose_name = "Webb"
