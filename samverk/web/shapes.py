"""What the larger partials are given. A view turns findings into these; a template only writes them out.

Text fields are escaped by the templates. A field that needs markup is given as ``SafeString`` by its maker.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from samverk.rules.finding import Basis, InputBasis, Status

# A slot of a meter: held, planned, allowed but not asked for, refused, waiting, registered otherwise, empty.
# "need" added to one of them draws the line of the requirement after it.
type Slot = Literal["on", "plan", "opt", "no", "wait", "grey", "", "on need", "plan need", "opt need", "need"]

# A reading that nobody has chosen an answer to, and one that those who may have decided: neither is assumed.
type Settling = Literal["open", "adopted"]


class Shape:
    """Answers ``shape["name"]``, which templates try first; otherwise every lookup would raise an error on its way."""

    __slots__ = ()

    def __getitem__(self, name: str) -> object:
        return object.__getattribute__(self, name)


class Part(Shape):
    """A shape with a template of its own, written out by ``{% part %}`` and kept: every field must be hashable.

    ``called`` is what the template calls it.
    """

    __slots__ = ()
    template: ClassVar[str]
    called: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip(Shape):
    """A clause mark that leads to its clause. ``agreement`` only when the clause is another agreement's."""

    mark: str
    href: str
    agreement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter(Shape):
    """One slot per meeting, signature or answer; ``label`` says the same in words."""

    slots: tuple[Slot, ...]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Shape):
    """A row of a derivation: what went in, where it is from, and how sure it is."""

    label: str
    value: str
    basis: InputBasis | Settling
    source: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Shape):
    """Words of an agreement that a value rests on, in the language they are written in."""

    text: str
    chip: Chip
    language: str = "sv"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOption(Shape):
    """One answer to a question the text leaves, and what it ``gives`` here; ``used`` when it is the one in use."""

    label: str
    gives: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Shape):
    """Two readings as two readings. ``settled``: who has decided, or who may."""

    id: str
    text: str
    options: tuple[QuestionOption, ...]
    settled: str
    basis: Basis | Settling = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Part):
    """A derivation. ``question`` is its heading ("Varför 3 mars 2026?"), ``sum`` the arithmetic before ``result``.

    ``questions`` are readings that would change the result, ``quiet`` those it also rests on but that would not.
    """

    template: ClassVar[str] = "components/why.html"
    called: ClassVar[str] = "why"

    id: str
    question: str
    quotes: tuple[Quote, ...] = ()
    given: tuple[Given, ...] = ()
    sum: tuple[str, ...] = ()
    result: str = ""
    others: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    quiet: tuple[Question, ...] = ()
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Part):
    """What a clause does now. ``heading`` is the state as a sentence; ``about`` tells one "Varför?" from another."""

    template: ClassVar[str] = "components/note.html"
    called: ClassVar[str] = "note"

    status: Status
    heading: str
    body: str = ""
    questions: tuple[Question, ...] = ()
    basis: Basis | Settling | None = None
    basis_text: str = ""
    chips: tuple[Chip, ...] = ()
    meter: Meter | None = None
    why: Why | None = None
    why_href: str = ""
    about: str = ""
    id: str = ""
    example: bool = False

    @property
    def icon(self) -> str:
        """The status's symbol in the sprite."""
        return f"s-{self.status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo(Part):
    """A row of what is due: the day, what, who, and one verb that leads to the act."""

    template: ClassVar[str] = "components/todo.html"
    called: ClassVar[str] = "todo"

    heading: str
    href: str
    day: date | None = None
    day_text: str = ""
    countdown: str = ""
    late: bool = False
    detail: str = ""
    who: str = ""
    where: str = ""
    chips: tuple[Chip, ...] = ()
    verb: str = ""
    verb_href: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Shape):
    """A cell of a table; ``number`` sets it to the right. Status cells are given as markup by ``markup.tick``."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Shape):
    """A column of a table: its heading, whether it holds numbers, and the clause it follows from."""

    heading: str
    number: bool = False
    chip: Chip | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Part):
    """Plain data. The first cell of a row is its heading; ``foot`` is the sum. ``label`` names the scrolling region."""

    template: ClassVar[str] = "components/table.html"
    called: ClassVar[str] = "table"

    label: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = field(default=())
    caption_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Shape):
    """Somewhere to switch to."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Switcher(Shape):
    """The masthead's agreement: its short name, the agreements to go to instead (same page, same day), the pages of
    this one, and the address of all agreements where there are more than can be listed.
    """

    label: str
    choices: tuple[Choice, ...]
    pages: tuple[Choice, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timebar(Part):
    """You see another day: the sentence with the days in it, and the way back. ``supposed``: you see what is only
    supposed, what it is, and where it is changed and given up.
    """

    template: ClassVar[str] = "components/timebar.html"
    called: ClassVar[str] = "timebar"

    sentence: str = ""
    today_href: str = ""
    supposed: str = ""
    change_href: str = ""
    give_up_href: str = ""
