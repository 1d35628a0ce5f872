"""The year wheel of an agreement, of a municipality and of whoever is signed in."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samverk.accounts.policy import ROLE_NAMES, Actor
from samverk.accounts.queries import actor
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.situations import Answer
from samverk.lib import clock
from samverk.reference import municipalities as reference
from samverk.reference.errors import NotFoundError
from samverk.reference.municipalities import Municipality
from samverk.rules.wheel.year import years_of
from samverk.rules.wording import Language, Many, Text, say
from samverk.web import moment as moments
from samverk.web.agreements.sheet import Count
from samverk.web.agreements.views import see, switcher
from samverk.web.errors import Missing
from samverk.web.frame import Along, body, kept_along
from samverk.web.moment import Moment
from samverk.web.shapes import Shape
from samverk.web.wheel import picture, rows, years
from samverk.web.wheel.rows import Source, Written
from samverk.web.wheel.scope import EVERYTHING, Scope, of_actor, of_municipality
from samverk.web.words import STATUS, page_language


@dataclass(frozen=True, slots=True)
class Sign(Shape):
    """A row of the legend: the badge and the status."""

    badge: SafeString
    status: str


@dataclass(frozen=True, slots=True)
class Subscription(Shape):
    """Where the calendar is, or why there is none to subscribe to; ``own``: it is made under one's own settings."""

    address: str = ""
    webcal: str = ""
    own: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a wheel is made of: answers with what of each is shown, for which moment, year and reader."""

    answers: tuple[tuple[Answer, Scope], ...]
    moment: Moment
    year: int
    language: Language
    many: bool

    @property
    def key(self) -> Hashable:
        """All the matter of the wheel depends on."""
        parts = tuple((answer.key, scope) for answer, scope in self.answers)
        return parts, self.moment, self.year, self.language, self.many


def told(asked: Asked) -> Written:
    """The entries, numbered and listed. Kept by all they depend on."""
    return _told(asked.key, Along(asked))


@kept_along
def _told(key: Hashable, along: Along[Asked]) -> Written:  # noqa: ARG001 - the cache's key
    asked = along.value
    sources = [
        Source(
            answer.agreement,
            answer.evaluation.situation,
            scope.entries(answer.evaluation, asked.year),
            asked.moment.query,
            answer.evaluation.situation.definition.short.in_language(asked.language) if asked.many else "",
        )
        for answer, scope in asked.answers
    ]
    return rows.written(sources, asked.year, asked.language)


def _page(asked: Asked, here: str, words: tuple[str, str], subscription: Subscription) -> dict[str, Any]:
    """What all wheels have in common. ``words``: the title without the year, and what follows the count."""
    found = told(asked)
    title, about = words

    def main() -> dict[str, Any]:
        description = _("Januari överst, sedan medurs. Allt i bilden står i listan under den.")
        drawing = picture.Drawing(asked.year, asked.moment.day, asked.language, f"{title} {asked.year}", description)
        spans = [years_of(answer.evaluation) for answer, _scope in asked.answers]
        return {
            "title": title,
            "lead": f"{_count(len(found.numbered)).in_language(asked.language)} {about}",
            "moment": asked.moment,
            "turner": years.turner(asked.year, spans, asked.moment, here),
            "picture": picture.wheel(found.numbered, drawing) if found.numbered else "",
            "rings": found.rings,
            "months": found.months,
            "counts": _counts(found),
            "legend": [Sign(picture.symbol(status), status) for status in STATUS if status in found.statuses],
            "day_in_year": asked.moment.day.year == asked.year,
            "subscription": subscription,
        }

    key = (asked.key, here, words, subscription)
    return {
        "timebar": asked.moment.timebar(here),
        "title": f"{title} {asked.year}",
        "main": body("wheel/wheel_main.html", key, Along(main)),
        "example": found.example,
    }


def _counts(found: Written) -> tuple[Count, ...]:
    statuses = [item.entry.status for item in found.numbered]
    return tuple(Count(status, statuses.count(status)) for status in STATUS if status in statuses)


def _count(count: int) -> Text:
    if count == 0:
        return Text("Inget att göra", "Nothing to do")
    if count == 1:
        return Text("En sak", "One thing")
    words = say("{n} saker", "{n} things", n=Many(count))
    return Text(words.sv.capitalize(), words.en.capitalize())


@require_safe
def wheel(request: HttpRequest, agreement: str) -> HttpResponse:
    """The year of an agreement."""
    seen = see(request, agreement)
    language = page_language()
    here = reverse("wheel", args=[agreement])
    asked = Asked(((seen.answer, EVERYTHING),), seen.moment, years.read(request, seen.moment), language, many=False)
    short = seen.answer.evaluation.situation.definition.short.in_language(language)
    public = any(one.id == agreement and one.visibility == "public" for one in seen.near.agreements)
    subscription = (
        feed_at(request, reverse("wheel-feed", args=[agreement]), language)
        if public
        else Subscription(instead=_("Avtalet är inte offentligt och har därför ingen öppen kalender."), own=True)
    )
    about = say("i {short}, hämtade ur avtalets klausuler.", "in {short}, drawn from its clauses.", short=short)
    page = _page(asked, here, (_("Årshjul"), about.in_language(language)), subscription)
    return render(request, "wheel/wheel.html", {**page, "section": "agreements", "switcher": switcher(seen, "wheel")})


def feed_at(request: HttpRequest, path: str, language: Language) -> Subscription:
    """The address of a calendar in the language of the page, as programs want it."""
    address = request.build_absolute_uri(path) + ("?sprak=en" if language == "en" else "")
    return Subscription(address=address, webcal="webcal:" + address.partition(":")[2])


def known(code: str) -> Municipality:
    """The municipality. Error: Missing."""
    try:
        return reference.municipality(code)
    except NotFoundError as error:
        way = Text("Alla kommuner", "All municipalities")
        raise Missing(error.text, way=way, href=reverse("municipalities")) from error


@require_safe
def municipality_wheel(request: HttpRequest, code: str) -> HttpResponse:
    """The year of a municipality, in every agreement the visitor may see."""
    municipality = known(code)
    asking = actor(request.user, clock.today(), clock.now())
    moment = moments.read(request, may_look_back=False)
    answers = situations.evaluations([one.id for one in listings.visible_to(asking)], moment.day).values()
    concerned = tuple(
        (answer, of_municipality(code)) for answer in answers if code in answer.evaluation.situation.membership
    )
    asked = Asked(concerned, moment, years.read(request, moment), page_language(), many=True)
    name = municipality.presented_name
    about = say(
        "som rör {name}, i alla avtal som binder kommunen.", "for {name}, in every agreement that binds it.", name=name
    )
    title = say("Årshjul för {name}", "Year wheel for {name}", name=name).in_language(asked.language)
    here = reverse("municipality-wheel", args=[code])
    subscription = feed_at(request, reverse("municipality-wheel-feed", args=[code]), asked.language)
    page = _page(asked, here, (title, about.in_language(asked.language)), subscription)
    back = reverse("municipality", args=[code]) + moment.query
    return render(request, "wheel/wheel.html", {**page, "section": "municipalities", "back": back, "back_to": name})


@require_safe
@login_required
def my_wheel(request: HttpRequest) -> HttpResponse:
    """The year of the one who is signed in: what the posts held concern."""
    today = clock.today()
    asking = actor(request.user, today, clock.now())
    moment = moments.read(request, may_look_back=False)
    answers = own_answers(
        asking, tuple(situations.evaluations([one.id for one in listings.visible_to(asking)], moment.day).values())
    )
    asked = Asked(answers, moment, years.read(request, moment), page_language(), many=True)
    about = _posts(asking, answers, asked.language)
    page = _page(asked, reverse("my-wheel"), (_("Mitt årshjul"), about), Subscription(own=True))
    return render(request, "wheel/wheel.html", {**page, "section": "overview"})


def own_answers(asking: Actor, answers: Sequence[Answer]) -> tuple[tuple[Answer, Scope], ...]:
    """The agreements that the posts of someone concern, and what of each."""
    scopes = ((answer, of_actor(asking, answer.agreement)) for answer in answers)
    return tuple((answer, scope) for answer, scope in scopes if not scope.is_empty and _bound(answer, scope))


def _bound(answer: Answer, scope: Scope) -> bool:
    concerned = scope.everything or bool(scope.lanes)
    return concerned or not scope.parties.isdisjoint(answer.evaluation.situation.membership)


def _posts(asking: Actor, answers: Sequence[tuple[Answer, Scope]], language: Language) -> str:
    if not answers:
        return _("för dina uppdrag: du har inget uppdrag i ett samarbete.")
    situation = answers[0][0].evaluation.situation
    shorts = {answer.agreement: answer.evaluation.situation.definition.short for answer, _scope in answers}
    posts = []
    for role in asking.roles:
        place = situation.name(role.party) if role.party else shorts.get(role.agreement)
        if place is not None:
            posts.append(say("{kind} ({place})", "{kind} ({place})", kind=ROLE_NAMES[role.kind], place=place))
    return say("för dina uppdrag: {posts}.", "for your posts: {posts}.", posts=posts).in_language(language)
