"""An edition clause by clause, with what hangs on each clause: the provisions that cite it, and the plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from operator import attrgetter

from django.urls import reverse

from samverk.rules.clauses import Block, Clause, Edition
from samverk.rules.definition import Definition
from samverk.rules.originals.anchoring import cited_by
from samverk.rules.wording import NBSP, Language, Text
from samverk.web.agreements.sheet import anchor
from samverk.web.shapes import Shape


@dataclass(frozen=True, slots=True)
class Words(Shape):
    """A sentence; ``id`` is its address on the page, "" where nothing cites it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Item(Shape):
    """An item of a list."""

    words: tuple[Words, ...]
    number: str


@dataclass(frozen=True, slots=True)
class Passage(Shape):
    """A paragraph, or the items of a list that stand together."""

    words: tuple[Words, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether it is a list with numbers."""
        return bool(self.items) and bool(self.items[0].number)


@dataclass(frozen=True, slots=True)
class Place(Shape):
    """Where a provision is anchored: the words, on this page, and how they are counted."""

    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Anchored(Shape):
    """A provision that rests on a clause, with the places it cites there."""

    label: str
    href: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A clause: as signed, in plain language, and what rests on it."""

    anchor: str
    mark: str
    name: str
    heading: str
    passages: tuple[Passage, ...]
    plain: tuple[Passage, ...]
    anchored: tuple[Anchored, ...]


def rows(agreement: str, definition: Definition, signed: Edition, query: str, language: Language) -> tuple[Row, ...]:
    """Every clause of the signed edition in its own order."""
    cited = cited_by(definition)

    def row(clause: Clause) -> Row:
        info = definition.clauses.get(clause.id)
        plain = definition.text.clauses.get(clause.id) if definition.text is not None else None
        mark = info.mark.in_language(language) if info is not None else clause.id
        own = {path: who for path, who in cited.items() if path.split("/", 1)[0] == clause.id}
        ids = {path: _id(clause, *spot) for path, spot in clause.spots().items() if path in own}
        places: dict[str, list[Place]] = {}
        for path, who in own.items():
            at = Place(f"#{ids.get(path) or anchor(clause.id)}", place(path, signed, language))
            for one in who:
                places.setdefault(one, []).append(at)
        return Row(
            anchor=anchor(clause.id),
            mark="" if clause.heading.startswith(mark) else mark.replace(" ", NBSP),
            name=info.name.in_language(language) if info is not None else clause.id,
            heading=clause.heading,
            passages=tuple(_passages(clause, frozenset(ids.values()))),
            plain=tuple(_passages(plain, frozenset())) if plain is not None else (),
            anchored=tuple(_anchored(agreement, definition, places, query, language)),
        )

    return tuple(row(clause) for clause in signed.clauses.values())


def _id(clause: Clause, block: Block, number: int) -> str:
    """The address of a sentence on the page: "o14-0-1" is the second sentence of clause 14."""
    place_ = next(at for at, other in enumerate(clause.blocks) if other is block)
    return f"o{anchor(clause.id)[1:]}-{place_}-{number}"


def _passages(clause: Clause, cited: frozenset[str]) -> Iterator[Passage]:
    """Paragraphs and lists in reading order; the sentences that are cited have their address."""

    def words(block: Block) -> tuple[Words, ...]:
        ids = [_id(clause, block, number) for number in range(len(block.sentences))] if cited else []
        texts = zip_longest(ids, block.sentences, fillvalue="")
        return tuple(Words(one if one in cited else "", text) for one, text in texts)

    for is_item, blocks in groupby(clause.blocks, attrgetter("is_item")):
        if is_item:
            yield Passage(items=tuple(Item(words(block), block.number) for block in blocks))
        else:
            yield from (Passage(words(block)) for block in blocks)


def _anchored(
    agreement: str, definition: Definition, places: Mapping[str, Sequence[Place]], query: str, language: Language
) -> Iterator[Anchored]:
    """The provisions that cite some places, each leading to what it does now."""
    for one, found in places.items():
        if one in definition.rules:
            href = f"{reverse('agreement', args=[agreement])}{query}#n-{one}"
            yield Anchored(definition.rules[one].label.in_language(language), href, tuple(found))
        elif one in definition.plans:
            label = Text("Handlingsplan", "Action plan").in_language(language)
            yield Anchored(label, reverse("plan", args=[agreement, one]) + query, tuple(found))


def place(path: str, plain: Edition | None, language: Language) -> str:
    """Where in its clause: "mening 2", "led 4, mening 1", "stycke 2"; "hela punkten" for the clause itself.

    ``plain``: an edition that tells whether the clause has a list.
    """
    number, *steps = path.split("/")
    clause = plain.clauses.get(number) if plain is not None else None
    listed = clause is not None and any(block.is_item for block in clause.blocks)
    names = {"s": _SENTENCE, "p": _ITEM if listed else _PARAGRAPH}
    said = [f"{names[step[0]].in_language(language)} {step[1:]}" for step in steps]
    return ", ".join(said) or _WHOLE.in_language(language)


_SENTENCE = Text("mening", "sentence")
_ITEM = Text("led", "item")
_PARAGRAPH = Text("stycke", "paragraph")
_WHOLE = Text("hela punkten", "the whole clause")
