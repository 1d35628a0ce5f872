"""Short secrets that lie in the database, sealed with the installation's own key.

Whoever has the database alone (a backup, a stolen disk) cannot read them: the key is SECRET_KEY, which is never in
either. An installation that gets another key cannot read them either; ``Unreadable`` says so.

Fernet: AES-128-CBC with HMAC-SHA256, from the library ``cryptography``. The key is derived anew for each purpose, so
that what is sealed for one cannot be given as another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
from typing import Any

from django.conf import settings


class Unreadable(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """What was sealed cannot be opened: another key, another purpose, or it has been altered."""


def seal(text: str, *, purpose: str) -> str:
    """The text, sealed. Two calls give two different answers."""
    sealed: bytes = _box(purpose).encrypt(text.encode())
    return sealed.decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """What was sealed for the purpose. Error: Unreadable."""
    box = _box(purpose)
    try:
        opened: bytes = box.decrypt(sealed.encode())
    except _fernet().InvalidToken:
        raise Unreadable(purpose) from None
    return opened.decode()


def _box(purpose: str) -> Any:
    derived = hmac.new(settings.SECRET_KEY.encode(), f"samverk sealing: {purpose}".encode(), hashlib.sha256).digest()
    return _fernet().Fernet(base64.urlsafe_b64encode(derived))


def _fernet() -> Any:
    """Loaded when the first secret is sealed or opened: most commands never need it."""
    return importlib.import_module("cryptography.fernet")
