"""The read-back as plain text: for the terminal, for paper, for the minutes of the meeting that adopts it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from samverk.rules.readback.document import PlanRead, ProvisionRead, ReadBack, ReadingRead
from samverk.rules.wording import Text

WIDTH = 96

_HEADINGS = {
    "named": Text("Vad som nämns", "What is named"),
    "silent": Text("Det texten tiger om", "What the text is silent about"),
    "readings": Text("Läsningar", "Readings"),
    "plan": Text("Handlingsplan", "Action plan"),
}


def as_text(document: ReadBack, language: str = "sv") -> str:
    """The whole document as lines of at most 96 characters, in Swedish or English ("en")."""
    return "\n".join(_Printer(document, language).lines()) + "\n"


class _Printer:
    def __init__(self, document: ReadBack, language: str) -> None:
        self.document = document
        self.language = language
        self.states = {reading.id: reading.status_name for reading in document.readings}

    def lines(self) -> Iterator[str]:
        document = self.document
        yield from self._wrapped(document.title)
        yield "=" * min(WIDTH, len(document.title))
        for text in document.opening:
            yield from self._wrapped(self._in(text))
        yield f"SHA-256 {document.sha256}"
        yield from self._clauses()
        yield from self._heading(_HEADINGS["silent"], bool(document.silent))
        for provision in document.silent:
            yield from self._provision(provision)
        yield from self._heading(_HEADINGS["readings"], bool(document.readings))
        for reading in document.readings:
            yield from self._reading(reading)
        for plan in document.plans:
            yield from self._plan(plan)
        yield from self._heading(_HEADINGS["named"], bool(document.named))
        for section in document.named:
            yield from self._wrapped(self._in(section.heading), 2)
            for line in section.lines:
                yield from self._wrapped(self._in(line), 4)

    def _clauses(self) -> Iterator[str]:
        for part in self.document.clauses:
            mark, heading = self._in(part.clause.mark), self._in(part.clause.heading)
            title = heading if heading.startswith(mark) else f"{mark}  {heading}"
            yield from ("", title, "-" * min(WIDTH, len(title)))
            yield from self._wrapped(self._in(part.clause.summary))
            for provision in part.provisions:
                yield from self._provision(provision)
            for row in part.not_modelled:
                said = Text("Ingen bestämmelse", "No provision").in_language(self.language)
                yield from self._wrapped(f"{said} ({self._in(row.cite.place)}): {self._in(row.reason)}", 2)

    def _heading(self, heading: Text, wanted: bool) -> Iterator[str]:
        if wanted:
            title = self._in(heading)
            yield from ("", title, "-" * len(title))

    def _provision(self, provision: ProvisionRead) -> Iterator[str]:
        kind, label = self._in(provision.kind_name), self._in(provision.label)
        yield ""
        yield from self._wrapped(label if label.startswith(kind) else f"{kind}: {label}", 2)
        for statement in provision.statements:
            yield from self._wrapped(f"{self._in(statement.text)}{self._rests_on(statement.readings)}", 4)
        if provision.places is not None:
            yield from self._wrapped(f"[{self._in(provision.places)}]", 4)

    def _rests_on(self, readings: tuple[str, ...]) -> str:
        """ " (läsning t-14-1, preliminär)"; nothing where the text itself says it."""
        if not readings:
            return ""
        word = Text("läsning", "reading").in_language(self.language)
        named = [f"{reading}, {self._in(self.states[reading])}" for reading in readings if reading in self.states]
        return f" ({word} {'; '.join(named)})"

    def _reading(self, reading: ReadingRead) -> Iterator[str]:
        word = Text("Läsning", "Reading").in_language(self.language)
        yield ""
        yield from self._wrapped(f"{word} {reading.id}: {self._in(reading.question)}", 2)
        for option in reading.options:
            used = Text(" – används", " – in use").in_language(self.language) if option.in_use else ""
            yield from self._wrapped(f"• {self._in(option.text)}{used}", 4)
        yield from self._wrapped(f"{_said('Skäl', 'Why', self.language)}: {self._in(reading.why)}", 4)
        decides = f"{_said('Beslutas av', 'Decided by', self.language)}: {self._in(reading.decides)}."
        state = f"{_said('Läge', 'Status', self.language)}: {self._in(reading.status_name)}."
        decided = f" {self._in(reading.decided)}" if reading.decided is not None else ""
        yield from self._wrapped(f"{decides} {state}{decided}", 4)
        concerns = "; ".join(self._in(label) for label in reading.concerns)
        if concerns:
            yield from self._wrapped(f"{_said('Gäller', 'Concerns', self.language)}: {concerns}.", 4)

    def _plan(self, plan: PlanRead) -> Iterator[str]:
        title = f"{self._in(_HEADINGS['plan'])} {plan.id}"
        yield from ("", title, "-" * len(title))
        for line in plan.lines:
            yield from self._wrapped(self._in(line))
        yield f"[{self._in(plan.cite.place)}]"
        for measure in plan.measures:
            yield ""
            yield from self._wrapped(f"{measure.number}. {self._in(measure.title)}", 2)
            for line in measure.lines:
                yield from self._wrapped(self._in(line), 4)
            yield f"    [{self._in(measure.cite.place)}]"

    def _in(self, text: Text) -> str:
        return text.in_language(self.language)

    def _wrapped(self, words: str, indent: int = 0) -> list[str]:
        lead = " " * indent
        return textwrap.wrap(
            words, WIDTH, initial_indent=lead, subsequent_indent=lead, break_long_words=False, break_on_hyphens=False
        )


def _said(sv: str, en: str, language: str) -> str:
    return en if language == "en" else sv
