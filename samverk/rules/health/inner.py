"""What hangs loose in an agreement's own build: roles nobody fills, duties without a day, provisions never used.

``inner`` looks at the definition alone; ``in_use`` at what has happened under it up to a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from samverk.rules.dates import add_period
from samverk.rules.definition import Definition
from samverk.rules.evaluate import Evaluation
from samverk.rules.frozen import fields, frozen, is_frozen
from samverk.rules.provisions import (
    Appointment,
    Composition,
    CostEvent,
    Duty,
    Power,
    Provision,
    RenegotiationRule,
    Withdrawal,
)
from samverk.rules.readback.names import Names
from samverk.rules.triggers import TRIGGERS
from samverk.rules.values import OPEN, Period
from samverk.rules.wording import Many, Text, say

type Sort = Literal[
    "unused-role", "unfilled-role", "no-day", "no-rule-of-decision", "no-members", "never-fires",
    "outdated-name", "old-reading", "never-used",
]  # fmt: skip

# What each sort is called, and why it matters.
SORTS: Mapping[Sort, tuple[Text, Text]] = {
    "unfilled-role": (
        Text("Roller som ingen utser", "Roles nobody appoints"),
        Text(
            "När den första slutar vet ingen vem som ska välja nästa.",
            "When the first one leaves, nobody knows who picks the next.",
        ),
    ),
    "unused-role": (
        Text("Roller som inget hänger på", "Roles nothing hangs on"),
        Text(
            "Rollen kan tas bort, eller så saknas en bestämmelse om den.",
            "The role can go, or a provision about it is missing.",
        ),
    ),
    "no-members": (
        Text("Organ som det inte sägs vilka som sitter i", "Bodies of which it is not said who sits there"),
        Text("Det går inte att se om rätt personer är med.", "Nobody can see whether the right people are there."),
    ),
    "no-rule-of-decision": (
        Text("Organ som beslutar utan beslutsregel", "Bodies that decide without a decision rule"),
        Text(
            "Ett beslut som inte alla står bakom kan ifrågasättas.",
            "A decision that not everybody backs can be questioned.",
        ),
    ),
    "no-day": (
        Text("Skyldigheter utan dag eller antal", "Duties without a day or a number"),
        Text(
            "De räknas men kan aldrig bli försenade, hur länge det än dröjer.",
            "They are counted but can never be late, however long they take.",
        ),
    ),
    "never-fires": (
        Text("Bestämmelser som inget kan utlösa", "Provisions that nothing can set off"),
        Text(
            "Det som ska sätta i gång dem registreras inte i Samverk.",
            "What is to set them off is not recorded in Samverk.",
        ),
    ),
    "outdated-name": (
        Text("Namn som har ändrats", "Names that have changed"),
        Text(
            "Nästa ändring av avtalet är ett bra tillfälle att byta dem.",
            "The next amendment is a good time to change them.",
        ),
    ),
    "old-reading": (
        Text("Läsningar som har varit preliminära i mer än ett år", "Readings provisional for more than a year"),
        Text(
            "Det alla räknar med utan att ha beslutat det är ett antagande som har blivit en vana.",
            "What everybody counts on without having decided it is an assumption turned habit.",
        ),
    ),
    "never-used": (
        Text("Bestämmelser som aldrig har använts", "Provisions never used"),
        Text(
            "Det behöver inte vara fel. Men det som aldrig har prövats är inte säkert att det fungerar.",
            "That need not be wrong. But what has never been tried may not work.",
        ),
    ),
}

A_YEAR = Period(1, "Y")
# What waits for something to happen; the rest holds all the time and cannot be unused.
_WAITING = (Withdrawal, RenegotiationRule, CostEvent)


@frozen
class Remark:
    """One thing that hangs loose. ``reading``: the reading it is about, "" for none."""

    sort: Sort
    text: Text
    cites: tuple[str, ...] = ()
    reading: str = ""


def inner(definition: Definition, municipalities: Mapping[str, str] | None = None) -> tuple[Remark, ...]:
    """What can be seen in the definition itself, sort by sort in the order of ``SORTS``."""
    names = Names(definition, definition.text, municipalities or {})
    found = [*_roles(names), *_bodies(names), *_duties(names), *_actors(names)]
    order = list(SORTS)
    return tuple(sorted(found, key=lambda remark: order.index(remark.sort)))


def in_use(evaluation: Evaluation) -> tuple[Remark, ...]:
    """What can be seen in how the agreement has been used, on the day of the evaluation."""
    return (*_old_readings(evaluation), *_never_used(evaluation))


# --- roles -----------------------------------------------------------------------------------------------


def references(value: Any) -> Iterator[str]:
    """Every word in a provision, a plan or a part of one; among them what points at something: "role:strateg"."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from references(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from references(item)
    elif is_frozen(type(value)):
        for item in fields(type(value)):
            yield from references(getattr(value, item.name))


def _pointed_at(definition: Definition) -> frozenset[str]:
    """The roles that some provision, role, body or plan points at."""
    words = [word for rule in definition.rules.values() for word in references(rule)]
    words += [role.employer for role in definition.roles.values() if role.employer]
    words += [f"role:{body.seat_role}" for body in definition.bodies.values() if body.seat_role]
    words += [word for plan in definition.plans.values() for word in references(plan)]
    parts = (part for word in words for part in (word, *word.split(":")[1:]))
    return frozenset(part.removeprefix("role:").partition(".")[0] for part in parts)


def _filled(definition: Definition) -> frozenset[str]:
    """The roles that somebody is to fill: appointed, kept filled, held by name, or members of a body."""
    found = {rule.appoints.removeprefix("role:") for rule in definition.of_kind(Appointment)}
    found |= {
        (rule.object or "").removeprefix("role:")
        for rule in definition.of_kind(Duty)
        if rule.act in ("keep_role_filled", "take_over_employment")
    }
    found |= {role.id for role in definition.roles.values() if role.holder is not None}
    return frozenset(found)


def _roles(names: Names) -> Iterator[Remark]:
    definition = names.definition
    used, filled = _pointed_at(definition), _filled(definition)
    for role in definition.roles.values():
        if role.id not in used:
            yield Remark(
                "unused-role",
                say("”{role}”: ingen bestämmelse talar om rollen.", "“{role}”: no provision speaks of the role.",
                    role=role.name),
            )  # fmt: skip
        elif role.id not in filled:
            yield Remark(
                "unfilled-role",
                say("”{role}”: det sägs inte vem som utser.", "“{role}”: it is not said who appoints.", role=role.name),
                _cites_of_role(definition, role.id),
            )


def _cites_of_role(definition: Definition, role: str) -> tuple[str, ...]:
    for rule in definition.rules.values():
        if f"role:{role}" in references(rule) and rule.cite:
            return rule.cite
    return ()


# --- bodies, duties, names -------------------------------------------------------------------------------


def _bodies(names: Names) -> Iterator[Remark]:
    definition = names.definition
    seated = {rule.body for rule in definition.of_kind(Composition)}
    seated |= {rule.appoints for rule in definition.of_kind(Appointment)}
    for body in definition.bodies.values():
        powers = [rule for rule in definition.of_kind(Power) if rule.holder == f"body:{body.id}"]
        cites = powers[0].cite if powers else ()
        if not body.external and body.seat_role is None and f"body:{body.id}" not in seated:
            yield Remark("no-members", say("{body}.", "{body}.", body=body.name), cites)
        if powers and all(rule.decision_rule == OPEN for rule in powers):
            yield Remark(
                "no-rule-of-decision",
                _waiting(body.name, len(powers)),
                cites,
                powers[0].basis.get("decision_rule", ""),
            )  # fmt: skip


def _waiting(body: Text, count: int) -> Text:
    if count == 1:
        return say("{body}: ett sorts beslut väntar på en regel.", "{body}: one kind of decision waits for a rule.",
                   body=body)  # fmt: skip
    return say("{body}: {n} sorters beslut väntar på en regel.", "{body}: {n} kinds of decisions wait for a rule.",
               body=body, n=Many(count))  # fmt: skip


def _duties(names: Names) -> Iterator[Remark]:
    for rule in names.definition.of_kind(Duty):
        if rule.trigger is not None and not _fires(rule.trigger):
            yield Remark(
                "never-fires", say("{label}: inget kan utlösa den.", "{label}: nothing can set it off.",
                                   label=rule.label), rule.cite,
            )  # fmt: skip
        elif _without_day(rule):
            yield Remark("no-day", say("{label}.", "{label}.", label=rule.label), rule.cite, _why(rule))


def _fires(trigger: str) -> bool:
    return trigger.partition(":")[0] in TRIGGERS


def _without_day(rule: Duty) -> bool:
    """Whether nobody can say by when it must be done: counted, never judged."""
    if rule.pattern == "recurring":
        return rule.quota is None or rule.quota.min is None
    if rule.pattern == "on_event":
        return not isinstance(rule.within, Period)
    return rule.pattern == "achieve" and rule.due is None


def _why(rule: Duty) -> str:
    """The reading that would give it a day."""
    return next((rule.basis[name] for name in ("quota", "within", "due") if name in rule.basis), "")


def _actors(names: Names) -> Iterator[Remark]:
    for actor in names.definition.actors.values():
        if actor.today is not None and actor.today != actor.name:
            yield Remark(
                "outdated-name",
                say("{then} heter i dag {now}.", "{then} is today called {now}.", then=actor.name, now=actor.today),
            )


# --- in use ----------------------------------------------------------------------------------------------


def _old_readings(evaluation: Evaluation) -> Iterator[Remark]:
    """Provisional for more than a year: from the day the version is in force."""
    definition, day = evaluation.situation.definition, evaluation.situation.as_of
    if add_period(definition.valid_from, A_YEAR) > day:
        return
    for reading in definition.readings.values():
        if reading.status == "provisional":
            yield Remark("old-reading", reading.question, _cites_of_reading(definition, reading.id), reading.id)


def _cites_of_reading(definition: Definition, reading: str) -> tuple[str, ...]:
    return next((rule.cite for rule in definition.rules.values() if reading in rule.basis.values()), ())


def _never_used(evaluation: Evaluation) -> Iterator[Remark]:
    """What waits for something to happen, when nothing has up to the day and somebody has been bound for a year."""
    held = evaluation.situation
    began = min((item.start for item in held.bound), default=date.max)
    if began == date.max or add_period(began, A_YEAR) > held.as_of:
        return
    for rule in held.definition.rules.values():
        if _waits(rule) and not any(item.because for item in evaluation.by_rule.get(rule.id, ())):
            yield Remark("never-used", say("{label}.", "{label}.", label=rule.label), rule.cite)


def _waits(rule: Provision) -> bool:
    if isinstance(rule, Duty):
        return rule.pattern == "on_event" and rule.trigger is not None and _fires(rule.trigger)
    return isinstance(rule, _WAITING) or (isinstance(rule, Power) and rule.modality == "may")
