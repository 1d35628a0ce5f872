"""A demand to renegotiate and what the others owe (N-13; semantics C.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samverk.rules import renegotiation
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding, Verdict
from samverk.rules.provisions import RenegotiationRule
from samverk.rules.situation import situation
from samverk.rules.values import Period
from tests.rules.lifecycle import MANAGER, NORRORT, READINGS, RENEGOTIATION, Diary, norrort, reading, started

AS_OF = date(2026, 6, 1)
DEMAND = date(2026, 3, 1)


def found(definition: Definition, diary: Diary, as_of: date = AS_OF) -> dict[str, Finding]:
    here = situation(definition, diary.facts, as_of=as_of, names=NORRORT)
    rule = here.definition.first(RenegotiationRule)
    assert rule is not None
    return {item.subject: item for item in renegotiation.findings(here, rule)}


def demanded(holds: bool | None = True) -> Diary:
    diary = started().add("renegotiation.demanded", DEMAND, "0187", reasons="ny förordning")
    if holds is not None:
        diary.add("assessment.made", date(2026, 3, 9), condition="assessed:substantially_changed_conditions",
                  holds=holds, reasons="mottagandet har halverats")  # fmt: skip
    return diary


def test_nobody_has_demanded_it() -> None:
    assert found(norrort(), started())["parties"].verdict is Verdict.NOT_APPLICABLE


def test_a_demand_waits_for_an_assessment() -> None:
    items = found(norrort(), demanded(None))
    assert set(items) == {"parties", "party:0187"}
    assert items["parties"].headline.sv == "Vaxholm begärde omförhandling 1\u00a0mars 2026"
    demand = items["party:0187"]
    assert (demand.verdict, demand.headline.sv) == (Verdict.PENDING, "Vaxholm väntar på en bedömning")
    assert [step.text.sv for step in demand.steps] == ["Skäl: ny förordning", "Skyldigheterna gäller under tiden"]
    assert len(demand.missing) == 1


def test_when_conditions_have_changed_all_the_others_must_negotiate() -> None:
    """N-13: no time in the text, so it is counted and the age shown."""
    items = found(norrort(), demanded())
    assert items["party:0187"].headline.sv == "Övriga parter ska förhandla med Vaxholm"
    assert len(items) == 2 + 14
    other = items["party:0114"]
    assert (other.verdict, other.headline.sv) == (Verdict.COUNTED, "Upplands Väsby har inte deltagit än")
    assert other.detail is not None
    assert other.detail.sv == "Texten anger ingen tid. Det har gått 92 dagar."
    assert other.bearers == ("party:0114",)
    assert other.because == (31, 32)


def test_when_they_have_not_nobody_must() -> None:
    items = found(norrort(), demanded(holds=False))
    assert set(items) == {"parties", "party:0187"}
    assert (items["party:0187"].verdict, items["party:0187"].headline.sv) == (
        Verdict.NOT_APPLICABLE, "Vaxholm kan inte kräva omförhandling",
    )  # fmt: skip


def test_taking_part_settles_it() -> None:
    diary = (
        demanded()
        .add("negotiation.joined", date(2026, 4, 1), "0114")
        .add("negotiation.joined", date(2026, 2, 1), "0115")
    )
    items = found(norrort(), diary)
    assert (items["party:0114"].verdict, items["party:0114"].headline.sv) == (
        Verdict.FULFILLED, "Upplands Väsby deltog 1\u00a0april 2026",
    )  # fmt: skip
    assert items["party:0115"].verdict is Verdict.COUNTED


def test_taking_part_may_name_the_demand() -> None:
    diary = demanded().add("negotiation.joined", date(2026, 4, 1), "0114", demand=31)
    diary.add("negotiation.joined", date(2026, 4, 1), "0115", demand=99).add(
        "negotiation.joined", date(2026, 4, 1), "0117", demand="31"
    )
    items = found(norrort(), diary)
    assert [items[f"party:{code}"].verdict for code in ("0114", "0115", "0117")] == [
        Verdict.FULFILLED, Verdict.COUNTED, Verdict.FULFILLED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "verdict"), [(date(2026, 4, 30), Verdict.DUE_SOON), (date(2026, 5, 1), Verdict.OVERDUE)]
)
def test_a_time_that_is_set_is_a_last_day(as_of: date, verdict: Verdict) -> None:
    timed = norrort(replace(RENEGOTIATION, start_within=Period(60, "D")))
    item = found(timed, demanded(), as_of)["party:0114"]
    assert (item.verdict, item.due_on) == (verdict, date(2026, 4, 30))
    assert item.headline.sv == "Upplands Väsby ska börja förhandla senast 30\u00a0april 2026"
    late = found(timed, demanded().add("negotiation.joined", date(2026, 5, 2), "0114"))["party:0114"]
    assert late.verdict is Verdict.FULFILLED_LATE


@pytest.mark.parametrize(
    ("as_of", "verdict"), [(date(2026, 5, 30), Verdict.COUNTED), (date(2026, 5, 31), Verdict.OVERDUE)]
)
def test_while_the_time_is_open_it_is_late_only_when_every_reading_says_so(as_of: date, verdict: Verdict) -> None:
    options = reading("t-13-1", "rule.omforhandling.start_within", ["P30D", "P90D"], None, "open")
    definition = replace(norrort(), readings={item.id: item for item in (*READINGS, options)})
    assert found(definition, demanded(), as_of)["party:0114"].verdict is verdict


def test_one_who_has_left_owes_nothing() -> None:
    diary = demanded().leaves("0114", date(2025, 1, 1), (MANAGER, date(2025, 4, 2)))
    assert "party:0114" in found(norrort(), diary, date(2026, 4, 2))
    assert "party:0114" not in found(norrort(), diary, date(2026, 4, 3))


def test_an_assessment_belongs_to_the_demand_it_follows() -> None:
    diary = demanded(None).add("renegotiation.demanded", date(2026, 5, 1), "0114", reasons="igen")
    diary.add(
        "assessment.made", date(2026, 5, 9), condition="substantially_changed_conditions", holds=True, reasons="ja"
    )
    diary.add("assessment.made", date(2026, 5, 9), condition="other", holds=False, reasons="nej")
    here = situation(norrort(), diary.facts, as_of=AS_OF, names=NORRORT)
    items = list(renegotiation.findings(here, RENEGOTIATION))
    demands = [item for item in items if item.headline.sv.startswith(("Vaxholm väntar", "Övriga parter"))]
    assert [item.subject for item in demands] == ["party:0187", "party:0114"]
    assert len(items) == 1 + 1 + 1 + 14


def test_duties_may_rest_meanwhile() -> None:
    resting = norrort(replace(RENEGOTIATION, suspends_obligations=True))
    assert len(found(resting, demanded(None))["party:0187"].steps) == 1
