"""The outbox: what leaves by mail and what became of it, the acts on it, and who will be reminded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samverk.accounts.policy import Actor, require
from samverk.accounts.queries import actor
from samverk.agreements.queries.listings import visible_to
from samverk.lib import clock
from samverk.outreach import policy
from samverk.outreach.actions.outbox import MailRefused, Recipient, mark_handled, queue, send_again, stop
from samverk.outreach.actions.reminding import DAILY
from samverk.outreach.queries import outbox as queries
from samverk.outreach.queries import words
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.reminders import plan
from samverk.rules.wording import Text
from samverk.web.errors import Missing
from samverk.web.outreach import rows
from samverk.web.shapes import Choice
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import JobRun, Message

PER_PAGE = 50
ALIVE = timedelta(minutes=2)
"""A worker says that it is there every fifth second."""

STATES_TO_STOP = ("waiting",)
STATES_TO_MEND = ("failed", "bounced", "uncertain")


@require_http_methods(["GET", "HEAD", "POST"])
def outbox(request: HttpRequest) -> HttpResponse:
    """The list, what needs somebody first; an administrator can send a trial letter."""
    asking = actor(request.user, clock.today(), clock.now())
    require(policy.can_see_outbox(asking))
    if request.method == "POST":
        return _trial(request, asking)
    agreements = None if asking.is_administrator else sorted(policy.kept_by(asking))
    counts = queries.counts(agreements)
    which = request.GET.get("visa", "needed" if counts.needed else "")
    page = Paginator(queries.messages(agreements, which), PER_PAGE).get_page(request.GET.get("sida"))
    language = page_language()
    context = {
        "counts": counts,
        "which": which,
        "page": page,
        "rows": [
            rows.row(one, language, may_read=policy.can_read_message(asking, agreement=one.agreement) is None)
            for one in page.object_list
        ],
        "mode": settings.MAIL["mode"],
        "folder": settings.MAIL["folder"],
        "working": _working(),
        "run": _run(queries.last_run(DAILY)),
        "writes": _writes(asking),
        "may_try": policy.can_queue(asking, agreement="") is None,
    }
    return render(request, "outreach/outbox.html", context)


def _writes(asking: Actor) -> list[Choice]:
    """The agreements that the visitor writes to many in."""
    own = policy.kept_by(asking)
    english = page_language() == "en"
    return [
        Choice(label=one.short_en if english else one.short_sv, href=reverse("mailings", args=[one.id]))
        for one in (visible_to(asking) if own else ())
        if one.id in own
    ]


def _working() -> dict[str, Any]:
    """Whether something sends what waits."""
    seen = queries.worker_seen()
    alive = seen is not None and clock.now() - seen < ALIVE
    return {"alive": alive, "seen": rows.moment(seen) if seen is not None else ""}


def _run(run: JobRun | None) -> dict[str, Any]:
    """The latest daily work, in words."""
    if run is None:
        return {"never": True}
    sent = run.outcome.partition(" ")[0]
    return {
        "day": run.day,
        "today": run.day == clock.today(),
        "ended": run.ended_at is not None,
        "at": rows.moment(run.ended_at or run.asked_at),
        "sent": int(sent) if sent.isdecimal() else 0,
        "problem": run.problem,
    }


def _trial(request: HttpRequest, asking: Actor) -> HttpResponse:
    user = request.user
    if isinstance(user, AbstractBaseUser):
        to = Recipient(user.email, asking.label, page_language())
        queue(kind="service", letter="trial", payload={}, to=to, by=asking, at=clock.now())
        messages.success(request, _("Provbrevet ligger i utskicken. Se om det går iväg."), extra_tags="ok")
    return redirect("outbox")


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, token: UUID) -> HttpResponse:
    """One message: how far it has come, what it says for those who may read it, and the acts on it."""
    asking = actor(request.user, clock.today(), clock.now())
    require(policy.can_see_outbox(asking))
    found = queries.by_token(token)
    if found is None or policy.can_see_message(asking, agreement=found.agreement) is not None:
        # One answer for both: nobody learns that there is one.
        reason = Text("Det finns inget sådant utskick.", "There is no such message.")
        raise Missing(reason, way=Text("Alla utskick", "All outgoing mail"), href=reverse("outbox"))
    if request.method == "POST":
        _act(request, found, asking)
        return redirect("message", token)
    language = page_language()
    may_read = policy.can_read_message(asking, agreement=found.agreement) is None
    declined = found.state == "dropped" and found.problem == words.DECLINED
    may_stop = policy.can_stop(asking, agreement=found.agreement, kind=found.kind) is None
    may_mend = policy.can_send_again(asking, agreement=found.agreement) is None
    mends = found.state in STATES_TO_MEND and found.handled_at is None
    context = {
        "row": rows.row(found, language, may_read=may_read),
        "kind": CLASSES[found.kind].name.in_language(language),
        "sender": found.created_by,
        "attempts": found.attempts,
        "send_at": rows.moment(found.send_at),
        "waiting": found.state == "waiting",
        "advice": _(rows.ADVICE[found.state]) if mends else "",
        "text": found.text if may_read else "",
        "hidden": not may_read,
        "unsent": not found.text,
        "log": rows.events(queries.steps(found), language),
        "may_stop": may_stop and found.state in STATES_TO_STOP,
        "may_handle": may_mend and mends,
        "may_again": may_mend and (mends or found.state == "stopped") and not declined,
    }
    return render(request, "outreach/message.html", context)


def _act(request: HttpRequest, found: Message, asking: Actor) -> None:
    acts = {"stop": stop, "again": send_again, "handled": mark_handled}
    said = {
        "stop": _("Brevet är stoppat."),
        "again": _("Brevet skickas igen."),
        "handled": _("Brevet är omhändertaget."),
    }
    asked = request.POST.get("act", "")
    if asked not in acts:
        return
    try:
        acts[asked](message=found, by=asking, at=clock.now())
    except MailRefused as refusal:
        messages.error(request, refusal.message.in_language(page_language()), extra_tags="late")
    else:
        messages.success(request, said[asked], extra_tags="ok")


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """Who will be reminded of what if the daily work is done now, and who cannot be reached. Sends nothing."""
    today = clock.today()
    asking = actor(request.user, today, clock.now())
    require(policy.can_preview_reminders(asking))
    language = page_language()
    seen = visible_to(asking)
    own = [one for one in seen if asking.is_administrator or one.id in policy.kept_by(asking)]
    names = {one.id: one.short_en if language == "en" else one.short_sv for one in own}
    found = plan(today, list(names))
    context = {
        "today": today,
        "letters": rows.reminded(found.digests, names, language),
        "unreachable": [
            {
                "who": debt.who.in_language(language),
                "what": debt.what.in_language(language),
                "where": names.get(debt.agreement, ""),
                "href": _contacts_of(debt.subject),
            }
            for debt in found.unreachable
        ],
    }
    return render(request, "outreach/reminders.html", context)


def _contacts_of(subject: str) -> str:
    """Where a contact is added for a party that cannot be reached; "" for a body or a role."""
    kind, _colon, code = subject.partition(":")
    return reverse("party-contacts", args=[code]) if kind == "party" else ""
