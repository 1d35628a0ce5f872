"""A mail server, and the outbox set to hand over to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from samverk.outreach.actions.carrying import carrier
from tests.mail_sink import Sink, sink


@pytest.fixture
def server(settings: Settings) -> Iterator[Sink]:
    """A real mail server that everything is handed over to."""
    with sink() as made:
        settings.MAIL = settings.MAIL | {
            "mode": "smtp", "host": made.host, "port": made.port, "tls": "none", "sender": "samverk@kommun.example",
        }  # fmt: skip
        yield made
        through = carrier()
        if through is not None:
            through.close()
