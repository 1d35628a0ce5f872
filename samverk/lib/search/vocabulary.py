"""All stems that an index holds: which of them a word is part of, which it is made of, which was perhaps meant.

Compounds are taken apart against the vocabulary itself: "flyktingmottag" is "flykting" and "mottag" because both are
words of these agreements. No list of Swedish words is needed, and a new agreement brings its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from samverk.lib.search.stems import folded

SHORTEST: Final = 3
"""Letters of a part of a compound."""

CLEAR: Final = 5
"""Letters from which a part is told from the rest of a word even when the rest is no word of the vocabulary."""

KEPT: Final = 2048
"""Stems whose compounds are kept in mind: a question asks for the same ones several times, spelt this way and that."""

_JOINTS: Final = ("", "s", "e", "o", "u", "a", "es")
"""What Swedish puts between the parts: avgift-s-fördelning, kyrk-o-gård, gat-u-hörn, famili-e-rätt."""


_LAST: Final = "\U0010ffff"
"""Comes after every letter."""


class Vocabulary:
    """Stems, each with a word it stands in (``form``), and the kinds of entries that hold it. Only grows while used."""

    def __init__(self, known: Iterable[tuple[str, str, str]] = ()) -> None:
        self.forms: dict[str, str] = {}
        self._held: set[tuple[str, str]] = set()
        self._sorted: list[str] = []
        self._backwards: list[str] = []
        self._by_ending: list[str] = []  # the stems in the order of ``_backwards``
        self._folded: dict[str, list[str]] = {}
        self._letters: dict[str, int] = {}
        self._compounds: dict[tuple[str, int], tuple[str, ...]] = {}
        self.add(known)

    def add(self, known: Iterable[tuple[str, str, str]]) -> None:
        """Learn stems with their words and kinds. A stem already known keeps its word."""
        new: dict[str, str] = {}
        for stem, form, kind in known:
            self._held.add((stem, kind))
            if stem not in self.forms:
                new.setdefault(stem, form)
        if not new:
            return
        self._compounds = {}
        self.forms.update(new)
        self._sorted = sorted(self.forms)
        self._backwards = sorted(stem[::-1] for stem in self.forms)
        self._by_ending = [stem[::-1] for stem in self._backwards]
        for stem in new:
            plain = folded(stem)
            self._letters[stem] = _letters(plain)
            if plain != stem:
                self._folded.setdefault(plain, []).append(stem)

    def held_by(self, stem: str, kind: str) -> bool:
        """Whether some entry of the kind holds the stem, as far as the vocabulary knows."""
        return (stem, kind) in self._held

    def __contains__(self, stem: str) -> bool:
        return stem in self.forms

    def without_dots(self, stem: str) -> tuple[str, ...]:
        """Stems that look like this one when å, ä and ö are typed as a and o."""
        return tuple(self._folded.get(stem, ()))

    def compounds(self, stem: str, most: int) -> tuple[str, ...]:
        """Stems of compounds that begin or end with this one, the shortest first, at most so many."""
        if len(stem) < SHORTEST:
            return ()
        kept = self._compounds
        found = kept.get((stem, most))
        if found is None:
            if len(kept) >= KEPT:
                kept.clear()
            found = kept[stem, most] = self._taken_apart(stem, most)
        return found

    def _taken_apart(self, stem: str, most: int) -> tuple[str, ...]:
        near = {*self._beginning(stem), *self._ending_with(stem)}
        # Taking words apart is what takes time: the shortest first, and no more than are asked for.
        ordered = sorted(sorted(near - {stem}), key=len)
        return tuple(islice((one for one in ordered if self._holds(one, stem)), most))

    def _holds(self, one: str, stem: str) -> bool:
        """Whether ``one``, which begins or ends with the stem, is a compound with it."""
        clear = len(stem) >= CLEAR
        return (one.startswith(stem) and self._follows(one[len(stem) :], clear=clear)) or (
            one.endswith(stem) and self._leads(one[: -len(stem)], clear=clear)
        )

    def parts(self, stem: str) -> tuple[str, ...]:
        """The stems a compound is made of; nothing when it is none, or is made in a way the vocabulary cannot tell."""
        for at in range(len(stem) - SHORTEST, SHORTEST - 1, -1):
            front = self._ending(stem[:at])
            if not front:
                continue
            rest = stem[at:]
            if rest in self.forms:
                return (front, rest)
            if more := self.parts(rest):
                return (front, *more)
        return ()

    def _follows(self, rest: str, *, clear: bool) -> bool:
        """Whether what comes after a first part can: a known word or several, perhaps after a joint."""
        if clear and len(rest) > SHORTEST:
            return True
        return any(
            rest.startswith(joint)
            and len(rest) - len(joint) >= SHORTEST
            and (rest[len(joint) :] in self.forms or bool(self.parts(rest[len(joint) :])))
            for joint in _JOINTS
        )

    def _leads(self, front: str, *, clear: bool) -> bool:
        """Whether what comes before a last part can: a known word or several, perhaps with a joint."""
        return (clear and len(front) > SHORTEST) or bool(self._ending(front)) or bool(self.parts(front))

    def _ending(self, front: str) -> str:
        """The known stem that a first part is, its joint taken off; "" for none."""
        for joint in _JOINTS:
            bare = front.removesuffix(joint) if joint else front
            if len(bare) >= SHORTEST and len(bare) + len(joint) == len(front) and bare in self.forms:
                return bare
        return ""

    def _beginning(self, start: str) -> Sequence[str]:
        return self._sorted[slice(*_between(self._sorted, start))]

    def _ending_with(self, end: str) -> Sequence[str]:
        return self._by_ending[slice(*_between(self._backwards, end[::-1]))]

    def nearest(self, stem: str, word: str) -> tuple[str, ...]:
        """Stems that a slip or two would turn into this one, the nearest first: what was perhaps meant.

        Of two as near, the one that stands in a word more like the ``word`` that was typed.
        """
        if len(stem) < SHORTEST:
            return ()
        most = 1 if len(stem) <= 5 else 2
        near: set[str] = set()
        for beginning in {stem[:2], stem[1::-1]}:
            near.update(self._beginning(beginning))
        near.update(self._ending_with(stem[-2:]))
        plain = folded(stem)
        letters = _letters(plain)
        found: list[tuple[int, int, str]] = []
        for one in near:
            # A slip puts one letter in for another at most: two words of too different letters need not be compared.
            if abs(len(one) - len(stem)) > most or (letters ^ self._letters[one]).bit_count() > 2 * most:
                continue
            far = distance(plain, folded(one), most)
            if far <= most:
                found.append((far, distance(word, self.forms[one], len(word)), one))
        return tuple(one for _, _, one in sorted(found))


def _letters(word: str) -> int:
    """Which letters a word holds, one bit for each; letters that are far apart in the alphabet may share one."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 64
    return bits


def _between(ordered: Sequence[str], start: str) -> tuple[int, int]:
    """Where in an ordered list those lie that begin with ``start``."""
    return bisect_left(ordered, start), bisect_left(ordered, start + _LAST)


def distance(left: str, right: str, most: int) -> int:
    """Letters put in, left out, taken for another or swapped with the next; ``most`` + 1 when there are more."""
    # What both begin with and end with costs nothing, and is nearly all of two words that are near.
    start = _shared(left, right)
    left, right = left[start:], right[start:]
    end = _shared(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, letter in enumerate(left, 1):
        last, before, row = before, row, [at]
        for place, other in enumerate(right, 1):
            cost = min(row[-1] + 1, before[place] + 1, before[place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == right[place - 2] and left[at - 2] == other:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _shared(left: str, right: str) -> int:
    """Letters that both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(left), len(right)))
