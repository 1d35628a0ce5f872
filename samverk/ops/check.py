"""``samverk check``: are these agreements, written as data, without faults? File, line, clause, found, expected."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from samverk.ops.arguments import JSON, LANG, Given, Option, Position, Usage
from samverk.ops.definition_check import Report, examine
from samverk.ops.refused import FAILED, Refused, language_of
from samverk.reference import corpus
from samverk.reference.corpus import Located
from samverk.reference.errors import NotFoundError
from samverk.rules.problems import Problem
from samverk.rules.wording import Language, Text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

USAGE = Usage(
    "check",
    Text(
        "Granskar överenskommelser skrivna som data och räknar om deras exempel. Utan mapp: hela samlingen.",
        "Checks agreements written as data and works their examples again. Without a folder: the whole corpus.",
    ),
    (
        Position(
            Text("MAPP", "FOLDER"),
            Text("en överenskommelse i samlingen, eller en mapp", "an agreement of the corpus, or a folder"),
            many=True,
            optional=True,
        ),
    ),
    (
        Option(
            "coverage",
            Text(
                "visa också de meningar i texten som ingen bestämmelse pekar på",
                "also show the sentences of the text that no provision points at",
            ),
        ),
        JSON,
        LANG,
    ),
)


def run(argv: Sequence[str]) -> int:
    """Check every folder; 1 when anything is wrong in any of them. Error: Refused for a folder that is none."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    reports = [examine(located) for located in _located(given.words)]
    if "json" in given.flags:
        plain = (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
        print(json.dumps([as_json(report, given.language) for report in reports], ensure_ascii=plain))
    else:
        for report in reports:
            print("\n".join(_lines(report, given)))
    return FAILED if any(report.faults for report in reports) else 0


def _located(words: Sequence[str]) -> list[Located]:
    """Every version of every agreement named; of the corpus when none is."""
    try:
        return [version for word in words or corpus.agreement_ids() for version in _versions(word)]
    except NotFoundError as error:
        raise Refused(error.text) from error


def _versions(word: str) -> Iterator[Located]:
    newest = corpus.locate(word)
    dated = corpus.versions(newest.path.parent)
    asked_for_one = newest.path.resolve() == Path(word).resolve()
    if asked_for_one or newest.version not in dated:
        yield newest
    else:
        yield from (corpus.locate(str(newest.path.parent / version)) for version in dated)


def as_json(report: Report, language: Language) -> dict[str, Any]:
    """A report for other programs."""
    return {
        "folder": str(report.located.path),
        "ok": not report.faults,
        "problems": [_problem(problem, language) for problem in report.problems],
        "failed_examples": [_problem(problem, language) for problem in report.failed],
        "provisions": len(report.definition.rules) if report.definition else None,
        "readings": len(report.definition.readings) if report.definition else None,
        "examples": report.examples,
        "uncited": [{"clause": item.path, "line": item.line, "words": item.words} for item in report.uncited],
    }


def _problem(problem: Problem, language: Language) -> dict[str, Any]:
    hint = problem.hint.in_language(language) if problem.hint else None
    return {
        "file": problem.file,
        "line": problem.line or None,
        "clause": problem.clause or None,
        "found": problem.found.in_language(language),
        "expected": problem.expected.in_language(language),
        "hint": hint,
    }


def _lines(report: Report, given: Given) -> Iterator[str]:
    language, folder = given.language, report.located.path
    for problem in report.faults:
        where = f"{folder / problem.file}:{problem.line}" if problem.line else str(folder / problem.file)
        clause = f" [{problem.clause}]" if problem.clause else ""
        yield f"{where}:{clause} {problem.sentence(language)}"
    if "coverage" in given.flags:
        for item in report.uncited:
            yield f"{folder / 'text.sv.md'}:{item.line}: [{item.path}] ”{item.words}”"
    yield f"{folder}: {_verdict(report).in_language(language)}"


def _verdict(report: Report) -> Text:
    count, summary = len(report.faults), report.summary()
    if report.problems:
        return Text("1 fel" if count == 1 else f"{count} fel", "1 fault" if count == 1 else f"{count} faults")
    head = Text("inga fel", "no faults") if not count else Text(f"{count} fel", f"{count} faults")
    missed = len(report.uncited)
    tail = _missed(missed) if missed else Text("", "")
    other = _other_day(report)
    tail = Text(tail.sv + other.sv, tail.en + other.en)
    return Text(f"{head.sv}: {summary.sv}{tail.sv}", f"{head.en}: {summary.en}{tail.en}")


def _missed(count: int) -> Text:
    if count == 1:
        return Text("; 1 mening utan bestämmelse", "; 1 sentence without a provision")
    return Text(f"; {count} meningar utan bestämmelse", f"; {count} sentences without a provision")


def _other_day(report: Report) -> Text:
    """A warning, no fault: the folder is named after another day than the one the version is in force from."""
    folder, read = report.located.path.name, report.definition
    if read is None or not _DAY.fullmatch(folder) or folder == read.valid_from.isoformat():
        return Text("", "")
    return Text(
        f"; obs: mappen heter {folder} men versionen gäller från {read.valid_from}",
        f"; note: the folder is called {folder} but the version is in force from {read.valid_from}",
    )
