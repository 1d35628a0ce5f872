"""Queueing letters about someone's own sign-in, in the transaction of what they follow from."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from samverk.accounts.models import User
from samverk.accounts.policy import system
from samverk.outreach.actions.outbox import Recipient, put
from samverk.outreach.models import Kind
from samverk.outreach.queries.addresses import is_address
from samverk.outreach.queries.sign_in_letters import NEW_PASSWORD, SIGN_IN_CHANGED
from samverk.rules.wording import Text

BY: Final = system("Inloggning")
HOLDER: Final = "Kontots innehavare"
"""Who such a letter is to: for an address that has no account it says the same."""


@transaction.atomic
def ask_for_new_password(*, address: str, language: str, at: datetime) -> None:
    """Queue the letter with the link. The same rows for an address without an account: who has one is asked when the
    letter is to be written, by another process, so that no answer and no time taken tells it.
    """
    if is_address(address):
        put(kind=Kind.SERVICE, letter=NEW_PASSWORD, payload={}, to=Recipient(address, HOLDER, language), by=BY, at=at)


@transaction.atomic
def tell_of_change(*, user: User, what: Text, at: datetime) -> None:
    """Tell someone that how they sign in has been changed. Called in the transaction of the change."""
    if is_address(user.email):
        put(
            kind=Kind.SERVICE, letter=SIGN_IN_CHANGED, payload={"what": {"sv": what.sv, "en": what.en}}, by=BY, at=at,
            to=Recipient(user.email, HOLDER, "en" if user.language == "en" else "sv"),
        )  # fmt: skip
