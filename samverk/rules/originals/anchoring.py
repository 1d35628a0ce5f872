"""Whether what an agreement's provisions take from its text can be found, and seen, in another edition of it."""

from __future__ import annotations

from collections.abc import Mapping

from samverk.rules.check.visible import look
from samverk.rules.clauses import Edition
from samverk.rules.definition import Definition, Plan
from samverk.rules.frozen import frozen
from samverk.rules.problems import TablePath
from samverk.rules.provisions import Provision
from samverk.rules.wording import Text


@frozen
class Anchors:
    """How an agreement hangs on an edition of its text.

    ``found``, ``missing``: what is cited and leads to words, and what leads nowhere, with the provisions that cite it
    (ids of rules and plans; none for a remark about what is not modelled). ``lacking``: clauses that the edition does
    not have; ``extra``: clauses that the agreement does not have.
    """

    found: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, tuple[str, ...]]
    lacking: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the edition can be stored: its clauses are the agreement's, and every citation leads somewhere."""
        return not (self.missing or self.lacking or self.extra)


def anchors(definition: Definition, edition: Edition) -> Anchors:
    """Every citation of the definition, looked up in the edition."""
    cited = cited_by(definition)
    there = edition.paths()
    return Anchors(
        found={path: who for path, who in cited.items() if path in there},
        missing={path: who for path, who in cited.items() if path not in there},
        lacking=tuple(number for number in definition.clauses if number not in edition.clauses),
        extra=tuple(number for number in edition.clauses if number not in definition.clauses),
    )


def cited_by(definition: Definition) -> dict[str, tuple[str, ...]]:
    """Every path that a provision, a plan or a remark about what is not modelled points at, and who does."""
    found: dict[str, list[str]] = {}
    for rule in definition.rules.values():
        for path in rule.cite:
            found.setdefault(path, []).append(rule.id)
    for plan in definition.plans.values():
        for path in (plan.cite, *(item.cite for item in plan.measures)):
            found.setdefault(path, []).append(plan.id)
    for item in definition.not_modelled:
        found.setdefault(item.clause, [])
    return {path: tuple(dict.fromkeys(who)) for path, who in found.items() if path}


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
