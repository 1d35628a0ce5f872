"""Every way a body can be put together otherwise than agreed (N-8a, N-8e, K-6a, K-6c, K-6h), and whose word counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.small_world import ALE, BJUV, KIL, START, Story, findings
from tests.rules.whole import whole

RULE = """
[rule.styrgruppen]
kind = "composition"
label = { sv = "Styrgruppen", en = "The steering group" }
cite = ["2/p5"]
body = "body:styrgrupp"
level = []
substitutes = "free"
"""
AS_OF = date(2016, 1, 1)


def sitting(*seats: dict[str, Any]) -> Story:
    """All adopted, Ale hosts; one member of the steering group for each ``seats`` (``party`` is who it comes from)."""
    story = Story().all_adopted().on(START, "role.assigned", None, role="vard", holder="party:1440")
    for number, seat in enumerate(seats):
        code = seat.get("party", ALE)
        more = {key: value for key, value in seat.items() if key != "party"}
        story.on(START, "body.member_added", code, body="styrgrupp", seat=f"s{number}", **more)
    return story


def said(seats: str, story: Story, as_of: date = AS_OF, *, more: str = "") -> list[tuple[str, str]]:
    """What is wrong with the body on a day, in both languages."""
    found = findings(f"{RULE}seats = {seats}\n{more}", story, as_of, "styrgruppen")
    return [(fault["sv"], fault["en"]) for item in found if item.period is not None for fault in item.value["faults"]]


@pytest.mark.parametrize(
    ("seats", "count", "fault"),
    [
        ("{ min = 2 }", 1, ("en person, minst 2 ska det vara", "one person; it should be at least 2")),
        ("{ min = 2 }", 2, None),
        ("{ min = 3 }", 2, ("två personer, minst 3 ska det vara", "two people; it should be at least 3")),
        ("{ max = 2 }", 3, ("tre personer, högst 2 ska det vara", "three people; it should be at most 2")),
        ("{ max = 2 }", 2, None),
    ],
)
def test_seats_can_be_counted_in_people(seats: str, count: int, fault: tuple[str, str] | None) -> None:
    assert said(seats, sitting(*({} for _ in range(count)))) == ([] if fault is None else [fault])


@pytest.mark.parametrize(
    ("codes", "fault"),
    [
        ((ALE, ALE), ("en kommun, minst 2 ska det vara", "one municipality; it should be at least 2")),
        ((ALE, BJUV), None),
        ((ALE, BJUV, KIL), ("tre kommuner, högst 2 ska det vara", "three municipalities; it should be at most 2")),
    ],
)
def test_seats_can_be_counted_in_municipalities(codes: tuple[str, ...], fault: tuple[str, str] | None) -> None:
    """K-6c: two from the same municipality are one."""
    story = sitting(*({"party": code} for code in codes))
    expected = [] if fault is None else [fault]
    assert said("{ distinct_parties_min = 2, distinct_parties_max = 2 }", story) == expected


def test_one_from_each_party_is_neither_none_nor_two_nor_a_stranger() -> None:
    """N-8a, K-6a: each fault is named; those who are no party are named together."""
    story = sitting({"party": ALE}, {"party": ALE}, {"party": BJUV}, {"party": "1480"}, {"party": "1384"})
    assert said('{ per = "party", min = 1, max = 1 }', story) == [
        ("Ale har två representanter, högst 1", "Ale has two representatives, at most 1"),
        ("Kil saknar representant", "Kil has no representative"),
        ("1384 och 1480 sitter med utan att vara part", "1384 and 1480 sit without being a party"),
    ]
    assert said('{ per = "party", min = 1 }', story)[1:] == [
        ("1384 och 1480 sitter med utan att vara part", "1384 and 1480 sit without being a party"),
    ]


SUBREGIONS = '{{ min_per_subregion = {n}, subregions = ["norr", "soder"], counted = "{counted}" }}'
NOBODY_FROM = {"norr": ("ingen från Norr", "nobody from North"), "soder": ("ingen från Söder", "nobody from South")}


@pytest.mark.parametrize(
    ("counted", "n", "seats", "lacking"),
    [
        ("each_body", 1, [{"party": ALE}, {"party": KIL}], []),
        ("each_body", 1, [{"party": ALE, "group": "1"}, {"party": KIL, "group": "2"}], ["soder", "norr"]),
        ("bodies_together", 1, [{"party": ALE, "group": "1"}, {"party": KIL, "group": "2"}], []),
        ("bodies_together", 1, [{"party": ALE}], ["soder"]),
        ("bodies_together", 1, [{"party": ALE}, {"party": ALE, "subregion": "soder"}], []),  # sits for the other one
        ("bodies_together", 1, [{"party": "1480"}], ["norr", "soder"]),  # of no sub-region
    ],
)
def test_every_subregion_sits_in_each_group_or_in_the_groups_together(
    counted: str, n: int, seats: list[dict[str, Any]], lacking: list[str]
) -> None:
    """K-6h, t-6-4."""
    found = said(SUBREGIONS.format(n=n, counted=counted), sitting(*seats))
    assert found == [NOBODY_FROM[name] for name in lacking]


def test_one_from_a_subregion_is_not_two_and_not_nobody() -> None:
    story = sitting({"party": ALE}, {"party": KIL}, {"party": BJUV})
    two = SUBREGIONS.format(n=2, counted="bodies_together")
    assert said(two, story) == [("bara en från Norr", "only one from North")]


@pytest.mark.parametrize(
    ("reference", "codes", "fault"),
    [
        ("role:vard", (ALE,), None),
        ("role:vard", (BJUV,), ("Värdkommun är inte med", "Host is not included")),
        ("party:1260", (BJUV,), None),
        ("party:1260", (ALE,), ("Bjuv är inte med", "Bjuv is not included")),
        ("role:samordnare", (ALE,), ("Samordnare är inte med", "Coordinator is not included")),  # nobody holds it
    ],
)
def test_somebody_must_be_in_it(reference: str, codes: tuple[str, ...], fault: tuple[str, str] | None) -> None:
    """N-8e."""
    story = sitting(*({"party": code} for code in codes))
    expected = [] if fault is None else [fault]
    assert said("{}", story, more=f'must_include = ["{reference}"]\n') == expected


def test_the_body_is_looked_at_again_when_the_one_who_must_be_in_it_changes() -> None:
    """N-8e: the host moves to Bjuv on 1 June; nobody's seat changes that day."""
    story = sitting({"party": ALE}).on(date(2015, 6, 1), "role.assigned", None, role="vard", holder="party:1260")
    (found,) = findings(f'{RULE}seats = {{}}\nmust_include = ["role:vard"]\n', story, AS_OF, "styrgruppen")
    assert whole(found)["period"] == "2015-06-01–"


def test_nothing_is_asked_of_a_body_before_its_first_member() -> None:
    story = Story().all_adopted().on(date(2015, 5, 1), "body.member_added", ALE, body="styrgrupp")
    (found,) = findings(f"{RULE}seats = {{ min = 2 }}", story, AS_OF, "styrgruppen")
    assert found.since == date(2015, 5, 1)


def test_a_fault_that_begins_tomorrow_is_not_said_today() -> None:
    story = sitting({}, {}).on(date(2016, 1, 2), "body.member_removed", ALE, body="styrgrupp", seat="s1")
    today = findings(f"{RULE}seats = {{ min = 2 }}", story, AS_OF, "styrgruppen")
    tomorrow = findings(f"{RULE}seats = {{ min = 2 }}", story, date(2016, 1, 2), "styrgruppen")
    assert [item.verdict for item in today] == ["fulfilled"]
    assert [item.verdict for item in tomorrow] == ["breached"]


@pytest.mark.parametrize(
    ("seats", "verdict"),
    [
        ("{ min = 1 }", "unknown"),
        ("{ distinct_parties_min = 2 }", "unknown"),
        (SUBREGIONS.format(n=1, counted="each_body"), "unknown"),
        ("{ max = 3 }", "counted"),
        ("{}", "counted"),
    ],
)
def test_a_body_nobody_is_recorded_in_is_unclear_only_where_someone_must_be(seats: str, verdict: str) -> None:
    (found,) = findings(f"{RULE}seats = {seats}", Story().all_adopted(), AS_OF, "styrgruppen")
    assert found.verdict == verdict


READ = """
basis = { BASIS = "t-6" }
[interpretation.t-6]
param = "rule.styrgruppen.BASIS"
status = "provisional"
decides = "body:grupp"
options = OPTIONS
q = "Hur många?"
q_en = "How many?"
why = "Texten är oklar."
why_en = "The text is unclear."
"""


@pytest.mark.parametrize(
    ("basis", "options", "verdict"),
    [
        ("seats", "[{ min = 3 }, { min = 2 }]", "breached"),  # too few under both
        ("seats", "[{ min = 3 }, { min = 1 }]", "unknown"),
        ("must_include", '[["party:1260"], []]', "breached"),  # the number is still too low
    ],
)
def test_a_body_is_broken_only_if_it_is_so_under_every_reading(basis: str, options: str, verdict: str) -> None:
    """Decisions.md 9."""
    more = READ.replace("BASIS", basis).replace("OPTIONS", options)
    (found,) = findings(f"{RULE}seats = {{ min = 3 }}\n{more}", sitting({}), AS_OF, "styrgruppen")
    assert (found.verdict, found.basis, [use.id for use in found.readings]) == (verdict, "assumed", ["t-6"])


def test_another_reading_of_who_must_be_in_it_can_be_content() -> None:
    more = READ.replace("BASIS", "must_include").replace("OPTIONS", '[["party:1260"], ["party:1440"]]')
    rule = f'{RULE}seats = {{}}\nmust_include = ["party:1260"]\n{more}'
    (found,) = findings(rule, sitting({"party": ALE}), AS_OF, "styrgruppen")
    assert found.verdict == "unknown"


def test_a_seat_may_stand_empty_for_the_time_the_text_gives() -> None:
    """K-6a with a time: the seat of one party, two months."""
    story = sitting({"party": ALE}, {"party": BJUV}, {"party": KIL})
    story.on(date(2015, 11, 15), "body.member_removed", KIL, body="styrgrupp", seat="s2")
    per_party = f'{RULE}seats = {{ per = "party", min = 1, max = 1 }}\n'
    (unjudged,) = findings(per_party, story, AS_OF, "styrgruppen")
    (soon,) = findings(f'{per_party}grace = "P2M"\n', story, AS_OF, "styrgruppen")
    (late,) = findings(f'{per_party}grace = "P1M"\n', story, AS_OF, "styrgruppen")
    assert [item.verdict for item in (unjudged, soon, late)] == ["vacant_unjudged", "due_soon", "overdue"]


def test_without_a_lowest_number_a_party_may_have_nobody() -> None:
    assert said('{ per = "party", max = 1 }', sitting({"party": ALE})) == []


def test_what_is_said_of_a_gap_is_what_is_wrong_today() -> None:
    """It began with nobody from Bjuv and Kil; Bjuv has sent somebody since."""
    story = sitting({"party": ALE}).on(date(2015, 8, 1), "body.member_added", BJUV, body="styrgrupp")
    assert said('{ per = "party", min = 1, max = 1 }', story) == [
        ("Kil saknar representant", "Kil has no representative")
    ]


def test_the_reading_of_how_long_a_seat_may_be_empty_is_named() -> None:
    """T-6-5."""
    more = READ.replace("BASIS", "grace").replace("OPTIONS", '["P1M", "P3M"]')
    story = sitting({"party": ALE}, {"party": BJUV})
    (found,) = findings(f'{RULE}seats = {{ min = 3 }}\ngrace = "P1M"\n{more}', story, AS_OF, "styrgruppen")
    assert (found.verdict, [use.id for use in found.readings], found.basis) == ("overdue", ["t-6"], "assumed")
