"""Where in a text the words stand that it was found by, and the part of a long text that shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from samverk.lib.search.query import Wanted
from samverk.lib.search.stems import COMMON, composed, stem, words
from samverk.rules.wording import Language

BEFORE: Final = 60
"""Letters shown before the first word found, at most."""

_KEPT: Final[dict[Language, int]] = {"sv": 2, "en": 1}
"""Letters that a stem has in common with its word: in Swedish endings only fall away, in English *dying* is *die*."""

_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text. ``found``: it is a word that was looked for."""

    text: str
    found: bool


def marked(text: str, wanted: Sequence[Wanted], language: Language, length: int = 0) -> tuple[Piece, ...]:
    """The text in pieces; cut to about ``length`` letters around the words found (0: all of it)."""
    text = composed(text)
    places = list(_places(text, wanted, language))
    start, end = _window(text, places, length) if length and len(text) > length else (0, len(text))
    pieces = [Piece(_ELLIPSIS, found=False)] if start else []
    at = start
    for begins, ends in places:
        if begins < start or ends > end:
            continue
        if begins > at:
            pieces.append(Piece(text[at:begins], found=False))
        pieces.append(Piece(text[begins:ends], found=True))
        at = ends
    if at < end:
        pieces.append(Piece(text[at:end], found=False))
    if end < len(text):
        pieces.append(Piece(_ELLIPSIS, found=False))
    return tuple(pieces)


def holds(text: str, wanted: Sequence[Wanted], language: Language) -> bool:
    """Whether the text has every word that is wanted, in any of the ways it may stand."""
    there = frozenset(stem(word, language) for word, _, _ in words(composed(text)))
    return all(there & (one.exact | one.near) or (bool(one.parts) and there.issuperset(one.parts)) for one in wanted)


def _places(text: str, wanted: Sequence[Wanted], language: Language) -> Iterator[tuple[int, int]]:
    looked_for = frozenset(one for item in wanted for one in item.marked())
    typed = {item.word for item in wanted}
    # No stemmer changes how a word begins, and most words begin in other ways: they need not be stemmed.
    kept = _KEPT[language]
    beginnings = frozenset(one[:kept] for one in looked_for | typed)
    for word, begins, ends in words(text):
        if word[:kept] in beginnings and (word in typed or (word not in COMMON and stem(word, language) in looked_for)):
            yield begins, ends


def _window(text: str, places: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """From a little before the first word found, never in the middle of a word."""
    first = places[0][0] if places else 0
    start = max(0, min(first - BEFORE, len(text) - length))
    start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), start + length)
    cut = text.rfind(" ", start, end) if end < len(text) else end
    return start, cut if cut > start else end
