"""The April update as a guided act (N-10c): choose figures, see what they change for whom, fix them as one fact.

The same act corrects figures that were wrong: then the new fact takes the place of the old one, keeps its day, and what
has been invoiced is settled by the differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.agreements import policy
from samverk.agreements.actions.facts import record_fact
from samverk.lib import clock
from samverk.lib.collation import sort_key
from samverk.reference.table_file import LARGEST, Problem
from samverk.rules.admission import FactRefused
from samverk.rules.shares import needs_figures
from samverk.rules.weights import reference_day
from samverk.rules.wording import Text, Year, say
from samverk.statistics import queries as statistics
from samverk.web.agreements import derivation
from samverk.web.agreements.views import switcher
from samverk.web.errors import Missing
from samverk.web.fees import preview, proposals
from samverk.web.fees.forms import ConfirmForm, FigureForm, FileForm, SnapshotForm
from samverk.web.fees.proposals import Ground, Proposal
from samverk.web.fees.seen import SeenFee, fixed_year, fixing, require_year, see_fee
from samverk.web.fees.steps import source_of
from samverk.web.origin import way_back
from samverk.web.words import page_language

SHOWN_SNAPSHOTS = 4
SHOWN_PROBLEMS = 20
KIND = "weights.updated"


@dataclass(frozen=True, slots=True)
class _Desk:
    """The act for one year: the fee, what proposals need to know, the forms and what is said above them."""

    request: HttpRequest
    fee: SeenFee
    ground: Ground

    @property
    def here(self) -> str:
        """The address of the act; it keeps where the act was offered."""
        address = reverse("fees-update", args=[self.fee.seen.id, self.ground.year])
        return f"{address}?{urlencode({'next': self.offered})}" if self.offered else address

    @property
    def offered(self) -> str:
        """The page the act was offered on, "" for the page of the year."""
        return self.request.GET.get("next", "")


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, agreement: str, year: int) -> HttpResponse:
    """Choose figures for a year, look at what they change, and fix them. Errors: Missing, NotAllowed."""
    fee = see_fee(request, agreement)
    if fee.seen.moment.query:
        return redirect("fees-update", agreement, year)  # acts are for today
    require_year(fee, year)
    require(policy.can_record_fact(fee.seen.actor, agreement, kind=KIND, party=None))
    desk = _Desk(request, fee, _ground(fee, year))
    if request.method == "POST" and "forslag" in request.POST:
        return _confirm(desk)
    if request.method == "POST":
        return _from_file(desk)
    if "uttag" in request.GET:
        return _from_snapshot(desk)
    if "kommun" in request.GET:
        return _one_figure(desk)
    return _choose(desk)


def _ground(fee: SeenFee, year: int) -> Ground:
    """What proposals for the year need to know. Error: Missing where no figures are fixed."""
    terms = fixed_year(fee, year).found.terms
    if not needs_figures(terms.key):
        reason = Text(
            "Avgiften i avtalet beror inte på folkmängd.", "The fee of the agreement does not depend on population."
        )
        href = reverse("fees", args=[fee.seen.id])
        raise Missing(reason, way=Text("Till avgifterna", "To the fees"), href=href)
    answer = fee.seen.answer
    head = answer.head.hash if answer.head is not None else ""
    day = reference_day(terms.key, year) or date(year - 1, 12, 31)
    fixed = fixing(fee.situation, year)
    publisher = source_of(terms.key, fixed) if fixed is not None else ""
    return Ground(fee.seen.id, terms.situation, year, day, publisher, head, fixed)


# --- choosing ---------------------------------------------------------------------------------------------


def _choose(
    desk: _Desk,
    *,
    snapshot: SnapshotForm | None = None,
    file: FileForm | None = None,
    figure: FigureForm | None = None,
    problems: tuple[Problem, ...] = (),
    said: str = "",
) -> HttpResponse:
    """The choice of figures, with what was wrong with the one made before."""
    faulty = bool(said or any(problem.blocking for problem in problems)) or any(
        form is not None and form.errors for form in (snapshot, file, figure)
    )
    blocking = [problem for problem in problems if problem.blocking]
    context = {
        **_frame(desk),
        "snapshot_form": snapshot or SnapshotForm(_snapshots(desk), initial={"uttag": _wanted(desk)}),
        "has_wanted": bool(_wanted(desk)),
        "file_form": file or FileForm(),
        "figure_form": figure or FigureForm(_municipalities(desk)) if desk.ground.fixed is not None else None,
        "problems": [str(problem) for problem in blocking[:SHOWN_PROBLEMS]],
        "more_problems": max(0, len(blocking) - SHOWN_PROBLEMS),
        "said": said,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(desk.request, "fees/update.html", context, status=status)


def _frame(desk: _Desk) -> dict[str, Any]:
    fee, ground, language = desk.fee, desk.ground, page_language()
    key = fixed_year(fee, ground.year).found.key
    fixed = ground.fixed
    return {
        "section": "agreements",
        "switcher": switcher(fee.seen, "fees"),
        "year": ground.year,
        "fixed": fixed,
        "reference": ground.reference,
        "chips": derivation.chips(fee.seen.id, ground.situation.definition, key.cite, "", language),
        "back": way_back(desk.request, reverse("fees-of-year", args=[fee.seen.id, ground.year])),
        "here": desk.here,
        "offered": desk.offered,
    }


def _snapshots(desk: _Desk) -> list[tuple[str, str]]:
    """The newest snapshots of the days up to the one asked for, the latest first, as number and words."""
    newest = statistics.newest_snapshots()
    days = sorted((day for day in newest if day <= desk.ground.reference), reverse=True)[:SHOWN_SNAPSHOTS]
    language = page_language()
    return [
        (
            str(newest[day].id),
            say("{day}, {source}", "{day}, {source}", day=day, source=newest[day].source).in_language(language),
        )
        for day in days
    ]


def _wanted(desk: _Desk) -> str:
    """The snapshot of the very day asked for, "" where there is none."""
    newest = statistics.newest_snapshots().get(desk.ground.reference)
    return str(newest.id) if newest is not None else ""


def _municipalities(desk: _Desk) -> list[tuple[str, str]]:
    fixed = desk.ground.fixed
    codes = (fixed.payload.get("figures") or {}) if fixed is not None else {}
    named = [(str(code), desk.ground.situation.name(str(code)).sv) for code in codes]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


def _from_snapshot(desk: _Desk) -> HttpResponse:
    form = SnapshotForm(_snapshots(desk), desk.request.GET)
    if not form.is_valid():
        return _choose(desk, snapshot=form)
    found = statistics.population(int(form.cleaned_data["uttag"]))
    if found is None:
        return _choose(desk, snapshot=form, said=_("Uttaget finns inte längre. Välj ett annat."))
    return _preview(desk, proposals.from_snapshot(desk.ground, found))


def _from_file(desk: _Desk) -> HttpResponse:
    form = FileForm(desk.request.POST, desk.request.FILES)
    if not form.is_valid():
        return _choose(desk, file=form)
    upload: UploadedFile[Any] = form.cleaned_data["fil"]
    name, size = upload.name or "fil", upload.size or 0
    if size > LARGEST:
        return _choose(desk, file=form, problems=(proposals.too_large(name, size),))
    source = form.cleaned_data["kalla"]
    found = proposals.from_file(desk.ground, upload.read(), name, source, clock.today().year - 1)
    if found.proposal is None:
        return _choose(desk, file=form, problems=found.problems)
    return _preview(desk, found.proposal, notices=tuple(str(one) for one in found.problems))


def _one_figure(desk: _Desk) -> HttpResponse:
    if desk.ground.fixed is None:
        return _choose(desk, said=_("Det finns ingen fastställd folkmängd att rätta för det året."))
    form = FigureForm(_municipalities(desk), desk.request.GET)
    if not form.is_valid():
        return _choose(desk, figure=form)
    party, figure = form.cleaned_data["kommun"], form.cleaned_data["invanare"]
    return _preview(desk, proposals.with_one_corrected(desk.ground, desk.ground.fixed, party, figure))


# --- before it is fixed -----------------------------------------------------------------------------------


def _preview(
    desk: _Desk,
    proposal: Proposal,
    *,
    notices: tuple[str, ...] = (),
    form: ConfirmForm | None = None,
    said: str = "",
) -> HttpResponse:
    """What the figures change for whom; a choice that cannot be fixed leads back to the choosing."""
    missing = desk.ground.missing(proposal.figures)
    if missing:
        names = [desk.ground.situation.name(code) for code in missing]
        text = say("Siffrorna saknar {names}. Välj andra.", "The figures lack {names}. Choose others.", names=names)
        return _choose(desk, said=text.in_language(page_language()))
    shown = preview.of(desk.fee, desk.ground, proposal, page_language())
    if not shown.changes and desk.ground.fixed is not None:
        return _choose(desk, said=_("Det är samma siffror som redan är fastställda. Ingenting ändras."))
    confirm = form or ConfirmForm(
        initial={"dag": clock.today(), "forslag": proposal.signed()}, fixed_on=_kept_day(desk)
    )
    context = {**_frame(desk), "shown": shown, "form": confirm, "notices": notices, "said": said}
    faulty = said or (form is not None and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(desk.request, "fees/preview.html", context, status=status)


def _kept_day(desk: _Desk) -> date | None:
    """A correction keeps the day of what it corrects."""
    fixed = desk.ground.fixed
    return desk.fee.situation.first_day(fixed) if fixed is not None else None


def _confirm(desk: _Desk) -> HttpResponse:
    """Record the one fact that pins the figures, unless something has happened since they were looked at."""
    proposal = proposals.read(desk.request.POST["forslag"])
    if proposal is None or (proposal.agreement, proposal.year) != (desk.fee.seen.id, desk.ground.year):
        return _choose(desk, said=_("Förhandsvisningen har blivit för gammal. Välj siffrorna igen."))
    form = ConfirmForm(desk.request.POST, fixed_on=_kept_day(desk))
    if (proposal.head, proposal.corrects) != (desk.ground.head, desk.ground.fixed and desk.ground.fixed.seq):
        fresh = desk.ground.proposal(
            snapshot=proposal.snapshot, reference_date=proposal.reference_date, sha256=proposal.sha256,
            source=proposal.source, figures=dict(proposal.figures),
        )  # fmt: skip
        return _preview(desk, fresh, said=_("Något har registrerats medan du läste. Se efter vad som gäller nu."))
    if not form.is_valid():
        return _preview(desk, proposal, form=form)
    refused = _record(desk, proposal, form)
    if refused is not None:
        form.add_error(None, refused.in_language(page_language()))
        return _preview(desk, proposal, form=form)
    done = say(
        "Folkmängden för {year} är fastställd.", "The population for {year} has been fixed.", year=Year(proposal.year)
    )
    messages.success(desk.request, done.in_language(page_language()), extra_tags="ok")
    return redirect(way_back(desk.request, reverse("fees-of-year", args=[desk.fee.seen.id, proposal.year])))


def _record(desk: _Desk, proposal: Proposal, form: ConfirmForm) -> Text | None:
    """Record the fact; the refusal in words, or None."""
    evidence = form.cleaned_data["underlag"]
    payload = {**proposal.payload, **({"evidence": evidence} if evidence else {})}
    try:
        record_fact(
            agreement=proposal.agreement,
            kind=KIND,
            valid_on=form.day,
            payload=payload,
            by=desk.fee.seen.actor,
            recorded_at=clock.now(),
            corrects=proposal.corrects,
        )
    except FactRefused as refusal:
        return refusal.message
    return None
