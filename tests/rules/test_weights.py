"""The snapshot the parties weigh by, said as a whole (N-10a, N-10c): fixed, waited for, filled, or not needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samverk.rules import weights
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding, Input
from samverk.rules.provisions import ApportionmentKey
from samverk.rules.situation import Situation, situation
from samverk.rules.values import WeightTable
from samverk.rules.wording import Text
from tests.rules.lifecycle import NORRORT, Diary, started
from tests.rules.money_case import KEY, POPULATION_2024, paying, year
from tests.rules.whole import whole

AS_OF = date(2026, 6, 1)
READINGS = [
    "t-10-1 provisional proportional",
    "t-10-2 provisional dec31_previous_year",
    "t-10-5 provisional krona",
]


def here(definition: Definition, diary: Diary, as_of: date = AS_OF) -> tuple[Situation, ApportionmentKey]:
    made = situation(definition, diary.facts, as_of=as_of, names=NORRORT)
    rule = made.definition.first(ApportionmentKey)
    assert rule is not None
    return made, rule


def key_of(definition: Definition, diary: Diary, as_of: date = AS_OF) -> Finding:
    (found,) = weights.findings(*here(definition, diary, as_of))
    return found


def two_municipalities() -> Diary:
    return Diary().joins("0186", "0187")


def snapshot(diary: Diary, day: date, number: int, figures: dict[str, int]) -> Diary:
    return diary.add("weights.updated", day, year=number, snapshot=f"scb-{number - 1}", figures=figures)


def test_the_figures_of_the_year() -> None:
    told = year(2026, 1_500_000, POPULATION_2024)
    fact = told.facts[-1].seq
    assert whole(key_of(paying(), told)) == {
        "who": ("nyckel", "apportionment_key", "agreement"),
        "verdict": "fulfilled",
        "headline": (
            "Folkmängden för 2026 fastställdes 16 april 2026",
            "The population for 2026 was fixed on 16 April 2026",
        ),
        "detail": ("795 364 invånare 31 december 2025.", "795 364 inhabitants on 31 December 2025."),
        "cites": ("10",),
        "basis": "assumed",
        "period": "2026-01-01–2026-12-31",
        "value": {"year": 2026, "total": 795_364, "snapshot": "scb-2025"},
        "inputs": [(("Befolkningstal uppdaterade", "Population updated"), "2026-04-16", "fact", fact)],
        "because": (fact,),
        "readings": READINGS,
        "as_of": "2026-06-01",
    }


def test_a_party_without_a_figure_is_named_and_counts_as_nobody() -> None:
    told = snapshot(two_municipalities(), date(2026, 4, 16), 2026, {"0186": 48_377})
    found = whole(key_of(paying(), told))
    assert (found["verdict"], found["missing"]) == ("unknown", [("folkmängd för Vaxholm", "the population of Vaxholm")])
    assert found["value"]["total"] == 48_377


def test_until_the_figures_are_fixed_those_before_apply() -> None:
    """N-10c: recorded on the day itself they are known that day."""
    told = snapshot(two_municipalities(), date(2025, 4, 16), 2025, {"0186": 1, "0187": 2})
    fact = told.facts[-1].seq
    assert whole(key_of(paying(), told)) == {
        "who": ("nyckel", "apportionment_key", "agreement"),
        "verdict": "due_soon",
        "headline": ("Folkmängden för 2026 är inte fastställd", "The population for 2026 is not fixed"),
        "detail": ("Den från 16 april 2025 gäller tills vidare.", "That of 16 April 2025 applies meanwhile."),
        "cites": ("10",),
        "basis": "assumed",
        "period": "2026-01-01–2026-12-31",
        "inputs": [(("Befolkningstal uppdaterade", "Population updated"), "2025-04-16", "fact", fact)],
        "because": (fact,),
        "readings": READINGS,
        "missing": [("folkmängd för 2026", "the population for 2026")],
        "as_of": "2026-06-01",
    }
    assert weights.figures_on(*here(paying(), told), date(2025, 4, 15)) is None
    found = weights.figures_on(*here(paying(), told), date(2025, 4, 16))
    assert found is not None
    assert found.by_party == {"0186": 1, "0187": 2}


def test_keys_that_need_no_series() -> None:
    """Stated in the agreement: nothing is assumed and nobody is waited for."""
    table = replace(KEY, form="table", table=WeightTable({"0186": 2}), basis={})
    assert whole(key_of(paying(table), started())) == {
        "who": ("nyckel", "apportionment_key", "agreement"),
        "verdict": "information",
        "headline": ("Vikterna står i avtalet", "The weights stand in the agreement"),
        "cites": ("10",),
        "basis": "stated",
        "value": {"0186": 2},
        "as_of": "2026-06-01",
    }
    other = key_of(paying(replace(KEY, weights="table", table=WeightTable({"0186": 2}))), started())
    assert (other.headline.sv, other.value) == ("Vikterna står i avtalet", {"0186": 2})
    equal = key_of(paying(replace(KEY, weights="equal", table=WeightTable({"0186": 2}))), started())
    assert (equal.headline.sv, equal.value) == ("Alla parter väger lika", None)


def test_a_missing_figure_can_be_the_latest_of_the_snapshots_before() -> None:
    """Every earlier snapshot is looked in, the latest first; later ones and the figures there are stay as they are."""
    told = snapshot(two_municipalities(), date(2023, 4, 16), 2023, {"0114": 5, "0187": 1})
    snapshot(told, date(2024, 4, 16), 2024, {"0187": 2})
    snapshot(told, date(2025, 4, 16), 2025, {"0186": 7})
    snapshot(told, date(2026, 4, 16), 2026, {"0187": 9, "0115": 9})
    rule = replace(KEY, missing_weight="previous_value")
    found = weights.figures_for(*here(paying(rule), told), 2025)
    assert found is not None
    assert (found.by_party, found.filled) == ({"0114": 5, "0187": 2, "0186": 7}, ("0114", "0187"))
    said = whole(key_of(paying(rule), told, date(2025, 6, 1)))
    assert said["steps"] == [
        ("Tidigare siffra för Upplands Väsby och Vaxholm", "An earlier figure for Upplands Väsby and Vaxholm", "")
    ]
    without = weights.figures_for(*here(paying(), told), 2025)
    assert without is not None
    assert (without.by_party, without.filled) == ({"0186": 7}, ())


def test_an_input_says_which_snapshot_it_is_from() -> None:
    words = Text("Invånare", "Inhabitants")
    told = snapshot(two_municipalities(), date(2026, 4, 16), 2026, {"0186": 1})
    known = weights.figures_for(*here(paying(), told), 2026)
    source = Text("scb-2025", "scb-2025")
    assert weights.input_of(48_377, known) == Input(words, "48\u202f377", "series", source)
    assert weights.input_of(48_377, None) == Input(words, "48\u202f377", "series")
    unnamed = Diary().add("weights.updated", date(2026, 4, 16), year=2026, snapshot="", figures={"0186": 1})
    assert weights.input_of(1, weights.figures_for(*here(paying(), unnamed), 2026)).source is None
