"""A plan that came with the agreement, and the areas of cooperation it covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samverk.parties.queries import in_swedish_order
from samverk.rules.coverage import coverage
from samverk.rules.definition import Plan
from samverk.rules.finding import Finding, Verdict
from samverk.rules.intervals import ONE_DAY
from samverk.rules.provisions import Areas, PlanRule
from samverk.rules.wording import Language, Text, say
from samverk.web.agreements import derivation
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.errors import Missing
from samverk.web.frame import Along, body
from samverk.web.plans import areas as listed
from samverk.web.plans import written as written_plans
from samverk.web.plans.written import ORDERS, Order
from samverk.web.shapes import Choice, Note
from samverk.web.words import page_language

PARAMETER = "ordning"


@require_safe
def plan(request: HttpRequest, agreement: str, plan: str) -> HttpResponse:
    """A plan: its measures by its own headings, by priority or by area, and beside each what has come of it."""
    seen = see(request, agreement)
    language = page_language()
    prepared = seen.answer.evaluation.situation
    found = prepared.definition.plans.get(plan)
    if found is None:
        reason = Text(
            f"Avtalet har ingen handlingsplan som heter ”{plan}”.", f"The agreement has no action plan called “{plan}”."
        )
        raise _missing(seen, reason)
    here = reverse("plan", args=[agreement, plan])
    wanted = request.GET.get(PARAMETER, "")
    order: Order = next((one for one in _orders(seen) if one == wanted), ORDERS[0])

    def main() -> dict[str, Any]:
        areas_page = reverse("areas", args=[agreement]) + seen.moment.query if prepared.definition.areas else ""
        return {
            "moment": seen.moment,
            "plan": written_plans.written(prepared, found, order, areas_page, language),
            "order": order if order != ORDERS[0] else "",
            "orders": tuple(_order_choices(seen, here, order)),
            "chips": derivation.chips(agreement, prepared.definition, (found.cite,), seen.moment.query, language),
            "back": reverse("agreement", args=[agreement]) + seen.moment.query,
            "printed": _printed(seen, language),
            "remarks": tuple(_remarks(seen, found, language)),
            "areas": _uncovered(seen, found, areas_page, language) if areas_page else (),
            "areas_page": areas_page,
        }

    title = say("Handlingsplan {years}", "Action plan {years}", years=plan.replace("-", "–")).in_language(language)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "plan"),
        "timebar": seen.moment.timebar(here),
        "title": title,
        "main": body("plans/plan_main.html", (seen.answer.key, seen.moment, plan, order, language), Along(main)),
        "example": any(fact.example for fact in prepared.facts),
    }
    return render(request, "plans/plan.html", context)


def _orders(seen: Seen) -> tuple[Order, ...]:
    return ORDERS if seen.answer.evaluation.situation.definition.areas else ORDERS[:2]


def _order_choices(seen: Seen, here: str, chosen: Order) -> Iterator[Choice]:
    labels = {"rubrik": _("Planens rubriker"), "prioritet": _("Prioritet"), "omrade": _("Område")}
    for order in _orders(seen):
        own = {PARAMETER: order} if order != ORDERS[0] else {}
        query = urlencode([*parse_qsl(seen.moment.query[1:]), *own.items()])
        yield Choice(label=labels[order], href=f"{here}?{query}" if query else here, current=order == chosen)


def _printed(seen: Seen, language: Language) -> str:
    return say(
        "Per den {day}. Utskrivet {today}. Läget är uträknat och hör inte till planen.",
        "As of {day}. Printed {today}. The state is computed and no part of the plan.",
        day=seen.moment.day,
        today=seen.moment.today,
    ).in_language(language)


def _remarks(seen: Seen, plan: Plan, language: Language) -> Iterator[Note]:
    """What the agreement's own provision on plans says of this one (t-6-2: a plan longer than the text lets it be)."""
    rule = seen.answer.evaluation.situation.definition.first(PlanRule)
    found = seen.answer.evaluation.by_rule.get(rule.id, ()) if rule is not None else ()
    for finding in found:
        if finding.verdict is Verdict.UNKNOWN and _is_about(finding, plan):
            heading = finding.headline.in_language(language)
            yield Note(
                status=finding.status,
                heading=heading,
                basis=finding.basis,
                chips=derivation.chips(
                    seen.id, seen.answer.evaluation.situation.definition, finding.cites[:1], seen.moment.query, language
                ),
                why_href=reverse("why", args=[seen.id, finding.key]) + seen.moment.query,
                about=heading,
            )


def _is_about(finding: Finding, plan: Plan) -> bool:
    period = finding.period
    return period is not None and period.start == plan.from_ and period.end == plan.to + ONE_DAY


def _uncovered(seen: Seen, plan: Plan, page: str, language: Language) -> tuple[Choice, ...]:
    """The areas without a measure, on the page of areas."""
    prepared = seen.answer.evaluation.situation
    areas = prepared.definition.areas
    return tuple(
        Choice(label=areas[area].name.in_language(language), href=f"{page}#o{area}")
        for area in coverage(prepared, plan.id).uncovered
    )


@require_safe
def areas(request: HttpRequest, agreement: str) -> HttpResponse:
    """The areas the agreement names: which measures work in each, which parties take part, and which lie fallow."""
    seen = see(request, agreement)
    language = page_language()
    prepared = seen.answer.evaluation.situation
    rule = prepared.definition.first(Areas)
    found = _plan_of(seen)
    if rule is None:
        raise _missing(
            seen,
            Text("Avtalet räknar inte upp några områden.", "The agreement does not list any areas of cooperation."),
        )
    here = reverse("areas", args=[agreement])
    ordered = tuple(in_swedish_order(prepared.parties_on(seen.moment.day)))

    def main() -> dict[str, Any]:
        shared: dict[str, Any] = {
            "moment": seen.moment,
            "chips": derivation.chips(agreement, prepared.definition, rule.cite, seen.moment.query, language),
            "must": rule.modality == "must",
            "label": rule.label.in_language(language),
            "names": tuple(area.name.in_language(language) for area in prepared.definition.areas.values()),
        }
        if found is None:
            return shared
        page = reverse("plan", args=[agreement, found.id]) + seen.moment.query
        reader = listed.Reader(page, ordered, language)
        return {
            **shared,
            "areas": listed.written(prepared, found, coverage(prepared, found.id), reader),
            "plan_name": found.id.replace("-", "–"),
            "plan_page": page,
            "plan_last": found.to,
            "is_over": seen.moment.day > found.to,
        }

    context = {
        "section": "agreements",
        "switcher": switcher(seen, "areas"),
        "timebar": seen.moment.timebar(here),
        "main": body("plans/areas_main.html", (seen.answer.key, seen.moment, ordered, language), Along(main)),
        "example": any(fact.example for fact in prepared.facts),
    }
    return render(request, "plans/areas.html", context)


def _plan_of(seen: Seen) -> Plan | None:
    """The plan of the day, otherwise the latest that has begun, otherwise the first."""
    plans = sorted(seen.answer.evaluation.situation.definition.plans.values(), key=lambda one: one.from_)
    begun = [one for one in plans if one.from_ <= seen.moment.day]
    return begun[-1] if begun else plans[0] if plans else None


def _missing(seen: Seen, reason: Text) -> Missing:
    way = Text("Till avtalet", "To the agreement")
    return Missing(reason, way=way, href=reverse("agreement", args=[seen.id]) + seen.moment.query)
