"""The small Norrort agreement with a fee, a key, an overrun and a wind-down, and a year's facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samverk.rules import weights
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding
from samverk.rules.provisions import ApportionmentKey, CostEvent, Fee, Provision
from samverk.rules.situation import Situation, situation
from samverk.rules.values import InvoiceRule, KeyUpdate
from tests.rules.lifecycle import NORRORT, Diary, norrort, reading, same, started
from tests.rules.test_apportion import POPULATION_2013

AS_OF = date(2026, 6, 1)
POPULATION_2024 = {
    "0114": 50323, "0115": 35119, "0117": 49787, "0123": 88950, "0125": 28910, "0139": 32868, "0160": 77744,
    "0162": 32425, "0163": 77624, "0183": 56274, "0184": 85789, "0186": 48377, "0187": 11822, "0188": 66585,
    "0191": 52767,
}  # fmt: skip
KEY = ApportionmentKey(
    id="nyckel", label=same("Nyckel"), cite=("10",), weights="population", form="proportional",
    method="largest_remainder", unit="krona", ties="higher_weight_then_code", zero_weight="pays_zero",
    missing_weight="refuse", select="dec31_previous_year", update=KeyUpdate(4, "next_invoice"),
    basis={"form": "t-10-1", "select": "t-10-2", "unit": "t-10-5"},
)  # fmt: skip
FEE = Fee(
    id="avgift", label=same("Årsavgift"), cite=("10",), total="adopted_budget.fee_total", key="rule:nyckel",
    period="calendar_year", invoice=InvoiceRule("role:forvaltande-kommun", "key_updated"), payers="parties_in_period",
    partial_year="weight_days", basis={"period": "t-10-3", "partial_year": "t-10-4"},
)  # fmt: skip
OVERRUN = CostEvent(
    id="overskridande", label=same("Överskridande"), cite=("10",), trigger="outcome_exceeds_adopted_budget",
    amount="outcome - adopted_budget", key="rule:nyckel", payers="parties_in_period", weights_of="period",
    partial_year="weight_days", basis={"payers": "t-10-6"},
)  # fmt: skip
WIND_DOWN = CostEvent(
    id="avveckling", label=same("Avvecklingskostnad"), cite=("10",), trigger="role_abolished:strateg",
    amount="recognised_winddown_cost", key="rule:nyckel", payers="parties_on_trigger", weights_of="trigger",
)  # fmt: skip
READINGS = (
    reading("t-10-1", "rule.nyckel.form", ["proportional", "mixed", "table"], "proportional"),
    reading("t-10-2", "rule.nyckel.select", ["dec31_previous_year", "nov1_previous_year"], "dec31_previous_year"),
    reading("t-10-3", "rule.avgift.period", ["calendar_year", "april_to_march"], "calendar_year"),
    reading("t-10-4", "rule.avgift.partial_year", ["weight_days", "full_year", "whole_months"], "weight_days"),
    reading("t-10-5", "rule.nyckel.unit", ["krona", "ore"], "krona"),
    reading("t-10-6", "rule.overskridande.payers", ["parties_in_period", "parties_on_trigger"], "parties_in_period"),
)


def paying(*more: Provision) -> Definition:
    """The agreement with money; ``more`` replaces provisions of the same id."""
    base = norrort(KEY, FEE, OVERRUN, WIND_DOWN, *more)
    return replace(base, readings={**base.readings, **{item.id: item for item in READINGS}})


def year(number: int, budget: int, figures: dict[str, int] | None = None, diary: Diary | None = None) -> Diary:
    """A budget in kronor decided the autumn before, and the figures fixed in April."""
    told = started() if diary is None else diary
    told.add("budget.adopted", date(number - 1, 11, 20), year=number, amount=budget * 100)
    if figures is not None:
        told.add("weights.updated", date(number, 4, 16), year=number, snapshot=f"scb-{number - 1}", figures=figures,
                 reference_date=f"{number - 1}-12-31")  # fmt: skip
    return told


def invoices(diary: Diary, number: int, amounts: dict[str, int], day: date) -> Diary:
    """Invoices in öre."""
    for code, amount in amounts.items():
        diary.add("invoice.issued", day, code, year=number, amount=amount)
    return diary


__all__ = [
    "FEE",
    "KEY",
    "NORRORT",
    "OVERRUN",
    "POPULATION_2013",
    "POPULATION_2024",
    "WIND_DOWN",
    "invoices",
    "paying",
    "year",
]


def made(definition: Definition, diary: Diary, as_of: date = AS_OF) -> Situation:
    return situation(definition, diary.facts, as_of=as_of, names=NORRORT)


def key_of(definition: Definition, diary: Diary, as_of: date = AS_OF) -> Finding:
    here = made(definition, diary, as_of)
    rule = here.definition.rules["nyckel"]
    assert isinstance(rule, ApportionmentKey)
    (found,) = weights.findings(here, rule)
    return found
