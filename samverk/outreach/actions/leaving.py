"""What is written down when a letter leaves: the links to one act in it, which hold from then on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from samverk.accounts.queries import secret_hash
from samverk.outreach.models import Link, Message
from samverk.outreach.queries.links import NewLink

NEWER: Final = "Nyare brev"
"""What stands as having made the links of a letter worthless that was sent again."""


@transaction.atomic
def keep_links(*, message: Message, links: Sequence[NewLink], at: datetime) -> None:
    """Called when a letter leaves: from now its links hold. Those of an earlier try with the same letter do not."""
    before = Link.objects.filter(message=message, used_at__isnull=True, revoked_at__isnull=True)
    before.update(revoked_at=at, revoked_by=NEWER)
    Link.objects.bulk_create(
        Link(
            secret_hash=secret_hash(new.secret), user=new.role.user, role=new.role, agreement=new.agreement,
            party=new.party, thing=new.thing, kind=new.kind, given=dict(new.given), message=message, made_at=at,
            until=new.until,
        )
        for new in links
        if new.until > at
    )  # fmt: skip
