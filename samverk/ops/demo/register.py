"""The demonstration's register: two documents, a correction, a secrecy mark; and a dispatch. All made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from samverk.accounts.policy import Actor
from samverk.agreements.actions.register import Line, correct_line, register_line
from samverk.agreements.queries.documents import Eyes, Listing
from samverk.lib.clock import STOCKHOLM
from samverk.ops.demo.letters import TAKEN, Shown
from samverk.ops.demo.norrort import AGREEMENT, LIDINGO, VAXHOLM
from samverk.outreach.actions.delivery import deliver_message
from samverk.outreach.actions.dispatching import Sending, dispatch
from samverk.outreach.queries.dispatches import dispatches, recipients
from samverk.outreach.queries.outbox import by_token
from samverk.outreach.queries.recipients import candidates
from samverk.records.queries.register import INTERNAL, years

_EVERYTHING = Eyes(takes_part=True, keeps=True, own=frozenset(), registers=True)


@dataclass(frozen=True, slots=True)
class _Example:
    """A line, the day it was registered, and the title of the document it is about."""

    day: date
    line: Line
    title: str = ""
    corrected: str = ""


_EXAMPLES = (
    _Example(
        date(2025, 10, 20),
        Line(
            direction="in",
            day=date(2025, 10, 20),
            counterpart="Lidingö stad",
            party=LIDINGO,
            subject="Protokollsutdrag om budget 2026 (exempel)",
        ),
        title="Protokollsutdrag, budget 2026 (exempel)",
        corrected="KS/2025:00000",
    ),
    _Example(
        date(2026, 2, 5),
        Line(
            direction="out",
            day=date(2026, 2, 5),
            counterpart="Parterna i Koordination Norrort",
            subject="Verksamhetsberättelse 2025 (exempel)",
        ),
        title="Verksamhetsberättelse 2025 (exempel)",
    ),
    _Example(
        date(2026, 3, 12),
        Line(
            direction="in",
            day=date(2026, 3, 11),
            counterpart="Ett tolkföretag (exempel)",
            subject="Anbud på tolkar (exempel)",
            chapter=19,
            section="3",
        ),
    ),
    _Example(
        date(2026, 3, 16),
        Line(direction=INTERNAL, day=date(2026, 3, 16), subject="Förslag till mötesdagar i styrgruppen (exempel)"),
    ),
)


def add_lines(now: datetime, by: Actor) -> int:
    """Add those known by now, unless the agreement has lines already. How many. Error: RegisterRefused."""
    if years(AGREEMENT):
        return 0
    papers = {row.paper.title: row.paper.key for row in Listing(AGREEMENT, _EVERYTHING)[:100]}
    return sum(_add(example, papers, now, by) for example in _EXAMPLES)


def _add(example: _Example, papers: dict[str, str], now: datetime, by: Actor) -> bool:
    moment = datetime.combine(example.day, time(11, 0), STOCKHOLM)
    if moment > now:
        return False
    line = replace(example.line, papers=(papers[example.title],) if example.title in papers else ())
    made = register_line(agreement=AGREEMENT, line=line, by=by, recorded_at=moment, example=True)
    if example.corrected:
        line = replace(line, their_number=example.corrected)
        why = "Lidingös diarienummer saknades."
        correct_line(entry=made, line=line, why=why, by=by, recorded_at=moment + timedelta(hours=1))
    return True


def add_dispatch(now: datetime, by: Actor) -> int:
    """Dispatch the report to two parties, one of them by hand, unless something has been dispatched. How many.

    Nothing is sent: the letter is only written down as handed over.
    """
    moment = datetime.combine(date(2026, 3, 18), time(9, 0), STOCKHOLM)
    papers = [row.paper.key for row in Listing(AGREEMENT, _EVERYTHING, kind="report")[:1]]
    if moment > now or not papers or dispatches(AGREEMENT).exists():
        return 0
    known = candidates(AGREEMENT, moment.date())
    to = [one.key for one in known if one.party == VAXHOLM and one.is_registrar]
    by_hand = [one.key for one in known if not one.address]
    sending = Sending(papers=tuple(papers), to=(*to[:1], *by_hand[:1]), subject="Verksamhetsberättelse 2025 (exempel)")
    made = dispatch(agreement=AGREEMENT, sending=sending, by=by, at=moment, example=True)
    for one in recipients(made):
        letter = by_token(one.letter) if one.letter is not None else None
        if letter is not None:
            deliver_message(message_id=letter.pk, at=moment + timedelta(hours=1), by=Shown(TAKEN))
    return 1
