"""Reads of the organisations' own sign-in: which there are, and whose people someone is one of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from samverk.accounts.models import IdentityProvider, OrganisationKey, Trace, TraceKind
from samverk.lib import sealing

PURPOSE: Final = "identity provider"
"""What the secrets of the providers are sealed for."""


def open_providers() -> list[IdentityProvider]:
    """Those that people can sign in by, by title (one query)."""
    return list(IdentityProvider.objects.filter(is_open=True).order_by("title", "slug"))


def all_providers() -> list[IdentityProvider]:
    """Those and the closed ones."""
    return list(IdentityProvider.objects.prefetch_related("organisations", "mapped_roles").order_by("slug"))


def provider_named(slug: str, *, closed_too: bool = False) -> IdentityProvider | None:
    """The open provider with the slug."""
    found = IdentityProvider.objects.filter(slug=slug)
    return found.first() if closed_too else found.filter(is_open=True).first()


def changes_of(provider: IdentityProvider, most: int = 20) -> list[Trace]:
    """What has been changed in a sign-in, the latest first (one query)."""
    found = Trace.objects.filter(kind=TraceKind.SIGN_IN_CHANGED, about_id=provider.slug)
    return list(found.order_by("-at", "-pk")[:most])


def secret_of(provider: IdentityProvider) -> str:
    """The provider's secret, opened. Error: sealing.Unreadable when it was sealed with another key."""
    return sealing.unseal(provider.secret, purpose=PURPOSE)


def party_of(provider: IdentityProvider, keys: Sequence[tuple[str, str]], *, with_address: bool = True) -> str | None:
    """The party that someone is of; None when it is not known, or what is said points to several.

    The domain of the address is always one of the party's own: a server signs in nobody with an address that is not its
    organisation's. Where tenants or numbers are mapped too, one of them says so as well. Only for somebody of whom no
    address is said (``with_address``) is a tenant or a number enough.
    """
    mapped = {(row.key, row.value): row.party for row in provider.organisations.all()}
    said = {(key, value.lower()) for key, value in keys}
    pointed = {mapped[one] for one in said if one in mapped}
    needs_more = any(key != OrganisationKey.DOMAIN for key, _ in mapped)
    by_domain = any(one in mapped for one in said if one[0] == OrganisationKey.DOMAIN)
    by_more = any(one in mapped for one in said if one[0] != OrganisationKey.DOMAIN)
    enough = by_domain or (by_more and not with_address)
    if len(pointed) != 1 or not enough or (needs_more and not by_more):
        return None
    return pointed.pop()
