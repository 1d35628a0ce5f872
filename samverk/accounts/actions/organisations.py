"""Writes of the organisations' own sign-in: set up by administrators, and what happens when someone arrives by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from samverk.accounts.actions import LONGEST_REASON, AccountRefused, leave_trace, trace_role
from samverk.accounts.models import (
    Identity,
    IdentityOrganisation,
    IdentityProvider,
    IdentityRole,
    OrganisationKey,
    ProviderShape,
    Role,
    RoleKind,
    Trace,
    TraceKind,
    User,
)
from samverk.accounts.policy import Actor, can_administer, require, system
from samverk.accounts.queries.organisations import PURPOSE, party_of
from samverk.integrations.claims import personal_number_in
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
    *,
    slug: str,
    title: str,
    issuer: str,
    client_id: str,
    secret: str,
    asks_second_step: bool = False,
    by: Actor,
    at: datetime,
) -> IdentityProvider:
    """A sign-in of an organisation's own by OpenID Connect; one with the same slug is changed. The secret is sealed.

    ``at``: the moment that the trace tells, here and in what follows. Error: MappingRefused.
    """
    require(can_administer(by))
    if IdentityProvider.objects.filter(slug=slug).exclude(shape=ProviderShape.OPENID).exists():
        raise MappingRefused(
            Text(
                f"”{slug}” är en inloggning genom SAML. Välj ett annat kort namn.",
                f"“{slug}” is a sign-in by SAML. Choose another short name.",
            )
        )
    sealed = sealing.seal(secret, purpose=PURPOSE)
    values = {"title": title, "issuer": issuer, "client_id": client_id, "asks_second_step": asks_second_step}
    made = IdentityProvider.objects.update_or_create(slug=slug, defaults={**values, "secret": sealed, "is_open": True})
    trace_change(made[0], f"OpenID Connect: {issuer}, {client_id}", by=by, at=at)
    return made[0]


@transaction.atomic
def open_provider(*, provider: IdentityProvider, by: Actor, at: datetime) -> None:
    """People sign in by it from now on."""
    require(can_administer(by))
    _set(provider, is_open=True)
    trace_change(provider, "Öppnad", by=by, at=at)


@transaction.atomic
def close_provider(*, provider: IdentityProvider, by: Actor, at: datetime) -> None:
    """Nobody signs in by it any more. Accounts and roles stay as they are."""
    require(can_administer(by))
    _set(provider, is_open=False)
    trace_change(provider, "Stängd", by=by, at=at)


@transaction.atomic
def trust_second_step(*, provider: IdentityProvider, asks: bool, by: Actor, at: datetime) -> None:
    """Whether the organisation itself asks its people for a second step, so that it counts here too."""
    require(can_administer(by))
    _set(provider, asks_second_step=asks)
    words = "Organisationen kräver ett andra steg" if asks else "Organisationen kräver inte ett andra steg"
    trace_change(provider, words, by=by, at=at)


def trace_change(provider: IdentityProvider, what: str, *, by: Actor, at: datetime) -> None:
    """A row of the trace: what was changed in how an organisation's people sign in."""
    Trace.objects.create(
        kind=TraceKind.SIGN_IN_CHANGED, at=at, actor=by.label, actor_id=by.user_id, about=provider.title,
        about_id=provider.slug, reason=what[:LONGEST_REASON],
    )  # fmt: skip


def _set(provider: IdentityProvider, **values: bool) -> None:
    for name, value in values.items():
        setattr(provider, name, value)
    provider.save(update_fields=list(values))


@transaction.atomic
def map_organisation(
    *, provider: IdentityProvider, key: str, value: str, party: str, by: Actor, at: datetime
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
    made = IdentityOrganisation.objects.update_or_create(
        provider=provider, key=key, value=value, defaults={"party": party}
    )
    trace_change(provider, f"{made[0]}", by=by, at=at)
    return made[0]


@transaction.atomic
def unmap_organisation(*, provider: IdentityProvider, number: int, by: Actor, at: datetime) -> bool:
    """What the row says points to no party any more. Whether there was one with this number."""
    require(can_administer(by))
    found = provider.organisations.filter(pk=number).first()
    if found is None:
        return False
    trace_change(provider, f"Inte längre: {found}", by=by, at=at)
    found.delete()
    return True


@transaction.atomic
def map_role(
    *, provider: IdentityProvider, group: str, kind: str, agreement: str = "", by: Actor, at: datetime
) -> IdentityRole:
    """Those of the group ("" for everybody) hold the role for their party. Error: MappingRefused."""
    require(can_administer(by))
    if kind not in RoleKind.values or kind == RoleKind.ADMINISTRATOR:
        raise MappingRefused(
            Text(
                f"Rollen ”{kind}” kan inte ges genom en organisations inloggning. En administratör läggs upp här.",
                f"The role “{kind}” cannot be given by an organisation's sign-in. An administrator is added here.",
            )
        )
    made, is_new = IdentityRole.objects.get_or_create(provider=provider, group=group, kind=kind, agreement=agreement)
    if is_new:
        trace_change(provider, f"{made}", by=by, at=at)
    return made


@transaction.atomic
def unmap_role(
    *, provider: IdentityProvider, group: str, kind: str, agreement: str = "", by: Actor, at: datetime
) -> bool:
    """The group gives the role no longer; it ends for each when they next sign in. Whether it did."""
    require(can_administer(by))
    found = IdentityRole.objects.filter(provider=provider, group=group, kind=kind, agreement=agreement).first()
    if found is None:
        return False
    trace_change(provider, f"Inte längre: {found}", by=by, at=at)
    found.delete()
    return True


@transaction.atomic
def know_person(*, provider: IdentityProvider, subject: str, user: User, by: Actor, at: datetime) -> Identity:
    """Who the organisation calls ``subject`` is the user: for an organisation that says no address of its people.

    Error: MappingRefused.
    """
    require(can_administer(by))
    if not subject or personal_number_in({"subject": subject}):
        raise MappingRefused(
            Text(
                "Det organisationen kallar personen är tomt eller innehåller ett personnummer, och sådana sparas inte.",
                "What the organisation calls the person is empty or holds a personal identity number, never kept here.",
            )
        )
    if Identity.objects.filter(provider=provider, subject=subject).exclude(user=user).exists():
        raise MappingRefused(Text(f"”{subject}” är redan ett annat konto.", f"“{subject}” is another account already."))
    trace_change(provider, f"{subject} → {user.title}", by=by, at=at)
    return Identity.objects.update_or_create(
        provider=provider, user=user, defaults={"subject": subject, "made_at": at, "used_at": at}
    )[0]


@transaction.atomic
def arrive(*, provider: IdentityProvider, who: Arriving, on: date, at: datetime) -> User:
    """The account of someone whom their organisation has just vouched for: found, or made without a password.

    Roles that the mapping gives are held from the day, those it gave before and gives no longer end. Roles given by
    hand are left alone. Errors: UnknownOrganisation, NoAddress, AccountClosed; then nothing is written.
    """
    party = party_of(provider, who.keys, with_address=bool(who.address))
    if party is None:
        raise UnknownOrganisation(_unknown(who))
    known = Identity.objects.select_related("user").filter(provider=provider, subject=who.subject).first()
    if not who.address and known is None:
        raise NoAddress(
            Text(
                "Organisationens inloggning lämnade ingen bekräftad e-postadress. Den som sköter Samverk kan knyta "
                f"”{who.subject[:80]}” till ett konto.",
                "The organisation's sign-in gave no confirmed e-mail address. Those who look after Samverk can tie "
                f"“{who.subject[:80]}” to an account.",
            )
        )
    user = _account(provider, known, who, at)
    _follow_mapping(provider, user, who.groups, party, on=on, at=at)
    return user


def _account(provider: IdentityProvider, known: Identity | None, who: Arriving, at: datetime) -> User:
    user = known.user if known is not None else User.objects.filter(email=who.address).first()
    if user is not None and not user.is_active:
        raise AccountClosed(Text("Kontot är avstängt i Samverk.", "The account has been closed in Samverk."))
    if user is None:
        user = User.objects.create_user(who.address, title=who.title or f"{UNTITLED}, {provider.title}"[:120])
        leave_trace(TraceKind.USER_CREATED, system(provider.title), at, user)
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


def _follow_mapping(
    provider: IdentityProvider, user: User, groups: frozenset[str], party: str, *, on: date, at: datetime
) -> None:
    by = system(provider.title)
    mapped = provider.mapped_roles.filter(group__in=["", *groups])
    wanted = {(row.kind, row.agreement, party) for row in mapped}
    held = {
        (role.kind, role.agreement, role.party): role
        for role in user.roles.filter(given_through=provider.slug, from_day__lte=on)
        if role.to_day is None or role.to_day > on
    }
    for what in held.keys() - wanted:
        trace_role(TraceKind.ROLE_ENDED, by, at, _end(held[what], on))
    for kind, agreement, of in wanted - held.keys():
        made, _ = Role.objects.update_or_create(
            user=user,
            kind=kind,
            agreement=agreement,
            party=of,
            from_day=on,
            defaults={"to_day": None, "given_through": provider.slug},
        )
        trace_role(TraceKind.ROLE_GIVEN, by, at, made)


def _end(role: Role, on: date) -> Role:
    """Held until yesterday; one that began today was never held for a whole day."""
    role.to_day = on
    if role.from_day >= on:
        role.delete()
    else:
        role.save(update_fields=["to_day"])
    return role


def _unknown(who: Arriving) -> Text:
    said = ", ".join(f"{key} {value}" for key, value in who.keys) or "–"
    return Text(
        f"Organisationen är inte känd i Samverk. Inloggningen sade: {said}.",
        f"The organisation is not known in Samverk. The sign-in said: {said}.",
    )
