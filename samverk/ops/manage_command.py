"""``samverk manage …``: Django's own commands, in this installation."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from samverk.ops import django_ready


def run(argv: Sequence[str]) -> int:
    """Pass the words on as they are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", django_ready.SETTINGS)
    with django_ready.said_plainly():
        execute_from_command_line(["samverk manage", *argv])
    return 0
