"""Who may do what with outgoing mail: every rule against every role, in the own agreement and in another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from samverk.accounts.models import RoleKind
from samverk.accounts.policy import VISITOR, Actor, Denied, HeldRole, system
from samverk.outreach import policy

OWN, OTHER, PARTY = "norrort", "annat", "0184"

ACTORS = {
    "visitor": VISITOR,
    "system": system("Prov"),
    **{
        kind: Actor("1", kind, (HeldRole(kind, "" if kind == RoleKind.ADMINISTRATOR else OWN),))
        for kind in RoleKind.values
    },
    "strategist of a party": Actor("5", "x", (HeldRole(RoleKind.STRATEGIST, "", PARTY),)),
    "registrar of a party": Actor("2", "x", (HeldRole(RoleKind.REGISTRAR, "", PARTY),)),
    "contact of a party": Actor("3", "x", (HeldRole(RoleKind.CONTACT_PERSON, "", PARTY),)),
    "nobody": Actor("4", "x"),
}
RULES: dict[str, Callable[[Actor], Denied | None]] = {
    "see the outbox": policy.can_see_outbox,
    "preview reminders": policy.can_preview_reminders,
    "run the daily work": policy.can_run_daily,
    "see own": lambda actor: policy.can_see_message(actor, agreement=OWN),
    "see other": lambda actor: policy.can_see_message(actor, agreement=OTHER),
    "see the installation's": lambda actor: policy.can_see_message(actor, agreement=""),
    "read own": lambda actor: policy.can_read_message(actor, agreement=OWN),
    "read other": lambda actor: policy.can_read_message(actor, agreement=OTHER),
    "read the installation's": lambda actor: policy.can_read_message(actor, agreement=""),
    "queue own": lambda actor: policy.can_queue(actor, agreement=OWN),
    "queue other": lambda actor: policy.can_queue(actor, agreement=OTHER),
    "queue the installation's": lambda actor: policy.can_queue(actor, agreement=""),
    "stop a notice": lambda actor: policy.can_stop(actor, agreement=OWN, kind="statutory"),
    "stop a service message": lambda actor: policy.can_stop(actor, agreement=OWN, kind="service"),
    "stop a newsletter": lambda actor: policy.can_stop(actor, agreement=OWN, kind="newsletter"),
    "stop another's": lambda actor: policy.can_stop(actor, agreement=OTHER, kind="service"),
    "send again own": lambda actor: policy.can_send_again(actor, agreement=OWN),
    "send again other": lambda actor: policy.can_send_again(actor, agreement=OTHER),
}
_KEEPER = {
    "see the outbox", "preview reminders", "see own", "read own", "queue own", "stop a notice",
    "stop a service message", "stop a newsletter", "send again own",
}  # fmt: skip
ALLOWED = {
    "strategist": _KEEPER,
    "association_staff": _KEEPER,
    "administrator": set(RULES) - {"read own", "read other", "stop a notice"},
    "system": set(RULES) - {"read own", "read other"},
}


@pytest.mark.parametrize("who", ACTORS)
def test_who_may_do_what(who: str) -> None:
    allowed = {name for name, rule in RULES.items() if rule(ACTORS[who]) is None}

    assert allowed == ALLOWED.get(who, set())


def test_every_refusal_is_said_in_both_languages() -> None:
    refusals = [rule(VISITOR) for rule in RULES.values()]

    assert all(refusal is not None and refusal.reason.sv and refusal.reason.en for refusal in refusals)
