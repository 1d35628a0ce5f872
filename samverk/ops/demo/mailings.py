"""The demonstration's letters to many: one that has been sent, and a draft."""

from __future__ import annotations

from datetime import datetime, timedelta

from samverk.accounts.policy import Actor
from samverk.ops.demo.letters import TAKEN, Shown, token_of
from samverk.ops.demo.norrort import AGREEMENT
from samverk.outreach.actions.delivery import deliver_message
from samverk.outreach.actions.mailing import REGRET, Draft, outcomes, send_mailing, write_mailing
from samverk.outreach.queries.mailings import mailing, recipients
from samverk.outreach.queries.outbox import by_token
from samverk.outreach.queries.readers import digest

SENT, DRAFT = token_of("mailing-sent"), token_of("mailing-draft")
SERVICE = Draft(
    kind="service",
    subject="Ny tid för kontaktpersonernas möte (exempel)",
    text="Hej!\n\nMötet flyttas en vecka:\n\n- måndag 30 november klockan 9\n- samma lokal\n\n"
    "## Förbered dig så här\n\nTa med frågorna från er kommun.",
    groups=("kontaktperson",),
)
NEWS = Draft(
    kind="newsletter",
    subject="Nytt i samarbetet, november (exempel)",
    text="## Styrgruppen\n\nStyrgruppen möts den 3 december.\n\nLäs mer på https://samverk.demo.example/.",
    groups=("kontaktperson", "forvaltningschef", "organ:styrgrupp"),
)


def add_mailings(now: datetime, by: Actor) -> int:
    """The two that are missing; how many were made."""
    made = 0
    if mailing(AGREEMENT, SENT) is None:
        queued = now - timedelta(hours=3)
        row = write_mailing(agreement=AGREEMENT, draft=SERVICE, by=by, at=queued, token=SENT)
        row = send_mailing(mailing=row, version=row.version, seen=digest(outcomes(row, queued)), by=by, at=queued)
        for one in recipients(row):
            letter = by_token(one.letter) if one.letter is not None else None
            if letter is not None:
                deliver_message(message_id=letter.pk, at=queued + REGRET, by=Shown(TAKEN))
        made += 1
    if mailing(AGREEMENT, DRAFT) is None:
        write_mailing(agreement=AGREEMENT, draft=NEWS, by=by, at=now - timedelta(hours=1), token=DRAFT)
        made += 1
    return made
