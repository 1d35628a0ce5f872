"""Stores an original wording. A module of its own: its imports need Django, which reading and showing do not."""

from __future__ import annotations

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import ImportRefused, import_original
from samverk.lib import clock
from samverk.ops import django_ready
from samverk.ops.refused import FAILED, Refused
from samverk.rules.originals.edition import Original
from samverk.rules.wording import Text

BY = system("Inläsning från terminalen")


def store(agreement: str, original: Original) -> tuple[Text, ...]:
    """Store the text for the version that holds today; what its provisions say that the words do not show.

    Error: Refused, and then nothing is stored.
    """
    try:
        with django_ready.said_plainly():
            return import_original(
                agreement=agreement, on=clock.today(), text=original.text, by=BY, recorded_at=clock.now()
            )
    except ImportRefused as refused:
        raise Refused(refused.message, FAILED) from refused
