"""Keeps what a search finds: clauses in both wordings, provisions, readings and facts, each with its stems.

A projection of versions, editions and facts: what is recorded is indexed in the same transaction, and all of it can be
built again. Whether somebody may see an entry is not decided here but asked in each search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from samverk.agreements.models import Agreement, Edition, EditionKind, SearchEntry, SearchKind, SearchWord, Visibility
from samverk.agreements.queries.documents import Indexed, searchable
from samverk.agreements.queries.searching import terms
from samverk.agreements.queries.situations import Chain
from samverk.agreements.queries.versions import Wording, definition_of, wordings
from samverk.lib.search.stems import LONGEST, composed, stem, words
from samverk.records.actions import lock_chain
from samverk.records.queries.papers import DOCUMENT_KINDS
from samverk.reference.municipalities import municipalities
from samverk.rules.clauses import Edition as Words
from samverk.rules.definition import ClauseInfo, Definition
from samverk.rules.facts import FACT_KINDS, Fact
from samverk.rules.naming import name_of
from samverk.rules.text import parse_text
from samverk.rules.wording import Text, day

_ABOUT_PEOPLE = ("role.", "body.member")
_PEOPLE = ("title", "holder", "substitute")
_TOLD = ("year", "reasons", "note", "demand")
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Found:
    """Something to be found. ``says``: its body; ``also``: words it is found by that are not shown."""

    kind: str
    ref: str
    place: int
    title: Text
    says: Text = _NOTHING
    also: Text = _NOTHING
    restricted: bool = False
    from_day: date | None = None
    to_day: date | None = None


@transaction.atomic
def rebuild_index(*, agreement: str) -> None:
    """Build everything a search finds in the agreement again."""
    SearchEntry.objects.filter(agreement=agreement).delete()
    chain = Chain(agreement, lock_chain(agreement))
    following = wordings(agreement)
    if following:
        newest = definition_of(following[-1].sha256)
        _store(agreement, list(_of_versions(following)))
        for found in searchable(agreement):
            _store(agreement, [_of_document(found)], learn=False)
        index_facts(agreement=agreement, newest=newest, recorded=chain.facts)


@transaction.atomic
def rebuild_whole_index() -> int:
    """Build the index of every agreement again, and forget the words of those that are gone. How many agreements."""
    SearchWord.objects.all().delete()
    agreements = list(Agreement.objects.order_by("id").values_list("id", flat=True))
    for agreement in agreements:
        rebuild_index(agreement=agreement)
    tidy_index()
    return len(agreements)


def tidy_index() -> None:
    """Put the pieces of SQLite's index together, so that a search looks in one place; PostgreSQL does so by itself.

    Takes half a second for a hundred thousand entries, while nothing else can be written.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO agreements_search_fts (agreements_search_fts) VALUES ('optimize')")


def index_missing() -> None:
    """Build the index of the agreements that have none."""
    there = SearchEntry.objects.filter(agreement=OuterRef("id"))
    for agreement in list(Agreement.objects.filter(~Exists(there)).order_by("id").values_list("id", flat=True)):
        rebuild_index(agreement=agreement)


def index_texts(*, agreement: str) -> None:
    """Bring clauses, provisions and readings up to date, after a version or an edition has come or gone."""
    kinds = (SearchKind.FACT, SearchKind.DOCUMENT)
    SearchEntry.objects.filter(agreement=agreement).exclude(kind__in=kinds).delete()
    _store(agreement, list(_of_versions(wordings(agreement))))


def index_document(*, agreement: str, key: str) -> None:
    """Bring a document up to date: as it is now, unless it is working material or withdrawn."""
    SearchEntry.objects.filter(agreement=agreement, kind=SearchKind.DOCUMENT, ref=key).delete()
    _store(agreement, [_of_document(found) for found in searchable(agreement, key)], learn=False)


def unindex_document(*, agreement: str, key: str) -> None:
    """Take a document away. The rest is written anew: what searches have found is no longer so."""
    if SearchEntry.objects.filter(agreement=agreement, kind=SearchKind.DOCUMENT, ref=key).delete()[0]:
        index_texts(agreement=agreement)


_INSERT = """
    INSERT INTO agreements_search_entry
    (agreement_id, kind, ref, place, restricted, title_sv, title_en, body_sv, body_en, title_stems, stems)
    VALUES (%s, 'fact', %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def index_facts(*, agreement: str, newest: Definition, recorded: Sequence[Fact]) -> None:
    """Add facts that have just been recorded. The chain's lock is held.

    One plain statement: what is recorded pays for it every time. Their words are not learnt: those of kinds, bodies
    and parties are known anyway, and what people write freely is no word to suggest to others.
    """
    made = (_entry(agreement, found, {}) for found in _of_facts(newest, recorded))
    rows = [
        (one.agreement_id, one.ref, one.place, one.restricted, one.title_sv, one.title_en, one.body_sv, one.body_en,
         one.title_stems, one.stems)
        for one in made
    ]  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)


# --- what is found ----------------------------------------------------------------------------------------


def _of_versions(following: Sequence[Wording]) -> Iterator[Found]:
    """What the versions say. What several say in the same words is one thing, for as long as they do."""
    originals = dict(
        Edition.objects.filter(
            version__in=[one.id for one in following], kind=EditionKind.ORIGINAL, language="sv"
        ).values_list("version_id", "text")
    )
    kept: dict[tuple[str, str, str, str], Found] = {}
    for one in following:
        read = definition_of(one.sha256)
        signed = parse_text(originals[one.id])[0] if one.id in originals else None
        for found in (*_of_definition(read), *(_of_original(read, signed) if signed is not None else ())):
            key = (found.kind, found.ref, found.title.sv, found.says.sv)
            before = kept.get(key)
            begins = before.from_day if before is not None and before.to_day == one.valid_from else one.valid_from
            kept[key] = replace(found, from_day=begins, to_day=one.valid_to)
    alone = len(following) == 1
    yield from (replace(found, from_day=None, to_day=None) if alone else found for found in kept.values())


def _of_definition(read: Definition) -> Iterator[Found]:
    for place, info in enumerate(read.clauses.values()):
        clause = read.text.clauses.get(info.id) if read.text is not None else None
        says = Text(clause.text if clause is not None else info.summary.sv, info.summary.en)
        yield Found(SearchKind.CLAUSE, info.id, place, _heading(info), says, info.name)
    for place, rule in enumerate(read.rules.values()):
        cited = next((read.clauses[path.split("/", 1)[0]] for path in rule.cite), None)
        yield Found(SearchKind.RULE, rule.id, place, rule.label, _heading(cited) if cited is not None else _NOTHING)
    for place, reading in enumerate(read.readings.values()):
        yield Found(SearchKind.READING, reading.id, place, reading.question, reading.why)


def _heading(info: ClauseInfo) -> Text:
    return Text(_titled(info.mark.sv, info.heading.sv), _titled(info.mark.en, info.heading.en))


def _titled(mark: str, heading: str) -> str:
    """The mark and the heading of a clause; the heading alone where it begins with the mark."""
    return heading if heading.startswith(mark) else f"{mark} {heading}"


def _of_original(read: Definition, signed: Words) -> Iterator[Found]:
    for place, clause in enumerate(signed.clauses.values()):
        info = read.clauses.get(clause.id)
        mark = info.mark if info is not None else Text(clause.id, clause.id)
        title = Text(_titled(mark.sv, clause.heading), _titled(mark.en, clause.heading))
        yield Found(SearchKind.ORIGINAL, clause.id, place, title, Text(clause.text, ""), restricted=True)


def _of_facts(newest: Definition, facts: Sequence[Fact]) -> Iterator[Found]:
    """Facts as the register shows them; who holds a post in an entry of its own, for those who may see it."""
    for fact in facts:
        yield _of_fact(newest, fact, people=False)
        if fact.kind.startswith(_ABOUT_PEOPLE) and any(fact.payload.get(key) for key in _PEOPLE):
            yield _of_fact(newest, fact, people=True)


@cache
def _names() -> dict[str, str]:
    return {code: one.name for code, one in municipalities().items()}


def _of_fact(newest: Definition, fact: Fact, *, people: bool) -> Found:
    names = _names()
    kind = FACT_KINDS[fact.kind].name if fact.kind in FACT_KINDS else Text(fact.kind, fact.kind)
    party = name_of(newest, names, fact.party) if fact.party else None
    title = Text(f"{kind.sv}, {party.sv}", f"{kind.en}, {party.en}") if party is not None else kind
    told = [
        name_of(newest, names, f"{key}:{fact.payload[key]}")
        for key in ("body", "role", "rule")
        if fact.payload.get(key)
    ]
    reading = newest.readings.get(str(fact.payload.get("interpretation", "")))
    told += [reading.question] if reading is not None else []
    keys = ("year",) if fact.kind.startswith(_ABOUT_PEOPLE) and not people else (*_PEOPLE, *_TOLD)
    plain = [str(fact.payload[key]) for key in keys if isinstance(fact.payload.get(key), str | int)]
    says = Text(
        ", ".join([day(fact.valid_on, "sv"), *(name.sv for name in told), *plain]),
        ", ".join([day(fact.valid_on, "en"), *(name.en for name in told), *plain]),
    )
    return Found(SearchKind.FACT, str(fact.seq), fact.seq, title, says, restricted=people)


def _of_document(found: Indexed) -> Found:
    """A document: its title, what kind it is and whose, and what it says."""
    kind = DOCUMENT_KINDS[found.kind]
    whose = _names().get(found.party, found.party)
    also = Text(f"{kind.sv} {whose} {found.name}", f"{kind.en} {whose} {found.name}")
    title, says = Text(found.title, found.title), Text(found.text, "")
    return Found(SearchKind.DOCUMENT, found.key, found.number, title, says, also, restricted=found.restricted)


# --- how it is kept ---------------------------------------------------------------------------------------


type _Known = dict[tuple[str, str], str]
"""The words of stems, by stem and the kind of entry that holds it."""


def _store(agreement: str, found: Sequence[Found], *, learn: bool = True) -> None:
    """Entries, and the words that everyone may know of: not those of a closed agreement, nor of what only some may see.

    The vocabulary is one for all. A word of it decides what else a question is asked as, and what is suggested: so a
    word that only some may see would tell the others that it is there. Without ``learn`` those of the titles alone:
    what else a paper holds is no word to suggest to others.
    """
    known: _Known = {}
    entries = [_entry(agreement, one, known if learn and not one.restricted else {}) for one in found]
    SearchEntry.objects.bulk_create(entries, batch_size=500)
    if not learn:
        _note_titles(found, known)
    if Agreement.objects.filter(id=agreement, visibility=Visibility.PUBLIC).exists():
        _learn(known)


def _note_titles(found: Iterable[Found], known: _Known) -> None:
    for one in found:
        if not one.restricted:
            _stems(one.kind, (one.title,), known)


def relearn_words() -> None:
    """Forget every word, and learn those that everyone may know of. Takes as long as reading every agreement."""
    SearchWord.objects.all().delete()
    everyones = Agreement.objects.filter(visibility=Visibility.PUBLIC).order_by("id")
    for agreement in list(everyones.values_list("id", flat=True)):
        known: _Known = {}
        for one in _of_versions(wordings(agreement)):
            if not one.restricted:
                _entry(agreement, one, known)
        _note_titles([_of_document(found) for found in searchable(agreement)], known)
        _learn(known)


def _learn(known: _Known) -> None:
    # In one order, so that two who learn the same words at once wait for each other and never in a ring.
    SearchWord.objects.bulk_create(
        (SearchWord(stem=stem_, kind=kind, form=known[stem_, kind]) for stem_, kind in sorted(known)),
        ignore_conflicts=True,
        batch_size=400,
    )


def _entry(agreement: str, found: Found, known: _Known) -> SearchEntry:
    title = _stems(found.kind, (found.title, found.also), known)
    return SearchEntry(
        agreement_id=agreement,
        kind=found.kind,
        ref=found.ref,
        place=found.place,
        restricted=found.restricted,
        from_day=found.from_day,
        to_day=found.to_day,
        title_sv=found.title.sv,
        title_en=found.title.en,
        body_sv=found.says.sv,
        body_en=found.says.en,
        title_stems=" ".join(title),
        stems=" ".join(terms(found.kind, title, _stems(found.kind, (found.says,), known))),
    )


def _stems(kind: str, texts: Iterable[Text], known: _Known) -> list[str]:
    """The stems of texts in both languages, each once; the words they stand in are noted in ``known``."""
    stems: dict[str, None] = {}
    for text in texts:
        for language, said in (("sv", text.sv), ("en", text.en)):
            for word, _, _ in words(composed(said)):
                one = stem(word, "en" if language == "en" else "sv")
                stems[one] = None
                if len(one) <= LONGEST:
                    known.setdefault((one, kind), word[:LONGEST])
    return list(stems)
