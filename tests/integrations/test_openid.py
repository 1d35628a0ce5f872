"""Only an answer that fits the question in every part is believed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from samverk.integrations.fetching import Unreachable, is_safe
from samverk.integrations.openid import Client, NotBelieved, address_of, answer, new_question
from tests.integrations.hostile import OTHER_KEY, PUBLIC_PEM, Provider, hostile

CALLBACK = "https://samverk.example/svar/"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with hostile() as made:
        yield made


def asked(provider: Provider, **given: str) -> Any:
    given = {"state": provider.question.state, "code": "abc"} | given
    return answer(provider.client, provider.question, given, callback=CALLBACK)


def test_an_honest_answer_is_believed(provider: Provider) -> None:
    assert asked(provider)["email"] == "strateg@sollentuna.example"
    assert f"code_verifier={provider.question.verifier}".encode() in provider.asked[1]


def test_the_visitor_takes_state_nonce_and_challenge_along(provider: Provider) -> None:
    address = address_of(provider.client, provider.question, callback=CALLBACK)
    said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

    assert (said["state"], said["nonce"]) == (provider.question.state, provider.question.nonce)
    assert (said["code_challenge_method"], said["redirect_uri"]) == ("S256", CALLBACK)
    assert provider.question.verifier not in address


NOW = 10_000_000  # seconds, far more than any leeway


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "någon annan"},
        {"aud": ["samverk", "någon annan"]},
        {"aud": []},
        {"nonce": "en annan fråga"},
        {"nonce": ""},
        {"exp": NOW},
        {"iat": 4_000_000_000, "exp": 4_000_000_100},
        {"exp": None},
        {"nbf": 4_000_000_000},
    ],
)
def test_a_claim_that_does_not_fit_is_not_believed(claims: dict[str, Any], provider: Provider) -> None:
    provider.claims = claims

    with pytest.raises(NotBelieved):
        asked(provider)


@pytest.mark.parametrize("missing", ["exp", "iat", "iss", "aud", "sub", "nonce"])
def test_a_claim_that_is_missing_is_not_done_without(missing: str, provider: Provider) -> None:
    claims = provider.honest()
    del claims[missing]
    provider.token = jwt.encode(claims, **provider.signing)

    with pytest.raises(NotBelieved):
        asked(provider)


def unsigned(provider: Provider) -> str:
    return jwt.encode(provider.honest(), "", algorithm="none")


def by_another_key(provider: Provider) -> str:
    return jwt.encode(provider.honest(), OTHER_KEY, algorithm="RS256", headers={"kid": "1"})


def by_a_key_of_ours(provider: Provider) -> str:
    """The public key used as if it were a shared secret."""
    header, body = ({"alg": "HS256", "typ": "JWT", "kid": "1"}, provider.honest())
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, body)]
    key = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = key.sign(b".".join(parts), PUBLIC_PEM)
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def with_our_secret(provider: Provider) -> str:
    return jwt.encode(provider.honest(), "hemlighet" * 8, algorithm="HS256", headers={"kid": "1"})


def changed(provider: Provider) -> str:
    token = jwt.encode(provider.honest(), **provider.signing)
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "==")) | {"email": "chef@sollentuna.example"}
    return ".".join([head, base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode(), signature])


def by_a_key_that_is_not_theirs(provider: Provider) -> str:
    return jwt.encode(provider.honest(), OTHER_KEY, algorithm="RS256", headers={"kid": "2"})


def nothing(provider: Provider) -> str:
    return "x"


@pytest.mark.parametrize(
    "forge",
    [unsigned, by_another_key, by_a_key_of_ours, with_our_secret, changed, by_a_key_that_is_not_theirs, nothing],
)
def test_a_forged_signature_is_not_believed(forge: Callable[[Provider], str], provider: Provider) -> None:
    provider.token = forge(provider)

    with pytest.raises(NotBelieved):
        asked(provider)


@pytest.mark.parametrize(
    "given",
    [{"state": ""}, {"state": "en annan"}, {"code": ""}, {"error": "access_denied"}, {"iss": "https://evil.example"}],
)
def test_a_way_back_that_does_not_fit_asks_nobody(given: dict[str, str], provider: Provider) -> None:
    with pytest.raises(NotBelieved):
        asked(provider, **given)

    assert provider.asked == []


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("issuer", "https://evil.example"),
        ("token_endpoint", "http://10.0.0.1/token"),
        ("jwks_uri", "file:///etc/passwd"),
        ("jwks_uri", None),
        ("token_endpoint", "http://[::1"),
    ],
)
def test_a_configuration_that_points_elsewhere_is_not_followed(name: str, address: object, provider: Provider) -> None:
    provider.configuration[name] = address

    with pytest.raises(Unreachable):
        asked(provider)


def test_an_answer_that_points_elsewhere_is_not_followed(provider: Provider) -> None:
    provider.redirect = "http://localhost:1/"

    with pytest.raises(Unreachable):
        asked(provider)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(Unreachable):
        address_of(Client("http://localhost:9", "samverk", "x"), new_question(), callback=CALLBACK)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.kommun.example/adfs", True),
        ("http://localhost:8080/", True),
        ("http://login.kommun.example/", False),
        ("https://användare:lösen@login.kommun.example/", False),
        ("ftp://login.kommun.example/", False),
        ("//login.kommun.example/", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_which_addresses_are_safe(address: str, safe: bool) -> None:
    assert is_safe(address) is safe


def test_a_server_elsewhere_cannot_point_to_this_machine() -> None:
    assert not is_safe("http://localhost/keys", near="https://login.kommun.example")
