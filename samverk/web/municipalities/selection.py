"""Which municipalities are compared: read from ``?kommun=0184&kommun=0163``, with what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from samverk.reference.errors import NotFoundError
from samverk.reference.municipalities import counties, municipality
from samverk.rules.wording import Language, Many, Text, say
from samverk.web.shapes import Shape

FEWEST, MOST = 2, 6
# With more municipalities to choose among they stand county by county, folded.
MOST_UNFOLDED: Final = 60
# A longer address is no choice of municipalities; the rest of it is not looked at.
_MOST_READ: Final = 400


@dataclass(frozen=True, slots=True)
class Selection:
    """The municipalities asked for, each once and in the order asked, and why they cannot be compared."""

    codes: tuple[str, ...]
    problems: tuple[Text, ...]

    @property
    def is_ready(self) -> bool:
        """Whether there is something to compare."""
        return bool(self.codes) and not self.problems


@dataclass(frozen=True, slots=True)
class Box(Shape):
    """A municipality to choose."""

    code: str
    name: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Boxes(Shape):
    """Municipalities to choose under a heading, "" for none; ``open``: one of them is chosen."""

    heading: str
    boxes: tuple[Box, ...]
    open: bool


def read(asked: Iterable[str]) -> Selection:
    """The selection an address asks for. Nothing asked for is no problem: the form is shown."""
    codes: list[str] = []
    problems: list[Text] = []
    for code in dict.fromkeys(text.strip() for text in list(asked)[:_MOST_READ]):
        if not code:
            continue
        try:
            codes.append(municipality(code).code)
        except NotFoundError as error:
            problems.append(error.text)
    if len(codes) > MOST:
        problems.append(
            say(
                "Du har valt {n} kommuner. Jämför högst {most} åt gången: ta bort {over}.",
                "You have chosen {n} municipalities. Compare at most {most} at a time: remove {over}.",
                n=Many(len(codes)), most=Many(MOST), over=Many(len(codes) - MOST),
            )
        )  # fmt: skip
    elif codes and len(codes) < FEWEST:
        name = municipality(codes[0]).name
        problems.append(
            say(
                "Bara {name} är vald. Välj minst en kommun till.",
                "Only {name} is chosen. Choose at least one more municipality.",
                name=name,
            )
        )
    return Selection(tuple(codes), tuple(problems))


def boxes(names: Mapping[str, str], selected: Sequence[str], language: Language) -> tuple[Boxes, ...]:
    """Those to choose among, in the order of ``names``; county by county when they are many."""
    found = [Box(code, name, code in selected) for code, name in names.items()]
    if len(found) <= MOST_UNFOLDED:
        return (Boxes("", tuple(found), open=True),)
    by_county: dict[str, list[Box]] = {}
    for box in found:
        by_county.setdefault(box.code[:2], []).append(box)
    return tuple(
        Boxes(counties()[county].name.in_language(language), tuple(these), any(box.checked for box in these))
        for county, these in sorted(by_county.items())
    )
