"""Letters to many: the list, and one of them: the draft to go on with, or what was sent and how it went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samverk.accounts.policy import require
from samverk.lib import clock
from samverk.lib.letter_text import blocks
from samverk.outreach import policy
from samverk.outreach.actions import mailing as actions
from samverk.outreach.actions.mailing import Draft
from samverk.outreach.actions.outbox import MailRefused
from samverk.outreach.queries import mailings as queries
from samverk.outreach.queries import words
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.mailings import DONE, MISSED, Listed, To
from samverk.records.actions.register import RegisterRefused
from samverk.rules.wording import Text
from samverk.web.agreements.views import Seen, see
from samverk.web.errors import Missing
from samverk.web.mailings.writing import Desk, edit
from samverk.web.outreach.rows import STATES, moment
from samverk.web.register.views import frame
from samverk.web.shapes import Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Mailing

PER_PAGE: Final = 40


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A mailing in the list. ``states``: how many letters in which state, with the mark of the state."""

    href: str
    subject: str
    kind: str
    when: str
    by: str
    states: tuple[tuple[str, str], ...]
    taken_back: bool


@require_safe
def mailings(request: HttpRequest, agreement: str) -> HttpResponse:
    """Drafts, and what was sent, the latest first; ``?sida=``."""
    seen = see(request, agreement)
    require(policy.can_write_mailing(seen.actor, agreement=agreement))
    page = Paginator(queries.sent(agreement), PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        **frame(seen, "mailings"),
        "drafts": [_row(Listed(one, {})) for one in queries.drafts(agreement)],
        "rows": [_row(one) for one in queries.listed(page.object_list)],
        "page": page,
        "new_href": reverse("write-mailing", args=[agreement]),
    }
    return render(request, "mailings/list.html", context)


def _row(one: Listed) -> Row:
    found = one.mailing
    told: Counter[tuple[str, str]] = Counter()
    for state, count in one.states.items():
        word, mark = STATES[state]
        told[mark, _(word)] += count
    return Row(
        href=reverse("mailing", args=[found.agreement, found.token]),
        subject=found.subject,
        kind=CLASSES[found.kind].name.in_language(page_language()),
        when=moment(found.leaves_at or found.changed_at),
        by=found.changed_by,
        states=tuple((mark, f"{word}: {count}") for (mark, word), count in told.items()),
        taken_back=found.taken_back_at is not None,
    )


def found_or_missing(agreement: str, token: UUID) -> Mailing:
    """The mailing. Error: Missing."""
    found = queries.mailing(agreement, token)
    if found is None:
        raise Missing(
            Text("Det finns inget sådant utskick.", "There is no such letter."),
            way=Text("Till utskicken", "To the letters"),
            href=reverse("mailings", args=[agreement]),
        )
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def mailing(request: HttpRequest, agreement: str, token: UUID) -> HttpResponse:
    """A draft is gone on with. What was sent is shown with how it went; POST ``act=back`` stops what has not left,
    ``act=copy`` begins a new draft with the same words.
    """
    seen = see(request, agreement)
    require(policy.can_write_mailing(seen.actor, agreement=agreement))
    found = found_or_missing(agreement, token)
    if found.sent_at is None:
        return edit(request, Desk(seen, str(found.token), found.version, found))
    if request.method == "POST":
        return _act(request, seen, found)
    return _sent(request, seen, found)


def _act(request: HttpRequest, seen: Seen, found: Mailing) -> HttpResponse:
    if request.POST.get("act") == "copy":
        draft = Draft(kind=found.kind, subject=found.subject, text=found.text, groups=tuple(found.groups))
        made = actions.write_mailing(agreement=seen.id, draft=draft, by=seen.actor, at=clock.now())
        messages.success(request, _("Här är ett nytt utkast med samma text. Se över mottagarna."), extra_tags="ok")
        return redirect("mailing", seen.id, made.token)
    if request.POST.get("act") == "back":
        try:
            count = actions.take_back_mailing(mailing=found, by=seen.actor, at=clock.now())
        except (MailRefused, RegisterRefused) as refusal:
            messages.error(request, refusal.message.in_language(page_language()), extra_tags="late")
        else:
            messages.success(request, _("Stoppade brev: %(count)s.") % {"count": count}, extra_tags="ok")
    return redirect("mailing", seen.id, found.token)


@dataclass(frozen=True, slots=True)
class Got(Shape):
    """A recipient: how far the letter has come, or why there was none."""

    party: str
    title: str
    address: str
    href: str
    state: str
    mark: str
    problem: str


def _sent(request: HttpRequest, seen: Seen, found: Mailing) -> HttpResponse:
    language = page_language()
    to = queries.recipients(found)
    entry = found.entry
    context: dict[str, Any] = {
        **frame(seen, "mailings"),
        "row": found,
        "kind": CLASSES[found.kind].name.in_language(language),
        "blocks": blocks(found.text),
        "leaves": moment(found.leaves_at) if found.leaves_at is not None else "",
        "taken_back": moment(found.taken_back_at) if found.taken_back_at is not None else "",
        "gets": [_got(seen, one) for one in to if not one.missed],
        "misses": [_got(seen, one) for one in to if one.missed],
        "number": f"SAM {entry.year}/{entry.number}" if entry is not None else "",
        "entry_href": reverse("register-entry", args=[seen.id, entry.organisation, entry.year, entry.number])
        if entry is not None
        else "",
        "may_back": any(one.state == "waiting" for one in to)
        and policy.can_write_mailing(seen.actor, agreement=seen.id, kind=found.kind) is None,
        "acts": [(DONE[one.what].in_language(language), moment(one.at), one.actor) for one in queries.acts(found)],
        "back": reverse("mailings", args=[seen.id]),
    }
    return render(request, "mailings/sent.html", context)


def _got(seen: Seen, one: To) -> Got:
    language = page_language()
    word, mark = STATES.get(one.state, ("", "na"))
    state = _(word) if word else ""
    if one.missed:
        state, mark = MISSED[one.missed].in_language(language), "na"
    return Got(
        party=seen.answer.evaluation.situation.name(one.party).in_language(language) if one.party else "",
        title=one.title,
        address=one.address,
        href=reverse("message", args=[one.letter]) if one.letter is not None and one.state else "",
        state=state,
        mark=mark,
        problem=words.worded(one.problem, language),
    )
