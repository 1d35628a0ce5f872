"""The register (diarium) of the organisation that manages an agreement: lines are added and corrected, never erased.

What the law asks a line to say is checked here (OSL 5:2: number, day, who, what it is about), and a secrecy mark by its
ground (OSL 5:5). A document that comes under a mark is taken out of the search at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.agreements.actions.indexing import index_document, unindex_document
from samverk.agreements.policy import can_register, can_see_agreement, can_see_document
from samverk.agreements.queries import listings
from samverk.agreements.queries.managing import manager
from samverk.lib.clock import STOCKHOLM
from samverk.records.actions import register
from samverk.records.actions.register import NewLine, RegisterRefused
from samverk.records.queries import papers
from samverk.records.queries.papers import Paper
from samverk.records.queries.register import DIRECTIONS, INTERNAL, Entry, papers_of
from samverk.rules.wording import Text

LONGEST_SUBJECT: Final = 300
LONGEST_COUNTERPART: Final = 200
LONGEST_NUMBER: Final = 80
LONGEST_REASON: Final = 500
MOST_PAPERS: Final = 50

FIRST_CHAPTER, LAST_CHAPTER = 15, 43
"""Chapters of the act on public access and secrecy (OSL) that hold the grounds of secrecy."""

_SECTION = re.compile(r"(\d{1,2})\s*([a-z])?\s*§?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is said of a line. ``papers``: keys of documents; ``chapter`` None: no secrecy mark."""

    direction: str
    day: date
    subject: str
    counterpart: str = ""
    party: str = ""
    their_number: str = ""
    chapter: int | None = None
    section: str = ""
    papers: tuple[str, ...] = ()


@transaction.atomic
def register_line(
    *, agreement: str, line: Line, by: Actor, recorded_at: datetime, example: bool = False, once: str = ""
) -> Entry:
    """A new line under the next number. Errors: NotAllowed, RegisterRefused.

    ``once``: the number of the form (``records.actions.register.add_line``).
    """
    access = _access(agreement, by)
    require(can_register(by, agreement))
    organisation = manager(agreement, recorded_at.astimezone(STOCKHOLM).date())
    if not organisation:
        raise RegisterRefused(
            Text(
                "Avtalet har ingen som förvaltar det i dag, så det finns inget diarium att skriva i. "
                "Registrera först vem som förvaltar avtalet.",
                "Nobody manages the agreement today, so there is no register to write in. "
                "Record first who manages the agreement.",
            )
        )
    new = _checked(line, access, by, recorded_at)
    made = register.add_line(
        organisation=organisation, agreement=agreement, line=new, by=by, recorded_at=recorded_at, example=example,
        once=once,
    )  # fmt: skip
    _refind(agreement, new.papers)
    return made


@transaction.atomic
def correct_line(*, entry: Entry, line: Line, why: str, by: Actor, recorded_at: datetime) -> Entry:
    """A line says something else from now on; what it said is kept. Errors: NotAllowed, RegisterRefused."""
    access = _access(entry.agreement, by)
    require(can_register(by, entry.agreement))
    reason = _line(why)[:LONGEST_REASON]
    if not reason:
        raise RegisterRefused(
            Text(
                "Skriv varför raden rättas. Det som stod förut finns kvar, med skälet.",
                "Write why the line is corrected. What it said before is kept, with the reason.",
            )
        )
    before = tuple(paper for paper, _ in papers_of(entry))
    new = _checked(line, access, by, recorded_at)
    made = register.amend_line(entry=entry, line=new, why=reason, by=by, recorded_at=recorded_at)
    _refind(entry.agreement, {paper.key: paper for paper in (*before, *new.papers)}.values())
    return made


def _refind(agreement: str, concerned: Iterable[Paper]) -> None:
    """Documents are found by searching as long as no mark hides them."""
    for paper in concerned:
        found = papers.paper(agreement, paper.key)
        if found is not None and found.secret:
            unindex_document(agreement=agreement, key=paper.key)
        else:
            index_document(agreement=agreement, key=paper.key)


def _checked(line: Line, access: listings.Access, by: Actor, now: datetime) -> NewLine:
    """What is registered. Error: RegisterRefused for what a line may not say or lacks."""
    subject, counterpart = _line(line.subject)[:LONGEST_SUBJECT], _line(line.counterpart)[:LONGEST_COUNTERPART]
    if line.direction not in DIRECTIONS:
        raise RegisterRefused(Text("Välj om den kom in, gick ut eller upprättades.", "Choose in, out or drawn up."))
    if not subject:
        raise RegisterRefused(Text("Skriv i korthet vad ärendet rör.", "Write in short what it is about."))
    if not counterpart and line.direction != INTERNAL:
        raise RegisterRefused(
            Text("Ange vem handlingen kom från eller gick till.", "Say whom the document came from or went to.")
        )
    today = now.astimezone(STOCKHOLM).date()
    if line.day > today:
        raise RegisterRefused(
            Text(
                f"Dagen {line.day} har inte varit än. Ange dagen då handlingen kom in, gick ut eller upprättades.",
                f"The day {line.day} has not come yet. Give the day it came in, left or was drawn up.",
            )
        )
    chapter, section = ground(line.chapter, line.section)
    return NewLine(
        direction=line.direction,
        day=line.day,
        counterpart=counterpart,
        party=line.party if counterpart else "",
        subject=subject,
        their_number=_line(line.their_number)[:LONGEST_NUMBER],
        chapter=chapter,
        section=section,
        papers=tuple(_paper(access, key, by) for key in dict.fromkeys(line.papers[:MOST_PAPERS])),
    )


def ground(chapter: int | None, section: str) -> tuple[int | None, str]:
    """The ground of a mark: (19, "1"), (26, "1 a"); (None, "") for none. Error: RegisterRefused for half a ground."""
    if chapter is None and not section.strip():
        return None, ""
    found = _SECTION.fullmatch(section.strip())
    if chapter is None or not FIRST_CHAPTER <= chapter <= LAST_CHAPTER or found is None:
        raise RegisterRefused(
            Text(
                "En sekretessmarkering anger kapitel och paragraf i offentlighets- och sekretesslagen, till exempel "
                f"kapitel 19 och paragraf 1. Grunderna står i kapitel {FIRST_CHAPTER} till {LAST_CHAPTER}.",
                "A secrecy mark names chapter and section of the Public Access to Information and Secrecy Act, for "
                f"example chapter 19 and section 1. The grounds are in chapters {FIRST_CHAPTER} to {LAST_CHAPTER}.",
            )
        )
    return chapter, " ".join(part for part in (str(int(found[1])), (found[2] or "").lower()) if part)


def _paper(access: listings.Access, key: str, by: Actor) -> Paper:
    """A document that the actor sees. Error: RegisterRefused."""
    found = papers.paper(access.id, key)
    if found is None or can_see_document(by, access, found) is not None:
        raise RegisterRefused(
            Text("En vald handling finns inte här. Välj igen.", "A chosen document is not here. Choose again.")
        )
    return found


def _access(agreement: str, by: Actor) -> listings.Access:
    """The agreement as the policy asks about it. Errors: RegisterRefused for none, NotAllowed for one not seen."""
    access = listings.access(agreement)
    if access is None:
        raise RegisterRefused(Text(f"Det finns inget avtal ”{agreement}”.", f"There is no agreement “{agreement}”."))
    require(can_see_agreement(by, access))
    return access


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
