"""The set-based evaluation says what the pure one says, about made-up agreements with made-up histories.

Run on both databases. Any definition: quotas of every length with parts of years, several readings, every kind of
bearer, a validity of the provision's own. Any history: entries, exits and returns, acts for a day and for a year,
exceptions, decided readings, corrections and withdrawals.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samverk.accounts.policy import system
from samverk.agreements.actions.counting import recount, recount_stale
from samverk.agreements.models import Agreement, AgreementVersion, CountedAct, CountedHead, CountedRun, CountedWindow
from samverk.agreements.queries.counted import counted, tally
from samverk.records import queries as records
from samverk.records.actions import NewFact, record_facts
from samverk.rules.definition import Definition
from samverk.rules.evaluate import evaluate
from samverk.rules.finding import Verdict
from samverk.rules.provisions import Duty, Meeting, Power
from tests.rules.small_world import ALE, BJUV, KIL, definition

AGREEMENT = "prov"
BY = system("Prov")
MOMENT = datetime(2028, 1, 1, 12, tzinfo=UTC)
PARTIES = (ALE, BJUV, KIL)
FIRST, SETTLED, LAST = date(2015, 1, 1), date(2019, 6, 30), date(2026, 12, 31)

LEAVING = """
[rule.uttrade]
kind = "withdrawal"
label = { sv = "Utträde", en = "Exit" }
cite = ["1/s1"]
who = "any_party"
form = "open"
addressees = "other_parties"
addressees_fixed_on = "notice_date"
clock = "notice_dated"
period = "P5M"
month_rule = "same_day_else_last"
last_day = "inside"
holiday_shift = "none"
effect = "party_leaves"
"""

# --- any definition -------------------------------------------------------------------------------------

PARTS_OF_YEARS = (("04-01", "04-30"), ("09-01", "12-31"), ("01-01", "02-15"), ("06-15", "06-15"), ("02-28", "11-01"))


@st.composite
def quotas(draw: st.DrawFn) -> dict[str, Any]:
    """A quota as it stands in a file."""
    per = draw(st.sampled_from(["term", "year", "year", "half_year", "quarter", "month"]))
    quota: dict[str, Any] = {"per": per}
    low = draw(st.none() | st.integers(0, 3))
    high = draw(st.none() | st.integers(low or 1, 4))
    quota |= {"min": low} if low is not None else {}
    quota |= {"max": high} if high is not None else {}
    if per == "year" and draw(st.booleans()):
        first, last = draw(st.sampled_from(PARTS_OF_YEARS))
        quota["window"] = {"from": first, "to": last}
    return quota


KINDS = {
    "meeting": st.sampled_from(
        [f'body = "body:grupp"\nabove_max = "{above}"' for above in ("note", "deviation")] + ['body = "body:styrgrupp"']
    ),
    "duty": st.builds(
        'bearer = "{}"\nact = "{}"\npattern = "recurring"\ncheck = "auto"\nevidence = ["document"]'.format,
        st.sampled_from(["each_party", "each_party", "all_parties_jointly", "role:vard", "body:grupp"]),
        st.sampled_from(["publish", "pay", "adopt_plan", "follow_up"]),
    ),
    "power": st.builds(
        (
            'holder = "body:styrgrupp"\nact = "{}"\nmodality = "must"\ndecision_rule = "open"\nevidence = ["minutes"]'
        ).format,
        st.sampled_from(["decide_budget", "decide_report"]),
    ),
}


@st.composite
def provisions(draw: st.DrawFn, number: int) -> str:
    """A provision that counts, perhaps under a reading, perhaps valid for only some years."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    options = draw(st.lists(quotas(), min_size=2, max_size=4, unique_by=json.dumps))
    status = draw(st.sampled_from(["none", "none", "provisional", "adopted", "open"]))
    quota = {"per": "year"} if status == "open" else options[0]
    lines = [
        f"[rule.r{number}]",
        f'kind = "{kind}"',
        f'label = {{ sv = "Nummer {number}", en = "Number {number}" }}',
        'cite = ["2/p2"]',
        draw(KINDS[kind]),
        f"quota = {toml(quota)}",
    ]
    lines += [f"valid_from = {draw(st.dates(FIRST, SETTLED))}"] if draw(st.integers(0, 4)) == 0 else []
    lines += [f"valid_to = {draw(st.dates(SETTLED, LAST))}"] if draw(st.integers(0, 4)) == 0 else []
    rests, readings = [], []
    if status != "none":
        rests.append(f'quota = "t-{number}"')
        readings += reading(f"t-{number}", f"r{number}.quota", status, map(toml, options))
    above = draw(st.sampled_from(["none", "provisional", "adopted"])) if kind == "meeting" else "none"
    if above != "none":
        rests.append(f'above_max = "u-{number}"')
        readings += reading(f"u-{number}", f"r{number}.above_max", above, map(json.dumps, ["note", "deviation"]))
    lines += [f"basis = {{ {', '.join(rests)} }}"] if rests else []
    return "\n".join(lines + readings)


def reading(name: str, param: str, status: str, options: Iterable[str]) -> list[str]:
    return [
        f"[interpretation.{name}]",
        f'param = "rule.{param}"',
        f'status = "{status}"',
        'decides = "body:grupp"',
        f"options = [{', '.join(options)}]",
        'q = "Hur ofta?"',
        'q_en = "How often?"',
        'why = "Texten tiger."',
        'why_en = "The text is silent."',
    ]


def toml(quota: dict[str, Any]) -> str:
    window = quota.get("window")
    plain = [f"{key} = {json.dumps(value)}" for key, value in quota.items() if key != "window"]
    part = [f"window = {{ from = {json.dumps(window['from'])}, to = {json.dumps(window['to'])} }}"] if window else []
    return f"{{ {', '.join(plain + part)} }}"


# --- any history ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """An agreement and what is recorded about it; ``changed`` is the last day on which more than acts happened."""

    read: Definition
    facts: list[NewFact]
    changed: date


@st.composite
def worlds(draw: st.DrawFn) -> World:
    count = draw(st.integers(1, 4))
    read = definition(LEAVING + "\n".join(draw(provisions(number)) for number in range(count)))
    frame = draw(st.lists(frames(read), max_size=10))
    acts = draw(st.lists(doings(count), max_size=25))
    facts = [fact("decision.adopted", draw(st.dates(FIRST, date(2016, 12, 31))), code) for code in PARTIES[:2]]
    facts += [*frame, *acts]
    for target, replacement in draw(st.lists(st.tuples(st.integers(0, len(facts) - 1), frames(read)), max_size=4)):
        if target + 1 not in {item.corrects for item in facts}:
            facts.append(correction(facts[target], target + 1, draw(st.booleans()), replacement))
    frame_days = [item.valid_on for item in facts if item.kind in FRAME or item.corrects is not None]
    return World(read, [told(item, number) for number, item in enumerate(facts)], max(frame_days))


FRAME = ("decision.adopted", "notice.given", "waiver.granted", "interpretation.adopted")


@st.composite
def frames(draw: st.DrawFn, read: Definition) -> NewFact:
    """Something that changes who owes what: an entry, a notice, an exception, a decided reading."""
    kind, day = draw(st.sampled_from(FRAME)), draw(st.dates(FIRST, SETTLED))
    if kind == "waiver.granted":
        rules = [rule.id for rule in read.rules.values() if isinstance(rule, Meeting | Duty | Power)]
        first = draw(st.dates(FIRST, LAST))
        last = first + timedelta(days=draw(st.integers(0, 900)))
        rule = draw(st.sampled_from(rules))
        return fact(kind, day, rule=rule, **{"from": first.isoformat(), "to": last.isoformat()})
    if kind == "interpretation.adopted":
        if not read.readings:
            return fact("decision.adopted", day, KIL)
        chosen = draw(st.sampled_from(sorted(read.readings)))
        option = draw(st.sampled_from(read.readings[chosen].options))
        return fact(kind, day, interpretation=chosen, option=option)
    return fact(kind, day, draw(st.sampled_from(PARTIES)))


@st.composite
def doings(draw: st.DrawFn, count: int) -> NewFact:
    """Something done that may count."""
    day = draw(st.dates(FIRST, LAST))
    party = draw(st.sampled_from(PARTIES))
    year = draw(st.integers(2014, 2028))
    rule = f"r{draw(st.integers(0, count - 1))}"
    return draw(
        st.sampled_from(
            [
                fact("meeting.held", day, body="grupp"),
                fact("meeting.held", day, body="styrgrupp"),
                fact("newsletter.published", day, party),
                fact("newsletter.published", day),
                fact("payment.received", day, party, year=year, amount=1),
                fact("plan.adopted", day, **{"from": f"{year}-01-01", "to": f"{year + 1}-12-31"}),
                fact("document.published", day, act="follow_up"),
                fact("document.published", day, party, act="follow_up", year=year),
                fact("decision.made", day, body="styrgrupp", act="decide_report"),
                fact("budget.adopted", day, year=year, amount=1),
                fact("result.produced", day, party, rule=rule),
                fact("result.produced", day, rule=rule),
            ]
        )
    )


def fact(kind: str, day: date, party: str | None = None, **payload: Any) -> NewFact:
    return NewFact(kind=kind, valid_on=day, recorded_at=MOMENT, party=party, payload=payload)


def correction(old: NewFact, number: int, withdrawn: bool, other: NewFact) -> NewFact:
    """That it never was, or that it was on another day."""
    values: dict[str, Any] = {"recorded_at": MOMENT, "valid_on": other.valid_on, "corrects": number}
    if withdrawn or old.corrects is not None:
        return NewFact(kind="fact.withdrawn", payload={"reasons": "fel"}, **values)
    return NewFact(kind=old.kind, party=old.party, payload=old.payload, **values)


def told(item: NewFact, number: int) -> NewFact:
    """With a note of its own, since the same fact twice is refused."""
    return NewFact(
        kind=item.kind, valid_on=item.valid_on, recorded_at=item.recorded_at, party=item.party,
        payload={**item.payload, "note": str(number)}, corrects=item.corrects,
    )  # fmt: skip


# --- the two evaluators ---------------------------------------------------------------------------------

type Row = tuple[str, str, date, int, str]


def stored(read: Definition, facts: Iterable[NewFact] = (), agreement: str = AGREEMENT) -> None:
    """The agreement in the database, unchecked: its words are made up too."""
    made = Agreement.objects.create(id=agreement, title="Prov", short_sv="Prov", short_en="Trial")
    AgreementVersion.objects.create(
        agreement=made, version="1.0.0", valid_from=read.valid_from, definition=read.canonical, sha256=read.sha256,
        recorded_at=MOMENT, recorded_by="Prov",
    )  # fmt: skip
    told_ = list(facts)
    if told_:
        record_facts(agreement=agreement, facts=told_, by=BY)


def purely(read: Definition, as_of: date) -> list[Row]:
    found = evaluate(read, records.facts(AGREEMENT), as_of=as_of).findings
    return sorted(
        (item.rule, item.subject, item.period.start, item.value["held"], item.verdict.value)
        for item in found
        if item.period is not None and item.kind in KINDS and isinstance(item.value, dict) and "held" in item.value
    )


def set_based(as_of: date) -> list[Row]:
    return sorted((row.rule, row.subject, row.start, row.in_time + row.late, row.verdict) for row in counted(as_of))


class OnAnyHistory(TestCase):
    """Several days each, from the last change on."""

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(worlds(), st.lists(st.integers(0, 3000), min_size=1, max_size=4))
    def test_pure_and_set_based_findings_are_equal(self, world: World, later: list[int]) -> None:
        stored(world.read, world.facts)
        recount(agreement=AGREEMENT)

        for day in sorted({world.changed, *(world.changed + timedelta(days=days) for days in later)}):
            note(f"as of {day}")
            rows = purely(world.read, day)
            assert set_based(day) == rows
            verdicts = [row[-1] for row in rows]
            assert tally(day) == {verdict: verdicts.count(verdict) for verdict in verdicts}
            for verdict in set(verdicts):
                event(verdict)

    @given(worlds())
    def test_counting_again_changes_nothing(self, world: World) -> None:
        stored(world.read, world.facts)
        assert (recount_stale(), recount_stale()) == (1, 0)
        before = rows_stored()

        recount(agreement=AGREEMENT)

        assert rows_stored() == before
        assert CountedHead.objects.get().sha256 == world.read.sha256

    @given(worlds(), st.integers(0, 25))
    def test_what_is_recorded_later_is_counted_as_if_it_had_been_there(self, world: World, first: int) -> None:
        stored(world.read, world.facts[: first + 1])
        recount_stale()
        rest = world.facts[first + 1 :]
        if rest:
            record_facts(agreement=AGREEMENT, facts=rest, by=BY)

        assert recount_stale() == (1 if rest else 0)
        assert set_based(LAST) == purely(world.read, LAST)


def rows_stored() -> list[Any]:
    runs = CountedRun.objects.order_by("rule", "subject", "option", "first_win").values_list("first_win", "last_win")
    acts = CountedAct.objects.order_by("run__rule", "run__subject", "run__option", "win", "day", "late")
    return [*runs, *acts.values_list("run__rule", "run__subject", "win", "day", "late")]


# --- examples -------------------------------------------------------------------------------------------

MEETINGS = """
[rule.moten]
kind = "meeting"
label = { sv = "Möten", en = "Meetings" }
cite = ["2/p2"]
body = "body:grupp"
quota = { per = "year", min = 2 }
"""
EACH = """
[rule.brev]
kind = "duty"
label = { sv = "Brev", en = "Letters" }
cite = ["2/p2"]
bearer = "each_party"
act = "publish"
pattern = "recurring"
quota = { per = "quarter", min = 1 }
check = "auto"
evidence = ["publication"]
"""


@pytest.mark.django_db
def test_an_exception_that_covers_a_window_of_another_reading_is_none_under_it() -> None:
    """Breached under the year, but the only quarter without a meeting is excepted: no reading says more than that."""
    options = [{"per": "year", "min": 4}, {"per": "quarter", "min": 1}]
    rules = MEETINGS.replace("min = 2 }", 'min = 4 }\nbasis = { quota = "t-0" }').replace("moten", "r0")
    read = definition(rules + "\n".join(reading("t-0", "r0.quota", "provisional", map(toml, options))))
    held = [fact("meeting.held", date(2016, month, 1), body="grupp") for month in (2, 5, 8)]
    free = fact("waiver.granted", FIRST, rule="r0", **{"from": "2016-10-01", "to": "2016-12-31"})
    stored(read, [fact("decision.adopted", FIRST, code) for code in PARTIES] + [free, *held])
    recount_stale()

    found = {row.start.year: row.verdict for row in counted(date(2017, 5, 1))}

    assert found == {2015: Verdict.BREACHED, 2016: Verdict.UNKNOWN, 2017: Verdict.PENDING}
    assert set_based(date(2017, 5, 1)) == purely(read, date(2017, 5, 1))


@pytest.mark.django_db
def test_only_the_agreements_asked_for_are_counted() -> None:
    for number in range(3):
        read = definition(MEETINGS.replace("min = 2", f"min = {number + 1}"))
        facts = [told(fact("decision.adopted", FIRST, code), n) for n, code in enumerate(PARTIES)]
        stored(read, facts, f"avtal-{number}")
    assert recount_stale() == 3
    day = date(2016, 1, 1)

    assert {row.agreement for row in counted(day)} == {"avtal-0", "avtal-1", "avtal-2"}
    assert {row.agreement for row in counted(day, ["avtal-1", "avtal-2"])} == {"avtal-1", "avtal-2"}
    assert list(counted(day, [])) == []
    assert (tally(day), tally(day, ["avtal-1"])) == (
        {"breached": 3, "pending": 3},
        {"breached": 1, "pending": 1},
    )


@pytest.mark.django_db
def test_an_agreement_without_facts_or_definition_counts_nothing() -> None:
    Agreement.objects.create(id="tomt", title="Prov", short_sv="Prov", short_en="Trial")
    stored(definition(MEETINGS))

    recount(agreement="tomt")

    assert recount_stale() == 1
    assert list(counted(LAST)) == []
    assert tally(LAST) == {}


@pytest.mark.django_db
def test_windows_are_written_once_for_each_calendar() -> None:
    stored(definition(MEETINGS), [fact("decision.adopted", FIRST, ALE)])
    recount_stale()
    count = CountedWindow.objects.count()

    recount(agreement=AGREEMENT)

    assert CountedWindow.objects.count() == count == 2101 - 1900


@pytest.mark.parametrize("many", [3, 300])
@pytest.mark.django_db
def test_the_number_of_statements_is_the_same_for_3_and_300_parties(many: int, django_assert_num_queries: Any) -> None:
    codes = [f"{2000 + number}" for number in range(many)]
    named = "\n".join(f'[party.{code}]\nname = "Kommun {code}"' for code in codes)
    read = definition(MEETINGS + EACH + named)
    stored(read, [told(fact("decision.adopted", FIRST, code), n) for n, code in enumerate(codes)])
    recount_stale()

    with django_assert_num_queries(2):
        found = list(counted(date(2017, 1, 1)))
    with django_assert_num_queries(2):
        tally(date(2017, 1, 1))
    with django_assert_num_queries(4):
        recount_stale()

    assert len(found) == 3 + many * 9


@pytest.mark.django_db
def test_the_number_of_statements_is_the_same_for_3_and_300_agreements(django_assert_num_queries: Any) -> None:
    for many in (3, 300):
        for number in range(Agreement.objects.count(), many):
            stored(definition(MEETINGS.replace("Möten", f"Möten {number}")), agreement=f"avtal-{number}")
        recount_stale()
        with django_assert_num_queries(2):
            list(counted(LAST))
        with django_assert_num_queries(2):
            tally(LAST)
