"""Signing in by one's organisation: there and back, with everything that can go wrong said in plain words."""

from __future__ import annotations

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
from samverk.accounts.queries.organisations import provider_named, secret_of
from samverk.integrations import claims, openid
from samverk.lib import clock, sealing
from samverk.rules.wording import Text
from samverk.web.accounts import limits
from samverk.web.accounts.origin_address import client_address
from samverk.web.errors import Missing
from samverk.web.origin import way_back
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import IdentityProvider, User

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
    provider = _provider(slug)
    if not limits.count((limits.ORGANISATION_FROM_PLACE, client_address(request))).allowed:
        return limits.too_many(request)
    question = openid.new_question()
    try:
        address = openid.address_of(_client(provider), question, callback=_callback(request, slug))
    except (openid.Unreachable, sealing.Unreadable) as error:
        return _refused(request, provider, _unreachable(), error)
    kept = {"slug": slug, "at": _now(), "next": way_back(request, resolve_url(settings.LOGIN_REDIRECT_URL))}
    request.session[_IN_SESSION] = kept | {"question": asdict(question)}
    return HttpResponseRedirect(address)


@require_safe
@never_cache
def from_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The visitor is back. The question is forgotten before its answer is looked at: it is good once."""
    provider = _provider(slug)
    kept: dict[str, Any] = request.session.pop(_IN_SESSION, {})
    if kept.get("slug") != slug or not 0 <= _now() - kept["at"] <= _PATIENCE:
        return _refused(request, provider, _("Inloggningen tog för lång tid, eller påbörjades i en annan webbläsare."))
    try:
        said = openid.answer(
            _client(provider),
            openid.Question(**kept["question"]),
            request.GET.dict(),
            callback=_callback(request, slug),
        )
    except (openid.Unreachable, sealing.Unreadable) as error:
        return _refused(request, provider, _unreachable(), error)
    except openid.NotBelieved as error:
        return _refused(request, provider, _("Svaret från organisationen gick inte att lita på."), error)
    return _received(request, provider, said, kept["next"])


def _received(request: HttpRequest, provider: IdentityProvider, said: openid.Claims, then: str) -> HttpResponse:
    named = claims.personal_number_in(said)
    if named:
        words = _(
            "Organisationen skickade ett personnummer (uppgiften ”%(name)s”). Samverk tar inte emot personnummer."
        )
        return _refused(request, provider, words % {"name": named}, status=HTTPStatus.FORBIDDEN)
    who = claims.person(said)
    arriving = Arriving(who.subject, who.address, who.title, who.groups, who.keys)
    try:
        user = arrive(provider=provider, who=arriving, on=clock.today(), at=clock.now())
    except AccountRefused as refused:
        reason = refused.message.in_language(page_language())
        unknown = isinstance(refused, UnknownOrganisation)
        return _refused(request, provider, reason, unknown=unknown, status=HTTPStatus.FORBIDDEN)
    return _signed_in(request, user, provider, then)


def _signed_in(request: HttpRequest, user: User, provider: IdentityProvider, then: str) -> HttpResponse:
    record_authentication(request, user, "socialaccount", provider=provider.slug)
    return cast(HttpResponse, perform_login(request, Login(user=user, redirect_url=then)))


def _provider(slug: str) -> IdentityProvider:
    provider = provider_named(slug)
    if provider is None:
        raise Missing(_NONE, way=_TO_SIGN_IN, href=reverse("sign-in"))
    return provider


def _client(provider: IdentityProvider) -> openid.Client:
    return openid.Client(provider.issuer, provider.client_id, secret_of(provider))


def _callback(request: HttpRequest, slug: str) -> str:
    return request.build_absolute_uri(reverse("from-organisation", args=[slug]))


def _unreachable() -> str:
    return _("Organisationens inloggning svarar inte som den ska.")


def _now() -> float:
    return time.time()  # noqa: TID251 - a session's own time, as allauth's


def _refused(
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
