"""The documents of an agreement as one who asks may see them; set-based, by the rules of the policy."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from samverk.records.models import Document, Reach
from samverk.records.queries.papers import DRAFTS, PAPER_FIELDS, PLACES, Paper
from samverk.records.queries.secrecy import documents, marked

_FILE_FIELDS = ("versions__name", "versions__blob__size", "versions__blob__media_type", "versions__actor")


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the list, with the file of its newest version and who added that."""

    paper: Paper
    name: str
    size: int
    media_type: str
    actor: str


@dataclass(frozen=True, slots=True)
class Eyes:
    """What a list of documents must know about who looks: ``policy`` answers each of them.

    ``takes_part``: in the agreement; ``keeps``: the cooperation's own papers; ``own``: the parties whose papers;
    ``prepares``: consults on drafts; ``registers``: keeps the register, and so sees what is under a secrecy mark.
    """

    takes_part: bool
    keeps: bool
    own: frozenset[str]
    registers: bool = False
    prepares: bool = False


class Listing:
    """The documents that these eyes see, the one changed last first. Counted and read in slices."""

    def __init__(
        self,
        agreement: str,
        eyes: Eyes,
        *,
        kind: str = "",
        party: str = "",
        place: str = "",
        keys: Collection[str] | None = None,
    ) -> None:
        rows = documents().filter(_seen(eyes), agreement=agreement, versions__number=F("version"))
        if kind:
            rows = rows.filter(kind=kind)
        if party:
            rows = rows.filter(party=party)
        if place:
            rows = rows.filter(reach__in=sorted(PLACES[place][1]))
        if keys is not None:
            rows = rows.filter(key__in=sorted(keys))
        self._rows: QuerySet[Document] = rows.order_by("-changed_at", "-id")

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, part: slice) -> list[Row]:
        width = len(PAPER_FIELDS)
        found = self._rows.values_list(*PAPER_FIELDS, *_FILE_FIELDS)[part]
        return [Row(Paper(*row[:width]), *row[width:]) for row in found]


def _seen(eyes: Eyes) -> Q:
    """The same rule as ``policy.can_see_document``; a test compares the two."""
    reached = _reached(eyes)
    return reached if eyes.registers else reached & (Q(secret=False) | Q(party__in=sorted(eyes.own)))


def _reached(eyes: Eyes) -> Q:
    whose = Q(party__in=sorted(eyes.own)) | (Q(party="") if eyes.keeps else Q(pk__in=[]))
    own = (Q(reach=Reach.OWN) & whose) | (Q(reach=Reach.PREPARATION) & (~Q(pk__in=[]) if eyes.prepares else whose))
    if eyes.takes_part:
        return own | ~Q(reach__in=sorted(DRAFTS))
    return own | Q(reach=Reach.PUBLIC, withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as the search has it: for everyone or for those who take part, never working material."""

    key: str
    number: int
    title: str
    kind: str
    party: str
    restricted: bool
    name: str
    text: str
    changed_at: datetime


_INDEXED = ("key", "id", "title", "kind", "party", "reach", "versions__name", "versions__blob__text", "changed_at")


def searchable(agreement: str, key: str = "") -> Iterator[Indexed]:
    """The documents that can be searched for, one of them when ``key`` is given. None under a secrecy mark."""
    rows = Document.objects.filter(
        ~marked(), agreement=agreement, versions__number=F("version"), withdrawn_at__isnull=True
    ).exclude(reach__in=sorted(DRAFTS))
    if key:
        rows = rows.filter(key=key)
    for one, number, title, kind, party, reach, name, text, at in rows.order_by("id").values_list(*_INDEXED).iterator():
        yield Indexed(one, number, title, kind, party, reach != Reach.PUBLIC, name, text, at)
