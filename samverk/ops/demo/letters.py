"""Letters in the demonstration's outbox, one in each state that needs somebody, and the posts that reminders go to.

Nothing is sent: the addresses are reserved for examples, and what is shown as sent or refused is only written down.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from samverk.accounts.policy import Actor, system
from samverk.integrations.bounces import Bounce
from samverk.integrations.mail import Handed, Outcome
from samverk.ops.demo import norrort
from samverk.outreach.actions.bounces import record_bounce
from samverk.outreach.actions.delivery import deliver_message
from samverk.outreach.actions.outbox import Recipient, queue
from samverk.outreach.queries.outbox import by_token
from samverk.parties.actions.confirming import confirm_posts, open_round
from samverk.parties.actions.posts import PostRecordedTwice, record_post
from samverk.parties.queries import posts, rounds, short_names

SPACE = UUID("5d1b0f0e-5a0b-4c55-9d53-6a7f4a3f9b10")
FROM = date(2024, 1, 1)
SENDER = "samverk@demo.example"

# Those who owe something, but for Vaxholm: it shows what a debt without an address looks like.
REACHABLE = ("0188", "0191", norrort.JARFALLA, norrort.TABY)

SUBJECT = {"sv": "Kallelse till styrgruppens möte den 3 december", "en": "Summons to the steering group on 3 December"}
LETTER: dict[str, Any] = {
    "subject": SUBJECT,
    "paragraphs": [
        {"sv": "Hej!", "en": "Hello!"},
        {
            "sv": "Styrgruppen möts den 3 december klockan 13. Budgeten för nästa år ska beslutas.",
            "en": "The steering group meets on 3 December at 13. The budget of next year is to be adopted.",
        },
    ],
    "way": {
        "label": {"sv": "Till avtalet", "en": "To the agreement"},
        "href": f"/avtal/{norrort.AGREEMENT}/",
    },
    "why": {"sv": "Exempel ur förevisningen.", "en": "Example from the demonstration."},
}


class Shown:
    """Takes every letter, as a mail server that gives the answer it was made with; nothing leaves."""

    sender = SENDER

    def __init__(self, answer: Handed) -> None:
        self.answer = answer

    def hand_over(self, letter: object, commit: Any) -> Handed:
        """The answer."""
        commit()
        return self.answer

    def close(self) -> None:
        """Nothing is open."""


TAKEN = Handed(Outcome.SENT)
REFUSED = Handed(Outcome.REFUSED, "550 5.1.1 No such user")
STORY: tuple[tuple[str, str, str, str, Handed | None], ...] = (
    ("taby", "Förvaltningschef, Täby", norrort.TABY, "statutory", TAKEN),
    ("jarfalla", "Socialchef, Järfälla", norrort.JARFALLA, "statutory", TAKEN),
    ("vaxholm", "Integrationssamordnare, Vaxholm", "0187", "statutory", REFUSED),
    ("sigtuna", "Förvaltningschef, Sigtuna", "0191", "statutory", TAKEN),
    ("norrtalje", "Socialchef, Norrtälje", "0188", "statutory", None),
)
"""Name before the @, title, party, class, and the server's answer; None: it still waits."""

BOUNCED = "sigtuna"


def token_of(name: str) -> UUID:
    """The letter's identity: the same in every demonstration, so filling twice queues nothing twice."""
    return uuid5(SPACE, name)


def fill_letters(now: datetime, by: Actor) -> int:
    """Posts and letters that are missing; how many letters the outbox got."""
    _posts(now, by)
    _confirmations(now, by)
    return sum(_letter(place, now, by) for place in range(len(STORY)))


def _posts(now: datetime, by: Actor) -> None:
    names = short_names()
    for code in REACHABLE:
        address = f"kontakt.{names[code].casefold().translate(str.maketrans('åäöé', 'aaoe'))}@demo.example"
        try:
            record_post(
                party=code, agreement=norrort.AGREEMENT, role="kontaktperson", title="Integrationssamordnare",
                email=address, from_day=FROM, by=by, recorded_at=now,
            )  # fmt: skip
        except PostRecordedTwice:
            continue


def _confirmations(now: datetime, by: Actor) -> None:
    """A round two months ago that every party with a contact has answered; the others have nothing to confirm."""
    if rounds([norrort.AGREEMENT]):
        return
    asked = now - timedelta(days=60)
    open_round(
        agreement=norrort.AGREEMENT, opened_on=asked.date(), last_day=asked.date() + timedelta(days=30), by=by, at=asked
    )
    names = short_names()
    reached = {post.party for post in posts(on=now.date(), agreement=norrort.AGREEMENT)}
    for number, code in enumerate(code for code in norrort.PARTIES if code in reached):
        who = system(f"Kontaktperson, {names[code]}")
        confirm_posts(party=code, agreements=[norrort.AGREEMENT], by=who, at=asked + timedelta(days=1 + number))


def _letter(place: int, now: datetime, by: Actor) -> bool:
    name, title, party, kind, answer = STORY[place]
    if by_token(token_of(name)) is not None:
        return False
    queued = now - timedelta(days=1, minutes=len(STORY) - place)
    message = queue(
        kind=kind, letter="plain", payload=LETTER, to=Recipient(f"{name}@demo.example", title, party=party), by=by,
        at=queued, agreement=norrort.AGREEMENT, token=token_of(name),
        send_at=now + timedelta(days=1) if answer is None else None,
    )  # fmt: skip
    if answer is not None:
        deliver_message(message_id=message.pk, at=queued + timedelta(minutes=10), by=Shown(answer))
    if name == BOUNCED:
        bounce = Bounce("failed", message.token, message.address, "5.2.2 552 Mailbox full")
        record_bounce(bounce=bounce, at=now - timedelta(hours=20))
    return True
