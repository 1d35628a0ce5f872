"""Reads of sign-in by SAML: the organisation's server and ourselves, as it knows us."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from samverk.accounts.models import IdentityProvider, ProviderShape
from samverk.accounts.queries.organisations import secret_of
from samverk.integrations.saml import Ourselves, Server, pairs_from_text

_END: Final = "-----END CERTIFICATE-----\n"


def is_saml(provider: IdentityProvider) -> bool:
    """Whether the provider speaks SAML."""
    return provider.shape == ProviderShape.SAML


def saml_provider(slug: str) -> IdentityProvider | None:
    """The provider with the slug that speaks SAML, also a closed one: it is tried before it is opened (one query)."""
    found = IdentityProvider.objects.select_related("saml").filter(slug=slug, shape=ProviderShape.SAML)
    return found.first()


def server_of(provider: IdentityProvider) -> Server:
    """The organisation's server."""
    certificates = tuple(f"{one}{_END}" for one in provider.saml.certificates.split(_END) if one.strip())
    return Server(provider.issuer, provider.saml.sign_in_address, certificates)


def ourselves_to(provider: IdentityProvider, *, answer_path: str) -> Ourselves:
    """Who we are to the server; the answer comes to the path on the site of our entity id. Error: Unreadable."""
    parts = urlsplit(provider.client_id)
    return Ourselves(
        provider.client_id, f"{parts.scheme}://{parts.netloc}{answer_path}", pairs_from_text(secret_of(provider))
    )
