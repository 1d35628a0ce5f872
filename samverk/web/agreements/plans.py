"""A plan that came with the agreement: its measures in their groups, and beside each what has come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from samverk.rules import plans
from samverk.rules.definition import Commitment, Measure, Plan
from samverk.rules.finding import Basis, Status, Verdict, status_of
from samverk.rules.plans import MeasureState
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Many, Text, joined, say
from samverk.web.agreements.sheet import Count
from samverk.web.shapes import Note, Shape
from samverk.web.words import STATUS

_ROLES: Mapping[str, Text] = {
    "lead": Text("Leder", "Leads"),
    "participant": Text("Deltar", "Take part"),
    "consulted": Text("Tillfrågas", "Consulted"),
    "informed": Text("Informeras", "Informed"),
}
_REPORTED: Mapping[str, Text] = {
    "active": Text("pågår", "under way"),
    "waiting": Text("avvaktar", "waiting"),
    "done": Text("klar", "done"),
}


@dataclass(frozen=True, slots=True)
class Term(Shape):
    """A row of a measure: "Hur", and the words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Promise(Shape):
    """A commitment of a measure and what has come of it."""

    words: str
    status: Status
    result: str


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A measure and its state."""

    number: int
    anchor: str
    title: str
    terms: tuple[Term, ...]
    note: Note
    promises: tuple[Promise, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """Measures under one heading, in order of priority."""

    heading: str
    numbers: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Written(Shape):
    """The whole plan."""

    heading: str
    lead: str
    groups: tuple[Group, ...]
    counts: tuple[Count, ...]


def written(prepared: Situation, plan: Plan, language: Language) -> Written:
    """A plan as it stands on the day of the situation."""
    states = plans.measure_states(prepared, plan)
    groups = tuple(
        _group(prepared, name, tuple(found), language) for name, found in groupby(states, lambda one: one.measure.group)
    )
    statuses = [row.status for group in groups for row in group.rows]
    counts = tuple(Count(status, statuses.count(status)) for status in STATUS if status in statuses)
    lead = say(
        "{count} insatser i den ordning de ska tas. Planen avser {start}–{last}.",
        "{count} measures in order of priority. The plan covers {start}–{last}.",
        count=len(states),
        start=plan.from_,
        last=plan.to,
    )
    heading = say("Handlingsplan {years}", "Action plan {years}", years=plan.id.replace("-", "–"))
    return Written(heading.in_language(language), lead.in_language(language), groups, counts)


def _group(prepared: Situation, name: str, states: tuple[MeasureState, ...], language: Language) -> Group:
    heading = prepared.definition.groups.get(name) or Text(name, name)
    first, last = states[0].measure.number, states[-1].measure.number
    numbers = say("insats {a}–{b}", "measures {a}–{b}", a=first, b=last)
    if first == last:
        numbers = say("insats {a}", "measure {a}", a=first)
    return Group(
        heading.in_language(language),
        numbers.in_language(language),
        tuple(_row(prepared, state, language) for state in states),
    )


def _row(prepared: Situation, state: MeasureState, language: Language) -> Row:
    measure = state.measure
    status = status_of(state.verdict)
    return Row(
        number=measure.number,
        anchor=f"i{measure.number}",
        title=measure.title.in_language(language),
        terms=tuple(_terms(prepared, measure, language)),
        note=_note(state, status, language),
        promises=tuple(_promise(item, verdict, count, language) for item, verdict, count in state.commitments),
        status=status,
    )


def _terms(prepared: Situation, measure: Measure, language: Language) -> Iterator[Term]:
    yield Term(Text("Hur", "How").in_language(language), measure.how.in_language(language))
    yield Term(Text("Resultat", "Result").in_language(language), measure.result.in_language(language))
    for role, heading in _ROLES.items():
        who = [prepared.name(item.actor).in_language(language) for item in measure.actors if item.role == role]
        if who:
            words = joined(who, language)
            yield Term(heading.in_language(language), words[:1].upper() + words[1:])


def _note(state: MeasureState, status: Status, language: Language) -> Note:
    reported = ""
    if state.reported is not None:
        reported = say(
            "Rapporterat {day}: {state}.",
            "Reported {day}: {state}.",
            day=state.reported,
            state=_REPORTED.get(state.status) or Text(state.status, state.status),
        ).in_language(language)
    basis, assumption = _basis(state)
    return Note(
        status=status,
        heading=_heading(state).in_language(language),
        body=reported,
        basis=basis,
        basis_text=assumption.in_language(language),
    )


def _heading(state: MeasureState) -> Text:
    """The state as a sentence."""
    if state.verdict is Verdict.NOT_APPLICABLE:
        return Text("Insatsen avvaktar", "The measure is waiting")
    if not state.commitments:
        if state.status == "done":
            return Text("Insatsen är klar", "The measure is done")
        return Text("Planen lovar inget som kan räknas", "The plan promises nothing that can be counted")
    statuses = [status_of(verdict) for _item, verdict, _count in state.commitments]
    missed = sum(1 for status in statuses if status in ("late", "breach"))
    kept = statuses.count("ok")
    if kept == len(statuses):
        return Text("Det planen lovade är gjort", "What the plan promised is done")
    if len(statuses) == 1:
        return _ONE_MISSED if missed else _ONE_LEFT
    if missed:
        return say(
            "{n} av {total} åtaganden har inte hållits",
            "{n} of {total} commitments not kept",
            n=_count(missed),
            total=Many(len(statuses)),
        )
    return say(
        "{n} av {total} åtaganden är uppfyllda",
        "{n} of {total} commitments fulfilled",
        n=_count(kept),
        total=Many(len(statuses)),
    )


_ONE_MISSED = Text("Det planen lovade är inte gjort", "What the plan promised has not been done")
_ONE_LEFT = Text("Det planen lovar återstår", "What the plan promises remains")


def _count(number: int) -> Text:
    """A count that begins a sentence, of something that is "ett"."""
    words = say("{n}", "{n}", n=Many(number))
    sv = {"noll": "inget", "en": "ett"}.get(words.sv, words.sv)
    en = {"zero": "none"}.get(words.en, words.en)
    return Text(sv.capitalize(), en.capitalize())


def _basis(state: MeasureState) -> tuple[Basis, Text]:
    """A promise without a day of its own is taken to be due when the plan ends: that is assumed."""
    if any(item.due is None and item.quota is None and item.act != "staff" for item, _v, _n in state.commitments):
        return "assumed", Text(
            "Planens sista dag är antagen som sista dag", "The plan's last day is assumed to be the last"
        )
    return "stated", Text("", "")


def _promise(item: Commitment, verdict: Verdict, count: int, language: Language) -> Promise:
    words = item.object.in_language(language)
    result = ""
    if item.quota is not None:
        result = say("{n} gånger", "{n} times", n=count).in_language(language)
        if count == 1:
            result = Text("en gång", "once").in_language(language)
    return Promise(words[:1].upper() + words[1:], status_of(verdict), result)
