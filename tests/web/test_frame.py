"""What a process keeps of pages: found again, bounded, and without what they were made from."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from samverk.web import frame
from samverk.web.frame import KEPT_BYTES, Along, kept_along


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    frame.forget()
    yield
    frame.forget()


class Heavy:
    """Stands for an evaluation."""


made: list[str] = []


@kept_along
def written(key: str, along: Along[Heavy]) -> str:
    made.append(key)
    return key * 1000


def test_the_same_key_is_made_once_whatever_goes_along() -> None:
    made.clear()
    assert written("a", Along(Heavy())) == written("a", Along(Heavy())) == "a" * 1000
    assert made == ["a"]


def test_what_goes_along_does_not_live_on() -> None:
    """A page of another day must not keep that day's evaluation in memory."""
    heavy = Heavy()
    gone = weakref.ref(heavy)
    written("b", Along(heavy))
    del heavy
    gc.collect()
    assert gone() is None


def test_no_more_than_a_number_of_bytes_is_kept_and_the_latest_asked_for_stay() -> None:
    @kept_along
    def large(key: int, _along: Along[None]) -> tuple[str, int]:
        made.append(str(key))
        return "x" * (KEPT_BYTES // 10), key

    made.clear()
    for number in range(30):
        large(number, Along(None))
        large(0, Along(None))
    count, size = frame.held()
    assert count == 9
    assert size <= KEPT_BYTES
    large(29, Along(None))
    assert len(made) == 30
    large(1, Along(None))
    assert len(made) == 31


def test_what_is_too_large_is_given_but_not_kept() -> None:
    @kept_along
    def huge(_key: int, _along: Along[None]) -> str:
        return "x" * (KEPT_BYTES + 1)

    assert len(huge(1, Along(None))) == KEPT_BYTES + 1
    assert frame.held() == (0, 0)
