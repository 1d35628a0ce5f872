"""What a leaving holder of a role sets in motion: a successor is needed, or one thing stops after the other (N-5).

The exit itself is not prevented: the text makes it depend on nothing. So the chain of causes is shown instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules import readings
from samverk.rules.appointments import transfer_name
from samverk.rules.conclude import conclude
from samverk.rules.exit_day import Exit
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding, Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.holdings import holders
from samverk.rules.intervals import FOREVER, ONE_DAY, Interval, make
from samverk.rules.provisions import Appointment, ChairRule, Fee, Provision, Withdrawal
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, lowered, say


@frozen
class _Successor:
    """Who takes the role over, and from which day."""

    party: str
    start: date


def successions(situation: Situation, rule: Withdrawal, item: Exit) -> Iterator[Finding]:
    """One finding for each role of parties that the leaving party holds and that a body must fill anew."""
    for appointment in situation.definition.of_kind(Appointment):
        kind, _, role = appointment.appoints.partition(":")
        entity = situation.definition.roles.get(role) if kind == "role" else None
        if entity is None or entity.held_by != "party" or appointment.replaces or appointment.by == "agreement":
            continue
        if _held_under_notice(situation, role, item):
            yield _finding(situation, rule, item, appointment, role)


def _held_under_notice(situation: Situation, role: str, item: Exit) -> bool:
    """Whether the leaving party held the role on any day from its notice to its last."""
    stop = FOREVER if item.bound_through is None else item.bound_through + ONE_DAY
    under_notice = make(item.notice.given, stop)
    return under_notice is not None and any(
        held.party == item.notice.party and held.interval.overlap(under_notice) for held in holders(situation, role)
    )


def _successor(situation: Situation, role: str, item: Exit) -> _Successor | None:
    """The first other party to take the role after the notice: appointed by the day, also for a later day."""
    for fact in situation.by_kind.get("role.assigned", ()):
        party = fact.party or str(fact.payload.get("holder", "")).removeprefix("party:")
        if fact.payload["role"] != role or party == item.notice.party or fact.valid_on < item.notice.given:
            continue
        if fact.valid_on <= situation.as_of or _decided(fact) <= situation.as_of:
            return _Successor(party, fact.valid_on)
    return None


def _decided(fact: Fact) -> date:
    decided = fact.payload.get("decided_on")
    return date.fromisoformat(str(decided)) if decided else fact.recorded_at.date()


def _finding(situation: Situation, rule: Withdrawal, item: Exit, appointment: Appointment, role: str) -> Finding:
    successor, last = _successor(situation, role, item), item.bound_through
    verdict, headline = _state(situation, item, appointment, successor)
    used = (*readings.uses(situation.definition, rule), *readings.uses(situation.definition, appointment, "vacancy"))
    chain = tuple(_chain(situation, item, appointment, role))
    cites = dict.fromkeys(
        path for provision in (rule, appointment, *_dependent(situation, role)) for path in provision.cite
    )
    stop = FOREVER if successor is None else max(successor.start, item.notice.given + ONE_DAY)
    return conclude(
        situation,
        rule,
        appointment.appoints,
        verdict,
        headline,
        used=tuple(dict.fromkeys(used)),
        cites=tuple(cites),
        period=make(item.notice.given, stop) or Interval(item.notice.given),
        since=item.notice.given,
        due_on=last,
        steps=chain,
        value=successor.party if successor is not None else None,
        bearers=(appointment.by,) if ":" in appointment.by else (),
    )


def _state(
    situation: Situation, item: Exit, appointment: Appointment, successor: _Successor | None
) -> tuple[Verdict, Text]:
    role, last = lowered(situation.name(appointment.appoints)), item.bound_through
    leaver = situation.name(item.notice.party)
    if successor is not None:
        in_time = last is None or successor.start <= last + ONE_DAY
        headline = say(
            "{name} tar över som {role} {day}",
            "{name} takes over as {role} on {day}",
            name=situation.name(successor.party),
            role=role,
            day=successor.start,
        )
        return (Verdict.FULFILLED if in_time else Verdict.FULFILLED_LATE), headline
    who = situation.name(appointment.by)
    if last is None:
        headline = say(
            "{who} behöver utse ny {role}: {leaver} lämnar",
            "{who} needs to appoint a new {role}: {leaver} leaves",
            who=who,
            role=role,
            leaver=leaver,
        )
        return Verdict.PENDING, headline
    if situation.as_of <= last:
        headline = say(
            "{who} behöver utse ny {role} senast {last}",
            "{who} needs to appoint a new {role} by {last}",
            who=who,
            role=role,
            last=last,
        )
        return Verdict.DUE_SOON, headline
    headline = say(
        "{leaver} har lämnat, och ingen är {role} sedan {day}",
        "{leaver} has left, and nobody has been {role} since {day}",
        leaver=leaver,
        role=role,
        day=last + ONE_DAY,
    )
    return Verdict.OVERDUE, headline


def _dependent(situation: Situation, role: str) -> Iterator[Provision]:
    """The provisions that stop working without a holder of the role."""
    reference = f"role:{role}"
    yield from (rule for rule in situation.definition.of_kind(ChairRule) if rule.ex_officio == reference)
    for fee in situation.definition.of_kind(Fee):
        if fee.invoice is not None and fee.invoice.by == reference:
            yield fee


def _chain(situation: Situation, item: Exit, appointment: Appointment, role: str) -> Iterator[Step]:
    """One thing after the other, from the notice to the last consequence."""
    name, leaver, last = (
        lowered(situation.name(appointment.appoints)),
        situation.name(item.notice.party),
        item.bound_through,
    )
    yield Step(
        say(
            "{leaver} är {role} och sade upp sig {day}",
            "{leaver} is {role} and gave notice on {day}",
            leaver=leaver,
            role=name,
            day=item.notice.given,
        )
    )
    if last is None:
        yield Step(
            say(
                "När {leaver} har lämnat saknas {role}",
                "When {leaver} has left there is no {role}",
                leaver=leaver,
                role=name,
            )
        )
    else:
        yield Step(
            say(
                "{leaver} är part till och med {last}; från {day} saknas {role}",
                "{leaver} is a party through {last}; from {day} there is no {role}",
                leaver=leaver,
                last=last,
                day=last + ONE_DAY,
                role=name,
            )
        )
    for rule in _dependent(situation, role):
        yield Step(_consequence(situation, rule))
    for change in situation.definition.of_kind(Appointment):
        if change.replaces and change.appoints == appointment.appoints:
            yield from (Step(_transfer(situation, transfer, last)) for transfer in change.on_change)


def _consequence(situation: Situation, rule: Provision) -> Text:
    if isinstance(rule, ChairRule):
        bodies = [lowered(situation.name(body)) for body in rule.bodies]
        return say("Då saknas ordförande i {bodies}", "Then there is no chair of {bodies}", bodies=bodies)
    return say(
        "Då finns ingen som kan fakturera: {label}",
        "Then there is nobody to invoice: {label}",
        label=lowered(rule.label),
    )


def _transfer(situation: Situation, transfer: str, last: date | None) -> Text:
    what = transfer_name(situation, transfer)
    if last is None:
        return say("Vid bytet: {what}", "At the change: {what}", what=lowered(what))
    return say("Senast {day}: {what}", "By {day}: {what}", day=last, what=lowered(what))
