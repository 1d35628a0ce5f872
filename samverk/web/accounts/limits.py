"""How often something may be tried, and the page for who has tried too often.

Counted in the database, so that it holds for all processes of a server together. A subject that has no account is
counted like one that has, or the limit itself would tell which addresses have accounts.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samverk.accounts.actions.signing_in import Counted, Limit, Try, count_tries
from samverk.lib import clock
from samverk.web.accounts.origin_address import client_address

_MINUTES: Final = timedelta(minutes=1)

# A person who has forgotten which password it was gets five tries; one who guesses gets as many an hour from one place,
# and a guess spread over many places still stops at the account. A town hall behind one address has room.
PASSWORD_HERE: Final = Limit("password.here", 5, 5 * _MINUTES)
PASSWORD_OF_ACCOUNT: Final = Limit("password.account", 30, 60 * _MINUTES)
PASSWORD_FROM_PLACE: Final = Limit("password.place", 60, 10 * _MINUTES)
# Six digits, three of which are right at any time: ten tries in a quarter of an hour is one guess in 27 years.
CODE: Final = Limit("code", 10, 15 * _MINUTES)
# A code that has been used is worth nothing, in whatever process it was used. It is valid for 90 seconds at most.
CODE_ONCE: Final = Limit("code.once", 1, 2 * _MINUTES)
PASSKEY_FROM_PLACE: Final = Limit("passkey.place", 30, 10 * _MINUTES)
ORGANISATION_FROM_PLACE: Final = Limit("organisation.place", 60, 10 * _MINUTES)
# Each answer by SAML is read in a process of its own.
SAML_FROM_PLACE: Final = Limit("saml.place", 60, 10 * _MINUTES)
# Links to one act: a secret of 256 bits is not guessed, but somebody who tries is stopped; and one link sends no more
# forms than somebody who mends them.
LINK_FROM_PLACE: Final = Limit("link.place", 60, 10 * _MINUTES)
LINK_FORM: Final = Limit("link.form", 20, 10 * _MINUTES)
LETTER_TO: Final = Limit("letter.to", 3, 60 * _MINUTES)
LETTER_FROM_PLACE: Final = Limit("letter.place", 20, 60 * _MINUTES)


def count(*tries: tuple[Limit, str]) -> Counted:
    """Counts a try now: each limit with the subject it is for."""
    return count_tries(tries=[Try(limit, subject) for limit, subject in tries], at=clock.now())


def password_tries(request: HttpRequest, address: str) -> Counted:
    """A try at the password of an address, from this place."""
    place, account = client_address(request), address.strip().lower()
    return count((PASSWORD_HERE, f"{account} {place}"), (PASSWORD_OF_ACCOUNT, account), (PASSWORD_FROM_PLACE, place))


def too_many(request: HttpRequest) -> HttpResponse:
    """429: wait. The same words whatever was tried."""
    response = render(request, "accounts/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "300"
    return response
