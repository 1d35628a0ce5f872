"""What fees and overruns cost whom, asked in plain words (N-10a to N-10d)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samverk.rules.questions import QuestionError, ask
from samverk.rules.values import WeightTable
from tests.rules.asking import KSL_ID, NORRORT_ID, corpus, others, put, refused
from tests.rules.lifecycle import (
    ksl,
)
from tests.rules.money_case import FEE, KEY, OVERRUN, paying


def test_the_fees_of_2014() -> None:
    """N-10a, semantics C.6."""
    answer = put(NORRORT_ID, "fees", year="2014", budget="1500000")
    assert answer.value["0186"] == "100785.00"
    assert answer.value["total"] == answer.total == answer.as_json()["total"] == "1500000.00"
    assert others(answer)["t-10-5", "ore"]["0114"] == "92466.01"
    assert others(answer)["t-10-1", "mixed"] is None
    assert ("population", "31 Dec 2013") in answer.inputs
    assert answer.as_json()["receipt"]["inputs"]["population"] == "31 Dec 2013"


def test_a_part_year_and_figures_not_yet_there() -> None:
    """Semantics C.6: fee 2026 by the figures of 2024."""
    answer = put(NORRORT_ID, "fees", year="2026", budget="1500000", leaves="0187:2026-09-02")
    assert answer.value["0187"] == "15039.00"
    assert others(answer)["t-10-5", "ore"]["0187"] == "15038.93"
    assert others(answer)["t-10-4", "full_year"]["0187"] == "22295.00"
    assert others(answer)["t-10-4", "whole_months"]["0187"] == "16784.00"
    assert others(answer)["t-10-2", "nov1_previous_year"] is None
    assert answer.basis == "assumed"
    said = [step.text.sv for step in answer.steps]
    assert "Siffror för 31 december 2025 saknas; de senaste används" in said
    assert "Vaxholm är part 245 av 365 dagar" in said


def test_the_same_part_of_the_year_for_all_is_one_line() -> None:
    said = [step.text.sv for step in put(NORRORT_ID, "fees", year="2014", budget="1500000").steps]
    assert "Alla är parter lika länge: 261 av 365 dagar" in said
    assert not any("Vaxholm är part" in line for line in said)


def test_nothing_to_split_is_nothing_each() -> None:
    """Semantics C.6: total 0, all 0."""
    assert set(put(NORRORT_ID, "fees", year="2014", budget="0").value.values()) == {"0.00"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"year": "2014"}, "fees behöver ”budget”"),
        ({"year": "2014", "budget": "-5"}, "”budget” är ”-5”; det ska vara ett belopp i kronor"),
        ({"year": "2014", "budget": "1 500 000"}, "utan mellanslag"),
        ({"year": "2014", "budget": "1500000.50"}, "det ska vara ett belopp i hela kronor"),
        ({"year": "14", "budget": "5"}, "ett år från 1900 till 2200"),
        ({"year": "2300", "budget": "5"}, "ett år från 1900 till 2200"),
        ({"year": "2013", "budget": "5"}, "Ingen är part under 1\u00a0januari 2013"),
        ({"year": "2014", "budget": "5", "leaves": "0180:2014-05-01"}, "koden för en av parterna"),
        (
            {"year": "2014", "budget": "5", "leaves": "0187:2014-04-14"},
            "”0187:2014-04-14”; det ska vara en sista dag från",
        ),
        ({"year": "2014", "budget": "5", "parties": "0186", "leaves": "0187:2014-05-01"}, "parternas egna koder"),
        ({"year": "2014", "budget": "5", "parties": "0186,0186"}, "varje kod står en gång"),
    ],
)
def test_money_that_cannot_be_split_is_refused(given: dict[str, str], said: str) -> None:
    assert said in refused(NORRORT_ID, "fees", **given)


def test_an_agreement_without_fee_or_figures_says_so() -> None:
    assert "avgift" in refused(KSL_ID, "fees", year="2014", budget="1500000")
    assert "överskridande" in refused(KSL_ID, "overrun", year="2014", amount="1")
    with pytest.raises(QuestionError, match="inga befolkningssiffror"):
        ask(corpus(NORRORT_ID), "fees", {"year": "2014", "budget": "5"})
    with pytest.raises(QuestionError, match="inga befolkningssiffror"):
        ask(corpus(NORRORT_ID), "fees", {"year": "2014", "budget": "5"}, population=lambda _year: None)
    with pytest.raises(QuestionError, match="vikt saknas för Vallentuna"):
        ask(
            paying(), "fees", {"year": "2014", "budget": "5", "parties": "0114,0115"}, population=lambda _y: {"0114": 1}
        )
    assert "Det är inte avgjort" in refused(paying(replace(FEE, partial_year="open")), "fees", year="2015", budget="5")
    assert "Det är inte avgjort" in refused(paying(replace(FEE, period="open")), "fees", year="2015", budget="5")


def test_keys_of_other_kinds_are_answered_too() -> None:
    equal = put(
        paying(replace(KEY, weights="equal", basis={}), replace(FEE, basis={})), "fees", year="2015", budget="15"
    )
    assert set(equal.value.values()) == {"1.00", "15.00"}
    assert (equal.status, equal.basis, equal.inputs) == ("derived", "derived", ())
    table = paying(replace(KEY, form="table", table=WeightTable({"0114": 3, "0115": 1}), basis={}))
    assert put(table, "fees", year="2015", budget="4", parties="0114,0115").value["0114"] == "3.00"
    quarter = paying(replace(KEY, form="mixed", fixed_share="1/4", unit="ore"))
    assert put(quarter, "fees", year="2015", budget="100.01", parties="0114,0115").total == "100.01"


def test_an_open_class_pays_by_the_county() -> None:
    county = ksl(KEY, FEE)
    whole = put(county, "fees", year="2014", budget="1000000")
    assert len(whole.value) == 27
    assert put(county, "fees", year="2014", budget="100", parties="0180,0136").value.keys() == {"0180", "0136", "total"}


def test_an_overrun_of_2014() -> None:
    """N-10d: Lidingö 8 062.79; as a sum, or as outcome minus budget."""
    answer = put(NORRORT_ID, "overrun", year="2014", amount="120000")
    assert (answer.value["0186"], answer.total) == ("8062.79", "120000.00")
    computed = put(NORRORT_ID, "overrun", year="2014", budget="1500000", outcome="1620000")
    assert computed.value == answer.value
    assert computed.steps[0].result == "120\u202f000\u00a0kr"
    within = put(NORRORT_ID, "overrun", year="2014", budget="1500000", outcome="1500000")
    assert set(within.value.values()) == {"0.00"}
    assert within.steps[1].text.sv == "Budgeten är inte överskriden"


def test_who_bears_an_overrun_when_somebody_has_left() -> None:
    """T-10-6."""
    answer = put(NORRORT_ID, "overrun", year="2025", amount="120000", leaves="0187:2025-09-02", recognised="2026-02-12")
    assert answer.value["0187"] == "1203.11"
    assert "0187" not in others(answer)["t-10-6", "parties_on_trigger"]
    everybody = put(NORRORT_ID, "overrun", year="2025", amount="120000", leaves="0187:2025-12-31")
    assert "0187" in others(everybody)["t-10-6", "parties_on_trigger"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "overrun behöver ”amount”"),
        ({"budget": "5"}, "overrun behöver ”outcome”"),
        ({"outcome": "5"}, "overrun behöver ”budget”"),
        ({"amount": "5", "budget": "5"}, "det ska vara ensamt"),
    ],
)
def test_an_overrun_needs_its_sum_one_way(given: dict[str, str], said: str) -> None:
    assert said in refused(NORRORT_ID, "overrun", year="2014", **given)


def test_costs_of_other_kinds_are_answered_too() -> None:
    capped = put(paying(replace(OVERRUN, cap=5_000_000)), "overrun", year="2015", amount="120000")
    assert capped.total == "50000.00"
    in_kronor = paying(replace(OVERRUN, unit="krona"))
    assert put(in_kronor, "overrun", year="2015", amount="100").total == "100.00"
    assert "hela kronor" in refused(in_kronor, "overrun", year="2015", amount="100.50")
    equal = paying(replace(KEY, weights="equal"))
    assert put(equal, "overrun", year="2015", amount="15").value["0114"] == "1.00"
    by_day = paying(replace(OVERRUN, weights_of="trigger", basis={"weights_of": "t-10-7"}))
    weighed = put(by_day, "overrun", year="2015", amount="120000", recognised="2017-02-01")
    assert ("population", "31 Dec 2016") in weighed.inputs


def test_a_reading_that_leaves_things_open_gives_no_table() -> None:
    from_open = paying(replace(FEE, partial_year="full_year", basis={"partial_year": "t-10-4"}))
    readings = {**from_open.readings, "t-10-4": replace(from_open.readings["t-10-4"], options=("full_year", "open"))}
    assert (
        others(put(replace(from_open, readings=readings), "fees", year="2015", budget="15"))["t-10-4", "open"] is None
    )
    period = {**from_open.readings, "t-10-3": replace(from_open.readings["t-10-3"], options=("calendar_year", "open"))}
    undated = replace(paying(), readings=period)
    assert others(put(undated, "fees", year="2015", budget="15"))["t-10-3", "open"] is None
    cost = {**from_open.readings, "t-10-6": replace(from_open.readings["t-10-6"], param="rule.overskridande.weights_of",
                                                    options=("period", "open"), chosen="period")}  # fmt: skip
    split_open = replace(paying(replace(OVERRUN, basis={"weights_of": "t-10-6"})), readings=cost)
    assert others(put(split_open, "overrun", year="2015", amount="15"))["t-10-6", "open"] is None
