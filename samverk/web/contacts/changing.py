"""Adding, changing and ending a contact."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.lib import clock
from samverk.parties.actions.posts import PostRefused, change_post, end_post, record_post
from samverk.parties.policy import can_keep_posts
from samverk.parties.queries import post_for_change
from samverk.rules.wording import Text
from samverk.web.contacts.forms import AddForm, ChangeForm, EndForm
from samverk.web.contacts.seen import Seen, see
from samverk.web.errors import Missing
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.parties.models import ContactPost


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """The form for a contact in the agreement ``avtal`` ("" for all agreements), and what it sends."""
    language = page_language()
    seen = see(request, code, language)
    place = request.GET.get("avtal", "")
    if place not in seen.places:
        raise _no_contact(code)
    require(can_keep_posts(seen.actor, agreement=place, party=code))
    form = AddForm(
        seen.roles(place, language), request.POST if request.method == "POST" else None,
        initial={"from_day": clock.today().isoformat()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        last = given["last_day"]
        try:
            record_post(
                party=code, agreement=place, role=given["role"], title=given["title"], email=given["email"],
                phone=given["phone"], from_day=given["from_day"], to_day=last + timedelta(days=1) if last else None,
                by=seen.actor, recorded_at=clock.now(),
            )  # fmt: skip
        except PostRefused as refusal:
            form.refuse(refusal, language)
        else:
            messages.success(request, _("Kontakten är tillagd."), extra_tags="ok")
            return redirect("party-contacts", code)
    context = {**_context(seen), "place": seen.place(place, _("I alla avtal")), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "contacts/add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """GET: the two forms. POST: the details from a day on, or with ``gor`` "avsluta" the last day.

    A contact in an agreement that one has no part in answers as one that is not there.
    """
    language = page_language()
    seen = see(request, code, language)
    post = post_for_change(code, number)
    if post is None or post.agreement not in seen.places:
        raise _no_contact(code)
    require(can_keep_posts(seen.actor, agreement=post.agreement, party=code))
    ends = request.POST.get("gor") == "avsluta"
    sent = request.POST if request.method == "POST" else None
    initial = {"title": post.title, "email": post.email, "phone": post.phone, "from_day": clock.today().isoformat()}
    form = ChangeForm(None if ends else sent, initial=initial)
    ending = EndForm(sent if ends else None, initial={"last_day": clock.today().isoformat()})
    chosen = ending if ends else form
    if sent is not None and chosen.is_valid():
        try:
            _carry_out(seen, post, form, ending, ends=ends)
        except PostRefused as refusal:
            field = refusal.field if refusal.field in chosen.fields else None
            chosen.add_error(field, refusal.message.in_language(language))
        else:
            done = _("Kontaktens sista dag är satt.") if ends else _("Kontakten är ändrad.")
            messages.success(request, done, extra_tags="ok")
            return redirect("party-contacts", code)
    context = {
        **_context(seen),
        "post": post,
        "role": seen.roles(post.agreement, language).get(post.role, post.role),
        "place": seen.place(post.agreement, _("I alla avtal")),
        "form": form,
        "ending": ending,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if chosen.errors else HTTPStatus.OK
    return render(request, "contacts/change.html", context, status=status)


def _carry_out(seen: Seen, post: ContactPost, form: ChangeForm, ending: EndForm, *, ends: bool) -> None:
    """The one act that was asked for. Errors: PostRefused, NotAllowed."""
    if ends:
        end_post(post=post, last_day=ending.cleaned_data["last_day"], by=seen.actor, recorded_at=clock.now())
        return
    change_post(
        post=post, reach=form.reach(), from_day=form.cleaned_data["from_day"], by=seen.actor, recorded_at=clock.now()
    )


def _context(seen: Seen) -> dict[str, object]:
    return {
        "section": "municipalities",
        "name": seen.name,
        "back": reverse("party-contacts", args=[seen.code]),
    }


def _no_contact(code: str) -> Missing:
    return Missing(
        Text("Det finns ingen sådan kontakt här.", "There is no such contact here."),
        way=Text("Alla kontakter", "All contacts"),
        href=reverse("party-contacts", args=[code]),
    )
