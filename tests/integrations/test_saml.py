"""Only an answer by SAML that fits in every part is believed: a real provider's, forged in every way we know."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from saml2.s_utils import UnknownPrincipal

from samverk.integrations.saml import (
    Believed,
    NotBelieved,
    Ourselves,
    Server,
    address_of,
    believed,
    metadata_of,
    new_question,
)
from tests.integrations.saml_idp import MADE, SHA1, TRANSIENT, Idp, encrypted, idp, needs_xmlsec, pair, posted

pytestmark = needs_xmlsec

ENTITY, ACS = "https://samverk.example/saml/", "https://samverk.example/svar/"
US = Ourselves(ENTITY, ACS, (pair("samverk"),))
QUESTION = "_0123456789abcdef"


@pytest.fixture
def provider() -> Iterator[Idp]:
    with idp() as made:
        made.sp = metadata_of(US, title="Sollentuna kommun")
        yield made


def server(provider: Idp) -> Server:
    return Server(provider.entity_id, f"{provider.base}/sso", (provider.keys.certificate,))


def honest(provider: Idp, **changes: Any) -> str:
    question = changes.pop("question", QUESTION)
    return provider.answer(changes.pop("entity_id", ENTITY), changes.pop("to", ACS), question, **changes)


def read(provider: Idp, xml: str) -> Believed:
    return believed(server(provider), US, posted(xml))


def test_an_honest_answer_is_believed(provider: Idp) -> None:
    provider.sp = b""  # as one that sends all it knows, and not what we ask for
    said = read(provider, honest(provider))

    assert (said.question, said.name) == (QUESTION, "f3a1c2d4e5")
    assert said.attributes["urn:oid:1.2.752.201.3.1"] == ("anst7@2120000134",)
    assert said.attributes["urn:oid:2.16.840.1.113730.3.1.241"] == ("Förnamn Efternamn",)
    assert said.until > datetime.now(UTC)  # noqa: TID251 - the provider has a clock of its own
    assert said.assertion


def test_the_question_is_signed_and_can_be_read(provider: Idp) -> None:
    question = new_question()

    asked = provider.question(address_of(server(provider), US, question, at=datetime.now(UTC)))  # noqa: TID251 - as above

    assert (asked.id, asked.issuer.text, asked.assertion_consumer_service_url) == (question, ENTITY, ACS)


def test_an_answer_signed_inside_and_out_is_believed(provider: Idp) -> None:
    assert read(provider, honest(provider, sign_response=True)).question == QUESTION


def test_one_who_reads_our_metadata_sends_no_names(provider: Idp) -> None:
    assert sorted(read(provider, honest(provider)).attributes) == [
        "urn:oid:0.9.2342.19200300.100.1.3",
        "urn:oid:1.2.752.201.3.1",
        "urn:oid:2.5.4.12",
    ]


def test_a_question_with_another_s_signature_is_refused_there(provider: Idp) -> None:
    """So our signature is one: the provider does tell it from another."""
    false = replace(US, pairs=(pair("annan"),))
    address = address_of(server(provider), false, new_question(), at=datetime.now(UTC))  # noqa: TID251 - as above

    with pytest.raises(Exception, match="not signed correctly"):
        provider.question(address)


@pytest.mark.parametrize("cipher", ["AES256", "AES256_GCM"])
@pytest.mark.parametrize("use", [0, 1])
def test_an_encrypted_answer_is_opened_with_either_of_our_keys(use: int, cipher: str, provider: Idp) -> None:
    """Both are good while the organisation changes from one to the next."""
    both = replace(US, pairs=(pair("samverk"), pair("nästa")))
    xml = encrypted(honest(provider), both.pairs[use].certificate, cipher)
    assert "anst7" not in xml

    assert believed(server(provider), both, posted(xml)).question == QUESTION


def test_either_of_the_organisation_s_certificates_will_do(provider: Idp) -> None:
    changing = replace(server(provider), certificates=(pair("nästa").certificate, provider.keys.certificate))

    assert believed(changing, US, posted(honest(provider))).question == QUESTION


# --- forged ---------------------------------------------------------------------------------------------------


def changed(provider: Idp) -> str:
    xml = honest(provider)
    assert "anst7@" in xml
    return xml.replace("anst7@", "chef1@")


def unsigned(provider: Idp) -> str:
    return honest(provider, sign_assertion=False)


def only_the_envelope_is_signed(provider: Idp) -> str:
    return honest(provider, sign_assertion=False, sign_response=True)


def stripped(provider: Idp) -> str:
    return re.sub(r"<(\w+:)Signature.*?</\1Signature>", "", honest(provider), flags=re.DOTALL)


def sha1(provider: Idp) -> str:
    return honest(provider, **SHA1)


def sha1_digest(provider: Idp) -> str:
    return honest(provider, digest_alg=SHA1["digest_alg"])


def by_another(provider: Idp) -> str:
    """Signed, with its own certificate inside."""
    with idp() as evil:
        (evil.folder / "key.pem").write_text(pair("evil").key, encoding="ascii")
        (evil.folder / "cert.pem").write_text(pair("evil").certificate, encoding="ascii")
        return honest(evil)


def for_another(provider: Idp) -> str:
    return honest(provider, entity_id="https://annan.example/saml/")


def to_another(provider: Idp) -> str:
    return honest(provider, to="https://annan.example/svar/")


def to_another_below(provider: Idp) -> str:
    return honest(provider, to=f"{ACS}annan/")


def destination_changed(provider: Idp) -> str:
    return honest(provider).replace(f'Destination="{ACS}"', 'Destination="https://annan.example/svar/"')


def expired(provider: Idp) -> str:
    return honest(provider, lifetime={"minutes": -30})


def by_another_issuer(provider: Idp) -> str:
    return honest(provider, issuer="https://annan.example/idp")


def question_changed(provider: Idp) -> str:
    """What the envelope says it answers is not signed; what the assertion says is."""
    return honest(provider).replace(f'InResponseTo="{QUESTION}"', 'InResponseTo="_annan"', 1)


def question_taken_away(provider: Idp) -> str:
    return honest(provider).replace(f'InResponseTo="{QUESTION}"', "", 1)


def wrapped(provider: Idp) -> str:
    """A second assertion of the attacker's own, first; the signed one stands untouched after it."""
    xml = honest(provider)
    found = re.search(r"<(\w+:)Assertion .*</\1Assertion>", xml, flags=re.DOTALL)
    assert found
    false = re.sub(r"<(\w+:)Signature.*?</\1Signature>", "", found[0], flags=re.DOTALL)
    false = re.sub(r'ID="[^"]*"', 'ID="_false"', false, count=1).replace("anst7@", "chef1@")
    return xml.replace(found[0], false + found[0])


def wrapped_inside(provider: Idp) -> str:
    """The signed assertion hidden inside the signature of the false one, under the same number."""
    xml = honest(provider)
    found = re.search(r"<(\w+:)Assertion .*</\1Assertion>", xml, flags=re.DOTALL)
    signature = re.search(r"<(\w+:)Signature.*?</\1Signature>", xml, flags=re.DOTALL)
    assert found
    assert signature
    original = found[0].replace(signature[0], "")
    prefix = signature[1]
    hidden = signature[0].replace(
        f"</{prefix}Signature>", f"<{prefix}Object>{original}</{prefix}Object></{prefix}Signature>"
    )
    return xml.replace(found[0], found[0].replace("anst7@", "chef1@").replace(signature[0], hidden))


def bomb(provider: Idp) -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a" * 10}">' for n in range(10))
    return f"<!DOCTYPE x [{entities}]>" + honest(provider).partition("?>")[2].replace("anst7@", "&e9;@")


def reads_a_file(provider: Idp) -> str:
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return doctype + honest(provider).partition("?>")[2].replace("anst7@", "&e;@")


def many_levels(provider: Idp) -> str:
    return "<a>" * 10_000 + "</a>" * 10_000


def not_xml(provider: Idp) -> str:
    return "inte xml"


def refused_there(provider: Idp) -> str:
    return str(provider.server().create_error_response(QUESTION, ACS, UnknownPrincipal("ingen")))


def old_encryption(provider: Idp) -> str:
    return honest(provider, encrypt_assertion=True, encrypt_cert_assertion=US.pairs[0].certificate, sign_response=True)


def encryption_that_gives_itself_away(provider: Idp) -> str:
    """RSA 1.5 for the key."""
    xml = encrypted(honest(provider), US.pairs[0].certificate)
    assert "rsa-oaep-mgf1p" in xml
    return xml.replace("rsa-oaep-mgf1p", "rsa-1_5")


def encrypted_for_us_but_forged(provider: Idp) -> str:
    """Anybody can encrypt to us."""
    return encrypted(changed(provider), US.pairs[0].certificate)


def encrypted_unsigned(provider: Idp) -> str:
    return encrypted(unsigned(provider), US.pairs[0].certificate)


FORGED: list[tuple[Callable[[Idp], str], str]] = [
    (changed, "Signature validation failed"),
    (unsigned, "not signed"),
    (only_the_envelope_is_signed, "not signed"),
    (stripped, "not signed"),
    (sha1, "an algorithm that is not used: http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    (sha1_digest, "an algorithm that is not used: http://www.w3.org/2000/09/xmldsig#sha1"),
    (by_another, "Signature validation failed"),
    (for_another, "not a valid audience"),
    (to_another, "was received at"),
    (to_another_below, "sent to another address"),
    (destination_changed, "was received at"),
    (expired, "expired"),
    (by_another_issuer, "Invalid issuer"),
    (question_changed, "SubjectConfirmation"),
    (question_taken_away, "confirmed for another question"),
    (wrapped, "must contain 1 assertion"),
    (wrapped_inside, "the same ID twice"),
    (bomb, "DTDForbidden|amplification"),
    (reads_a_file, "DTDForbidden"),
    (many_levels, "depth|Maximum|XMLSyntaxError"),
    (not_xml, "XMLSyntaxError"),
    (refused_there, "status"),
    (old_encryption, "an algorithm that is not used: .*tripledes-cbc"),
    (encryption_that_gives_itself_away, ""),
    (encrypted_for_us_but_forged, "Signature validation failed"),
    (encrypted_unsigned, "not signed"),
]


@pytest.mark.parametrize(("forge", "why"), FORGED, ids=[forge.__name__ for forge, _ in FORGED])
def test_a_forged_answer_is_not_believed(forge: Callable[[Idp], str], why: str, provider: Idp) -> None:
    xml = forge(provider)

    with pytest.raises(NotBelieved, match=why or None):
        read(provider, xml)


@pytest.mark.parametrize("answer", ["", "%%%", "A" * 200_001, base64.b64encode(b"\xff\xfe\x00").decode()])
def test_what_is_no_answer_is_not_believed(answer: str, provider: Idp) -> None:
    with pytest.raises(NotBelieved):
        believed(server(provider), US, answer)


def test_a_comment_does_not_cut_a_name_short(provider: Idp) -> None:
    """The signature holds with a comment put in afterwards: comments are not signed. The name is read whole."""
    xml = honest(provider, name="chef@sollentuna.example.annan.example")
    with_comment = xml.replace("sollentuna.example.annan", "sollentuna.example<!-- x -->.annan")
    assert with_comment != xml

    assert read(provider, with_comment).name == "chef@sollentuna.example.annan.example"


def test_an_answer_to_no_question_says_so(provider: Idp) -> None:
    assert read(provider, honest(provider, question=None)).question == ""


def test_a_name_for_the_moment_is_told_as_such(provider: Idp) -> None:
    assert read(provider, honest(provider, name_format=TRANSIENT)).name_format == TRANSIENT


def test_keys_are_made_as_today_s_are() -> None:
    assert MADE.year == 2026
    assert pair("samverk").key != pair("nästa").key
