"""What has been corrected of a year: its fee, and the shared costs that belong to it."""

from __future__ import annotations

from samverk.lib import clock
from samverk.rules.adjustments import Adjustment, adjustments, cost_adjustments
from samverk.rules.provisions import CostEvent
from samverk.rules.wording import Text, lowered, say
from samverk.web.fees.sections import Corrected, name_of_cost
from samverk.web.fees.seen import Fixed, SeenFee


def corrected(fee: SeenFee, fixed: Fixed, year: int) -> tuple[Corrected, ...]:
    """Every correction of the year: those of the fee, then those of each shared cost, in the order recorded."""
    found = [Corrected(_on(one), one, True) for one in adjustments(fixed.situation, fixed.rule, year)]
    for rule in fee.situation.definition.of_kind(CostEvent):
        what = name_of_cost(rule, year)
        for one in cost_adjustments(fee.situation, rule, year):
            heading = say("{what}, {on}", "{what}, {on}", what=what, on=lowered(_on(one)))
            found.append(Corrected(heading, one, False))
    return tuple(found)


def _on(one: Adjustment) -> Text:
    day = one.fact.recorded_at.astimezone(clock.STOCKHOLM).date()
    return say("Rättelse {day}", "Correction of {day}", day=day)
