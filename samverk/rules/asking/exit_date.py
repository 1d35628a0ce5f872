"""Which day is the last for a party that gives notice (N-14, K-9b)?

Everybody the agreement names is taken to be a party. One day for ``received`` is the day all who must have the notice
got it; codes with days are the receipts of all the other parties.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from samverk.rules import readings
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.exit_day import COORDINATOR, DAY_PARAMS, Circle, Exit, Notice, Receipt, exit_of, under_options
from samverk.rules.exit_words import addressed, alternative_of, steps_of
from samverk.rules.finding import Alternative
from samverk.rules.frozen import frozen
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.naming import name_of
from samverk.rules.provisions import Appointment, ChairRule, Withdrawal
from samverk.rules.wording import Text, say

WANTED = (
    Wanted(
        "received",
        Text(
            "dagen då uppsägningen togs emot, eller KOD:DATUM för var och en av de andra",
            "the day the notice was received, or CODE:DATE for each of the others",
        ),
        "2024-02-29",
    ),
    Wanted("dated", Text("dagen på uppsägningen", "the date on the notice"), "2024-02-27"),
    Wanted("sent", Text("dagen då den skickades", "the day it was sent"), "2024-02-28"),
    Wanted("party", Text("koden för den som lämnar", "the code of the one who leaves"), "0187"),
    Wanted("manager", Text("koden för förvaltande kommun", "the code of the managing municipality"), "0186"),
)
# What each clock needs to have been given.
_NEEDS: dict[str, str] = {"notice_dated": "dated", "notice_sent": "sent"}
LEAVER, ANYBODY = "0000", "9999"  # stand-ins that are no municipality's code


@frozen
class _Case:
    """The notice of the question and the circle it is given in."""

    asked: Asked
    rule: Withdrawal
    notice: Notice
    circle: Circle


def answer(asked: Asked) -> Answer:
    """The last day as a party. Error: QuestionError."""
    rule = asked.definition.first(Withdrawal)
    if rule is None:
        raise QuestionError(
            say(
                "{agreement} säger inget om hur en part lämnar.",
                "{agreement} says nothing about how a party leaves.",
                agreement=asked.definition.short,
            )
        )
    case = _case(asked, rule)
    found = _exit(case, rule)
    used = readings.uses(asked.definition, rule, *DAY_PARAMS, "effect")
    if found is None or found.waiting_for:
        raise _lacking(case)
    last = found.last_day
    return asked_answer(
        asked,
        value=last.isoformat() if last is not None else None,
        sentence=_sentence(rule, found),
        verdict=None if last is not None else "unknown",
        because=rule.cite,
        readings=used,
        steps=steps_of(rule, found, addressed(lambda subject: _name(asked, subject), found)),
        alternatives=tuple(_alternatives(case)),
        missing=(found.lacking,) if found.lacking is not None else (),
    )


def _sentence(rule: Withdrawal, found: Exit) -> Text:
    last = found.last_day
    if last is None:
        what = found.lacking or Text("", "")
        return say("Dagen går inte att säga: {what}.", "The day cannot be told: {what}.", what=what)
    if rule.effect == "agreement_ends_for_all":
        sv = "Part till och med {day}; då upphör överenskommelsen för alla."
        return say(sv, "A party through {day}; then the agreement ends for all.", day=last)
    return say("Part till och med {day}.", "A party through {day}.", day=last)


def _name(asked: Asked, subject: str) -> Text:
    if subject == ANYBODY:
        return Text("den andra parten", "the other party")
    return name_of(asked.definition, asked.names, subject)


def _case(asked: Asked, rule: Withdrawal) -> _Case:
    dated, sent, leaver = asked.day("dated"), asked.day("sent"), asked.code("party")
    party = leaver or LEAVER
    text = asked.given.get("received", "")
    by_code = asked.code_days("received") if ":" in text or "," in text else {}
    by_code.pop(party, None)
    single = asked.day("received") if text and not by_code else None
    days = [day for day in (dated, sent, single, *by_code.values()) if day is not None]
    if not days:
        raise asked.missing("received")
    others = set(by_code) or {code for code in asked.definition.parties if code != party} or {ANYBODY}
    by_all = by_code or ({} if single is None else dict.fromkeys(others, single))
    receipts = [Receipt(code, day, 0) for code, day in by_all.items()]
    if single is not None:
        receipts.append(Receipt(party, single, 0))
        receipts.append(Receipt("", single, 0, COORDINATOR))
    receipts.sort(key=lambda item: (item.on, item.by))
    first = min(days)
    notice = Notice(party, first, dated or first, sent, None, 0, tuple(receipts))
    return _Case(asked, rule, notice, _circle(asked, rule, party, others, by_code))


def _circle(asked: Asked, rule: Withdrawal, party: str, others: Collection[str], by_code: dict[str, date]) -> Circle:
    """Everybody bound on every day; the chair is the managing municipality's, as given or as the agreement begins."""
    bound = frozenset((party, *others))
    manager = asked.code("manager") or _first_holder(asked, rule)
    if by_code and manager not in by_code and manager != party and not asked.has("manager"):
        manager = max(by_code, key=lambda code: (by_code[code], code))

    def stands_for(reference: str, _day: date) -> str | None:
        return reference.removeprefix("party:") if reference.startswith("party:") else manager

    return Circle(lambda _day: bound, stands_for, lambda _reference, _day: bound)


def _first_holder(asked: Asked, rule: Withdrawal) -> str | None:
    """Who holds, by the agreement's own words, the role whose holder is the addressee."""
    kind, _, name = rule.addressees.partition(":")
    role = rule.addressees if kind == "role" else None
    for chair in asked.definition.of_kind(ChairRule):
        if f"body:{name.removesuffix('.chair')}" in chair.bodies:
            role = chair.ex_officio
    named = (item.holder for item in asked.definition.of_kind(Appointment) if item.appoints == role)
    first = next((holder for holder in named if holder is not None), None)
    return first.removeprefix("party:") if first is not None else None


def _needed(rule: Withdrawal) -> str:
    return _NEEDS.get(rule.clock, "received")


def _exit(case: _Case, rule: Withdrawal) -> Exit | None:
    """The exit under a provision; None where what its clock needs was not given."""
    variants = under_options(case.asked.definition, rule)
    if not any(case.asked.given.get(_needed(item)) for item in variants):
        return None
    found = exit_of(case.asked.definition, rule, case.notice, case.circle)
    if len(variants) > 1 and not all(case.asked.given.get(_needed(item)) for item in variants):
        lacking = say(
            "en läsning som är öppen, ”{id}”", "a reading that is open, “{id}”", id=rule.basis.get("clock", "")
        )
        return Exit(case.notice, found.addressees, lacking=lacking)
    return found


def _lacking(case: _Case) -> QuestionError:
    """What the clock in use needs, and the day the other readings would give."""
    rule, asked = case.rule, case.asked
    needed = _needed(rule)
    others = [item for item in _alternatives(case) if item.value is not None and item.text is not None]
    reading = asked.definition.readings.get(rule.basis.get("clock", ""))
    what = next(item for item in WANTED if item.name == needed)
    clause = asked.definition.clause_of(rule.cite[0]).name if rule.cite else asked.definition.short
    start = say(
        "exit_date behöver ”{needed}”, {about}, eftersom tiden räknas därifrån ({clause}); ange till exempel {example}",
        "exit_date needs “{needed}”, {about}, because the time runs from there ({clause}); give for example {example}",
        needed=needed,
        about=what.about,
        clause=clause,
        example=f"{needed}={what.example}",
    )
    own = [item.text for item in others if reading is not None and item.reading == reading.id]
    if not own:
        return QuestionError(say("{start}.", "{start}.", start=start))
    return QuestionError(
        say("{start}; en annan läsning, {other}.", "{start}; another reading, {other}.", start=start, other=own[0])
    )


def _alternatives(case: _Case) -> list[Alternative]:
    """The day under every other option of every reading it rests on."""
    definition, found = case.asked.definition, []
    used = readings.uses(definition, case.rule, *DAY_PARAMS, "effect")
    for reading, option in readings.others(definition, used):
        reread = readings.reread(case.rule, definition, {reading.id: option})
        other = _exit(case, reread)
        if other is not None:
            found.append(alternative_of(reread, reading, option, other))
        else:
            text = say(
                "”{label}”: behöver ”{needed}”", "“{label}”: needs “{needed}”", label=reading.label_of(option),
                needed=_needed(reread),
            )  # fmt: skip
            found.append(Alternative(reading.id, option, None, text=text))
    return found
