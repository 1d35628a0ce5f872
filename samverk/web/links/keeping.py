"""Which links to one act are out, for those who run the agreements; and making one or all of a person's worthless."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import ROLE_NAMES, Actor, require
from samverk.accounts.queries import actor
from samverk.agreements.queries.listings import visible_to
from samverk.lib import clock
from samverk.outreach import policy
from samverk.outreach.actions.links import revoke_link, revoke_links_of
from samverk.outreach.queries.debts import debts_now
from samverk.outreach.queries.letters import HANDS_IN
from samverk.outreach.queries.links import HAND_IN, is_out, links_in
from samverk.rules.facts import FACT_KINDS
from samverk.rules.wording import Language
from samverk.web.outreach.rows import moment
from samverk.web.shapes import Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Link

PER_PAGE = 50

# The word for what has become of a link, and the status it is drawn as.
STATES: dict[str, tuple[str, str]] = {
    "out": (gettext_noop("Ute"), "coming"),
    "used": (gettext_noop("Använd"), "ok"),
    "revoked": (gettext_noop("Återkallad"), "na"),
    "expired": (gettext_noop("Tiden ute"), "na"),
    "done": (gettext_noop("Behövs inte längre"), "na"),
}


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A link in the list. ``note``: when it ended and how."""

    number: int
    user: int
    title: str
    address: str
    role: str
    what: str
    agreement: str
    made: str
    last: str
    state: str
    mark: str
    note: str
    is_out: bool


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Those that are out first; with ``visa=alla`` also the others."""
    asking = actor(request.user, clock.today(), clock.now())
    require(policy.can_see_outbox(asking))
    own = [one for one in visible_to(asking) if policy.can_see_links(asking, agreement=one.id) is None]
    names = {one.id: one.short_en if page_language() == "en" else one.short_sv for one in own}
    if request.method == "POST":
        _revoke(request, asking, list(names))
        return redirect("links")
    every = request.GET.get("visa") == "alla"
    now = clock.now()
    found = links_in(names)
    page = Paginator(found if every else found.filter(**is_out(now)), PER_PAGE).get_page(request.GET.get("sida"))
    shown = list(page.object_list)
    owed = {debt.name for debt in debts_now(sorted({one.agreement for one in shown if one.thing}), clock.today())}
    context = {
        "rows": [_row(one, names, owed, now, page_language()) for one in shown],
        "page": page,
        "every": every,
        "asks": [(one.id, names[one.id]) for one in own if policy.can_ask_by_link(asking, agreement=one.id) is None],
    }
    return render(request, "links/links.html", context)


def _row(
    link: Link, names: dict[str, str], owed: Collection[tuple[str, str]], now: datetime, language: Language
) -> Row:
    state = _state(link, owed, now)
    word, mark = STATES[state]
    name = HANDS_IN if link.kind == HAND_IN else FACT_KINDS[link.kind].name
    return Row(
        number=link.pk,
        user=link.user_id,
        title=link.user.title,
        address=link.user.email,
        role=ROLE_NAMES[link.role.kind].in_language(language),
        what=name.in_language(language),
        agreement=names[link.agreement],
        made=moment(link.made_at),
        last=f"{(link.until - timedelta(seconds=1)).astimezone(clock.STOCKHOLM):%Y-%m-%d}",
        state=_(word),
        mark=mark,
        note=_note(link),
        is_out=state == "out",
    )


def _state(link: Link, owed: Collection[tuple[str, str]], now: datetime) -> str:
    if link.used_at is not None:
        return "used"
    if link.revoked_at is not None:
        return "revoked"
    if now >= link.until:
        return "expired"
    return "done" if link.thing and (link.agreement, link.thing) not in owed else "out"


def _note(link: Link) -> str:
    if link.used_at is not None:
        at = moment(link.used_at)
        if link.kind == HAND_IN:
            return at
        return _("%(at)s, uppgift %(number)s") % {"at": at, "number": link.used_as}
    return f"{moment(link.revoked_at)}, {link.revoked_by}" if link.revoked_at is not None else ""


def _revoke(request: HttpRequest, asking: Actor, agreements: list[str]) -> None:
    """One link (``lank``), or all of a person's (``person``); a number that is none of theirs does nothing."""
    own = links_in(agreements)
    number, person = _number(request.POST, "lank"), _number(request.POST, "person")
    link = (own.filter(pk=number) if number else own.filter(user=person)).first()
    if link is None:
        return
    if number:
        count = int(revoke_link(link=link, by=asking, at=clock.now()))
    else:
        count = revoke_links_of(user=link.user, agreements=agreements, by=asking, at=clock.now())
    done = ngettext("%(n)s länk är återkallad.", "%(n)s länkar är återkallade.", count) % {"n": count}
    messages.success(request, done, extra_tags="ok")


def _number(sent: QueryDict, name: str) -> int:
    """A number that a database can hold; otherwise 0, which is nobody's."""
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
