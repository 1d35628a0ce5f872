"""From which day a municipality is bound (N-15, K-9a, K-10a, K-11): the calculation, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from samverk.rules.definition import Definition
from samverk.rules.entry_day import EntryDay, all_adopted_on, entry_day, last_day_to_adopt, not_before, terms_of
from samverk.rules.facts import Fact
from samverk.rules.provisions import AdoptionRound, Entry
from samverk.rules.values import RoundResponse, RoundStep
from tests.rules.lifecycle import ENTRY, KSL_MEMBERSHIP, START, TERM, Diary, ksl, norrort, same

DECIDED, SIGNED = date(2014, 5, 3), date(2014, 5, 20)
TWO = {"0162": "", "0125": ""}


def of(definition: Definition, facts: Iterable[Fact], **more: Any) -> EntryDay:
    rule = definition.first(Entry)
    assert rule is not None
    return entry_day(terms_of(definition, rule, **more), facts)


def bound_from(definition: Definition, facts: Iterable[Fact], **more: Any) -> date | None:
    return of(definition, facts, **more).day


def test_what_an_entry_rests_on() -> None:
    """N-15: both requirements, each with its day and its fact."""
    diary = Diary().joins("0162", decided=DECIDED, signed=SIGNED)
    met = {"adoption_decision": DECIDED, "signature": SIGNED}
    assert of(norrort(), diary.facts) == EntryDay(met, (), SIGNED, (1, 2), floored=False)
    assert of(norrort(), diary.facts[:1]) == EntryDay({"adoption_decision": DECIDED}, ("signature",), None, (1,))


def test_the_agreements_own_first_day_counts_when_it_is_later_and_only_then() -> None:
    """N-4, N-15: on the first day itself it is the requirement's day."""
    early = Diary().joins("0162", decided=date(2014, 3, 1), signed=date(2014, 3, 2))
    assert of(norrort(), early.facts) == EntryDay(
        {"adoption_decision": date(2014, 3, 1), "signature": date(2014, 3, 2)}, (), START, (1, 2), floored=True
    )
    assert not of(norrort(), Diary().joins("0162", decided=START, signed=START).facts).floored


@pytest.mark.parametrize(
    ("effective", "day"),
    [
        ("latest_of_requirements", SIGNED),
        ("adoption_decision", DECIDED),
        ("signature", SIGNED),
        ("deposit", SIGNED),  # not among the requirements: the latest of them
    ],
)
def test_which_requirement_decides_the_day(effective: Any, day: date) -> None:
    diary = Diary().joins("0162", decided=DECIDED, signed=SIGNED)
    diary.add("adoption.deposited", date(2014, 5, 10), "0162")
    assert bound_from(norrort(replace(ENTRY, effective=effective)), diary.facts) == day


def test_legal_force_counts_in_the_place_of_the_decision() -> None:
    """N-15 ?3, K-9a: a later signature does not move the day."""
    waiting = norrort(replace(ENTRY, effective="adoption_decision", legal_force="required"))
    diary = Diary().joins("0162", decided=DECIDED, signed=date(2014, 7, 1))
    diary.add("decision.legal_force", date(2014, 6, 2), "0162")
    in_order = sorted(diary.facts, key=lambda fact: fact.valid_on)
    assert bound_from(waiting, in_order) == date(2014, 6, 2)


def test_to_decline_undoes_the_legal_force_of_the_decision_too() -> None:
    """N-15 ?3: the decision made anew has not gained legal force, though the one before it had."""
    waiting = norrort(replace(ENTRY, legal_force="required"))
    diary = Diary().add("decision.adopted", DECIDED, "0162").add("decision.legal_force", date(2014, 5, 24), "0162")
    diary.add("decision.declined", date(2014, 5, 25), "0162").add("decision.adopted", date(2014, 6, 3), "0162")
    diary.add("signature.given", date(2014, 6, 4), "0162")
    assert of(waiting, diary.facts).missing == ("legal_force",)


# --- the earliest day -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("none", None),
        ("2014-07-01", date(2014, 7, 1)),
        ("rule:loptid.start", START),
        ("rule:loptid.duration", None),  # not a day
        ("rule:loptid.nothing", None),
        ("rule:nowhere.start", None),
        ("rule:loptid", None),
        ("rule:loptid.start.more", None),
    ],
)
def test_the_earliest_day_is_a_day_or_what_another_provision_says(text: str, day: date | None) -> None:
    """N-4, N-15."""
    rule = replace(ENTRY, not_before=text)
    assert TERM.id == "loptid"
    assert not_before(norrort(rule), rule) == day


# --- the last day to adopt ------------------------------------------------------------------------------

ROUND = AdoptionRound(
    id="remiss", label=same("Antagande"), cite=("F",), late_answer="refused", outcomes=("adopted",),
    response=RoundResponse("ksl"),
    steps=(
        RoundStep("svara", "answer", due=date(2013, 9, 1)),
        RoundStep("anta", "adopt", due=date(2013, 11, 15)),
        RoundStep("anta-sent", "adopt"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("closes", "late_answer", "day"),
    [
        (None, None, None),
        ("open", None, None),
        ("never", None, None),
        ("2013-12-01", None, date(2013, 12, 1)),
        ("never", "refused", date(2013, 11, 15)),
        ("2013-12-01", "refused", date(2013, 11, 15)),
        ("2013-11-01", "refused", date(2013, 11, 1)),
        ("2013-12-01", "open", date(2013, 12, 1)),
    ],
)
def test_the_last_day_a_decision_can_make_somebody_a_party(
    closes: str | None, late_answer: Any, day: date | None
) -> None:
    """K-10a, t-10-1, t-r-1: of the class's and the round's, the earlier."""
    rules = [replace(KSL_MEMBERSHIP, closes=closes)]
    definition = ksl(*rules) if late_answer is None else ksl(*rules, replace(ROUND, late_answer=late_answer))
    assert last_day_to_adopt(definition) == day


def test_a_decision_on_the_last_day_counts_and_on_the_day_after_not() -> None:
    """K-10a."""
    closing = ksl(replace(KSL_MEMBERSHIP, closes="2013-11-15"))
    assert bound_from(closing, Diary().add("decision.adopted", date(2013, 11, 15), "0180").facts) == date(2013, 11, 15)
    assert bound_from(closing, Diary().add("decision.adopted", date(2013, 11, 16), "0180").facts) is None


# --- everybody ------------------------------------------------------------------------------------------


def test_the_day_everybody_named_had_adopted() -> None:
    """The first decision of each without a reservation; other facts and other municipalities do not count."""
    named = norrort(parties=TWO)
    diary = Diary().add("decision.adopted", date(2014, 4, 1), "0162", reservation="not yet")
    diary.add("signature.given", date(2014, 4, 2), "0162").add("decision.adopted", date(2014, 4, 20), "0125")
    diary.add("decision.adopted", date(2014, 9, 1), "0114")
    assert all_adopted_on(named, diary.facts) is None
    diary.add("decision.adopted", date(2014, 5, 1), "0162").add("decision.adopted", date(2014, 6, 1), "0162")
    assert all_adopted_on(named, diary.facts) == date(2014, 5, 1)
    assert all_adopted_on(norrort(parties={}), diary.facts) is None


def test_everybodys_day_counts_only_where_it_is_asked_for() -> None:
    diary = Diary().joins("0162", decided=DECIDED, signed=SIGNED)
    last = date(2014, 9, 1)
    assert bound_from(norrort(), diary.facts, everyone_adopted=last) == SIGNED
    asking = norrort(replace(ENTRY, requires=("signature", "all_parties_adopted")))
    assert bound_from(asking, diary.facts, everyone_adopted=last) == last


def test_to_decline_on_the_day_the_last_one_adopts_is_in_time() -> None:
    asking = norrort(replace(ENTRY, requires=("adoption_decision", "all_parties_adopted")), parties=TWO)
    for day, missing in ((date(2014, 6, 1), ("adoption_decision",)), (date(2014, 6, 2), ())):
        diary = Diary().add("decision.adopted", START, "0162").add("decision.declined", day, "0162")
        assert of(asking, diary.facts, everyone_adopted=date(2014, 6, 1)).missing == missing


def test_who_comes_back_needs_facts_from_after_the_notice() -> None:
    """N-14, N-15: the decision on the day of the notice belongs to the time before it."""
    rule = norrort().first(Entry)
    assert rule is not None
    terms, notice = terms_of(norrort(), rule), date(2020, 1, 10)
    same_day = Diary().joins("0162", decided=notice, signed=date(2020, 1, 11))
    later = Diary().joins("0162", decided=date(2020, 1, 11), signed=date(2020, 1, 11))
    assert entry_day(terms, same_day.facts, after=notice).missing == ("adoption_decision",)
    assert entry_day(terms, later.facts, after=notice).day == date(2020, 1, 11)
