"""Signing in by one's organisation: there and back, with everything that can go wrong said in plain words.

The organisation answers by OpenID Connect here, or by SAML in ``saml``, whose answer waits until it is fetched here.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samverk.accounts.actions import AccountRefused
from samverk.accounts.actions.organisations import Arriving, UnknownOrganisation, arrive
from samverk.accounts.actions.saml import fetch_answer
from samverk.accounts.policy import can_administer
from samverk.accounts.queries import actor
from samverk.accounts.queries.organisations import party_of, provider_named, secret_of
from samverk.accounts.queries.saml import is_saml, ourselves_to, server_of
from samverk.integrations import claims, openid, saml
from samverk.integrations.fetching import Unreachable
from samverk.lib import clock, sealing
from samverk.rules.wording import Text
from samverk.web.accounts import limits
from samverk.web.accounts.origin_address import client_address
from samverk.web.errors import Missing
from samverk.web.origin import way_back
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import IdentityProvider, User

TRYING: Final = "prova"
"""In the address of ``by-organisation``: an administrator tries the sign-in, and nobody is signed in by it."""

_IN_SESSION: Final = "organisation_question"
_PATIENCE: Final = 10 * 60
"""Seconds to sign in at the organisation and come back."""

_NONE: Final = Text("Den organisationen loggar inte in här.", "That organisation does not sign in here.")
_TO_SIGN_IN: Final = Text("Till inloggningen", "To the sign-in page")
_log = logging.getLogger(__name__)


@require_safe
@never_cache
def by_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends the visitor to their organisation, with a question that only this session knows."""
    trying = TRYING in request.GET and _administers(request)
    provider = _provider(slug, closed_too=trying)
    if not limits.count((limits.ORGANISATION_FROM_PLACE, client_address(request))).allowed:
        return limits.too_many(request)
    try:
        address, question = _asked(request, provider)
    except (Unreachable, sealing.Unreadable) as error:
        return refused(request, provider, _unreachable(), error)
    kept = {"slug": slug, "at": _now(), "next": way_back(request, resolve_url(settings.LOGIN_REDIRECT_URL))}
    request.session[_IN_SESSION] = kept | {"question": question, "trying": trying}
    return HttpResponseRedirect(address)


@require_safe
@never_cache
def from_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The visitor is back. The question is forgotten before its answer is looked at: it is good once."""
    kept: dict[str, Any] = request.session.pop(_IN_SESSION, {})
    trying = bool(kept.get("trying")) and _administers(request)
    provider = _provider(slug, closed_too=trying)
    if kept.get("slug") != slug or not 0 <= _now() - kept["at"] <= _PATIENCE:
        return refused(request, provider, _("Inloggningen tog för lång tid, eller påbörjades i en annan webbläsare."))
    try:
        who = _fetched(provider, kept) if is_saml(provider) else _answered(request, provider, kept)
    except PersonalNumberSaid as said:
        return refuse_number(request, provider, said.name)
    except (Unreachable, sealing.Unreadable) as error:
        return refused(request, provider, _unreachable(), error)
    except openid.NotBelieved as error:
        return refused(request, provider, not_believed(), error)
    return _tried(request, provider, who) if trying else received(request, provider, who, kept["next"])


class PersonalNumberSaid(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """The organisation has said a personal identity number. ``name``: of the claim that holds it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def person_in(said: openid.Claims) -> Arriving:
    """Who it is said to be; the rest is dropped. Error: PersonalNumberSaid."""
    named = claims.personal_number_in(said)
    if named:
        raise PersonalNumberSaid(named)
    who = claims.person(said)
    return Arriving(who.subject, who.address, who.title, who.groups, who.keys)


def received(request: HttpRequest, provider: IdentityProvider, who: Arriving, then: str) -> HttpResponse:
    """In they come, or why not."""
    try:
        user = arrive(provider=provider, who=who, on=clock.today(), at=clock.now())
    except AccountRefused as refusal:
        reason = refusal.message.in_language(page_language())
        unknown = isinstance(refusal, UnknownOrganisation)
        return refused(request, provider, reason, unknown=unknown, status=HTTPStatus.FORBIDDEN)
    return _signed_in(request, user, provider, then)


def as_text(who: Arriving) -> str:
    """Somebody who arrives, to be kept until the browser that asked comes for them."""
    return json.dumps([who.subject, who.address, who.title, sorted(who.groups), who.keys])


def _from_text(text: str) -> Arriving:
    subject, address, title, groups, keys = json.loads(text)
    return Arriving(subject, address, title, frozenset(groups), tuple((key, value) for key, value in keys))


def _asked(request: HttpRequest, provider: IdentityProvider) -> tuple[str, Any]:
    """Where to send the visitor, and the question to keep. Errors: Unreachable, Unreadable."""
    if is_saml(provider):
        number, ourselves = saml.new_question(), ourselves_to(provider, answer_path=answer_path(provider))
        return saml.address_of(server_of(provider), ourselves, number, at=clock.now()), number
    question = openid.new_question()
    address = openid.address_of(_client(provider), question, callback=_callback(request, provider.slug))
    return address, asdict(question)


def _answered(request: HttpRequest, provider: IdentityProvider, kept: dict[str, Any]) -> Arriving:
    question, callback = openid.Question(**kept["question"]), _callback(request, provider.slug)
    return person_in(openid.answer(_client(provider), question, request.GET.dict(), callback=callback))


def _fetched(provider: IdentityProvider, kept: dict[str, Any]) -> Arriving:
    waiting = fetch_answer(provider=provider, question=str(kept["question"]), at=clock.now())
    if waiting is None:
        raise openid.NotBelieved("nothing was answered to this browser's question")
    return _from_text(waiting)


def _tried(request: HttpRequest, provider: IdentityProvider, who: Arriving) -> HttpResponse:
    """What a sign-in would have given. Nothing is written."""
    party = party_of(provider, who.keys, with_address=bool(who.address))
    roles = provider.mapped_roles.filter(group__in=["", *who.groups]).order_by("kind", "agreement") if party else ()
    context = {"provider": provider, "who": who, "groups": sorted(who.groups), "party": party, "roles": roles}
    return render(request, "accounts/organisation_tried.html", context)


def _signed_in(request: HttpRequest, user: User, provider: IdentityProvider, then: str) -> HttpResponse:
    record_authentication(request, user, "socialaccount", provider=provider.slug)
    return cast(HttpResponse, perform_login(request, Login(user=user, redirect_url=then)))


def _administers(request: HttpRequest) -> bool:
    return can_administer(actor(request.user, clock.today())) is None


def _provider(slug: str, *, closed_too: bool) -> IdentityProvider:
    provider = provider_named(slug, closed_too=closed_too)
    if provider is None:
        raise unknown_organisation()
    return provider


def unknown_organisation() -> Missing:
    """404: no such organisation signs in here."""
    return Missing(_NONE, way=_TO_SIGN_IN, href=reverse("sign-in"))


def answer_path(provider: IdentityProvider) -> str:
    """Where the organisation sends its answers by SAML."""
    return reverse("saml-answer", args=[provider.slug])


def _client(provider: IdentityProvider) -> openid.Client:
    return openid.Client(provider.issuer, provider.client_id, secret_of(provider))


def _callback(request: HttpRequest, slug: str) -> str:
    return request.build_absolute_uri(reverse("from-organisation", args=[slug]))


def _unreachable() -> str:
    return _("Organisationens inloggning svarar inte som den ska.")


def not_believed() -> str:
    """What the visitor is told of an answer that does not fit."""
    return _("Svaret från organisationen gick inte att lita på.")


def _now() -> float:
    return time.time()  # noqa: TID251 - a session's own time, as allauth's


def refuse_number(request: HttpRequest, provider: IdentityProvider, name: str) -> HttpResponse:
    """403: a personal identity number was said, in the claim named."""
    words = _("Organisationen skickade ett personnummer (uppgiften ”%(name)s”). Samverk tar inte emot personnummer.")
    return refused(request, provider, words % {"name": name}, status=HTTPStatus.FORBIDDEN)


def refused(
    request: HttpRequest,
    provider: IdentityProvider,
    reason: str,
    error: Exception | None = None,
    *,
    unknown: bool = False,
    status: HTTPStatus = HTTPStatus.BAD_REQUEST,
) -> HttpResponse:
    """Why not, and what to do. What exactly was wrong with an answer is for the log."""
    if error is not None:
        _log.warning("Sign-in by %s refused: %s: %s", provider.slug, type(error).__name__, error)
    context = {"provider": provider, "reason": reason, "unknown": unknown}
    return render(request, "accounts/organisation_refused.html", context, status=status)
