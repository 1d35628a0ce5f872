"""Letters about someone's own sign-in. Sent at once, not through the outbox: they concern one person and this moment.

Handed over by a thread of its own, so that a page answers as quickly for an address that has no account as for one
that has: nobody can tell them apart by waiting.
"""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import override

from samverk.rules.wording import Text

if TYPE_CHECKING:
    from samverk.accounts.models import User

PASSWORD_CHANGED: Final = Text("Ditt lösenord i Samverk är bytt", "Your password in Samverk has been changed")
STEP_ADDED: Final = Text("Ett andra steg har lagts till i Samverk", "A second step has been added in Samverk")
STEP_REMOVED: Final = Text("Ett andra steg har tagits bort i Samverk", "A second step has been removed in Samverk")
CODES_RENEWED: Final = Text("Du har nya reservkoder i Samverk", "You have new reserve codes in Samverk")
RESET: Final = Text("Välj ett nytt lösenord i Samverk", "Choose a new password in Samverk")

_log = logging.getLogger(__name__)


def leaves() -> bool:
    """Whether letters leave the machine: otherwise they become files, and whoever runs Samverk has to pass them on."""
    return bool(settings.MAILERS["default"]["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend")


def changed(user: User, what: Text) -> None:
    """Tells someone that how they sign in has been changed, in case it was not they who did it."""
    _send(user, what, "accounts/letters/changed.txt", {"what": what.in_language(_language(user))})


def reset(request: HttpRequest, user: User, path: str) -> None:
    """The link to choose a password. For somebody without an account the same work is done, and nothing is sent."""
    link = request.build_absolute_uri(path)
    _send(user, RESET, "accounts/letters/reset.txt", {"link": link}, really=bool(user.pk))


def _send(user: User, subject: Text, template: str, context: dict[str, str], *, really: bool = True) -> None:
    language = _language(user)
    with override(language):
        text = render_to_string(template, context)
    message = EmailMessage(subject.in_language(language), text, settings.DEFAULT_FROM_EMAIL, [user.email])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    Thread(target=_hand_over, args=(message, really), name="letter").start()


def _hand_over(message: EmailMessage, really: bool) -> None:
    try:
        if really:
            message.send()
    except OSError:
        # smtplib's errors are OSErrors. The page has answered already: the log is what is left to tell.
        _log.exception("The letter could not be handed over: %s", message.subject)


def _language(user: User) -> str:
    return "en" if user.language == "en" else "sv"
