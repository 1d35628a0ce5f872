"""What every test of the rules may count on: it starts without windows and holidays that an earlier test worked out."""

from __future__ import annotations

import pytest

from samverk.rules import cadence, holidays

REMEMBERING = [
    remembered
    for module in (cadence, holidays)
    for remembered in vars(module).values()
    if hasattr(remembered, "cache_clear")
]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """A test says what the rules work out, not what they remember (a change to them would otherwise go unseen)."""
    for remembered in REMEMBERING:
        remembered.cache_clear()
