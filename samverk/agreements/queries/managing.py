"""Which organisation manages an agreement: whose register its documents are entered in."""

from __future__ import annotations

from datetime import date

from samverk.agreements.queries import listings, situations
from samverk.rules.definition import Definition


def manager(agreement: str, on: date) -> str:
    """The code of the organisation that alone holds an office for all on the day ("0163", "ksl"); "" for none."""
    answer = situations.evaluation(agreement, on)
    return "" if answer is None else manager_under(answer.evaluation.situation.definition, agreement, on)


def manager_under(definition: Definition, agreement: str, on: date) -> str:
    """The same, where the agreement has been read already. One statement."""
    offices = [one for one in definition.roles.values() if one.held_by in ("party", "organisation") and one.max == 1]
    held = listings.holdings(on=on, agreement_id=agreement)
    for office in offices:
        for one in held:
            if not one.is_seat and one.what == office.id:
                return _code(one.holder or one.party)
        if office.holder:
            return _code(office.holder)
    return ""


def _code(holder: str) -> str:
    """ "party:0163" and "actor:ksl" without their kinds."""
    return holder.rpartition(":")[2]
