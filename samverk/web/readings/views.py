"""The readings desk, and one reading with the form where a decision on it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samverk.accounts.policy import require
from samverk.agreements import policy
from samverk.agreements.actions.facts import record_fact
from samverk.lib import clock
from samverk.rules.admission import FactRefused, Proposed, check_against, check_shape
from samverk.rules.ahead import KEY_READING
from samverk.rules.consequences import Weighed, of_fact, weighed
from samverk.rules.definition import Reading
from samverk.rules.evaluate import Evaluation
from samverk.rules.facts import Fact
from samverk.rules.wording import Text
from samverk.web import papers
from samverk.web.agreements.questions import decision_on
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.errors import Missing
from samverk.web.frame import Along, body, kept_along
from samverk.web.readings.forms import DecisionForm, NarrowForm
from samverk.web.readings.rows import ON_ITS_PAGE, Answer, Place, Row, answer, clause_of, row
from samverk.web.shapes import Shape
from samverk.web.words import page_language

ADOPTED = "interpretation.adopted"


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """Readings that matter about as much."""

    anchor: str
    heading: str
    rows: tuple[Row, ...]


def all_weighed(seen: Seen) -> tuple[Weighed, ...]:
    """Every reading with what its options change, what matters most first; kept for as long as the answer holds."""
    return _all_weighed((seen.answer.key, seen.moment), Along(seen.answer.evaluation))


@kept_along
def _all_weighed(key: tuple[Any, ...], along: Along[Evaluation]) -> tuple[Weighed, ...]:  # noqa: ARG001 - the cache's key
    return weighed(along.value)


@require_safe
def readings(request: HttpRequest, agreement: str) -> HttpResponse:
    """Every reading of the agreement, those that change most first."""
    seen = see(request, agreement)
    language = page_language()
    place = Place(agreement, seen.answer.evaluation, seen.moment.query, language)
    definition = place.definition
    every = [one for one in definition.readings.values() if one.id != KEY_READING]
    clauses = {clause_of(definition, one) for one in every}
    narrow = NarrowForm(definition, clauses, language, request.GET)
    status, clause = narrow.chosen("lage"), narrow.chosen("punkt")
    here = reverse("readings", args=[agreement])

    def main() -> dict[str, Any]:
        found = [one for one in all_weighed(seen) if _is_wanted(place, one.reading, status, clause)]
        return {
            "groups": groups([row(place, one) for one in found]),
            "lead": _lead(len(every)),
            "counts": _counts(every),
            "narrow": narrow,
            "narrowed": bool(status or clause),
            "shown": len(found),
            "all": len(every),
            "all_href": here + seen.moment.query,
            "moment": seen.moment,
            "files": papers.links("readings-file", [agreement], seen.moment.query),
        }

    key = (seen.answer.key, seen.moment, language, status, clause)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "readings"),
        "timebar": seen.moment.timebar(here),
        "title": definition.short.in_language(language),
        "main": body("readings/readings_main.html", key, Along(main)),
        "example": True,
    }
    return render(request, "readings/readings.html", context)


def _is_wanted(place: Place, reading: Reading, status: str, clause: str) -> bool:
    cited = clause_of(place.definition, reading) or "-"
    return status in ("", reading.status) and clause in ("", cited)


def _lead(count: int) -> str:
    return ngettext(
        "Texten lämnar en fråga att avgöra.",
        "Texten lämnar %(count)s frågor att avgöra. Under varje fråga står vad svaren ändrar och vem som bestämmer.",
        count,
    ) % {"count": count}


def _counts(every: list[Reading]) -> tuple[tuple[str, str, int], ...]:
    """How many readings are settled how: (basis, word, number)."""
    found = [str(one.status) for one in every]
    words = (
        ("open", "open", _("Öppna")),
        ("provisional", "assumed", _("Tills vidare")),
        ("adopted", "adopted", _("Beslutade")),
    )
    return tuple((basis, word, found.count(status)) for status, basis, word in words)


def groups(rows: list[Row]) -> tuple[Group, ...]:
    """The readings by how much they change, those that are decided last; a group without any is left out."""
    undecided = [one for one in rows if one.status != "adopted"]
    parts = (
        (
            "g-mest",
            _("Ändrar pengar, vilka som är bundna eller vad som är försenat"),
            [r for r in undecided if r.weight == 4],
        ),
        ("g-nu", _("Ändrar något annat som gäller i dag"), [r for r in undecided if r.weight == 3]),
        ("g-fram", _("Ändrar bara det som kommer eller har varit"), [r for r in undecided if r.weight in (1, 2)]),
        ("g-inget", _("Ändrar inget i dag"), sorted((r for r in undecided if r.weight == 0), key=_without_case)),
        ("g-beslutat", _("Beslutade läsningar"), [r for r in rows if r.status == "adopted"]),
    )
    return tuple(Group(anchor, heading, tuple(found)) for anchor, heading, found in parts if found)


def _without_case(one: Row) -> bool:
    """Where nothing changes, what a made-up case can tell apart matters more than what it cannot."""
    return not one.case


@dataclass(frozen=True, slots=True)
class Preview(Shape):
    """What recording the decision would change, and the form's values to send again."""

    answer: Answer
    option: str
    day: date
    minutes: str
    hidden: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, agreement: str, reading: str) -> HttpResponse:
    """One reading in full; for those who may, the form where a decision is previewed and then recorded."""
    seen = see(request, agreement)
    found = seen.answer.evaluation.situation.definition.readings.get(reading)
    back = reverse("readings", args=[agreement]) + seen.moment.query
    if found is None or found.id == KEY_READING:
        reason = Text(f"Avtalet har ingen läsning {reading}.", f"The agreement has no reading {reading}.")
        raise Missing(reason, way=Text("Till tolkningarna", "To the readings"), href=back)
    if request.method != "POST":
        initial = {"valid_on": seen.moment.today}
        return _show(request, seen, found, DecisionForm(found, page_language(), initial=initial))
    require(policy.can_record_fact(seen.actor, agreement, kind=ADOPTED, party=None))
    form = DecisionForm(found, page_language(), request.POST)
    if not form.is_valid() or "change" in request.POST:
        return _show(request, seen, found, form)
    if "record" not in request.POST:
        return _show(request, seen, found, form, preview=_preview(seen, found, form))
    if _recorded(request, seen, form):
        return redirect("reading", agreement, reading)
    return _show(request, seen, found, form)


def _preview(seen: Seen, found: Reading, form: DecisionForm) -> Preview | None:
    """What would change, or None when the agreement leaves no room for the decision; then the form says why."""
    day, payload = form.cleaned_data["valid_on"], form.payload()
    held = seen.answer.evaluation.situation
    try:
        proposed = Proposed(kind=ADOPTED, valid_on=day, recorded_on=clock.today(), payload=payload)
        check_shape(proposed)
        check_against(proposed, held.written, held.membership)
    except FactRefused as refusal:
        form.add_error(None, refusal.message.in_language(page_language()))
        return None
    seq = 1 if seen.answer.head is None else seen.answer.head.seq + 1
    fact = Fact(seq, ADOPTED, day, clock.now(), None, payload)
    place = Place(seen.id, seen.answer.evaluation, "", page_language())
    shown = answer(place, found, of_fact(seen.answer.evaluation, fact), most=ON_ITS_PAGE)
    hidden = tuple((name, form.data.get(name, "")) for name in form.fields)
    option = found.label_of(payload["option"]).in_language(page_language())
    return Preview(shown, option, day, form.cleaned_data["minutes"], hidden)


def _recorded(request: HttpRequest, seen: Seen, form: DecisionForm) -> bool:
    try:
        record_fact(
            agreement=seen.id,
            kind=ADOPTED,
            valid_on=form.cleaned_data["valid_on"],
            payload=form.payload(),
            by=seen.actor,
            recorded_at=clock.now(),
        )
    except FactRefused as refusal:
        form.add_error(None, refusal.message.in_language(page_language()))
        return False
    messages.success(request, _("Beslutet är registrerat. Läsningen gäller från dagen för beslutet."), extra_tags="ok")
    return True


def _show(
    request: HttpRequest, seen: Seen, found: Reading, form: DecisionForm, *, preview: Preview | None = None
) -> HttpResponse:
    language = page_language()
    place = Place(seen.id, seen.answer.evaluation, seen.moment.query, language)
    key = (seen.answer.key, seen.moment, language, found.id)
    written = _written(key, Along((place, found)))

    def shown() -> dict[str, Any]:
        return {"row": written}

    may = policy.can_record_fact(seen.actor, seen.id, kind=ADOPTED, party=None) is None
    fact = decision_on(seen.answer.evaluation.situation, found)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "readings"),
        "timebar": seen.moment.timebar(reverse("reading", args=[seen.id, found.id])),
        "row": written,
        "back": reverse("readings", args=[seen.id]) + seen.moment.query,
        "answers": body("readings/reading_answers.html", key, Along(shown)),
        "concerns": body("readings/reading_concerns.html", key, Along(shown)),
        "fields": _fields(form, key) if may and seen.moment.is_now else "",
        "may": may,
        "preview": preview,
        "decision": fact,
        "recorded_on": fact.recorded_at.astimezone(clock.STOCKHOLM).date() if fact is not None else None,
        "recorded_by": fact.actor if fact is not None and seen.may_see_people else "",
        # Written freely, so it can name people.
        "note": fact.payload.get("note", "") if fact is not None and seen.may_see_people else "",
        "correct_href": reverse("correct-fact", args=[seen.id, fact.seq]) if fact is not None and may else "",
        "example": fact is not None and fact.example,
    }
    return render(request, "readings/reading.html", context, status=_status(form))


def _fields(form: DecisionForm, key: tuple[Any, ...]) -> SafeString:
    """The fields of the form; nobody's answers are kept."""
    if form.is_bound:
        return render_to_string("readings/decision_fields.html", {"form": form})
    return body("readings/decision_fields.html", key, Along(lambda: {"form": form}))


@kept_along
def _written(key: tuple[Any, ...], along: Along[tuple[Place, Reading]]) -> Row:  # noqa: ARG001 - the cache's key
    place, found = along.value
    [one] = weighed(place.evaluation, [found])
    return row(place, one, most=ON_ITS_PAGE)


def _status(form: DecisionForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
