"""The two worlds, each filled once for a module. The day is pinned."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from samverk.lib import clock
from tests.web.filled import NOW
from tests.web.matrix.worlds import World, world


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's day; the time of day is later than what was opened and earlier than its end."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="module", params=[False, True], ids=["open", "closed"])
def filled_world(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[World, bool]]:
    """Everyone, and whether the agreement is closed."""
    with django_db_blocker.unblock(), world(closed=request.param) as made:
        yield made, request.param
