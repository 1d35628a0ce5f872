"""What the pages of the outbox show, made from messages, their logs and the plan of reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samverk.lib import clock
from samverk.outreach.queries import words
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.reminders import Digest, Due
from samverk.rules.wording import Language
from samverk.web import formats
from samverk.web.shapes import Shape

if TYPE_CHECKING:
    from samverk.outreach.models import Message, Step

# The word for a state, and the status it is drawn as.
STATES: dict[str, tuple[str, str]] = {
    "waiting": (gettext_noop("Väntar"), "coming"),
    "claimed": (gettext_noop("På väg ut"), "due"),
    "handed": (gettext_noop("På väg ut"), "due"),
    "sent": (gettext_noop("Överlämnat"), "ok"),
    "uncertain": (gettext_noop("Oklart om det gick iväg"), "unclear"),
    "failed": (gettext_noop("Gick inte att skicka"), "breach"),
    "bounced": (gettext_noop("Studsade"), "breach"),
    "stopped": (gettext_noop("Stoppat"), "na"),
    "dropped": (gettext_noop("Skickades inte"), "na"),
}
STEPS: dict[str, str] = {
    "queued": gettext_noop("Lades i utskicken"),
    "sent": gettext_noop("Överlämnades till e-postservern"),
    "later": gettext_noop("Gick inte, försöker igen"),
    "interrupted": gettext_noop("Avbröts, försöker igen"),
    "uncertain": gettext_noop("Avbröts; oklart om det gick iväg"),
    "failed": gettext_noop("Gick inte att skicka"),
    "bounced": gettext_noop("Kom tillbaka"),
    "delayed": gettext_noop("Mottagarens server dröjer"),
    "delivered": gettext_noop("Mottagarens server tog emot det"),
    "stopped": gettext_noop("Stoppades"),
    "dropped": gettext_noop("Skickades inte"),
    "again": gettext_noop("Skickades om"),
    "handled": gettext_noop("Togs om hand på annat sätt"),
}
ADVICE: dict[str, str] = {
    "failed": gettext_noop(
        "Kontrollera adressen med mottagaren. Är den fel, rätta den i parternas kontaktuppgifter och skicka ett nytt "
        "brev. Är den rätt, skicka igen."
    ),
    "bounced": gettext_noop(
        "Mottagarens e-postserver tog inte emot brevet. Kontrollera adressen, eller nå mottagaren på annat sätt och "
        "ange att det är omhändertaget."
    ),
    "uncertain": gettext_noop(
        "Brevet kan ha kommit fram. Fråga mottagaren. Har det kommit, ange att det är omhändertaget. Annars skicka "
        "igen."
    ),
}
LETTERS: dict[str, str] = {
    "plain": gettext_noop("Brev"),
    "trial": gettext_noop("Provbrev"),
    "reminder": gettext_noop("Påminnelse"),
    "succession": gettext_noop("Överlämnad roll"),
    "confirm-contacts": gettext_noop("Fråga om kontaktuppgifter"),
    "ask": gettext_noop("Begäran genom länk"),
    "dispatch": gettext_noop("Expediering"),
    "new-password": gettext_noop("Länk till nytt lösenord"),
    "sign-in-changed": gettext_noop("Ändrad inloggning"),
    "mailing": gettext_noop("Brev till många"),
}


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A message in the list. ``problem`` is what went wrong, in words."""

    href: str
    subject: str
    recipient: str
    address: str
    kind: str
    state: str
    mark: str
    when: str
    problem: str


@dataclass(frozen=True, slots=True)
class Event(Shape):
    """A line of a message's log."""

    when: str
    what: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Reminded(Shape):
    """A letter of the plan: to whom, and about what."""

    title: str
    address: str
    agreement: str
    declined: bool
    about: tuple[str, ...]


def row(message: Message, language: Language, *, may_read: bool) -> Row:
    """A line of the list; the subject only for those who may read the letter."""
    word, mark = STATES[message.state]
    handled = message.handled_at is not None
    return Row(
        href=reverse("message", args=[message.token]),
        subject=message.subject if may_read and message.subject else _(LETTERS.get(message.letter, LETTERS["plain"])),
        recipient=message.recipient,
        address=message.address,
        kind=CLASSES[message.kind].name.in_language(language),
        state=_("Omhändertaget") if handled else _(word),
        mark="na" if handled else mark,
        when=moment(message.ended_at or message.send_at),
        problem=words.worded(message.problem, language),
    )


def moment(at: datetime) -> str:
    """``2026-11-21 14.05``: days and times in a log."""
    return f"{at.astimezone(clock.STOCKHOLM):%Y-%m-%d %H.%M}"


def events(steps: Iterable[Step], language: Language) -> tuple[Event, ...]:
    """The log of a message."""
    return tuple(
        Event(moment(step.at), _(STEPS.get(step.what, step.what)), step.by, words.worded(step.note, language))
        for step in steps
    )


def reminded(digests: Iterable[Digest], names: Mapping[str, str], language: Language) -> tuple[Reminded, ...]:
    """The letters of a plan."""
    return tuple(
        Reminded(
            title=digest.to.title,
            address=digest.to.address,
            agreement=names.get(digest.agreement, digest.agreement),
            declined=digest.declined,
            about=tuple(_about(due, language) for due in digest.due),
        )
        for digest in digests
    )


def _about(due: Due, language: Language) -> str:
    what = due.debt.what.in_language(language)
    return f"{what[:1].upper()}{what[1:]} ({_step(due, language)})"


def _step(due: Due, language: Language) -> str:
    day = formats.day(due.debt.due_on, language)
    if not due.debt.dated:
        return _("sedan %(day)s") % {"day": day}
    return _("sista dag %(day)s") % {"day": day}
