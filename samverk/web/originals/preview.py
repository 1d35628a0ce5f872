"""The preview of an import: every clause and line as they were read, what hangs on them, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from samverk.rules.definition import Definition
from samverk.rules.originals.anchoring import Anchors, anchors, unseen_in
from samverk.rules.originals.corrections import home_of
from samverk.rules.originals.draft import Chapter, Draft, Piece
from samverk.rules.originals.edition import Original, read_original
from samverk.rules.wording import Language
from samverk.web.originals.desk import Desk
from samverk.web.originals.rows import place
from samverk.web.shapes import Shape


@dataclass(frozen=True, slots=True)
class Line(Shape):
    """A paragraph or item. ``open``: its corrections are shown."""

    at: str
    id: str
    text: str
    is_item: bool
    number: str
    open: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Lacking(Shape):
    """A cited place that is not in the text: where, what it says in plain language, and what rests on it."""

    where: str
    plain: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anchored(Shape):
    """A provision that rests on a clause, and the first line it cites there."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Section(Shape):
    """A clause as it was read. ``known``: the agreement has one with its number."""

    at: str
    id: str
    number: str
    heading: str
    known: bool
    first: bool
    open: bool
    lines: tuple[Line, ...]
    anchored: tuple[Anchored, ...]
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class Stray(Shape):
    """A line that is in no clause, with the clause it stood nearest to."""

    at: str
    id: str
    line: int
    text: str
    reason: str
    home: str


@dataclass(frozen=True, slots=True)
class Target(Shape):
    """A clause to move a line to."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Preview(Shape):
    """Everything the page shows of the document. ``other``: it is hardly this agreement's."""

    title: str
    sections: tuple[Section, ...]
    strays: tuple[Stray, ...]
    targets: tuple[Target, ...]
    absent: tuple[Lacking, ...]
    extra: tuple[str, ...]
    unseen: tuple[str, ...]
    anchored: int
    cited: int
    holds: bool
    other: bool


def _label(chapter: Chapter) -> str:
    return f"{chapter.id} {chapter.heading}"[:60].strip()


def fragment(at: str) -> str:
    """The id of a place on the page: "r3-2" for "3.2"; unplaced lines have one place together."""
    return "oplacerat" if at.startswith("u") else f"r{at.replace('.', '-')}"


def as_read(desk: Desk) -> str:
    """The text of a document that nothing has been put right in. What already was an edition stays as it was, to the
    byte.
    """
    return read_original(desk.lines).text


@dataclass(frozen=True)
class Looking:
    """What a preview is made from. ``opened``: the place whose corrections are shown."""

    definition: Definition
    draft: Draft
    original: Original
    opened: str
    language: Language

    @cached_property
    def hanging(self) -> Anchors:
        """How the agreement's provisions hang on the text as it is now."""
        return anchors(self.definition, self.original.edition)

    def preview(self) -> Preview:
        """The draft as the page shows it."""
        hanging, edition = self.hanging, self.original.edition
        return Preview(
            title=edition.title,
            sections=tuple(self.section(at, chapter) for at, chapter in enumerate(self.draft.chapters)),
            strays=tuple(self.strays()),
            targets=tuple(Target(str(at), _label(chapter)) for at, chapter in enumerate(self.draft.chapters)),
            absent=tuple(self.absent()),
            extra=hanging.extra,
            unseen=tuple(text.in_language(self.language) for text in unseen_in(self.definition, edition)),
            anchored=len(hanging.found),
            cited=len(hanging.found) + len(hanging.missing),
            holds=hanging.holds,
            other=len(hanging.found) < len(hanging.missing),
        )

    def section(self, at: int, chapter: Chapter) -> Section:
        """A clause with its lines, and what should be in it and is not."""
        missing = [path for path in self.hanging.missing if path.split("/", 1)[0] == chapter.id]
        return Section(
            at=str(at),
            id=fragment(str(at)),
            number=chapter.id,
            heading=chapter.heading,
            known=chapter.id in self.definition.clauses,
            first=at == 0,
            open=self.opened == str(at),
            lines=tuple(
                self._line(f"{at}.{number}", piece, first=number == 0) for number, piece in enumerate(chapter.parts)
            ),
            anchored=tuple(self._anchored(at, chapter)),
            lacking=tuple(self._lacking(path, place(path, self.definition.text, self.language)) for path in missing),
        )

    def _anchored(self, at: int, chapter: Chapter) -> Iterator[Anchored]:
        """The provisions that rest on the clause, each with the line of its first words, in the order of the lines."""
        clause = self.original.edition.clauses.get(chapter.id)
        if clause is None or len(clause.blocks) != len(chapter.parts):
            return
        places = {id(block): number for number, block in enumerate(clause.blocks)}
        spots = clause.spots() | {clause.id: (clause.blocks[0], 0)} if clause.blocks else {}
        cited = [(places[id(spots[path][0])], who) for path, who in self.hanging.found.items() if path in spots]
        told: set[str] = set()
        for number, who in sorted(cited):
            for label in self._labels(who):
                if label not in told:
                    told.add(label)
                    yield Anchored(label, f"#{fragment(f'{at}.{number}')}")

    def _labels(self, who: tuple[str, ...]) -> Iterator[str]:
        for one in who:
            if one in self.definition.rules:
                yield self.definition.rules[one].label.in_language(self.language)

    def _line(self, at: str, piece: Piece, *, first: bool) -> Line:
        return Line(
            at=at,
            id=fragment(at),
            text=piece.text,
            is_item=piece.is_item,
            number=piece.number,
            open=self.opened == at,
            first=first,
        )

    def _lacking(self, path: str, where: str) -> Lacking:
        text = self.definition.text
        plain = text.words(path) if text is not None else None
        return Lacking(where, plain or "", tuple(self._labels(self.hanging.missing.get(path, ()))))

    def absent(self) -> Iterator[Lacking]:
        """Clauses of the agreement that the text does not have."""
        for number in self.hanging.lacking:
            info = self.definition.clauses[number]
            heading = info.heading.in_language(self.language)
            mark = info.mark.in_language(self.language)
            yield Lacking(heading if heading.startswith(mark) else f"{mark} {heading}", "", ())

    def strays(self) -> Iterator[Stray]:
        """The lines in no clause."""
        for at, found in enumerate(self.draft.unplaced):
            reason = found.reason.in_language(self.language)
            home = str(home_of(self.draft, found))
            yield Stray(f"u{at}", f"u{at}", found.line, found.text, reason, home)
