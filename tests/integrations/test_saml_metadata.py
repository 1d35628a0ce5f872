"""What an organisation's server says about itself, and what we say about ourselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import onelogin.saml2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from samverk.integrations.fetching import Unreachable, is_outside
from samverk.integrations.saml import Ourselves, metadata_of
from samverk.integrations.saml_metadata import MetadataRefused, certificate, fetched_metadata, server_in
from tests.integrations.saml_idp import MADE, Idp, idp, listening, needs_xmlsec, pair

pytestmark = needs_xmlsec

OURS = "http://localhost:8000/"
SITE = "https://samverk.example/"


@pytest.fixture
def provider() -> Iterator[Idp]:
    with idp() as made:
        yield made


def test_a_real_provider_s_metadata_is_read(provider: Idp) -> None:
    found = server_in(provider.metadata(), near=OURS)

    assert (found.entity_id, found.sign_in_address) == (provider.entity_id, f"{provider.base}/sso")
    assert [one.split() for one in found.certificates] == [provider.keys.certificate.split()]


def test_two_certificates_are_both_read_and_what_only_encrypts_is_not(provider: Idp) -> None:
    def key(use: str, pem: str) -> str:
        bare = "".join(pem.splitlines()[1:-1])
        return (
            f'<md:KeyDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"{use}><ds:KeyInfo '
            f'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{bare}'
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        )

    more = key("", pair("nästa").certificate) + key(' use="encryption"', pair("annan").certificate)
    said = re.sub(r"(<\w+:IDPSSODescriptor[^>]*>)", lambda found: found[1] + more, provider.metadata())

    found = server_in(said, near=OURS).certificates
    assert len(found) == 2
    assert pair("annan").certificate.split() not in [one.split() for one in found]


def test_a_certificate_is_shown_as_people_compare_it() -> None:
    shown = certificate(pair().certificate)

    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", shown.print)
    assert shown.until.year == 2035


def weak() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    name = x509.Name([])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(MADE).not_valid_after(MADE.replace(year=2036)).sign(key, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM).decode()


def test_metadata_that_cannot_be_used_is_refused_with_words(provider: Idp) -> None:
    good = provider.metadata()
    bare = "".join(provider.keys.certificate.splitlines()[1:-1])
    assert bare in good.replace("\n", "")
    ours = metadata_of(Ourselves("https://a.example/", "https://a.example/svar/", (pair(),)), title="x").decode()
    cases = {
        "": "inte metadata i XML",
        "<a>": "inte metadata i XML",
        "<a/>": "beskriver 0 tjänster",
        f"<a>{good.partition('?>')[2] or good}{good.partition('?>')[2] or good}</a>": "beskriver 2 tjänster",
        ours: "IDPSSODescriptor saknas",
        good.replace(f"{provider.base}/sso", "http://10.0.0.1/sso"): "börjar med https://",
        good.replace(f"{provider.base}/sso", "javascript:alert(1)"): "börjar med https://",
        good.replace("HTTP-Redirect", "HTTP-POST"): "börjar med https://",
        re.sub(r"<(\w+:)KeyDescriptor.*</\1KeyDescriptor>", "", good, flags=re.DOTALL): "inget certifikat",
        re.sub(r"(X509Certificate>)[^<]*", r"\1abc", good): "går inte att läsa",
        re.sub(r"(X509Certificate>)[^<]+", lambda found: found[1] + "".join(weak().splitlines()[1:-1]), good, count=1):
            "för svag nyckel",
        good.replace(provider.entity_id, "x" * 251): "1 till 250",
        f'<!DOCTYPE x [<!ENTITY e "{"a" * 10}">]>{good.partition("?>")[2] or good}': "DOCTYPE",
        f'<!DOCTYPE x SYSTEM "file:///etc/passwd">{good.partition("?>")[2] or good}': "DOCTYPE",
        "x" * 1_000_001: "högst 1000000",
    }  # fmt: skip
    for metadata, words in cases.items():
        with pytest.raises(MetadataRefused, match=re.escape(words)) as refusal:
            server_in(metadata, near=OURS)
        assert refusal.value.message.en


def test_http_on_this_machine_is_only_for_one_who_is_there_too() -> None:
    with idp("http://127.0.0.1:9") as provider:
        assert server_in(provider.metadata(), near=OURS).sign_in_address == "http://127.0.0.1:9/sso"
        with pytest.raises(MetadataRefused):
            server_in(provider.metadata(), near=SITE)


def test_metadata_is_fetched() -> None:
    with listening() as provider:
        assert server_in(fetched_metadata(provider.entity_id, near=OURS), near=OURS).entity_id == provider.entity_id


@pytest.mark.parametrize(
    "address",
    [
        "http://samverk.example/metadata",
        "https://127.0.0.1/metadata",
        "https://localhost/metadata",
        "https://[::1]/metadata",
        "https://[::ffff:127.0.0.1]/metadata",
        "https://0.0.0.0/metadata",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/metadata",
        "https://användare:lösen@samverk.example/",
        "http://localhost/metadata",
        "file:///etc/passwd",
        "gopher://samverk.example/",
        "https://",
        "https://[::1",
        "",
    ],
)
def test_no_address_leads_into_the_machine_itself(address: str) -> None:
    assert not is_outside(address, near=SITE)
    with pytest.raises(MetadataRefused):
        fetched_metadata(address, near=SITE)


def test_an_address_outside_may_be_asked() -> None:
    assert is_outside("https://192.0.2.1/metadata", near=SITE)
    assert is_outside("https://10.1.2.3/metadata", near=SITE)


def test_a_server_that_is_not_there_or_has_nothing_is_said() -> None:
    with pytest.raises(Unreachable):
        fetched_metadata("http://127.0.0.1:9/", near=OURS)
    with listening() as provider, pytest.raises(Unreachable):
        fetched_metadata(f"{provider.base}/finns-inte", near=OURS)


def test_our_metadata_is_as_the_standard_says_and_names_both_keys() -> None:
    both = Ourselves("https://a.example/m/?a=1&b=2", "https://a.example/svar/", (pair("samverk"), pair("nästa")))
    made = etree.fromstring(metadata_of(both, title="A & B <x>"))
    schemas = Path(onelogin.saml2.__file__).parent / "schemas"

    with (schemas / "saml-schema-metadata-2.0.xsd").open() as file:
        schema = etree.XMLSchema(etree.parse(file))

    schema.assertValid(made)
    keys = made.xpath("//*[local-name()='KeyDescriptor']/@use")
    assert keys == ["signing", "signing", "encryption"]
    assert made.get("entityID") == both.entity_id
