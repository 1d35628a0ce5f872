"""Which version of an agreement holds on a day, and its definition and words.

A version holds from its ``valid_from`` until one with a later day. Of two with the same day (the same signed text,
encoded better) the one recorded last holds, from the moment it was recorded: what was known before is answered with
what was there before. Before the first version, and for moments before anything was recorded, the first one answers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db import connection

from samverk.agreements.models import AgreementVersion, Edition, EditionKind
from samverk.lib.plain_sql import day_from_db, moment_from_db, with_marks
from samverk.rules.canonical import digest
from samverk.rules.definition import Definition
from samverk.rules.ruleset import from_canonical


@dataclass(frozen=True, slots=True)
class Wording:
    """A version and the days ``[valid_from, valid_to)`` on which it holds; ``valid_to`` None: until further notice."""

    id: int
    agreement: str
    version: str
    sha256: str
    valid_from: date
    valid_to: date | None
    recorded_at: datetime


# Asked for by every page: a plain statement takes a tenth of the time that building a queryset takes.
_WORDINGS = """
    SELECT agreement_id, id, version, sha256, valid_from, recorded_at FROM agreements_version
    WHERE agreement_id IN (...) ORDER BY recorded_at, id
"""


def wordings_of(agreements: Collection[str], known_at: datetime | None = None) -> dict[str, tuple[Wording, ...]]:
    """The versions that follow one another, oldest first, for each agreement that has any. One statement."""
    if not agreements:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(with_marks(_WORDINGS, len(agreements)), list(agreements))
        rows = cursor.fetchall()
    found: dict[str, list[Wording]] = {}
    for agreement, number, version, sha256, day, moment in rows:
        item = Wording(number, agreement, version, sha256, day_from_db(day), None, moment_from_db(moment))
        found.setdefault(agreement, []).append(item)
    return {agreement: _following(items, known_at) for agreement, items in found.items()}


def _following(items: Sequence[Wording], known_at: datetime | None) -> tuple[Wording, ...]:
    """From all versions in the order recorded to those that hold, each until the next one's day."""
    known = [item for item in items if known_at is None or item.recorded_at <= known_at] or items[:1]
    latest = {item.valid_from: item for item in known}
    days = sorted(latest)
    ends = [*days[1:], None]
    return tuple(replace(latest[day], valid_to=end) for day, end in zip(days, ends, strict=True))


def wordings(agreement: str, known_at: datetime | None = None) -> tuple[Wording, ...]:
    """The versions that follow one another, oldest first, as known at a moment (None: now). One statement."""
    return wordings_of([agreement], known_at).get(agreement, ())


def wording_on(following: Sequence[Wording], day: date) -> Wording | None:
    """Of versions that follow one another, the one that holds on the day; before the first version the first one."""
    begun = [item for item in following if item.valid_from <= day]
    return begun[-1] if begun else next(iter(following), None)


def wording(agreement: str, on: date, known_at: datetime | None = None) -> Wording | None:
    """The version that holds on the day; before the first version the first one; None for an unknown agreement."""
    return wording_on(wordings(agreement, known_at), on)


def definition(agreement: str, on: date, known_at: datetime | None = None) -> Definition | None:
    """The agreement as data on the day, with the words of its plain-language edition; None for an unknown agreement.

    One statement, and one more the first time a version is read by this process.
    """
    found = wording(agreement, on, known_at)
    return None if found is None else definition_of(found.sha256)


@lru_cache(maxsize=64)
def definition_of(sha256: str) -> Definition:
    """The definition with this hash. Versions never change, so it is kept for as long as the process lives.

    Error: AgreementVersion.DoesNotExist.
    """
    version = AgreementVersion.objects.filter(sha256=sha256).order_by("id")[:1].get()
    plain = Edition.objects.filter(version=version, kind=EditionKind.PLAIN, language="sv").values_list(
        "text", flat=True
    )
    return from_canonical(version.definition, plain.first())


@dataclass(frozen=True, slots=True)
class Words:
    """An edition of a version: its text as it was entered, and its fingerprint."""

    version: str
    kind: str
    language: str
    text: str
    sha256: str
    recorded_at: datetime
    recorded_by: str


_WORDS = ("version__version", "kind", "language", "text", "sha256", "recorded_at", "recorded_by")


def editions(wording_id: int) -> tuple[Words, ...]:
    """The editions of a version: plain language, the original where it has been imported. One statement."""
    rows = Edition.objects.filter(version=wording_id).order_by("kind", "language")
    return tuple(Words(*row) for row in rows.values_list(*_WORDS))


def original(agreement: str, sha256: str, language: str = "sv") -> Words | None:
    """The signed wording of the version with this content, where it has been imported. One statement."""
    rows = Edition.objects.filter(
        version__agreement=agreement, version__sha256=sha256, kind=EditionKind.ORIGINAL, language=language
    )
    found = rows.values_list(*_WORDS).first()
    return None if found is None else Words(*found)


def with_versions() -> list[str]:
    """The ids of all agreements that have a version. One statement."""
    return list(AgreementVersion.objects.order_by("agreement_id").values_list("agreement_id", flat=True).distinct())


def damaged() -> list[str]:
    """Versions and editions that are no longer what their fingerprint says: "koordination-norrort 1.0.0 (sv)"."""
    versions = AgreementVersion.objects.order_by("id").values_list("agreement_id", "version", "definition", "sha256")
    editions_ = Edition.objects.order_by("id").values_list(
        "version__agreement_id", "version__version", "text", "sha256", "kind", "language"
    )
    return [
        *(f"{agreement} {version}" for agreement, version, held, told in versions if digest(held) != told),
        *(f"{name} {version} ({kind}, {lang})" for name, version, held, told, kind, lang in editions_
          if digest(held) != told),
    ]  # fmt: skip
