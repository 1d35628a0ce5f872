"""One organisation's sign-in: what each side tells the other, whose people come, and what they may become."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import ROLE_NAMES, Actor, can_administer, require
from samverk.accounts.queries import actor
from samverk.accounts.queries.organisations import changes_of, provider_named
from samverk.accounts.queries.saml import is_saml, ourselves_to, server_of
from samverk.agreements.queries import listings
from samverk.integrations.saml_metadata import certificate
from samverk.lib import clock, sealing
from samverk.parties.queries import presented_municipalities
from samverk.rules.wording import Text
from samverk.web.accounts.confirming import confirmed
from samverk.web.accounts.organisations import TRYING, answer_path
from samverk.web.accounts.provider_acts import Asked, do
from samverk.web.accounts.provider_forms import GroupForm, MetadataForm, OrganisationForm
from samverk.web.errors import Missing
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import IdentityProvider, User

_NONE: Final = Text("Det finns ingen sådan inloggning.", "There is no such sign-in.")
_ALL: Final = Text("Organisationernas inloggning", "The organisations' sign-in")


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def provider(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """GET shows it; POST does what the button's ``gor`` says."""
    by = actor(user, clock.today(), clock.now())
    require(can_administer(by))
    found = provider_named(slug, closed_too=True)
    if found is None:
        raise Missing(_NONE, way=_ALL, href=reverse("sign-ins"))
    asked = _asked(request, by, found)
    if request.method != "POST":
        return _page(asked)
    words = do(asked)
    if not words:
        return _page(asked, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, words, extra_tags="ok")
    return redirect("sign-in-of", slug)


def _asked(request: HttpRequest, by: Actor, found: IdentityProvider) -> Asked:
    language, what = page_language(), request.POST.get("gor", "")
    kinds = [(str(kind), name.in_language(language)) for kind, name in ROLE_NAMES.items() if kind != "administrator"]
    agreements = [
        (one.id, one.short_en if language == "en" else one.short_sv) for one in listings.visible_to(by)
    ]  # fmt: skip

    def given(word: str) -> Any:
        return request.POST if what == word else None

    known = {"address": found.saml.metadata_address} if is_saml(found) else {}
    return Asked(
        request,
        by,
        found,
        MetadataForm(given("metadata"), initial=known, prefix=None),
        OrganisationForm(given("koppla"), parties=list(presented_municipalities().items())),
        GroupForm(given("roll"), kinds=kinds, agreements=agreements),
    )


def _page(asked: Asked, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    found = asked.provider
    parties = dict(asked.organisation.fields["party"].choices)  # type: ignore[attr-defined]  # a field of choices
    agreements = dict(asked.group.fields["agreement"].choices)  # type: ignore[attr-defined]  # a field of choices
    language = page_language()
    context: dict[str, Any] = {
        "provider": found,
        "is_saml": is_saml(found),
        "forms": {"metadata": asked.metadata, "organisation": asked.organisation, "group": asked.group},
        "organisations": [
            {"row": row, "party": parties.get(row.party, row.party)}
            for row in found.organisations.order_by("key", "value")
        ],
        "roles": [
            {
                "row": row,
                "kind": ROLE_NAMES[row.kind].in_language(language),
                "agreement": agreements.get(row.agreement, row.agreement) if row.agreement else _("alla avtal"),
            }
            for row in found.mapped_roles.order_by("group", "kind", "agreement")
        ],
        "changes": changes_of(found),
        "try_href": f"{reverse('by-organisation', args=[found.slug])}?{TRYING}=1",
    }
    if is_saml(found):
        context |= _saml(found)
    else:
        context["callback"] = asked.request.build_absolute_uri(reverse("from-organisation", args=[found.slug]))
    return render(asked.request, "accounts/provider.html", context, status=status)


def _saml(found: IdentityProvider) -> dict[str, Any]:
    """What each side tells the other. Keys that cannot be opened (another installation's) are said to be none."""
    try:
        ourselves = ourselves_to(found, answer_path=answer_path(found))
    except sealing.Unreadable:
        return {"saml": found.saml, "lost_keys": True}
    return {
        "saml": found.saml,
        "answer_address": ourselves.answer_address,
        "certificates": [certificate(one) for one in server_of(found).certificates],
        "keys": [certificate(pair.certificate) for pair in ourselves.pairs],
    }
