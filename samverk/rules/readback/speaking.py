"""How parameters become sentences.

An entry of a kind's table says one parameter (a table of sentences by value, or a function of value and names), or
several together (a function of the provision and the names, under the tuple of their fields).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from samverk.rules.frozen import fields
from samverk.rules.provisions import Provision
from samverk.rules.readback.names import Names
from samverk.rules.readback.phrases import period
from samverk.rules.values import Period
from samverk.rules.wording import Text, joined, say

type Speaker = Mapping[Any, Text] | Callable[[Any, Names], Text]
type Together = Callable[[Any, Names], Text]
type Sentences = Mapping[str | tuple[str, ...], Speaker]


def sentences(table: Sentences, rule: Provision, names: Names) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Each entry's fields and its sentence, for what the provision has. A default nobody wrote is not said."""
    silent = _defaults(rule)
    for key, speaker in table.items():
        told = (key,) if isinstance(key, str) else key
        if all(field in silent and getattr(rule, field) == silent[field] for field in told):
            continue
        value = getattr(rule, key) if isinstance(key, str) else rule
        text = speaker[value] if isinstance(speaker, Mapping) else speaker(value, names)
        if text:
            yield told, text


def _defaults(rule: Provision) -> dict[str, Any]:
    """Fields whose default says nothing; a default that says something ("note", "ore") is always said."""
    return {item.name: item.default for item in fields(type(rule)) if item.default in (None, False, ())}


def names_it(sv: str, en: str) -> Speaker:
    """A sentence with {x}: what a reference names."""
    return lambda value, names: start(say(sv, en, x=names.of(value)))


def names_them(sv: str, en: str, none: Text | None = None) -> Speaker:
    """A sentence with {x}: a list of what references name; ``none`` is the sentence for an empty list."""
    return lambda values, names: start(say(sv, en, x=names.all_of(values))) if values or none is None else none


def lists(sv: str, en: str, worded: Callable[[Any], Iterable[Text]], none: Text | None = None) -> Speaker:
    """A sentence with {x}: a list of words; ``none`` is the sentence for an empty list."""
    return lambda values, _names: say(sv, en, x=tuple(worded(values))) if values or none is None else none


def lasts(sv: str, en: str, undecided: Text) -> Speaker:
    """A sentence with {x}: a period; "open" has a sentence of its own."""

    def speak(value: Period | str, _names: Names) -> Text:
        return say(sv, en, x=period(value)) if isinstance(value, Period) else undecided

    return speak


def dated(sv: str, en: str) -> Callable[[date, Names], Text]:
    """A sentence with {x}: a day."""

    def speak(value: date, _names: Names) -> Text:
        return say(sv, en, x=value)

    return speak


def start(text: Text) -> Text:
    """The sentence with a capital first letter."""
    return Text(text.sv[:1].upper() + text.sv[1:], text.en[:1].upper() + text.en[1:])


def sentence(*parts: Text | None) -> Text:
    """One sentence of parts with spaces between: capital first, full stop last."""
    said = [part for part in parts if part]
    sv, en = (" ".join(part.in_language(language) for part in said) for language in ("sv", "en"))
    return start(Text(f"{_close(sv)}.", f"{_close(en)}."))


def _close(words: str) -> str:
    """No space before a mark that begins a part."""
    for mark in (",", ":", ";"):
        words = words.replace(f" {mark}", mark)
    return words.strip()


def either(texts: Iterable[Text]) -> Text:
    """ "A, B eller C"."""
    found = list(texts)
    return Text(_either([text.sv for text in found], "eller"), _either([text.en for text in found], "or"))


def _either(words: list[str], link: str) -> str:
    return f"{', '.join(words[:-1])} {link} {words[-1]}" if len(words) > 1 else "".join(words)


def apart(texts: Iterable[Text]) -> Text:
    """Phrases that hold commas themselves, kept apart by semicolons."""
    found = list(texts)
    return Text("; ".join(text.sv for text in found), "; ".join(text.en for text in found))


def both(texts: Iterable[Text]) -> Text:
    """ "A, B och C" in both languages."""
    found = list(texts)
    return Text(joined([text.sv for text in found], "sv"), joined([text.en for text in found], "en"))
