"""What the pages around an agreement cost: warm against a view that does nothing, 290 parties against 15, what-if."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import islice

from django.urls import NoReverseMatch, reverse

from bench.filled import NORRORT, TODAY
from bench.measure import Row, compare, ratio
from bench.pages import caller, warm
from bench.wide import one_transaction, widened

FEW, MANY = 15, 290
DAYS = 12
LEAVES = date(2027, 6, 30)
PAGES = (("fees of a year", "fees-of-year"), ("the parties with their map", "parties"), ("the year wheel", "wheel"))

type Page = Callable[[str], None]


def rows() -> Iterator[Row]:
    """Each page that there is; one that is not made yet has no row."""
    call, days = caller(), _days()
    there = [(name, url) for name, url in PAGES if _address(url, NORRORT)]
    for name, url in there:
        found = warm(call, _address(url, NORRORT))
        first = statistics.median(_first_views(call, _address(url, NORRORT), days))
        note = f"{found.ours * 1e3:.1f} ms; the first time on a day {first * 1e3:.0f} ms"
        yield ratio(f"CPU of {name}, against a constant view", found.ratio, 15, note=note)
    with one_transaction(), widened(FEW) as few, widened(MANY) as many:
        for name, url in there:
            yield _many_against_few(call, name, _address(url, few), _address(url, many), days)
    if _address("what-if", NORRORT):
        yield from _supposed(call, days)


def _address(url: str, agreement: str) -> str:
    """Where a page is; "" when there is none of that name."""
    with suppress(NoReverseMatch):
        return reverse(url, args=[agreement, TODAY.year] if url == "fees-of-year" else [agreement])
    return ""


def _many_against_few(call: Page, name: str, few: str, many: str, days: Iterator[date]) -> Row:
    found = compare(lambda: call(many), lambda: call(few), rounds=20)
    first = statistics.median(_first_views(call, many, days)) / statistics.median(_first_views(call, few, days))
    note = f"{found.ours * 1e3:.1f} ms against {found.other * 1e3:.1f} ms; the first time on a day {first:.1f}×"
    return ratio(f"CPU of {name}: {MANY} parties against {FEW}", found.ratio, 4, note=note)


def _supposed(call: Page, days: Iterator[date]) -> Iterator[Row]:
    """A party leaves: ten years ahead, against the fees of a year. Seen before; and everything worked out anew, for
    another last day each time, against the fees as they stand on another day each time.
    """
    plain, supposed = _address("fees-of-year", NORRORT), f"{_address('what-if', NORRORT)}?tank=lamnar:0184:"
    found = compare(lambda: call(f"{supposed}{LEAVES}"), lambda: call(plain), rounds=30)
    what = f"what-if over ten years, {FEW} parties, against the fees of a year"
    yield ratio(what, found.ratio, 3, note=f"{found.ours * 1e3:.1f} ms")
    leaving = (LEAVES + timedelta(days=number) for number in range(1, 2 * DAYS))
    anew = compare(
        lambda: call(f"{supposed}{next(leaving)}"), lambda: call(f"{plain}?per={next(days)}"), rounds=DAYS
    )  # fmt: skip
    note = f"{anew.ours * 1e3:.0f} ms against {anew.other * 1e3:.0f} ms"
    yield ratio(f"{what}: nothing seen before", anew.ratio, 3, note=note)


def _first_views(call: Page, address: str, days: Iterator[date]) -> list[float]:
    """Seconds of processor time for a page on days that nobody has asked about."""
    taken = []
    for day in islice(days, DAYS):
        started = time.process_time()
        call(f"{address}?per={day}")
        taken.append(time.process_time() - started)
    return taken


def _days() -> Iterator[date]:
    """Days before today, each once."""
    day = TODAY
    while True:
        day -= timedelta(days=1)
        yield day
