"""The addresses calendar programs ask: of an agreement, of a municipality, and secret ones of persons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from samverk.accounts import queries as accounts
from samverk.accounts.policy import VISITOR
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.situations import Answer
from samverk.integrations.calendar_event import CONTENT_TYPE
from samverk.lib import clock
from samverk.rules.wording import Language, Text
from samverk.web.agreements.views import see
from samverk.web.errors import Missing
from samverk.web.wheel import feed
from samverk.web.wheel.feed import Part, Reader
from samverk.web.wheel.scope import EVERYTHING, Scope, of_municipality
from samverk.web.wheel.views import known, own_answers

PUBLIC, PRIVATE = "public, max-age=3600", "private, no-cache"


@require_safe
def wheel_feed(request: HttpRequest, agreement: str) -> HttpResponse:
    """The calendar of an agreement, for everyone who may see the agreement."""
    seen = see(request, agreement)
    public = any(one.id == agreement and one.visibility == "public" for one in seen.near.agreements)
    language = _language(request, "sv")
    today = clock.today()
    answers = situations.evaluations([agreement], today)
    short = seen.answer.evaluation.situation.definition.short.in_language(language)
    parts = _parts([(answer, EVERYTHING) for answer in answers.values()], today)
    reader = _reader(request, short, f"agreement/{agreement}", language)
    return _answer(request, parts, reader, f"arshjul-{agreement}.ics", PUBLIC if public else PRIVATE)


@require_safe
def municipality_wheel_feed(request: HttpRequest, code: str) -> HttpResponse:
    """The calendar of a municipality: its public agreements only, for an address that anyone can ask."""
    municipality = known(code)
    language = _language(request, "sv")
    today = clock.today()
    public = [one.id for one in listings.visible_to(VISITOR)]
    answers = situations.evaluations(public, today).values()
    concerned = [(one, of_municipality(code)) for one in answers if code in one.evaluation.situation.membership]
    reader = _reader(request, municipality.presented_name, f"municipality/{code}", language)
    return _answer(request, _parts(concerned, today), reader, f"arshjul-{code}.ics", PUBLIC)


@require_safe
def my_wheel_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever made the secret in the address: what that person may see today."""
    user = accounts.user_of_calendar(secret)
    if user is None:
        raise Missing(
            Text(
                "Ingen kalender har den här adressen. Den kan ha stängts eller bytts ut.",
                "No calendar has this address. It may have been closed or replaced.",
            )
        )
    today = clock.today()
    language = _language(request, "en" if user.language == "en" else "sv")
    asking = accounts.actor(user, today)
    visible = [one.id for one in listings.visible_to(asking)]
    own = own_answers(asking, tuple(situations.evaluations(visible, today).values()))
    reader = _reader(request, user.title, f"user/{user.pk}", language)
    return _answer(request, _parts(own, today), reader, "mitt-arshjul.ics", PRIVATE)


def _language(request: HttpRequest, otherwise: Language) -> Language:
    """What the address asks for: calendar programs have neither cookies nor languages of their own."""
    return {"sv": "sv", "en": "en"}.get(request.GET.get("sprak", ""), otherwise)  # type: ignore[return-value]  # both are languages


def _reader(request: HttpRequest, whose: str, identity: str, language: Language) -> Reader:
    with override(language):
        name = _("Årshjul: %(whose)s") % {"whose": whose}
    return Reader(name, identity, language, request.build_absolute_uri("/").rstrip("/"))


def _parts(concerned: Iterable[tuple[Answer, Scope]], today: date) -> list[Part]:
    found = list(concerned)
    before = feed.before_of([answer.agreement for answer, _scope in found], today)
    return [Part(answer, before.get(answer.agreement), scope) for answer, scope in found]


def _answer(request: HttpRequest, parts: list[Part], reader: Reader, name: str, cache: str) -> HttpResponse:
    with override(reader.language):
        made = feed.written(parts, clock.today(), reader)
    response = HttpResponse(made.content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = cache
    response["ETag"] = made.etag
    found = get_conditional_response(request, etag=made.etag, response=response)
    return found if isinstance(found, HttpResponse) else response
