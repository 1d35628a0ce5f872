"""``samverk ask``: a question to an agreement, answered with clause, arithmetic and readings. Needs no database."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from samverk.ops import definitions
from samverk.ops.arguments import JSON, LANG, Option, Position, Usage
from samverk.ops.refused import Refused, language_of
from samverk.ops.world import Names, population
from samverk.rules.questions import QUESTIONS, Answer, QuestionError, ask, wanted
from samverk.rules.wording import Language, Text

AGREEMENT = Position(
    Text("AVTAL", "AGREEMENT"),
    Text("en överenskommelse i samlingen, eller mappen den ligger i", "an agreement of the corpus, or its folder"),
)
_LISTED = ", ".join(QUESTIONS)
USAGE = Usage(
    "ask",
    Text(
        "Frågar en överenskommelse. Svaret säger varför: punkter, uträkning, läsningar och vad andra läsningar ger.",
        "Asks an agreement. The answer says why: clauses, arithmetic, readings and what other readings give.",
    ),
    (AGREEMENT, Position(Text("FRÅGA", "QUESTION"), Text(f"en av {_LISTED}", f"one of {_LISTED}"))),
    (
        Option(
            "given",
            Text(
                "det som frågan gäller, till exempel received=2024-02-29", "what is given, such as received=2024-02-29"
            ),
            value=Text("NAMN=VÄRDE", "NAME=VALUE"),
            pairs=True,
        ),
        JSON,
        LANG,
    ),
)


def run(argv: Sequence[str]) -> int:
    """Answer on standard output. Error: Refused, with one sentence that says what is asked for.

    With --json the sentence is also written there as ``{"error": …}``: a program reads one stream.
    """
    try:
        return _run(argv)
    except Refused as refused:
        if "--json" in argv:
            print(_dumped({"error": refused.text.in_language(language_of(argv))}))
        raise


def _run(argv: Sequence[str]) -> int:
    given = USAGE.read(argv)
    if given is None:
        print(_help(argv, language_of(argv)))
        return 0
    agreement, question = given.words
    inputs = as_inputs(given.pairs)
    definition = definitions.read(definitions.find(agreement))
    names = Names()
    try:
        answer = ask(definition, question, inputs, population=population, names=names)
    except QuestionError as error:
        raise Refused(error.message) from error
    print(_as_json(answer, given.language) if "json" in given.flags else _in_words(answer, given.language, names))
    return 0


def as_inputs(pairs: Sequence[str]) -> dict[str, str]:
    """``name=value`` pairs as a table. Error: Refused for one without = and for a name given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name:
            raise Refused(
                Text(
                    f"”{pair}” efter --given ska skrivas NAMN=VÄRDE utan mellanslag, till exempel received=2024-02-29.",
                    f"“{pair}” after --given must be NAME=VALUE without spaces, such as received=2024-02-29.",
                )
            )
        if name in found:
            raise Refused(Text(f"”{name}” står två gånger efter --given.", f"“{name}” is given twice."))
        found[name] = value
    return found


def _as_json(answer: Answer, language: Language) -> str:
    return _dumped(answer.as_json(language))


def _dumped(found: Mapping[str, Any]) -> str:
    plain = (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
    return json.dumps(found, ensure_ascii=plain)


def _in_words(answer: Answer, language: Language, names: Mapping[str, str]) -> str:
    text: str = importlib.import_module("samverk.ops.answer_text").as_text(answer, language, names)
    return text


def _help(argv: Sequence[str], language: Language) -> str:
    """The help; of a question, when one is named."""
    named = next((word for word in argv if word in QUESTIONS), None)
    if named is None:
        head = [USAGE.help(language), "", Text("Frågor", "Questions").in_language(language)]
        rows = dict(QUESTIONS)
    else:
        head = [f"{named}: {QUESTIONS[named].in_language(language)}", ""]
        rows = {f"{item.name}={item.example}": item.about for item in wanted(named)}
    width = max(map(len, rows))
    return "\n".join([*head, *(f"  {name:<{width}}  {about.in_language(language)}" for name, about in rows.items())])
