"""What is supposed of years to come, where no fact can say it ("Tänk om").

A situation that has an ``Ahead`` is one of a what-if: a year without a budget or figures of its own takes the latest
before it, said as an assumption, and from a year on the key may be another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samverk.rules.definition import Definition
from samverk.rules.frozen import field, frozen, replace
from samverk.rules.provisions import ApportionmentKey

KEY_READING = "tank-om-nyckel"
_REPLACED = ("weights", "form", "fixed_share", "table")


@frozen
class Ahead:
    """``key_from``: the first year another key holds, None: never; ``key``: the fields of the key that it changes.

    A changed key rests on the reading ``KEY_READING``, which the supposition adds to the definition. ``readings``: ids
    of those whose answer is only supposed: nobody has adopted it. ``figures``: inhabitants of those who only join in
    the supposition, and so are in no snapshot.
    """

    key_from: int | None = None
    key: Mapping[str, Any] = field(default_factory=dict)
    readings: tuple[str, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)

    def key_in(self, year: int, key: ApportionmentKey) -> ApportionmentKey:
        """The key that a year's sums are split by."""
        if self.key_from is None or year < self.key_from:
            return key
        basis = {name: rid for name, rid in key.basis.items() if name not in _REPLACED}
        return replace(key, **self.key, basis={**basis, "form": KEY_READING})

    def marked(self, definition: Definition) -> Definition:
        """The definition with the answers that are only supposed marked as provisional."""
        if not self.readings:
            return definition
        supposed = {rid: replace(definition.readings[rid], status="provisional") for rid in self.readings}
        return replace(definition, readings={**definition.readings, **supposed})
