"""The words for which day is a party's last: whom a notice reached, each step of the count, what is still awaited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from samverk.rules.dates import period_in_words
from samverk.rules.definition import JsonValue, Reading
from samverk.rules.exit_day import COORDINATOR, Exit
from samverk.rules.finding import Alternative, Step
from samverk.rules.intervals import ONE_DAY
from samverk.rules.provisions import Withdrawal
from samverk.rules.values import OPEN, Period
from samverk.rules.wording import Many, Text, lowered, say

_ANY_CLOCK = Text("Tiden räknas från {day}", "The period runs from {day}")

type Namer = Callable[[str], Text]

_STARTED: dict[str, Text] = {
    "notice_dated": Text("Uppsägningens datum: {day}", "Date on the notice: {day}"),
    "notice_sent": Text("Uppsägningen skickades {day}", "The notice was sent on {day}"),
    "notice_received": Text("{who} fick uppsägningen {day}", "{who} received the notice on {day}"),
    "first_receipt": Text("Den första fick uppsägningen {day}", "The first received the notice on {day}"),
    "last_receipt": Text("Den sista fick uppsägningen {day}", "The last received the notice on {day}"),
    "receipt_by_coordinator": Text("Samordnaren fick uppsägningen {day}", "The coordinator received it on {day}"),
    "calendar_year_end_after_receipt": Text("Årsskiftet efter mottagandet: {day}", "Year-end after receipt: {day}"),
}


def waits_for(item: Exit) -> Text:
    """What the last day waits for, as the end of a sentence."""
    if len(item.waiting_for) > 1:
        return say("{count} mottagningsbevis", "{count} receipts", count=Many(len(item.waiting_for)))
    if item.waiting_for:
        return Text("ett mottagningsbevis", "a receipt")
    return item.lacking or Text("en uppgift", "a fact")


def addressee_name(name: Namer, addressee: str) -> Text:
    """What people call an addressee: a municipality, a role, a body's chair, the coordinator."""
    if addressee == COORDINATOR or not addressee:
        return Text("samordnaren", "the coordinator") if addressee else Text("någon", "somebody")
    if addressee.endswith(".chair"):
        body = lowered(name(addressee.removesuffix(".chair")))
        return say("ordföranden i {body}", "the chair of {body}", body=body)
    return name(addressee)


def addressed(name: Namer, item: Exit) -> Text:
    """Who a notice went to: the one addressee, or how many they are."""
    if len(item.addressees) == 1:
        return addressee_name(name, item.addressees[0])
    return say("alla {count}", "all {count}", count=Many(len(item.addressees)))


def steps_of(rule: Withdrawal, item: Exit, addressed_: Text) -> tuple[Step, ...]:
    """How the last day is reached, one line for each move. ``addressed_``: who received the notice, in words."""
    if item.notice.through is not None:
        return (Step(say("Antaget: part till och med {day}", "Assumed: a party through {day}", day=item.last_day)),)
    if item.anchor is None or not isinstance(rule.period, Period):
        return ()
    start = _STARTED.get(rule.clock, _ANY_CLOCK)
    steps = [Step(say(start.sv, start.en, day=item.anchor, who=_capital(addressed_)))]
    if item.ends is None or item.last_day is None:
        return tuple(steps)
    period = period_in_words(rule.period)
    steps.append(
        Step(
            say(
                "{day} + {period} = {ends}", "{day} + {period} = {ends}", day=item.anchor, period=period, ends=item.ends
            )
        )
    )
    if rule.holiday_shift == "next_working_day":
        steps.append(
            Step(say("Flyttad till närmaste vardag: {ends}", "Moved to the next working day: {ends}", ends=item.ends))
        )
    outside = rule.last_day == "outside" or (rule.last_day == OPEN and item.last_day < item.ends)
    counted = item.ends - ONE_DAY if outside else item.ends
    steps.append(_last_step(counted, outside=outside))
    if item.last_day != counted:
        steps.append(Step(say("Ingen kan lämna före {day}", "Nobody can leave before {day}", day=item.last_day)))
    return tuple(steps)


def _last_step(counted: date, *, outside: bool) -> Step:
    if outside:
        sv, en = "Dagen är inte med: part till och med {day}", "The day is outside: a party through {day}"
    else:
        sv, en = "Dagen är med: part till och med {day}", "The day is inside: a party through {day}"
    return Step(say(sv, en, day=counted))


def _capital(name: Text) -> Text:
    return Text(name.sv[:1].upper() + name.sv[1:], name.en[:1].upper() + name.en[1:])


def alternative_of(reread: Withdrawal, reading: Reading, option: JsonValue, other: Exit) -> Alternative:
    """What an option of a reading gives: the last day, that the agreement ends for all, or what is awaited."""
    label, last = reading.label_of(option), other.last_day
    if last is None:
        text = say(
            "”{label}”: väntar på {needed}", "“{label}”: waits for {needed}", label=label, needed=waits_for(other)
        )
        return Alternative(reading.id, option, None, text=text)
    if reread.effect == "agreement_ends_for_all":
        text = say(
            "”{label}”: överenskommelsen upphör för alla efter {day}",
            "“{label}”: the agreement ends for all after {day}",
            label=label,
            day=last,
        )
    else:
        text = say("”{label}”: part till och med {day}", "“{label}”: a party through {day}", label=label, day=last)
    return Alternative(reading.id, option, last.isoformat(), text=text)
