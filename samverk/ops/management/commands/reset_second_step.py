"""``samverk manage reset_second_step ADDRESS``: for someone who has lost the telephone and the reserve codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from samverk.accounts.actions.signing_in import remove_second_steps
from samverk.ops.management.accounts import BY, account


class Command(BaseCommand):
    """Takes all second steps away from an account and ends its sessions."""

    help = (
        "Tar bort alla andra steg från ett konto och avslutar dess inloggningar. Kontrollera först vem som ber om det."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The address of the account."""
        parser.add_argument("address", help="kontots e-postadress")

    def handle(self, *args: Any, **given: Any) -> None:
        """Error: CommandError for an address without an account."""
        user = account(given["address"])
        removed = remove_second_steps(user=user, by=BY)
        self.stdout.write(
            f"{user.email} hade {removed} andra steg (app, passernycklar, reservkoder räknade var för sig). De är "
            "borttagna och inloggningarna avslutade. Personen loggar in med lösenordet och ordnar ett nytt."
        )
