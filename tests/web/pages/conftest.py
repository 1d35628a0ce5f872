"""The filled demonstration, for every test of a page that shows real matter. The day is pinned."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.web.filled import NOW, filled, signed_in


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Filled once, for the whole module."""
    with django_db_blocker.unblock(), filled():
        yield


@pytest.fixture(autouse=True)
def today(demonstration: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """21 November 2026, in the demonstration."""
    monkeypatch.setenv("SAMVERK_TODAY", NOW.date().isoformat())


@pytest.fixture
def visitor() -> Client:
    """Somebody who has not signed in."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def strategist() -> Client:
    """The strategist of Koordination Norrort."""
    return signed_in("strateg")
