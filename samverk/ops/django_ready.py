"""Starts Django for the commands that need the database, and puts what can go wrong there into plain words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from samverk.lib import database
from samverk.ops.refused import FAILED, WRONG_USE, Refused
from samverk.rules.wording import Text

SETTINGS = "samverk.config.settings"


def start() -> None:
    """Read the settings and load the areas. Error: Refused when a setting cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refused(Text(str(error), str(error)), WRONG_USE) from error


@contextmanager
def said_plainly() -> Iterator[None]:
    """A database that is absent, older, newer, locked, full, read-only or damaged: said in a sentence (Refused)."""
    try:
        yield
    except Error as error:
        trouble = database.explain(error)
        if trouble is None:
            raise
        raise Refused(trouble.message, FAILED) from error
