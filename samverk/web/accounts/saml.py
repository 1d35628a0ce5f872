"""SAML 2.0: what the organisation's server reads about us, and the form by which it answers.

The answer comes from another site, so the browser sends no session along: what is believed waits, sealed, and the
browser is sent on to ``from-organisation``, where the session that asked fetches it. An answer that another browser has
asked for is thus worth nothing here.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from samverk.accounts.actions.saml import AnswerTaken, take_answer
from samverk.accounts.queries.saml import ourselves_to, saml_provider, server_of
from samverk.integrations import saml
from samverk.integrations.saml_claims import claims_of
from samverk.lib import clock, sealing
from samverk.web.accounts import limits
from samverk.web.accounts.organisations import (
    PersonalNumberSaid,
    answer_path,
    as_text,
    not_believed,
    person_in,
    received,
    refuse_number,
    refused,
    unknown_organisation,
)
from samverk.web.accounts.origin_address import client_address
from samverk.web.words import page_language

MEDIA_TYPE = "application/samlmetadata+xml"


@require_safe
@never_cache
def saml_metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """Who we are, for the organisation's server to read. Public: it holds addresses and certificates."""
    provider = saml_provider(slug)
    if provider is None:
        raise unknown_organisation()
    try:
        ourselves = ourselves_to(provider, answer_path=answer_path(provider))
    except sealing.Unreadable as error:
        return refused(request, provider, _("Nycklarna går inte att öppna. Lägg upp inloggningen på nytt."), error)
    return HttpResponse(saml.metadata_of(ourselves, title=provider.title), content_type=MEDIA_TYPE)


@csrf_exempt
@require_POST
@never_cache
def saml_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisation's answer. What makes it ours is its signature and the question it answers, not a token."""
    provider = saml_provider(slug)
    if provider is None:
        raise unknown_organisation()
    if not limits.count((limits.SAML_FROM_PLACE, client_address(request))).allowed:
        return limits.too_many(request)
    try:
        ourselves = ourselves_to(provider, answer_path=answer_path(provider))
        found = saml.believed(server_of(provider), ourselves, request.POST.get("SAMLResponse", ""))
        who = person_in(claims_of(found))
        asked = bool(found.question)
        if not asked and not (provider.saml.starts_itself and provider.is_open):
            return refused(request, provider, _("Inloggningen började inte här. Börja på Samverks inloggningssida."))
        take_answer(
            provider=provider, assertion=found.assertion, question=found.question, until=found.until, at=clock.now(),
            said=as_text(who) if asked else "",
        )  # fmt: skip
    except PersonalNumberSaid as said:
        return refuse_number(request, provider, said.name)
    except (saml.NotBelieved, sealing.Unreadable) as error:
        return refused(request, provider, not_believed(), error)
    except AnswerTaken as taken:
        return refused(request, provider, taken.message.in_language(page_language()), taken)
    if not asked:
        return received(request, provider, who, _way_on(request))
    # 303: the browser asks with GET, and then it sends the session along.
    way = reverse("from-organisation", args=[slug])
    return HttpResponseRedirect(way, status=HTTPStatus.SEE_OTHER)


def _way_on(request: HttpRequest) -> str:
    """Where a sign-in that began at the organisation wants to go, when that is a page of ours."""
    asked = request.POST.get("RelayState", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours and asked.startswith("/") else resolve_url(settings.LOGIN_REDIRECT_URL)
