"""``samverk manage invite ADDRESS TITLE --role …``: an account, and the link where its owner chooses a password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.policy import ROLE_NAMES
from samverk.lib import clock
from samverk.ops.management.accounts import BY, done, password_link


class Command(BaseCommand):
    """Makes an account without a password."""

    help = "Lägger upp ett konto och visar länken där personen väljer lösenord. Länken gäller ett dygn, en gång."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address, the title of the post, and one role."""
        parser.add_argument("address", help="e-postadressen i tjänsten")
        parser.add_argument("title", help="tjänstens benämning, till exempel ”Strateg, Sollentuna”; inget personnamn")
        parser.add_argument("--role", required=True, choices=sorted(map(str, ROLE_NAMES)), help="rollen")
        parser.add_argument("--agreement", default="", help="avtalets id, för en roll i ett avtal")
        parser.add_argument("--party", default="", help="kommunens kod, för en roll hos en part")

    def handle(self, *args: Any, **given: Any) -> None:
        """Error: CommandError, and then nothing is written."""
        role = NewRole(kind=given["role"], from_day=clock.today(), agreement=given["agreement"], party=given["party"])
        user = done(
            lambda: create_user(email=given["address"], title=given["title"], by=BY, roles=(role,), at=clock.now())
        )
        self.stdout.write(f"Kontot {user.email} är upplagt. Lämna länken till personen, och bara till den:")
        self.stdout.write(password_link(user))
