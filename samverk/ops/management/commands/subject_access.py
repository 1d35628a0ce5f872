"""``samverk manage subject_access ADDRESS``: everything that is kept about an address, as JSON (GDPR art. 15)."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samverk.outreach.queries.subject_access import everything_about


class Command(BaseCommand):
    """Writes, changes nothing."""

    help = "Skriver allt som finns om en e-postadress (registerutdrag), också för den som inte har konto."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address."""
        parser.add_argument("address", help="e-postadressen")

    def handle(self, *args: Any, **given: Any) -> None:
        """Error: CommandError when there is nothing."""
        found = everything_about(given["address"])
        if not any(found.values()):
            raise CommandError(f"Det finns inget om adressen {given['address']}. Kontrollera hur den stavas.")
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
