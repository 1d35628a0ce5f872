"""What an administrator does with one organisation's sign-in: each act by its button's word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samverk.accounts.actions import AccountRefused, organisations, saml
from samverk.accounts.policy import Actor
from samverk.accounts.queries.saml import is_saml
from samverk.integrations.saml import new_pair
from samverk.lib import clock
from samverk.web.accounts.provider_forms import GroupForm, MetadataForm, OrganisationForm
from samverk.web.accounts.providers import server_from
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import IdentityProvider


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what: the forms of the page hold what was sent when it was one of theirs."""

    request: HttpRequest
    by: Actor
    provider: IdentityProvider
    metadata: MetadataForm
    organisation: OrganisationForm
    group: GroupForm


def do(asked: Asked) -> str:
    """What was done, in words; "" when it could not be, and then the form says why."""
    act = _ACTS.get(asked.request.POST.get("gor", ""))
    if act is None or (act in _OF_SAML and not is_saml(asked.provider)):
        return ""
    return act(asked)


def _open(asked: Asked) -> str:
    organisations.open_provider(provider=asked.provider, by=asked.by, at=clock.now())
    return _("Inloggningen är öppen.")


def _close(asked: Asked) -> str:
    organisations.close_provider(provider=asked.provider, by=asked.by, at=clock.now())
    return _("Inloggningen är stängd. Konton och roller är kvar.")


def _second_step(asked: Asked) -> str:
    asks = not asked.provider.asks_second_step
    organisations.trust_second_step(provider=asked.provider, asks=asks, by=asked.by, at=clock.now())
    return _("Ändringen är sparad.")


def _portal(asked: Asked) -> str:
    starts = not asked.provider.saml.starts_itself
    saml.let_it_start(provider=asked.provider, starts_itself=starts, by=asked.by, at=clock.now())
    return _("Ändringen är sparad.")


def _metadata(asked: Asked) -> str:
    form = asked.metadata
    if not form.is_valid():
        return ""
    server = server_from(form, asked.provider.client_id)
    if server is None:
        return ""
    address = form.cleaned_data["address"]
    try:
        saml.renew_server(provider=asked.provider, server=server, metadata_address=address, by=asked.by, at=clock.now())
    except AccountRefused as refused:
        form.add_error(None, refused.message.in_language(page_language()))
        return ""
    return _("Organisationens metadata är läst på nytt.")


def _next_key(asked: Asked) -> str:
    pair = new_pair(name=asked.request.get_host(), at=clock.now())
    if saml.add_pair(provider=asked.provider, pair=pair, by=asked.by, at=clock.now()):
        return _("Nästa nyckel står nu i Samverks metadata. Be organisationen läsa in den innan den börjar användas.")
    return _("Det finns redan en nästa nyckel.")


def _change_key(asked: Asked) -> str:
    if saml.change_pair(provider=asked.provider, by=asked.by, at=clock.now()):
        return _("Nästa nyckel används nu, och den förra är borttagen.")
    return _("Det finns ingen nästa nyckel.")


def _map(asked: Asked) -> str:
    form = asked.organisation
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    try:
        organisations.map_organisation(provider=asked.provider, **given, by=asked.by, at=clock.now())
    except AccountRefused as refused:
        form.add_error(None, refused.message.in_language(page_language()))
        return ""
    return _("Kopplingen är sparad.")


def _unmap(asked: Asked) -> str:
    number = _number(asked)
    organisations.unmap_organisation(provider=asked.provider, number=number, by=asked.by, at=clock.now())
    return _("Kopplingen är borttagen.")


def _role(asked: Asked) -> str:
    form = asked.group
    if not form.is_valid():
        return ""
    try:
        organisations.map_role(provider=asked.provider, **form.cleaned_data, by=asked.by, at=clock.now())
    except AccountRefused as refused:
        form.add_error(None, refused.message.in_language(page_language()))
        return ""
    return _("Rollen ges från nästa inloggning.")


def _no_role(asked: Asked) -> str:
    row = asked.provider.mapped_roles.filter(pk=_number(asked)).first()
    if row is not None:
        organisations.unmap_role(
            provider=asked.provider, group=row.group, kind=row.kind, agreement=row.agreement, by=asked.by,
            at=clock.now(),
        )  # fmt: skip
    return _("Rollen ges inte längre. Den slutar för var och en vid nästa inloggning.")


def _number(asked: Asked) -> int:
    number = asked.request.POST.get("rad", "")
    return int(number[:18]) if number.isascii() and number.isdecimal() else 0


_ACTS: Final[Mapping[str, Callable[[Asked], str]]] = {
    "oppna": _open,
    "stang": _close,
    "andra-steget": _second_step,
    "portal": _portal,
    "metadata": _metadata,
    "nasta-nyckel": _next_key,
    "byt-nyckel": _change_key,
    "koppla": _map,
    "koppla-ur": _unmap,
    "roll": _role,
    "ingen-roll": _no_role,
}
_OF_SAML: Final = frozenset({_portal, _metadata, _next_key, _change_key})
