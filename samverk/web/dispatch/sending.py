"""To dispatch: the form, what each recipient would get, and the act. Nothing leaves before it has been shown."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.lib import clock
from samverk.lib.collation import sort_key
from samverk.outreach import policy
from samverk.outreach.actions import dispatching
from samverk.outreach.actions.dispatching import Checked, DispatchRefused
from samverk.outreach.queries.dispatches import dispatched_by, place
from samverk.outreach.queries.recipients import Candidate, candidates
from samverk.records.actions.papers import PaperRefused
from samverk.records.actions.register import RegisterRefused
from samverk.records.queries.papers import DRAFTS, Paper
from samverk.web.agreements.views import Seen, see
from samverk.web.dispatch.forms import DispatchForm
from samverk.web.documents.seen import offered
from samverk.web.register.views import frame
from samverk.web.sent_once import sent_number
from samverk.web.shapes import Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Dispatch

LATEST: Final = 30
"""Documents that the form offers, the one changed last first; and those the address or the sent form names."""


@dataclass(frozen=True, slots=True)
class Gets(Shape):
    """What a recipient would get, in the preview."""

    party: str
    title: str
    address: str
    registrar: bool


@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: HttpRequest, agreement: str) -> HttpResponse:
    """``?handling=`` a document to send. POST ``act=preview`` shows who would get what, ``act=send`` sends."""
    seen = see(request, agreement)
    require(policy.can_dispatch(seen.actor, agreement=agreement))
    before = _sent_before(request, seen)
    if before is not None:
        return before
    known = candidates(agreement, clock.today())
    form = _form(request, seen, known)
    if request.method == "POST" and form.is_valid():
        act = _send if request.POST.get("act") == "send" else _preview
        try:
            return act(request, seen, form)
        except (DispatchRefused, RegisterRefused, PaperRefused) as refusal:
            # The same form may have been taken by another process meanwhile.
            before = _sent_before(request, seen)
            if before is not None:
                return before
            form.add_error(None, refusal.message.in_language(page_language()))
    context = {
        **frame(seen, "dispatch"),
        "form": form,
        "back": reverse("dispatches", args=[agreement]),
        "by_hand": any(not one.address for one in known),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "dispatch/form.html", context, status=status)


def _form(request: HttpRequest, seen: Seen, known: tuple[Candidate, ...]) -> DispatchForm:
    wanted = request.GET.get("handling", "")
    rows = offered(seen, LATEST, [wanted, *request.POST.getlist("papers")])
    sendable = [paper for paper in rows if paper.withdrawn_at is None and not paper.secret]
    chosen = next((paper for paper in sendable if paper.key == wanted), None)
    initial: dict[str, Any] = {"to": [one.key for one in known if one.suggested]}
    if chosen is not None:
        initial |= {"papers": [chosen.key], "subject": chosen.title}
    return DispatchForm(
        request.POST if request.method == "POST" else None,
        papers=[(paper.key, _titled(paper)) for paper in sendable],
        to=sorted(((one.key, named(seen, one)) for one in known), key=lambda one: sort_key(one[1])),
        initial=initial,
    )


def _titled(paper: Paper) -> str:
    return f"{paper.title} ({_('arbetsmaterial')})" if paper.reach in DRAFTS else paper.title


def named(seen: Seen, one: Candidate) -> str:
    """A recipient in words: "Solna: Registrator (namn@solna.example)", "Täby: för hand eller med post"."""
    party = seen.answer.evaluation.situation.name(one.party).in_language(page_language())
    if not one.address:
        return f"{party}: {_('för hand eller med post')}"
    return f"{party}: {one.title} ({one.address})"


def _preview(request: HttpRequest, seen: Seen, form: DispatchForm) -> HttpResponse:
    """What would be done, and the same form in hidden fields."""
    checked = dispatching.check_sending(agreement=seen.id, sending=form.sending(), by=seen.actor, at=clock.now())
    language = page_language()
    situation = seen.answer.evaluation.situation
    context = {
        **frame(seen, "dispatch"),
        "checked": checked,
        "opened": _opened(checked),
        "gets": [
            Gets(
                party=situation.name(one.party).in_language(language),
                title=one.title,
                address=one.address,
                registrar=one.is_registrar,
            )
            for one in checked.to
        ],
        "form": form,
        "once": uuid.uuid4(),
        "back": reverse("dispatch", args=[seen.id]),
    }
    return render(request, "dispatch/preview.html", context)


def _opened(checked: Checked) -> list[str]:
    """Titles of working material that the act shows to others."""
    return [paper.title for paper in checked.papers if paper.reach in DRAFTS]


def _sent_before(request: HttpRequest, seen: Seen) -> HttpResponse | None:
    """The answer to a form that has been carried out already: whoever got none sends it again, and gets the same."""
    token = sent_number(request) if request.method == "POST" and request.POST.get("act") == "send" else None
    made = dispatched_by(seen.id, token) if token is not None else None
    return None if made is None else _answered(request, made)


def _send(request: HttpRequest, seen: Seen, form: DispatchForm) -> HttpResponse:
    made = dispatching.dispatch(
        agreement=seen.id, sending=form.sending(), by=seen.actor, at=clock.now(), token=sent_number(request)
    )
    return _answered(request, made)


def _answered(request: HttpRequest, made: Dispatch) -> HttpResponse:
    messages.success(request, _("Expedierat och diariefört."), extra_tags="ok")
    return redirect(reverse("dispatched", args=place(made)))
