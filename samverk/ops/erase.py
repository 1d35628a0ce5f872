"""``samverk erase``: removes personal data whose time has passed. ``--preview`` shows how much and removes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from samverk.accounts.policy import system
from samverk.lib import clock
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Option, Usage
from samverk.ops.refused import language_of
from samverk.outreach.actions.erasing import erase
from samverk.rules.wording import Text

USAGE = Usage(
    "erase",
    Text(
        "Tar bort personuppgifter som har funnits så länge de får: kontakter, konton, adresser i utskick. Det dagliga "
        "arbetet gör samma sak. Vad någon har gjort i sin tjänst står kvar under tjänstens namn.",
        "Removes personal data that have been kept as long as they may: contacts, accounts, addresses of letters. The "
        "daily work does the same. What somebody has done in a post stands under the title of the post.",
    ),
    (),
    (Option("preview", Text("visa hur många, och ta inte bort något", "show how many; remove nothing")), LANG),
)


def run(argv: Sequence[str]) -> int:
    """Erase, or do it and take it back."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    with django_ready.said_plainly(), transaction.atomic():
        done = erase(today=clock.today(), by=system("samverk erase"), at=clock.now())
        if "preview" in given.flags:
            transaction.set_rollback(True)
    said = Text(
        f"Kontakter: {done.contacts}. Konton: {done.accounts}. Efterträdare: {done.successors}. "
        f"Adresser i utskick: {done.letters}. Påminnelser: {done.reminders}. Avböjda: {done.declined}.",
        f"Contacts: {done.contacts}. Accounts: {done.accounts}. Successors: {done.successors}. "
        f"Addresses of letters: {done.letters}. Reminders: {done.reminders}. Declined: {done.declined}.",
    )
    print(said.in_language(given.language))
    return 0
