"""The words after a command: positions, options, and what is wrong with them in plain Swedish (English with --lang en).

Instead of argparse, whose messages are English and whose import costs a quarter of the start of ``samverk ask``.
"""

from __future__ import annotations

from collections.abc import Sequence

from samverk.ops.refused import Refused
from samverk.rules.problems import nearest
from samverk.rules.wording import Language, Text


class Option:
    """``--name``, with a value when ``value`` says what to call it.

    ``pairs``: takes one or more values "key=value", and may be given again. ``choices``: the values allowed.
    """

    __slots__ = ("about", "choices", "name", "pairs", "value")

    def __init__(
        self, name: str, about: Text, *, value: Text | None = None, choices: tuple[str, ...] = (), pairs: bool = False
    ) -> None:
        self.name = name
        self.about = about
        self.value = value
        self.choices = choices
        self.pairs = pairs

    def usage(self, language: Language) -> str:
        """The option as it is written: "--given NAMN=VÄRDE …"."""
        value = "|".join(self.choices) or (self.value.in_language(language) if self.value else "")
        return f"--{self.name}{' ' + value if value else ''}{' …' if self.pairs else ''}"


class Position:
    """A word that is known by its place. ``many``: one or more of them; ``optional``: may be left out."""

    __slots__ = ("about", "many", "name", "optional")

    def __init__(self, name: Text, about: Text, *, many: bool = False, optional: bool = False) -> None:
        self.name = name
        self.about = about
        self.many = many
        self.optional = optional

    def usage(self, language: Language) -> str:
        """The position as it is written: "AVTAL", "[MAPP …]"."""
        name = self.name.in_language(language) + (" …" if self.many else "")
        return f"[{name}]" if self.optional else name


LANG = Option("lang", Text("svarets språk", "the language of the answer"), choices=("sv", "en"))
JSON = Option("json", Text("svara med JSON för andra program", "answer in JSON for other programs"))
_HELP = Option("help", Text("visa den här hjälpen", "show this help"))


class Given:
    """What was given: ``words`` by place, ``values`` by option, ``pairs`` in the order they stood."""

    __slots__ = ("flags", "pairs", "values", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.flags: set[str] = set()
        self.values: dict[str, str] = {}
        self.pairs: list[str] = []

    @property
    def language(self) -> Language:
        """The language asked for; Swedish when none is."""
        return "en" if self.values.get("lang") == "en" else "sv"


class Usage:
    """How a command is written: the source of both its help and its parser."""

    __slots__ = ("about", "command", "options", "positions")

    def __init__(
        self, command: str, about: Text, positions: tuple[Position, ...] = (), options: tuple[Option, ...] = ()
    ) -> None:
        self.command = command
        self.about = about
        self.positions = positions
        self.options = (*options, _HELP)

    def line(self, language: Language = "sv") -> str:
        """The command with everything it takes, on one line."""
        positions = [position.usage(language) for position in self.positions]
        options = [f"[{option.usage(language)}]" for option in self.options if option is not _HELP]
        return " ".join(["samverk", self.command, *positions, *options])

    def help(self, language: Language = "sv") -> str:
        """The whole help."""
        rows = [(position.name.in_language(language), position.about) for position in self.positions]
        rows += [(option.usage(language), option.about) for option in self.options]
        width = max(len(name) for name, _ in rows)
        lines = [f"  {name:<{width}}  {about.in_language(language)}" for name, about in rows]
        return "\n".join([self.line(language), "", self.about.in_language(language), "", *lines])

    def read(self, argv: Sequence[str]) -> Given | None:
        """What was given; None when help was asked for. Error: Refused with what is missing or not understood."""
        if "--help" in argv or "-h" in argv:
            return None
        given, rest = Given(), list(argv)
        while rest:
            word = rest.pop(0)
            if word == "--":
                given.words += rest
                break
            if word.startswith("-") and word != "-":
                self._option(given, word, rest)
            else:
                given.words.append(word)
        self._count(given.words)
        return given

    def _option(self, given: Given, word: str, rest: list[str]) -> None:
        name, separator, attached = word.removeprefix("--").partition("=")
        option = next((option for option in self.options if word.startswith("--") and option.name == name), None)
        if option is None:
            raise self._unknown(word.partition("=")[0])
        if option.value is None and not option.choices:
            if separator:
                raise self._wrong(f"--{name} tar inget värde.", f"--{name} takes no value.")
            given.flags.add(name)
            return
        if not separator and (not rest or rest[0].startswith("--")):
            usage = option.usage("sv"), option.usage("en")
            raise self._wrong(f"--{name} saknar sitt värde: {usage[0]}.", f"--{name} lacks its value: {usage[1]}.")
        values = [attached] if separator else [rest.pop(0)]
        if option.pairs:
            while rest and "=" in rest[0] and not rest[0].startswith("--"):
                values.append(rest.pop(0))
            given.pairs += values
            return
        self._single(given, option, values[0])

    def _single(self, given: Given, option: Option, value: str) -> None:
        name = option.name
        if name in given.values:
            raise self._wrong(f"--{name} står två gånger.", f"--{name} is given twice.")
        if option.choices and value not in option.choices:
            sv, en = " eller ".join(option.choices), " or ".join(option.choices)
            raise self._wrong(f"--{name} ska vara {sv} men är ”{value}”.", f"--{name} must be {en} but is “{value}”.")
        given.values[name] = value

    def _count(self, words: list[str]) -> None:
        least = sum(not position.optional for position in self.positions)
        if len(words) < least:
            missing = self.positions[len(words)]
            raise self._wrong(
                f"{missing.name.sv} saknas: {missing.about.sv}.", f"{missing.name.en} is missing: {missing.about.en}."
            )
        if len(words) > len(self.positions) and not any(position.many for position in self.positions):
            extra = words[len(self.positions)]
            number = extra.isdecimal()
            raise self._wrong(
                f"”{extra}” hör inte hemma här." + (" Belopp skrivs utan mellanslag: 1500000." if number else ""),
                f"“{extra}” does not belong here." + (" Sums are written without spaces: 1500000." if number else ""),
            )

    def _unknown(self, word: str) -> Refused:
        names = [f"--{option.name}" for option in self.options]
        meant = nearest(word, names)
        return self._wrong(
            f"{word} finns inte." + (f" Menade du {meant}?" if meant else ""),
            f"There is no {word}." + (f" Did you mean {meant}?" if meant else ""),
        )

    def _wrong(self, sv: str, en: str) -> Refused:
        return Refused(Text(f"{sv} Så här skrivs det: {self.line('sv')}", f"{en} It is written: {self.line('en')}"))
