"""The text of an agreement, ``text.sv.md``, as an edition whose every sentence has an address.

A small, fixed part of Markdown: ``# `` title, ``## `` or ``### `` clause id and heading, paragraphs separated by blank
lines, list items (``- `` or ``1. ``) with continuation lines. HTML comments are ignored. Anything else is a problem, so
that nothing the signatories read is silently lost.
"""

from __future__ import annotations

import re

from samverk.rules.clauses import Block, Clause, Edition
from samverk.rules.problems import Problem
from samverk.rules.wording import Text

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s*(.*)")
_CLAUSE_ID = re.compile(r"(?:\d+(?:\.\d+)*[a-z]?|[A-ZÅÄÖ]{1,2}\d*)\.?(?=\s|$)")
_ITEM = re.compile(r"(?:[-*+]|(\d+)[.)])\s+(.*)")
_FOREIGN = re.compile(r"\||>|```|~~~|!\[|<[a-zA-Z/]|(?:[-*_]\s*){3,}$|\[[^\]]+\]:")
_FOREIGN_SIGNS = frozenset("|>`~!<-*_[")
"""What a line that is foreign begins with: the others need not be asked."""

_ITEM_SIGNS = frozenset("-*+")
_END = re.compile(r"[.!?][\"”’»)]*(?=\s+([\"“”‘»«(]*)(\S))")
_QUOTES = frozenset('"“”‘»«')
_STOPS = (".", "!", "?")
_CLOSING = '"”’»)'
_ABBREVIATIONS = frozenset(
    {
        "t.ex", "bl.a", "m.m", "m.fl", "s.k", "dvs", "d.v.s", "ca", "nr", "kap", "st", "fr.o.m", "t.o.m", "p.g.a",
        "f.d", "resp", "jfr", "kl", "inkl", "exkl", "ev", "o.d", "dnr", "bil",
    }
)  # fmt: skip
_LAST_LETTERS = frozenset(word[-2:] for word in _ABBREVIATIONS)
"""Before a stop: nearly every word is told from an abbreviation by its last letters."""


class _Part:
    """A paragraph or a list item while it is being read."""

    __slots__ = ("is_item", "line", "lines", "number")

    def __init__(self, first: str, line: int, *, is_item: bool, number: str = "") -> None:
        self.lines = [first]
        self.line = line
        self.is_item = is_item
        self.number = number


class _Open:
    """A clause while it is being read."""

    __slots__ = ("heading", "id", "level", "line", "parts")

    def __init__(self, clause_id: str, heading: str, level: int, line: int) -> None:
        self.id = clause_id
        self.heading = heading
        self.level = level
        self.line = line
        self.parts: list[_Part] = []


def parse_text(source: str, file: str = "text.sv.md") -> tuple[Edition, tuple[Problem, ...]]:
    """The edition, and what the text holds that cannot be part of one. Problems never stop the reading."""
    reader = _Reader(file)
    for number, line in enumerate(_without_comments(source).splitlines(), 1):
        reader.take(number, line)
    return reader.finish()


def sentences(text: str) -> tuple[str, ...]:
    """Split running text: after . ! ? before a space and a capital letter or a quote, never after an abbreviation."""
    text = text.strip()
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        opening, letter = match.groups()
        if letter.isupper() or (opening or letter)[0] in _QUOTES:
            sentence = text[start : match.end()]
            if sentence[-3:-1].lower() not in _LAST_LETTERS or not _abbreviated(sentence):
                found.append(sentence)
                start = match.start(1)
    return (*found, text[start:]) if text else ()


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does: with . ! or ? (and quotes or brackets), and not with an abbreviation."""
    if not text.rstrip(_CLOSING).endswith(_STOPS):
        return False
    return text[-3:-1].lower() not in _LAST_LETTERS or not _abbreviated(text)


def _abbreviated(sentence: str) -> bool:
    """Whether the last word is an abbreviation."""
    last = sentence.rsplit(None, 1)[-1].lstrip('("“”').lower()
    return last.endswith(".") and last[:-1] in _ABBREVIATIONS


def _without_comments(source: str) -> str:
    source = source.removeprefix("\ufeff")
    if "<!--" not in source:
        return source
    return _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), source)


class _Reader:
    """Reads line by line; a blank line ends a paragraph, an indented line continues the item above it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.title = ""
        self.clauses: list[_Open] = []
        self.problems: list[Problem] = []
        self.joined = False  # whether a plain line continues the part above it

    def take(self, number: int, line: str) -> None:
        text = line.strip()
        if not text:
            self.joined = False
        elif text[0] == "#" and (match := _HEADING.fullmatch(text)):
            self.joined = False
            self._heading(number, len(match.group(1)), match.group(2).strip())
        elif text[0] in _FOREIGN_SIGNS and _FOREIGN.match(text):
            self._problem(
                number,
                Text(
                    f"Raden ”{text[:40]}” är varken rubrik, stycke eller punkt i en lista.",
                    f"The line “{text[:40]}” is no heading, paragraph or list item.",
                ),
                _PLAIN,
            )
        else:
            self._words(number, line, text)

    def _heading(self, number: int, level: int, rest: str) -> None:
        match = _CLAUSE_ID.match(rest)
        if level == 1 and not self.title and not self.clauses:
            self.title = rest
        elif level == 1 or level > 3:
            self._problem(
                number, Text(f"Rubrik på nivå {level}: ”{rest}”.", f"Heading of level {level}: “{rest}”."), _HEADINGS
            )
        elif match is None:
            self._problem(
                number,
                Text(
                    f"Rubriken ”{rest}” börjar inte med ett punktnummer.",
                    f"The heading “{rest}” does not begin with a clause number.",
                ),
                _NUMBERED,
            )
        else:
            clause = match.group().removesuffix(".")
            self._close(level)
            self.clauses.append(_Open(clause, rest[match.end() :].strip(), level, number))

    def _words(self, number: int, line: str, text: str) -> None:
        if not self.clauses:
            self._problem(
                number,
                Text(f"”{text[:40]}” står före den första punkten.", f"“{text[:40]}” stands before the first clause."),
                _FIRST,
            )
            return
        parts = self.clauses[-1].parts
        marked = text[0] in _ITEM_SIGNS or text[0].isdecimal()
        item, indented = _ITEM.fullmatch(text) if marked else None, line[:2].isspace()
        if item and indented and parts and parts[-1].is_item:
            self._problem(number, Text("En lista inuti en lista.", "A list inside a list."), _FLAT)
        elif item:
            parts.append(_Part(item.group(2), number, is_item=True, number=item.group(1) or ""))
            self.joined = True
        elif parts and (self.joined or (indented and parts[-1].is_item)):
            parts[-1].lines.append(text)
        else:
            parts.append(_Part(text, number, is_item=False))
            self.joined = True

    def _close(self, next_level: int) -> None:
        """A clause is done: it must hold words, unless its words are in the clauses below it."""
        if self.clauses and not self.clauses[-1].parts and next_level <= self.clauses[-1].level:
            last = self.clauses[-1]
            self._problem(last.line, Text(f"Punkt {last.id} är tom.", f"Clause {last.id} is empty."), _FILLED, last.id)

    def finish(self) -> tuple[Edition, tuple[Problem, ...]]:
        self._close(0)
        if not self.title:
            self._problem(1, Text("Överenskommelsens titel saknas.", "The agreement's title is missing."), _TITLE)
        if not self.clauses:
            self._problem(1, Text("Texten har inga punkter.", "The text has no clauses."), _NUMBERED)
        first: dict[str, Clause] = {}
        for clause in self.clauses:
            if clause.id in first:
                line = first[clause.id].line
                self._problem(
                    clause.line,
                    Text(
                        f"Punkt {clause.id} står två gånger; den första gången på rad {line}.",
                        f"Clause {clause.id} occurs twice; first on line {line}.",
                    ),
                    _ONCE,
                    clause.id,
                )
            else:
                first[clause.id] = _clause(clause)
        return Edition(self.title, first), tuple(self.problems)

    def _problem(self, line: int, found: Text, expected: Text, clause: str = "") -> None:
        where = clause or (self.clauses[-1].id if self.clauses else "")
        self.problems.append(Problem(self.file, line, where, found, expected))


def _clause(read: _Open) -> Clause:
    blocks: list[Block] = []
    items = paragraphs = running = 0
    has_items = any(part.is_item for part in read.parts)
    for part in read.parts:
        words = sentences(" ".join(part.lines))
        if part.is_item:
            items += 1
            path = f"{read.id}/p{items}"
        elif has_items:
            path = f"{read.id}/s{running + 1}"  # beside a list a paragraph is reached through its sentences
        else:
            paragraphs += 1
            path = f"{read.id}/p{paragraphs}"
        running += 0 if part.is_item else len(words)
        blocks.append(Block(path, words, part.is_item, part.number, part.line))
    return Clause(read.id, read.heading, read.level, tuple(blocks), read.line)


_PLAIN = Text(
    "Texten får bara ha rubriker, stycken och listor (- eller 1.).",
    "The text may only have headings, paragraphs and lists (- or 1.).",
)
_HEADINGS = Text(
    "Titeln står en gång, först, med #; punkter har ## eller ###.",
    "The title stands once, first, with #; clauses have ## or ###.",
)
_NUMBERED = Text("Skriv punktens nummer först: ”## 14 Rubrik”.", "Write the clause's number first: “## 14 Heading”.")
_FIRST = Text(
    "All text ska stå under en punkt: ”## 0 Inledning”.", "All text must stand under a clause: “## 0 Preamble”."
)
_FLAT = Text("Listor har bara en nivå.", "Lists have one level only.")
_FILLED = Text("En punkt ska ha text under sin rubrik.", "A clause must have text under its heading.")
_TITLE = Text("Första raden ska vara ”# ” och titeln.", "The first line must be “# ” and the title.")
_ONCE = Text("Varje punkt har ett eget nummer.", "Each clause has a number of its own.")
