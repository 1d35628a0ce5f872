"""The form in which a letter to many is written, begun anew or gone on with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

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
from samverk.outreach.actions import mailing as actions
from samverk.outreach.actions.mailing import ChangedMeanwhile, MailingRefused
from samverk.outreach.queries.readers import BODY, TASKS, Reader, readers
from samverk.web.agreements.views import Seen, see
from samverk.web.mailings.forms import MailingForm
from samverk.web.register.views import frame
from samverk.web.sent_once import form_number
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Mailing


@dataclass(frozen=True, slots=True)
class Desk:
    """What is being written. ``token``: of the draft or of the one to come; ``version``: 0 for one to come."""

    seen: Seen
    token: str
    version: int
    draft: Mailing | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def write_mailing(request: HttpRequest, agreement: str) -> HttpResponse:
    """A new letter."""
    seen = see(request, agreement)
    require(policy.can_write_mailing(seen.actor, agreement=agreement))
    return edit(request, Desk(seen, str(form_number(request)), 0))


def edit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form; a POST saves it, or (``act=discard``) throws the draft away."""
    seen = desk.seen
    form = _form(request, desk)
    status, now = HTTPStatus.OK, None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "discard" and desk.draft is not None:
                return _discard(request, desk, desk.draft)
            if form.is_valid():
                return _save(request, desk, form)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        except ChangedMeanwhile as conflict:
            if conflict.now is None or conflict.now.sent_at is not None:
                messages.error(request, conflict.message.in_language(page_language()), extra_tags="late")
                return redirect("mailings", seen.id)
            status, now = HTTPStatus.CONFLICT, conflict.now
        except MailingRefused as refusal:
            form.add_error(None, refusal.message.in_language(page_language()))
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        **frame(seen, "mailings"),
        "form": form,
        "once": desk.token,
        "version": now.version if now is not None else desk.version,
        "now": now,
        "is_draft": desk.draft is not None,
        "back": reverse("mailings", args=[seen.id]),
    }
    return render(request, "mailings/form.html", context, status=status)


def _form(request: HttpRequest, desk: Desk) -> MailingForm:
    seen, language, draft = desk.seen, page_language(), desk.draft
    known = readers(seen.id, clock.today())
    initial: dict[str, Any] = {"kind": "service"}
    if draft is not None:
        initial = {
            "kind": draft.kind, "subject": draft.subject, "text": draft.text, "groups": draft.groups,
            "chosen": draft.chosen,
        }  # fmt: skip
    wanted = [*TASKS, *(one.group for one in known if one.group not in TASKS), *initial.get("groups", ())]
    counted = {group: sum(one.group == group for one in known) for group in dict.fromkeys(wanted)}
    return MailingForm(
        request.POST if request.method == "POST" and request.POST.get("act") != "discard" else None,
        language=language,
        groups=[(group, f"{group_name(seen, group)} ({count})") for group, count in counted.items()],
        chosen=sorted(((one.key, _named(seen, one)) for one in known), key=lambda one: sort_key(one[1])),
        initial=initial,
    )


def group_name(seen: Seen, group: str) -> str:
    """A group in words: "Parternas kontaktpersoner", "Styrgruppen"."""
    kind, _colon, body = group.partition(":")
    if kind == BODY and body:
        return seen.answer.evaluation.situation.name(f"body:{body}").in_language(page_language())
    return TASKS[group].in_language(page_language()) if group in TASKS else group


def _named(seen: Seen, one: Reader) -> str:
    where = seen.answer.evaluation.situation.name(one.party).in_language(page_language()) if one.party else ""
    what = group_name(seen, one.group)
    return f"{where}: {one.title}, {one.address} ({what})" if where else f"{one.title}, {one.address} ({what})"


def _save(request: HttpRequest, desk: Desk, form: MailingForm) -> HttpResponse:
    given: dict[str, Any] = {"draft": form.draft(), "by": desk.seen.actor, "at": clock.now()}
    if desk.draft is None:
        made = actions.write_mailing(agreement=desk.seen.id, token=uuid.UUID(desk.token), **given)
    else:
        made = actions.change_mailing(mailing=desk.draft, version=version_of(request), **given)
    messages.success(request, _("Utkastet är sparat."), extra_tags="ok")
    name = "check-mailing" if request.POST.get("act") == "check" else "mailing"
    return redirect(name, desk.seen.id, made.token)


def _discard(request: HttpRequest, desk: Desk, draft: Mailing) -> HttpResponse:
    actions.discard_mailing(mailing=draft, version=version_of(request), by=desk.seen.actor, at=clock.now())
    messages.success(request, _("Utkastet är kastat."), extra_tags="ok")
    return redirect("mailings", desk.seen.id)


def version_of(request: HttpRequest) -> int:
    """The version that the form was made from; 0 for none that can be read."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else 0
