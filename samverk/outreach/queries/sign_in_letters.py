"""Letters about someone's own sign-in. What is secret in them is made when they are sent, and kept nowhere."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from samverk.accounts.queries.signing_in import password_token, user_to_reset
from samverk.lib.clock import STOCKHOLM
from samverk.outreach.models import Message
from samverk.outreach.queries.letter_parts import Content
from samverk.rules.wording import Language, Text

NEW_PASSWORD, SIGN_IN_CHANGED = "new-password", "sign-in-changed"


def new_password(message: Message, language: Language, today: date) -> Content | None:
    """The link to choose a password, to whoever has an open account under the address; None when nobody has, and when
    it was asked for longer ago than such a link is good: who asked has given up.
    """
    user = user_to_reset(message.address)
    if not user.pk or message.created_at.astimezone(STOCKHOLM).date() + timedelta(days=1) < today:
        return None
    number, token = password_token(user)
    said = Text(
        "Någon, förmodligen du, har bett om att få välja ett nytt lösenord i Samverk. Det gör du här, inom ett dygn.",
        "Someone, probably you, has asked to choose a new password in Samverk. You do it here, within a day.",
    )
    otherwise = Text(
        "Bad du inte om det kan du slänga brevet: ingenting har ändrats.",
        "If you did not ask for it, throw the letter away: nothing has been changed.",
    )
    subject = Text("Välj ett nytt lösenord i Samverk", "Choose a new password in Samverk")
    way = Text("Välj lösenord", "Choose a password")
    href = f"{settings.PUBLIC_ADDRESS}{reverse('new-password', args=[number, token])}"
    return Content(
        subject.in_language(language), (said.in_language(language),), way=(way.in_language(language), href),
        why=otherwise.in_language(language), secrets=(token,),
    )  # fmt: skip


def sign_in_changed(message: Message, language: Language, today: date) -> Content:  # noqa: ARG001 - one signature for all
    """How someone signs in has been changed: told in case it was not they who did it."""
    what = message.payload["what"][language]
    alarm = Text(
        "Var det inte du? Hör av dig genast till den som sköter Samverk hos er.",
        "Was it not you? Get in touch at once with whoever looks after Samverk where you are.",
    )
    why = Text("Du får brevet för att kontot är ditt.", "You get this because the account is yours.")
    return Content(what, (f"{what}.", alarm.in_language(language)), why=why.in_language(language))
