"""``samverk manage require_second_step``: of whom a second step is required; without choices, what is required now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samverk.accounts.actions.requiring import lift_second_step, require_second_step
from samverk.accounts.policy import ROLE_NAMES
from samverk.accounts.queries.requiring import rules_in_force, titles_lacking
from samverk.lib import clock
from samverk.ops.management.accounts import BY, done


class Command(BaseCommand):
    """Sets, lifts and lists."""

    help = "Kräver ett andra steg av dem som har en roll, i ett avtal eller i alla. Utan val: visar vad som gäller."

    def add_arguments(self, parser: CommandParser) -> None:
        """The role, the agreement, and whether it is lifted."""
        parser.add_argument("--role", default="", choices=["", *sorted(map(str, ROLE_NAMES))], help="rollen")
        parser.add_argument("--agreement", default="", help="avtalets id")
        parser.add_argument("--lift", action="store_true", help="upphäv kravet i stället")

    def handle(self, *args: Any, **given: Any) -> None:
        """Error: CommandError, and then nothing is changed."""
        role, agreement = given["role"], given["agreement"]
        if given["lift"]:
            found = [rule for rule in rules_in_force() if (rule.kind, rule.agreement) == (role, agreement)]
            if not found:
                raise CommandError(f"Det finns inget krav för rollen ”{role}” och avtalet ”{agreement}”.")
            lift_second_step(rule=found[0].pk, by=BY, at=clock.now())
        elif role or agreement:
            done(lambda: require_second_step(kind=role, agreement=agreement, by=BY, at=clock.now()))
        for rule in rules_in_force():
            self.stdout.write(f"krävs: {rule.kind or 'alla roller'}, {rule.agreement or 'alla avtal'}")
        for title, address in titles_lacking(clock.today()):
            self.stdout.write(f"saknar: {title} ({address})")
