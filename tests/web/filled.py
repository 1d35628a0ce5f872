"""The demonstration as a world to test in: filled once for a module, in a transaction that is rolled back after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.test import Client

from samverk.accounts.models import User
from samverk.agreements.queries.situations import forget
from samverk.ops.demo.filling import fill

NOW = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
NORRORT, COUNTY = "koordination-norrort", "ksl-nyanlanda"


@contextmanager
def filled() -> Iterator[None]:
    """Both agreements with their history, the reference data and an account for each role."""
    with transaction.atomic():
        forget()
        for _step in fill(NOW):
            pass
        yield
        transaction.set_rollback(True)
    forget()


def signed_in(name: str) -> Client:
    """A browser signed in as one of the demonstration's accounts ("strateg")."""
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(User.objects.get(email=f"{name}@demo.example"))
    return client
