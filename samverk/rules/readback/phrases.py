"""Periods, counts and quotas in words: "tolv månader", "minst två och högst fyra gånger per år"."""

from __future__ import annotations

from samverk.rules.numbers import MONTHS
from samverk.rules.values import Count, Period, Quota, Window
from samverk.rules.wording import Many, Text, say

_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
_ONE = {
    "D": Text("en dag", "one day"),
    "W": Text("en vecka", "one week"),
    "M": Text("en månad", "one month"),
    "Y": Text("ett år", "one year"),
}
_SEVERAL = {
    "D": ("{n} dagar", "{n} days"),
    "W": ("{n} veckor", "{n} weeks"),
    "M": ("{n} månader", "{n} months"),
    "Y": ("{n} år", "{n} years"),
}
_EACH = {
    "year": Text("per år", "a year"),
    "half_year": Text("per halvår", "every half-year"),
    "quarter": Text("per kvartal", "a quarter"),
    "month": Text("per månad", "a month"),
    "term": Text("per mandatperiod", "a term of office"),
}


def period(value: Period) -> Text:
    """A length of time; nothing at all is "ingen tid"."""
    if value.count == 0:
        return Text("ingen tid alls", "no time at all")
    if value.count == 1:
        return _ONE[value.unit]
    sv, en = _SEVERAL[value.unit]
    return say(sv, en, n=Many(value.count))


def month(number: int) -> Text:
    return Text(MONTHS[number - 1], _MONTHS_EN[number - 1])


def month_day(text: str) -> Text:
    """ "04-30" as "den 30 april"."""
    number, day = int(text[:2]), int(text[3:])
    return Text(f"den {day} {MONTHS[number - 1]}", f"{day} {_MONTHS_EN[number - 1]}")


def window(value: Window) -> Text:
    return say(
        "från {first} till {last}", "from {first} to {last}", first=month_day(value.from_), last=month_day(value.to)
    )


def between(low: int | None, high: int | None, none: Text) -> Text:
    """ "minst två och högst fyra", "exakt en"; ``none`` when there is no number."""
    if low is not None and low == high:
        return say("exakt {n}", "exactly {n}", n=Many(low))
    if low is not None and high is not None:
        return say("minst {low} och högst {high}", "at least {low} and at most {high}", low=Many(low), high=Many(high))
    if low is not None:
        return say("minst {n}", "at least {n}", n=Many(low))
    if high is not None:
        return say("högst {n}", "at most {n}", n=Many(high))
    return none


def count(value: Count) -> Text:
    return between(value.min, value.max, Text("utan bestämt antal", "no number given"))


def times(number: int) -> Text:
    """ "en gång", "two times"."""
    if number == 1:
        return Text("en gång", "once")
    return Text(f"{_word(number).sv} gånger", "twice" if number == 2 else f"{_word(number).en} times")


def _word(number: int) -> Text:
    said = say("{n}", "{n}", n=Many(number))
    return Text(said.sv, said.en)


def _often(low: int | None, high: int | None) -> Text | None:
    if low is not None and low == high:
        return say("exakt {n}", "exactly {n}", n=times(low))
    if low is not None and high is not None:
        return say(
            "minst {low} och högst {high}", "at least {low} and at most {high}", low=_word(low), high=times(high)
        )
    if low is not None:
        return say("minst {n}", "at least {n}", n=times(low))
    return say("högst {n}", "at most {n}", n=times(high)) if high is not None else None


def each(value: Quota) -> Text:
    """The window it is counted in: "per år, från den 1 april till den 30 april"."""
    if value.window is None:
        return _EACH[value.per]
    return say("{each}, {window}", "{each}, {window}", each=_EACH[value.per], window=window(value.window))


def quota(value: Quota) -> Text:
    """How often: "minst två och högst fyra gånger per år"."""
    often = _often(value.min, value.max) or Text("ett obestämt antal gånger", "an indefinite number of times")
    return say("{often} {each}", "{often} {each}", often=often, each=each(value))
