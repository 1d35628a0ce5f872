"""The sentences of windows: how often something was done, how often it should have been, what that comes to."""

from __future__ import annotations

from datetime import date

from samverk.rules.finding import Verdict
from samverk.rules.intervals import Interval
from samverk.rules.provisions import Meeting, Provision
from samverk.rules.values import Quota
from samverk.rules.wording import Many, Text, Year, say


def need(quota: Quota) -> Text:
    """The quota in words: "2–4", "minst 1", "inget antal i texten"."""
    if quota.min is not None and quota.max is not None and quota.min != quota.max:
        return say("{low}–{high}", "{low}–{high}", low=quota.min, high=quota.max)
    if quota.min is not None and quota.max is not None:
        return say("{low}", "{low}", low=quota.min)
    if quota.min is not None:
        return say("minst {low}", "at least {low}", low=quota.min)
    if quota.max is not None:
        return say("högst {high}", "at most {high}", high=quota.max)
    return _NO_NUMBER


_NO_NUMBER = Text("inget antal i texten", "no number in the text")
_ONE_MEETING = Text("ett möte", "one meeting")


def _meetings(count: int) -> Text:
    if count == 1:
        return _ONE_MEETING
    return say("{count} möten", "{count} meetings", count=Many(count))


def _period(quota: Quota, window: Interval) -> Year | Text:
    if quota.per == "year":
        return Year(window.start.year)
    last = window.last_day or window.start
    return say("{start}–{last}", "{start}–{last}", start=window.start, last=last)


_DONE = {
    Verdict.FULFILLED: ("gjort för {when}", "done for {when}"),
    Verdict.FULFILLED_ABOVE_MAX: ("gjort {count} gånger för {when}", "done {count} times for {when}"),
    Verdict.FULFILLED_LATE: ("gjort för sent för {when}", "done late for {when}"),
    Verdict.PENDING: ("kommer {when}", "coming in {when}"),
    Verdict.DUE_SOON: ("dags nu för {when}", "time to act for {when}"),
    Verdict.OVERDUE: ("försenat för {when}", "late for {when}"),
    Verdict.BREACHED: ("inte gjort för {when}", "not done for {when}"),
    Verdict.UNKNOWN: ("oklart för {when}", "unclear for {when}"),
    Verdict.WAIVED: ("undantag medgivet för {when}", "waived for {when}"),
    Verdict.NOT_JUDGED_PARTIAL: ("{count} gånger {when}, bedöms inte", "{count} times in {when}, not judged"),
}
_TIMES = ("{count} gånger {when}", "{count} times in {when}")


def headline(rule: Provision, quota: Quota, who: Text, state: tuple[Interval, int, Verdict]) -> Text:
    """How a window stands: its days, how many times it was done, and the verdict are the ``state``."""
    window, count, verdict = state
    when = _period(quota, window)
    if not isinstance(rule, Meeting):
        sv, en = _DONE.get(verdict, _TIMES)
        return say("{label}: " + sv, "{label}: " + en, label=rule.label, when=when, count=count)
    times = _meetings(count)
    if count == 0 and quota.min is None:
        return say("{who} har inte haft något möte {when}", "{who} has had no meeting in {when}", who=who, when=when)
    if count == 0:
        return say(
            "{who} har inte haft något möte {when}, kravet är {need}",
            "{who} has had no meeting in {when}; required: {need}",
            who=who,
            when=when,
            need=need(quota),
        )
    if quota.min is None:
        return say("{who} har haft {times} {when}", "{who} has had {times} in {when}", who=who, times=times, when=when)
    return say(
        "{who} har haft {times} {when}, kravet är {need}",
        "{who} has had {times} in {when}; required: {need}",
        who=who,
        times=times,
        when=when,
        need=need(quota),
    )


_ALWAYS = {
    Verdict.NOT_JUDGED_PARTIAL: Text(
        "Överenskommelsen gällde bara en del av perioden. Den räknas men bedöms inte.",
        "The agreement held for only part of the period. It is counted but not judged.",
    ),
    Verdict.UNKNOWN: Text(
        "Läsningarna av texten ger olika svar, så Samverk säger inte att den är bruten.",
        "The readings of the text give different answers, so no breach is stated.",
    ),
    Verdict.COUNTED: Text(
        "Texten anger inget antal: det räknas men bedöms inte.", "The text gives no number: counted, not judged."
    ),
}


def detail(quota: Quota, window: Interval, done_late: date | None, verdict: Verdict) -> Text | None:
    """What the verdict means; ``done_late`` is the day of the last act that came too late."""
    last = window.last_day or window.start
    if verdict in (Verdict.PENDING, Verdict.DUE_SOON):
        return say("Sista dag är {last}.", "The last day is {last}.", last=last)
    if verdict is Verdict.OVERDUE:
        return say(
            "Sista dag var {last}. Det kan ännu göras.", "The last day was {last}. It can still be done.", last=last
        )
    if verdict is Verdict.FULFILLED_LATE and done_late is not None:
        return say(
            "Gjort {done}; sista dag var {last}.", "Done {done}; the last day was {last}.", done=done_late, last=last
        )
    if verdict is Verdict.FULFILLED_ABOVE_MAX and quota.max is not None:
        return say(
            "Fler än högsta antalet {high}. Det noteras men är ingen avvikelse.",
            "More than the maximum of {high}. It is noted but is no deviation.",
            high=quota.max,
        )
    return _ALWAYS.get(verdict)
