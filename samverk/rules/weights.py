"""Which figures the parties weigh by: the snapshot fixed each year before the fees are invoiced (N-10a, N-10c)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from samverk.rules.conclude import conclude, names
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding, Input, Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.intervals import year as year_of
from samverk.rules.provisions import ApportionmentKey
from samverk.rules.shares import needs_figures
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, Year, say, thousands


@frozen
class Figures:
    """A snapshot in use: ``by_party`` inhabitants by code, ``fact`` where it comes from, ``filled`` the codes whose
    figure is that of an earlier snapshot.
    """

    by_party: Mapping[str, int]
    fact: Fact
    filled: tuple[str, ...] = ()


def figures_for(situation: Situation, key: ApportionmentKey, year: int) -> Figures | None:
    """The snapshot fixed for a year: the latest recorded for it, or None while there is none."""
    known = [fact for fact in situation.of("weights.updated") if int(fact.payload["year"]) == year]
    return _figures(situation, key, known[-1]) if known else None


def figures_on(situation: Situation, key: ApportionmentKey, day: date) -> Figures | None:
    """The snapshot that applied on a day: the latest recorded by then."""
    known = [fact for fact in situation.of("weights.updated") if fact.valid_on <= day]
    return _figures(situation, key, known[-1]) if known else None


def _figures(situation: Situation, key: ApportionmentKey, fact: Fact) -> Figures:
    own = {str(code): int(value) for code, value in (fact.payload.get("figures") or {}).items()}
    if key.missing_weight != "previous_value":
        return Figures(own, fact)
    earlier: dict[str, int] = {}
    for before in situation.of("weights.updated"):
        if (before.valid_on, before.seq) < (fact.valid_on, fact.seq):
            earlier |= {str(code): int(value) for code, value in (before.payload.get("figures") or {}).items()}
    filled = tuple(sorted(code for code in earlier if code not in own))
    return Figures({**{code: earlier[code] for code in filled}, **own}, fact, filled)


def findings(situation: Situation, rule: ApportionmentKey) -> Iterator[Finding]:
    """The snapshot of the year the day lies in; before it is fixed, the one still in use."""
    if not needs_figures(rule):
        yield _without_series(situation, rule)
        return
    year = situation.as_of.year
    now = figures_for(situation, rule, year)
    if now is None:
        yield _waiting(situation, rule, year)
    else:
        yield _fixed(situation, rule, year, now)


def _without_series(situation: Situation, rule: ApportionmentKey) -> Finding:
    equal = rule.weights == "equal" and rule.form != "table"
    headline = (
        Text("Alla parter väger lika", "All parties weigh the same")
        if equal
        else Text("Vikterna står i avtalet", "The weights stand in the agreement")
    )
    value = dict(rule.table.weights) if rule.table is not None and not equal else None
    return conclude(situation, rule, "agreement", Verdict.INFORMATION, headline, plain="stated", value=value)


def _fixed(situation: Situation, rule: ApportionmentKey, year: int, now: Figures) -> Finding:
    parties = situation.parties_in(year_of(year))
    missing = [code for code in parties if code not in now.by_party]
    total = sum(now.by_party.get(code, 0) for code in parties)
    headline = say(
        "Folkmängden för {year} fastställdes {day}",
        "The population for {year} was fixed on {day}",
        year=Year(year),
        day=now.fact.valid_on,
    )
    lacking = say("folkmängd för {names}", "the population of {names}", names=names(situation, missing))
    reference = now.fact.payload.get("reference_date")
    assumed = stand_in(rule, now)
    counted = say("{total} invånare.", "{total} inhabitants.", total=total)
    if reference:
        counted = say(
            "{total} invånare {day}.",
            "{total} inhabitants on {day}.",
            total=total,
            day=date.fromisoformat(str(reference)),
        )
    return conclude(
        situation,
        rule,
        "agreement",
        Verdict.UNKNOWN if missing else Verdict.FULFILLED,
        headline,
        inputs=assumed,
        plain="assumed" if assumed else "derived",
        facts=(now.fact,),
        detail=counted,
        period=year_of(year),
        value={"year": year, "total": total, "snapshot": str(now.fact.payload["snapshot"])},
        steps=_filled_steps(situation, now),
        missing=(lacking,) if missing else (),
    )


def _filled_steps(situation: Situation, now: Figures) -> tuple[Step, ...]:
    if not now.filled:
        return ()
    return (
        Step(say("Tidigare siffra för {names}", "An earlier figure for {names}", names=names(situation, now.filled))),
    )


def _waiting(situation: Situation, rule: ApportionmentKey, year: int) -> Finding:
    before = figures_on(situation, rule, situation.as_of)
    headline = say(
        "Folkmängden för {year} är inte fastställd", "The population for {year} is not fixed", year=Year(year)
    )
    month = rule.update.month if rule.update is not None else None
    detail = None
    if before is not None:
        detail = say(
            "Den från {day} gäller tills vidare.", "That of {day} applies meanwhile.", day=before.fact.valid_on
        )
    return conclude(
        situation,
        rule,
        "agreement",
        Verdict.DUE_SOON if month is not None and situation.as_of.month >= month else Verdict.PENDING,
        headline,
        facts=(before.fact,) if before is not None else (),
        detail=detail,
        period=year_of(year),
        missing=(say("folkmängd för {year}", "the population for {year}", year=Year(year)),),
    )


def input_of(figure: int, figures: Figures | None) -> Input:
    """A figure among the inputs of a share, with the snapshot it is from."""
    snapshot = figures.fact.payload.get("snapshot") if figures is not None else None
    source = Text(str(snapshot), str(snapshot)) if snapshot else None
    return Input(Text("Invånare", "Inhabitants"), thousands(figure), "series", source)


# The day of the year before that a reading takes the figures from.
_FIGURES_OF = {"dec31_previous_year": (12, 31), "nov1_previous_year": (11, 1)}


def reference_day(key: ApportionmentKey, year: int) -> date | None:
    """The day whose figures the reading takes for a year; None where it names no day."""
    asked = _FIGURES_OF.get(key.select or "")
    return date(year - 1, *asked) if asked is not None else None


def stand_in(key: ApportionmentKey, figures: Figures | None) -> tuple[Input, ...]:
    """An assumption, where the snapshot in use is of another day than the reading says; otherwise nothing."""
    stated = figures.fact.payload.get("reference_date") if figures is not None else None
    wanted = reference_day(key, int(figures.fact.payload["year"])) if figures is not None else None
    used = date.fromisoformat(str(stated)) if stated is not None else None
    if wanted is None or used is None or used == wanted:
        return ()
    words = say(
        "Siffror för {wanted} saknas; {used} används",
        "There are no figures for {wanted}; those for {used} are used",
        wanted=wanted,
        used=used,
    )
    return (Input(Text("Folkmängd", "Population"), words.sv, "assumed", worded=words),)
