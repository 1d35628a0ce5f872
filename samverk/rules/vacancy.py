"""What a gap amounts to: how long a role may stand empty before it is a deviation.

An open grace is three-valued: a gap longer than every option is late under all of them; a shorter one is shown as
vacant, not judged (semantics C.5, t-5-3, t-6-5).
"""

from __future__ import annotations

from datetime import date, timedelta

from samverk.rules.dates import add_period
from samverk.rules.definition import Definition
from samverk.rules.finding import Verdict
from samverk.rules.intervals import Interval
from samverk.rules.provisions import Composition, Duty
from samverk.rules.values import OPEN, Open, Period
from samverk.rules.wording import Text, lowered, say


def verdict_of_gap(definition: Definition, rule: Duty | Composition, gap: Interval, as_of: date) -> Verdict:
    """The verdict of a gap as it stands on a day: its end may lie in the future or be unknown."""
    last = min(gap.stop - timedelta(days=1), as_of)
    over = as_of >= gap.stop
    grace = rule.grace
    if grace is None:
        return Verdict.BREACHED
    if grace == OPEN:
        limits = _options(definition, rule)
        late = bool(limits) and all(last > add_period(gap.start, limit) for limit in limits)
        return Verdict.OVERDUE if late and not over else Verdict.VACANT_UNJUDGED
    within = last <= add_period(gap.start, grace)
    if within:
        return Verdict.FULFILLED_LATE if over else Verdict.DUE_SOON
    adopted = _is_adopted(definition, rule)
    if over:
        return Verdict.BREACHED if adopted else Verdict.UNKNOWN
    return Verdict.OVERDUE


def _options(definition: Definition, rule: Duty | Composition) -> tuple[Period, ...]:
    """The times the options of the reading allow; none where there is no reading, or an option sets no limit."""
    reading = definition.readings.get(rule.basis.get("grace", ""))
    options = reading.options if reading is not None else ()
    return () if OPEN in options else tuple(Period.parse(str(option)) for option in options)


def _is_adopted(definition: Definition, rule: Duty | Composition) -> bool:
    reading = definition.readings.get(rule.basis.get("grace", ""))
    return reading is None or reading.status == "adopted"


def limit(grace: Period | Open | None, gap: Interval) -> date | None:
    """The last day the gap may stand, or None when the text and the readings give none."""
    if grace is None or grace == OPEN:
        return None
    return add_period(gap.start, grace)


def gap_in_words(role: Text, gap: Interval, *, running: bool, who: Text | None = None) -> Text:
    """The gap as a sentence: since when, or from when to when; ``who`` lacks the role where it is one party's."""
    said = {"role": role if who is None else lowered(role), "who": who, "start": gap.start, "last": gap.last_day}
    if who is None and running:
        return say("{role} saknas sedan {start}", "{role} has been missing since {start}", **said)
    if who is None:
        return say("{role} saknades {start}–{last}", "{role} was missing {start}–{last}", **said)
    if running:
        return say("{who} saknar {role} sedan {start}", "{who} has had no {role} since {start}", **said)
    return say("{who} saknade {role} {start}–{last}", "{who} had no {role} {start}–{last}", **said)


def number_in_words(
    role: Text, gap: Interval, counts: tuple[int, int], *, running: bool, who: Text | None = None
) -> Text:
    """Held by too many or too few, as a sentence; ``counts``: how many hold it, and the most or the least allowed."""
    held, right = counts
    said = {
        "what": role if who is None else say("{who}: {role}", "{who}: {role}", who=who, role=lowered(role)),
        "held": held,
        "right": right,
        "limit": Text("högst", "at most") if held > right else Text("minst", "at least"),
        "start": gap.start,
        "last": gap.last_day,
    }
    if running:
        return say(
            "{what}: {held} innehavare sedan {start}, {limit} {right} ska det vara",
            "{what}: {held} holders since {start}; it should be {limit} {right}",
            **said,
        )
    return say(
        "{what}: {held} innehavare {start}–{last}, {limit} {right} skulle det vara",
        "{what}: {held} holders {start}–{last}; it should have been {limit} {right}",
        **said,
    )
