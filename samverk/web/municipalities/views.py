"""One municipality: agreements, duties, people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.accounts.policy import Actor
from samverk.accounts.queries import actor
from samverk.agreements import policy
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.listings import Access, Held
from samverk.agreements.queries.situations import Answer
from samverk.lib import clock
from samverk.reference import municipalities as reference
from samverk.reference.errors import NotFoundError
from samverk.rules import summary
from samverk.rules.finding import Finding, Status
from samverk.rules.wording import Language, Many, Text, say
from samverk.web import moment as moments
from samverk.web.agreements.derivation import chips
from samverk.web.errors import Missing
from samverk.web.frame import Along, body, kept_along
from samverk.web.moment import Moment
from samverk.web.shapes import Chip, Shape
from samverk.web.words import page_language


@dataclass(frozen=True, slots=True)
class Duty(Shape):
    """A duty of the municipality and how it stands."""

    heading: str
    status: Status
    chips: tuple[Chip, ...]
    href: str
    detail: str
    example: bool


@dataclass(frozen=True, slots=True)
class Person(Shape):
    """A post that somebody from the municipality fills."""

    role: str
    title: str
    since: date


@dataclass(frozen=True, slots=True)
class Part(Shape):
    """One agreement of the municipality."""

    id: str
    short: str
    href: str
    since: date
    last: date | None
    duties: tuple[Duty, ...]
    quiet: tuple[Duty, ...]
    people: tuple[Person, ...]
    may_see_people: bool


QUIET = frozenset({"ok", "na", "unmeasured", "attested"})


def _answers(asking: Actor, day: date) -> list[Answer]:
    return list(situations.evaluations([one.id for one in listings.visible_to(asking)], day).values())


@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """A municipality on a day: what binds it, what it owes, who fills its posts."""
    try:
        known = reference.municipality(code)
    except NotFoundError as error:
        raise Missing(
            error.text, way=Text("Alla kommuner", "All municipalities"), href=reverse("municipalities")
        ) from error
    today = clock.today()
    asking = actor(request.user, today, clock.now())
    moment = moments.read(request, may_look_back=False)
    language = page_language()
    parts = []
    for answer in _answers(asking, moment.day):
        part = _part(asking, answer, code, moment, language)
        if part is not None:
            parts.append(part)

    reached = code in asking.parties() or any(part.may_see_people for part in parts)

    def main() -> dict[str, Any]:
        return {
            "name": known.presented_name,
            "moment": moment,
            "lead": _lead(len(parts), moment, language),
            "parts": tuple(parts),
            "is_visitor": asking.is_anonymous,
            "number": known.organisation_number,
            "county": reference.county(known.county_code).name.in_language(language),
            "wheel": reverse("municipality-wheel", args=[code]) + moment.query,
            "contacts": reverse("party-contacts", args=[code]) if reached else "",
        }

    key = (code, moment, tuple(parts), asking.is_anonymous, reached, language)
    context = {
        "section": "municipalities",
        "timebar": moment.timebar(reverse("municipality", args=[code])),
        "name": known.presented_name,
        "main": body("municipalities/municipality_main.html", key, Along(main)),
        "example": any(duty.example for part in parts for duty in (*part.duties, *part.quiet)),
    }
    return render(request, "municipalities/municipality.html", context)


def _lead(count: int, moment: Moment, language: Language) -> str:
    if not count:
        text = say("Bunden av inget avtal här den {day}.", "Bound by no agreement here on {day}.", day=moment.day)
    else:
        text = say(
            "Bunden av {count} avtal den {day}.",
            "Bound by {count} {agreements} on {day}.",
            count=Text("ett", "one") if count == 1 else Many(count),
            agreements=Text("", "agreement" if count == 1 else "agreements"),
            day=moment.day,
        )
    return text.in_language(language)


def _part(asking: Actor, answer: Answer, code: str, moment: Moment, language: Language) -> Part | None:
    """One agreement of the municipality; kept by all it depends on."""
    access = Access(answer.agreement, "", frozenset(answer.evaluation.situation.membership))
    may_see = policy.can_see_people(asking, access) is None
    return _kept_part((answer.key, code, moment, language, may_see), Along(answer))


@kept_along
def _kept_part(key: tuple[Any, str, Moment, Language, bool], along: Along[Answer]) -> Part | None:
    _, code, moment, language, may_see = key
    answer = along.value
    situation = answer.evaluation.situation
    now = [held for held in situation.membership.get(code, ()) if moment.day in held]
    if not now:
        return None
    listed = tuple(
        _duty(answer, finding, moment, language) for finding in summary.of_subject(answer.evaluation, f"party:{code}")
    )
    return Part(
        id=answer.agreement,
        short=situation.definition.short.in_language(language),
        href=reverse("agreement", args=[answer.agreement]) + moment.query,
        since=now[0].start,
        last=now[0].last_day,
        duties=tuple(item for item in listed if item.status not in QUIET),
        quiet=tuple(item for item in listed if item.status in QUIET),
        people=_people(answer, code, moment.day, language) if may_see else (),
        may_see_people=may_see,
    )


def _duty(answer: Answer, finding: Finding, moment: Moment, language: Language) -> Duty:
    definition = answer.evaluation.situation.definition
    heading = finding.headline.in_language(language)
    return Duty(
        heading=heading[:1].upper() + heading[1:],
        status=finding.status,
        chips=chips(answer.agreement, definition, finding.cites, moment.query, language),
        href=reverse("why", args=[answer.agreement, finding.key]) + moment.query,
        detail=finding.detail.in_language(language) if finding.detail is not None else "",
        example=answer.evaluation.rests_on_example(finding),
    )


def _people(answer: Answer, code: str, day: date, language: Language) -> tuple[Person, ...]:
    held = listings.holdings(on=day, agreement_id=answer.agreement, party=code)
    return tuple(Person(_post(answer, item, language), item.title, item.from_day) for item in held)


def _post(answer: Answer, item: Held, language: Language) -> str:
    kind = "body" if item.is_seat else "role"
    return answer.evaluation.situation.name(f"{kind}:{item.what}").in_language(language)
