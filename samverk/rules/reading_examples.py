"""A made-up case that shows what the answers to a reading mean, where nothing that has happened does.

The case is put as a question to the agreement (``questions``) on days near the one shown, until the answers differ.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from samverk.rules import readings
from samverk.rules.definition import Definition, Reading
from samverk.rules.frozen import frozen
from samverk.rules.given import QuestionError
from samverk.rules.provisions import Membership
from samverk.rules.questions import ask, wanted
from samverk.rules.wording import Text, say

_MONTHS_TRIED = 14
_NOT_TOLD = Text("Det beror på fler uppgifter än så.", "It depends on more facts than these.")


@frozen
class Example:
    """``told``: what is supposed to happen, a clause without a full stop; ``gives``: a sentence for each option."""

    told: Text
    gives: tuple[Text, ...]


@frozen
class _Case:
    question: str
    given: Mapping[str, str]
    told: Text


def example_of(definition: Definition, reading: Reading, day: date) -> Example | None:
    """A case on or after the day in which the options give different answers; None when none is found."""
    kinds = {rule.kind for rule in definition.rules.values() if reading.id in rule.basis.values()}
    under = [readings.apply(definition, {reading.id: option}) for option in reading.options]
    for kind, make in _CASES:
        for near in _days(day) if kind in kinds else ():
            case = make(definition, near)
            gives = [_answer(one, case) for one in under]
            if len(set(gives)) > 1:
                return Example(case.told, tuple(gives))
    return None


def _answer(definition: Definition, case: _Case) -> Text:
    names = {item.name for item in wanted(case.question)}
    given = {name: value for name, value in case.given.items() if name in names}
    try:
        return ask(definition, case.question, given).sentence
    except QuestionError:
        return _NOT_TOLD


def _days(day: date) -> Iterator[date]:
    """The day itself, and ends of months: where ways of counting months part."""
    yield day
    year, month = day.year, day.month
    for _ in range(_MONTHS_TRIED):
        last = date(year, month, calendar.monthrange(year, month)[1])
        yield from (near for near in (last - timedelta(days=1), last) if near > day)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _notice(_definition: Definition, day: date) -> _Case:
    dated, sent = day - timedelta(days=3), day - timedelta(days=1)
    return _Case(
        "exit_date",
        {"received": day.isoformat(), "dated": dated.isoformat(), "sent": sent.isoformat()},
        say(
            "En uppsägning är daterad {dated}, skickas {sent} och kommer in {day}",
            "A notice is dated {dated}, sent on {sent} and received on {day}",
            dated=dated, sent=sent, day=day,
        ),
    )  # fmt: skip


def _entry(_definition: Definition, day: date) -> _Case:
    signed, force = day + timedelta(days=20), day + timedelta(days=25)
    given = {"decided": day.isoformat(), "signed": signed.isoformat(), "legal_force": force.isoformat()}
    return _Case(
        "in_force_from",
        {**given, "deposited": signed.isoformat()},
        say(
            "En kommun beslutar {day}, skriver under {signed} och beslutet får laga kraft {force}",
            "A municipality decides on {day}, signs on {signed} and the decision gains legal force on {force}",
            day=day, signed=signed, force=force,
        ),
    )  # fmt: skip


def _receipts(definition: Definition, day: date) -> _Case:
    """A notice that two parties get on different days: any codes will do that could be parties."""
    first = day - timedelta(days=4)
    members = definition.first(Membership)
    county = members.class_.county if members is not None and members.class_ is not None else None
    one, other = [*definition.parties, f"{county or '99'}98", f"{county or '99'}99"][:2]
    return _Case(
        "exit_date",
        {"received": f"{one}:{first.isoformat()},{other}:{day.isoformat()}"},
        say(
            "En uppsägning når den ena av två andra parter {first} och den andra {day}",
            "A notice reaches one of two other parties on {first} and the other on {day}",
            first=first, day=day,
        ),
    )  # fmt: skip


_CASES: Sequence[tuple[str, Callable[[Definition, date], _Case]]] = (
    ("withdrawal", _notice),
    ("withdrawal", _receipts),
    ("entry", _entry),
    ("membership", _entry),
)
