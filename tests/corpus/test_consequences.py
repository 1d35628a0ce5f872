"""What each option of a reading changes, for both agreements with all that has happened in the demonstration.

The quick way, which works out only what an option can reach, is held against the slow one: everything, every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest

from samverk.ops.demo import ksl, norrort
from samverk.ops.demo.story import Story
from samverk.reference import corpus
from samverk.rules.agenda import coming
from samverk.rules.consequences import DAYS_AHEAD, Outcome, Weighed, weighed
from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding
from samverk.rules.ruleset import load

DAY = date(2026, 11, 21)
STORIES = {norrort.AGREEMENT: norrort.story, ksl.AGREEMENT: ksl.story}


@cache
def now(agreement: str) -> Evaluation:
    definition = load(corpus.locate(agreement).files)
    story: Story = STORIES[agreement](definition)
    facts = [
        Fact(seq, new.kind, new.valid_on, new.recorded_at, new.party, new.payload, new.corrects)
        for seq, new in enumerate(story.facts(DAY), start=1)
    ]
    return evaluate(definition, facts, as_of=DAY)


@cache
def all_weighed(agreement: str) -> tuple[Weighed, ...]:
    return weighed(now(agreement))


def said(items: Iterable[Finding]) -> Counter[tuple[Any, ...]]:
    """What is told, and how many times: the key is no part of it, for it holds the days of a window."""
    told = (
        (item.rule, item.verdict, repr(item.value), item.due_on, item.headline.sv, item.headline.en) for item in items
    )
    return Counter(told)


def outcomes(agreement: str) -> list[tuple[str, Outcome]]:
    return [(one.reading.id, outcome) for one in all_weighed(agreement) for outcome in one.outcomes]


@pytest.mark.parametrize("agreement", STORIES)
def test_every_option_changes_what_a_whole_evaluation_under_it_says_otherwise(agreement: str) -> None:
    before = now(agreement)
    held = before.situation
    until = date.fromordinal(DAY.toordinal() + DAYS_AHEAD)
    planned = {(item.rule, item.what.sv, item.who, item.due_on) for item in coming(before, until)}
    for reading, outcome in outcomes(agreement):
        if outcome.in_use and held.definition.readings[reading].status == "adopted":
            continue
        then = evaluate(held.written, held.known, as_of=DAY, options={reading: outcome.option})
        changed = [*outcome.changes, *outcome.past]
        ceased = said(found for change in changed if (found := change.before) is not None)
        began = said(found for change in changed if (found := change.after) is not None)
        was, will_be = said(before.findings), said(then.findings)

        assert was >= ceased, reading
        assert will_be >= began, reading
        assert was - ceased == will_be - began, reading
        assert all(said(filter(None, [one.before])) != said(filter(None, [one.after])) for one in changed), reading
        ahead = {(item.rule, item.what.sv, item.who, item.due_on) for item in coming(then, until)}
        assert {item[0] for item in planned ^ ahead} <= {one.rule for one in outcome.ahead}, reading


@pytest.mark.parametrize(("agreement", "count"), [(norrort.AGREEMENT, 49), (ksl.AGREEMENT, 38)])
def test_every_reading_is_weighed_and_the_weightiest_comes_first(agreement: str, count: int) -> None:
    found = all_weighed(agreement)

    assert len({one.reading.id for one in found}) == count
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert all(len(one.outcomes) == len(one.reading.options) for one in found)


@pytest.mark.parametrize("agreement", STORIES)
def test_the_option_in_use_changes_only_how_sure_things_are(agreement: str) -> None:
    """Decided as it is read, nothing is said otherwise: except that an assumption made nobody be in breach."""
    used = [(reading, outcome) for reading, outcome in outcomes(agreement) if outcome.in_use]
    loud = {
        reading: [(change.before and change.before.status, change.after and change.after.status)]
        for reading, outcome in used
        for change in (*outcome.changes, *outcome.past)
    }

    assert {reading: states for reading, states in loud.items() if states[0][1] not in ("breach", "late")} == {
        reading: [("unclear", "ok")] for reading in ("t-3-2", "t-1-1") if reading in loud
    }


def test_kronor_or_ore_moves_every_share_of_two_years_and_no_day() -> None:
    [ore] = [one for reading, one in outcomes(norrort.AGREEMENT) if reading == "t-10-5" and not one.in_use]
    moved = [change.sums for change in ore.changes if change.sums is not None]

    assert len(moved) == 30
    assert all(before is not None and after is not None and abs(before - after) < 100 for before, after in moved)
    assert sum(before - after for before, after in moved if before is not None and after is not None) == 0
    assert ore.ahead == ()


def test_a_notice_counted_from_its_date_moves_the_last_day() -> None:
    dated = next(
        one for reading, one in outcomes(norrort.AGREEMENT) if reading == "t-14-1" and one.option == "notice_dated"
    )
    days = {(change.before.due_on, change.after.due_on) for change in dated.changes if change.before and change.after}

    assert any("26\u00a0februari 2027" in change.finding.headline.sv for change in dated.changes)
    assert len(dated.ahead) == 1
    assert days
