"""Everything said of a year's fee (N-6c, N-10a, N-10c; semantics C.6): the sum, each share, what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samverk.rules.fees import round_of
from samverk.rules.finding import Finding
from samverk.rules.provisions import ApportionmentKey, Fee, Provision
from samverk.rules.values import InvoiceRule
from tests.rules.lifecycle import Diary, reading
from tests.rules.money_case import FEE, KEY, POPULATION_2024, invoices, made, paying, year
from tests.rules.test_fees import fees_of
from tests.rules.whole import whole

READINGS = [
    "t-10-3 provisional calendar_year",
    "t-10-4 provisional weight_days",
    "t-10-1 provisional proportional",
    "t-10-2 provisional dec31_previous_year",
    "t-10-5 provisional krona",
]
BUDGET = (("Budget beslutad", "Budget adopted"), "2025-11-20", "fact", 31)
FIGURES = (("Befolkningstal uppdaterade", "Population updated"), "2026-04-16", "fact", 32)


def invoiced(**amounts: int) -> dict[str, Finding]:
    """The fees of 2026, when these amounts in kronor have been invoiced (``n0114=…``)."""
    told = year(2026, 1_500_000, POPULATION_2024)
    sent = {name.removeprefix("n"): amount * 100 for name, amount in amounts.items()}
    return fees_of(paying(), invoices(told, 2026, sent, date(2026, 5, 2)), 2026)


def test_the_sum_of_a_year() -> None:
    found = invoiced(n0114=94_905, n0186=91_236)["parties"]
    shares = found.value["shares"]
    assert (shares["0114"], shares["0187"], sum(shares.values())) == (9_490_600, 2_229_500, 150_000_000)
    assert {**whole(found), "value": None} == {
        "who": ("avgift", "fee", "parties", "role:forvaltande-kommun"),
        "verdict": "due_soon",
        "headline": ("2026: 1 500 000 kr på 15 parter", "2026: 1 500 000 kr from 15 parties"),
        "detail": (
            "Störst Järfälla 167 753 kr, minst Vaxholm 22 295 kr.",
            "Largest Järfälla 167 753 kr, smallest Vaxholm 22 295 kr.",
        ),
        "cites": ("10",),
        "basis": "assumed",
        "period": "2026-01-01–2026-12-31",
        "value": None,
        "steps": [
            ("Budget 2026", "Budget 2026", "1\u202f500\u202f000\u00a0kr"),
            ("Summan av 15 avgifter", "The sum of 15 fees", "1\u202f500\u202f000\u00a0kr"),
            ("Fakturerat", "Invoiced", "186\u202f141\u00a0kr"),
        ],
        "inputs": [BUDGET, FIGURES],
        "because": (31, 32),
        "readings": READINGS,
        "alternatives": [
            ("t-10-1", "mixed", None, None, ("”mixed”: går inte att räkna ut", "“mixed”: cannot be computed")),
            ("t-10-1", "table", None, None, ("”table”: går inte att räkna ut", "“table”: cannot be computed")),
        ],
        "as_of": "2026-06-01",
    }


def test_a_share_that_was_invoiced_too_low() -> None:
    assert whole(invoiced(n0114=94_905)["party:0114"]) == {
        "who": ("avgift", "fee", "party:0114", "party:0114"),
        "verdict": "due_soon",
        "headline": ("Upplands Väsby betalar 94 906 kr för 2026", "Upplands Väsby pays 94 906 kr for 2026"),
        "detail": ("Fakturerat 94 905 kr. 1 kr att fakturera.", "Invoiced 94 905 kr. 1 kr to invoice."),
        "cites": ("10",),
        "basis": "assumed",
        "period": "2026-01-01–2026-12-31",
        "value": 9_490_600,
        "steps": [
            (*["1 500 000 kr × 50 323 ÷ 795 364"] * 2, "94\u202f905,602"),
            ("En krona av det som blev över", "One krona of what was left over", ""),
            ("Andel", "Share", "94\u202f906\u00a0kr"),
        ],
        "inputs": [(("Invånare", "Inhabitants"), "50 323", "series", ("scb-2025", "scb-2025")), BUDGET, FIGURES],
        "because": (31, 32),
        "readings": READINGS,
        "alternatives": [("t-10-5", "ore", 9_490_560, None, ("”ore”: 94 905,60 kr", "“ore”: 94 905,60 kr"))],
        "as_of": "2026-06-01",
    }


@pytest.mark.parametrize(
    ("sent", "verdict", "detail"),
    [
        (94_907, "due_soon", ("Fakturerat 94 907 kr. 1 kr att kreditera.", "Invoiced 94 907 kr. 1 kr to credit.")),
        (94_906, "fulfilled", None),
    ],
)
def test_a_share_that_was_invoiced_too_high_or_right(sent: int, verdict: str, detail: tuple[str, str] | None) -> None:
    found = whole(invoiced(n0114=sent)["party:0114"])
    assert (found["verdict"], found.get("detail")) == (verdict, detail)


def test_no_fee_is_stated_and_nothing() -> None:
    (found,) = fees_of(paying(replace(FEE, total="none", basis={})), Diary(), 2026).values()
    assert (found.verdict, found.basis, found.value) == ("not_applicable", "stated", 0)


def test_a_fee_is_split_by_the_key_it_names() -> None:
    """N-10a: among two keys the one the fee names, not the first."""
    told = year(2026, 1_500_000, POPULATION_2024)
    named = replace(KEY, id="aa-lika", weights="equal", unit="ore")
    found = fees_of(paying(named, replace(FEE, key="rule:aa-lika")), told, 2026)
    assert found["party:0187"].value == found["party:0184"].value == 10_000_000
    assert fees_of(paying(named), told, 2026)["party:0187"].value == 2_229_500


def test_an_invoice_on_the_day_the_figures_were_fixed_is_not_early() -> None:
    """N-10c: the figures first, then the invoices; both can be done in a day."""
    told = year(2026, 1_500_000, POPULATION_2024)
    for day, early in ((date(2026, 4, 16), 0), (date(2026, 4, 15), 1)):
        sent = invoices(Diary(), 2026, {"0114": 1}, day).facts
        facts = Diary()
        facts.facts = [*told.facts, replace(sent[0], seq=99)]
        steps = whole(fees_of(paying(), facts, 2026)["parties"])["steps"]
        assert sum(sv == "Fakturor som gick ut innan folkmängden var fastställd" for sv, _, _ in steps) == early


def test_only_the_readings_of_the_sum_have_other_sums() -> None:
    """N-10a: who must invoice, and when figures are brought up to date, decide no share."""
    fee = replace(FEE, basis={**FEE.basis, "invoice": "t-10-8"})
    key = replace(KEY, basis={**KEY.basis, "update": "t-10-9"})
    base = paying(fee, key)
    more = [
        reading("t-10-8", "rule.avgift.invoice", [{"by": "role:forvaltande-kommun"}, {"by": "role:strateg"}], None),
        reading("t-10-9", "rule.nyckel.update", [{"month": 4}, {"month": 5}], None),
    ]
    definition = replace(base, readings={**base.readings, **{item.id: item for item in more}})
    found = fees_of(definition, year(2026, 1_500_000, POPULATION_2024), 2026)
    others = [*found["party:0114"].alternatives, *found["parties"].alternatives]
    assert {other.reading for other in others} == {"t-10-5", "t-10-1"}


def test_a_part_year_has_the_other_sums_of_its_reading() -> None:
    """N-10a, t-10-4: the reading of the fee and those of the key, each option by itself."""
    told = year(2014, 1_500_000, POPULATION_2024, Diary().joins(*POPULATION_2024))
    told.joins("0187", decided=date(2014, 9, 1), signed=date(2014, 9, 1))
    told.facts = [fact for fact in told.facts if not (fact.party == "0187" and fact.valid_on < date(2014, 9, 1))]
    found = fees_of(paying(), told, 2014, date(2014, 10, 1))["party:0187"]
    assert [(other.reading, other.option) for other in found.alternatives] == [
        ("t-10-3", "april_to_march"),
        ("t-10-4", "full_year"),
        ("t-10-4", "whole_months"),
        ("t-10-5", "ore"),
    ]


# --- what a round keeps while it waits ------------------------------------------------------------------


def rounds(diary: Diary, *more: Provision) -> tuple[bool, bool, bool, int, str | None]:
    """Whether there is a budget, figures, a sum to split; how many shares; what it waits for."""
    here = made(paying(*more), diary)
    fee, key = here.definition.rules["avgift"], here.definition.rules["nyckel"]
    assert isinstance(fee, Fee)
    assert isinstance(key, ApportionmentKey)
    found = round_of(here, fee, key, 2026)
    waits = found.obstacle.sv if found.obstacle is not None else None
    return (
        found.budget is not None,
        found.figures is not None,
        found.charge is not None,
        len(found.shares),
        waits,
    )


def test_a_round_keeps_what_is_known_while_it_waits() -> None:
    whole_year = year(2026, 1_500_000, POPULATION_2024)
    no_budget = Diary()
    no_budget.facts = [fact for fact in whole_year.facts if fact.kind != "budget.adopted"]
    assert rounds(whole_year) == (True, True, True, 15, None)
    assert rounds(no_budget) == (False, True, False, 0, "budget för 2026")
    assert rounds(year(2026, 1_500_000)) == (True, False, True, 0, "folkmängd för 2026")
    assert rounds(whole_year, replace(KEY, form="open"))[:4] == (True, True, True, 0)
    assert rounds(whole_year, replace(FEE, period="open"))[:4] == (True, True, False, 0)


def test_those_bound_when_the_budget_was_decided_can_be_the_ones_who_pay() -> None:
    """N-10e: the day of the budget decides who is in."""
    told = year(2026, 1_500_000, POPULATION_2024, Diary().joins(*(code for code in POPULATION_2024 if code != "0187")))
    told.joins("0187", decided=date(2025, 12, 1), signed=date(2025, 12, 1))
    at_budget = replace(FEE, payers="parties_on_trigger", partial_year=None)
    assert rounds(told, at_budget)[3] == 14
    assert rounds(told)[3] == 15


def test_somebody_must_invoice_while_a_share_is_not_what_was_invoiced() -> None:
    told = year(2026, 1_500_000, POPULATION_2024)
    nobody = paying(replace(FEE, invoice=InvoiceRule("role:strateg")))
    waiting = fees_of(nobody, told, 2026)["parties"]
    assert (waiting.verdict, waiting.bearers) == ("pending", ("role:strateg",))
    assert [text.sv for text in waiting.missing] == ["någon som fakturerar: Strateg saknas"]
