"""How mail leaves this installation: what the settings say, kept open between letters."""

from __future__ import annotations

import atexit
from functools import cache
from typing import Any

from django.conf import settings

from samverk.integrations.mail import Carrier, FolderCarrier, Server, SmtpCarrier


def carrier() -> Carrier | None:
    """The carrier of this process; None when mail is not set up: then messages wait."""
    given = settings.MAIL
    return _made(tuple(sorted(given.items())))


@cache
def _made(items: tuple[tuple[str, Any], ...]) -> Carrier | None:
    given = dict(items)
    if given["mode"] == "off":
        return None
    if given["mode"] == "folder":
        return FolderCarrier(given["folder"], given["sender"])
    names = ("host", "port", "tls", "user", "password", "sender", "bounces")
    made = SmtpCarrier(Server(**{name: given[name] for name in names}))
    atexit.register(made.close)
    return made
