"""Searches the index, for one who asks: entries the actor may not see are neither found nor counted.

The same rule as ``policy.can_see_agreement`` and ``can_see_original``, set-based; a test compares them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest
from threading import Lock
from typing import Any, Final, NamedTuple

from django.db import connection

from samverk.accounts.policy import Actor
from samverk.agreements.models import SearchKind
from samverk.lib.collation import sort_key
from samverk.lib.plain_sql import day_from_db
from samverk.lib.search.query import Wanted, wanted
from samverk.lib.search.stems import stem, words
from samverk.lib.search.vocabulary import Vocabulary
from samverk.reference.municipalities import municipalities
from samverk.rules.facts import FACT_KINDS

KINDS = tuple(SearchKind.values)
_LETTERS: Final[dict[str, str]] = {
    SearchKind.CLAUSE: "c",
    SearchKind.ORIGINAL: "o",
    SearchKind.RULE: "r",
    SearchKind.READING: "t",
    SearchKind.FACT: "f",
    SearchKind.DOCUMENT: "d",
    "": "x",
}

BESIDE: Final = ""
"""Every kind but clauses, as if they were one: there is mostly little of them, and one look answers for all."""

_ROOM: Final = 3
"""How many times as many entries of all those kinds together are taken as of one kind."""

_LEARNT: Final = frozenset({SearchKind.CLAUSE, SearchKind.RULE, SearchKind.READING})
"""Kinds whose words the vocabulary learns, but for those of closed agreements. Those of facts, papers and signed
wordings it does not.
"""

_TITLED: Final = 4
"""Compounds of each word that are looked for in titles, when several words are asked for together."""


def term(kind: str, stem: str, *, title: bool = False) -> str:
    """A stem as it stands in the index: for each kind a term of its own, and another for titles.

    So the index answers for a kind, or for titles, without going through all that it holds of the kind.
    """
    return f"{_LETTERS[kind]}{'1' if title else '0'}{stem}"


def terms(kind: str, title: Iterable[str], body: Iterable[str]) -> Iterator[str]:
    """All that an entry of a kind is found by: stems of its title, and of its body."""
    yield from (term(kind, stem, title=True) for stem in title)
    everything = dict.fromkeys((*title, *body))
    for found_as in (kind,) if kind == SearchKind.CLAUSE else (kind, BESIDE):
        yield from (term(found_as, stem) for stem in everything)


class Hit(NamedTuple):
    """An entry that was found. ``score``: how well; ``from_day``, ``to_day``: the days of the version it stands in;
    ``short_sv``, ``short_en``: what its agreement is called.
    """

    id: int
    agreement: str
    short_sv: str
    short_en: str
    kind: str
    ref: str
    place: int
    from_day: date | None
    to_day: date | None
    score: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of an entry."""

    title_sv: str
    title_en: str
    body_sv: str
    body_en: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was found, by kind, the best first. ``more``: kinds of which there is more than was looked at.

    ``typed``: the words of the question; ``words``: as they were looked for in the end, perhaps without their dots;
    ``some``: no entry has all of them, these have some.
    """

    typed: tuple[Wanted, ...]
    words: tuple[Wanted, ...]
    hits: Mapping[str, tuple[Hit, ...]]
    more: frozenset[str]
    some: bool = False


def search(
    question: str, actor: Actor, kinds: Sequence[str] = KINDS, *, most: int = 200, known: Vocabulary | None = None
) -> Result:
    """The entries with every word of the question, of each kind at most ``most``.

    When there are none: with letters taken for those with dots, and then with any of the words. ``known``: the
    vocabulary, when the caller has it.
    """
    known = known or vocabulary()
    typed = wanted(question, known)
    if not typed or not kinds:
        return Result(typed, typed, {}, frozenset())
    look = _Look(known, actor, kinds, most)
    result = look.for_words(typed)
    if not result.hits:
        looser = wanted(question, known, dots=True)
        if looser != typed:
            result = look.for_words(looser)
    if not result.hits and len(typed) > 1:
        result = look.for_words(typed, some=True)
    return replace(result, typed=typed) if result.hits else Result(typed, typed, {}, frozenset())


def finds(question: str, actor: Actor, known: Vocabulary) -> bool:
    """Whether any entry has any word of the question. One statement."""
    typed = wanted(question, known)
    return bool(typed) and _Look(known, actor, KINDS, 0).any(typed)


_STAMP = {
    # One writes at a time, and whatever changes what is found adds an entry.
    "sqlite": "COALESCE((SELECT MAX(id) FROM agreements_search_entry), 0)",
    # Several may write at once: what has been committed, as the server tells it (reading does not change it), and what
    # the transaction that asks has itself written.
    "postgresql": ("pg_current_snapshot()::text || ' ' || COALESCE((SELECT MAX(id) FROM agreements_search_entry), 0)"),
}


class State(NamedTuple):
    """How things stand before a search. ``stamp``: something that is another when a search may find something else;
    what has been found is kept by it. ``few``: there are at most as many agreements as was asked, seen or not.
    """

    stamp: str
    few: bool
    last_word: tuple[int, str] | None


def state(few: int) -> State:
    """All that is read before a search, in one statement. No more than ``few`` agreements are counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_STAMP[connection.vendor]}, "  # noqa: S608 - text of our own
            "(SELECT COUNT(*) FROM (SELECT 1 FROM agreements_agreement LIMIT %s) AS counted), word.id, word.stem "
            f"FROM (SELECT 1 AS one) AS always LEFT JOIN ({_LAST_WORD}) AS word ON TRUE",
            [few + 1],
        )
        stamp, count, *last = cursor.fetchone()
    return State(str(stamp), count <= few, (last[0], last[1]) if last[0] is not None else None)


def shown(ids: Collection[int]) -> dict[int, Shown]:
    """The words of some entries. One statement."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, title_sv, title_en, body_sv, body_en FROM agreements_search_entry WHERE id IN ({_marks(ids)})",  # noqa: S608 - marks only
            list(ids),
        )
        return {row[0]: Shown(*row[1:]) for row in cursor.fetchall()}


# --- the vocabulary ---------------------------------------------------------------------------------------

_lock = Lock()
_known: list[tuple[int, str]] = []  # the last word read: its id and stem
_vocabulary = Vocabulary()


_LAST_WORD: Final = "SELECT id, stem FROM agreements_search_word ORDER BY id DESC LIMIT 1"


def vocabulary(now: State | None = None) -> Vocabulary:
    """Every stem of the index. Kept by the process; what has come since is read, and all of it after a rebuild.

    ``now``: the state, when the caller has read it: then nothing is read where no word is new.
    """
    global _vocabulary  # noqa: PLW0603 - one for the process
    with _lock, connection.cursor() as cursor:
        if now is None:
            cursor.execute(_LAST_WORD)
            last = cursor.fetchone()
        else:
            last = now.last_word
        if _known and _known[0] == last:
            return _vocabulary
        since = 0
        if _known:
            cursor.execute("SELECT stem FROM agreements_search_word WHERE id = %s", [_known[0][0]])
            row = cursor.fetchone()
            since = _known[0][0] if row is not None and row[0] == _known[0][1] else 0
        cursor.execute("SELECT stem, form, kind FROM agreements_search_word WHERE id > %s ORDER BY id", [since])
        if not since:
            _vocabulary = Vocabulary(_always_known())
        _vocabulary.add(cursor.fetchall())
        _known[:] = [last] if last is not None else []
        return _vocabulary


def _always_known() -> Iterator[tuple[str, str, str]]:
    """Words that may be looked for though no agreement's text holds them: municipalities and kinds of facts."""
    names = [one.presented_name for one in municipalities().values()] + [kind.name.sv for kind in FACT_KINDS.values()]
    return ((stem(word, "sv"), word, SearchKind.FACT) for name in names for word, _, _ in words(name))


# --- the statements ---------------------------------------------------------------------------------------

_COLUMNS = "e.id, e.agreement_id, a.short_sv, a.short_en, e.kind, e.ref, e.place, e.from_day, e.to_day, e.title_stems"
_FROM = {
    # CROSS JOIN tells SQLite in which order to look: the index first, then row by row until there are enough.
    "sqlite": (
        "agreements_search_fts f CROSS JOIN agreements_search_entry e INDEXED BY agreements_search_entry_narrow "
        "ON e.id = f.rowid"
    ),
    "postgresql": "agreements_search_entry e",
}
"""Either database takes the entries as they lie: telling it to sort would make it find all of them first."""

_BY_INDEX = "SET LOCAL enable_seqscan = {0}; SET LOCAL enable_indexscan = {0}; "
"""Before and after the statement on PostgreSQL, whose server takes a word that it has no figures for to be common, and
would read entry after entry until it has met with enough of them.
"""

_ID, _KIND = 1, 5
"""Where they stand in a row; the number of the question stands first."""

type Asked = str | _Any | _All
"""A term of the index, or several."""


@dataclass(frozen=True, slots=True)
class _Any:
    of: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class _All:
    of: tuple[Asked, ...]


def _matching(asked: Asked) -> tuple[str, list[str]]:
    """What an entry must be to be found, with its parameters."""
    if connection.vendor == "sqlite":
        return "f.agreements_search_fts MATCH %s", [_said(asked, '"', " OR ", " AND ")]
    if isinstance(asked, _Any):
        # The index answers for each term by itself in a tenth of the time that it takes to weigh many together.
        each = [_matching(one) for one in asked.of]
        return f"({' OR '.join(sql for sql, _ in each)})", [param for _, params in each for param in params]
    return "e.words @@ %s::tsquery", [_said(asked, "'", " | ", " & ")]


def _said(asked: Asked, quote: str, any_: str, all_: str) -> str:
    """In the language of an index. Stems are letters and figures only."""
    if isinstance(asked, str):
        return f"{quote}{asked}{quote}"
    joint = any_ if isinstance(asked, _Any) else all_
    return f"({joint.join(_said(one, quote, any_, all_) for one in asked.of)})"


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the index: with what vocabulary, for whom, for which kinds, and how many of each."""

    known: Vocabulary
    actor: Actor
    kinds: Sequence[str]
    most: int

    def for_words(self, looked_for: tuple[Wanted, ...], *, some: bool = False) -> Result:
        """What has every word; with ``some``, any of them."""
        # First the very words alone: where they are in entries enough, compounds and what looks alike are not missed.
        # Of kinds whose words are not learnt all is asked at once: whether there is more cannot be told.
        rows, whole = self._first(looked_for, some=some)
        left = self._left(rows)
        further = [kind for kind in left if kind in _LEARNT and kind not in whole and self._goes_on(kind, looked_for)]
        # Of what there is too much of, those with a word in their title, wherever they lie.
        titled = {
            kind: self._in_title(looked_for, kind, some=some, very=kind in _LEARNT)
            for kind in self.kinds
            if kind not in left
        }
        rows += self._found([*self._questions(looked_for, further, some=some), *titled.values()])
        left = self._left(rows)
        full = [kind for kind in self.kinds if kind not in left]
        late = [kind for kind in full if kind not in titled]
        rows += self._found([self._in_title(looked_for, kind, some=some, very=False) for kind in late])
        return Result(looked_for, looked_for, self._ordered(rows, looked_for), frozenset(full), some)

    def _ordered(self, rows: Iterable[tuple[Any, ...]], looked_for: Sequence[Wanted]) -> dict[str, tuple[Hit, ...]]:
        """The entries by kind, each thing of a day once, the best first."""
        words = [(word.exact, word.marked()) for word in looked_for]
        hits: dict[str, dict[tuple[str, str, Any], Hit]] = {}
        for number, (agreement, short_sv, short_en, kind, ref, place, from_day, to_day, title) in {
            row[_ID]: row[_ID + 1 :] for row in rows
        }.items():
            days = (_day(from_day), _day(to_day))
            hit = Hit(number, agreement, short_sv, short_en, kind, ref, place, *days, _score(words, title))
            hits.setdefault(kind, {})[agreement, ref, days[0]] = hit
        return {kind: tuple(nsmallest(self.most, found.values(), _order)) for kind, found in hits.items()}

    def any(self, looked_for: tuple[Wanted, ...]) -> bool:
        """Whether there is something of any kind that has any of the words."""
        return bool(self._found([_Any(tuple(self._questions(looked_for, (SearchKind.CLAUSE, BESIDE), some=True)))]))

    def _first(self, looked_for: tuple[Wanted, ...], *, some: bool) -> tuple[list[tuple[Any, ...]], Collection[str]]:
        """The very words, of each kind; and the kinds of which more than those was asked. One statement, or two."""
        beside = [kind for kind in self.kinds if kind != SearchKind.CLAUSE]
        if len(beside) < 2:
            return self._found(self._questions(looked_for, self.kinds, some=some, very=True)), ()
        clauses = self._questions(looked_for, set(self.kinds) - set(beside), some=some, very=True)
        room = _ROOM * self.most
        rows = self._found([*clauses, self._asked(looked_for, BESIDE, some=some, very=False)], last=room)
        if sum(row[0] == len(clauses) for row in rows) <= room:
            return rows, beside
        rows = [row for row in rows if row[0] != len(clauses)]
        return rows + self._found(self._questions(looked_for, beside, some=some)), beside

    def _questions(
        self, looked_for: tuple[Wanted, ...], kinds: Iterable[str], *, some: bool, very: bool = False
    ) -> list[Asked]:
        """What to ask of each kind."""
        return [self._asked(looked_for, kind, some=some, very=very and kind in _LEARNT) for kind in kinds]

    def _goes_on(self, kind: str, looked_for: Iterable[Wanted]) -> bool:
        """Whether there is more to ask for than the very words."""
        return any(word.parts or self._near(word, kind) for word in looked_for)

    def _left(self, rows: Iterable[tuple[Any, ...]]) -> list[str]:
        """The kinds of which there may be more to find without having too many."""
        counted = Counter(kind for _, kind in {(row[_ID], row[_KIND]) for row in rows})
        return [kind for kind in self.kinds if counted[kind] <= self.most]

    def _found(self, asked: Sequence[Asked], *, last: int | None = None) -> list[tuple[Any, ...]]:
        """For each question at most one entry more than ``most``, with the question's number first. One statement.

        ``last``: for the last question one more than so many.
        """
        if not asked:
            return []
        seen, own = _seen_by(self.actor)
        parts, params = list[str](), list[Any]()
        for number, each in enumerate(asked):
            matching, terms = _matching(each)
            parts.append(
                f"SELECT * FROM (SELECT {number}, {_COLUMNS} FROM {_FROM[connection.vendor]} "  # noqa: S608 - names of our own
                f"JOIN agreements_agreement a ON a.id = e.agreement_id WHERE {matching} AND {seen} LIMIT %s) AS found"
            )
            params += [*terms, *own, (self.most if last is None or number + 1 < len(asked) else last) + 1]
        statement = " UNION ALL ".join(parts)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                statement = f"{_BY_INDEX.format('OFF')}{statement}; {_BY_INDEX.format('DEFAULT')}"
            cursor.execute(statement, params)
            while cursor.description is None:
                cursor.nextset()
            return list(cursor.fetchall())

    def _asked(
        self, looked_for: Iterable[Wanted], kind: str, *, some: bool, very: bool, most: int | None = None
    ) -> Asked:
        """The question. ``very``: for the very words, and no compounds or what looks alike; ``most``: with the shortest
        of those only.
        """
        each = [self._word(word, kind, very=very, most=most) for word in looked_for]
        return each[0] if len(each) == 1 else _Any(tuple(each)) if some else _All(tuple(each))

    def _word(self, word: Wanted, kind: str, *, very: bool, most: int | None) -> _Any:
        stems = sorted(word.exact) if very else [*sorted(word.exact), *self._near(word, kind)[:most]]
        together = _All(tuple(term(kind, part) for part in word.parts))
        return _Any((*(term(kind, stem) for stem in stems), *([together] if word.parts and not very else [])))

    def _in_title(self, looked_for: Sequence[Wanted], kind: str, *, some: bool, very: bool) -> Asked:
        """The same, and with one of the words in the title."""
        most = None if len(looked_for) == 1 else _TITLED
        stems = {stem for word in looked_for for stem in word.exact}
        parts = set[str]()
        if not very:
            stems |= {stem for word in looked_for for stem in self._near(word, kind)[:most]}
            parts = {part for word in looked_for for part in word.parts}
        titled = _Any(tuple(term(kind, stem, title=True) for stem in sorted(stems | parts)))
        if len(looked_for) == 1 and not parts:
            return titled
        return _All((titled, self._asked(looked_for, kind, some=some, very=very, most=most)))

    def _near(self, word: Wanted, kind: str) -> Sequence[str]:
        """Compounds and what looks alike, the shortest first. Each costs a look-up: only where they are, if that is
        known.
        """
        near = word.near if kind not in _LEARNT else [one for one in word.near if self.known.held_by(one, kind)]
        return sorted(near, key=lambda one: (len(one), one))


def _order(hit: Hit) -> tuple[object, ...]:
    """The best first; as good, in Swedish order of the agreements' names, and within one as it stands there."""
    return -hit.score, sort_key(hit.short_sv), hit.agreement, hit.place, hit.id


def _seen_by(actor: Actor) -> tuple[str, list[str]]:
    """What an entry must be for the actor to see it, with its parameters."""
    if actor.is_system:
        return "TRUE", []
    ways, params = ["(a.visibility = 'public' AND NOT e.restricted)"], list[str]()
    if own := sorted(actor.reaches()):
        ways.append(f"e.agreement_id IN ({_marks(own)})")
        params += own
    if parties := sorted(actor.parties()):
        bound = f"SELECT agreement_id FROM agreements_party_in_force WHERE party IN ({_marks(parties)})"  # noqa: S608 - marks only
        ways.append(f"e.agreement_id IN ({bound})")
        params += parties
    return f"({' OR '.join(ways)})", params


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _day(value: Any) -> date | None:
    return None if value is None else day_from_db(value)


def _score(looked_for: Iterable[tuple[frozenset[str], frozenset[str]]], title_stems: str) -> int:
    """A word in the title counts, and counts more when it is the very word. ``looked_for``: exact and all its stems."""
    title = title_stems.split(" ")
    score = 0
    for exact, marked in looked_for:
        if not marked.isdisjoint(title):
            score += 2 if exact.isdisjoint(title) else 3
    return score
