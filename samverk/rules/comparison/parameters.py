"""The parameters in which agreements differ, read from two definitions side by side (clauses.md § 6).

The first part are the parameters that make an agreement what it is; the second are the questions of the health check
that they do not already answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from samverk.rules.definition import Definition
from samverk.rules.frozen import frozen
from samverk.rules.health.catalogue import CATALOGUE
from samverk.rules.health.told import (
    Finder,
    State,
    Told,
    all_of,
    deciding,
    merged,
    named_parties,
    of_rule,
    says,
    worst,
)
from samverk.rules.provisions import (
    AmendmentRule,
    ApportionmentKey,
    ChairRule,
    Composition,
    CostEvent,
    Entry,
    Fee,
    Meeting,
    Membership,
    PlanRule,
    RenegotiationRule,
    Scope,
    Term,
    Withdrawal,
)
from samverk.rules.readback.names import Names
from samverk.rules.wording import Text

type Mark = Literal["same", "surer", "different", "neither"]
type Part = Literal["parameters", "questions"]

PARTS: Mapping[Part, Text] = {
    "parameters": Text("Det som utgör avtalet", "What makes the agreement"),
    "questions": Text("Annat som avtal bör svara på", "Other things an agreement should answer"),
}
MARKS: Mapping[Mark, Text] = {
    "different": Text("Olika", "Different"),
    "surer": Text("Samma innehåll, olika säkert", "Same content, not equally sure"),
    "same": Text("Lika", "Same"),
    "neither": Text("Inget av dem säger något", "Neither says anything"),
}


@frozen
class Parameter:
    """One thing to compare: what it is called, and how a definition is asked."""

    id: str
    label: Text
    finds: Finder


@frozen
class Side:
    """What one of the two says. ``state``: how sure it is; ``reason``: why the question does not arise there."""

    told: tuple[Told, ...]
    state: State
    reason: Text | None = None


@frozen
class Comparison:
    """One row: what each says and whether that is the same."""

    id: str
    part: Part
    label: Text
    sides: tuple[Side, Side]
    mark: Mark


# --- finders of their own --------------------------------------------------------------------------------


def _with_all(definition: Definition) -> tuple[str, ...]:
    """The bodies in which every party sits."""
    return tuple(dict.fromkeys(rule.body for rule in definition.of_kind(Composition) if rule.seats.per == "party"))


def _smaller(definition: Definition) -> tuple[str, ...]:
    """Bodies that decide without every party in them."""
    return tuple(body for body in deciding(definition) if body not in _with_all(definition))


def _preparing(definition: Definition) -> tuple[str, ...]:
    """The agreement's other bodies: they meet or are composed, and decide nothing."""
    own = [f"body:{body.id}" for body in definition.bodies.values() if not body.external]
    taken = {*_with_all(definition), *deciding(definition)}
    return tuple(body for body in own if body not in taken)


def _of_bodies(choose: str) -> Finder:
    """Who sits in these bodies and how often they meet."""
    chosen = {"all": _with_all, "smaller": _smaller, "preparing": _preparing}[choose]

    def find(names: Names) -> Iterator[Told]:
        bodies = chosen(names.definition)
        for composed in names.definition.of_kind(Composition):
            if composed.body in bodies:
                yield from of_rule(composed, names, ("body", "seats", "must_include"), ("level", "substitutes"))
        for meeting in names.definition.of_kind(Meeting):
            if meeting.body in bodies:
                yield from of_rule(meeting, names, ("body", "quota"), ("on_demand",))

    return find


def _question(question: str) -> Finder:
    return next(item.finds for item in CATALOGUE if item.id == question)


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "parties", Text("Parter", "Parties"), all_of(named_parties, says(Membership, "class", "accession", "closes"))
    ),
    Parameter(
        "entry",
        Text("Så blir man part", "Becoming a party"),
        says(Entry, "requires", "effective", "legal_force", also=("decided_by", "signature_equivalent", "min_parties")),
    ),
    Parameter("start", Text("Start", "Start"), all_of(says(Term, "start"), says(Entry, "not_before"))),
    Parameter("term", Text("Avtalstid", "Term"), says(Term, "duration", "end", "renew", also=("notice_before_end",))),
    Parameter(
        "notice",
        Text("Uppsägning", "Notice"),
        says(Withdrawal, "form", "addressees", "period", "clock", also=("last_day", "month_rule", "revocable")),
    ),
    Parameter("exit-effect", Text("Verkan av en uppsägning", "Effect of notice"), says(Withdrawal, "effect")),
    Parameter(
        "amendment",
        Text("Ändringar", "Amendments"),
        says(AmendmentRule, "form", "consent", "effective", also=("electorate_at", "internal_decision")),
    ),
    Parameter(
        "renegotiation",
        Text("Omförhandling", "Renegotiation"),
        says(RenegotiationRule, "who", "form", "start_within", also=("condition",)),
    ),
    Parameter("body-of-all", Text("Organ där alla sitter", "Body with every party"), _of_bodies("all")),
    Parameter("smaller-body", Text("Mindre organ som beslutar", "Smaller body that decides"), _of_bodies("smaller")),
    Parameter("preparation", Text("Nätverk och beredning", "Networks and preparation"), _of_bodies("preparing")),
    Parameter("chair", Text("Ordförande", "Chair"), says(ChairRule, "bodies", "ex_officio", "elected_by", "rotates")),
    Parameter("host", Text("Förvaltning och samordning", "Management and coordination"), _question("host")),
    Parameter(
        "plan", Text("Handlingsplan", "Action plan"), says(PlanRule, "adopted_by", "period", also=("covers_max",))
    ),
    Parameter("follow-up", Text("Uppföljning", "Follow-up"), _question("follow-up")),
    Parameter(
        "money",
        Text("Pengar", "Money"),
        all_of(
            says(Fee, "total"),
            says(ApportionmentKey, "weights", "form", "fixed_share", also=("select", "update", "unit")),
            says(CostEvent, "amount", "trigger", also=("payers", "cap")),
        ),
    ),
    Parameter(
        "scope", Text("Målgrupp", "Target group"), says(Scope, "include", "exclude", "law", "tracks_law_changes")
    ),
)

# Questions of the health check that the parameters above answer already.
_ANSWERED = frozenset(
    {
        "parties", "entry", "legal-force", "late-joiners", "term", "notice", "notice-form", "last-day", "revoked",
        "exit-effect", "amendment", "renegotiation", "composition", "substitutes", "meetings", "chair", "host", "plan",
        "follow-up", "cost-sharing", "population-day", "overrun", "wind-down-costs", "scope", "law-changes", "fewest",
    }
)  # fmt: skip


# --- the comparison --------------------------------------------------------------------------------------


def compare(
    one: Definition, other: Definition, municipalities: Mapping[str, str] | None = None
) -> tuple[Comparison, ...]:
    """Every parameter and every further question, read from both with the readings in use.

    ``municipalities``: names by code, for municipalities that are not listed as parties.
    """
    both = (_names(one, municipalities), _names(other, municipalities))
    return (*_parameters(both), *_questions(both))


def _names(definition: Definition, municipalities: Mapping[str, str] | None) -> Names:
    return Names(definition, definition.text, municipalities or {})


def _parameters(both: tuple[Names, Names]) -> Iterator[Comparison]:
    for item in PARAMETERS:
        one, other = (_side(item.finds, names) for names in both)
        yield Comparison(item.id, "parameters", item.label, (one, other), mark(one, other))


def _questions(both: tuple[Names, Names]) -> Iterator[Comparison]:
    for item in CATALOGUE:
        if item.id in _ANSWERED:
            continue
        reasons = [item.applies(names.definition) if item.applies is not None else None for names in both]
        one, other = (
            Side((), "na", reason) if reason is not None else _side(item.finds, names)
            for names, reason in zip(both, reasons, strict=True)
        )
        yield Comparison(item.id, "questions", item.asks, (one, other), mark(one, other))


def _side(finds: Finder, names: Names) -> Side:
    told = merged(finds(names))
    return Side(told, worst(told))


def mark(one: Side, other: Side) -> Mark:
    """Whether the two say the same, and equally surely."""
    if not one.told and not other.told:
        return "neither"
    if _said(one.told) != _said(other.told):
        return "different"
    return "same" if _certain(one.told) == _certain(other.told) else "surer"


def _said(told: Collection[Told]) -> frozenset[Text]:
    return frozenset(item.text for item in told)


def _certain(told: Collection[Told]) -> frozenset[tuple[Text, State]]:
    return frozenset((item.text, item.state) for item in told)
