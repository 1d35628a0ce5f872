"""Answers that say what decides them, and definitions that leave nothing to be picked at random."""

from __future__ import annotations

import pytest

from samverk.rules.check import check
from samverk.rules.provisions import Meeting
from samverk.rules.questions import ask
from samverk.rules.ruleset import load
from samverk.rules.values import Quota
from tests.rules.definitions import FOOD, ROOT, files
from tests.rules.lifecycle import norrort, same


@pytest.mark.parametrize(
    ("held", "verdict", "quarter"),
    [("2015-02-01,2015-05-01,2015-12-01", "breached", "juli"),
     ("2015-05-01,2015-08-01,2015-12-01", "breached", "januari"),
     ("2015-02-01,2015-05-01,2015-08-01,2015-12-01", "fulfilled", "januari")],
)  # fmt: skip
def test_the_sentence_is_of_the_quarter_that_fell_short(held: str, verdict: str, quarter: str) -> None:
    rule = Meeting(id="moten", label=same("Möten"), cite=("8",), body="body:ledningsgrupp",
                   quota=Quota(per="quarter", min=1))  # fmt: skip
    answer = ask(norrort(rule), "meetings", {"body": "ledningsgrupp", "year": "2015", "held": held})
    assert answer.verdict == verdict
    assert quarter in answer.sentence.sv


def test_a_fee_must_say_which_of_two_keys_it_is_split_by() -> None:
    """With one key there is no choice; with two a fee without a key would be split by whichever stands first."""
    source = files(FOOD)
    toml = source["agreement.toml"].decode()
    start = toml.index("[rule.nyckel]")
    second = toml[start : toml.index("[rule.", start + 1)].replace("[rule.nyckel]", "[rule.nyckel-tva]")
    alone = toml.replace('key = "rule:nyckel"\nperiod', "period")
    assert check(source | {"agreement.toml": alone.encode()}) == []
    (problem,) = [
        item
        for item in check(source | {"agreement.toml": (second + alone).encode()})
        if "fördelningsnycklar" in item.found.sv
    ]
    assert "rule:nyckel-tva" in problem.expected.sv


def test_who_is_counted_is_said_where_nobody_has_told_who_the_parties_are() -> None:
    """In an open circle one signature must not look like everybody's."""
    signed = {"signed": "0114:2026-03-01"}
    county = load(files(ROOT / "corpus/ksl-nyanlanda/2013-06-05"))
    alone = ask(county, "amendment_in_force", signed)
    assert "Parterna är inte angivna" in alone.steps[0].text.sv
    told = ask(county, "amendment_in_force", signed | {"parties": "0114,0180"})
    assert not any("inte angivna" in step.text.sv for step in told.steps)
