"""The read-back as a paper: the same words as its page, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samverk.integrations.paper import Heading, Items, Paper, Part, Span, Words, plain
from samverk.integrations.typesetting import Attachment
from samverk.rules.definition import Definition
from samverk.rules.readback import ReadBack
from samverk.rules.readback.document import ClauseRead, PlanRead, ProvisionRead, ReadingRead
from samverk.rules.wording import Language, Text


def paper_of(
    document: ReadBack, definition: Definition, language: Language, day: date, about: tuple[str, ...] = ()
) -> Paper:
    """The whole read-back; ``day`` is the day whose decisions it holds, ``about`` what is to be known of it first.

    As PDF it carries the definition itself.
    """
    what = _("Överenskommelsen som data: det som är återläst, med det fingeravtryck som står sist.")
    data = Attachment(f"{definition.id}.json", "application/json", definition.canonical.encode(), what)
    return Paper(
        title=f"{_('Återläsning')}: {document.title}",
        language=language,
        day=day,
        lead=plain(" ".join([*about, *(line.in_language(language) for line in document.opening)])),
        parts=tuple(_Writer(document, language).parts()),
        contents=1,
        attached=data,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    document: ReadBack
    language: Language

    def parts(self) -> Iterator[Part]:
        for clause in self.document.clauses:
            yield from self.clause(clause)
        if self.document.silent:
            yield Heading(1, plain(_("Det texten inte säger")))
            for provision in self.document.silent:
                yield from self.provision(provision)
        for plan in self.document.plans:
            yield from self.plan(plan)
        yield Heading(1, (Span(_("Läsningar")), Span(f" {len(self.document.readings)}", "quiet")))
        for reading in self.document.readings:
            yield from self.reading(reading)
        yield from self.named()

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def words(self, text: Text) -> Words:
        return Words(plain(self.say(text)))

    def clause(self, read: ClauseRead) -> Iterator[Part]:
        heading, name = self.say(read.clause.heading), self.say(read.clause.name)
        named = () if name in heading else (Span(f" {name}", "quiet"),)
        yield Heading(1, (Span(heading, law=True), *named))
        for provision in read.provisions:
            yield from self.provision(provision)
        for item in read.not_modelled:
            said = f"{_('Inte en bestämmelse:')} {self.say(item.cite.place)}. {self.say(item.reason)}"
            yield Words((Span(said, "quiet"),))

    def provision(self, read: ProvisionRead) -> Iterator[Part]:
        yield Heading(2, plain(self.say(read.label)))
        lines = []
        for statement in read.statements:
            marks = [span for reading in statement.readings for span in (Span(" "), Span(reading, "chip"))]
            lines.append((Span(self.say(statement.text)), *marks))
        if lines:
            yield Items(tuple(lines))
        if read.cites:
            places = f" · {self.say(read.places)}" if read.places is not None else ""
            yield Words((Span(f"{self.say(read.kind_name)}{places}", "quiet"),))

    def plan(self, read: PlanRead) -> Iterator[Part]:
        yield Heading(1, plain(f"{_('Handlingsplan')} {read.id}"))
        for line in read.lines:
            yield self.words(line)
        for measure in read.measures:
            yield Heading(2, plain(f"{measure.number}. {self.say(measure.title)}"))
            yield Items(tuple(plain(self.say(line)) for line in measure.lines))

    def reading(self, read: ReadingRead) -> Iterator[Part]:
        yield Heading(2, plain(f"{read.id}. {self.say(read.question)}"))
        yield self.words(read.why)
        used = (Span(f" ({_('används')})", "strong"),)
        yield Items(tuple((Span(self.say(one.text)), *(used if one.in_use else ())) for one in read.options))
        decides = f"{self.say(read.status_name)} · {_('Avgörs av')} {self.say(read.decides)}."
        decided = f" {self.say(read.decided)}" if read.decided is not None else ""
        yield Words((Span(decides + decided, "quiet"),))

    def named(self) -> Iterator[Part]:
        yield Heading(1, plain(_("Det avtalet nämner")))
        for part in self.document.named:
            yield Heading(2, plain(self.say(part.heading)))
            yield Items(tuple(plain(self.say(line)) for line in part.lines))
        yield Words((Span(f"{_('Definitionens fingeravtryck:')} {self.document.sha256}", "quiet"),))
