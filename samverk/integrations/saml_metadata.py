"""What an organisation's server says about itself in SAML 2.0: its metadata (saml-metadata-2.0-os)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import importlib
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.request import Request
from xml.etree import ElementTree as ET

from samverk.integrations.fetching import Unreachable, fetched, is_outside, is_safe
from samverk.integrations.saml import Server
from samverk.rules.wording import Text

LARGEST: Final = 1_000_000
"""Characters. One server's metadata has a hundredth of this; a whole federation's has more."""

_MD: Final = "{urn:oasis:names:tc:SAML:2.0:metadata}"
_DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
_REDIRECT: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
_FEWEST_BITS: Final = 2048
_LONGEST_NAME: Final = 250
_LONGEST_ADDRESS: Final = 500


class MetadataRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """Metadata that cannot be used. ``message``: what is wrong, and what to do."""

    def __init__(self, swedish: str, english: str) -> None:
        super().__init__(swedish)
        self.message = Text(swedish, english)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says, for people to compare. ``print``: SHA-256, in pairs of signs."""

    print: str
    until: datetime


def fetched_metadata(address: str, *, near: str) -> str:
    """The metadata at an address. ``near``: our own address. Errors: MetadataRefused; Unreachable."""
    if not is_outside(address, near=near):
        raise MetadataRefused(
            f"Adressen är ”{address[:200]}”. Den ska börja med https:// och finnas utanför den här datorn.",
            f"The address is “{address[:200]}”. It should begin with https:// and be outside this computer.",
        )
    said = fetched(Request(address, headers={"Accept": "application/samlmetadata+xml, application/xml, text/xml"}))  # noqa: S310 - is_outside
    try:
        return said.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreachable(f"{address}: no text in UTF-8") from error


def server_in(metadata: str, *, near: str) -> Server:
    """The server that the metadata is about. ``near``: our own address. Error: MetadataRefused."""
    entity = _entity(_parsed(metadata))
    role = next(iter(entity.iter(f"{_MD}IDPSSODescriptor")), None)
    if role is None:
        raise MetadataRefused(
            "Metadata är inte för en inloggning (IDPSSODescriptor saknas). Är det organisationens egen och inte "
            "Samverks?",
            "The metadata is not of a sign-in (no IDPSSODescriptor). Is it the organisation's, and not Samverk's own?",
        )
    return Server(_name(entity), _address(role, near), _certificates(role))


def certificate(pem: str) -> Certificate:
    """What a certificate in PEM says."""
    x509: Any = importlib.import_module("cryptography.x509")
    read = x509.load_pem_x509_certificate(pem.encode())
    forms: Any = importlib.import_module("cryptography.hazmat.primitives.serialization")
    digest = hashlib.sha256(read.public_bytes(forms.Encoding.DER)).hexdigest().upper()
    until: datetime = read.not_valid_after_utc
    return Certificate(":".join(textwrap.wrap(digest, 2)), until.astimezone(UTC))


class _NoDoctype(ET.TreeBuilder):
    """A document that declares its own entities is none: that is how XML is made to grow, or to read files."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Error: MetadataRefused."""
        raise MetadataRefused(
            "Metadata innehåller en DOCTYPE, och sådan läses inte. Kontrollera att det är rätt fil.",
            "The metadata holds a DOCTYPE, which is not read. Check that it is the right file.",
        )


def _parsed(metadata: str) -> ET.Element:
    if len(metadata) > LARGEST:
        raise MetadataRefused(
            f"Metadata är {len(metadata)} tecken och högst {LARGEST} läses. Använd organisationens egen och "
            "inte hela federationens.",
            f"The metadata is {len(metadata)} characters and at most {LARGEST} are read. Use the organisation's own "
            "metadata and not the whole federation's.",
        )
    parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 -- no DOCTYPE, so no entities
    try:
        # As bytes in UTF-8, whatever the declaration of a pasted text says.
        parser.feed(_without_declaration(metadata).encode())
        root: ET.Element = parser.close()
    except (ET.ParseError, UnicodeEncodeError) as error:
        raise MetadataRefused(
            f"Texten är inte metadata i XML ({error}). Klistra in hela filen, från första tecknet till sista.",
            f"The text is no metadata in XML ({error}). Paste the whole file, from its first sign to its last.",
        ) from error
    return root


def _without_declaration(metadata: str) -> str:
    text = metadata.lstrip("\ufeff \t\r\n")
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _entity(root: ET.Element) -> ET.Element:
    entities = list(root.iter(f"{_MD}EntityDescriptor"))
    if len(entities) != 1:
        raise MetadataRefused(
            f"Metadata beskriver {len(entities)} tjänster och ska beskriva en (EntityDescriptor).",
            f"The metadata describes {len(entities)} services and should describe one (EntityDescriptor).",
        )
    return entities[0]


def _name(entity: ET.Element) -> str:
    name = entity.get("entityID", "").strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise MetadataRefused(
            f"Tjänstens namn (entityID) har {len(name)} tecken och ska ha 1 till {_LONGEST_NAME}.",
            f"The name of the service (entityID) has {len(name)} characters and should have 1 to {_LONGEST_NAME}.",
        )
    return name


def _address(role: ET.Element, near: str) -> str:
    services = role.findall(f"{_MD}SingleSignOnService")
    address = next((one.get("Location", "") for one in services if one.get("Binding") == _REDIRECT), "")
    if not is_safe(address, near=near) or len(address) > _LONGEST_ADDRESS:
        raise MetadataRefused(
            "Metadata ska ha en adress för inloggning genom HTTP-Redirect som börjar med https:// men har "
            f"”{address[:200]}”.",
            "The metadata should have an address to sign in at by HTTP-Redirect that begins with https:// but has "
            f"“{address[:200]}”.",
        )
    return address


def _certificates(role: ET.Element) -> tuple[str, ...]:
    found = [
        _pem(one.text or "")
        for key in role.findall(f"{_MD}KeyDescriptor")
        if key.get("use") in (None, "signing")
        for one in key.iter(f"{_DS}X509Certificate")
    ]
    if not found:
        raise MetadataRefused(
            "Metadata har inget certifikat att underskriva med (KeyDescriptor).",
            "The metadata has no certificate to sign with (KeyDescriptor).",
        )
    return tuple(dict.fromkeys(found))


def _pem(text: str) -> str:
    """The certificate as PEM, looked at: RSA of 2048 bits at least, or an elliptic curve."""
    x509: Any = importlib.import_module("cryptography.x509")
    rsa: Any = importlib.import_module("cryptography.hazmat.primitives.asymmetric.rsa")
    curves: Any = importlib.import_module("cryptography.hazmat.primitives.asymmetric.ec")
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
        key = x509.load_der_x509_certificate(data).public_key()
    except (binascii.Error, ValueError) as error:
        raise MetadataRefused(
            "Ett certifikat i metadata går inte att läsa. Hämta metadata på nytt.",
            "A certificate in the metadata cannot be read. Fetch the metadata anew.",
        ) from error
    strong = isinstance(key, rsa.RSAPublicKey) and key.key_size >= _FEWEST_BITS
    if not strong and not isinstance(key, curves.EllipticCurvePublicKey):
        raise MetadataRefused(
            f"Ett certifikat i metadata har en för svag nyckel. Den ska vara RSA med minst {_FEWEST_BITS} bitar, eller "
            "en elliptisk kurva.",
            f"A certificate in the metadata has too weak a key. It should be RSA of at least {_FEWEST_BITS} bits, or "
            "an elliptic curve.",
        )
    lines = textwrap.wrap(base64.b64encode(data).decode(), 64)
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])
