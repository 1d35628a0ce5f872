"""What an organisation says about somebody, read alike whether it comes from Entra ID, ADFS or another server.

Nothing here is kept but what ``Person`` holds. A personal identity number in what is said is a reason to refuse it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

# What a server calls it, in the order we ask: OpenID Connect's own name, Entra ID's, ADFS's.
_ADDRESS: Final = ("email", "mail", "preferred_username", "upn", "unique_name")
_TITLE: Final = ("title", "jobTitle", "job_title", "jobtitle")
_GROUPS: Final = ("roles", "role", "groups", "group")
_TENANT: Final = ("tid", "tenant_id")
_NUMBER: Final = (
    "organisationNumber",
    "organizationNumber",
    "organization_number",
    "org_number",
    "orgnr",
    "https://id.oidc.se/claim/orgNumber",
)
_AFFILIATION: Final = ("orgAffiliation", "https://id.oidc.se/claim/orgAffiliation")
# Opaque names that servers make up: digits in the middle of one mean nothing.
_OPAQUE: Final = frozenset(
    {
        "sub",
        "NameID",
        "oid",
        "sid",
        "tid",
        "aud",
        "iss",
        "azp",
        "nonce",
        "jti",
        "uti",
        "rh",
        "aio",
        "at_hash",
        "c_hash",
        "puid",
        "wids",
    }
)
_PERSONAL: Final = re.compile(r"(?<![0-9A-Za-z])((?:18|19|20)?[0-9]{6})[-+ ]?([0-9]{4})(?![0-9A-Za-z])")
_MAIL: Final = re.compile(r"[^@\s,;<>]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")


@dataclass(frozen=True, slots=True)
class Person:
    """``address`` in lower case, "" when none was said; ``keys`` what may tell the organisation: how, and the value."""

    subject: str
    address: str
    title: str
    groups: frozenset[str]
    keys: tuple[tuple[str, str], ...]

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.address.partition("@")[2]


def person(claims: Mapping[str, Any]) -> Person:
    """Who it is said to be."""
    address = next((said for said in _said(claims, _ADDRESS) if _MAIL.fullmatch(said.lower())), "").lower()
    if claims.get("email_verified") is False and address == str(claims.get("email", "")).lower():
        address = ""
    numbers = [_digits(said) for said in _said(claims, _NUMBER)]
    numbers += [_digits(said.rpartition("@")[2]) for said in _said(claims, _AFFILIATION)]
    tenants = [("tenant", said.lower()) for said in _said(claims, _TENANT)]
    domains = [("domain", address.partition("@")[2])] if address else []
    keys = (*tenants, *(("number", number) for number in numbers if number), *domains)
    title = next((said for said in _said(claims, _TITLE) if said), "")[:120]
    return Person(str(claims.get("sub", "")), address, title, frozenset(_said(claims, _GROUPS)), keys)


def personal_number_in(claims: Mapping[str, Any]) -> str:
    """The name of a claim that holds a personal identity number (or a coordination number); "" when none does."""
    for name, value in claims.items():
        for text in _texts(value):
            found = _PERSONAL.fullmatch(text) if name in _OPAQUE else _PERSONAL.search(text)
            candidates = [found] if name in _OPAQUE and found else _PERSONAL.finditer(text) if found else []
            if any(is_personal_number(match[1][-6:] + match[2]) for match in candidates):
                return name
    return ""


def is_personal_number(digits: str) -> bool:
    """Whether ten digits are a person's: a day that exists (60 added in a coordination number) and a right last digit.
    An organisation's number has a month of 20 or more.
    """
    month, day = int(digits[2:4]), int(digits[4:6])
    try:
        date(2000 + int(digits[:2]) % 4, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _said(claims: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = claims.get(name)
        if isinstance(value, str | list):
            yield from (
                text.strip() for text in ([value] if isinstance(value, str) else value) if isinstance(text, str)
            )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _digits(text: str) -> str:
    """An organisation number as ten digits, however it is written; "" when it is none."""
    digits = "".join(char for char in text.removeprefix("SE") if char in "0123456789")
    return digits[2:] if len(digits) == 12 and digits.startswith("16") else digits if len(digits) == 10 else ""
