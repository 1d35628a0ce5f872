"""The page that lays municipalities side by side, and the form that chooses them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.accounts.policy import Actor
from samverk.accounts.queries import actor
from samverk.agreements import policy
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.listings import Access
from samverk.agreements.queries.situations import Answer
from samverk.lib import clock
from samverk.parties.queries import presented_municipalities
from samverk.reference.municipalities import municipalities
from samverk.statistics.queries import populations_over_time
from samverk.web import moment as moments
from samverk.web.frame import Along, body
from samverk.web.moment import Moment
from samverk.web.municipalities import selection
from samverk.web.municipalities.comparison import Comparison, Side
from samverk.web.municipalities.selection import Selection
from samverk.web.shapes import Choice
from samverk.web.words import page_language


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to six municipalities on a day: agreements, duties, fees, inhabitants, posts."""
    asking = actor(request.user, clock.today(), clock.now())
    moment = moments.read(request, may_look_back=False)
    asked = selection.read(request.GET.getlist("kommun"))
    answers = list(situations.evaluations([one.id for one in listings.visible_to(asking)], moment.day).values())
    people = tuple(_may_see_people(asking, answer) for answer in answers)
    bound = {code for answer in answers for code in answer.evaluation.situation.membership}
    offered = {*bound, *asked.codes} if len(bound) >= selection.FEWEST else set(municipalities())
    names = {code: name for code, name in presented_municipalities().items() if code in offered}
    figures = populations_over_time(asked.codes) if asked.is_ready else {}
    language = page_language()
    here = reverse("compare-municipalities")

    def main() -> dict[str, Any]:
        return {
            "moment": moment,
            "problems": tuple(problem.in_language(language) for problem in asked.problems),
            "boxes": selection.boxes(names, asked.codes, language),
            "hidden": tuple((name, value) for name, value in parse_qsl(moment.query[1:]) if name != "kommun"),
            "codes": asked.codes,
            "columns": _columns(asked, names, moment) if asked.is_ready else (),
            "sections": _sections(asked, answers, people, moment, figures) if asked.is_ready else (),
            "most": selection.MOST,
        }

    pinned = tuple((code, tuple(found.items())) for code, found in figures.items())
    key = (
        tuple(answer.key for answer in answers), people, moment, asked.codes, bool(asked.problems),
        tuple(names.items()), pinned, language, tuple(request.GET.getlist("kommun")),
    )  # fmt: skip
    context = {
        "section": "municipalities",
        "timebar": moment.timebar(here + "?" + urlencode([("kommun", code) for code in asked.codes])),
        "main": body("municipalities/compare_main.html", key, Along(main)),
        "example": asked.is_ready and any(_has_examples(answer) for answer in answers),
    }
    status = HTTPStatus.BAD_REQUEST if asked.problems else HTTPStatus.OK
    return render(request, "municipalities/compare.html", context, status=status)


def _may_see_people(asking: Actor, answer: Answer) -> bool:
    access = Access(answer.agreement, "", frozenset(answer.evaluation.situation.membership))
    return policy.can_see_people(asking, access) is None


def _has_examples(answer: Answer) -> bool:
    return any(fact.example for fact in answer.evaluation.situation.facts)


def _columns(asked: Selection, names: dict[str, str], moment: Moment) -> tuple[Choice, ...]:
    """The head of each column: the municipality's name, and its own page."""
    return tuple(
        Choice(label=names.get(code, code), href=reverse("municipality", args=[code]) + moment.query)
        for code in asked.codes
    )


def _sections(
    asked: Selection,
    answers: Sequence[Answer],
    people: Sequence[bool],
    moment: Moment,
    figures: dict[str, dict[Any, int]],
) -> tuple[Any, ...]:
    sides = [Side(answer, may) for answer, may in zip(answers, people, strict=True)]
    sides = [side for side in sides if side.concerns(asked.codes)]
    found = Comparison(asked.codes, sides, moment.day, moment.query, figures, page_language())
    inhabitants = found.inhabitants()
    return (*found.sections(), *((inhabitants,) if inhabitants is not None else ()))
