"""A measure of a plan and what has come of it: the row to the left, the note to the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from samverk.rules.definition import Commitment, Measure
from samverk.rules.finding import Basis, Status, Verdict, status_of
from samverk.rules.plans import MeasureState
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Many, Text, joined, say
from samverk.web.plans.meetings import Meetings
from samverk.web.shapes import Choice, Note, Shape

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
    """A row of a measure: "Hur", and the words, or places to go to."""

    name: str
    words: str = ""
    links: tuple[Choice, ...] = ()


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
    line: SafeString
    promises: tuple[Promise, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Reader:
    """What the rows are written for: the language, the address of the page of areas, and the plan's meetings."""

    language: Language
    areas_page: str
    meetings: Meetings


def row(prepared: Situation, state: MeasureState, reader: Reader, *, anchor: str) -> Row:
    """A measure as it stands on the day."""
    measure, language = state.measure, reader.language
    status = status_of(state.verdict)
    return Row(
        number=measure.number,
        anchor=anchor,
        title=measure.title.in_language(language),
        terms=tuple(_terms(prepared, measure, reader)),
        note=_note(state, status, reader),
        line=reader.meetings.line(measure, language),
        promises=tuple(_promise(item, verdict, count, language) for item, verdict, count in state.commitments),
        status=status,
    )


def _terms(prepared: Situation, measure: Measure, reader: Reader) -> Iterator[Term]:
    language = reader.language
    yield Term(Text("Hur", "How").in_language(language), measure.how.in_language(language))
    yield Term(Text("Väntat resultat", "Expected result").in_language(language), measure.result.in_language(language))
    for role, heading in _ROLES.items():
        who = [prepared.name(item.actor).in_language(language) for item in measure.actors if item.role == role]
        if who:
            words = joined(who, language)
            yield Term(heading.in_language(language), words[:1].upper() + words[1:])
    named = [area for area in measure.areas if area in prepared.definition.areas]
    if named and reader.areas_page:
        names = {area: prepared.definition.areas[area].name.in_language(language) for area in named}
        links = tuple(Choice(label=name, href=f"{reader.areas_page}#o{area}") for area, name in names.items())
        yield Term(Text("Område", "Area").in_language(language), links=links)


def _note(state: MeasureState, status: Status, reader: Reader) -> Note:
    language = reader.language
    basis, assumption = _basis(state)
    said = [text.in_language(language) for text in (_reported(state), _unreported(state, reader.meetings)) if text]
    return Note(
        status=status,
        heading=_heading(state).in_language(language),
        body=" ".join(said),
        basis=basis,
        basis_text=assumption.in_language(language),
    )


def _reported(state: MeasureState) -> Text | None:
    if state.reported is None:
        return None
    words = _REPORTED.get(state.status) or Text(state.status, state.status)
    return say("Rapporterat {day}: {state}.", "Reported {day}: {state}.", day=state.reported, state=words)


def _unreported(state: MeasureState, meetings: Meetings) -> Text | None:
    """That the latest meeting which was to review an active measure left nothing about it (H-0b)."""
    last = meetings.held[-1] if meetings.held else None
    if last is None or state.status != "active" or (state.reported is not None and state.reported >= last):
        return None
    return say("Inget är antecknat från mötet {day}.", "Nothing is recorded from the meeting on {day}.", day=last)


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
