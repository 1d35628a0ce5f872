"""The whole catalogue, and one definition seen through it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from samverk.rules.definition import Definition
from samverk.rules.frozen import frozen
from samverk.rules.health.catalogue_bodies import BODIES
from samverk.rules.health.catalogue_bound import BOUND
from samverk.rules.health.catalogue_change import CHANGE
from samverk.rules.health.catalogue_money import MONEY
from samverk.rules.health.catalogue_papers import PAPERS, WORK
from samverk.rules.health.question import CONSEQUENCES, Question, Row, answer
from samverk.rules.health.terms import terms_of
from samverk.rules.health.told import ORDER, State
from samverk.rules.readback.names import Names

CATALOGUE: tuple[Question, ...] = (*BOUND, *CHANGE, *BODIES, *MONEY, *WORK, *PAPERS)

_GRAVITY = tuple(CONSEQUENCES)
# What to look at first: what nobody has answered, then what nobody has decided, then what is assumed.
_UNSETTLED: tuple[State, ...] = ("silent", "open", "assumed")


@frozen(slots=False)
class Health:
    """Every question of the catalogue with what the definition makes of it, in the order of the catalogue."""

    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[State, int]:
        """How many questions are in each state, worst first; states without a question are left out."""
        counts = dict.fromkeys(ORDER, 0)
        for row in self.rows:
            counts[row.state] += 1
        return {state: count for state, count in counts.items() if count}

    @cached_property
    def unsettled(self) -> tuple[Row, ...]:
        """What the agreement leaves, the gravest consequence first, and in it what is least sure."""
        left = [row for row in self.rows if row.state in _UNSETTLED]
        return tuple(sorted(left, key=lambda row: (_GRAVITY.index(row.question.consequence), ORDER.index(row.state))))

    @property
    def settled(self) -> tuple[Row, ...]:
        """What the agreement answers, or those who may decide have answered."""
        return tuple(row for row in self.rows if row.state in ("found", "decided"))

    @property
    def beside(self) -> tuple[Row, ...]:
        """Questions that do not arise in this agreement."""
        return tuple(row for row in self.rows if row.state == "na")


def examine(definition: Definition, municipalities: Mapping[str, str] | None = None) -> Health:
    """The definition, with the readings in use, seen through the catalogue.

    ``municipalities``: names by code, for municipalities that are not listed as parties.
    """
    names = Names(definition, definition.text, municipalities or {})
    terms = terms_of(names)
    return Health(tuple(answer(question, names, terms) for question in CATALOGUE))
