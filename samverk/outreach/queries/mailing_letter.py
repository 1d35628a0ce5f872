"""A letter to many as one of those who would get it sees it, before anything has been sent."""

from __future__ import annotations

from samverk.outreach.models import Mailing, Message
from samverk.outreach.queries.letters import Rendered, language_of, shown
from samverk.outreach.queries.readers import Outcome
from samverk.outreach.queries.written import content_of
from samverk.rules.wording import Text


def letter_to(mailing: Mailing, to: Outcome, *, name: Text, by: str) -> Rendered:
    """The letter, text and HTML. ``name``: what the agreement is called; ``by``: the title of who would send it."""
    message = Message(
        kind=mailing.kind, letter="mailing", agreement=mailing.agreement, party=to.party, address=to.address,
        recipient=to.title, language=to.language, payload={"name": {"sv": name.sv, "en": name.en}}, created_by=by,
    )  # fmt: skip
    return shown(message, content_of(mailing, message, language_of(message)))
