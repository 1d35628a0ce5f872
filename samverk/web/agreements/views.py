"""The list of agreements, an agreement on a day, and the derivation of anything it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samverk.accounts.policy import Actor, Denied, NotAllowed
from samverk.accounts.queries import actor
from samverk.agreements import policy
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.situations import Answer
from samverk.lib import clock
from samverk.rules import summary
from samverk.rules.finding import Finding
from samverk.rules.provisions import Term
from samverk.rules.suppositions import address, words
from samverk.rules.suppositions.checking import Refused
from samverk.rules.wording import Language, Many, Parties, Text, say
from samverk.web import moment as moments
from samverk.web import papers
from samverk.web.acts import Offer, offer
from samverk.web.agreements import derivation, questions, sheet
from samverk.web.agreements import readback as readbacks
from samverk.web.agreements.contents import contents
from samverk.web.errors import Missing
from samverk.web.frame import Along, body
from samverk.web.moment import Moment
from samverk.web.shapes import Choice, Shape, Switcher
from samverk.web.words import STATUS, page_language


@dataclass(frozen=True, slots=True)
class Item(Shape):
    """An agreement in the list."""

    href: str
    short: str
    title: str
    private: bool
    parties: int
    state: str
    counts: tuple[sheet.Count, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An agreement that the visitor may see, at the moment asked for."""

    id: str
    actor: Actor
    answer: Answer
    moment: Moment
    near: listings.Nearby
    may_look_back: bool
    may_see_people: bool
    refused: tuple[Refused, ...] = ()
    takes_effect: date | None = None


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement the visitor may see, and how each stands today."""
    asking = actor(request.user, clock.today(), clock.now())
    language = page_language()
    listed = listings.visible_to(asking)
    answers = situations.evaluations([one.id for one in listed], clock.today())
    items = tuple(_item(one, answers.get(one.id), language) for one in listed)
    lead = _how_many(len(items)).in_language(language)
    return render(
        request, "agreements/list.html", {"items": items, "lead": lead, "section": "agreements", "example": True}
    )


def _how_many(count: int) -> Text:
    if count == 1:
        return Text("Ett avtal.", "One agreement.")
    n = say("{n}", "{n}", n=Many(count))
    return Text(f"{n.sv.capitalize()} avtal.", f"{n.en.capitalize()} agreements.")


def _item(one: listings.Listed, answer: Answer | None, language: Language) -> Item:
    counts: tuple[sheet.Count, ...] = ()
    parties, state = 0, ""
    if answer is not None:
        tally = summary.tally(summary.notes(answer.evaluation))
        counts = tuple(sheet.Count(status, n) for status, n in tally.items())
        parties = len(answer.evaluation.situation.parties_on(clock.today()))
        state = _state(answer, language)
    return Item(
        href=reverse("agreement", args=[one.id]),
        short=one.short_en if language == "en" else one.short_sv,
        title=one.title,
        private=one.visibility != "public",
        parties=parties,
        state=state,
        counts=counts,
    )


def _state(answer: Answer, language: Language) -> str:
    term = answer.evaluation.situation.definition.first(Term)
    found = answer.evaluation.current(term.id) if term is not None else ()
    return found[0].headline.in_language(language) if found else ""


def see(request: HttpRequest, agreement: str) -> Seen:
    """The agreement at the moment of the address, with what the address supposes. Errors: Missing, NotAllowed."""
    seen = look(request, agreement)
    if seen.refused:
        reasons = [item.why for item in seen.refused]
        reason = Text(" ".join(why.sv for why in reasons), " ".join(why.en for why in reasons))
        way, page = Text("Ändra antagandena", "Change the suppositions"), seen.moment.what_if
        query = f"?{urlencode([(moments.SUPPOSED_PARAMETER, text) for text in seen.moment.written])}"
        raise Missing(reason, way=way if page else None, href=page + query if page else "")
    return seen


def look(request: HttpRequest, agreement: str, *, settled: bool = False) -> Seen:
    """The same, with what cannot be supposed left out and told in ``refused``. Errors: Missing, NotAllowed.

    ``settled``: the answer is of the first day, not before that of the address, on which what is supposed is so.
    """
    asking = actor(request.user, clock.today(), clock.now())
    near = listings.near(asking, agreement)
    one = next((item for item in near.agreements if item.id == agreement), None)
    if one is None:
        raise no_agreement(request, agreement)
    access = listings.Access(one.id, one.visibility, asking.parties())
    may_look_back = policy.can_see_facts(asking, access) is None
    moment = moments.read(request, may_look_back=may_look_back)
    if moment.written and request.method not in ("GET", "HEAD"):
        raise NotAllowed(_ONLY_SUPPOSED)
    found = situations.supposing(agreement, moment.written, moment.day, moment.known_at, settled=settled)
    if found is None:
        raise no_agreement(request, agreement)
    answer = found.answer
    moment = _supposing(moment, answer, reverse_or_none("what-if", agreement))
    bound = listings.Access(one.id, one.visibility, frozenset(answer.evaluation.situation.membership))
    may_see_people = policy.can_see_people(asking, bound) is None
    supposed = found.refused, found.takes_effect
    return Seen(agreement, asking, answer, moment, near, may_look_back, may_see_people, *supposed)


_ONLY_SUPPOSED = Denied(
    Text(
        "Du tänker om: det du ser är antaget. Inget kan registreras förrän du slutar tänka om.",
        "What you see is only supposed. Nothing can be recorded until you leave the what-if.",
    )
)


def _supposing(moment: Moment, answer: Answer, page: str) -> Moment:
    """The moment with what is supposed in it, in words, and the page where it is changed."""
    if not answer.suppositions:
        return replace(moment, supposed=(), what_if=page)
    prepared = answer.evaluation.situation
    said = words.together(answer.suppositions, prepared.definition, prepared.name)
    supposed = tuple(address.written(item) for item in answer.suppositions)
    return replace(moment, supposed=supposed, said=(said.sv, said.en), what_if=page)


def no_agreement(request: HttpRequest, agreement: str) -> Missing:
    """There is none, or it is not for the one who asks: one answer for both, so that nobody learns that there is one.

    Who has not signed in is shown the way to do so, and comes back.
    """
    hidden = Text(
        "Det kan också vara ett avtal som bara visas för dem som deltar i samarbetet.",
        "It may also be an agreement that is shown only to those who take part in the cooperation.",
    )
    reason = say(
        "Det finns inget avtal som heter ”{id}” här. {hidden}",
        "There is no agreement called “{id}” here. {hidden}",
        id=agreement,
        hidden=hidden,
    )
    if request.user.is_authenticated:
        return Missing(reason, way=Text("Alla avtal", "All agreements"), href=reverse("agreements"))
    back = urlencode({"next": request.get_full_path()}) if request.method in ("GET", "HEAD") else ""
    return Missing(reason, way=Text("Logga in", "Sign in"), href=f"{reverse('sign-in')}{'?' if back else ''}{back}")


def switcher(seen: Seen, page: str) -> Switcher:
    """The agreements to go to instead, on the same page and day, and the pages of this one.

    ``page`` is the name of an address. A page that takes more than the agreement leads to the other agreements' text.
    """
    language = page_language()
    names = {one.id: one.short_en if language == "en" else one.short_sv for one in seen.near.agreements}
    choices = tuple(
        Choice(label=name, href=_same_page(page, one) + seen.moment.query_for(one == seen.id), current=one == seen.id)
        for one, name in names.items()
    )
    definition = seen.answer.evaluation.situation.definition
    # People and the signed words are seen by the same: those who take part.
    register, signed = seen.may_look_back, seen.may_see_people
    pages = contents(seen.id, definition, seen.moment.query, page, register=register, signed=signed)
    more = reverse("agreements") if seen.near.more else ""
    return Switcher(label=names.get(seen.id, seen.id), choices=choices, pages=pages, more=more)


_OF_SOME = frozenset({"areas"})
"""Pages that not every agreement has: from them the way leads to the other agreement's text."""


def _same_page(page: str, agreement: str) -> str:
    if page in _OF_SOME:
        return reverse("agreement", args=[agreement])
    return reverse_or_none(page, agreement) or reverse("agreement", args=[agreement])


def reverse_or_none(page: str, agreement: str) -> str:
    """The address of a page that takes the agreement alone, or "" where there is none."""
    try:
        return reverse(page, args=[agreement])
    except NoReverseMatch:
        return ""


@require_safe
def agreement(request: HttpRequest, agreement: str) -> HttpResponse:
    """The text on a day, and beside each clause what it does then."""
    seen = see(request, agreement)
    language = page_language()
    with_notes = request.GET.get("visa") != "text"
    written = sheet.written(seen.answer, seen.moment, language, with_notes=with_notes)
    definition = seen.answer.evaluation.situation.definition
    here = reverse("agreement", args=[agreement])

    def main() -> dict[str, Any]:
        return {
            "moment": seen.moment,
            "known_day": seen.moment.known[:10],
            "may_look_back": seen.may_look_back,
            "full_title": definition.title,
            "lead": _lead(seen, language),
            "printed": _printed(seen, language),
            "views": _views(here, seen.moment, with_notes=with_notes),
            "spread": written.main,
            "margin": written.margin,
            "with_notes": with_notes,
        }

    key = (seen.answer.key, seen.moment, seen.may_look_back, with_notes, language)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "agreement"),
        "timebar": seen.moment.timebar(here),
        "title": definition.short.in_language(language),
        "main": body("agreements/agreement_main.html", key, Along(main)),
        "example": written.example,
    }
    return render(request, "agreements/agreement.html", context)


def _lead(seen: Seen, language: Language) -> str:
    parties = len(seen.answer.evaluation.situation.parties_on(seen.moment.day))
    state = _state(seen.answer, language)
    return say(
        "{short}. {state}. {parties}.", "{short}. {state}. {parties}.",
        short=seen.answer.evaluation.situation.definition.short, state=state, parties=Parties(parties),
    ).in_language(language)  # fmt: skip


def _printed(seen: Seen, language: Language) -> str:
    return say(
        "Per den {day}, version {version}. Utskrivet {today}. Läget till höger är uträknat och hör inte till texten.",
        "As of {day}, version {version}. Printed {today}. The state to the right is computed and no part of the text.",
        version=seen.answer.evaluation.situation.definition.version,
        day=seen.moment.day,
        today=seen.moment.today,
    ).in_language(language)


def _views(here: str, moment: Moment, *, with_notes: bool) -> tuple[Choice, ...]:
    join = "&" if moment.query else "?"
    return (
        Choice(label=_("Text och läge"), href=here + moment.query, current=with_notes),
        Choice(
            label=_("Bara text"), href=here + moment.query + join + urlencode({"visa": "text"}), current=not with_notes
        ),
    )


@require_safe
def readback(request: HttpRequest, agreement: str) -> HttpResponse:
    """The whole encoding of the agreement as sentences: what those who may decide adopt."""
    seen = see(request, agreement)
    language = page_language()
    definition = seen.answer.evaluation.situation.definition
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "readback"),
        "timebar": seen.moment.timebar(reverse("readback", args=[agreement])),
        "title": definition.short.in_language(language),
        "lead": definition.title,
        "body": readbacks.written(seen.answer.evaluation.situation, language),
        "files": papers.links("readback-file", [agreement], seen.moment.query),
        "back": reverse("agreement", args=[agreement]) + seen.moment.query,
    }
    return render(request, "agreements/readback.html", context)


def _register(seen: Seen) -> derivation.Register:
    return derivation.Register(
        href=reverse("facts", args=[seen.id]) if seen.may_look_back else "", people=seen.may_see_people
    )


def _act(seen: Seen, finding: Finding, back: str) -> Offer | None:
    """The act that answers a finding of today; another day is for reading."""
    if seen.moment.query:
        return None
    return offer(seen.actor, seen.id, seen.answer.evaluation.situation, finding, back=back)


@require_safe
def why(request: HttpRequest, agreement: str, key: str) -> HttpResponse:
    """The derivation of one finding, as a page of its own; the agreement page also opens it beside the value."""
    seen = see(request, agreement)
    language = page_language()
    evaluation = seen.answer.evaluation
    finding = evaluation.get(key)
    page = reverse("agreement", args=[agreement]) + seen.moment.query
    if finding is None:
        reason = Text(
            "Det du frågar om gäller inte den dagen. Dagen kan vara en annan, eller en uppgift ha rättats.",
            "What you ask about does not apply that day. The day may be another, or a fact corrected.",
        )
        raise Missing(reason, way=Text("Till avtalet", "To the agreement"), href=page)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "agreement"),
        "timebar": seen.moment.timebar(reverse("why", args=[agreement, key])),
        "title": finding.headline.in_language(language),
        "finding": finding,
        "basis": questions.basis_of(finding),
        "label": evaluation.situation.definition.rules[finding.rule].label.in_language(language),
        "detail": finding.detail.in_language(language) if finding.detail is not None else "",
        "chips": derivation.chips(
            agreement, evaluation.situation.definition, finding.cites, seen.moment.query, language
        ),
        "why": derivation.why(agreement, evaluation, finding, seen.moment.query, language, register=_register(seen)),
        "act": _act(seen, finding, page + "#n-" + finding.rule),
        "siblings": derivation.siblings(agreement, evaluation, finding, seen.moment.query, language),
        "back": page + "#n-" + finding.rule,
        "statuses": STATUS,
        "example": evaluation.rests_on_example(finding),
    }
    return render(request, "agreements/why.html", context)
