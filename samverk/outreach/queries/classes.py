"""The three classes of mail and their rules. Nothing else decides what may be declined, delayed or stopped.

A statutory notice must arrive: it cannot be declined, it asks nobody's mail program to keep quiet about absence, and it
waits ten minutes so that a mistake can be taken back. A service message follows from something the recipient owes or
asked for; who wants it no more can say so. A newsletter is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from samverk.accounts.models import RoleKind
from samverk.outreach.models import Kind
from samverk.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Class:
    """``delay``: time in which it can be taken back. ``headers``: what every letter of the class carries.
    ``declinable``: a link and headers to decline with. ``stoppers``: roles in the agreement that may stop it.
    ``priority``: jobs of a higher number go first.
    """

    name: Text
    delay: timedelta
    headers: tuple[tuple[str, str], ...]
    declinable: bool
    stoppers: frozenset[str]
    priority: int


_KEEPERS = frozenset({RoleKind.STRATEGIST, RoleKind.ASSOCIATION_STAFF})

CLASSES: dict[str, Class] = {
    Kind.STATUTORY: Class(
        name=Text("Meddelande enligt avtal eller lag", "Notice under agreement or law"),
        delay=timedelta(minutes=10),
        headers=(),
        declinable=False,
        stoppers=_KEEPERS | {RoleKind.REGISTRAR},
        priority=50,
    ),
    Kind.SERVICE: Class(
        name=Text("Servicemeddelande", "Service message"),
        delay=timedelta(0),
        # RFC 3834: absence replies are not wanted.
        headers=(("Auto-Submitted", "auto-generated"),),
        declinable=True,
        stoppers=_KEEPERS,
        priority=0,
    ),
    Kind.NEWSLETTER: Class(
        name=Text("Nyhetsbrev", "Newsletter"),
        delay=timedelta(minutes=30),
        headers=(("Auto-Submitted", "auto-generated"), ("Precedence", "bulk")),
        declinable=True,
        stoppers=_KEEPERS,
        priority=-50,
    ),
}
