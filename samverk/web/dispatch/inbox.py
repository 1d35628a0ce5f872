"""What waits for a registrar: documents that are not in the register, and what parties have got and not registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.accounts.policy import Denied, NotAllowed
from samverk.agreements.policy import can_see_document
from samverk.lib import clock
from samverk.outreach import policy
from samverk.outreach.queries import dispatches as queries
from samverk.records.queries.papers import DOCUMENT_KINDS, PAPER_FIELDS, Paper
from samverk.rules.wording import Text
from samverk.web.agreements.views import Seen, see
from samverk.web.documents.seen import access_of
from samverk.web.register.views import frame
from samverk.web.shapes import Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Dispatch

PER_PAGE: Final = 40
_NOT_YOURS = Denied(
    Text(
        "Inkorgen är för dem som för diariet och för dem som tar emot handlingar hos en part.",
        "The inbox is for those who keep the register and those who receive documents at a party.",
    )
)


@dataclass(frozen=True, slots=True)
class Waiting(Shape):
    """A document to register, or a dispatch that a party has got."""

    title: str
    detail: str
    since: datetime
    href: str
    act_href: str = ""


@require_safe
def inbox(request: HttpRequest, agreement: str) -> HttpResponse:
    """``?sida=`` of the documents."""
    seen = see(request, agreement)
    access = access_of(seen)
    keeps = policy.can_dispatch(seen.actor, agreement=agreement) is None
    own = policy.receives_for(seen.actor, access)
    if not keeps and not own:
        raise NotAllowed(_NOT_YOURS)
    rows = queries.unregistered(agreement).values_list(*PAPER_FIELDS)
    page = Paginator(rows if keeps else rows.none(), PER_PAGE).get_page(request.GET.get("sida"))
    papers = [Paper(*row) for row in page.object_list]
    received = [(one, party) for one, party in queries.waiting_for(agreement, own)] if own else []
    context = {
        **frame(seen, "register-inbox"),
        "keeps": keeps,
        "receives": bool(own),
        "page": page,
        "papers": [_paper(seen, one) for one in papers if can_see_document(seen.actor, access, one) is None],
        "by_hand": [_dispatch(seen, *one) for one in queries.not_handed_over(agreement)] if keeps else [],
        "received": [_dispatch(seen, *one) for one in received],
        "day_href": f"{reverse('register', args=[agreement])}?dag={clock.today().isoformat()}",
        "back": reverse("register", args=[agreement]) + seen.moment.query,
    }
    return render(request, "dispatch/inbox.html", context)


def _paper(seen: Seen, paper: Paper) -> Waiting:
    return Waiting(
        title=paper.title,
        detail=DOCUMENT_KINDS[paper.kind].in_language(page_language()),
        since=paper.changed_at,
        href=reverse("document", args=[seen.id, paper.key]),
        act_href=f"{reverse('register-line', args=[seen.id])}?handling={paper.key}" if not seen.moment.query else "",
    )


def _dispatch(seen: Seen, one: Dispatch, party: str) -> Waiting:
    return Waiting(
        title=one.subject,
        detail=f"SAM {one.entry.year}/{one.entry.number}, "
        + seen.answer.evaluation.situation.name(party).in_language(page_language()),
        since=one.at,
        href=reverse("dispatched", args=queries.place(one)),
    )
