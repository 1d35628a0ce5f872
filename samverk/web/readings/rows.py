"""A reading as the desk shows it: the question and its answers, and what each of them would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samverk.rules.agenda import AgendaItem
from samverk.rules.consequences import Change, Outcome, Weighed, Windows
from samverk.rules.definition import Definition, Reading
from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Finding, Status
from samverk.rules.reading_examples import Example, example_of
from samverk.rules.suppositions.address import LONGEST, option_text, written
from samverk.rules.suppositions.kinds import Reads
from samverk.rules.wording import Language, Many, kronor, word
from samverk.rules.wording import day as day_words
from samverk.web.agreements import derivation, questions
from samverk.web.moment import SUPPOSED_PARAMETER
from samverk.web.shapes import Cell, Chip, Choice, Column, Settling, Shape, Table
from samverk.web.words import status_word

IN_THE_LIST = 4
"""Changes shown of each answer in the list; a reading's own page shows more."""

ON_ITS_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Shape):
    """What is said: a sentence with its status. ``href``: the derivation of what is said today."""

    text: str
    status: Status
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow(Shape):
    """What is said now and would be said instead; None on the side where nothing is."""

    before: Told | None
    after: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadRow(Shape):
    """A provision's coming windows: as planned now, and as they would be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Shape):
    """An answer to the question. ``sentence``: how much it changes; ``example``: what it gives in a made-up case.

    ``suppose_href``: the agreement as if it were read so, "" for the answer in use.
    """

    label: str
    used: bool
    sentence: str
    status: Status
    changes: tuple[ChangeRow, ...] = ()
    more: int = 0
    ahead: tuple[AheadRow, ...] = ()
    past: tuple[tuple[str, int], ...] = ()
    more_past: int = 0
    shares: Table | None = None
    example: str = ""
    suppose_href: str = ""

    @property
    def telling(self) -> bool:
        """Whether there is more to show than the sentence."""
        return bool(self.changes or self.ahead or self.past or self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Shape):
    """A reading: question, reason, answers, who may decide it or has."""

    id: str
    anchor: str
    clause: str
    question: str
    why: str
    status: str
    basis: Settling | str
    settled: str
    answers: tuple[Answer, ...]
    concerns: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    href: str
    weight: int
    case: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is written: the evaluation it is drawn from, and the address it stays at."""

    agreement: str
    evaluation: Evaluation
    query: str
    language: Language

    @property
    def definition(self) -> Definition:
        """The agreement with the readings in use."""
        return self.evaluation.situation.definition


def row(place: Place, found: Weighed, *, most: int = IN_THE_LIST) -> Row:
    """A weighed reading as the page shows it; ``most`` changes of each answer."""
    reading, language = found.reading, place.language
    rules = [rule for rule in place.definition.rules.values() if reading.id in rule.basis.values()]
    cites = tuple(dict.fromkeys(cite.split("/", 1)[0] for rule in rules for cite in rule.cite))
    case = None
    if not any(outcome.changes or outcome.ahead for outcome in found.outcomes):
        case = example_of(place.definition, reading, place.evaluation.situation.as_of)
    page = reverse("agreement", args=[place.agreement]) + place.query
    return Row(
        id=reading.id,
        anchor=f"l-{reading.id}",
        clause=clause_of(place.definition, reading),
        question=reading.question.in_language(language),
        why=reading.why.in_language(language),
        status=reading.status,
        basis="assumed" if reading.status == "provisional" else reading.status,
        settled=questions.settled(place.evaluation.situation, reading).in_language(language),
        answers=tuple(_answers(place, found, case, most)),
        concerns=tuple(Choice(label=rule.label.in_language(language), href=f"{page}#n-{rule.id}") for rule in rules),
        chips=derivation.chips(place.agreement, place.definition, cites, place.query, language),
        href=reverse("reading", args=[place.agreement, reading.id]) + place.query,
        weight=found.weight[0],
        case=case.told.in_language(language) if case is not None else "",
    )


def clause_of(definition: Definition, reading: Reading) -> str:
    """The clause that the first provision resting on the reading cites; "" for a provision the text is silent on."""
    rules = (rule for rule in definition.rules.values() if reading.id in rule.basis.values())
    return next((rule.cite[0].split("/", 1)[0] for rule in rules if rule.cite), "")


def _answers(place: Place, found: Weighed, case: Example | None, most: int) -> Iterator[Answer]:
    for number, outcome in enumerate(found.outcomes):
        example = case.gives[number].in_language(place.language) if case is not None else ""
        yield answer(place, found.reading, outcome, most=most, example=example)


def answer(place: Place, reading: Reading, outcome: Outcome, *, most: int, example: str = "") -> Answer:
    """What one option changes, ``most`` changes of the day written out."""
    shares = _shares(place, outcome) if most > IN_THE_LIST else None
    past = _past(place, outcome)
    told = [change for change in outcome.changes if shares is None or change.sums is None]
    return Answer(
        label=reading.label_of(outcome.option).in_language(place.language),
        used=outcome.in_use,
        sentence=sentence(outcome, place.language, adopted=reading.status == "adopted"),
        status=_status(outcome),
        changes=tuple(_change(place, change) for change in told[:most]),
        more=max(0, len(told) - most),
        ahead=tuple(_ahead(place, item) for item in outcome.ahead),
        past=past[:most],
        more_past=max(0, len(past) - most),
        shares=shares,
        example=example,
        suppose_href="" if outcome.in_use else _supposed(place, reading, outcome),
    )


def _supposed(place: Place, reading: Reading, outcome: Outcome) -> str:
    """The agreement under an answer; "" where it is supposed already, or the answer does not fit in an address."""
    text = written(Reads(reading.id, option_text(outcome.option)))
    if len(text) > LONGEST or questions.is_supposed(place.evaluation.situation, reading):
        return ""
    join = "&" if place.query else "?"
    page = reverse("agreement", args=[place.agreement])
    return f"{page}{place.query}{join}{urlencode({SUPPOSED_PARAMETER: text})}"


def _status(outcome: Outcome) -> Status:
    """The sign beside an answer: how it stands with what calls for most."""
    after = [change.after.status for change in outcome.changes if change.after is not None]
    loud = (status for status in ("breach", "late", "due", "notice", "unclear") if status in after)
    return next(loud, "coming" if not outcome.changes_nothing else "na")


def sentence(outcome: Outcome, language: Language, *, adopted: bool) -> str:
    """How much an answer changes, in a sentence or two."""
    if outcome.in_use and adopted:
        return _("Så läses det nu, efter beslutet.")
    said = [_("Så läses det nu.")] if outcome.in_use else []
    if outcome.changes_nothing:
        said.append(_("Inget ändras om det beslutas.") if outcome.in_use else _("Ändrar inget i dag."))
    else:
        said.append(_counts(outcome, language))
    if outcome.settled:
        n = outcome.settled
        count = word(Many(n), language)
        said.append(
            ngettext("Ett besked är då inte längre antaget.", "%(count)s besked är då inte längre antagna.", n)
            % {"count": count.capitalize()}
        )
    return " ".join(said)


def _counts(outcome: Outcome, language: Language) -> str:
    """ "Ändrar två besked i dag, tolv om tidigare perioder och en sak framåt"."""
    now, past, ahead = len(outcome.changes), len(outcome.past), len(outcome.ahead)
    parts = (
        (now, ngettext("ett besked i dag", "%(count)s besked i dag", now)),
        (past, ngettext("ett besked om en tidigare period", "%(count)s besked om tidigare perioder", past)),
        (ahead, ngettext("en sak framåt", "%(count)s saker framåt", ahead)),
    )
    what = _joined([words % {"count": word(Many(n), language)} for n, words in parts if n])
    return _("Ändrar %(what)s.") % {"what": what}


def _joined(parts: list[str]) -> str:
    return (
        parts[0]
        if len(parts) == 1
        else _("%(first)s och %(last)s")
        % {
            "first": ", ".join(parts[:-1]),
            "last": parts[-1],
        }
    )


def _change(place: Place, change: Change) -> ChangeRow:
    before, after = change.before, change.after
    same = before is not None and after is not None and before.headline == after.headline
    return ChangeRow(
        before=_told(place, before, in_full=same, linked=True) if before is not None else None,
        after=_told(place, after, in_full=same) if after is not None else None,
    )


def _told(place: Place, finding: Finding, *, in_full: bool, linked: bool = False) -> Told:
    """``in_full``: with its status and last day in words, where the headline is not what differs."""
    text = finding.headline.in_language(place.language)
    if in_full:
        due = finding.due_on
        last = _(", sista dag %(day)s") % {"day": day_words(due, place.language)} if due is not None else ""
        text = f"{text} ({status_word(finding.status).lower()}{last})"
    href = reverse("why", args=[place.agreement, finding.key]) + place.query if linked else ""
    return Told(text=text, status=finding.status, href=href)


def _ahead(place: Place, item: Windows) -> AheadRow:
    return AheadRow(
        label=place.definition.rules[item.rule].label.in_language(place.language),
        before=_windows(place, item.before),
        after=_windows(place, item.after),
    )


def _windows(place: Place, items: tuple[AgendaItem, ...]) -> str:
    """Who is to do what, and the last days of it: ”Styrgruppen: minst två gånger (31 december 2026)”."""
    if not items:
        return _("inget")
    days = [day_words(one, place.language) for one in dict.fromkeys(item.due_on for item in items) if one is not None]
    what = items[0].what.in_language(place.language).partition(": ")[2]
    who = items[0].who[0] if items[0].who else ""
    name = place.evaluation.situation.name(who).in_language(place.language) if who else ""
    return f"{name}: {what} ({_joined(days)})"


def _past(place: Place, outcome: Outcome) -> tuple[tuple[str, int], ...]:
    """How many closed periods of each provision would be told otherwise."""
    counts: dict[str, int] = {}
    for change in outcome.past:
        label = place.definition.rules[change.rule].label.in_language(place.language)
        counts[label] = counts.get(label, 0) + 1
    return tuple(counts.items())


def _shares(place: Place, outcome: Outcome) -> Table | None:
    """What each party pays now and would pay, where that is what changes."""
    rows = []
    for change in outcome.changes:
        if change.sums is None:
            continue
        before, after = change.sums
        period = change.finding.period
        name = place.evaluation.situation.name(change.finding.subject).in_language(place.language)
        named = f"{name} {period.start.year}" if period is not None else name
        difference = _signed(after - before) if before is not None and after is not None else "–"
        rows.append(
            (Cell(text=named), *(Cell(text=text, number=True) for text in (_sum(before), _sum(after), difference)))
        )
    if not rows:
        return None
    heading = _("Vad var och en betalar")
    columns = (_("Part och år"), _("Nu"), _("Då"), _("Skillnad"))
    return Table(
        label=heading,
        caption=heading,
        columns=tuple(Column(heading=text, number=place_ > 0) for place_, text in enumerate(columns)),
        rows=tuple(rows),
    )


def _sum(ore: int | None) -> str:
    return "–" if ore is None else kronor(ore)


def _signed(ore: int) -> str:
    return f"+{kronor(ore)}" if ore > 0 else kronor(ore)
