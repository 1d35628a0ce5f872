"""What is given with a question, read strictly: days, sums in kronor, codes, codes with days.

Everything is refused with one sentence that says what was found, what was expected, and an example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from samverk.rules.admission import may_be_party
from samverk.rules.dates import parse_day
from samverk.rules.definition import Definition
from samverk.rules.frozen import frozen
from samverk.rules.money import Ore, parse_kronor
from samverk.rules.provisions import Membership
from samverk.rules.wording import Text, say

FIRST_YEAR, LAST_YEAR = 1900, 2200
type Population = Callable[[int], Mapping[str, int] | None]


class QuestionError(ValueError):
    """A question that cannot be answered as put. ``message`` is one sentence in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


@frozen
class Wanted:
    """An input of a question: its name, what it is in words, an example, and whether it must be given."""

    name: str
    about: Text
    example: str
    required: bool = False


@frozen
class Asked:
    """A question as put: the agreement, what was given, and what the world outside contributes.

    ``population``: inhabitants by code on 31 December of a year, None for a year without figures. ``names``: presented
    names by municipality code.
    """

    definition: Definition
    question: str
    wanted: tuple[Wanted, ...]
    given: Mapping[str, str]
    population: Population | None
    names: Mapping[str, str]

    def check(self) -> None:
        """Refuse unknown and missing inputs. Error: QuestionError."""
        known = [item.name for item in self.wanted]
        for name in self.given:
            if name not in known:
                raise QuestionError(
                    say(
                        "{question} tar inte emot ”{name}”; det som kan anges är {known}.",
                        "{question} does not take “{name}”; it takes {known}.",
                        question=self.question,
                        name=name,
                        known=known,
                    )
                )
        for item in self.wanted:
            if item.required and item.name not in self.given:
                raise self.missing(item.name)

    def has(self, name: str) -> bool:
        """Whether an input was given, even as an empty list."""
        return name in self.given

    def missing(self, name: str) -> QuestionError:
        """The refusal for an input that is needed."""
        item = self._item(name)
        return QuestionError(
            say(
                "{question} behöver ”{name}”: {about}, till exempel {example}.",
                "{question} needs “{name}”: {about}, such as {example}.",
                question=self.question,
                name=name,
                about=item.about,
                example=f"{name}={item.example}",
            )
        )

    def malformed(self, name: str, expected: Text, found: str | None = None) -> QuestionError:
        """The refusal for an input that does not fit."""
        return QuestionError(
            say(
                "”{name}” är ”{found}”; det ska vara {expected}, till exempel {example}.",
                "“{name}” is “{found}”; it should be {expected}, such as {example}.",
                name=name,
                found=self.given.get(name, "") if found is None else found,
                expected=expected,
                example=f"{name}={self._item(name).example}",
            )
        )

    def _item(self, name: str) -> Wanted:
        return next(item for item in self.wanted if item.name == name)

    # --- one value ------------------------------------------------------------------------------------

    def day(self, name: str) -> date | None:
        """A day, or None when it is not given. Error: QuestionError."""
        return self._day(name, self.given[name]) if name in self.given else None

    def year(self, name: str) -> int:
        """A year of four digits. Error: QuestionError."""
        text = self.given[name]
        if len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        raise self.malformed(
            name,
            say(
                "ett år från {first} till {last}",
                "a year from {first} to {last}",
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            ),
        )

    def kronor(self, name: str) -> Ore:
        """A sum of money in öre, zero or more, from kronor. Error: QuestionError."""
        try:
            amount = parse_kronor(self.given[name])
        except ValueError:
            amount = -1
        if amount < 0:
            raise self.malformed(name, _sum_written(self.given[name]))
        return amount

    def code(self, name: str) -> str | None:
        """The code of a municipality the agreement has a place for, or None. Error: QuestionError."""
        return self._code(name, self.given[name]) if name in self.given else None

    # --- lists ----------------------------------------------------------------------------------------

    def days(self, name: str) -> tuple[date, ...]:
        """Days separated by commas; an empty text is none. Error: QuestionError."""
        return tuple(self._day(name, part) for part in self._parts(name))

    def codes(self, name: str) -> tuple[str, ...]:
        """Codes separated by commas, each once. Error: QuestionError."""
        found = [self._code(name, part) for part in self._parts(name)]
        self._each_once(name, found)
        return tuple(found)

    def code_days(self, name: str) -> dict[str, date]:
        """``CODE:DATE`` separated by commas, each code once. Error: QuestionError."""
        found: list[tuple[str, date]] = []
        for part in self._parts(name):
            code, colon, day = part.partition(":")
            if not colon:
                raise self.malformed(name, Text("KOD:DATUM åtskilda av komman", "CODE:DATE separated by commas"), part)
            found.append((self._code(name, code), self._day(name, day)))
        self._each_once(name, [code for code, _ in found])
        return dict(found)

    def _parts(self, name: str) -> list[str]:
        text = self.given.get(name, "").strip()
        return [part.strip() for part in text.split(",")] if text else []

    def _each_once(self, name: str, codes: Iterable[str]) -> None:
        seen: set[str] = set()
        for code in codes:
            if code in seen:
                raise self.malformed(
                    name, Text("en lista där varje kod står en gång", "a list with each code once"), code
                )
            seen.add(code)

    def _day(self, name: str, text: str) -> date:
        try:
            day = parse_day(text.strip())
        except ValueError:
            exists = Text("en dag som finns, ÅÅÅÅ-MM-DD", "a day that exists, YYYY-MM-DD")
            raise self.malformed(name, exists, text) from None
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
        span = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        near = say("en dag från år {first} till {last}", "a day from the year {first} to {last}", **span)
        raise self.malformed(name, near, text)

    def _code(self, name: str, text: str) -> str:
        definition = self.definition
        known = not self.names or text in self.names or text in definition.parties
        if len(text) == 4 and text.isascii() and text.isdigit() and known and may_be_party(text, definition):
            return text
        raise self.malformed(name, _place_for(definition), text)


def _sum_written(text: str) -> Text:
    """How a sum is written, said of the way this one was."""
    closed = "".join(text.split())
    if closed != text and closed.isascii() and closed.isdigit():
        return say(
            "ett belopp i kronor utan mellanslag, {closed}", "a sum in kronor without spaces, {closed}", closed=closed
        )
    if "," in text:
        return Text(
            "ett belopp i kronor utan mellanslag och komma (1,5 miljoner skrivs 1500000, ören med punkt: 1500000.50)",
            "a sum in kronor without spaces and commas (1.5 million is written 1500000, öre with a point: 1500000.50)",
        )
    return Text("ett belopp i kronor utan mellanslag, noll eller mer", "a sum in kronor without spaces, zero or more")


def _place_for(definition: Definition) -> Text:
    """Which codes an agreement has a place for, in words."""
    rule = definition.first(Membership)
    if rule is not None and rule.class_ is not None:
        if rule.class_.county:
            return say(
                "koden för en kommun i län {county}",
                "the code of a municipality in county {county}",
                county=rule.class_.county,
            )
        return Text("koden för en kommun", "the code of a municipality")
    return say(
        "koden för en av parterna, {codes}", "the code of one of the parties, {codes}", codes=sorted(definition.parties)
    )
