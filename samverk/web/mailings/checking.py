"""Before a letter to many is sent: who gets it and who does not, the letter as each gets it, and when it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.lib import clock
from samverk.outreach import policy
from samverk.outreach.actions import mailing as actions
from samverk.outreach.actions.mailing import REGRET, ChangedMeanwhile, MailingRefused
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.mailing_letter import letter_to
from samverk.outreach.queries.mailings import MISSED, REGISTERED, RULES
from samverk.outreach.queries.readers import Outcome, digest
from samverk.records.actions.register import RegisterRefused
from samverk.web.agreements.views import Seen, see
from samverk.web.mailings.forms import WhenForm
from samverk.web.mailings.views import found_or_missing
from samverk.web.mailings.writing import version_of
from samverk.web.register.views import frame
from samverk.web.shapes import Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Mailing


@dataclass(frozen=True, slots=True)
class Gets(Shape):
    """Somebody who would get the letter, or would not and why. ``href``: their letter."""

    party: str
    title: str
    address: str
    href: str
    missed: str
    current: bool


@require_http_methods(["GET", "HEAD", "POST"])
def check_mailing(request: HttpRequest, agreement: str, token: UUID) -> HttpResponse:
    """``?till=`` the number in the list of whose letter is shown. A POST sends what was shown."""
    seen = see(request, agreement)
    require(policy.can_write_mailing(seen.actor, agreement=agreement))
    found = found_or_missing(agreement, token)
    if found.sent_at is not None:
        return redirect("mailing", agreement, token)
    form = WhenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_mailing(
                mailing=found, version=version_of(request), seen=request.POST.get("seen", ""), by=seen.actor,
                at=clock.now(), leaves_at=form.moment(),
            )  # fmt: skip
        except ChangedMeanwhile as conflict:
            messages.error(request, conflict.message.in_language(page_language()), extra_tags="late")
            return redirect("mailing" if conflict.now is not None else "mailings", agreement, *_of(conflict.now))
        except (MailingRefused, RegisterRefused) as refusal:
            form.add_error(None, refusal.message.in_language(page_language()))
        else:
            messages.success(request, _("Utskicket ligger i utskicken och kan tas tillbaka."), extra_tags="ok")
            return redirect("mailing", agreement, token)
    return _page(request, seen, found, form)


def _of(found: Mailing | None) -> list[UUID]:
    return [found.token] if found is not None else []


def _page(request: HttpRequest, seen: Seen, found: Mailing, form: WhenForm) -> HttpResponse:
    language = page_language()
    outcomes = actions.outcomes(found, clock.now())
    gets = [one for one in outcomes if not one.missed]
    number = _number(request.GET.get("till", ""), len(gets))
    name = seen.answer.evaluation.situation.definition.short
    letter = letter_to(found, gets[number], name=name, by=seen.actor.label) if gets else None
    minutes = int(max(CLASSES[found.kind].delay, REGRET).total_seconds()) // 60
    context = {
        **frame(seen, "mailings"),
        "row": found,
        "kind": CLASSES[found.kind].name.in_language(language),
        "rule": RULES[found.kind].in_language(language),
        "registered": found.kind in REGISTERED,
        "gets": [_gets(seen, one, place, current=place == number) for place, one in enumerate(gets)],
        "misses": [_gets(seen, one, None) for one in outcomes if one.missed],
        "to": gets[number] if gets else None,
        "letter": letter,
        "html": mark_safe(letter.html) if letter is not None else "",  # noqa: S308 - our template, which escapes
        "form": form,
        "seen": digest(outcomes),
        "minutes": minutes,
        "may_send": policy.can_write_mailing(seen.actor, agreement=seen.id, kind=found.kind) is None,
        "ready": bool(gets) and bool(found.text),
        "back": reverse("mailing", args=[seen.id, found.token]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "mailings/check.html", context, status=status)


def _number(given: str, most: int) -> int:
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0
    return number if number < most else 0


def _gets(seen: Seen, one: Outcome, place: int | None, *, current: bool = False) -> Gets:
    language = page_language()
    return Gets(
        party=seen.answer.evaluation.situation.name(one.party).in_language(language) if one.party else "",
        title=one.title,
        address=one.address,
        href=f"?till={place}#h-brevet" if place is not None else "",
        missed=MISSED[one.missed].in_language(language) if one.missed else "",
        current=current,
    )
