"""Everything said of a change (N-12; semantics C.4), and the edges of when it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from samverk.rules import amendment
from samverk.rules.amendment import amendments, effect_of
from samverk.rules.finding import Finding
from samverk.rules.intervals import Interval
from samverk.rules.provisions import AmendmentRule
from samverk.rules.situation import situation
from tests.rules.lifecycle import AMENDMENT, START, Diary, norrort, reading
from tests.rules.whole import whole

TWO = {"0162": "Danderyd", "0187": "Vaxholm"}
BOUND = dict.fromkeys(TWO, (Interval(START),))
READINGS = ["t-12-1 provisional each_signature_and_effect", "t-12-2 provisional as_entry"]
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 18)


def proposed(**more: Any) -> Diary:
    """Both are parties; a change was proposed on 1 February."""
    return Diary().joins(*TWO).add("amendment.proposed", date(2026, 2, 1), amendment="a-1", summary="Ny avgift", **more)


def sign(diary: Diary, code: str, day: date, *, decided: date | None = None, name: str = "a-1") -> Diary:
    return diary.add("amendment.signed", day, code, amendment=name, decided_on=(decided or day).isoformat())


def found(diary: Diary, as_of: date, rule: AmendmentRule = AMENDMENT) -> list[Finding]:
    definition = norrort(rule, parties=TWO)
    here = situation(definition, diary.facts, as_of=as_of, names=TWO)
    return list(amendment.findings(here, rule))


def inputs(*signed: tuple[date, int]) -> list[tuple[Any, ...]]:
    first = (("Ändring föreslagen", "Amendment proposed"), "2026-02-01", "fact", 5)
    return [first, *((("Ändring undertecknad", "Amendment signed"), day.isoformat(), "fact", n) for day, n in signed)]


def test_a_change_that_waits_for_a_signature() -> None:
    """N-12: the one who has not signed bears it."""
    total, one = found(sign(proposed(), "0162", FIRST), date(2026, 3, 5))
    assert whole(total) == {
        "who": ("andring", "amendment", "parties"),
        "verdict": "pending",
        "headline": ("Ett förslag ute: 1 av 2 har skrivit under", "One proposal out: 1 of 2 have signed"),
        "cites": ("12",),
        "basis": "assumed",
        "value": {"waiting": 1, "in_force": 0},
        "readings": READINGS,
        "as_of": "2026-03-05",
    }
    assert whole(one) == {
        "who": ("andring", "amendment", "amendment:a-1", "party:0187"),
        "verdict": "pending",
        "headline": ("Ny avgift: 1 av 2 har skrivit under", "Ny avgift: 1 of 2 have signed"),
        "cites": ("12",),
        "basis": "assumed",
        "since": "2026-02-01",
        "steps": [
            ("1 av 2 parter har skrivit under", "1 of 2 parties have signed", ""),
            ("Sist skrev Danderyd under, 1 mars 2026", "Danderyd signed last, on 1 March 2026", ""),
        ],
        "inputs": inputs((FIRST, 6)),
        "because": (5, 6),
        "readings": READINGS,
        "alternatives": [
            ("t-12-1", "on_proposal", None, None, ("”on_proposal”: gäller inte än", "“on_proposal”: not in force yet")),
            (
                "t-12-2",
                "signature_only",
                None,
                None,
                ("”signature_only”: gäller inte än", "“signature_only”: not in force yet"),
            ),
        ],
        "missing": [("underskrift av Vaxholm", "the signature of Vaxholm")],
        "as_of": "2026-03-05",
    }


def test_a_change_that_holds_from_today() -> None:
    """N-12: on the day of the last signature itself, and by whom it was."""
    total, one = found(sign(sign(proposed(), "0187", LAST), "0162", FIRST), LAST)
    assert whole(total)["value"] == {"waiting": 0, "in_force": 1}
    assert whole(one) == {
        "who": ("andring", "amendment", "amendment:a-1"),
        "verdict": "fulfilled",
        "headline": ("Ny avgift: gäller från 18 mars 2026", "Ny avgift: in force from 18 March 2026"),
        "cites": ("12",),
        "basis": "assumed",
        "value": "2026-03-18",
        "since": "2026-02-01",
        "steps": [
            ("2 av 2 parter har skrivit under", "2 of 2 parties have signed", ""),
            ("Sist skrev Vaxholm under, 18 mars 2026", "Vaxholm signed last, on 18 March 2026", ""),
            ("Gäller från 18 mars 2026", "In force from 18 March 2026", ""),
        ],
        "inputs": inputs((FIRST, 7), (LAST, 6)),
        "because": (5, 7, 6),
        "readings": READINGS,
        "alternatives": [
            (
                "t-12-1",
                "on_proposal",
                "2026-03-18",
                None,
                ("”on_proposal”: gäller från 18 mars 2026", "“on_proposal”: in force from 18 March 2026"),
            ),
            (
                "t-12-2",
                "signature_only",
                "2026-03-18",
                None,
                ("”signature_only”: gäller från 18 mars 2026", "“signature_only”: in force from 18 March 2026"),
            ),
        ],
        "as_of": "2026-03-18",
    }


def test_the_last_to_sign_is_the_last_by_day_and_then_by_code() -> None:
    late = sign(sign(proposed(), "0187", FIRST), "0162", LAST)
    same_day = sign(sign(proposed(), "0187", FIRST), "0162", FIRST)
    assert [whole(found(told, LAST)[1])["steps"][1][1] for told in (late, same_day)] == [
        "Danderyd signed last, on 18 March 2026",
        "Vaxholm signed last, on 1 March 2026",
    ]


def test_one_in_force_and_one_out_are_counted_apart() -> None:
    told = sign(sign(proposed(), "0187", FIRST), "0162", FIRST)
    sign(told, "0187", LAST, name="a-2")
    assert found(told, date(2026, 4, 1))[0].value == {"waiting": 1, "in_force": 1}


def test_a_change_in_force_misses_nobody_who_joined_later() -> None:
    """N-12: what holds, holds; a newcomer has adopted it with the rest."""
    told = Diary().joins("0162").add("amendment.proposed", date(2026, 2, 1), amendment="a-1")
    sign(told, "0162", FIRST).joins("0187", decided=date(2026, 5, 1), signed=date(2026, 5, 1))
    _, one = found(told, date(2026, 6, 1))
    assert (one.verdict, one.missing, one.bearers) == ("fulfilled", (), ())


def test_without_a_reading_of_the_day_the_sum_is_stated() -> None:
    total, one = found(proposed(), FIRST, replace(AMENDMENT, basis={}))
    assert (total.basis, one.alternatives) == ("stated", ())


def test_only_readings_of_the_day_have_other_days() -> None:
    """N-12: how it must be written decides nothing of when."""
    rule = replace(AMENDMENT, basis={**AMENDMENT.basis, "form": "t-12-9"})
    form = reading("t-12-9", "rule.andring.form", ["written", "written_signed"], "written_signed")
    base = norrort(rule, parties=TWO)
    here = situation(replace(base, readings={**base.readings, form.id: form}), proposed().facts, as_of=FIRST, names=TWO)
    _, one = amendment.findings(here, rule)
    assert [other.reading for other in one.alternatives] == ["t-12-1", "t-12-2"]


# --- when it holds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("electorate", ["each_signature_and_effect", "on_proposal"])
def test_a_signature_counts_from_its_own_day(electorate: Any) -> None:
    """N-12, t-12-1: signed today is signed."""
    rule = replace(AMENDMENT, electorate_at=electorate)
    (item,) = amendments(sign(proposed(), "0162", FIRST).facts)
    before, on = (effect_of(rule, item, BOUND, day) for day in (date(2026, 2, 28), FIRST))
    assert (before.signed, before.missing) == ((), ("0162", "0187"))
    assert (on.needed, on.signed, on.missing) == (("0162", "0187"), ("0162",), ("0187",))


@pytest.mark.parametrize(
    ("named", "day"), [("2026-07-01", date(2026, 7, 1)), ("2026-03-18", LAST), ("2026-01-01", LAST), (None, LAST)]
)
@pytest.mark.parametrize("change", [{"electorate_at": "on_proposal"}, {"electorate_at": "each_signature_and_effect"}])
def test_a_change_holds_no_earlier_than_the_day_it_names(named: str | None, day: date, change: dict[str, Any]) -> None:
    """N-12."""
    told = sign(sign(proposed(**{"from": named}), "0187", LAST), "0162", FIRST)
    (item,) = amendments(told.facts)
    assert effect_of(replace(AMENDMENT, **change), item, BOUND, LAST).day == day


def test_a_body_s_decision_holds_no_earlier_than_the_day_it_names() -> None:
    told = proposed(**{"from": "2026-07-01"}).add("decision.made", LAST, body="x", act="amend", object="a-1")
    (item,) = amendments(told.facts)
    assert effect_of(replace(AMENDMENT, consent="body"), item, BOUND, LAST).day == date(2026, 7, 1)


def test_nobody_agrees_to_a_change_when_nobody_is_bound_any_more() -> None:
    """N-12: after the last exit there is nobody left to be all parties."""
    gone = {code: (Interval(START, date(2026, 2, 1)),) for code in TWO}
    (item,) = amendments(sign(sign(proposed(), "0187", LAST), "0162", FIRST).facts)
    assert effect_of(AMENDMENT, item, gone, LAST).day is None
