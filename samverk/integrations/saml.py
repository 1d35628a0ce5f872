"""SAML 2.0: asking an organisation who somebody is, and believing the answer only when everything fits.

Web Browser SSO (saml-profiles-2.0-os, 4.1): the question goes by redirect and is signed, the answer comes as a form.
What is in an answer is read in a process of its own, see ``saml_reading``: neither its XML nor the libraries that read
it reach the process that serves pages.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import secrets
import subprocess
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from samverk.integrations.saml_reading import SECONDS

LARGEST: Final = 200_000
"""Characters of an answer. One with fifty groups has a tenth of this."""

SIGNATURE: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
POST: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_PROTOCOL: Final = "urn:oasis:names:tc:SAML:2.0:protocol"
_KEY_BITS: Final = 3072
_KEY_LASTS: Final = timedelta(days=10 * 365)

# What we ask to be told, and what the organisation need not tell us. Never a name, never a personal identity number.
_ASKED: Final = (
    ("urn:oid:0.9.2342.19200300.100.1.3", "mail", True),
    ("urn:oid:1.2.752.201.3.1", "orgAffiliation", False),
    ("urn:oid:2.5.4.97", "organizationIdentifier", False),
    ("urn:oid:2.5.4.12", "title", False),
)
# Sweden Connect's name for a service that wants the attribute set ELN-AP-OrgPerson-01.
_CATEGORY: Final = "http://id.swedenconnect.se/ec/1.0/loa3-orgid"
_AT_ONCE = BoundedSemaphore(2)


class NotBelieved(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """The answer does not fit. The text says what, for the log and not for the visitor."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A key of ours with its certificate, both PEM."""

    key: str
    certificate: str


@dataclass(frozen=True, slots=True)
class Server:
    """The organisation's server: what it calls itself, where people sign in, the certificates it signs with (PEM)."""

    entity_id: str
    sign_in_address: str
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ourselves:
    """Who we are to that server. We sign with the first pair; what is encrypted to any of them can be opened."""

    entity_id: str
    answer_address: str
    pairs: tuple[KeyPair, ...]


@dataclass(frozen=True, slots=True)
class Believed:
    """What the server has signed. ``question``: the number of the question it answers, "" for none.

    ``assertion``: the number of the assertion, which is good once; ``until``: when it is good no more.
    """

    assertion: str
    question: str
    until: datetime
    name: str
    name_format: str
    attributes: Mapping[str, tuple[str, ...]]


def new_question() -> str:
    """A number nobody can guess, in the form that XML has for names."""
    return f"_{secrets.token_hex(20)}"


def new_pair(*, name: str, at: datetime) -> KeyPair:
    """A key of ours and a certificate that it has signed itself. ``name``: what the certificate is for."""
    x509: Any = importlib.import_module("cryptography.x509")
    rsa: Any = importlib.import_module("cryptography.hazmat.primitives.asymmetric.rsa")
    hashes: Any = importlib.import_module("cryptography.hazmat.primitives.hashes")
    forms: Any = importlib.import_module("cryptography.hazmat.primitives.serialization")
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    title = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(title)
        .issuer_name(title)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _KEY_LASTS)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    return KeyPair(secret.decode(), certificate.public_bytes(forms.Encoding.PEM).decode())


def pairs_as_text(pairs: Sequence[KeyPair]) -> str:
    """For a place that is sealed."""
    return json.dumps([asdict(pair) for pair in pairs])


def pairs_from_text(text: str) -> tuple[KeyPair, ...]:
    """Again."""
    return tuple(KeyPair(**pair) for pair in json.loads(text))


def address_of(server: Server, ourselves: Ourselves, question: str, *, at: datetime) -> str:
    """Where the visitor is sent to: the question, packed and signed with our key (saml-bindings-2.0-os, 3.4.4.1)."""
    asked = (
        f'<samlp:AuthnRequest xmlns:samlp="{_PROTOCOL}" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
        f' ID="{question}" Version="2.0" IssueInstant="{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"'
        f" Destination={quoteattr(server.sign_in_address)} ProtocolBinding={quoteattr(POST)}"
        f" AssertionConsumerServiceURL={quoteattr(ourselves.answer_address)}>"
        f"<saml:Issuer>{escape(ourselves.entity_id)}</saml:Issuer>"
        '<samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>'
    )
    packed = base64.b64encode(zlib.compress(asked.encode(), 9)[2:-4]).decode()
    signed = f"SAMLRequest={quote(packed, safe='')}&SigAlg={quote(SIGNATURE, safe='')}"
    signature = quote(base64.b64encode(_signature(ourselves.pairs[0], signed.encode())).decode(), safe="")
    mark = "&" if "?" in server.sign_in_address else "?"
    return f"{server.sign_in_address}{mark}{signed}&Signature={signature}"


def _signature(pair: KeyPair, what: bytes) -> bytes:
    forms: Any = importlib.import_module("cryptography.hazmat.primitives.serialization")
    hashes: Any = importlib.import_module("cryptography.hazmat.primitives.hashes")
    padding: Any = importlib.import_module("cryptography.hazmat.primitives.asymmetric.padding")
    # Our own key, from a sealed place: to prove again that it is one takes half a second.
    key = forms.load_pem_private_key(pair.key.encode(), None, unsafe_skip_rsa_key_validation=True)
    signature: bytes = key.sign(what, padding.PKCS1v15(), hashes.SHA256())
    return signature


def metadata_of(ourselves: Ourselves, *, title: str) -> bytes:
    """What we tell about ourselves: every certificate of ours, so that the organisation knows the next before it is
    used (saml-metadata-2.0-os).
    """
    pairs = [bare(pair.certificate) for pair in ourselves.pairs]
    keys = "".join(
        f'<md:KeyDescriptor use="{use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{pair}</ds:X509Certificate>'
        "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        for use, pair in [("signing", pair) for pair in pairs] + [("encryption", pairs[0])]
    )
    asked = "".join(
        f'<md:RequestedAttribute Name="{name}" FriendlyName="{friendly}"'
        ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"'
        f' isRequired="{"true" if required else "false"}"/>'
        for name, friendly, required in _ASKED
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
        ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
        f' xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute" entityID={quoteattr(ourselves.entity_id)}>'
        '<md:Extensions><mdattr:EntityAttributes><saml:Attribute Name="http://macedir.org/entity-category"'
        ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">'
        f"<saml:AttributeValue>{_CATEGORY}</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes>"
        f'</md:Extensions><md:SPSSODescriptor protocolSupportEnumeration="{_PROTOCOL}" AuthnRequestsSigned="true"'
        f' WantAssertionsSigned="true">{keys}'
        f'<md:AssertionConsumerService index="0" isDefault="true" Binding="{POST}"'
        f" Location={quoteattr(ourselves.answer_address)}/>"
        '<md:AttributeConsumingService index="0" isDefault="true">'
        f'<md:ServiceName xml:lang="sv">Samverk ({escape(title)})</md:ServiceName>{asked}'
        "</md:AttributeConsumingService></md:SPSSODescriptor></md:EntityDescriptor>\n"
    ).encode()


def bare(certificate: str) -> str:
    """A certificate in PEM as one line of base64."""
    return "".join(line.strip() for line in certificate.splitlines() if not line.startswith("-----"))


def believed(server: Server, ourselves: Ourselves, answer: str) -> Believed:
    """What an answer says, when the organisation has signed it, for us, now. Error: NotBelieved.

    Whether it answers a question that was asked, and has not been taken before, is for who calls to see.
    """
    if not answer or len(answer) > LARGEST:
        raise NotBelieved("no answer, or one too large")
    asked = {
        "answer": answer,
        "issuer": server.entity_id,
        "certificates": [bare(certificate) for certificate in server.certificates],
        "sign_in_address": server.sign_in_address,
        "entity_id": ourselves.entity_id,
        "answer_address": ourselves.answer_address,
        "pairs": [asdict(pair) for pair in ourselves.pairs],
    }
    said = _read(json.dumps(asked).encode())
    if "refused" in said:
        raise NotBelieved(str(said["refused"]))
    return Believed(
        assertion=said["assertion"],
        question=said["question"],
        until=datetime.fromtimestamp(said["until"], UTC),
        name=said["name"],
        name_format=said["name_format"],
        attributes={name: tuple(values) for name, values in said["attributes"].items()},
    )


def _read(asked: bytes) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "samverk.integrations.saml_reading"]
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 -- our own interpreter and module, no shell
                command, check=False, timeout=SECONDS * 2, input=asked, capture_output=True, env=_environment()
            )
        except subprocess.TimeoutExpired:
            return {"refused": "took too long to read"}
    if done.returncode != 0:
        return {"refused": f"could not be read (exit {done.returncode})"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _environment() -> dict[str, str]:
    """Nothing that the process has no use for: no secret, no address of a database."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONDONTWRITEBYTECODE") if name in os.environ}
