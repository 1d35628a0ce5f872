"""What the text parameters of the vocabulary may hold: words the evaluators know, and references to what is defined.

One pattern for each (kind, parameter); a parameter without one is free text (an act, a title, a level). The same
patterns stand in the published JSON Schema, so a definition that follows the schema needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

ID = r"[a-z0-9][a-z0-9-]*"
CODE = r"\d{4}"
DAY = r"\d{4}-\d{2}-\d{2}"
PATH = r"[A-Za-zÅÄÖåäö0-9.]+(/[ps]\d+){0,2}"
COVERS = r"[A-ZÅÄÖ]+-[0-9A-Za-z.]+"
VERSION = r"\d+\.\d+\.\d+"

_BODY, _ROLE, _ACTOR, _RULE, _PARTY = rf"body:{ID}", rf"role:{ID}", rf"actor:{ID}", rf"rule:{ID}", rf"party:{CODE}"
_SOMEBODY = f"{_BODY}|{_ROLE}|{_ACTOR}"
_ASSESSED = r"assessed:[a-z0-9_]+"
_CIRCLES = r"(municipalities|authorities|organisations):[a-z0-9-]+"
_FACTS = (
    "party_entered|invoice_issued|result_produced|meeting_held|renegotiation_demanded|recommendation_issued"
    "|decision_made|notice_given"
)

PATTERNS: Mapping[tuple[str, str], str] = {
    ("membership", "parties"): r"party:\*",
    ("membership", "closes"): f"never|open|{DAY}",
    ("relation", "with"): f"agreement:{ID}|{_CIRCLES}|{_SOMEBODY}",
    ("relation", "actors"): rf"actor:(\*|{ID})",
    ("entry", "not_before"): rf"none|{DAY}|{_RULE}\.start",
    ("entry", "signature_equivalent"): "adoption_decision",
    ("withdrawal", "addressees"): rf"other_parties|{_BODY}\.(chair|members)|{_SOMEBODY}",
    ("withdrawal", "addressee_if_self"): rf"other_parties|{_BODY}\.(chair|members)|{_SOMEBODY}",
    ("renegotiation", "condition"): _ASSESSED,
    ("composition", "body"): _BODY,
    ("composition", "must_include"): f"{_ROLE}|{_PARTY}",
    ("chair", "bodies"): _BODY,
    ("chair", "ex_officio"): _ROLE,
    ("chair", "elected_by"): f"{_BODY}|open",
    ("appointment", "appoints"): f"{_ROLE}|{_BODY}",
    ("appointment", "by"): f"{_SOMEBODY}|each_party|agreement|open",
    ("appointment", "holder"): f"{_PARTY}|{_ACTOR}",
    ("appointment", "on_change"): rf"transfer:(chair|ledger|{_ROLE}\.employment)",
    ("meeting", "body"): _BODY,
    ("duty", "bearer"): f"each_party|all_parties_jointly|all|{_SOMEBODY}",
    ("duty", "with"): f"each_party|{_SOMEBODY}",
    ("duty", "to"): f"each_party|{_SOMEBODY}",
    ("duty", "trigger"): f"{_FACTS}|role_changed:{ID}",
    ("duty", "condition"): rf"{_ASSESSED}|indicator:{ID}(\.top_quartile)?",
    ("duty", "discharged_by"): _RULE,
    ("power", "holder"): _SOMEBODY,
    ("power", "bound_by"): _RULE,
    ("apportionment_key", "fixed_share"): r"\d{1,2}%|\d+/\d+|open",
    ("apportionment_key", "update.before"): "next_invoice",
    ("fee", "total"): r"none|open|adopted_budget|adopted_budget\.fee_total",
    ("fee", "key"): _RULE,
    ("fee", "invoice.by"): _SOMEBODY,
    ("fee", "invoice.not_before"): "key_updated",
    ("cost_event", "trigger"): f"outcome_exceeds_adopted_budget|role_abolished:{ID}",
    ("cost_event", "amount"): "outcome - adopted_budget|recognised_cost|recognised_winddown_cost",
    ("cost_event", "key"): _RULE,
    ("areas", "areas"): r"area:\*",
    ("plan", "adopted_by"): f"{_BODY}|open",
    ("plan", "reviewed_by"): f"{_SOMEBODY}|open",
    ("plan", "review_at"): "each_meeting|year_end|open",
}

# Tables of the files and the parameters whose bare words are ids in them.
ID_LISTS: Mapping[tuple[str, str], str] = {
    ("purpose", "goals"): "goal",
    ("purpose", "indicators"): "indicator",
    ("duty", "indicators"): "indicator",
    ("plan", "groups"): "group",
    ("composition", "seats.subregions"): "subregion",
}

_REFERENCE = re.compile(r"(?:^|:)(party|role|body|actor|area|rule|indicator):([^.:]+)")
_ROLE_EVENT = re.compile(rf"^role_(?:changed|abolished):({ID})$")


def references(text: str) -> Iterator[tuple[str, str]]:
    """What a value points at, as (table, id): "body:styrgrupp.chair" → ("body", "styrgrupp"); "*" is no id."""
    for match in _REFERENCE.finditer(text):
        if match.group(2) != "*":
            yield match.group(1), match.group(2)
    event = _ROLE_EVENT.match(text)
    if event:
        yield "role", event.group(1)
