"""``samverk health``: what an agreement leaves unsaid, on a terminal and for other programs."""

from __future__ import annotations

import json

import pytest

from samverk.ops import cli
from samverk.reference import corpus
from samverk.rules.health import CATALOGUE, examine
from samverk.rules.ruleset import load
from tests.ops.terminal import CORPUS_IDS
from tests.rules.definitions import FOOD, RESCUE


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("agreement", [*CORPUS_IDS, str(FOOD), str(RESCUE)])
def test_every_question_left_is_said_with_its_proposal(
    agreement: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["health", agreement, "--lang", language]) == 0

    printed = capsys.readouterr()
    found = examine(load(corpus.locate(agreement).files))
    for row in found.unsettled:
        assert row.proposal is not None
        assert row.question.asks.in_language(language) in printed.out
        assert row.question.why.in_language(language) in printed.out
        assert row.proposal.wording.sv in printed.out
    for row in found.settled:
        assert f"{row.question.asks.in_language(language)} [" not in printed.out
    assert printed.err == ""


def test_with_all_what_is_answered_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["health", "ksl-nyanlanda", "--all"]) == 0

    printed = capsys.readouterr().out
    assert all(question.asks.sv in printed for question in CATALOGUE)
    assert "Avtalet fördelar inga kostnader." in printed
    assert "Namn som har ändrats." in printed
    assert "Styrgruppen: fyra sorters beslut väntar på en regel. [t-6-3]" in printed


def test_other_programs_get_every_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["health", "koordination-norrort", "--json", "--lang", "en"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["agreement"] == "koordination-norrort"
    assert found["counts"] == {"silent": 19, "open": 7, "assumed": 17, "found": 14}
    by_id = {item["id"]: item for item in found["questions"]}
    assert list(by_id) == [question.id for question in CATALOGUE]
    notice = by_id["notice"]
    assert notice["state"] == "assumed"
    assert notice["says"][0]["clauses"] == ["14/s1", "14/s2"]
    assert notice["says"][0]["readings"] == ["t-14-1"]
    assert notice["proposal"]["where"] == "Tillägg till punkt 14"
    assert by_id["term"]["proposal"] is None
    assert by_id["council-report"]["law"] == ["Local Government Act (2017:725), ch. 9, s. 38"]
    assert {item["sort"] for item in found["remarks"]} >= {"unused-role", "outdated-name", "no-day"}


def test_an_agreement_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["health", "no-such-agreement"]) == 2
    assert "no-such-agreement" in capsys.readouterr().err
