"""Every version of an agreement there has been, and what would follow under one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from samverk.agreements.models import AgreementVersion
from samverk.agreements.queries.situations import Answer, facts_up_to
from samverk.agreements.queries.versions import definition_of
from samverk.rules.evaluate import Evaluation, evaluate


@dataclass(frozen=True, slots=True)
class Recorded:
    """A version as it was recorded; ``valid_from``: the first day it can hold."""

    version: str
    sha256: str
    valid_from: date
    recorded_at: datetime


def versions(agreement: str, known_at: datetime | None = None) -> tuple[Recorded, ...]:
    """Every version recorded by then, also those that another of the same day took the place of. One statement.

    By the day they are in force from, then in the order recorded. Before anything was recorded, the first one.
    """
    rows = AgreementVersion.objects.filter(agreement=agreement).order_by("valid_from", "recorded_at", "id")
    found = tuple(Recorded(*row) for row in rows.values_list("version", "sha256", "valid_from", "recorded_at"))
    known = tuple(item for item in found if known_at is None or item.recorded_at <= known_at)
    return known or tuple(sorted(found, key=lambda item: item.recorded_at)[:1])


def under(answer: Answer, sha256: str, as_of: date, known_at: datetime | None = None) -> Evaluation:
    """What the facts of an answer come to under a version of the agreement, whichever version holds on the day.

    Nothing supposed is part of it. Not kept: a page that shows it keeps what it has made.
    """
    situation = answer.evaluation.situation
    facts = facts_up_to(answer.agreement, answer.head)
    return evaluate(definition_of(sha256), facts, as_of=as_of, known_at=known_at, names=situation.names)
