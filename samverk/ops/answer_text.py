"""An answer as people read it in a terminal: the value, why, how it was worked out, and what remains to be decided."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from samverk.rules.questions import Answer
from samverk.rules.wording import NBSP, THIN, Language, Text, day, joined

WIDTH = 96

_STATUS = {
    "stated": Text("Det står i texten.", "The text says so."),
    "derived": Text("Det följer av texten.", "It follows from the text."),
    "adopted": Text("Det följer av texten och av läsningar som är beslutade.", "It rests on adopted readings."),
    "provisional": Text(
        "Preliminärt: svaret vilar på läsningar som ännu inte är beslutade.",
        "Provisional: the answer rests on readings not yet decided.",
    ),
    "open": Text(
        "Öppet: texten lämnar frågan och ingen har avgjort den.", "Open: the text leaves it and nobody has decided."
    ),
}
_READING = {
    "open": Text("öppen", "open"),
    "provisional": Text("preliminär", "provisional"),
    "adopted": Text("beslutad", "adopted"),
}


def as_text(answer: Answer, language: Language, names: Mapping[str, str]) -> str:
    """The whole answer. ``names``: names of municipalities by code, for tables."""
    return "\n".join(_Printed(answer, language, names).lines())


class _Printed:
    def __init__(self, answer: Answer, language: Language, names: Mapping[str, str]) -> None:
        self.answer = answer
        self.json = answer.as_json(language)
        self.language: Language = language
        self.names = names

    def lines(self) -> Iterator[str]:
        """Every line, wrapped."""
        answer = self.answer
        yield from self._wrapped(self._in(answer.sentence))
        yield from self._value()
        yield from self._wrapped(self._in(_STATUS[answer.status]))
        yield from self._part(Text("Saknas", "Missing"), [self._in(item) for item in answer.missing])
        yield from self._part(Text("Varför", "Why"), list(self._because()))
        yield from self._part(Text("Uträkning", "Working"), self.json["steps"])
        yield from self._part(Text("Läsningar i svaret", "Readings in the answer"), list(self._readings()))
        yield from self._part(Text("Med andra läsningar", "With other readings"), list(self._others()))
        definition = answer.definition
        yield ""
        yield f"{self._in(definition.short)}, version {definition.version}, {definition.sha256[:12]}"

    def _part(self, heading: Text, lines: list[str]) -> Iterator[str]:
        if lines:
            yield ""
            yield self._in(heading)
            for line in lines:
                yield from self._wrapped(line, 2)

    def _because(self) -> Iterator[str]:
        for item in self.json["because"]:
            words = f": ”{item['words']}”" if "words" in item else ""
            yield f"{item['name']} ({item['clause']}){words}"

    def _readings(self) -> Iterator[str]:
        for use in self.answer.readings:
            reading = self.answer.definition.readings[use.id]
            used = self._in(reading.label_of(use.option)) if use.status != "open" else "–"
            yield f"{self._in(reading.question)} {used} ({use.id}, {self._in(_READING[use.status])})"

    def _others(self) -> Iterator[str]:
        """Those that give something else; those that give the same are only counted."""
        same = 0
        for item in self.answer.alternatives:
            if item.value == self.answer.value and self.answer.value is not None:
                same += 1
            else:
                words = self._in(item.text) if item.text is not None else str(item.value)
                yield f"{words} ({item.reading})"
        if same:
            one = Text("1 annan läsning ger samma svar.", "1 other reading gives the same answer.")
            more = Text(f"{same} andra läsningar ger samma svar.", f"{same} other readings give the same answer.")
            yield self._in(one if same == 1 else more)

    def _value(self) -> Iterator[str]:
        """A table of sums or a list of things to do; other values are in the sentence."""
        value = self.json["value"]
        if isinstance(value, Mapping) and value and all(_is_sum(item) for item in value.values()):
            yield ""
            yield from self._sums(value)
            yield ""
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            yield ""
            yield from self._rows(value)
            yield ""

    def _sums(self, value: Mapping[str, str]) -> Iterator[str]:
        total = Text("Summa", "Total")
        rows = [
            (self._in(total) if code == "total" else self._named(code), _kronor(sum_)) for code, sum_ in value.items()
        ]
        first, second = (max(len(row[number]) for row in rows) for number in (0, 1))
        for name, kronor in rows:
            yield f"  {name:<{first}}  {kronor:>{second}}"

    def _rows(self, value: list[Mapping[str, Any]]) -> Iterator[str]:
        """What is to be done: by when, what, who, and the clause that says so."""
        for item in value:
            due = date.fromisoformat(item["due_on"])
            who = joined(item["who"], self.language)
            by = Text("senast", "by").in_language(self.language)
            said = f"{by} {day(due, self.language)}: {item['what']}. {who} ({item['clause']})"
            yield from self._wrapped(said, 2)

    def _named(self, code: str) -> str:
        name = self.names.get(code) or self.answer.definition.parties.get(code)
        return f"{name} ({code})" if name else code

    def _in(self, text: Text) -> str:
        return text.in_language(self.language)

    def _wrapped(self, words: str, indent: int = 0) -> list[str]:
        lead = " " * indent
        return textwrap.wrap(
            words, WIDTH, initial_indent=lead, subsequent_indent=lead + "  " * bool(indent), break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip


def _is_sum(value: object) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).as_tuple().exponent == -2
    except InvalidOperation:
        return False


def _kronor(text: str) -> str:
    """ "92466.00" as "92 466,00 kr"."""
    return f"{Decimal(text):,.2f}".replace(",", THIN).replace(".", ",") + f"{NBSP}kr"
