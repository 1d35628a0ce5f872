"""What is said of figures, fees and shared costs (N-6c, N-10a to N-10e; semantics C.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from samverk.rules import costs, fees, readings
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding, Verdict
from samverk.rules.provisions import CostEvent, Fee
from samverk.rules.wording import Text
from tests.rules.lifecycle import MANAGER, NORRORT, TERM, Diary, same
from tests.rules.money_case import (
    AS_OF,
    FEE,
    KEY,
    OVERRUN,
    POPULATION_2013,
    POPULATION_2024,
    WIND_DOWN,
    invoices,
    key_of,
    made,
    paying,
    year,
)
from tests.rules.test_apportion import NORRORT_2014

KRONOR_2014 = {code: row[2] * 100 for code, row in NORRORT_2014.items()}


def fees_of(definition: Definition, diary: Diary, number: int, as_of: date = AS_OF) -> dict[str, Finding]:
    here = made(definition, diary, as_of)
    rule = here.definition.rules["avgift"]
    assert isinstance(rule, Fee)
    found = [item for item in fees.findings(here, rule) if item.period is None or item.period.start.year == number]
    assert len({item.key for item in found}) == len(found)
    return {item.subject: item for item in found}


def costs_of(
    definition: Definition, diary: Diary, rule_id: str = "overskridande", as_of: date = AS_OF
) -> list[Finding]:
    here = made(definition, diary, as_of)
    rule = here.definition.rules[rule_id]
    assert isinstance(rule, CostEvent)
    return list(costs.findings(here, rule))


def test_the_fees_of_2014_to_the_krona() -> None:
    """N-10a: 1 500 000 kr, whole kronor (semantics C.6)."""
    found = fees_of(paying(), year(2014, 1_500_000, POPULATION_2013), 2014, date(2014, 6, 1))
    assert found["parties"].value == {"year": 2014, "total": 150_000_000, "shares": KRONOR_2014}
    assert found["parties"].headline.sv == "2014: 1\u202f500\u202f000\u00a0kr på 15 parter"
    assert found["parties"].detail is not None
    assert found["parties"].detail.sv == "Störst Solna 162\u202f271\u00a0kr, minst Vaxholm 24\u202f959\u00a0kr."
    lidingo = found["party:0186"]
    assert (lidingo.value, lidingo.verdict) == (10_078_500, Verdict.PENDING)
    assert lidingo.headline.en == "Lidingö pays 100\u202f785\u00a0kr for 2014"
    assert [(item.label.sv, item.value) for item in lidingo.inputs[:2]] == [
        ("Invånare", "45\u202f178"),
        ("Del av året", "261/365"),
    ]
    assert {(other.reading, other.option, other.value) for other in lidingo.alternatives} == {
        ("t-10-5", "ore", 10_078_481)
    }
    assert [use.id for use in lidingo.readings] == ["t-10-3", "t-10-4", "t-10-1", "t-10-2", "t-10-5"]
    assert lidingo.basis == "assumed"


def older_figures() -> Diary:
    """2026 with a budget, and figures of 2024 because those of 2025 are not there."""
    told = year(2026, 1_500_000)
    told.add("weights.updated", date(2026, 4, 16), year=2026, snapshot="scb-2024", figures=POPULATION_2024,
             reference_date="2024-12-31")  # fmt: skip
    return told


def test_figures_of_an_earlier_day_than_the_reading_says_are_an_assumption_of_every_sum() -> None:
    """N-10a: the reading takes 31 December of the year before; with nothing newer the latest stand in."""
    definition = adopted(paying())
    told = older_figures()
    told.add("outcome.recognised", date(2026, 5, 20), year=2026, amount=162_000_000)
    found = [*fees_of(definition, told, 2026).values(), *costs_of(definition, told), key_of(definition, told)]
    assert len(found) == 1 + 15 + 1 + 15 + 1
    for item in found:
        (assumed,) = [given for given in item.inputs if given.basis == "assumed"]
        assert assumed.worded == Text(
            "Siffror för 31\u00a0december 2025 saknas; 31\u00a0december 2024 används",
            "There are no figures for 31\u00a0December 2025; those for 31\u00a0December 2024 are used",
        )
        assert item.basis == "assumed"


def test_figures_of_the_day_the_reading_says_are_no_assumption() -> None:
    definition, told = adopted(paying()), year(2025, 1_500_000, POPULATION_2024)
    found = [*fees_of(definition, told, 2025, date(2025, 6, 1)).values(), key_of(definition, told, date(2025, 6, 1))]
    assert {item.basis for item in found} == {"derived"}
    assert not [given for item in found for given in item.inputs if given.basis == "assumed"]


def adopted(definition: Definition) -> Definition:
    """The agreement with every reading of the money adopted as it stands, so that nothing else is assumed."""
    money = {key: item.chosen for key, item in definition.readings.items() if key.startswith("t-10-")}
    return readings.apply(definition, money)


def test_readings_that_cannot_be_computed_are_said_once_in_the_summary() -> None:
    found = fees_of(paying(), year(2014, 1_500_000, POPULATION_2013), 2014, date(2014, 6, 1))
    assert [(item.option, item.value) for item in found["parties"].alternatives] == [("mixed", None), ("table", None)]
    assert found["parties"].alternatives[0].text is not None
    assert found["parties"].alternatives[0].text.sv == "”mixed”: går inte att räkna ut"


def test_invoices_are_compared_with_what_follows() -> None:
    """A corrected figure is settled by a new invoice or a credit; the difference is said."""
    diary = year(2014, 1_500_000, POPULATION_2013)
    sent = {**KRONOR_2014, "0186": KRONOR_2014["0186"] - 5_000, "0187": KRONOR_2014["0187"] + 10_000}
    del sent["0114"]
    found = fees_of(paying(), invoices(diary, 2014, sent, date(2014, 5, 12)), 2014, date(2014, 6, 1))
    assert found["parties"].verdict is Verdict.DUE_SOON
    assert found["parties"].bearers == ("role:forvaltande-kommun",)
    assert found["party:0184"].verdict is Verdict.FULFILLED
    assert found["party:0114"].verdict is Verdict.PENDING
    details = {code: found[f"party:{code}"].detail for code in ("0114", "0186", "0187")}
    assert {code: text.sv for code, text in details.items() if text is not None} == {
        "0114": "Inte fakturerad än.",
        "0186": "Fakturerat 100\u202f735\u00a0kr. 50\u00a0kr att fakturera.",
        "0187": "Fakturerat 25\u202f059\u00a0kr. 100\u00a0kr att kreditera.",
    }
    settled = invoices(diary, 2014, {"0114": KRONOR_2014["0114"], "0186": 5_000, "0187": -10_000}, date(2014, 5, 30))
    whole = fees_of(paying(), settled, 2014, date(2014, 6, 1))["parties"]
    assert (whole.verdict, whole.bearers) == (Verdict.FULFILLED, ())
    assert [(step.text.sv, step.result) for step in whole.steps] == [
        ("Budget 2014", "1\u202f500\u202f000\u00a0kr"),
        ("Summan av 15 avgifter", "1\u202f500\u202f000\u00a0kr"),
        ("Fakturerat", "1\u202f500\u202f000\u00a0kr"),
    ]


def test_an_invoice_before_the_figures_were_fixed_is_said() -> None:
    """N-10c: not before the update."""
    diary = invoices(year(2014, 1_500_000, POPULATION_2013), 2014, {"0186": 1}, date(2014, 4, 1))
    whole = fees_of(paying(), diary, 2014, date(2014, 6, 1))["parties"]
    last = whole.steps[-1]
    assert (last.text.sv, last.result) == ("Fakturor som gick ut innan folkmängden var fastställd", "1")


@pytest.mark.parametrize(
    ("diary", "headline"),
    [
        (year(2026, 1_500_000), "Avgiften för 2026 väntar på folkmängd för 2026"),
        (year(2025, 1_500_000, POPULATION_2024), "Avgiften för 2026 väntar på budget för 2026"),
    ],
)
def test_a_fee_waits_for_budget_and_figures(diary: Diary, headline: str) -> None:
    found = fees_of(paying(), diary, 2026)
    assert set(found) == {"parties"}
    assert (found["parties"].verdict, found["parties"].headline.sv) == (Verdict.PENDING, headline)
    assert len(found["parties"].missing) == 1


def test_a_missing_figure_is_unclear_and_names_whose() -> None:
    without = {code: figure for code, figure in POPULATION_2024.items() if code not in ("0187", "0114")}
    whole = fees_of(paying(), year(2026, 1_500_000, without), 2026)["parties"]
    assert whole.verdict is Verdict.UNKNOWN
    assert [text.sv for text in whole.missing] == ["uppgift om vikt för Upplands Väsby och Vaxholm"]


def test_an_earlier_figure_can_stand_in_where_the_agreement_says_so() -> None:
    without = {code: figure for code, figure in POPULATION_2024.items() if code != "0187"}
    diary = year(2026, 1_500_000, without, year(2025, 1_500_000, {**POPULATION_2024, "0187": 11_900}))
    filled = paying(replace(KEY, missing_weight="previous_value"))
    found = fees_of(filled, diary, 2026)
    assert found["party:0187"].inputs[0].value == "11\u202f900"
    now = key_of(filled, diary)
    assert [step.text.sv for step in now.steps] == ["Tidigare siffra för Vaxholm"]
    assert now.verdict is Verdict.FULFILLED
    assert key_of(paying(), diary).verdict is Verdict.UNKNOWN


def test_a_budget_with_ore_cannot_be_split_in_kronor() -> None:
    diary = year(2026, 1, POPULATION_2024).add("budget.adopted", date(2025, 12, 1), year=2026, amount=150)
    whole = fees_of(paying(), diary, 2026)["parties"]
    assert (whole.verdict, [text.sv for text in whole.missing]) == (Verdict.UNKNOWN, ["ett belopp i hela kronor"])


@pytest.mark.parametrize(
    ("figures", "missing"),
    [
        (dict.fromkeys(POPULATION_2024, 0), "en vikt över noll för"),
        ({**POPULATION_2024, "0187": -1}, "en vikt över noll för Vaxholm"),
    ],
)
def test_weights_that_say_nothing_are_refused(figures: dict[str, int], missing: str) -> None:
    whole = fees_of(paying(), year(2026, 1_500_000, figures), 2026)["parties"]
    assert whole.missing[0].sv.startswith(missing)


def test_a_fee_of_those_bound_on_a_day_nobody_was_is_refused() -> None:
    on_the_day = paying(replace(FEE, payers="parties_on_trigger"))
    diary = Diary().add("budget.adopted", date(2014, 3, 1), year=2014, amount=100)
    diary.joins(*NORRORT, signed=date(2014, 5, 1)).add(
        "weights.updated", date(2014, 4, 28), year=2014, snapshot="s", figures=POPULATION_2013
    )
    whole = fees_of(on_the_day, diary, 2014, date(2014, 6, 1))["parties"]
    assert [text.sv for text in whole.missing] == ["någon som betalar"]


def test_an_open_parameter_leaves_the_fee_unclear() -> None:
    whole = fees_of(paying(replace(FEE, partial_year="open")), year(2026, 1_500_000, POPULATION_2024), 2026)["parties"]
    assert (whole.verdict, [text.sv for text in whole.missing]) == (
        Verdict.UNKNOWN,
        ["vad den betalar som är part en del av året"],
    )
    undated = fees_of(paying(replace(FEE, period="open")), year(2026, 1_500_000, POPULATION_2024), 2026)["parties"]
    assert [text.sv for text in undated.missing] == ["vilket år avgiften gäller"]


def test_a_fee_year_can_run_from_april() -> None:
    found = fees_of(paying(replace(FEE, period="april_to_march")), year(2026, 1_500_000, POPULATION_2024), 2026)
    period = found["parties"].period
    assert period is not None
    assert (period.start, period.end) == (date(2026, 4, 1), date(2027, 4, 1))


def test_a_fee_can_be_for_the_whole_term() -> None:
    term = replace(TERM, duration="fixed", end=date(2027, 4, 14))
    found = fees_of(paying(replace(FEE, period="term"), term), year(2026, 1_500_000, POPULATION_2024), 2014)
    assert found["party:0186"].value == 9_123_600
    endless = fees_of(paying(replace(FEE, period="term")), year(2026, 1_500_000, POPULATION_2024), 2026)["parties"]
    assert [text.sv for text in endless.missing] == ["avtalstidens slut"]


def test_without_somebody_to_invoice_the_fee_is_computed_but_blocked() -> None:
    """Semantics C.4: the managing municipality left and nobody took over."""
    diary = year(2026, 1_500_000, POPULATION_2024).add(
        "role.ended", date(2026, 3, 3), MANAGER, role="forvaltande-kommun"
    )
    whole = fees_of(paying(), diary, 2026)["parties"]
    assert whole.verdict is Verdict.PENDING
    assert [text.sv for text in whole.missing] == ["någon som fakturerar: Förvaltande kommun saknas"]


def test_an_agreement_without_invoice_rule_or_weights_by_population_needs_neither() -> None:
    equal = paying(replace(FEE, invoice=None), replace(KEY, weights="equal"))
    found = fees_of(equal, year(2026, 1_500_000), 2026)
    assert found["party:0186"].value == 10_000_000
    assert found["parties"].bearers == ()
    unknown_role = paying(replace(FEE, invoice=replace(FEE.invoice, by="role:x")) if FEE.invoice else FEE)
    assert fees_of(unknown_role, year(2026, 1_500_000, POPULATION_2024), 2026)["parties"].missing == ()


def test_the_year_before_and_a_budgeted_year_ahead_are_shown_too() -> None:
    diary = year(2025, 1_500_000, POPULATION_2024)
    diary.add("budget.adopted", date(2026, 5, 1), year=2027, amount=160_000_000)
    here = made(paying(), diary)
    years = {item.period.start.year for item in fees.findings(here, FEE) if item.period is not None}
    assert years == {2025, 2026, 2027}
    early = made(paying(), year(2014, 1_100_000, POPULATION_2013), date(2014, 5, 1))
    assert {item.period.start.year for item in fees.findings(early, FEE) if item.period is not None} == {2014}


def test_an_agreement_without_a_fee_says_so() -> None:
    free = paying(replace(FEE, total="none"))
    assert fees_of(free, year(2026, 1_500_000, POPULATION_2024), 2026)["parties"].headline.sv == "Ingen avgift"
    keyless = replace(paying(), rules={"avgift": replace(FEE, key=None)})
    assert fees_of(keyless, Diary(), 2026)["parties"].verdict is Verdict.NOT_APPLICABLE


# --- overrun --------------------------------------------------------------------------------------------


def test_an_overrun_is_shared_in_ore_by_the_years_own_weights() -> None:
    """N-10d: 120 000 kr of 2014, Lidingö 8 062.79."""
    diary = year(2014, 1_500_000, POPULATION_2013).add(
        "outcome.recognised", date(2015, 2, 12), year=2014, amount=162_000_000
    )
    found = {item.subject: item for item in costs_of(paying(), diary, as_of=date(2015, 3, 1))}
    assert found["party:0186"].value == 806_279
    assert found["parties"].headline.sv == "120\u202f000\u00a0kr delas av 15 parter"
    assert sum(found["parties"].value["shares"].values()) == 12_000_000
    assert found["party:0186"].steps[0].result == "120\u202f000\u00a0kr"
    assert found["party:0186"].detail is not None
    assert found["party:0186"].detail.sv == "Av 120\u202f000\u00a0kr för 2014: överskridande."
    assert found["party:0186"].period is not None
    assert found["party:0186"].period.start == date(2015, 2, 12)


def overrun_2025(as_of: date = AS_OF) -> tuple[Diary, date]:
    diary = year(2025, 1_500_000, POPULATION_2024)
    diary.leaves("0187", date(2024, 9, 1), (MANAGER, date(2024, 9, 2)))
    diary.add("outcome.recognised", date(2026, 2, 12), year=2025, amount=162_000_000)
    return diary, as_of


def test_one_who_has_left_pays_for_the_days_it_was_in_and_the_other_reading_is_shown() -> None:
    """T-10-6."""
    diary, as_of = overrun_2025()
    found = {item.subject: item for item in costs_of(paying(), diary, as_of=as_of)}
    vaxholm = found["party:0187"]
    assert vaxholm.value == 120_311
    assert {(item.reading, item.option, item.value) for item in vaxholm.alternatives} == {
        ("t-10-6", "parties_on_trigger", 0)
    }
    now = {item.subject: item for item in costs_of(paying(replace(OVERRUN, payers="parties_on_trigger")), diary)}
    assert "party:0187" not in now
    assert len(now) == 15


def test_the_unit_of_a_cost_is_its_own() -> None:
    diary, _ = overrun_2025()
    in_kronor = {item.subject: item for item in costs_of(paying(replace(OVERRUN, unit="krona")), diary)}
    assert all(item.value % 100 == 0 for subject, item in in_kronor.items() if subject != "parties")


def test_a_surplus_is_said_and_what_becomes_of_it_is_not_in_the_text() -> None:
    diary = year(2025, 1_500_000, POPULATION_2024).add(
        "outcome.recognised", date(2026, 2, 12), year=2025, amount=149_260_000
    )
    (whole,) = costs_of(paying(), diary)
    assert (whole.verdict, whole.headline.sv) == (Verdict.INFORMATION, "2025 gav ett överskott på 7\u202f400\u00a0kr")
    assert whole.detail is not None
    assert whole.detail.en == "The text does not say what becomes of a surplus."
    assert (whole.basis, whole.value["amount"]) == ("stated", -740_000)
    even = year(2025, 1_500_000, POPULATION_2024).add(
        "outcome.recognised", date(2026, 2, 12), year=2025, amount=150_000_000
    )
    (level,) = costs_of(paying(), even)
    assert (level.headline.sv, level.detail) == ("2025 gick jämnt ut", None)


def test_an_outcome_without_budget_is_no_overrun_yet() -> None:
    diary = Diary().joins(*NORRORT).add("outcome.recognised", date(2026, 2, 12), year=2025, amount=1)
    (whole,) = costs_of(paying(), diary)
    assert (whole.verdict, whole.headline.sv) == (Verdict.NOT_APPLICABLE, "Överskridande: har inte inträffat")


def test_a_cap_limits_what_is_shared() -> None:
    diary, _ = overrun_2025()
    found = costs_of(paying(replace(OVERRUN, cap=5_000_000)), diary)
    assert found[0].value["amount"] == 5_000_000
    assert [step.text.sv for step in found[0].steps][-1] == "Högst"
    free = costs_of(paying(replace(OVERRUN, cap=50_000_000)), diary)
    assert free[0].value["amount"] == 12_000_000


@pytest.mark.parametrize(
    ("change", "missing", "verdict"),
    [
        ({"weights_of": "open"}, "vilka siffror som används", Verdict.PENDING),
        ({"payers": "open"}, "vilka som betalar", Verdict.UNKNOWN),
    ],
)
def test_an_undecided_cost_is_not_split(change: dict[str, str], missing: str, verdict: Verdict) -> None:
    diary, _ = overrun_2025()
    (whole,) = costs_of(paying(replace(OVERRUN, **change)), diary)  # type: ignore[arg-type]  # any field it has
    assert (whole.verdict, [text.sv for text in whole.missing]) == (verdict, [missing])


def test_an_overrun_waits_for_the_years_figures() -> None:
    diary = year(2025, 1_500_000).add("outcome.recognised", date(2026, 2, 12), year=2025, amount=162_000_000)
    (whole,) = costs_of(paying(), diary)
    assert (whole.verdict, whole.headline.sv) == (Verdict.PENDING, "Överskridande: väntar på folkmängd för 2025")


def test_a_cost_weighed_by_the_day_uses_the_figures_of_the_day() -> None:
    diary, _ = overrun_2025()
    diary.add("weights.updated", date(2026, 2, 1), year=2026, snapshot="new", figures=dict.fromkeys(POPULATION_2024, 1))
    found = {
        item.subject: item
        for item in costs_of(paying(replace(OVERRUN, weights_of="trigger", partial_year="full_year")), diary)
    }
    assert found["party:0114"].value == found["party:0123"].value == 800_000


def test_equal_weights_need_no_figures_for_a_cost_either() -> None:
    diary = year(2025, 1_500_000).add("outcome.recognised", date(2026, 2, 12), year=2025, amount=162_000_000)
    found = {item.subject: item for item in costs_of(paying(replace(KEY, weights="equal")), diary)}
    assert found["party:0114"].value == 800_000


def test_an_agreement_without_a_key_shares_nothing() -> None:
    bare = replace(paying(), rules={OVERRUN.id: OVERRUN})
    assert costs_of(bare, Diary())[0].verdict is Verdict.NOT_APPLICABLE
    odd = paying(replace(OVERRUN, trigger="something_else"))
    assert costs_of(odd, year(2025, 1_500_000))[0].verdict is Verdict.NOT_APPLICABLE


# --- wind-down ------------------------------------------------------------------------------------------


def abolished(**payload: Any) -> Diary:
    diary = year(2026, 1_500_000, POPULATION_2024)
    diary.leaves("0187", date(2025, 9, 1), (MANAGER, date(2025, 9, 2)))
    return diary.add("role.ended", date(2026, 5, 4), role="strateg", abolished=True, **payload)


def test_a_wind_down_is_shared_by_the_parties_of_the_day_those_under_notice_included() -> None:
    """N-10e."""
    diary = abolished().add("cost.recognised", date(2026, 5, 20), amount=30_000_000, role="strateg")
    found = {item.subject: item for item in costs_of(paying(), diary, WIND_DOWN.id)}
    assert found["party:0187"].value == 445_909
    assert found["parties"].since == date(2026, 5, 4)
    assert sum(item.value for subject, item in found.items() if subject != "parties") == 30_000_000


def test_the_cost_may_come_with_the_ending_itself() -> None:
    found = {item.subject: item for item in costs_of(paying(), abolished(cost=30_000_000), WIND_DOWN.id)}
    assert found["party:0187"].value == 445_909


def test_an_abolished_post_without_a_sum_waits_for_it() -> None:
    (whole,) = costs_of(paying(), abolished(), WIND_DOWN.id)
    assert (whole.verdict, whole.headline.sv) == (
        Verdict.PENDING,
        "Avvecklingskostnad: väntar på ett fastställt belopp",
    )


def test_a_cost_recognised_for_the_provision_needs_no_ending() -> None:
    diary = year(2026, 1_500_000, POPULATION_2024).add(
        "cost.recognised", date(2026, 5, 20), amount=100, rule=WIND_DOWN.id
    )
    found = costs_of(paying(), diary, WIND_DOWN.id)
    assert found[0].since == date(2026, 5, 20)
    other = year(2026, 1_500_000, POPULATION_2024).add(
        "cost.recognised", date(2026, 5, 20), amount=100, rule="x", role="strateg"
    )
    assert costs_of(paying(), other, WIND_DOWN.id)[0].verdict is Verdict.NOT_APPLICABLE


def test_an_ordinary_vacancy_is_no_wind_down() -> None:
    diary = year(2026, 1_500_000, POPULATION_2024).add("role.ended", date(2026, 5, 4), role="strateg")
    assert costs_of(paying(), diary, WIND_DOWN.id)[0].verdict is Verdict.NOT_APPLICABLE


def test_a_post_ended_again_after_its_cost_was_shared_waits_for_a_new_sum() -> None:
    diary = abolished().add("cost.recognised", date(2026, 5, 20), amount=30_000_000, role="strateg")
    diary.add("role.ended", date(2026, 5, 25), role="strateg", abolished=True)
    assert [item.headline.sv for item in costs_of(paying(), diary, WIND_DOWN.id) if item.subject == "parties"] == [
        "300\u202f000\u00a0kr delas av 15 parter", "Avvecklingskostnad: väntar på ett fastställt belopp",
    ]  # fmt: skip


def test_labels_of_the_small_agreement_are_used() -> None:
    assert (FEE.label, OVERRUN.label) == (same("Årsavgift"), same("Överskridande"))
