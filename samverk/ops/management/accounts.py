"""What the commands about accounts share: who acts, who is meant, and what is said when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse

from samverk.accounts.actions import AccountRefused
from samverk.accounts.policy import system
from samverk.accounts.queries.signing_in import password_token, user_with_address

if TYPE_CHECKING:
    from samverk.accounts.models import User

BY: Final = system("samverk manage")


def account(address: str) -> User:
    """The account with the address. Error: CommandError."""
    user = user_with_address(address)
    if user is None:
        raise CommandError(f"Adressen {address} har inget konto. Lägg upp ett med ”samverk manage invite”.")
    return user


def done[T](act: Callable[[], T]) -> T:
    """What the act gives. Error: CommandError, with the act's own words."""
    try:
        return act()
    except AccountRefused as refused:
        raise CommandError(refused.message.sv) from refused


def password_link(user: User) -> str:
    """The whole address where the user chooses a password. The host is the first that the site answers to."""
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}{reverse('new-password', args=password_token(user))}"
