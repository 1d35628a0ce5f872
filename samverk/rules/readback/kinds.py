"""The sentences of every kind, in the order they are read."""

from __future__ import annotations

from collections.abc import Mapping

from samverk.rules.readback.duties import DUTY
from samverk.rules.readback.frame import AREAS, MEMBERSHIP, PURPOSE, RELATION, SCOPE, TERM
from samverk.rules.readback.joining import ADOPTION_ROUND, AMENDMENT, ENTRY, RENEGOTIATION, WITHDRAWAL
from samverk.rules.readback.money import APPORTIONMENT_KEY, COST_EVENT, FEE
from samverk.rules.readback.organs import APPOINTMENT, CHAIR, COMPOSITION, MEETING, PLAN, POWER
from samverk.rules.readback.speaking import Sentences

SENTENCES: Mapping[str, Sentences] = {
    "purpose": PURPOSE,
    "scope": SCOPE,
    "membership": MEMBERSHIP,
    "relation": RELATION,
    "term": TERM,
    "entry": ENTRY,
    "adoption_round": ADOPTION_ROUND,
    "withdrawal": WITHDRAWAL,
    "amendment": AMENDMENT,
    "renegotiation": RENEGOTIATION,
    "composition": COMPOSITION,
    "chair": CHAIR,
    "appointment": APPOINTMENT,
    "meeting": MEETING,
    "duty": DUTY,
    "power": POWER,
    "apportionment_key": APPORTIONMENT_KEY,
    "fee": FEE,
    "cost_event": COST_EVENT,
    "areas": AREAS,
    "plan": PLAN,
}
