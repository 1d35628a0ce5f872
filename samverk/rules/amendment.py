"""From which day a change of the text holds: when everybody who must has signed it (N-12).

The first day on which every party of that day has signed, each after its own decision where the reading asks for it.
One formula covers those who leave (their missing signature stops mattering the day after their last) and those who
join (they must sign too). Nobody who is bound by unanimity is ever bound without a signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from samverk.rules import readings
from samverk.rules.conclude import conclude, names
from samverk.rules.facts import Fact
from samverk.rules.finding import Alternative, Finding, Later, Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.intervals import FOREVER, Interval
from samverk.rules.provisions import AmendmentRule
from samverk.rules.situation import Situation
from samverk.rules.wording import Parties, Text, say

AMENDMENT_KINDS = ("amendment.proposed", "amendment.signed", "decision.made")
DAY_PARAMS = ("consent", "electorate_at", "effective", "internal_decision")


@frozen
class Signature:
    """A party signed on a day; ``decided_on``: when its own board had decided, where that is recorded."""

    on: date
    decided_on: date | None
    fact: int


@frozen
class Amendment:
    """A proposed change. ``from_``: the day it names itself; ``decided``: when a body decided it, for texts where
    that is enough.
    """

    id: str
    proposed: date | None
    from_: date | None
    summary: str | None
    signatures: Mapping[str, Signature]
    decided: date | None
    facts: tuple[Fact, ...]


@frozen
class Effect:
    """``day``: the first day the change holds, None while it does not. ``needed``: whose signature counts;
    ``signed``: those that do; ``missing``: those still lacking on the day asked about.
    """

    day: date | None
    needed: tuple[str, ...]
    signed: tuple[str, ...]
    missing: tuple[str, ...]


def amendments(facts: Iterable[Fact]) -> tuple[Amendment, ...]:
    """The changes proposed or signed among facts in order of day, in the order they were first mentioned."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind in ("amendment.proposed", "amendment.signed"):
            found.setdefault(str(fact.payload["amendment"]), []).append(fact)
        elif fact.kind == "decision.made" and fact.payload.get("act") == "amend" and fact.payload.get("object"):
            found.setdefault(str(fact.payload["object"]), []).append(fact)
    return tuple(_amendment(name, own) for name, own in found.items())


def _amendment(name: str, facts: list[Fact]) -> Amendment:
    proposed = next((fact for fact in facts if fact.kind == "amendment.proposed"), None)
    signatures: dict[str, Signature] = {}
    for fact in facts:
        if fact.kind == "amendment.signed":
            new = Signature(fact.valid_on, _day(fact.payload.get("decided_on")), fact.seq)
            old = signatures.get(fact.party or "")
            if old is None or (old.decided_on is None and new.decided_on is not None):
                signatures[fact.party or ""] = new
    return Amendment(
        id=name,
        proposed=proposed.valid_on if proposed is not None else None,
        from_=_day(proposed.payload.get("from")) if proposed is not None else None,
        summary=str(proposed.payload["summary"]) if proposed is not None and proposed.payload.get("summary") else None,
        signatures=signatures,
        decided=next((fact.valid_on for fact in facts if fact.kind == "decision.made"), None),
        facts=tuple(facts),
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def effect_of(
    rule: AmendmentRule, amendment: Amendment, membership: Mapping[str, tuple[Interval, ...]], as_of: date
) -> Effect:
    """When a change begins to hold, and who is still to sign as of a day."""
    signed = _complete(rule, amendment)
    now = _bound(membership, as_of)
    if rule.consent == "body":
        return Effect(_not_before(amendment, amendment.decided), (), (), ())
    if rule.electorate_at == "on_proposal":
        fixed = _bound(membership, amendment.proposed) if amendment.proposed is not None else now
        return _fixed(amendment, fixed, signed, as_of)
    done = tuple(code for code in now if code in signed and signed[code] <= as_of)
    missing = tuple(code for code in now if code not in done)
    share = _share(rule)
    if share is None or _undated(rule, amendment):
        return Effect(None, now, done, missing)
    for day in _candidates(amendment, membership, signed):
        bound = _bound(membership, day)
        agree = sum(1 for code in bound if code in signed and signed[code] <= day)
        if bound and agree >= share * len(bound):
            return Effect(day, now, done, missing)
    return Effect(None, now, done, missing)


def _share(rule: AmendmentRule) -> Fraction | None:
    """How many of the parties must have signed; None while that is open, or the majority is not said."""
    if "open" in (rule.consent, rule.electorate_at, rule.effective):
        return None
    if rule.consent != "qualified":
        return Fraction(1)
    return Fraction(rule.share) if rule.share else None


def _undated(rule: AmendmentRule, amendment: Amendment) -> bool:
    """Whether the change should name its day and does not."""
    return rule.effective == "fixed_date" and amendment.from_ is None


def _complete(rule: AmendmentRule, amendment: Amendment) -> dict[str, date]:
    """The day from which each signature counts: not before the party's own decision where that is needed."""
    found: dict[str, date] = {}
    for code, signature in amendment.signatures.items():
        if rule.internal_decision != "as_entry":
            found[code] = signature.on
        elif signature.decided_on is not None:
            found[code] = max(signature.on, signature.decided_on)
    return found


def _fixed(amendment: Amendment, electorate: tuple[str, ...], signed: Mapping[str, date], as_of: date) -> Effect:
    done = tuple(code for code in electorate if code in signed and signed[code] <= as_of)
    missing = tuple(code for code in electorate if code not in done)
    if not electorate or any(code not in signed for code in electorate):
        return Effect(None, electorate, done, missing)
    return Effect(_not_before(amendment, max(signed[code] for code in electorate)), electorate, done, missing)


def _not_before(amendment: Amendment, day: date | None) -> date | None:
    return day if day is None or amendment.from_ is None else max(day, amendment.from_)


def _candidates(
    amendment: Amendment, membership: Mapping[str, tuple[Interval, ...]], signed: Mapping[str, date]
) -> list[date]:
    """The days on which the condition can begin to hold: a signature, an entry, after an exit, the day named."""
    if not signed:
        return []
    earliest = max(min(signed.values()), amendment.from_ or date.min)
    changes = {day for held in membership.values() for item in held for day in (item.start, item.stop)}
    return sorted(day for day in {*signed.values(), *changes, earliest} if earliest <= day < FOREVER)


def _bound(membership: Mapping[str, tuple[Interval, ...]], day: date) -> tuple[str, ...]:
    return tuple(sorted(code for code, held in membership.items() if any(day in item for item in held)))


# --- findings -------------------------------------------------------------------------------------------


def findings(situation: Situation, rule: AmendmentRule) -> Iterator[Finding]:
    """A summary, and one finding for each change proposed or signed."""
    known = amendments(situation.of(*AMENDMENT_KINDS))
    effects = [(item, effect_of(rule, item, situation.membership, situation.as_of)) for item in known]
    yield _summary(situation, rule, effects)
    for item, effect in effects:
        yield _finding(situation, rule, item, effect)


def _summary(situation: Situation, rule: AmendmentRule, effects: list[tuple[Amendment, Effect]]) -> Finding:
    waiting = [(item, effect) for item, effect in effects if not _holds(effect, situation.as_of)]
    holding = len(effects) - len(waiting)
    if not effects:
        headline, verdict = Text("Ingen ändring är föreslagen", "No change is proposed"), Verdict.NOT_APPLICABLE
    elif len(waiting) == 1:
        effect = waiting[0][1]
        headline = say(
            "Ett förslag ute: {signed} av {needed} har skrivit under",
            "One proposal out: {signed} of {needed} have signed",
            signed=len(effect.signed),
            needed=len(effect.needed),
        )
        verdict = Verdict.PENDING
    elif waiting:
        headline = say("{count} förslag ute", "{count} proposals out", count=len(waiting))
        verdict = Verdict.PENDING
    else:
        headline = say("{count} ändringar gäller", "{count} changes in force", count=holding)
        verdict = Verdict.INFORMATION
        if holding == 1:
            headline = Text("En ändring gäller", "One change in force")
    value = {"waiting": len(waiting), "in_force": holding}
    return conclude(situation, rule, "parties", verdict, headline, plain="stated", value=value)


def _holds(effect: Effect, as_of: date) -> bool:
    return effect.day is not None and effect.day <= as_of


def _finding(situation: Situation, rule: AmendmentRule, item: Amendment, effect: Effect) -> Finding:
    what = Text(item.summary or item.id, item.summary or item.id)
    if _holds(effect, situation.as_of):
        verdict, headline = (
            Verdict.FULFILLED,
            say("{what}: gäller från {day}", "{what}: in force from {day}", what=what, day=effect.day),
        )
    elif effect.day is not None:
        verdict, headline = (
            Verdict.PENDING,
            say("{what}: börjar gälla {day}", "{what}: will be in force from {day}", what=what, day=effect.day),
        )
    else:
        verdict, headline = (
            Verdict.PENDING,
            say(
                "{what}: {signed} av {needed} har skrivit under",
                "{what}: {signed} of {needed} have signed",
                what=what,
                signed=len(effect.signed),
                needed=len(effect.needed),
            ),
        )
    return conclude(
        situation,
        rule,
        f"amendment:{item.id}",
        verdict,
        headline,
        facts=item.facts,
        value=effect.day.isoformat() if effect.day is not None else None,
        since=item.proposed,
        steps=Later(steps_of, situation.name, item, effect),
        alternatives=Later(_alternatives, situation, rule, item),
        missing=_missing(situation, rule, item, effect),
        bearers=tuple(f"party:{code}" for code in effect.missing) if not _holds(effect, situation.as_of) else (),
    )


def steps_of(name: Callable[[str], Text], item: Amendment, effect: Effect) -> tuple[Step, ...]:
    """How the day is reached: who has signed, who was last, what the change itself says. ``name`` of a code."""
    signatures = {code: item.signatures[code].on for code in effect.signed if code in item.signatures}
    steps = []
    if effect.needed:
        steps.append(
            Step(
                say(
                    "{signed} av {needed} har skrivit under",
                    "{signed} of {needed} have signed",
                    signed=len(effect.signed),
                    needed=Parties(len(effect.needed)),
                )
            )
        )
    if signatures:
        last = max(signatures, key=lambda code: (signatures[code], code))
        steps.append(
            Step(
                say(
                    "Sist skrev {name} under, {day}",
                    "{name} signed last, on {day}",
                    name=name(last),
                    day=signatures[last],
                )
            )
        )
    if item.from_ is not None:
        steps.append(
            Step(
                say(
                    "Ändringen ska gälla tidigast {day}",
                    "The change is to hold from {day} at the earliest",
                    day=item.from_,
                )
            )
        )
    if effect.day is not None:
        steps.append(Step(say("Gäller från {day}", "In force from {day}", day=effect.day)))
    return tuple(steps)


def _missing(situation: Situation, rule: AmendmentRule, item: Amendment, effect: Effect) -> tuple[Text, ...]:
    if _holds(effect, situation.as_of) or not effect.missing:
        return ()
    undecided = [code for code in effect.missing if code in item.signatures and rule.internal_decision == "as_entry"]
    unsigned = [code for code in effect.missing if code not in undecided]
    found = []
    if unsigned:
        found.append(say("underskrift av {names}", "the signature of {names}", names=names(situation, unsigned)))
    if undecided:
        found.append(say("eget beslut av {names}", "the own decision of {names}", names=names(situation, undecided)))
    return tuple(found)


def _alternatives(situation: Situation, rule: AmendmentRule, item: Amendment) -> Iterator[Alternative]:
    """The day under every other option of the readings it rests on."""
    used = readings.uses(situation.definition, rule, *DAY_PARAMS)
    for reading, option in readings.others(situation.definition, used):
        reread = readings.reread(rule, situation.definition, {reading.id: option})
        day = effect_of(reread, item, situation.membership, situation.as_of).day
        label = reading.label_of(option)
        if day is None:
            text = say("”{label}”: gäller inte än", "“{label}”: not in force yet", label=label)
        else:
            text = say("”{label}”: gäller från {day}", "“{label}”: in force from {day}", label=label, day=day)
        yield Alternative(reading.id, option, day.isoformat() if day is not None else None, text=text)
