"""Whether what an agreement's provisions take from its text can be seen in another edition of it."""

from __future__ import annotations

from collections.abc import Mapping

from samverk.rules.check.visible import look
from samverk.rules.clauses import Edition
from samverk.rules.definition import Definition, Plan
from samverk.rules.problems import TablePath
from samverk.rules.provisions import Provision
from samverk.rules.wording import Text


class _Examined:
    """A definition with the words of another edition."""

    def __init__(self, definition: Definition, edition: Edition) -> None:
        self.edition = edition
        self.rules: Mapping[str, Provision] = definition.rules
        self.plans: Mapping[str, Plan] = definition.plans
        self.found: list[Text] = []

    def add(self, _at: TablePath, found: Text, _expected: Text) -> None:
        self.found.append(found)


def unseen_in(definition: Definition, edition: Edition) -> tuple[Text, ...]:
    """Numbers, periods and dates of provisions that the words they cite in the edition do not show.

    Provisions whose citation leads nowhere in the edition are left out: without words there is nothing to see.
    """
    examined = _Examined(definition, edition)
    look(examined)
    return tuple(examined.found)
