"""The wheel as picture: no two entries meet, every entry is drawn where its days are, nothing is only in colour."""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.finding import Basis
from samverk.rules.wheel.entry import LANES, Mark, WheelEntry
from samverk.rules.wording import Text
from samverk.web.wheel.picture import HOLE, MARGIN, RING, SHAPES, Drawing, Numbered, symbol, wheel
from samverk.web.wheel.rings import ROOM, days_of, length, rings
from samverk.web.words import STATUS

BASES: tuple[Basis, ...] = ("stated", "derived", "assumed")


@st.composite
def entries(draw: st.DrawFn, year: int = 2024) -> list[WheelEntry]:
    """Entries of any length, some of them beyond the year, in order of subject."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        first = draw(st.dates(date(year - 1, 11, 1), date(year, 12, 31)))
        last = first + timedelta(days=draw(st.sampled_from((0, 0, 1, 6, 30, 90, 200, 366))))
        last = max(last, date(year, 1, 1))
        lane = draw(st.sampled_from(LANES))
        status = draw(st.sampled_from(tuple(SHAPES)))
        basis = draw(st.sampled_from(BASES))
        found.append(
            WheelEntry(
                identity=f"x/{number}", family=f"x/{number}", rule="x", lane=lane, kind="window",
                label=Text("Möte & beslut", "Meeting & decision"), who=(), cites=(), status=status, basis=basis,
                first=first, last=last,
            )
        )  # fmt: skip
    return sorted(found, key=lambda item: (LANES.index(item.lane), item.first, item.last))


def occupied(item: WheelEntry, year: int) -> set[int]:
    """Days of the year that an entry takes, in half days, around New Year too; said without the rings' own spans."""
    turn = length(year) * 2
    start, stop = days_of(item, year)
    own = set(range(start * 2, stop * 2))
    middle = start + stop
    return {half % turn for half in own | set(range(middle - 2 * ROOM, middle + 2 * ROOM))}


@given(entries())
def test_no_two_entries_of_a_ring_meet(items: list[WheelEntry]) -> None:
    places = rings(items, 2024)
    taken: Counter[tuple[int, int]] = Counter()
    for item, place in zip(items, places, strict=True):
        taken.update((place, half) for half in occupied(item, 2024))

    assert [key for key, count in taken.items() if count > 1] == []


@given(entries())
def test_every_subject_has_rings_of_its_own_from_the_outside_in(items: list[WheelEntry]) -> None:
    places = rings(items, 2024)
    rings_of = {lane: {place for item, place in zip(items, places, strict=True) if item.lane == lane} for lane in LANES}
    used = [sorted(found) for found in rings_of.values() if found]

    assert [place for found in used for place in found] == list(range(sum(len(found) for found in used)))


def test_two_windows_that_overlap_stand_in_two_rings_and_two_that_do_not_in_one() -> None:
    spring, summer, autumn = (
        one("a", date(2024, 3, 1), date(2024, 5, 31)),
        one("b", date(2024, 5, 1), date(2024, 6, 30)),
        one("c", date(2024, 9, 1), date(2024, 10, 31)),
    )
    assert rings([spring, summer, autumn], 2024) == (0, 1, 0)


def test_new_years_eve_lies_beside_new_years_day() -> None:
    begins, ends = date(2024, 1, 2), date(2024, 12, 30)
    assert rings([one("a", begins, begins), one("b", ends, ends)], 2024) == (0, 1)


def one(name: str, first: date, last: date, *, marks: tuple[Mark, ...] = (), basis: Basis = "stated") -> WheelEntry:
    return WheelEntry(
        identity=name, family=name, rule="x", lane="duties", kind="window", label=Text("Sak", "Thing"), who=(),
        cites=(), status="coming", basis=basis, first=first, last=last, marks=marks,
    )  # fmt: skip


def drawn(items: list[WheelEntry], year: int = 2024, day: date = date(2024, 7, 1)) -> ET.Element:
    numbered = [Numbered(n, item, f"{n}. Möte & <beslut>", f"#r{n}") for n, item in enumerate(items, 1)]
    drawing = Drawing(year, day, "sv", "Årshjul & år", "Allt står i listan")
    return ET.fromstring(wheel(numbered, drawing))


@given(entries())
def test_every_entry_is_a_link_with_its_words_and_its_shape(items: list[WheelEntry]) -> None:
    picture = drawn(items)
    links = picture.findall("a")

    assert [link.get("href") for link in links] == [f"#r{n}" for n in range(1, len(items) + 1)]
    assert [link.get("data-s") for link in links] == [item.status for item in items]
    assert all(link.get("aria-label") == link.findtext("title") for link in links)
    for link, item in zip(links, items, strict=True):
        badge = link.find("g")
        assert badge is not None
        assert badge.findtext("text")
        shapes = [part for part in badge if part.tag != "text"]
        expected = ET.fromstring(f"<g>{SHAPES[item.status]}</g>")
        assert [ET.tostring(part) for part in shapes] == [ET.tostring(part) for part in expected]


@given(entries())
def test_the_number_stands_in_the_entrys_own_ring_and_days(items: list[WheelEntry]) -> None:
    picture = drawn(items)
    size = float((picture.get("viewBox") or "").split()[2])
    middle = size / 2
    for link, item, place in zip(picture.findall("a"), items, rings(items, 2024), strict=True):
        moved = re.findall(r"[-\d.]+", next(g.get("transform") or "" for g in link.findall("g")))
        x, y = float(moved[0]) - middle, float(moved[1]) - middle
        assert math.hypot(x, y) == pytest.approx(middle - MARGIN - RING * (place + 0.5), abs=0.2)
        day = (math.atan2(x, -y) / math.tau) % 1 * 366
        start, stop = days_of(item, 2024)
        assert start - 0.3 <= day <= stop + 0.3


def test_what_is_assumed_is_dashed_and_what_was_done_is_filled() -> None:
    marks = (Mark(date(2024, 3, 1), True, 1), Mark(date(2024, 10, 1), False, 2))
    (link,) = drawn([one("a", date(2024, 1, 1), date(2024, 12, 31), marks=marks, basis="assumed")]).findall("a")

    assert [part.get("class") for part in link.findall("path")] == ["w-arc dash"]
    assert [part.get("class") for part in link.findall("circle")] == ["w-done", "g-plan"]


def test_the_number_keeps_out_of_the_way_of_the_dots() -> None:
    """Of three gaps between two dots the longest is taken."""
    marks = (Mark(date(2024, 2, 1), True, 1), Mark(date(2024, 11, 1), True, 2))
    (link,) = drawn([one("a", date(2024, 1, 1), date(2024, 12, 31), marks=marks)]).findall("a")
    x, y = (float(one) for one in re.findall(r"[-\d.]+", next(g.get("transform") or "" for g in link.findall("g"))))
    middle = HOLE + RING * 7 + MARGIN

    day = (math.atan2(x - middle, middle - y) / math.tau) % 1 * 366
    assert day == pytest.approx((31 + 305) / 2, abs=0.5)


@pytest.mark.parametrize(
    ("day", "grey", "line"), [(date(2024, 7, 1), 1, 1), (date(2023, 7, 1), 0, 0), (date(2025, 7, 1), 1, 0)]
)
def test_what_has_passed_is_grey_and_the_day_is_a_line_in_its_own_year(day: date, grey: int, line: int) -> None:
    classes = Counter(part.get("class") for part in drawn([], day=day).iter())

    assert (classes["w-past"], classes["g-ink"]) == (grey, line)


def test_the_months_are_named_in_order_and_the_present_one_is_bold() -> None:
    texts = list(drawn([]).iter("text"))

    names = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    assert [text.text for text in texts] == [*names, "2024"]
    assert [text.text for text in texts if text.get("class") == "t-b"] == ["jul"]


def test_every_status_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(STATUS)
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert all("<text" not in symbol(status) for status in SHAPES)
