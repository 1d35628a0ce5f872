"""A letter that came back: the message it was is marked, so that a human sees it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from samverk.integrations.bounces import Bounce
from samverk.outreach.models import Message, State, Step


@transaction.atomic
def record_bounce(*, bounce: Bounce, at: datetime) -> Message | None:
    """Write down what another server said of a message; the message, or None when it is none of ours.

    Failed: it did not arrive. Delayed or delivered: only a line in its log. The same bounce twice changes nothing.
    """
    if bounce.token is None or bounce.fate == "unknown":
        return None
    message = Message.objects.filter(token=bounce.token).first()
    if message is None:
        return None
    if bounce.fate == "failed":
        gone = (State.SENT, State.UNCERTAIN, State.HANDED)
        if not Message.objects.filter(pk=message.pk, state__in=gone).update(
            state=State.BOUNCED, ended_at=at, lease_until=None, problem=bounce.why, handled_at=None, handled_by=""
        ):
            return message
        message.refresh_from_db()
    Step.objects.create(message=message, at=at, what=_STEPS[bounce.fate], note=bounce.why)
    return message


_STEPS = {"failed": "bounced", "delayed": "delayed", "delivered": "delivered"}
