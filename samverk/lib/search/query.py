"""What a visitor typed, as what an index is asked for: each word with everything it may stand for."""

from __future__ import annotations

from dataclasses import dataclass

from samverk.lib.search import stems
from samverk.lib.search.vocabulary import Vocabulary

MOST_WORDS = 8
MOST_COMPOUNDS = 32
"""Compounds that the words of a question are looked for in, the shortest first; shared between the words."""

LONGEST = 200
"""Letters of a question that are read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word: any of ``exact``, or of ``near`` (compounds, letters without dots), or all of ``parts`` together."""

    word: str
    exact: frozenset[str]
    near: frozenset[str]
    parts: tuple[str, ...]

    def marked(self) -> frozenset[str]:
        """Every stem that shows why something was found."""
        return self.exact | self.near | frozenset(self.parts)


def wanted(question: str, vocabulary: Vocabulary, *, dots: bool = False) -> tuple[Wanted, ...]:
    """The words of a question, each once. ``dots``: letters without dots stand for those with, whatever there is."""
    typed = list(dict.fromkeys(word for word, _, _ in stems.words(stems.composed(question[:LONGEST]))))
    telling = ([word for word in typed if word not in stems.COMMON] or typed)[:MOST_WORDS]
    # Each compound costs the index a look-up: the more words, the fewer of each are needed to tell.
    most = MOST_COMPOUNDS // max(1, len(telling))
    return tuple(_wanted(word, vocabulary, most, dots=dots) for word in telling)


def _wanted(word: str, vocabulary: Vocabulary, most: int, *, dots: bool) -> Wanted:
    exact = frozenset({stems.stem(word, "sv"), stems.stem(word, "en"), word})
    alike: set[str] = set()
    if dots or not any(stem in vocabulary for stem in exact):
        alike = {one for stem in exact for one in vocabulary.without_dots(stem)} - exact
    longer = {one for stem in exact | alike for one in vocabulary.compounds(stem, most)} - exact - alike
    shortest = sorted(longer, key=lambda one: (len(one), one))[:most]
    parts = vocabulary.parts(stems.stem(word, "sv"))
    return Wanted(word, exact, frozenset((*alike, *shortest)), parts)


def meant(question: str, vocabulary: Vocabulary) -> str:
    """The question with each unknown word as it was perhaps meant; "" when there is nothing to change."""
    found: list[str] = []
    changed = False
    for word, _, _ in stems.words(stems.composed(question[:LONGEST])):
        item = _wanted(word, vocabulary, MOST_COMPOUNDS, dots=False)
        known = word in stems.COMMON or item.parts or any(stem in vocabulary for stem in item.marked())
        other = next(iter(vocabulary.nearest(stems.stem(word, "sv"), word)), "") if not known else ""
        changed = changed or bool(other)
        found.append(vocabulary.forms[other] if other else word)
    return " ".join(found) if changed else ""
