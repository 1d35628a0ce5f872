"""What letters about someone's own sign-in tell. They leave through the outbox, as all mail does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings

from samverk.lib import clock
from samverk.outreach.actions.sign_in_letters import tell_of_change
from samverk.rules.wording import Text

if TYPE_CHECKING:
    from samverk.accounts.models import User

PASSWORD_CHANGED: Final = Text("Ditt lösenord i Samverk är bytt", "Your password in Samverk has been changed")
STEP_ADDED: Final = Text("Ett andra steg har lagts till i Samverk", "A second step has been added in Samverk")
STEP_REMOVED: Final = Text("Ett andra steg har tagits bort i Samverk", "A second step has been removed in Samverk")
CODES_RENEWED: Final = Text("Du har nya reservkoder i Samverk", "You have new reserve codes in Samverk")


def leaves() -> bool:
    """Whether letters leave the machine: otherwise whoever runs Samverk has to pass them on."""
    return bool(settings.MAIL["mode"] == "smtp")


def changed(user: User, what: Text) -> None:
    """Tells someone that how they sign in has been changed, in case it was not they who did it."""
    tell_of_change(user=user, what=what, at=clock.now())
