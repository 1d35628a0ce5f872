"""Does the log of what was sent hold together?"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from samverk.outreach.models import UNDER_WAY, MailingAct, Message, State, Step


def step_rows() -> int:
    """How many steps."""
    return Step.objects.count()


def mailing_rows() -> int:
    """How many acts with letters to many."""
    return MailingAct.objects.count()


def unlike_steps() -> list[str]:
    """The tokens of messages without any step, or in an end that no step of theirs tells."""
    steps = Step.objects.filter(message=OuterRef("pk"))
    silent = Message.objects.exclude(Exists(steps))
    ended = Message.objects.exclude(state__in=(State.WAITING, *UNDER_WAY))
    untold = ended.exclude(Exists(steps.filter(what=OuterRef("state"))))
    return [str(token) for token in (silent | untold).order_by("pk").values_list("token", flat=True)]
