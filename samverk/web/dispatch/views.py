"""What has been dispatched: the list, and one dispatch with its recipients, how far it has come, and the receipts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samverk.accounts.policy import require
from samverk.agreements.policy import can_see_document
from samverk.agreements.queries.listings import Access
from samverk.lib.clock import STOCKHOLM, now
from samverk.lib.collation import sort_key
from samverk.outreach import policy
from samverk.outreach.actions.dispatching import DispatchRefused, receive
from samverk.outreach.queries import dispatches as queries
from samverk.outreach.queries.dispatches import ACKNOWLEDGED, BY_HAND, OPENED, RECEIPTS, REGISTERED, Receipted, To
from samverk.rules.wording import Text
from samverk.web.agreements.views import Seen, see
from samverk.web.documents.seen import access_of
from samverk.web.errors import Missing
from samverk.web.outreach.rows import STATES
from samverk.web.register.views import frame
from samverk.web.shapes import Choice, Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Dispatch

PER_PAGE: Final = 40


@require_safe
def dispatches(request: HttpRequest, agreement: str) -> HttpResponse:
    """The list, the latest first; ``?sida=``."""
    seen = see(request, agreement)
    require(policy.can_see_dispatch(seen.actor, access_of(seen)))
    page = Paginator(queries.dispatches(agreement), PER_PAGE).get_page(request.GET.get("sida"))
    may = policy.can_dispatch(seen.actor, agreement=agreement) is None and not seen.moment.query
    context = {
        **frame(seen, "dispatches"),
        "rows": queries.listed(page.object_list),
        "page": page,
        "new_href": reverse("dispatch", args=[agreement]) if may else "",
        "back": reverse("register", args=[agreement]) + seen.moment.query,
    }
    return render(request, "dispatch/list.html", context)


@dataclass(frozen=True, slots=True)
class Letter(Shape):
    """A post that got a letter. ``address`` is "" for those who do not see it; ``mark``: of the state."""

    title: str
    address: str
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class Done(Shape):
    """A receipt."""

    what: str
    at: datetime
    actor: str
    note: str


@dataclass(frozen=True, slots=True)
class Party(Shape):
    """A party that a dispatch went to. ``may``: which receipts the visitor may give for it."""

    code: str
    name: str
    letters: tuple[Letter, ...]
    done: tuple[Done, ...]
    may: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def dispatched(request: HttpRequest, agreement: str, organisation: str, year: int, number: int) -> HttpResponse:
    """One dispatch. A POST gives a receipt (``kind``) for a party (``party``)."""
    seen = see(request, agreement)
    access = access_of(seen)
    require(policy.can_see_dispatch(seen.actor, access))
    found = queries.dispatch(agreement, organisation, year, number)
    if found is None:
        raise Missing(
            Text(f"Det finns ingen försändelse {year}/{number} här.", f"There is no dispatch {year}/{number} here."),
            way=Text("Till det som har expedierats", "To what has been dispatched"),
            href=reverse("dispatches", args=[agreement]),
        )
    refused = None
    if request.method == "POST":
        try:
            receive(
                dispatch=found,
                party=request.POST.get("party", ""),
                kind=request.POST.get("kind", ""),
                by=seen.actor,
                at=now(),
                note=request.POST.get("note", ""),
            )
        except DispatchRefused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("Det är antecknat."), extra_tags="ok")
            return redirect(request.path)
    shown = _Shown(seen, access, found, queries.recipients(found), queries.receipts(found))
    if request.method == "GET" and _note_opened(shown):
        shown = replace(shown, done=queries.receipts(found))
    return _page(request, shown, refused)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A dispatch, to whom it went and what they have done with it."""

    seen: Seen
    access: Access
    found: Dispatch
    to: list[To]
    done: list[Receipted]


def _note_opened(shown: _Shown) -> bool:
    """Somebody of a party that it was sent to looks at it: written down the first time. Whether this was it."""
    own = policy.receives_for(shown.seen.actor, shown.access) & {one.party for one in shown.to}
    new = own - {one.party for one in shown.done}
    for party in sorted(new):
        receive(dispatch=shown.found, party=party, kind=OPENED, by=shown.seen.actor, at=now())
    return bool(new)


def _page(request: HttpRequest, shown: _Shown, refused: Text | None) -> HttpResponse:
    seen, found = shown.seen, shown.found
    context: dict[str, Any] = {
        **frame(seen, "dispatches"),
        "row": found,
        "number": f"SAM {found.entry.year}/{found.entry.number}",
        "words": found.words,
        "entry_href": reverse(
            "register-entry", args=[seen.id, found.entry.organisation, found.entry.year, found.entry.number]
        ),
        "papers": [
            Choice(
                label=f"{paper.title}, {_('version')} {version}", href=reverse("document", args=[seen.id, paper.key])
            )
            for paper, version in queries.papers_of(found)
            if can_see_document(seen.actor, shown.access, paper) is None
        ],
        "parties": _parties(shown),
        "outbox_href": _outbox(shown),
        "kinds": {"acknowledged": ACKNOWLEDGED, "registered": REGISTERED, "by_hand": BY_HAND},
        "refused": refused,
        "back": reverse("dispatches", args=[seen.id]) + seen.moment.query,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused is not None else HTTPStatus.OK
    return render(request, "dispatch/dispatch.html", context, status=status)


def _outbox(shown: _Shown) -> str:
    """Where letters that have not left yet can be stopped, for those who may; "" when all have left."""
    waits = any(one.state == "waiting" for one in shown.to)
    return f"{reverse('outbox')}?visa=waiting" if waits and policy.can_see_outbox(shown.seen.actor) is None else ""


def _parties(shown: _Shown) -> list[Party]:
    seen = shown.seen
    language = page_language()
    keeps = policy.can_dispatch(seen.actor, agreement=seen.id) is None
    own = policy.receives_for(seen.actor, shown.access)
    to: dict[str, list[To]] = {}
    for one in shown.to:
        to.setdefault(one.party, []).append(one)
    done: dict[str, list[Receipted]] = {}
    for receipt in shown.done:
        done.setdefault(receipt.party, []).append(receipt)
    made = [
        Party(
            code=code,
            name=seen.answer.evaluation.situation.name(code).in_language(language),
            letters=tuple(_letter(one, shown=keeps or code in own) for one in rows),
            done=tuple(
                Done(RECEIPTS[one.kind].in_language(language), one.at.astimezone(STOCKHOLM), one.actor, one.note)
                for one in done.get(code, ())
            ),
            may=_may({one.kind for one in done.get(code, ())}, keeps=keeps, own=code in own)
            if not seen.moment.query
            else (),
        )
        for code, rows in to.items()
    ]
    return sorted(made, key=lambda one: sort_key(one.name))


def _may(done: set[str], *, keeps: bool, own: bool) -> tuple[str, ...]:
    """The receipts that are left to give."""
    left = [ACKNOWLEDGED, REGISTERED] if own else []
    if keeps and not done & {ACKNOWLEDGED, REGISTERED}:
        left.append(BY_HAND)
    return tuple(kind for kind in left if kind not in done)


def _letter(one: To, *, shown: bool) -> Letter:
    if not one.address:
        return Letter(_("För hand eller med post"), "", "", "")
    state, mark = STATES.get(one.state, ("", ""))
    return Letter(one.title, one.address if shown else "", _(state) if state else "", mark)
