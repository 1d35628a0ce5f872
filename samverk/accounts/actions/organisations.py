"""Writes of the organisations' own sign-in: set up by administrators, and what happens when someone arrives by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from samverk.accounts.actions import AccountRefused
from samverk.accounts.models import (
    Identity,
    IdentityOrganisation,
    IdentityProvider,
    IdentityRole,
    OrganisationKey,
    Role,
    RoleKind,
    User,
)
from samverk.accounts.policy import Actor, can_administer, require
from samverk.accounts.queries.organisations import PURPOSE, party_of
from samverk.lib import sealing
from samverk.rules.wording import Text

UNTITLED: Final = "Medarbetare"
"""The title of one whose organisation says none, with the organisation's title after it."""


class MappingRefused(AccountRefused):
    """A sign-in, organisation or role that cannot be set up so."""


class UnknownOrganisation(AccountRefused):
    """Nothing that the provider says about the person is known to be a party's."""


class NoAddress(AccountRefused):
    """The provider says no address that can be believed."""


class AccountClosed(AccountRefused):
    """The account has been closed here."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is believed of someone who comes from their organisation. ``keys``: an ``OrganisationKey`` and its value."""

    subject: str
    address: str
    title: str
    groups: frozenset[str]
    keys: tuple[tuple[str, str], ...]


@transaction.atomic
def add_provider(
    *, slug: str, title: str, issuer: str, client_id: str, secret: str, asks_second_step: bool = False, by: Actor
) -> IdentityProvider:
    """A sign-in of an organisation's own; one with the same slug is changed. The secret is sealed."""
    require(can_administer(by))
    sealed = sealing.seal(secret, purpose=PURPOSE)
    values = {"title": title, "issuer": issuer, "client_id": client_id, "asks_second_step": asks_second_step}
    return IdentityProvider.objects.update_or_create(slug=slug, defaults={**values, "secret": sealed, "is_open": True})[
        0
    ]


@transaction.atomic
def close_provider(*, provider: IdentityProvider, by: Actor) -> None:
    """Nobody signs in by it any more. Accounts and roles stay as they are."""
    require(can_administer(by))
    provider.is_open = False
    provider.save(update_fields=["is_open"])


@transaction.atomic
def map_organisation(
    *, provider: IdentityProvider, key: str, value: str, party: str, by: Actor
) -> IdentityOrganisation:
    """Who comes with this tenant, number or domain is of the party. Error: MappingRefused."""
    require(can_administer(by))
    value = value.strip().lower().removeprefix("@")
    if key not in OrganisationKey.values or not value or not party:
        raise MappingRefused(
            Text(
                f"”{key} {value}” för ”{party}” går inte. Ange tenant, number eller domain, ett värde och en part.",
                f"“{key} {value}” for “{party}” cannot be used. Give tenant, number or domain, a value and a party.",
            )
        )
    if key == OrganisationKey.NUMBER:
        value = value.replace("-", "")
    return IdentityOrganisation.objects.update_or_create(
        provider=provider, key=key, value=value, defaults={"party": party}
    )[0]


@transaction.atomic
def map_role(*, provider: IdentityProvider, group: str, kind: str, agreement: str = "", by: Actor) -> IdentityRole:
    """Those of the group ("" for everybody) hold the role for their party. Error: MappingRefused."""
    require(can_administer(by))
    if kind not in RoleKind.values or kind == RoleKind.ADMINISTRATOR:
        raise MappingRefused(
            Text(
                f"Rollen ”{kind}” kan inte ges genom en organisations inloggning. En administratör läggs upp här.",
                f"The role “{kind}” cannot be given by an organisation's sign-in. An administrator is added here.",
            )
        )
    return IdentityRole.objects.get_or_create(provider=provider, group=group, kind=kind, agreement=agreement)[0]


@transaction.atomic
def unmap_role(*, provider: IdentityProvider, group: str, kind: str, agreement: str = "", by: Actor) -> bool:
    """The group gives the role no longer; it ends for each when they next sign in. Whether it did."""
    require(can_administer(by))
    found = IdentityRole.objects.filter(provider=provider, group=group, kind=kind, agreement=agreement)
    return found.delete()[0] > 0


@transaction.atomic
def arrive(*, provider: IdentityProvider, who: Arriving, on: date, at: datetime) -> User:
    """The account of someone whom their organisation has just vouched for: found, or made without a password.

    Roles that the mapping gives are held from the day, those it gave before and gives no longer end. Roles given by
    hand are left alone. Errors: UnknownOrganisation, NoAddress, AccountClosed; then nothing is written.
    """
    party = party_of(provider, who.keys)
    if party is None:
        raise UnknownOrganisation(_unknown(who))
    if not who.address:
        raise NoAddress(
            Text(
                "Organisationens inloggning lämnade ingen bekräftad e-postadress.",
                "The organisation's sign-in gave no confirmed e-mail address.",
            )
        )
    user = _account(provider, who, at)
    _follow_mapping(provider, user, who.groups, party, on)
    return user


def _account(provider: IdentityProvider, who: Arriving, at: datetime) -> User:
    known = Identity.objects.select_related("user").filter(provider=provider, subject=who.subject).first()
    user = known.user if known is not None else User.objects.filter(email=who.address).first()
    if user is not None and not user.is_active:
        raise AccountClosed(Text("Kontot är avstängt i Samverk.", "The account has been closed in Samverk."))
    if user is None:
        user = User.objects.create_user(who.address, title=who.title or f"{UNTITLED}, {provider.title}"[:120])
    elif who.title and user.title != who.title and known is not None:
        user.title = who.title
        user.save(update_fields=["title"])
    if known is not None:
        Identity.objects.filter(pk=known.pk).update(used_at=at)
    else:
        # The organisation owns the address: whoever had it there before has it no longer.
        Identity.objects.update_or_create(
            provider=provider, user=user, defaults={"subject": who.subject, "made_at": at, "used_at": at}
        )
    return user


def _follow_mapping(provider: IdentityProvider, user: User, groups: frozenset[str], party: str, on: date) -> None:
    mapped = provider.mapped_roles.filter(group__in=["", *groups])
    wanted = {(row.kind, row.agreement, party) for row in mapped}
    held = {
        (role.kind, role.agreement, role.party): role
        for role in user.roles.filter(given_through=provider.slug, from_day__lte=on)
        if role.to_day is None or role.to_day > on
    }
    for what in held.keys() - wanted:
        _end(held[what], on)
    for kind, agreement, of in wanted - held.keys():
        Role.objects.update_or_create(
            user=user,
            kind=kind,
            agreement=agreement,
            party=of,
            from_day=on,
            defaults={"to_day": None, "given_through": provider.slug},
        )


def _end(role: Role, on: date) -> None:
    """Held until yesterday; one that began today was never held for a whole day."""
    if role.from_day >= on:
        role.delete()
        return
    role.to_day = on
    role.save(update_fields=["to_day"])


def _unknown(who: Arriving) -> Text:
    said = ", ".join(f"{key} {value}" for key, value in who.keys) or "–"
    return Text(
        f"Organisationen är inte känd i Samverk. Inloggningen sade: {said}.",
        f"The organisation is not known in Samverk. The sign-in said: {said}.",
    )
