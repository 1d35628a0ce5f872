"""What is looked at after a hostile request: rows, where an answer leads, and attempts to reach out."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from samverk.config.wsgi import in_utf8

# Counted or remembered whatever happens: tries, sessions, and what signing in leaves.
REMEMBERED = frozenset({"accounts_attempt", "accounts_sign_in", "django_session"})
_UNSEEN = re.compile(r"\s+")


def rows() -> dict[str, int]:
    """How many rows every table has, in one statement."""
    tables = sorted({model._meta.db_table for model in apps.get_models()} - REMEMBERED)
    counted = ", ".join(f"(SELECT count(*) FROM {connection.ops.quote_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def leads(answer: HttpResponseBase) -> str:
    """The host that the answer leads to, as a browser reads it: tabs and line feeds away, backslashes turned."""
    location = _UNSEEN.sub("", answer.headers.get("Location", "")).replace("\\", "/")
    return urlsplit(urljoin("http://testserver/", location)).netloc


class Browser(Client):
    """Asks the application that a web server runs, and not Django alone."""

    def request(self, **asked: Any) -> Any:
        return super().request(**in_utf8(asked))


@contextmanager
def no_way_out() -> Iterator[list[Any]]:
    """Nothing can be reached from here; what was tried is listed. The database's own driver is not Python's sockets."""
    tried: list[Any] = []

    def refuse(_self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise OSError("no way out")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield tried
