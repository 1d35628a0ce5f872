"""``samverk health``: what an agreement leaves unsaid, with proposed wording, and what hangs loose in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from samverk.ops import definitions
from samverk.ops.arguments import JSON, LANG, Option, Usage
from samverk.ops.ask import AGREEMENT
from samverk.ops.refused import language_of
from samverk.ops.world import Names
from samverk.rules.definition import Definition
from samverk.rules.health import CONSEQUENCES, Health, Remark, Row, examine, inner
from samverk.rules.health.inner import SORTS
from samverk.rules.health.told import State
from samverk.rules.wording import Language, Text, say

USAGE = Usage(
    "health",
    Text(
        "Hälsokontroll: frågorna som en överenskommelse lämnar, varför de spelar roll och förslag till ordalydelse.",
        "Health check: the questions an agreement leaves, why they matter, and a proposed wording.",
    ),
    (AGREEMENT,),
    (
        Option(
            "all", Text("visa också de frågor som texten svarar på", "also show the questions that the text answers")
        ),
        JSON,
        LANG,
    ),
)

STATES: dict[State, Text] = {
    "silent": Text("säger inget", "silent"),
    "open": Text("öppet", "open"),
    "assumed": Text("antaget", "assumed"),
    "decided": Text("beslutat", "decided"),
    "found": Text("står i texten", "stated"),
    "na": Text("uppstår inte", "does not arise"),
}


def run(argv: Sequence[str]) -> int:
    """The check on standard output; a gap is no fault, so the exit code is 0. Error: Refused."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    definition = definitions.read(definitions.find(given.words[0]))
    names = Names()
    found, remarks = examine(definition, names), inner(definition, names)
    if "json" in given.flags:
        plain = (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
        print(json.dumps(as_json(definition, found, remarks, given.language), ensure_ascii=plain))
    else:
        print("\n".join(_lines(definition, found, remarks, given.language, everything="all" in given.flags)))
    return 0


def as_json(definition: Definition, found: Health, remarks: Sequence[Remark], language: Language) -> dict[str, Any]:
    """The check for other programs: every question, also those the text answers."""
    return {
        "agreement": definition.id,
        "version": definition.version,
        "definition_sha256": definition.sha256,
        "counts": found.counts,
        "questions": [_question(row, language) for row in found.rows],
        "remarks": [
            {"sort": item.sort, "text": item.text.in_language(language), "clauses": list(item.cites),
             "reading": item.reading or None}
            for item in remarks
        ],
    }  # fmt: skip


def _question(row: Row, language: Language) -> dict[str, Any]:
    proposal = row.proposal
    return {
        "id": row.question.id,
        "group": row.question.group,
        "consequence": row.question.consequence,
        "question": row.question.asks.in_language(language),
        "why": row.question.why.in_language(language),
        "law": [item.in_language(language) for item in row.question.law],
        "state": row.state,
        "says": [
            {"text": item.text.in_language(language), "state": item.state, "clauses": list(item.cites),
             "readings": list(item.readings)}
            for item in row.told
        ],
        "meanwhile": [item.in_language(language) for item in row.meanwhile],
        # The agreement is in Swedish, and so is what is to be pasted into it.
        "proposal": None
        if proposal is None
        else {"where": proposal.where.sv, "heading": proposal.heading.sv, "wording": proposal.wording.sv},
    }  # fmt: skip


def _lines(
    definition: Definition, found: Health, remarks: Sequence[Remark], language: Language, *, everything: bool
) -> Iterator[str]:
    counts = ", ".join(f"{count} {STATES[state].in_language(language)}" for state, count in found.counts.items())
    yield f"{definition.short.in_language(language)} {definition.version}: {counts}"
    for consequence, heading in CONSEQUENCES.items():
        rows = [row for row in found.unsettled if row.question.consequence == consequence]
        if rows:
            yield ""
            yield f"{heading.in_language(language).upper()} ({len(rows)})"
            for row in rows:
                yield from _row(row, language)
    if everything:
        yield ""
        for row in (*found.settled, *found.beside):
            yield from _row(row, language)
    yield from _remarks(remarks, language)


def _row(row: Row, language: Language) -> Iterator[str]:
    yield ""
    yield f"{row.question.asks.in_language(language)} [{STATES[row.state].in_language(language)}]"
    for item in row.told:
        cites = f" ({', '.join(item.cites)})" if item.cites else ""
        yield f"  {item.text.in_language(language)}{cites}"
    if row.reason is not None:
        yield f"  {row.reason.in_language(language)}"
    if row.proposal is None:
        return
    law = "; ".join(item.in_language(language) for item in row.question.law)
    yield f"  {row.question.why.in_language(language)}{f' ({law})' if law else ''}"
    for words in row.meanwhile:
        yield f"  {_MEANWHILE.in_language(language)} {words.in_language(language)}"
    where = say("{where}: ”{words}”", "{where}: ”{words}”", where=row.proposal.where, words=row.proposal.wording.sv)
    yield f"  {where.in_language(language)}"


_MEANWHILE = Text("Tills vidare:", "Meanwhile:")


def _remarks(remarks: Sequence[Remark], language: Language) -> Iterator[str]:
    for sort, (heading, why) in SORTS.items():
        items = [item for item in remarks if item.sort == sort]
        if items:
            yield ""
            yield f"{heading.in_language(language)}. {why.in_language(language)}"
            for item in items:
                reading = f" [{item.reading}]" if item.reading else ""
                yield f"  {item.text.in_language(language)}{reading}"
