"""OpenID Connect: asking an organisation who somebody is, and believing the answer only when everything fits.

The code flow with PKCE (RFC 7636), state and nonce; OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7. Nothing is
kept between calls: who calls keeps ``Question`` in the visitor's session and hands it back once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode
from urllib.request import Request

from samverk.integrations.fetching import Unreachable, fetched, is_safe

type Claims = Mapping[str, Any]

# Signatures made with a key that only the organisation has. Never HS*, whose key we have too, and never "none".
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY: Final = 60
"""Seconds that the organisation's clock may differ from ours."""


class NotBelieved(Exception):  # noqa: N818 -- likewise
    """The answer does not fit what was asked. The text says what, for the log and not for the visitor."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the organisation knows us as."""

    issuer: str
    client_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and only the one who asked knows. Good once."""

    state: str
    nonce: str
    verifier: str


def new_question() -> Question:
    """Three secrets nobody can guess."""
    return Question(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64))


def address_of(client: Client, question: Question, *, callback: str) -> str:
    """Where the visitor is sent to. Error: Unreachable."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(question.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": callback,
        "scope": "openid profile email",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = _endpoint(_configuration(client), "authorization_endpoint", client)
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def answer(client: Client, question: Question, given: Mapping[str, str], *, callback: str) -> Claims:
    """What the organisation says about the visitor, from the parameters they came back with.

    Errors: NotBelieved; Unreachable.
    """
    if not hmac.compare_digest(given.get("state", "").encode(), question.state.encode()):
        raise NotBelieved("state")
    if given.get("error"):
        raise NotBelieved(f"error: {given['error'][:80]}")
    if "iss" in given and given["iss"] != client.issuer:
        raise NotBelieved("iss of the response")
    if not given.get("code"):
        raise NotBelieved("no code")
    configuration = _configuration(client)
    token = _token(client, question, given["code"], configuration, callback)
    return _believed(client, question, token, _fetched(_endpoint(configuration, "jwks_uri", client)))


def _configuration(client: Client) -> Claims:
    found = _fetched(client.issuer.rstrip("/") + "/.well-known/openid-configuration", near=client.issuer)
    if found.get("issuer") != client.issuer:
        raise Unreachable(f"the issuer calls itself {found.get('issuer')!r}")
    return found


def _endpoint(configuration: Claims, name: str, client: Client) -> str:
    address = configuration.get(name)
    if not isinstance(address, str) or not is_safe(address, near=client.issuer):
        raise Unreachable(f"{name} is no address that can be used")
    return address


def _token(client: Client, question: Question, code: str, configuration: Claims, callback: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": question.verifier,
    }
    headers = {"Accept": "application/json"}
    methods = configuration.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    else:
        form |= {"client_id": client.client_id, "client_secret": client.secret}
    endpoint = _endpoint(configuration, "token_endpoint", client)
    found = _read(Request(endpoint, urlencode(form).encode(), headers, method="POST"))  # noqa: S310 - is_safe
    token = found.get("id_token")
    if not isinstance(token, str):
        raise NotBelieved("no id_token")
    return token


def _believed(client: Client, question: Question, token: str, keys: Claims) -> Claims:
    """The claims of a token that the organisation has signed, for us, for this question, now."""
    jwt = importlib.import_module("jwt")  # loaded when the first organisation signs somebody in
    try:
        header = jwt.get_unverified_header(token)
        fitting = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if header.get("kid") in (None, key.key_id)]
        if len(fitting) != 1:
            raise NotBelieved("no key that fits")
        claims: dict[str, Any] = jwt.decode(
            token,
            fitting[0],
            algorithms=list(ALGORITHMS),
            audience=client.client_id,
            issuer=client.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(type(error).__name__) from error
    if not hmac.compare_digest(str(claims["nonce"]).encode(), question.nonce.encode()):
        raise NotBelieved("nonce")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client.client_id:
        raise NotBelieved("azp")
    return claims


def _fetched(address: str, *, near: str = "") -> Claims:
    if not is_safe(address, near=near):
        raise Unreachable("an address that is not https")
    return _read(Request(address, headers={"Accept": "application/json"}))  # noqa: S310 - is_safe


def _read(request: Request) -> Claims:
    try:
        found = json.loads(fetched(request))
    except ValueError as error:
        raise Unreachable(f"{request.full_url.partition('?')[0]}: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise Unreachable(f"{request.full_url.partition('?')[0]}: no object")
    return found
