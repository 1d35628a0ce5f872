"""The start page and the overview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.accounts.policy import Actor
from samverk.accounts.queries import actor
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.listings import Access
from samverk.agreements.queries.situations import Answer
from samverk.lib import clock
from samverk.outreach.policy import can_dispatch, can_see_outbox, receives_for
from samverk.rules.wording import Language, Many, Text, say
from samverk.web.frame import Along, body
from samverk.web.overview import rows
from samverk.web.overview.confirming import unanswered
from samverk.web.overview.rows import Chosen, Group
from samverk.web.shapes import Choice
from samverk.web.words import page_language


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Who has signed in comes to the overview, a visitor to the agreements."""
    return redirect("overview" if request.user.is_authenticated else "agreements")


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What is late, due and coming: in all agreements, or narrowed to an agreement, a party or a body."""
    today = clock.today()
    language = page_language()
    asking = actor(request.user, today, clock.now())
    seen = listings.visible_to(asking)
    answers = list(situations.evaluations([one.id for one in seen], today).values())
    chosen = Chosen(
        agreement=request.GET.get("avtal", ""), party=request.GET.get("part", ""), body=request.GET.get("organ", "")
    )
    reader = rows.For(asking, chosen, today, language, many=len(answers) > 1)
    found = rows.along(rows.groups(answers, reader), unanswered(answers, reader))

    def main() -> dict[str, Any]:
        return {
            "today": today,
            "groups": found,
            "lead": _lead(found, language),
            "agreements": _agreements(seen, chosen, language),
            "parties": _parties(answers, chosen),
            "bodies": _bodies(answers, chosen, language),
            "quick": _quick(asking, answers, chosen),
            "meetings": rows.meetings(answers, chosen, today, language),
            "narrowed": chosen != Chosen(),
            "sees_outbox": can_see_outbox(asking) is None,
            "inboxes": _inboxes(asking, seen, answers, language),
        }

    key = (tuple(answer.key for answer in answers), found, seen, chosen, today, asking, language)
    context = {
        "section": "overview",
        "main": body("overview/overview_main.html", key, Along(main)),
        "example": any(row.example for group in found for row in group.rows),
    }
    return render(request, "overview/overview.html", context)


def _lead(found: tuple[Group, ...], language: Language) -> str:
    count = {group.status: len(group.rows) for group in found}
    late = count.get("late", 0) + count.get("breach", 0)
    if not late and not count.get("due"):
        return Text(
            "Inget är försenat och inget behöver göras nu.", "Nothing is late and nothing needs doing now."
        ).in_language(language)
    return say(
        "Försenat: {late}. Dags nu: {due}.",
        "Late: {late}. Due now: {due}.",
        late=Many(late),
        due=Many(count.get("due", 0)),
    ).in_language(language)


def _agreements(seen: Sequence[listings.Listed], chosen: Chosen, language: Language) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=one.short_en if language == "en" else one.short_sv, href=one.id, current=one.id == chosen.agreement
        )
        for one in seen
    )


def _inboxes(
    asking: Actor, seen: Sequence[listings.Listed], answers: Sequence[Answer], language: Language
) -> tuple[Choice, ...]:
    """The registrar's inbox of each agreement where the visitor keeps the register or receives for a party."""
    names = {one.id: one for one in seen}
    found = []
    for answer in answers:
        one = names[answer.agreement]
        access = Access(one.id, one.visibility, frozenset(answer.evaluation.situation.membership))
        if can_dispatch(asking, agreement=one.id) is None or receives_for(asking, access):
            label = one.short_en if language == "en" else one.short_sv
            found.append(Choice(label=label, href=reverse("register-inbox", args=[one.id]), current=False))
    return tuple(found)


def _parties(answers: Sequence[Answer], chosen: Chosen) -> tuple[Choice, ...]:
    names: dict[str, str] = {}
    for answer in answers:
        if chosen.agreement in ("", answer.agreement):
            situation = answer.evaluation.situation
            names |= {code: situation.name(code).sv for code in situation.parties_on(situation.as_of)}
    ordered = sorted(names.items(), key=lambda pair: _swedish(pair[1]))
    return tuple(Choice(label=name, href=code, current=code == chosen.party) for code, name in ordered)


def _swedish(name: str) -> str:
    """Å, ä and ö after z, which is where their places in Unicode put them once å comes first."""
    return name.casefold().translate(str.maketrans("åäö", "{|}"))


def _bodies(answers: Sequence[Answer], chosen: Chosen, language: Language) -> tuple[Choice, ...]:
    found = []
    for answer in answers:
        definition = answer.evaluation.situation.definition
        if chosen.agreement not in ("", answer.agreement):
            continue
        short = definition.short.in_language(language)
        for one in definition.bodies.values():
            value = f"{answer.agreement}/{one.id}"
            name = one.name.in_language(language)
            label = f"{name} ({short})" if len(answers) > 1 else name
            found.append(Choice(label=label, href=value, current=value == chosen.body))
    return tuple(found)


def _quick(asking: Actor, answers: Sequence[Answer], chosen: Chosen) -> tuple[Choice, ...]:
    """The whole cooperation, or my own municipality, for those who stand for one."""
    own = sorted(asking.parties())
    if not own:
        return ()
    language = page_language()
    situation = answers[0].evaluation.situation if answers else None
    everything = Text("Hela samverkan", "The whole cooperation").in_language(language)
    mine = tuple(
        Choice(
            label=situation.name(code).in_language(language) if situation is not None else code,
            href=f"?part={code}",
            current=chosen.party == code,
        )
        for code in own
    )
    return (Choice(label=everything, href="?", current=not chosen.party), *mine)
