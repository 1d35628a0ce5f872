"""What a person puts right in a draft before it is stored: where a line belongs and what it is, never what it says.

Every correction keeps the words of the document: they are moved, parted or joined, and what is taken out is among the
unplaced lines. Only a clause's number is written by hand, because the other texts of the agreement share it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from samverk.rules.frozen import frozen
from samverk.rules.originals.blocks import joined
from samverk.rules.originals.draft import Chapter, Draft, Piece
from samverk.rules.originals.lines import Unplaced
from samverk.rules.wording import Text

REMOVED: Final = Text("Borttagen av dig.", "Taken out by you.")
LONGEST_NUMBER: Final = 12

_NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]?|[A-ZÅÄÖ]{1,2}\d*")
_BEFORE_HEADING = re.compile(r"(?:§\s*)?(?:\d+(?:\.\d+)*[a-z]?|[A-ZÅÄÖ]{1,2}\d+)\s*[.§:)]*\s+(?=\S)")
_BEFORE_ITEM = re.compile(r"(?:(\d{1,3})[.)]|[-–—•*])\s+(?=\S)")


class CorrectionRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A correction that cannot be made. ``message``: why, and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


@frozen
class Correction:
    """One step. ``act``: a key of ``ACTS``; ``at``: "3" the fourth clause, "3.0" its first part, "u2" the third
    unplaced line; ``to``: a clause's number, or the place of a clause, as the act has it; ``words``: the parts.
    """

    act: str
    at: str
    to: str = ""
    words: tuple[str, ...] = ()


def correct(draft: Draft, step: Correction) -> Draft:
    """The draft after a correction. Error: CorrectionRefused."""
    act = ACTS.get(step.act)
    if act is None:
        raise CorrectionRefused(_UNKNOWN)
    return act(draft, step)


# --- places -----------------------------------------------------------------------------------------------


def _number(text: str, below: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 7 and int(text) < below:
        return int(text)
    raise CorrectionRefused(_GONE)


def _chapter(draft: Draft, at: str) -> int:
    return _number(at, len(draft.chapters))


def _part(draft: Draft, at: str) -> tuple[int, int]:
    first, _, second = at.partition(".")
    chapter = _chapter(draft, first)
    return chapter, _number(second, len(draft.chapters[chapter].parts))


def _line(draft: Draft, at: str) -> int:
    if not at.startswith("u"):
        raise CorrectionRefused(_GONE)
    return _number(at[1:], len(draft.unplaced))


# --- putting together -------------------------------------------------------------------------------------


def _with(draft: Draft, chapters: Iterable[Chapter]) -> Draft:
    return Draft(draft.title, tuple(chapters), draft.unplaced)


def _parts(draft: Draft, chapter: int, parts: Iterable[Piece]) -> Draft:
    """The draft with other parts in a chapter."""
    old = draft.chapters[chapter]
    new = Chapter(old.id, old.heading, old.line, tuple(parts))
    return _with(draft, (*draft.chapters[:chapter], new, *draft.chapters[chapter + 1 :]))


def _replaced(draft: Draft, at: str, *pieces: Piece) -> Draft:
    chapter, part = _part(draft, at)
    parts = draft.chapters[chapter].parts
    return _parts(draft, chapter, (*parts[:part], *pieces, *parts[part + 1 :]))


def _free(draft: Draft, number: str, *, but: int = -1) -> str:
    """A clause number that can be used. Error: CorrectionRefused."""
    found = number.strip().removeprefix("§").strip().removesuffix(".")
    if not _NUMBER.fullmatch(found) or len(found) > LONGEST_NUMBER:
        raise CorrectionRefused(
            Text(
                f"”{number.strip()[:40]}” är inget punktnummer. Skriv till exempel 14, 7.1, B1 eller F.",
                f"“{number.strip()[:40]}” is no clause number. Write for example 14, 7.1, B1 or F.",
            )
        )
    if any(chapter.id == found for at, chapter in enumerate(draft.chapters) if at != but):
        raise CorrectionRefused(
            Text(
                f"Det finns redan en punkt {found}. Ge den ett annat nummer först, eller slå ihop de två.",
                f"There already is a clause {found}. Give it another number first, or join the two.",
            )
        )
    return found


def _sorted(unplaced: Iterable[Unplaced]) -> tuple[Unplaced, ...]:
    return tuple(sorted(unplaced, key=lambda found: found.line))


# --- the acts ---------------------------------------------------------------------------------------------


def _as_item(draft: Draft, step: Correction) -> Draft:
    """A paragraph is an item of a list; a sign or number before it is the item's own."""
    chapter, part = _part(draft, step.at)
    piece = draft.chapters[chapter].parts[part]
    return _replaced(draft, step.at, _item(piece))


def _item(piece: Piece) -> Piece:
    match = _BEFORE_ITEM.match(piece.lines[0])
    if match is None or piece.is_item:
        return Piece(piece.line, piece.lines, is_item=True, number=piece.number)
    rest = piece.lines[0][match.end() :]
    return Piece(piece.line, (rest, *piece.lines[1:]), is_item=True, number=match.group(1) or "")


def _as_paragraph(draft: Draft, step: Correction) -> Draft:
    chapter, part = _part(draft, step.at)
    piece = draft.chapters[chapter].parts[part]
    return _replaced(draft, step.at, Piece(piece.line, piece.lines))


def _as_heading(draft: Draft, step: Correction) -> Draft:
    """A part is the heading of a clause with the number ``to``; what follows in the clause belongs to the new one."""
    chapter, part = _part(draft, step.at)
    old = draft.chapters[chapter]
    number, heading = _free(draft, step.to), old.parts[part]
    words = heading.text
    match = _BEFORE_HEADING.match(words)
    new = Chapter(number, words[match.end() :] if match else words, heading.line, old.parts[part + 1 :])
    before = Chapter(old.id, old.heading, old.line, old.parts[:part])
    return _with(draft, (*draft.chapters[:chapter], before, new, *draft.chapters[chapter + 1 :]))


def _as_title(draft: Draft, step: Correction) -> Draft:
    """A part is the title of the document; what was taken for it becomes the first paragraph."""
    chapter, part = _part(draft, step.at)
    title = draft.chapters[chapter].parts[part].text
    rest = _replaced(draft, step.at)
    if draft.title:
        rest = _parts(rest, 0, (Piece(0, (draft.title,)), *rest.chapters[0].parts))
    return Draft(title, rest.chapters, rest.unplaced)


def _renumber(draft: Draft, step: Correction) -> Draft:
    chapter = _chapter(draft, step.at)
    old = draft.chapters[chapter]
    new = Chapter(_free(draft, step.to, but=chapter), old.heading, old.line, old.parts)
    return _with(draft, (*draft.chapters[:chapter], new, *draft.chapters[chapter + 1 :]))


def _dissolve(draft: Draft, step: Correction) -> Draft:
    """A heading was none: it is a paragraph of the clause above, and so is all that stood under it."""
    chapter = _chapter(draft, step.at)
    if chapter == 0:
        raise CorrectionRefused(_FIRST)
    above, old = draft.chapters[chapter - 1 : chapter + 1]
    heading = (Piece(old.line, (old.heading,)),) if old.heading else ()
    new = Chapter(above.id, above.heading, above.line, (*above.parts, *heading, *old.parts))
    return _with(draft, (*draft.chapters[: chapter - 1], new, *draft.chapters[chapter + 1 :]))


def _join(draft: Draft, step: Correction) -> Draft:
    """A part goes on with the one above it in the clause."""
    chapter, part = _part(draft, step.at)
    if part == 0:
        raise CorrectionRefused(_NOTHING_ABOVE)
    parts = draft.chapters[chapter].parts
    above, piece = parts[part - 1], parts[part]
    lines = (*above.lines[:-1], joined([above.lines[-1], piece.lines[0]]), *piece.lines[1:])
    whole = Piece(above.line, lines, above.is_item, above.number)
    return _parts(draft, chapter, (*parts[: part - 1], whole, *parts[part + 1 :]))


def _split(draft: Draft, step: Correction) -> Draft:
    """A part becomes several. Items stay items, paragraphs paragraphs."""
    chapter, part = _part(draft, step.at)
    piece = draft.chapters[chapter].parts[part]
    pieces = [text for words in step.words if (text := " ".join(words.split()))]
    if " ".join(pieces) != " ".join(piece.text.split()):
        raise CorrectionRefused(_OTHER_WORDS)
    if len(pieces) < 2:
        raise CorrectionRefused(_NOT_SPLIT)
    first = Piece(piece.line, (pieces[0],), piece.is_item, piece.number)
    rest = [Piece(piece.line, (text,)) for text in pieces[1:]]
    return _replaced(draft, step.at, first, *(map(_item, rest) if piece.is_item else rest))


def _up(draft: Draft, step: Correction) -> Draft:
    """A part changes places with the one above; the first of a clause becomes the last of the clause above."""
    chapter, part = _part(draft, step.at)
    if part:
        return _swapped(draft, chapter, part)
    if chapter == 0:
        raise CorrectionRefused(_NOTHING_ABOVE)
    piece, rest = draft.chapters[chapter].parts[0], draft.chapters[chapter].parts[1:]
    return _parts(_parts(draft, chapter, rest), chapter - 1, (*draft.chapters[chapter - 1].parts, piece))


def _down(draft: Draft, step: Correction) -> Draft:
    chapter, part = _part(draft, step.at)
    parts = draft.chapters[chapter].parts
    if part + 1 < len(parts):
        return _swapped(draft, chapter, part + 1)
    if chapter + 1 == len(draft.chapters):
        raise CorrectionRefused(_NOTHING_BELOW)
    return _parts(_parts(draft, chapter, parts[:-1]), chapter + 1, (parts[-1], *draft.chapters[chapter + 1].parts))


def _swapped(draft: Draft, chapter: int, part: int) -> Draft:
    parts = draft.chapters[chapter].parts
    return _parts(draft, chapter, (*parts[: part - 1], parts[part], parts[part - 1], *parts[part + 1 :]))


def _move(draft: Draft, step: Correction) -> Draft:
    """A part becomes the last of another clause."""
    chapter, part = _part(draft, step.at)
    target = _chapter(draft, step.to)
    parts = draft.chapters[chapter].parts
    without = _parts(draft, chapter, (*parts[:part], *parts[part + 1 :]))
    return _parts(without, target, (*without.chapters[target].parts, parts[part]))


def _drop(draft: Draft, step: Correction) -> Draft:
    """A part that is no part of the text, such as a page header that was not recognised."""
    chapter, part = _part(draft, step.at)
    piece = draft.chapters[chapter].parts[part]
    without = _replaced(draft, step.at)
    return Draft(draft.title, without.chapters, _sorted((*draft.unplaced, Unplaced(piece.line, piece.text, REMOVED))))


def _place(draft: Draft, step: Correction) -> Draft:
    """An unplaced line becomes a paragraph of the clause ``to``, where it stood among its lines."""
    found = _line(draft, step.at)
    target = _chapter(draft, step.to)
    line = draft.unplaced[found]
    rest = Draft(draft.title, draft.chapters, (*draft.unplaced[:found], *draft.unplaced[found + 1 :]))
    parts = rest.chapters[target].parts
    at = _among(parts, line.line)
    return _parts(rest, target, (*parts[:at], Piece(line.line, (line.text,)), *parts[at:]))


def _among(parts: Sequence[Piece], line: int) -> int:
    return next((at for at, part in enumerate(parts) if part.line > line), len(parts))


def home_of(draft: Draft, found: Unplaced) -> int:
    """The clause that an unplaced line stood in, or most nearly below."""
    above = [at for at, chapter in enumerate(draft.chapters) if chapter.line <= found.line]
    return above[-1] if above else 0


ACTS: Final[dict[str, Callable[[Draft, Correction], Draft]]] = {
    "item": _as_item,
    "paragraph": _as_paragraph,
    "heading": _as_heading,
    "title": _as_title,
    "renumber": _renumber,
    "dissolve": _dissolve,
    "join": _join,
    "split": _split,
    "up": _up,
    "down": _down,
    "move": _move,
    "drop": _drop,
    "place": _place,
}

_UNKNOWN = Text(
    "Rättelsen finns inte. Välj en av dem på sidan.", "There is no such correction. Choose one on the page."
)
_GONE = Text(
    "Raden du ville rätta finns inte längre. Se hur texten ser ut nu och försök igen.",
    "The line you wanted to correct is no longer there. See what the text looks like now and try again.",
)
_FIRST = Text("Den första punkten har ingen före sig.", "The first clause has none before it.")
_NOTHING_ABOVE = Text("Det finns inget stycke före i punkten.", "There is no paragraph above it in the clause.")
_NOTHING_BELOW = Text("Det finns ingenting efter det här stycket.", "There is nothing after this paragraph.")
_OTHER_WORDS = Text(
    "Orden måste vara desamma. Sätt bara in radbrytningar där texten ska delas.",
    "The words must be the same. Only put in line breaks where the text is to be parted.",
)
_NOT_SPLIT = Text(
    "Texten är inte delad. Sätt in en radbrytning där den ska delas.",
    "The text is not parted. Put in a line break where it is to be parted.",
)
