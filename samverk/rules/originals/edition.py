"""A document's lines as the text of an edition, in the form that is stored, with what could not be placed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from samverk.rules.clauses import Edition
from samverk.rules.frozen import frozen
from samverk.rules.originals.blocks import read_blocks
from samverk.rules.originals.draft import Chapter, Draft, Piece, of_edition, of_sections
from samverk.rules.originals.lines import UNWRITABLE, Unplaced, read_lines
from samverk.rules.originals.sections import place
from samverk.rules.text import parse_text

UNTITLED = "Överenskommelse"
_MARKED = re.compile(r"(?:[-*+]|\d+[.)])\s")


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
    return _as_it_stands(source) or settled(_read(source))[1]


def read_draft(lines: Iterable[str]) -> Draft:
    """The same document, to be put right by hand before it is written out."""
    source = list(lines)
    ready = _as_it_stands(source)
    return of_edition(ready.edition) if ready is not None else settled(_read(source))[0]


def settled(draft: Draft) -> tuple[Draft, Original]:
    """The draft written out, and the draft without what cannot be written: that is among its unplaced lines."""
    unplaced, chapters = list(draft.unplaced), draft.chapters
    while True:
        text, where = _written(draft.title or UNTITLED, chapters)
        edition, problems = parse_text(text)
        faulty = {id(part): part for problem in problems if (part := where.get(problem.line)) is not None}
        if not faulty:
            ordered = tuple(sorted(unplaced, key=lambda found: found.line))
            return Draft(draft.title, chapters, ordered), Original(text, edition, ordered)
        unplaced += [Unplaced(part.line, part.text, UNWRITABLE) for part in faulty.values()]
        chapters = tuple(_without(chapter, faulty) for chapter in chapters)


def _read(source: Sequence[str]) -> Draft:
    kept, unplaced = read_lines(source)
    title, sections, stray = place(read_blocks(kept))
    return of_sections(title, sections, [*unplaced, *stray])


def _without(chapter: Chapter, faulty: Container[int]) -> Chapter:
    return Chapter(
        chapter.id, chapter.heading, chapter.line, tuple(part for part in chapter.parts if id(part) not in faulty)
    )


def _as_it_stands(source: Sequence[str]) -> Original | None:
    if not any(line.startswith("# ") for line in source[:3]):
        return None
    text = "\n".join(source)
    edition, problems = parse_text(text)
    return None if problems else Original(text, edition, ())


def _written(title: str, chapters: Sequence[Chapter]) -> tuple[str, dict[int, Piece]]:
    """The text, and which part stands on each of its lines (from 1)."""
    lines, where = [f"# {title}"], dict[int, Piece]()
    for place_, chapter in enumerate(chapters):
        lines += ["", f"{'#' * chapter.level} {chapter.id} {chapter.heading}".rstrip()]
        before: Piece | None = None
        for part in chapter.parts:
            if not (part.is_item and before is not None and before.is_item):
                lines.append("")
            for words in _lines_of(part):
                lines.append(words)
                where[len(lines)] = part
            before = part
        if not chapter.parts and not _has_below(chapters, place_):
            lines += ["", chapter.heading]
    return "\n".join(lines) + "\n", where


def _has_below(chapters: Sequence[Chapter], at: int) -> bool:
    return at + 1 < len(chapters) and chapters[at + 1].level > chapters[at].level


def _lines_of(part: Piece) -> Iterator[str]:
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
