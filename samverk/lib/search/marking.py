"""Where in a text the words stand that it was found by, and the part of a long text that shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from samverk.lib.search.query import Wanted
from samverk.lib.search.stems import COMMON, WORD, composed, stem, words
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
    places = _places(text, wanted, language)
    start, end = 0, len(text)
    if length and len(text) > length:
        first = next(places, (0, 0))
        places = chain((first,) if first[1] else (), places)
        start, end = _window(text, first[0], length)
    pieces = [Piece(_ELLIPSIS, found=False)] if start else []
    at = start
    for begins, ends in places:
        if ends > end:
            break
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
    sought = _sought(tuple(wanted), language)
    kept, beginnings = _KEPT[language], sought.beginnings
    small = text.lower()
    # A few capitals of other alphabets are two letters when small: then the places would be wrong.
    for match in WORD.finditer(small if len(small) == len(text) else text):
        word = match[0].lower()
        # Most words begin in other ways than those looked for: they need not be stemmed.
        if word[:kept] in beginnings and (
            word in sought.typed or (word not in COMMON and stem(word, language) in sought.stems)
        ):
            yield match.span()


@dataclass(frozen=True, slots=True)
class _Sought:
    """The words of a question as a text is gone through for them."""

    typed: frozenset[str]
    stems: frozenset[str]
    beginnings: frozenset[str]
    """No stemmer changes how a word begins."""


@lru_cache(maxsize=64)
def _sought(wanted: tuple[Wanted, ...], language: Language) -> _Sought:
    typed = frozenset(item.word for item in wanted)
    stems = frozenset(one for item in wanted for one in item.marked())
    return _Sought(typed, stems, frozenset(one[: _KEPT[language]] for one in stems | typed))


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """From a little before the first word found, never in the middle of a word."""
    start = max(0, min(first - BEFORE, len(text) - length))
    start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), start + length)
    cut = text.rfind(" ", start, end) if end < len(text) else end
    return start, cut if cut > start else end
