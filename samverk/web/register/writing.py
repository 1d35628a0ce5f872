"""One line of the register with what it said before, and the forms that register and correct."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from itertools import takewhile
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.agreements import policy
from samverk.agreements.actions import register as actions
from samverk.lib import clock
from samverk.records.actions.register import RegisterRefused
from samverk.records.queries import papers
from samverk.records.queries.papers import Paper
from samverk.records.queries.register import IN, Entry, papers_of, revisions
from samverk.rules.wording import Text
from samverk.web.agreements.views import Seen, see
from samverk.web.documents.seen import access_of, offered
from samverk.web.errors import Missing
from samverk.web.register.forms import LineForm
from samverk.web.register.rows import address, row, rows
from samverk.web.register.views import frame, name_of
from samverk.web.sent_once import form_number
from samverk.web.shapes import Choice
from samverk.web.words import page_language

LATEST: Final = 20
"""Documents that the form offers, the one changed last first; and those the address, the line or the form names."""


@require_http_methods(["GET", "HEAD", "POST"])
def register_line(request: HttpRequest, agreement: str) -> HttpResponse:
    """The form of a new line; ``?handling=`` a document it is about."""
    seen = see(request, agreement)
    require(policy.can_register(seen.actor, agreement))
    named = papers.paper(agreement, request.GET.get("handling", ""))
    if named is not None and policy.can_see_document(seen.actor, access_of(seen), named) is not None:
        named = None
    initial: dict[str, Any] = {"direction": IN, "day": clock.today().isoformat()}
    if named is not None:
        initial |= {"papers": [named.key], "subject": named.title, "party": named.party}
    form = _form(request, seen, (named,) if named is not None else (), initial)
    once = str(form_number(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_line(
                agreement=agreement, line=form.line(), by=seen.actor, recorded_at=clock.now(), once=once
            )
        except RegisterRefused as refusal:
            form.add_error(None, refusal.message.in_language(page_language()))
        else:
            messages.success(request, _("Diarieförd som %(nummer)s.") % {"nummer": made.name}, extra_tags="ok")
            return redirect(address(made))
    back = reverse("register", args=[agreement])
    context = {**frame(seen, "register"), "form": form, "once": once, "back": back}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "register/new.html", context, status=status)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A line as the visitor sees it, and the documents of it that they see."""

    seen: Seen
    told: list[Entry]
    papers: tuple[Paper, ...]
    keeps: bool


@require_http_methods(["GET", "HEAD", "POST"])
def register_entry(request: HttpRequest, agreement: str, organisation: str, year: int, number: int) -> HttpResponse:
    """The line; a POST corrects it."""
    shown = _shown(request, agreement, organisation, year, number)
    entry, seen = shown.told[0], shown.seen
    form = None
    if shown.keeps and not seen.moment.query:
        form = _form(request, seen, shown.papers, _initial(entry, shown.papers), correcting=True)
    if request.method == "POST":
        require(policy.can_register(seen.actor, agreement))
        if form is not None and form.is_valid():
            try:
                actions.correct_line(
                    entry=entry, line=form.line(), why=form.cleaned_data["why"], by=seen.actor, recorded_at=clock.now()
                )
            except RegisterRefused as refusal:
                form.add_error(None, refusal.message.in_language(page_language()))
            else:
                messages.success(request, _("Raden är rättad."), extra_tags="ok")
                return redirect(address(entry))
    return _page(request, shown, form)


def _shown(request: HttpRequest, agreement: str, organisation: str, year: int, number: int) -> _Shown:
    """Errors: Missing, NotAllowed for the agreement itself."""
    seen = see(request, agreement)
    secrets = policy.can_see_secrecy(seen.actor, agreement) is None
    told: list[Entry] = []
    if year < 10_000 and number < 1_000_000_000:
        told = revisions(agreement, organisation, year, number, secrets=secrets)
    if not told:
        raise Missing(
            Text(f"Det finns ingen rad {year}/{number} i diariet.", f"There is no line {year}/{number} here."),
            way=Text("Till diariet", "To the register"),
            href=reverse("register", args=[agreement]),
        )
    access = access_of(seen)
    linked = (paper for paper, _ in papers_of(told[0]) if policy.can_see_document(seen.actor, access, paper) is None)
    keeps = policy.can_register(seen.actor, agreement) is None
    return _Shown(seen, told, () if told[0].is_masked else tuple(linked), keeps)


def _page(request: HttpRequest, shown: _Shown, form: LineForm | None) -> HttpResponse:
    seen, language = shown.seen, page_language()
    people = policy.takes_part(seen.actor, access_of(seen))
    entry = shown.told[0]
    marked = list(takewhile(lambda one: one.chapter is not None, shown.told))
    context = {
        **frame(seen, "register"),
        "marked_at": marked[-1].recorded_at if marked else None,
        "row": row(entry, language, people=people),
        "organisation": name_of(entry.organisation),
        "papers": [
            Choice(label=paper.title, href=reverse("document", args=[seen.id, paper.key])) for paper in shown.papers
        ],
        "told": rows(shown.told[1:], language, people=people),
        "form": form,
        "back": reverse("register", args=[seen.id]) + seen.moment.query,
    }
    wrong = form is not None and form.errors
    return render(
        request, "register/entry.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    )


def _initial(entry: Entry, linked: tuple[Paper, ...]) -> dict[str, Any]:
    return {
        "direction": entry.direction, "day": entry.day.isoformat(), "party": entry.party,
        "counterpart": entry.counterpart, "subject": entry.subject, "their_number": entry.their_number,
        "chapter": entry.chapter, "section": entry.section, "papers": [paper.key for paper in linked],
    }  # fmt: skip


def _form(
    request: HttpRequest,
    seen: Seen,
    named: tuple[Paper, ...],
    initial: dict[str, Any],
    *,
    correcting: bool = False,
) -> LineForm:
    language = page_language()
    situation = seen.answer.evaluation.situation
    access = access_of(seen)
    choices = {paper.key: paper.title for paper in (*named, *offered(seen, LATEST, request.POST.getlist("papers")))}
    names = sorted((situation.name(code).in_language(language), code) for code in access.parties)
    return LineForm(
        request.POST if request.method == "POST" else None,
        parties=[(code, name) for name, code in names],
        papers=choices.items(),
        language=language,
        initial=initial,
        correcting=correcting,
    )
