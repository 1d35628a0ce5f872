"""A document's lines as the text of an edition, in the form that is stored, with what could not be placed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from samverk.rules.clauses import Edition
from samverk.rules.frozen import frozen
from samverk.rules.originals.blocks import read_blocks
from samverk.rules.originals.lines import UNWRITABLE, Unplaced, read_lines
from samverk.rules.originals.sections import Part, Section, place
from samverk.rules.text import parse_text

UNTITLED = "Överenskommelse"
_MARKED = re.compile(r"(?:[-*+]|\d+[.)])\s")
_LIMIT = 3


@frozen
class Original:
    """A document as it was understood. ``text``: the edition as it is stored; ``unplaced``: in reading order."""

    text: str
    edition: Edition
    unplaced: tuple[Unplaced, ...]


def read_original(lines: Iterable[str]) -> Original:
    """The edition in the lines of a document. A line that begins with a form feed is the first of its page.

    A document that already has the form of an edition is taken as it stands, byte for byte.
    """
    source = list(lines)
    ready = _as_it_stands(source)
    if ready is not None:
        return ready
    kept, unplaced = read_lines(source)
    title, sections, stray = place(read_blocks(kept))
    unplaced += stray
    text, edition, clean = "", Edition("", {}), False
    while not clean:
        text, where = _written(title or UNTITLED, sections)
        edition, problems = parse_text(text)
        faulty = {id(part): part for problem in problems if (part := where.get(problem.line)) is not None}
        unplaced += [Unplaced(part.line, " ".join(part.lines), UNWRITABLE) for part in faulty.values()]
        for section in sections:
            section.parts = [part for part in section.parts if id(part) not in faulty]
        clean = not faulty
    return Original(text, edition, tuple(sorted(unplaced, key=lambda found: found.line)))


def _as_it_stands(source: Sequence[str]) -> Original | None:
    if not any(line.startswith("# ") for line in source[:3]):
        return None
    text = "\n".join(source)
    edition, problems = parse_text(text)
    return None if problems else Original(text, edition, ())


def _written(title: str, sections: Sequence[Section]) -> tuple[str, dict[int, Part]]:
    """The text, and which part stands on each of its lines (from 1)."""
    lines, where = [f"# {title}"], dict[int, Part]()
    for place_, section in enumerate(sections):
        lines += ["", f"{'#' * section.level} {section.id} {section.heading}".rstrip()]
        before: Part | None = None
        for part in section.parts:
            if not (part.is_item and before is not None and before.is_item):
                lines.append("")
            for words in _lines_of(part):
                lines.append(words)
                where[len(lines)] = part
            before = part
        if not section.parts and not _has_below(sections, place_):
            lines += ["", section.heading]
    return "\n".join(lines) + "\n", where


def _has_below(sections: Sequence[Section], at: int) -> bool:
    return at + 1 < len(sections) and sections[at + 1].level > sections[at].level


def _lines_of(part: Part) -> Iterator[str]:
    """The marker and the words. A line that would be read as another item stands on the line above it."""
    marker = (f"{part.number}. " if part.number else "- ") if part.is_item else ""
    lines = [part.lines[0]]
    for words in part.lines[1:]:
        if _MARKED.match(words) or words.startswith("#"):
            lines[-1] = f"{lines[-1]} {words}"
        else:
            lines.append(words)
    yield f"{marker}{lines[0]}"
    for words in lines[1:]:
        yield f"{' ' * len(marker)}{words}"
