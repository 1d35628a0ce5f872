"""From what is to be done to the form where it is recorded: an act as a verb on the page, for those who may."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from samverk.accounts.policy import Actor
from samverk.agreements import policy
from samverk.agreements.queries.acts import Act, act_of
from samverk.rules.finding import Finding
from samverk.rules.situation import Situation


@dataclass(frozen=True, slots=True)
class Offer:
    """An act on the page: the verb in the language of the page, and the form it leads to."""

    verb: str
    href: str


def offer(asking: Actor, agreement: str, situation: Situation, finding: Finding, *, back: str) -> Offer | None:
    """The act, for those who may record it; ``back`` is the page of ours to return to afterwards."""
    act = act_of(situation, finding)
    return offer_act(asking, agreement, act, finding.rule, back=back) if act is not None else None


def offer_act(asking: Actor, agreement: str, act: Act, rule: str, *, back: str) -> Offer | None:
    """An act that is known beforehand, for those who may record it; ``rule`` is the provision that asks for it."""
    if not _may(asking, agreement, act):
        return None
    after = {"bestammelse": rule, "next": back}
    if act.kind == "weights.updated" and "year" in act.initial:
        # Figures are not typed: a guided act shows what they change before they are fixed.
        href = reverse("fees-update", args=[agreement, act.initial["year"]]) + "?" + urlencode({"next": back})
    elif act.corrects is not None:
        href = reverse("correct-fact", args=[agreement, act.corrects]) + "?" + urlencode(after)
    else:
        href = reverse("record-fact", args=[agreement]) + "?" + urlencode({"slag": act.kind, **act.initial, **after})
    return Offer(gettext(act.verb), href)


def _may(asking: Actor, agreement: str, act: Act) -> bool:
    """Where the form asks for the party, it is enough to speak for one."""
    parties = [act.party] if act.party is not None else [None, *sorted(asking.parties())]
    body = policy.body_of(act.initial)
    return any(
        policy.can_record_fact(asking, agreement, kind=act.kind, party=one, body=body) is None for one in parties
    )
