"""Reads an answer in SAML 2.0 in a process of its own: ``python -P -m samverk.integrations.saml_reading``.

Question and answer are JSON, on standard input and output. Whatever is in the XML, the process has a limit of memory
and of time, holds nothing but what it was given, and nothing else suffers. python3-saml verifies the signature and
reads the very element that was signed; what it leaves to its caller, or lets pass, is looked at here.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from typing import Any, Final
from urllib.parse import urlsplit

MEMORY: Final = 400_000_000
"""Bytes."""

SECONDS: Final = 5
"""Of processor time. An answer takes a twentieth of it."""

_DS: Final = "http://www.w3.org/2000/09/xmldsig#"
_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_ENC: Final = "http://www.w3.org/2001/04/xmlenc#"
_ENC11: Final = "http://www.w3.org/2009/xmlenc11#"
_BEARER: Final = "urn:oasis:names:tc:SAML:2.0:cm:bearer"

# What a signature may be made of. All that is not here is refused: SHA-1 and shared keys, and what is yet to come.
_SIGNATURES: Final = frozenset(f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)) | {
    f"http://www.w3.org/2007/05/xmldsig-more#sha{bits}-rsa-MGF1" for bits in (256, 384, 512)
}
_DIGESTS: Final = frozenset({f"{_ENC}sha256", f"{_MORE}sha384", f"{_ENC}sha512"})
_EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
_TRANSFORMS: Final = frozenset({f"{_DS}enveloped-signature", _EXCLUSIVE, f"{_EXCLUSIVE}WithComments"})
# And what an encryption may be made of. Not RSA 1.5, whose errors give the text away, and not 3DES.
_CIPHERS: Final = frozenset(
    {f"{_ENC}aes128-cbc", f"{_ENC}aes256-cbc", f"{_ENC11}aes128-gcm", f"{_ENC11}aes256-gcm"}
    | {f"{_ENC}rsa-oaep-mgf1p", f"{_ENC11}rsa-oaep"}
)
_NAMES: Final = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "ds": _DS,
    "xenc": _ENC,
}


class Refused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """Not to be believed, and why."""


def read(asked: dict[str, Any]) -> dict[str, Any]:
    """What the answer says, or ``refused`` and why."""
    try:
        response = _opened(asked)
        _look_at_algorithms(response)
        parts = urlsplit(asked["answer_address"])
        https = "on" if parts.scheme == "https" else "off"
        request = {"http_host": parts.netloc, "script_name": parts.path, "https": https}
        response.is_valid(request, None, raise_exceptions=True)
        return _said(response, asked)
    except Refused as refused:
        return {"refused": str(refused)}
    except Exception as error:  # noqa: BLE001 -- the libraries raise what they like; all of it is a no
        return {"refused": f"{type(error).__name__}: {str(error)[:200]}"}


def _opened(asked: dict[str, Any]) -> Any:
    """The answer, opened with whichever of our keys it was encrypted to."""
    make: Any = importlib.import_module("onelogin.saml2.response").OneLogin_Saml2_Response
    last: Exception = Refused("no key of ours")
    for pair in asked["pairs"]:
        try:
            return make(_settings(asked, pair), asked["answer"])
        except Exception as error:  # noqa: BLE001 -- the next key may open it
            last = error
    raise last


def _settings(asked: dict[str, Any], pair: dict[str, str]) -> Any:
    given = {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": asked["entity_id"],
            "assertionConsumerService": {"url": asked["answer_address"]},
            "x509cert": pair["certificate"],
            "privateKey": pair["key"],
        },
        "idp": {
            "entityId": asked["issuer"],
            "singleSignOnService": {"url": asked["sign_in_address"]},
            "x509certMulti": {"signing": asked["certificates"]},
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": False,
            "wantAttributeStatement": False,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "allowSingleLabelDomains": True,
        },
    }
    return importlib.import_module("onelogin.saml2.settings").OneLogin_Saml2_Settings(given)


def _look_at_algorithms(response: Any) -> None:
    """Only what is in the lists above, and one reference in each signature."""
    for document in (response.document, response.decrypted_document):
        if document is None:
            continue
        for path, allowed in (
            ("//ds:SignatureMethod/@Algorithm", _SIGNATURES),
            ("//ds:Signature//ds:DigestMethod/@Algorithm", _DIGESTS),
            ("//ds:Transform/@Algorithm", _TRANSFORMS),
            ("//ds:CanonicalizationMethod/@Algorithm", _TRANSFORMS),
            ("//xenc:EncryptionMethod/@Algorithm", _CIPHERS),
        ):
            odd = set(document.xpath(path, namespaces=_NAMES)) - allowed
            if odd:
                raise Refused(f"an algorithm that is not used: {min(odd)[:100]}")
        for signature in document.xpath("//ds:Signature", namespaces=_NAMES):
            references = signature.xpath("./ds:SignedInfo/ds:Reference/@URI", namespaces=_NAMES)
            if len(references) != 1 or references[0] != f"#{signature.getparent().get('ID')}":
                raise Refused("a signature of something else than the element it stands in")
        numbers = document.xpath("//@ID | //@Id | //@id", namespaces=_NAMES)
        if len(numbers) != len(set(numbers)):
            raise Refused("the same ID twice")


def _said(response: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """What is left once the library has found nothing wrong. It lets pass what is missing; we do not."""
    document = response.get_xml_document()
    assertion = _one(document.xpath("/samlp:Response/saml:Assertion", namespaces=_NAMES), "assertion")
    if not assertion.xpath("./ds:Signature", namespaces=_NAMES):
        raise Refused("the assertion is not signed")
    if document.get("Destination", asked["answer_address"]) != asked["answer_address"]:
        raise Refused("sent to another address")
    audiences = assertion.xpath("./saml:Conditions/saml:AudienceRestriction", namespaces=_NAMES)
    for restriction in audiences:
        if asked["entity_id"] not in [_text(one) for one in restriction.xpath("./saml:Audience", namespaces=_NAMES)]:
            raise Refused("for somebody else")
    if not audiences:
        raise Refused("for nobody in particular")
    question, until = _confirmed(assertion, asked, document.get("InResponseTo", ""))
    name = assertion.xpath("./saml:Subject/saml:NameID", namespaces=_NAMES)
    return {
        "assertion": assertion.get("ID"),
        "question": question,
        "until": until,
        "name": _text(name[0]) if name else "",
        "name_format": name[0].get("Format", "") if name else "",
        "attributes": _attributes(assertion),
    }


def _confirmed(assertion: Any, asked: dict[str, Any], in_response_to: str) -> tuple[str, int]:
    """The question that the assertion itself says it answers, and when it is good no more (seconds since 1970)."""
    utils: Any = importlib.import_module("onelogin.saml2.utils").OneLogin_Saml2_Utils
    bearers = assertion.xpath(
        f"./saml:Subject/saml:SubjectConfirmation[@Method='{_BEARER}']/saml:SubjectConfirmationData", namespaces=_NAMES
    )
    data = _one(bearers, "confirmation of the subject")
    if data.get("Recipient") != asked["answer_address"]:
        raise Refused("confirmed for another address")
    if data.get("InResponseTo", "") != in_response_to:
        raise Refused("confirmed for another question")
    if not data.get("NotOnOrAfter"):
        raise Refused("no end")
    ends = [data.get("NotOnOrAfter"), *assertion.xpath("./saml:Conditions/@NotOnOrAfter", namespaces=_NAMES)]
    return in_response_to, max(int(utils.parse_SAML_to_time(end)) for end in ends)


def _attributes(assertion: Any) -> dict[str, list[str]]:
    """Name and values; what is no text has none."""
    found: dict[str, list[str]] = {}
    for one in assertion.xpath("./saml:AttributeStatement/saml:Attribute", namespaces=_NAMES):
        values = [_text(value) for value in one.xpath("./saml:AttributeValue", namespaces=_NAMES)]
        found.setdefault(one.get("Name", ""), []).extend(value for value in values if value)
    return found


def _text(element: Any) -> str:
    """All the text of an element: a comment in the middle does not cut it short."""
    return "".join(element.xpath(".//text()")).strip()


def _one(found: list[Any], what: str) -> Any:
    if len(found) != 1:
        raise Refused(f"{len(found)} of {what}")
    return found[0]


def main() -> int:
    """In the process of its own: read, and answer where only we write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    said = json.dumps(read(json.load(sys.stdin.buffer))).encode()
    with answers:
        answers.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
