"""The first day anybody can be bound by an agreement."""

from __future__ import annotations

from datetime import date

from samverk.rules.definition import Definition
from samverk.rules.entry_day import not_before
from samverk.rules.provisions import Entry


def start_of(definition: Definition) -> date:
    """The day the definition is valid from, or the later day before which nobody is bound."""
    entry = definition.first(Entry)
    floor = not_before(definition, entry) if entry is not None else None
    return max(definition.valid_from, floor or definition.valid_from)
