"""The three classes of mail and their rules. Nothing else decides what may be declined, delayed or stopped.

A statutory notice must arrive: it cannot be declined, it asks nobody's mail program to keep quiet about absence, and it
waits ten minutes so that a mistake can be taken back, by those who run the agreement alone. A service message follows
from something the recipient owes or asked for; who wants it no more can say so. A newsletter is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from samverk.outreach.models import Kind
from samverk.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Class:
    """``delay``: time in which it can be taken back. ``headers``: what every letter of the class carries.
    ``declinable``: a link and headers to decline with. ``administrator_stops``: not only those who run the agreement
    may stop it, but those who run the installation too. ``priority``: jobs of a higher number go first.
    """

    name: Text
    delay: timedelta
    headers: tuple[tuple[str, str], ...]
    declinable: bool
    administrator_stops: bool
    priority: int


ALWAYS = frozenset({"new-password", "sign-in-changed"})
"""Letters about someone's own sign-in: asked for a moment ago, or a warning. Declining their class stops none."""

CLASSES: dict[str, Class] = {
    Kind.STATUTORY: Class(
        name=Text("Meddelande enligt avtal eller lag", "Notice under agreement or law"),
        delay=timedelta(minutes=10),
        headers=(),
        declinable=False,
        administrator_stops=False,
        priority=50,
    ),
    Kind.SERVICE: Class(
        name=Text("Servicemeddelande", "Service message"),
        delay=timedelta(0),
        # RFC 3834: absence replies are not wanted.
        headers=(("Auto-Submitted", "auto-generated"),),
        declinable=True,
        administrator_stops=True,
        priority=0,
    ),
    Kind.NEWSLETTER: Class(
        name=Text("Nyhetsbrev", "Newsletter"),
        delay=timedelta(minutes=30),
        headers=(("Auto-Submitted", "auto-generated"), ("Precedence", "bulk")),
        declinable=True,
        administrator_stops=True,
        priority=-50,
    ),
}
