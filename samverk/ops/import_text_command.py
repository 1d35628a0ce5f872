"""``samverk import-text``: the signed document read into clauses, shown, and stored as the original edition.

Without ``--into`` nothing is stored and no database is needed.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from samverk.integrations.documents import LARGEST, Document, read_document, too_large
from samverk.integrations.refusals import DocumentRefused
from samverk.ops.arguments import JSON, LANG, Given, Option, Position, Usage
from samverk.ops.refused import FAILED, Refused, language_of, why_not
from samverk.rules.clauses import Block, Clause
from samverk.rules.originals.edition import Original, read_original
from samverk.rules.wording import Language, Text

USAGE = Usage(
    "import-text",
    Text(
        "Läser den undertecknade texten och visar punkter, stycken och det som inte kunde placeras. "
        "Med --into lagras den som avtalets originallydelse.",
        "Reads the signed text and shows clauses, paragraphs and what could not be placed. "
        "With --into it is stored as the original wording of the agreement.",
    ),
    (Position(Text("FIL", "FILE"), Text("dokumentet: .txt, .docx eller .pdf", "the document: .txt, .docx or .pdf")),),
    (
        Option(
            "into",
            Text("lagra som originallydelse av avtalet", "store as the original wording of the agreement"),
            value=Text("AVTAL", "AGREEMENT"),
        ),
        Option(
            "text",
            Text("skriv ut texten som den lagras; den går att rätta och läsa in", "print the text as it is stored"),
        ),
        JSON,
        LANG,
    ),
)
_SHOWN = 60
_FEWEST = 2
"""Clauses. A text in which fewer are found is hardly an agreement."""


def run(argv: Sequence[str]) -> int:
    """Read, show and perhaps store. Error: Refused."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    document = _document(given.words[0])
    original = read_original(document.lines)
    if len(original.edition.clauses) < _FEWEST:
        raise Refused(
            Text(
                f"Samverk hittar inga punkter i {given.words[0]}. Ett avtal har numrerade rubriker, "
                "till exempel ”1. Syfte” eller ”§ 1 Syfte”. Är det rätt dokument?",
                f"Samverk finds no clauses in {given.words[0]}. An agreement has numbered headings, "
                "such as “1. Purpose” or “§ 1 Purpose”. Is it the right document?",
            ),
            FAILED,
        )
    unseen: tuple[Text, ...] | None = None
    if "into" in given.values:
        # Imported here, as commands are: only storing needs Django and the database.
        importlib.import_module("samverk.ops.django_ready").start()
        unseen = importlib.import_module("samverk.ops.original_store").store(given.values["into"], original)
    _show(given, document, original, unseen)
    return 0


def _document(name: str) -> Document:
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(path.stat().st_size)
        return read_document(path.read_bytes())
    except DocumentRefused as refused:
        raise Refused(refused.message, FAILED) from refused
    except OSError as error:
        why = why_not(error)
        raise Refused(
            Text(f"{name} går inte att läsa: {why.sv}.", f"{name} cannot be read: {why.en}."), FAILED
        ) from error


def _show(given: Given, document: Document, original: Original, unseen: tuple[Text, ...] | None) -> None:
    language = given.language
    if "json" in given.flags:
        print(json.dumps(as_json(document, original, unseen, language), ensure_ascii=False, indent=2))
    elif "text" in given.flags:
        print(original.text, end="")
    else:
        for line in _listed(document, original, language):
            print(line)
        for line in _stored(given.values.get("into", ""), unseen, language):
            print(line)


def as_json(
    document: Document, original: Original, unseen: tuple[Text, ...] | None, language: Language
) -> dict[str, Any]:
    """The tree for other programs. ``unseen`` is there when the text was stored."""
    tree: dict[str, Any] = {
        "title": original.edition.title,
        "clauses": [_clause(clause) for clause in original.edition.clauses.values()],
        "unplaced": [
            {"line": found.line, "text": found.text, "reason": found.reason.in_language(language)}
            for found in original.unplaced
        ],
        "notices": [notice.in_language(language) for notice in document.notices],
    }
    return tree if unseen is None else tree | {"unseen": [found.in_language(language) for found in unseen]}


def _clause(clause: Clause) -> dict[str, Any]:
    sentences: dict[int, list[dict[str, str]]] = {}
    for block, path, words in clause.sentences():
        sentences.setdefault(id(block), []).append({"path": path, "text": words})
    return {
        "path": clause.id,
        "heading": clause.heading,
        "level": clause.level - 1,
        "items": [_block(block, sentences.get(id(block), [])) for block in clause.blocks],
    }


def _block(block: Block, sentences: list[dict[str, str]]) -> dict[str, Any]:
    kind = "item" if block.is_item else "paragraph"
    number = {"number": block.number} if block.number else {}
    return {"path": block.path, "kind": kind, **number, "text": block.text, "sentences": sentences}


def _listed(document: Document, original: Original, language: Language) -> Iterator[str]:
    """What a person checks: every clause with how it begins, then what was left out."""
    yield original.edition.title
    yield ""
    for clause in original.edition.clauses.values():
        yield f"{'  ' * (clause.level - 1)}{clause.id}  {clause.heading}"
        for block in clause.blocks:
            words = block.text if len(block.text) <= _SHOWN else f"{block.text[:_SHOWN].rstrip()} …"
            yield f"{'  ' * clause.level}{block.path}  {words}"
    yield ""
    if original.unplaced:
        yield Text("Inte placerat:", "Not placed:").in_language(language)
        for found in original.unplaced:
            where = Text(f"rad {found.line}", f"line {found.line}").in_language(language)
            yield f"  {where}: {found.text[:_SHOWN]} – {found.reason.in_language(language)}"
    else:
        yield Text("Allt är placerat.", "Everything is placed.").in_language(language)
    for notice in document.notices:
        yield notice.in_language(language)


def _stored(agreement: str, unseen: tuple[Text, ...] | None, language: Language) -> Iterator[str]:
    if unseen is None:
        return
    yield Text(
        f"Lagrat som originallydelse av {agreement}. Alla hänvisningar leder till ord i texten.",
        f"Stored as the original wording of {agreement}. Every citation leads to words in the text.",
    ).in_language(language)
    for found in unseen:
        yield found.in_language(language)
