"""From which day does a change hold (N-12)? Where the agreement names no parties, those who sign are taken to be all.

Each party is taken to have decided by the day it signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from samverk.rules import readings
from samverk.rules.amendment import DAY_PARAMS, Amendment, amendments, effect_of, steps_of
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.asking.start import start_of
from samverk.rules.facts import Fact
from samverk.rules.finding import Alternative, ReadingUse, Step
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.intervals import FOREVER, ONE_DAY, Interval, make
from samverk.rules.naming import name_of
from samverk.rules.provisions import AmendmentRule
from samverk.rules.wording import Text, say

WANTED = (
    Wanted("signed", Text("underskrifterna, KOD:DATUM", "the signatures, CODE:DATE"), "0114:2026-03-01", required=True),
    Wanted("leaves", Text("de som lämnar, KOD:SISTA DAGEN", "those who leave, CODE:LAST DAY"), "0187:2026-09-02"),
    Wanted("from", Text("dagen ändringen själv anger", "the day the change itself gives"), "2026-07-01"),
    Wanted("proposed", Text("dagen då den föreslogs", "the day it was proposed"), "2026-02-01"),
    Wanted("parties", Text("parternas koder", "the codes of the parties"), "0114,0115"),
)
type Membership = Mapping[str, tuple[Interval, ...]]


def answer(asked: Asked) -> Answer:
    """The first day a change holds, or None with whose signature is missing. Error: QuestionError."""
    definition = asked.definition
    rule = definition.first(AmendmentRule)
    if rule is None:
        raise QuestionError(
            say(
                "{agreement} säger inget om hur texten ändras.",
                "{agreement} does not say how the text is changed.",
                agreement=definition.short,
            )
        )
    membership = _membership(asked)
    (change,) = amendments(_facts(asked))
    last = max((item.on for item in change.signatures.values()), default=start_of(definition))
    effect = effect_of(rule, change, membership, last)
    used = readings.uses(definition, rule, *DAY_PARAMS)
    names = [name_of(definition, asked.names, code) for code in effect.missing]
    lacking = say("underskrift av {names}", "the signature of {names}", names=names)
    return asked_answer(
        asked,
        value=effect.day.isoformat() if effect.day is not None else None,
        sentence=say("Ändringen gäller från {day}.", "The change holds from {day}.", day=effect.day)
        if effect.day is not None
        else say(
            "Ändringen gäller inte: {lacking} saknas.",
            "The change does not hold: {lacking} is missing.",
            lacking=lacking,
        ),
        verdict=None if effect.day is not None else "pending",
        because=rule.cite,
        readings=used,
        steps=(
            *_taken_for_all(asked, membership),
            *steps_of(lambda code: name_of(definition, asked.names, code), change, effect),
        ),
        alternatives=tuple(_alternatives(asked, rule, change, membership, used)),
        missing=(lacking,) if names and effect.day is None else (),
    )


def _taken_for_all(asked: Asked, membership: Membership) -> Iterator[Step]:
    """Said where nobody has told who the parties are: otherwise one signature looks like everybody's."""
    if not asked.codes("parties") and not asked.definition.parties:
        names = [name_of(asked.definition, asked.names, code) for code in membership]
        yield Step(
            say(
                "Parterna är inte angivna (parties); här räknas bara {names}",
                "The parties are not given (parties); counted here: only {names}",
                names=names,
            )
        )


def _membership(asked: Asked) -> Membership:
    """The parties, bound from the start or their signature, whichever is earlier, and until when."""
    signed, leaving = asked.code_days("signed"), asked.code_days("leaves")
    codes = asked.codes("parties") or tuple(asked.definition.parties) or (*signed, *leaving)
    start = min([start_of(asked.definition), *signed.values()])
    found: dict[str, tuple[Interval, ...]] = {}
    for code in dict.fromkeys(codes):
        held = make(start, leaving[code] + ONE_DAY if code in leaving else FOREVER)
        found[code] = (held,) if held is not None else ()
    return found


def _facts(asked: Asked) -> Iterator[Fact]:
    """The proposal and the signatures as facts, in order of day."""
    signed = asked.code_days("signed")
    proposed = asked.day("proposed") or min(signed.values(), default=start_of(asked.definition))
    starts, moment = asked.day("from"), datetime(1900, 1, 1, tzinfo=UTC)
    payload = {"amendment": "-"} | ({} if starts is None else {"from": starts.isoformat()})
    yield Fact(1, "amendment.proposed", proposed, moment, None, payload)
    for seq, (code, day) in enumerate(sorted(signed.items(), key=lambda item: (item[1], item[0])), 2):
        yield Fact(seq, "amendment.signed", day, moment, code, {"amendment": "-", "decided_on": day.isoformat()})


def _alternatives(
    asked: Asked, rule: AmendmentRule, change: Amendment, membership: Membership, used: tuple[ReadingUse, ...]
) -> Iterator[Alternative]:
    """The day under every other option of every reading it rests on."""
    as_of: date = max((item.on for item in change.signatures.values()), default=start_of(asked.definition))
    for reading, option in readings.others(asked.definition, used):
        reread = readings.reread(rule, asked.definition, {reading.id: option})
        day, label = effect_of(reread, change, membership, as_of).day, reading.label_of(option)
        text = (
            say("”{label}”: gäller från {day}", "“{label}”: holds from {day}", label=label, day=day)
            if day is not None
            else say("”{label}”: gäller inte", "“{label}”: does not hold", label=label)
        )
        yield Alternative(reading.id, option, day.isoformat() if day is not None else None, text=text)
