"""A recommendation on its way through the municipalities: referral, adoption, who is late, what is lacking (K-L1–K-L9).

The day answers are wished for is no cut-off: a late answer counts and is marked, unless a reading says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from samverk.rules import readings
from samverk.rules.admission import may_be_party
from samverk.rules.conclude import conclude, names
from samverk.rules.facts import Fact
from samverk.rules.finding import Alternative, Finding, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.histories import HISTORY_KINDS, PartyHistory, histories
from samverk.rules.intervals import ONE_DAY, make
from samverk.rules.provisions import AdoptionRound
from samverk.rules.situation import Situation
from samverk.rules.values import RoundStep
from samverk.rules.wording import Text, say

type Outcome = Literal["adopts", "adopts_with_reservation", "declines", "postponed", "no_answer"]

OUTCOME_NAMES: dict[Outcome, Text] = {
    "adopts": Text("Antagit", "Adopted"),
    "adopts_with_reservation": Text("Antagit med förbehåll", "Adopted with reservation"),
    "declines": Text("Avböjt", "Declined"),
    "postponed": Text("Bordlagt", "Postponed"),
    "no_answer": Text("Inte svarat", "No answer"),
}


@frozen
class Answer:
    """Where a municipality stands in a round. ``on``: the day of its decision; ``late``: after the day wished for.

    ``referred``: its answer to the referral, if any; ``referred_late``: whether that came after its last day.
    ``lacks_extract``: a decision to adopt whose paper is not home.
    """

    party: str
    outcome: Outcome
    on: date | None
    late: bool
    fact: Fact | None
    referred: Fact | None
    referred_late: bool
    lacks_extract: bool


def step_of(rule: AdoptionRound, act: str) -> RoundStep | None:
    """The step of a round with an act ("refer", "recommend", "adopt"), or None."""
    return next((step for step in rule.steps if step.act == act), None)


def invited(situation: Situation) -> tuple[str, ...]:
    """Everybody the round is addressed to: whoever the agreement has a place for, among names and facts."""
    known = {*situation.definition.parties, *situation.names, *(fact.party for fact in situation.of(*HISTORY_KINDS))}
    return tuple(sorted(code for code in known if code is not None and may_be_party(code, situation.definition)))


def answers(situation: Situation, rule: AdoptionRound) -> dict[str, Answer]:
    """The answer of everybody invited, by code, as it stands on the day."""
    known = situation.of(*HISTORY_KINDS)
    held = histories(situation.definition, known, situation.as_of, bound=situation.timeline)
    referred = {fact.party: fact for fact in reversed(situation.of("referral.answered"))}
    return {code: _answer(rule, code, held.get(code), referred.get(code)) for code in invited(situation)}


def _answer(rule: AdoptionRound, code: str, history: PartyHistory | None, referred: Fact | None) -> Answer:
    outcome, on = _outcome(history)
    due, refer = step_of(rule, "adopt"), step_of(rule, "refer")
    late = on is not None and due is not None and due.due is not None and on > due.due
    referred_late = (
        referred is not None and refer is not None and refer.due is not None and referred.valid_on > refer.due
    )
    return Answer(
        party=code,
        outcome=outcome,
        on=on,
        late=late,
        fact=_decisive(history, outcome),
        referred=referred,
        referred_late=referred_late,
        lacks_extract=history is not None and history.lacks_extract,
    )


def _outcome(history: PartyHistory | None) -> tuple[Outcome, date | None]:
    if history is None or history.position is None:
        return "no_answer", None
    if history.spells:
        entry = history.spells[0].entry
        return "adopts", entry.met.get("adoption_decision", history.spells[0].interval.start)
    position = history.position
    if position.kind == "decision.declined":
        return "declines", position.valid_on
    if position.kind == "decision.postponed":
        return "postponed", position.valid_on
    return ("adopts_with_reservation" if position.payload.get("reservation") else "adopts"), position.valid_on


def _decisive(history: PartyHistory | None, outcome: Outcome) -> Fact | None:
    if history is None:
        return None
    return history.decided if outcome == "adopts" else history.position


def reached(codes: Iterable[str], figures: Mapping[str, int]) -> tuple[int, int]:
    """Inhabitants of some municipalities, and of all in ``figures``; those without a figure are left out."""
    return sum(figures.get(code, 0) for code in codes), sum(figures.values())


# --- findings -------------------------------------------------------------------------------------------


def findings(situation: Situation, rule: AdoptionRound) -> Iterator[Finding]:
    """A summary of the round and of its referral, and one finding for everybody invited."""
    found = answers(situation, rule)
    refer = step_of(rule, "refer")
    if refer is not None:
        yield _referral(situation, rule, refer, found)
    yield _summary(situation, rule, found)
    for answer in found.values():
        yield _party(situation, rule, answer)


def _referral(situation: Situation, rule: AdoptionRound, step: RoundStep, found: dict[str, Answer]) -> Finding:
    """How many answered the referral; history once its day has passed."""
    came = [answer for answer in found.values() if answer.referred is not None]
    late = [answer for answer in came if answer.referred_late]
    sent = next(iter(situation.of("referral.sent")), None)
    headline = say(
        "{came} av {all} har svarat på remissen",
        "{came} of {all} have answered the referral",
        came=len(came),
        all=len(found),
    )
    detail = say("Efter dagen: {names}.", "After the day: {names}.", names=names(situation, [a.party for a in late]))
    facts = [fact for fact in (sent, *(answer.referred for answer in came)) if fact is not None]
    start = sent.valid_on if sent is not None else min((fact.valid_on for fact in facts), default=situation.as_of)
    last = max((fact.valid_on for fact in facts), default=start)
    return conclude(
        situation,
        rule,
        "parties",
        Verdict.INFORMATION,
        headline,
        plain="stated",
        facts=facts,
        detail=detail if late else None,
        period=make(start, max(step.due or last, last) + ONE_DAY),
        due_on=step.due,
        value={"answered": len(came), "late": len(late), "of": len(found)},
    )


def _summary(situation: Situation, rule: AdoptionRound, found: dict[str, Answer]) -> Finding:
    count = Counter(answer.outcome for answer in found.values())
    came = len(found) - count["no_answer"]
    late = [answer.party for answer in found.values() if answer.late]
    headline = say("{came} av {all} har svarat", "{came} of {all} have answered", came=came, all=len(found))
    waiting = [answer.party for answer in found.values() if answer.outcome == "postponed"]
    if waiting:
        headline = say(
            "{came} av {all} har svarat, {names} har skjutit upp sitt beslut",
            "{came} of {all} have answered, {names} postponed the decision",
            came=came,
            all=len(found),
            names=names(situation, waiting),
        )
    parts = [
        say("{name}: {count}.", "{name}: {count}.", name=OUTCOME_NAMES[outcome], count=count[outcome])
        for outcome in OUTCOME_NAMES
        if count[outcome] and outcome != "no_answer"
    ]
    if late:
        parts.append(say("Efter dagen: {names}.", "After the day: {names}.", names=names(situation, late)))
    covered = _covered(situation, found)
    if covered is not None:
        parts.append(covered)
    due = _due(rule)
    without = [answer.party for answer in found.values() if answer.lacks_extract]
    missing = say("protokollsutdrag från {names}", "the minutes extract of {names}", names=names(situation, without))
    return conclude(
        situation,
        rule,
        "parties",
        _of_all(count, due, situation.as_of),
        headline,
        detail=Text(" ".join(part.sv for part in parts), " ".join(part.en for part in parts)) if parts else None,
        value={**{outcome: count[outcome] for outcome in OUTCOME_NAMES}, "late": len(late), "of": len(found)},
        due_on=due,
        missing=(missing,) if without else (),
    )


def _of_all(count: Mapping[Outcome, int], due: date | None, as_of: date) -> Verdict:
    if not count["no_answer"] and not count["postponed"]:
        return Verdict.FULFILLED
    return _waiting(due, as_of)


def _due(rule: AdoptionRound) -> date | None:
    step = step_of(rule, "adopt")
    return step.due if step is not None else None


def _covered(situation: Situation, found: dict[str, Answer]) -> Text | None:
    """The share of inhabitants that live in a municipality that has adopted, where figures are recorded."""
    updates = [fact for fact in situation.of("weights.updated") if fact.payload.get("figures")]
    if not updates:
        return None
    figures = {code: int(updates[-1].payload["figures"].get(code, 0)) for code in found}
    part, whole = reached((a.party for a in found.values() if a.outcome == "adopts"), figures)
    return (
        say("{part} av {whole} invånare.", "{part} of {whole} inhabitants.", part=part, whole=whole) if whole else None
    )


def _party(situation: Situation, rule: AdoptionRound, answer: Answer) -> Finding:
    due = _due(rule)
    verdict, headline = _state(situation, rule, answer, due)
    facts = [fact for fact in (answer.referred, answer.fact) if fact is not None]
    waits = answer.outcome in ("no_answer", "postponed")
    wish = Text("Dagen är ett önskemål: ett senare svar tas emot.", "The day is a wish: a later answer is accepted.")
    return conclude(
        situation,
        rule,
        f"party:{answer.party}",
        verdict,
        headline,
        facts=facts,
        detail=wish if waits and rule.late_answer == "accepted" and due is not None else None,
        value={"outcome": answer.outcome, "on": answer.on.isoformat() if answer.on else None, "late": answer.late},
        due_on=due if waits else None,
        missing=(Text("protokollsutdrag", "the minutes extract"),) if answer.lacks_extract else (),
        alternatives=tuple(_alternatives(situation, rule, answer))
        if answer.late and answer.outcome == "adopts"
        else (),
        bearers=(f"party:{answer.party}",),
    )


def _state(situation: Situation, rule: AdoptionRound, answer: Answer, due: date | None) -> tuple[Verdict, Text]:
    name, day = situation.name(answer.party), answer.on
    late = answer.late and due is not None
    match answer.outcome:
        case "adopts":
            headline = say("{name} antog {day}", "{name} adopted on {day}", name=name, day=day)
            if not late:
                return Verdict.FULFILLED, headline
            headline = say(
                "{name} antog {day}, efter {due}", "{name} adopted on {day}, after {due}", name=name, day=day, due=due
            )
            return _late(rule), headline
        case "adopts_with_reservation":
            headline = say(
                "{name} antog med förbehåll {day}", "{name} adopted with a reservation on {day}", name=name, day=day
            )
            return Verdict.UNKNOWN, headline
        case "declines":
            return Verdict.INFORMATION, say("{name} avböjde {day}", "{name} declined on {day}", name=name, day=day)
        case "postponed":
            headline = say("{name} bordlade frågan {day}", "{name} postponed the matter on {day}", name=name, day=day)
            return _waiting(due, situation.as_of), headline
        case "no_answer":
            return _waiting(due, situation.as_of), say("{name} har inte svarat", "{name} has not answered", name=name)


def _waiting(due: date | None, as_of: date) -> Verdict:
    return Verdict.PENDING if due is None or as_of <= due else Verdict.OVERDUE


def _late(rule: AdoptionRound) -> Verdict:
    """What an adoption after the day amounts to under the reading in use."""
    return {"accepted": Verdict.FULFILLED_LATE, "refused": Verdict.NOT_APPLICABLE, "open": Verdict.UNKNOWN}[
        rule.late_answer
    ]


def _alternatives(situation: Situation, rule: AdoptionRound, answer: Answer) -> Iterator[Alternative]:
    """What a late adoption amounts to under the other options."""
    used = readings.uses(situation.definition, rule, "late_answer")
    for reading, option in readings.others(situation.definition, used):
        reread = readings.reread(rule, situation.definition, {reading.id: option})
        counts = reread.late_answer != "refused"
        text = (
            say("”{label}”: antagandet gäller", "“{label}”: the adoption counts", label=reading.label_of(option))
            if counts
            else say(
                "”{label}”: antagandet gäller inte",
                "“{label}”: the adoption does not count",
                label=reading.label_of(option),
            )
        )
        yield Alternative(reading.id, option, answer.outcome if counts else "no_answer", text=text)
