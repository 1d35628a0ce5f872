"""Words for how someone signed in."""

from __future__ import annotations

from typing import Final

from samverk.rules.wording import Text

METHODS: Final[dict[str, Text]] = {
    "password": Text("lösenord", "password"),
    "password_and_code": Text("lösenord och ett andra steg", "password and a second step"),
    "passkey": Text("passernyckel", "passkey"),
    "organisation": Text("organisationens inloggning", "the organisation's own sign-in"),
}
