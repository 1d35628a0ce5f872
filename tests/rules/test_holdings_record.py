"""Who held what, as the whole record says (N-5a, N-6a, N-8a, K-6a): slots, endings, the agreement's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samverk.rules.definition import Body, Definition, Role
from samverk.rules.holdings import Holding, holder_on, holders, members
from samverk.rules.intervals import Interval
from samverk.rules.situation import Situation, situation
from samverk.rules.wording import Text
from tests.rules.lifecycle import MANAGER, NORRORT, START, TERM, Diary, norrort, same

MANAGING = "forvaltande-kommun"
CONTACTS = Role("kontakt", Text("Kontaktperson", "Contact"), "person")
MEMBER = Role("ledamot", Text("Ledamot", "Member"), "person", max=1, per="party")
LATER, LAST = date(2015, 3, 1), date(2016, 3, 1)


def agreement(*roles: Role, seat_role: str | None = None) -> Definition:
    base = norrort()
    group = Body("ledningsgrupp", same("Ledningsgruppen"), seat_role=seat_role)
    return replace(base, roles={**base.roles, **{role.id: role for role in roles}}, bodies={"ledningsgrupp": group})


def record(diary: Diary, definition: Definition | None = None) -> Situation:
    return situation(definition or agreement(), diary.facts, as_of=date(2020, 1, 1), names=NORRORT)


def spans(found: tuple[Holding, ...]) -> list[tuple[str | None, str | None, Interval]]:
    return [(item.party, item.holder, item.interval) for item in found]


def test_a_holding_says_everything_the_appointment_said() -> None:
    diary = Diary().add(
        "role.assigned", START, "0187", role="kontakt", holder="person:7", title="socialchef", employer="party:0187",
        subregion="norr", group="2", decided_on="2014-04-01",
    )  # fmt: skip
    diary.add("role.ended", LATER, "0187", role="kontakt", holder="person:7")
    assert holders(record(diary, agreement(CONTACTS)), "kontakt") == (
        Holding(
            "kontakt", "0187", Interval(START, LATER), 1, "person:7", "socialchef", "party:0187", "norr", "2",
            date(2014, 4, 1),
        ),
    )  # fmt: skip
    (bare,) = holders(
        record(Diary().add("role.assigned", START, "0187", role="kontakt"), agreement(CONTACTS)), "kontakt"
    )
    assert bare == Holding("kontakt", "0187", Interval(START), 1)


# --- the agreement's own words --------------------------------------------------------------------------


def test_the_agreement_names_the_first_holder() -> None:
    """Bilaga 1: from the day the agreement begins, by no fact."""
    first = Holding(MANAGING, MANAGER, Interval(START), None, f"party:{MANAGER}")
    assert holders(record(Diary()), MANAGING) == (first,)
    assert holders(record(Diary()), "strateg") == ()


def test_an_ending_before_the_agreement_begins_does_not_end_what_it_gives() -> None:
    before = Diary().add("role.ended", date(2014, 1, 1), MANAGER, role=MANAGING, holder=f"party:{MANAGER}")
    assert spans(holders(record(before), MANAGING)) == [(MANAGER, f"party:{MANAGER}", Interval(START))]


def test_without_a_term_the_named_holder_holds_from_the_first_day_the_text_is_valid() -> None:
    no_term = replace(norrort(without=["loptid"]), valid_from=date(2014, 6, 1))
    assert spans(holders(record(Diary(), no_term), MANAGING)) == [
        (MANAGER, f"party:{MANAGER}", Interval(date(2014, 6, 1)))
    ]
    adopted = replace(norrort(replace(TERM, start="per_party")), valid_from=date(2014, 6, 1))
    assert holders(record(Diary(), adopted), MANAGING)[0].interval == Interval(date(2014, 6, 1))


@pytest.mark.parametrize(
    ("kind", "day", "given"),
    [
        ("role.assigned", START, False),  # recorded from the start: the record says more than the text
        ("role.assigned", date(2014, 4, 1), False),
        ("role.assigned", LATER, True),
        ("role.ended", LATER, True),
    ],
)
def test_an_appointment_on_record_from_the_start_takes_the_place_of_the_words(
    kind: str, day: date, *, given: bool
) -> None:
    found = holders(record(Diary().add(kind, day, "0163", role=MANAGING, holder="party:0163")), MANAGING)
    assert any(item.fact is None for item in found) == given


def test_a_role_can_have_its_holder_in_the_text() -> None:
    named = agreement(Role("samordnare", same("Samordnare"), "party", max=1, holder="actor:ksl"))
    assert holders(record(Diary(), named), "samordnare") == (
        Holding("samordnare", None, Interval(START), None, "actor:ksl"),
    )


@pytest.mark.parametrize(
    ("holder", "party"),
    [("party:0163", "0163"), ("0163", "0163"), ("actor:0163", None), ("actor:ksl", None), ("party:x", None),
     ("a:party:0163", None), ("", None), (None, None)],
)  # fmt: skip
def test_whose_a_holding_is_when_no_municipality_recorded_it(holder: str | None, party: str | None) -> None:
    diary = Diary().add("role.assigned", START, None, role="strateg", holder=holder)
    assert [item.party for item in holders(record(diary), "strateg")] == [party]


# --- how many at a time ---------------------------------------------------------------------------------


def test_a_role_for_one_has_one_holder_whoever_it_is() -> None:
    """N-5a: a new one ends the one before; an ending without a name ends the one there is."""
    diary = Diary().add("role.assigned", START, "0187", role="strateg", holder="person:1")
    diary.add("role.assigned", LATER, "0114", role="strateg", holder="person:2")
    diary.add("role.ended", LAST, None, role="strateg")
    assert spans(holders(record(diary), "strateg")) == [
        ("0187", "person:1", Interval(START, LATER)),
        ("0114", "person:2", Interval(LATER, LAST)),
    ]


def test_a_role_for_one_from_each_party_has_one_holder_in_each() -> None:
    """N-6a."""
    diary = Diary().add("role.assigned", START, "0187", role="ledamot", holder="person:1")
    diary.add("role.assigned", START, "0114", role="ledamot", holder="person:2")
    diary.add("role.assigned", LATER, "0187", role="ledamot", holder="person:3")
    diary.add("role.ended", LAST, "0114", role="ledamot")
    assert spans(holders(record(diary, agreement(MEMBER)), "ledamot")) == [
        ("0114", "person:2", Interval(START, LAST)),
        ("0187", "person:1", Interval(START, LATER)),
        ("0187", "person:3", Interval(LATER)),
    ]


def test_a_role_for_several_keeps_each_until_it_is_ended_by_name() -> None:
    """N-6d."""
    diary = Diary()
    for code, person in (("0187", "person:2"), ("0187", "person:1"), ("0114", "person:3")):
        diary.add("role.assigned", START, code, role="kontakt", holder=person)
    diary.add("role.ended", LATER, "0187", role="kontakt", holder="person:1")
    diary.add("role.assigned", LATER, "0187", role="kontakt", holder="person:2", title="ny titel")
    assert spans(holders(record(diary, agreement(CONTACTS)), "kontakt")) == [
        ("0114", "person:3", Interval(START)),
        ("0187", "person:1", Interval(START, LATER)),
        ("0187", "person:2", Interval(START, LATER)),
        ("0187", "person:2", Interval(LATER)),
    ]


def test_an_ending_that_names_nobody_ends_what_the_municipality_holds_and_no_other() -> None:
    diary = Diary().add("role.assigned", START, "0114", role="kontakt", holder="person:3")
    diary.add("role.assigned", START, "0187", role="kontakt", holder="person:1")
    diary.add("role.ended", LATER, "0187", role="kontakt")
    diary.add("role.ended", LAST, "0115", role="kontakt")
    assert spans(holders(record(diary, agreement(CONTACTS)), "kontakt")) == [
        ("0114", "person:3", Interval(START)),
        ("0187", "person:1", Interval(START, LATER)),
    ]


def test_appointed_and_ended_on_the_same_day_is_never_held() -> None:
    diary = Diary().add("role.assigned", START, "0187", role="strateg").add("role.ended", START, "0187", role="strateg")
    assert holders(record(diary), "strateg") == ()


def test_the_latest_appointed_speaks_for_a_role_several_hold() -> None:
    diary = Diary().add("role.assigned", START, "0187", role="kontakt", holder="person:1")
    diary.add("role.assigned", LATER, "0114", role="kontakt", holder="person:3")
    here = record(diary, agreement(CONTACTS))
    first, second = holder_on(here, "kontakt", START), holder_on(here, "kontakt", LATER)
    assert first is not None
    assert second is not None
    assert (first.holder, second.holder) == ("person:1", "person:3")
    assert holder_on(here, "kontakt", date(2014, 1, 1)) is None


# --- seats ----------------------------------------------------------------------------------------------


def test_a_municipality_can_have_several_seats_told_apart_by_name_or_group() -> None:
    """K-6c, K-6h: removed by the seat, by the group, or by the municipality."""
    diary = Diary()
    for code, seat in (("0187", {"seat": "a", "group": "1"}), ("0187", {"seat": "b", "group": "1"}),
                       ("0187", {"group": "2"}), ("0114", {})):  # fmt: skip
        diary.add("body.member_added", START, code, body="ledningsgrupp", **seat)
    diary.add("body.member_added", START, "0115", body="another")
    diary.add("body.member_removed", LATER, "0187", body="ledningsgrupp", seat="b", group="1")
    diary.add("body.member_removed", LAST, "0187", body="ledningsgrupp", group="2")
    assert spans(members(record(diary), "ledningsgrupp")) == [
        ("0114", "0114", Interval(START)),
        ("0187", "2", Interval(START, LAST)),
        ("0187", "a", Interval(START)),
        ("0187", "b", Interval(START, LATER)),
    ]


def test_seats_come_from_the_members_added_and_from_the_role_together() -> None:
    """N-8a: in order of their first day, then by municipality."""
    diary = Diary().add("role.assigned", START, "0187", role="ledamot", holder="person:1")
    diary.add("body.member_added", START, "0114", body="ledningsgrupp")
    diary.add("body.member_added", date(2014, 4, 1), "0123", body="ledningsgrupp")
    diary.add("role.assigned", START, "0115", role="ledamot", holder="person:2")
    here = record(diary, agreement(MEMBER, seat_role="ledamot"))
    assert [item.party for item in members(here, "ledningsgrupp")] == ["0123", "0114", "0115", "0187"]
    assert [item.what for item in members(here, "ledningsgrupp")] == ["ledningsgrupp"] * 2 + ["ledamot"] * 2
    assert members(here, "another") == ()
