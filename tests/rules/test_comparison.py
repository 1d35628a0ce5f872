"""Two agreements side by side and two versions of one: nothing is lost, and the same is not called different."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.clauses import Edition
from samverk.rules.comparison import (
    clause_changes,
    compare,
    finding_changes,
    provision_changes,
    reading_changes,
)
from samverk.rules.comparison.parameters import PARAMETERS, Side, mark
from samverk.rules.comparison.wordings import ClauseChange, Run, runs
from samverk.rules.definition import Definition
from samverk.rules.evaluate import evaluate
from samverk.rules.health import CATALOGUE
from samverk.rules.health.told import Told
from samverk.rules.ruleset import load
from samverk.rules.text import parse_text
from samverk.rules.wording import NBSP, Text
from tests.rules.definitions import ALL, CORPUS, FOOD, RESCUE, files, named
from tests.rules.small_world import ALE, BJUV, NAMES, TEXT, Story, definition

NORRORT, COUNTY = (load(files(folder)) for folder in CORPUS)
HOUSE, WEST = load(files(FOOD)), load(files(RESCUE))


def changed(folder: Path, **words: tuple[str, ...]) -> Definition:
    """A further version of the agreement in a folder: in each file (``text``, ``agreement``) words replaced."""
    held = files(folder)
    for file, pairs in words.items():
        name = {"text": "text.sv.md", "agreement": "agreement.toml"}[file]
        source = held[name].decode()
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert old in source
            source = source.replace(old, new)
        held[name] = source.encode()
    held.pop("scenarios.toml", None)
    return load(held)


# --- two agreements --------------------------------------------------------------------------------------


def row(one: Definition, other: Definition, parameter: str) -> tuple[str, list[str], list[str]]:
    """How a parameter stands, and what each says in Swedish."""
    found = next(item for item in compare(one, other) if item.id == parameter)
    first, second = ([told.text.sv.replace(NBSP, " ") for told in side.told] for side in found.sides)
    return found.mark, first, second


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_an_agreement_beside_itself_is_the_same_in_everything(folder: Path) -> None:
    held = load(files(folder))
    assert {item.mark for item in compare(held, held)} <= {"same", "neither"}


def test_turning_the_two_around_turns_the_sides_around() -> None:
    there, back = compare(NORRORT, COUNTY), compare(COUNTY, NORRORT)
    assert [(item.id, item.mark, item.sides) for item in there] == [
        (item.id, item.mark, item.sides[::-1]) for item in back
    ]


def test_every_parameter_and_every_further_question_is_compared_once() -> None:
    found = compare(NORRORT, COUNTY)
    ids = [item.id for item in found]
    assert len(ids) == len(set(ids))
    assert ids[: len(PARAMETERS)] == [item.id for item in PARAMETERS]
    assert set(ids) - {item.id for item in PARAMETERS} < {question.id for question in CATALOGUE}


@pytest.mark.parametrize(
    ("parameter", "mark_", "norrort", "county"),
    [
        ("parties", "different", "15 namngivna parter.", "Kommunerna i Stockholms län kan bli parter."),
        ("entry", "different", "Den sista av dagarna räknas.", "Beslutets dag räknas."),
        ("start", "different", "Första dagen är den 15 april 2014.", "Första dagen är olika för varje part."),
        ("notice", "different", "tolv månader", "nio månader"),
        ("exit-effect", "surer", "Den som säger upp lämnar", "Den som säger upp lämnar"),
        ("amendment", "surer", "Alla parter måste gå med på den.", "Alla parter måste gå med på den."),
        ("renegotiation", "different", "Varje part får begära omförhandling.", ""),
        ("body-of-all", "different", "minst en gång per år", "Möten hålls när de behövs."),
        ("smaller-body", "different", "minst två och högst fyra gånger per år", "minst sju och högst nio"),
        ("preparation", "different", "Arbetsgruppen", "Stockholm, Norrort och Södertörn"),
        ("chair", "different", "Företrädaren för den som är förvaltande kommun", "inte är bestämd än"),
        ("host", "different", "Lidingö stad", "Den som leder och samordnar"),
        ("plan", "different", "ledningsgruppen", "styrgruppen"),
        ("follow-up", "different", "tillsammans med varje part", "KSL:s styrelse"),
        ("money", "different", "efter invånarantal", "Ingen avgift betalas."),
        ("scope", "different", "SFS 2010:1122", "beskrivs i ord"),
        ("term", "same", "tills vidare", "tills vidare"),
        ("quorum", "neither", "", ""),
    ],
)
def test_the_two_agreements_of_the_corpus_side_by_side(parameter: str, mark_: str, norrort: str, county: str) -> None:
    """The table of differences that a reader of both texts makes."""
    found, one, other = row(NORRORT, COUNTY, parameter)
    assert found == mark_
    for said, words in ((one, norrort), (other, county)):
        assert any(words in sentence for sentence in said) if words else said == []


def test_a_third_agreement_is_compared_without_knowing_it() -> None:
    assert row(HOUSE, WEST, "notice")[0] == "different"
    assert row(HOUSE, WEST, "parties")[1][0] == "Tre namngivna parter."


def test_the_same_words_equally_sure_are_the_same() -> None:
    said = Told(Text("x", "x"), "found")
    guessed = Told(Text("x", "x"), "assumed")
    other = Told(Text("y", "y"), "found")
    assert mark(Side((said,), "found"), Side((said,), "found")) == "same"
    assert mark(Side((said,), "found"), Side((guessed,), "assumed")) == "surer"
    assert mark(Side((said,), "found"), Side((other,), "found")) == "different"
    assert mark(Side((said,), "found"), Side((), "silent")) == "different"
    assert mark(Side((), "na"), Side((), "silent")) == "neither"


# --- wordings --------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["en", "kommun", "betalar", "två", "lämnar.", "6", "12"]), max_size=14)


@given(WORDS, WORDS)
def test_runs_hold_both_wordings_and_nothing_else(old: list[str], new: list[str]) -> None:
    found = list(runs(old, new))
    assert [word for run in found if run.op != "ins" for word in run.text.split()] == old
    assert [word for run in found if run.op != "del" for word in run.text.split()] == new
    assert all(run.text for run in found)
    assert all(one.op != other.op for one, other in pairwise(found))


@given(WORDS)
def test_the_same_words_are_one_run(words: list[str]) -> None:
    assert list(runs(words, words)) == ([Run("same", " ".join(words))] if words else [])


PARAGRAPHS = st.lists(WORDS.filter(bool).map(" ".join), max_size=5)


@given(PARAGRAPHS, PARAGRAPHS, st.booleans())
def test_every_paragraph_of_both_wordings_is_there_once(old: list[str], new: list[str], items: bool) -> None:
    lead = "- " if items else ""
    one, other = (edition("\n\n".join(lead + part for part in parts)) for parts in (old, new))
    (change,) = clause_changes(one, other)
    was = [words for passage in change.passages if (words := left(passage.runs, "ins"))]
    now = [words for passage in change.passages if (words := left(passage.runs, "del"))]
    assert was == [" ".join(block.text.split()) for block in one.clauses["1"].blocks]
    assert now == [" ".join(block.text.split()) for block in other.clauses["1"].blocks]
    assert change.kind == ("same" if was == now else "changed")


def edition(body: str) -> Edition:
    return parse_text(f"# T\n\n## 1 Rubrik\n\n{body}\n")[0]


def left(found: tuple[Run, ...], without: str) -> str:
    """The words of a passage without those that came, or without those that went."""
    return " ".join(run.text for run in found if run.op != without)


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_an_edition_beside_itself_has_no_change(folder: Path) -> None:
    text = load(files(folder)).text
    assert text is not None
    assert {item.kind for item in clause_changes(text, text)} == {"same"}


def test_one_word_changed_is_one_word_gone_and_one_come() -> None:
    new = changed(RESCUE, text=("lämnar 90 dagar", "lämnar 60 dagar"))
    assert WEST.text is not None
    assert new.text is not None
    by_clause = {item.id: item for item in clause_changes(WEST.text, new.text)}
    assert {item.id for item in by_clause.values() if item.kind != "same"} == {"E"}
    found = [run for passage in by_clause["E"].passages for run in passage.runs if run.op != "same"]
    assert found == [Run("del", "90"), Run("ins", "60")]
    assert by_clause["E"].counts["del"] == by_clause["E"].counts["ins"] == 1


def test_a_clause_that_came_or_went_or_was_renamed_is_called_so() -> None:
    old = parse_text("# T\n\n## 1 Ett\n\nEn.\n\n## 2 Två\n\nTvå.\n\n## 3 Tre\n\nTre.\n")[0]
    new = parse_text("# T\n\n## 1 Ett\n\nEn.\n\n## 2a Mer\n\nMer.\n\n## 3 Trean\n\nTre.\n")[0]
    found: list[ClauseChange] = list(clause_changes(old, new))
    assert [(item.id, item.kind) for item in found] == [
        ("1", "same"), ("2", "removed"), ("2a", "added"), ("3", "changed"),
    ]  # fmt: skip
    assert found[3].heading == (Run("del", "Tre"), Run("ins", "Trean"))
    assert found[1].passages[0].runs == (Run("del", "Två."),)
    assert found[2].passages[0].runs == (Run("ins", "Mer."),)


def test_a_paragraph_put_in_between_leaves_its_neighbours_alone() -> None:
    old = edition("Första stycket står kvar.\n\nAndra stycket står kvar.")
    new = edition("Första stycket står kvar.\n\nEtt helt nytt innehåll.\n\nAndra stycket står kvar.")
    (change,) = clause_changes(old, new)
    assert [[run.op for run in passage.runs] for passage in change.passages] == [["same"], ["ins"], ["same"]]


# --- provisions and readings -----------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_a_version_beside_itself_has_no_change(folder: Path) -> None:
    held = load(files(folder))
    assert provision_changes(held, held) == ()
    assert reading_changes(held, held) == ()


def test_a_changed_parameter_is_one_sentence_gone_and_one_come() -> None:
    new = changed(RESCUE, text=("lämnar 90 dagar", "lämnar 60 dagar"), agreement=("P90D", "P60D"))
    (change,) = provision_changes(WEST, new)
    assert (change.kind, change.rule, change.cites) == ("changed", "lamna", ("E/s1", "E/s2"))
    assert [told.text.sv for told in change.gone] == [
        "Uppsägningstiden är 90 dagar och räknas från den dag uppsägningen skickades."
    ]
    assert [told.text.sv for told in change.come] == [
        "Uppsägningstiden är 60 dagar och räknas från den dag uppsägningen skickades."
    ]


def test_an_answer_that_became_surer_is_a_change() -> None:
    """The same parameter, no longer resting on a reading."""
    new = changed(FOOD, agreement=('basis = { accession = "t-anslutning" }\n', ""))
    (change,) = provision_changes(HOUSE, changed(FOOD, agreement=('accession = "open"', 'accession = "amendment"')))
    assert change.rule == "parter"
    assert provision_changes(HOUSE, new) == ()  # open it was, and open it is


def test_provisions_that_came_and_went() -> None:
    without = changed(RESCUE, agreement=('[rule.andra]\nkind = "amendment"', '[rule.andra2]\nkind = "amendment"'))
    found = {(item.rule, item.kind) for item in provision_changes(WEST, without)}
    assert found == {("andra2", "added"), ("andra", "removed")}
    added = next(item for item in provision_changes(WEST, without) if item.kind == "added")
    assert added.gone == ()
    assert len(added.come) > 3


def test_a_reading_with_another_answer() -> None:
    new = changed(FOOD, agreement=('select = "nov1_previous_year"', 'select = "dec31_previous_year"'))
    (change,) = reading_changes(HOUSE, new)
    assert (change.kind, change.reading) == ("changed", "t-matdag")
    assert change.was is not None
    assert change.now is not None
    assert "1 november" in change.was.sv
    assert "31 december" in change.now.sv


def test_a_reading_of_one_version_only() -> None:
    less = changed(
        FOOD,
        agreement=(
            'basis = { tracks_law_changes = "t-lag" }\n',
            "",
            "[interpretation.t-lag]",
            "[interpretation.t-lag2]",
        ),
    )
    found = {item.reading: (item.kind, item.was is None, item.now is None) for item in reading_changes(HOUSE, less)}
    assert found == {"t-lag2": ("added", True, False), "t-lag": ("removed", False, True)}


# --- what follows ----------------------------------------------------------------------------------------

EXIT = """
[rule.uttrade]
kind = "withdrawal"
label = {{ sv = "Utträde", en = "Exit" }}
cite = ["2/p1"]
who = "any_party"
clock = "first_receipt"
period = "{period}"
month_rule = "same_day_else_last"
last_day = "inside"
effect = "party_leaves"
addressees = "other_parties"
form = "written"
holiday_shift = "none"
"""


def test_what_follows_differently_is_said_for_each_subject() -> None:
    """Six months' notice or three: the last day of the one that left moves, and what is the same is not said."""
    story = Story().all_adopted()
    story.on(date(2015, 5, 1), "notice.given", ALE, dated="2015-05-01")
    story.on(date(2015, 5, 2), "notice.received", BJUV, notice_party=ALE)
    old, new = (
        evaluate(definition(EXIT.format(period=period)), story.facts, as_of=date(2015, 5, 5), names=NAMES)
        for period in ("P6M", "P3M")
    )
    found = [item for item in finding_changes(old, new) if item.rule == "uttrade"]
    assert len(found) == 1
    assert found[0].before is not None
    assert found[0].after is not None
    assert (found[0].before.value, found[0].after.value) == ("2015-11-02", "2015-08-02")
    assert finding_changes(old, old) == ()


def test_a_consequence_of_one_version_only() -> None:
    story = Story().all_adopted()
    plain = evaluate(definition(), story.facts, as_of=date(2016, 1, 1), names=NAMES)
    more = evaluate(definition(EXIT.format(period="P6M")), story.facts, as_of=date(2016, 1, 1), names=NAMES)
    came = [item for item in finding_changes(plain, more) if item.before is None]
    went = [item for item in finding_changes(more, plain) if item.after is None]
    assert {item.rule for item in came} == {item.rule for item in went} == {"uttrade"}
    assert TEXT.startswith("# Prov")
