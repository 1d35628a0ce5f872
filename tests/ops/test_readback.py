"""``samverk readback``: the whole encoding as sentences, in both languages."""

from __future__ import annotations

import pytest

from samverk.ops import cli
from samverk.reference import corpus
from samverk.rules.ruleset import load
from tests.ops.terminal import CORPUS_IDS
from tests.rules.definitions import FOOD


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("agreement", [*CORPUS_IDS, str(FOOD)])
def test_every_provision_and_every_reading_is_read(
    agreement: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["readback", agreement, "--lang", language]) == 0

    printed = capsys.readouterr()
    said = " ".join(printed.out.split())
    definition = load(corpus.locate(agreement).files)
    labels = [rule.label.in_language(language) for rule in definition.rules.values()]
    questions = [reading.question.in_language(language) for reading in definition.readings.values()]
    assert [words for words in labels + questions if words not in said] == []
    assert definition.sha256 in said
    assert printed.err == ""


def test_an_agreement_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["readback", "no-such-agreement"]) == 2
    assert "no-such-agreement" in capsys.readouterr().err
