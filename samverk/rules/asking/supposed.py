"""A situation made up for a question: everybody bound from the start, and the facts the question gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from samverk.rules.asking.start import start_of
from samverk.rules.facts import Fact
from samverk.rules.given import Asked, QuestionError
from samverk.rules.intervals import Interval
from samverk.rules.situation import Situation, situation
from samverk.rules.wording import say

_RECORDED = datetime(1900, 1, 1, tzinfo=UTC)
type Supposed = tuple[str, date, str | None, Mapping[str, Any]]


def supposed(asked: Asked, as_of: date, given: Iterable[Supposed], parties: Iterable[str]) -> Situation:
    """The situation on a day: ``parties`` bound from the start, facts as (kind, day, party, payload)."""
    facts = [
        Fact(seq, kind, day, _RECORDED, party, payload) for seq, (kind, day, party, payload) in enumerate(given, 1)
    ]
    made = situation(asked.definition, facts, as_of=as_of, names=asked.names)
    held = (Interval(start_of(asked.definition)),)
    return replace(made, membership=dict.fromkeys(parties, held))


def body_of(asked: Asked, bodies: Iterable[str]) -> str:
    """The body asked about, one of those the question can be put about. Error: QuestionError."""
    known = list(dict.fromkeys(bodies))
    body = asked.given["body"].removeprefix("body:")
    if body in known:
        return body
    raise QuestionError(
        say(
            "”body” är ”{body}”; {agreement} svarar på frågan för {known}.",
            "“body” is “{body}”; {agreement} answers the question for {known}.",
            body=body,
            agreement=asked.definition.short,
            known=known,
        )
        if known
        else say(
            "”body” är ”{body}”, men {agreement} säger inget om saken för något organ.",
            "“body” is “{body}”, but {agreement} says nothing about it for any body.",
            body=body,
            agreement=asked.definition.short,
        )
    )


def manager_fact(asked: Asked, role: str, code: str) -> Supposed:
    """That a municipality holds a role from the agreement's first day."""
    return "role.assigned", start_of(asked.definition), code, {"role": role, "holder": f"party:{code}"}
