"""Asks an agreement, by the name of its edition or as it is, with figures and names at hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from samverk.reference import municipalities, population
from samverk.rules.answer import Answer
from samverk.rules.definition import Definition
from samverk.rules.questions import QuestionError, ask
from samverk.rules.ruleset import load

CORPUS = Path(__file__).parents[2] / "corpus"
NORRORT_ID, KSL_ID = "koordination-norrort/2014-04-15", "ksl-nyanlanda/2013-06-05"


@cache
def corpus(name: str) -> Definition:
    return load({item.name: item.read_bytes() for item in (CORPUS / name).iterdir()})


def inhabitants(year: int) -> Mapping[str, int] | None:
    return population.population(year) if year in population.years() else None


NAMES = {code: item.name for code, item in municipalities.municipalities().items()}


def put(of: str | Definition, question: str, **given: str) -> Answer:
    known = corpus(of) if isinstance(of, str) else of
    return ask(known, question, given, population=inhabitants, names=NAMES)


def refused(of: str | Definition, question: str, **given: str) -> str:
    with pytest.raises(QuestionError) as error:
        put(of, question, **given)
    assert error.value.message.en
    assert error.value.message.sv == str(error.value)
    assert error.value.message.sv.endswith(".")
    return error.value.message.sv


def others(answer: Answer) -> dict[tuple[str, str], Any]:
    return {(item.reading, str(item.option)): item.value for item in answer.alternatives}
