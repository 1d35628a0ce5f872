"""The register of facts, and the acts on it: record, correct, withdraw. Nothing recorded is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samverk.accounts.policy import Denied, NotAllowed, require
from samverk.agreements import policy
from samverk.agreements.actions.facts import record_fact, withdraw_fact
from samverk.agreements.queries.situations import evaluation, facts_up_to
from samverk.lib import clock
from samverk.parties.queries import short_names
from samverk.rules.admission import FactRefused
from samverk.rules.facts import FACT_KINDS, Fact, FactKind
from samverk.rules.wording import Language, Text, say
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.errors import Missing
from samverk.web.facts.forms import FactForm, KindForm, initial, kind_of, prefilled
from samverk.web.fees.seen import fee_rule
from samverk.web.origin import way_back
from samverk.web.shapes import Shape
from samverk.web.words import origin_words, page_language

PER_PAGE = 50
WITHDRAWN = "fact.withdrawn"
FIGURES = "weights.updated"
_ONLY_READS = Denied(
    Text(
        "Du kan läsa händelserna men inte registrera dem. Det gör strategen, eller den som har uppgiften hos parten.",
        "You can read the facts but not record any. The strategist does, or whoever has the task at the party.",
    )
)
_ABOUT_PEOPLE = ("role.", "body.member")


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A recorded fact as the register shows it."""

    seq: int
    name: str
    day: date
    who: str
    what: str
    recorded_at: datetime
    actor: str
    origin: str
    example: bool
    replaced_by: int | None
    corrects: int | None
    correct_href: str


@require_safe
def facts(request: HttpRequest, agreement: str) -> HttpResponse:
    """Everything recorded, the latest first; narrowed to a kind or a party."""
    seen = see(request, agreement)
    language = page_language()
    kind, party = request.GET.get("slag", ""), request.GET.get("part", "")
    recorded = facts_up_to(agreement, seen.answer.head)
    replaced = {fact.corrects: fact.seq for fact in recorded if fact.corrects is not None}
    chosen = [fact for fact in reversed(recorded) if kind in ("", fact.kind) and party in ("", fact.party)]
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("sida") or _page_of(request, chosen))
    may_record = policy.can_record_something(seen.actor, agreement) is None
    rows = [_row(seen, fact, replaced, language, may_record=may_record) for fact in page.object_list]
    names = seen.answer.evaluation.situation.names
    kinds = sorted({fact.kind for fact in recorded}, key=lambda one: FACT_KINDS[one].name.in_language(language))
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "facts"),
        "timebar": seen.moment.timebar(reverse("facts", args=[agreement])),
        "title": seen.answer.evaluation.situation.definition.short.in_language(language),
        "rows": rows,
        "page": page,
        "total": len(chosen),
        "kinds": [(one, FACT_KINDS[one].name.in_language(language), one == kind) for one in kinds],
        "parties": [
            (code, names.get(code, code), code == party) for code in sorted({f.party for f in recorded if f.party})
        ],
        "back": reverse("agreement", args=[agreement]) + seen.moment.query,
        "record_href": reverse("record-fact", args=[agreement]) if may_record else "",
        "head": seen.answer.head.hash if seen.answer.head is not None else "",
        "example": any(row.example for row in rows),
    }
    return render(request, "facts/facts.html", context)


def _page_of(request: HttpRequest, chosen: list[Fact]) -> int:
    """The page with the fact that the address asks for, as a derivation does; otherwise the first."""
    wanted = request.GET.get("uppgift", "")
    place = next((place for place, fact in enumerate(chosen) if str(fact.seq) == wanted), 0)
    return place // PER_PAGE + 1


def _row(seen: Seen, fact: Fact, replaced: dict[int, int], language: Language, *, may_record: bool) -> Row:
    situation = seen.answer.evaluation.situation
    newer = replaced.get(fact.seq)
    allowed = may_record and newer is None and fact.kind != WITHDRAWN
    allowed = allowed and _refused(seen, fact) is None
    return Row(
        seq=fact.seq,
        name=FACT_KINDS[fact.kind].name.in_language(language),
        day=fact.valid_on,
        who=situation.name(fact.party).in_language(language) if fact.party else "",
        what=_what(seen, fact, language),
        recorded_at=fact.recorded_at,
        actor=fact.actor if seen.may_see_people else "",
        origin=origin_words(fact.origin),
        example=fact.example,
        replaced_by=newer,
        corrects=fact.corrects,
        correct_href=reverse("correct-fact", args=[seen.id, fact.seq]) if allowed else "",
    )


def _what(seen: Seen, fact: Fact, language: Language) -> str:
    """The most telling parts of a fact, in names rather than ids. Posts only for those who may see them."""
    situation = seen.answer.evaluation.situation
    named = ("body", "role", "rule")
    parts = [situation.name(f"{key}:{fact.payload[key]}").in_language(language) for key in named if key in fact.payload]
    about_people = fact.kind.startswith(_ABOUT_PEOPLE)
    telling = ("year",) if about_people and not seen.may_see_people else ("year", "title", "reasons")
    parts += [str(fact.payload[key]) for key in telling if key in fact.payload]
    reading = situation.definition.readings.get(str(fact.payload.get("interpretation")))
    if reading is not None:
        answer = reading.label_of(fact.payload["option"])
        parts.append(f"{reading.id}, {reading.question.in_language(language)} {answer.in_language(language)}")
    return ", ".join(parts)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, agreement: str) -> HttpResponse:
    """First what has happened, then what is to be known about it."""
    seen = see(request, agreement)
    if policy.can_record_something(seen.actor, agreement) is not None:
        raise NotAllowed(_ONLY_READS)
    kind = kind_of(request.GET.get("slag", ""))
    if kind is None:
        return _choose_kind(request, seen)
    if kind.id == FIGURES and request.method != "POST" and fee_rule(seen) is not None:
        return redirect(_guided(request, seen))
    form = _form(request, seen, kind)
    if request.method == "POST" and form.is_valid() and _recorded(request, seen, kind, form, corrects=None):
        return redirect(_afterwards(request, agreement))
    return _show(request, seen, kind, form, heading=kind.name)


def _afterwards(request: HttpRequest, agreement: str) -> str:
    """Where the act was offered; otherwise the register."""
    return way_back(request, reverse("facts", args=[agreement]))


def _guided(request: HttpRequest, seen: Seen) -> str:
    """Figures are chosen and looked at, not typed: the way to the act that does it, for the year asked for."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else seen.moment.today.year
    return reverse("fees-update", args=[seen.id, year])


def _choose_kind(request: HttpRequest, seen: Seen) -> HttpResponse:
    language = page_language()
    kinds = [
        kind
        for kind in FACT_KINDS.values()
        if kind.id != WITHDRAWN and policy.can_record_kind(seen.actor, seen.id, kind.id) is None
    ]
    form = KindForm(kinds, language, request.GET if "slag" in request.GET else None)
    form.is_valid()
    context = {**_frame(seen), "form": form, "choosing": True, "heading": _("Registrera en händelse")}
    return render(request, "facts/record.html", context)


def _refused(seen: Seen, fact: Fact) -> Denied | None:
    """Why the actor may not correct the fact; None when that is allowed."""
    body = policy.body_of(fact.payload)
    return policy.can_record_fact(seen.actor, seen.id, kind=fact.kind, party=fact.party, body=body)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, agreement: str, seq: int) -> HttpResponse:
    """A new fact in the place of one that was wrong, or the word that it never was."""
    seen = see(request, agreement)
    recorded = facts_up_to(agreement, seen.answer.head)
    fact = next((one for one in recorded if one.seq == seq), None)
    if fact is None:
        reason = Text(f"Avtalet har ingen uppgift {seq}.", f"The agreement has no fact {seq}.")
        raise Missing(reason, way=Text("Till händelserna", "To the facts"), href=reverse("facts", args=[agreement]))
    require(_refused(seen, fact))
    kind = FACT_KINDS[fact.kind]
    newer = next((one for one in recorded if one.corrects == seq), None)
    if newer is not None and request.method != "POST":
        return _already(request, seen, fact, newer)
    if request.method == "POST" and "withdraw" in request.POST:
        if _withdrawn(request, seen, fact):
            return redirect("facts", agreement)
        return redirect("correct-fact", agreement, seq)
    form = _form(request, seen, kind, fact)
    if request.method == "POST" and form.is_valid() and _recorded(request, seen, kind, form, corrects=fact):
        return redirect(_afterwards(request, agreement))
    return _show(request, seen, kind, form, heading=kind.name, fact=fact)


def _already(request: HttpRequest, seen: Seen, fact: Fact, newer: Fact) -> HttpResponse:
    """The fact has been corrected or taken back: the way leads to what holds instead."""
    register = reverse("facts", args=[seen.id])
    context = {
        **_frame(seen),
        "heading": FACT_KINDS[fact.kind].name.in_language(page_language()),
        "fact": fact,
        "newer": newer,
        "withdrawn": newer.kind == WITHDRAWN,
        "newer_href": f"{register}?uppgift={newer.seq}#u{newer.seq}",
    }
    return render(request, "facts/corrected.html", context)


def _form(request: HttpRequest, seen: Seen, kind: FactKind, fact: Fact | None = None) -> FactForm:
    definition = seen.answer.evaluation.situation.definition
    data = request.POST if request.method == "POST" else None
    return FactForm(
        kind,
        definition,
        _parties(seen, kind),
        page_language(),
        data,
        initial=initial(fact) if fact is not None else prefilled(request.GET),
    )


def _parties(seen: Seen, kind: FactKind) -> dict[str, str]:
    """Whom the fact may be about: the parties, and everyone who could become one, that the actor may speak for."""
    situation = seen.answer.evaluation.situation
    known = {**short_names()}
    wide = kind.id.startswith(("decision.", "referral.", "signature."))
    codes = (
        known if wide and not situation.definition.parties else {*situation.membership, *situation.definition.parties}
    )
    allowed = (c for c in codes if policy.can_record_fact(seen.actor, seen.id, kind=kind.id, party=c) is None)
    return {code: known.get(code, code) for code in sorted(allowed, key=lambda code: known.get(code, code))}


def _recorded(request: HttpRequest, seen: Seen, kind: FactKind, form: FactForm, *, corrects: Fact | None) -> bool:
    """Record what the form holds; a refusal is said in the form."""
    payload = {**form.kept(corrects), **_chosen_option(seen, form.payload())}
    try:
        record_fact(
            agreement=seen.id,
            kind=kind.id,
            valid_on=form.cleaned_data["valid_on"],
            payload=payload,
            by=seen.actor,
            recorded_at=clock.now(),
            party=form.cleaned_data.get("party") or None,
            corrects=corrects.seq if corrects is not None else None,
        )
    except FactRefused as refusal:
        form.add_error(None, refusal.message.in_language(page_language()))
        return False
    messages.success(request, _done(request, seen, form.cleaned_data.get("party") or ""), extra_tags="ok")
    return True


def _done(request: HttpRequest, seen: Seen, party: str) -> str:
    """That it is recorded, and what the clause it answers shows from now on: for the party when it has its own."""
    done = _("Uppgiften är registrerad.")
    rule = request.GET.get("bestammelse", "")
    answer = evaluation(seen.id, clock.today())
    if answer is None or rule not in answer.evaluation.situation.definition.rules:
        return done
    found = answer.evaluation.current(rule)
    finding = next((one for one in found if one.subject == f"party:{party}"), found[0] if found else None)
    if finding is None:
        return done
    cited = finding.cites[0].split("/", 1)[0] if finding.cites else ""
    clause = answer.evaluation.situation.definition.clauses.get(cited)
    now = finding.headline
    shows = now if clause is None else say("{mark}: {now}", "{mark}: {now}", mark=clause.mark, now=now)
    return f"{done} {shows.in_language(page_language())}."


def _chosen_option(seen: Seen, payload: dict[str, Any]) -> dict[str, Any]:
    """The option itself in the place of its number."""
    if "option" in payload:
        reading = seen.answer.evaluation.situation.definition.readings[payload["interpretation"]]
        payload["option"] = reading.options[payload["option"]]
    return payload


def _withdrawn(request: HttpRequest, seen: Seen, fact: Fact) -> bool:
    reasons = request.POST.get("reasons", "").strip()
    if not reasons:
        messages.error(request, _("Skriv varför uppgiften tas tillbaka."), extra_tags="late")
        return False
    try:
        withdraw_fact(
            agreement=seen.id, seq=fact.seq, reasons=reasons, on=fact.valid_on, by=seen.actor, recorded_at=clock.now()
        )
    except FactRefused as refusal:
        messages.error(request, refusal.message.in_language(page_language()), extra_tags="late")
        return False
    messages.success(request, _("Uppgiften är tillbakatagen."), extra_tags="ok")
    return True


def _frame(seen: Seen) -> dict[str, Any]:
    return {
        "section": "agreements",
        "switcher": switcher(seen, "facts"),
        "back": reverse("facts", args=[seen.id]),
    }


def _show(
    request: HttpRequest, seen: Seen, kind: FactKind, form: FactForm, *, heading: Text, fact: Fact | None = None
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        **_frame(seen),
        "form": form,
        "kind": kind.id,
        "heading": heading.in_language(page_language()),
        "fact": fact,
        "correcting": fact is not None,
    }
    return render(request, "facts/record.html", context, status=status)
