"""The letter that somebody has written to many: their words, in the frame that every letter has."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from samverk.lib.letter_text import blocks
from samverk.outreach.models import Kind, Mailing, Message
from samverk.outreach.queries.letter_parts import Content
from samverk.rules.wording import Language, Text, say

_WHY = {
    Kind.STATUTORY: Text(
        "Brevet går till parternas registratorer och till dem som har uppgiften. Det kan inte avböjas.",
        "The letter goes to the parties' registrars and to those who have the task. It cannot be declined.",
    ),
    Kind.SERVICE: Text(
        "Du får brevet för att du har en uppgift i samarbetet.",
        "You get this because you have a task in the cooperation.",
    ),
    Kind.NEWSLETTER: Text(
        "Nyhetsbrevet går till dem som har en uppgift i samarbetet.",
        "The newsletter goes to those who have a task in the cooperation.",
    ),
}


def written(message: Message, language: Language, today: date) -> Content | None:  # noqa: ARG001 - one signature for all
    """None when what it was written from is gone."""
    found = Mailing.objects.filter(token=UUID(str(message.payload["mailing"]))).select_related("entry").first()
    return None if found is None else content_of(found, message, language)


def content_of(found: Mailing, message: Message, language: Language) -> Content:
    """The letter of a mailing to one. ``payload``: the agreement's name in both languages."""
    name = message.payload["name"][language]
    sender = say("{actor}, för {name}", "{actor}, for {name}", actor=message.created_by, name=name)
    signed = [sender.in_language(language)]
    if found.entry is not None:
        number = f"SAM {found.entry.year}/{found.entry.number}"
        registered = say("Diarienummer {number}", "Registry number {number}", number=number)
        signed.append(registered.in_language(language))
    way = Text("Till avtalet i Samverk", "To the agreement in Samverk")
    href = f"{settings.PUBLIC_ADDRESS}{reverse('agreement', args=[found.agreement])}"
    return Content(
        found.subject, way=(way.in_language(language), href), why=_WHY[Kind(found.kind)].in_language(language),
        blocks=blocks(found.text), signed="\n".join(signed),
    )  # fmt: skip
