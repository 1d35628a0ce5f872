"""What the table of parties is narrowed to and how it is ordered: ``?visa=saknas&del=norrort&namn=sol&ordna=lage``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from samverk.lib.collation import sort_key
from samverk.reference.municipalities import counties
from samverk.rules.definition import Definition
from samverk.rules.standing import Standing, state_name
from samverk.rules.wording import Language
from samverk.web.shapes import Shape

LACKING: Final = "saknas"
BY_NAME, BY_DAY, BY_STATE, BY_PART = "namn", "sedan", "lage", "del"
_LONGEST: Final = 60
# What needs somebody first.
_STATE_ORDER: Final = (
    "under_notice", "reserved", "postponed", "silent", "named", "decided", "signed", "declined", "in_force", "exited",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that has been read: every part is one that exists. Empty strings mean everything."""

    show: str = ""
    part: str = ""
    name: str = ""
    order: str = BY_NAME

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.show or self.part or self.name)

    def query(self, moment: str, **other: str) -> str:
        """The address of the same page with this choice, some of it exchanged, at the moment ``moment`` ("?per=…")."""
        chosen = replace(self, **other) if other else self
        given = {
            "visa": chosen.show, "del": chosen.part, "namn": chosen.name,
            "ordna": "" if chosen.order == BY_NAME else chosen.order,
        }  # fmt: skip
        pairs = [*parse_qsl(moment.removeprefix("?")), *((key, value) for key, value in given.items() if value)]
        return "?" + urlencode(pairs) if pairs else ""

    def hidden(self, moment: str) -> tuple[tuple[str, str], ...]:
        """The choice as fields of a form that asks for another day."""
        without_day = [pair for pair in parse_qsl(moment.removeprefix("?")) if pair[0] not in ("per", "kand")]
        return (*without_day, *parse_qsl(self.query("").removeprefix("?")))


@dataclass(frozen=True, slots=True)
class Option(Shape):
    """An entry of a list to choose from."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that the municipalities are divided into: the agreement's own, or their counties where several."""

    names: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]

    def of(self, code: str) -> str:
        """The id of the part a municipality belongs to, "" for none."""
        return next((part for part, codes in self.members.items() if code in codes), "")


def parts_of(definition: Definition, codes: Collection[str], language: Language) -> Parts:
    """The agreement's sub-regions (K-6c); without any the counties, when the municipalities lie in several."""
    if definition.subregions:
        names = {part: name.in_language(language) for part, name in definition.subregions.items()}
        return Parts(names, definition.subregion_members)
    by_county: dict[str, list[str]] = {}
    for code in sorted(codes):
        by_county.setdefault(code[:2], []).append(code)
    if len(by_county) < 2:
        return Parts({}, {})
    named = {county: counties()[county].name.in_language(language) for county in by_county if county in counties()}
    return Parts(named, {county: tuple(by_county[county]) for county in named})


def read(given: QueryDict, parts: Parts, states: Collection[str]) -> Choice:
    """The choice an address asks for; what does not exist (any longer) is left out, as if it had not been asked for."""
    show, part, order = given.get("visa", ""), given.get("del", ""), given.get("ordna", "")
    orders = (BY_NAME, BY_DAY, BY_STATE, *([BY_PART] if parts.names else []))
    return Choice(
        show=show if show == LACKING or show in states else "",
        part=part if part in parts.names else "",
        name=" ".join(given.get("namn", "").split())[:_LONGEST],
        order=order if order in orders else BY_NAME,
    )


def chosen(
    standings: Sequence[Standing], choice: Choice, parts: Parts, names: Mapping[str, str]
) -> tuple[Standing, ...]:
    """Those that the choice leaves, in its order."""
    left = [one for one in standings if _holds(one, choice, parts, names.get(one.party, one.party))]
    left.sort(key=lambda one: sort_key(names.get(one.party, one.party)))
    match choice.order:
        case "sedan":
            left.sort(key=_since)
        case "lage":
            left.sort(key=lambda one: (not one.lacking, _STATE_ORDER.index(one.state)))
        case "del":
            order = {part: place for place, part in enumerate(parts.names)}
            left.sort(key=lambda one: order.get(parts.of(one.party), len(order)))
    return tuple(left)


def _holds(one: Standing, choice: Choice, parts: Parts, name: str) -> bool:
    if choice.show == LACKING and not one.lacking:
        return False
    if choice.show not in ("", LACKING, one.state):
        return False
    if choice.part and one.party not in parts.members[choice.part]:
        return False
    return choice.name.casefold() in name.casefold()


def _since(one: Standing) -> date:
    return (one.history.bound_from if one.history is not None else None) or date.max


def shows(standings: Sequence[Standing], choice: Choice, language: Language) -> tuple[Option, ...]:
    """What can be shown: everybody, those that lack something, and each state that occurs; with how many there are."""
    counts: dict[str, int] = {}
    for one in standings:
        counts[one.state] = counts.get(one.state, 0) + 1
    lacking = sum(1 for one in standings if one.lacking)
    found = [Option("", f"{_('Alla')} ({len(standings)})", not choice.show)]
    found.append(Option(LACKING, f"{_('Saknar något')} ({lacking})", choice.show == LACKING))
    if len(counts) > 1:
        for state in _STATE_ORDER:
            if state in counts:
                label = f"{state_name(state).in_language(language)} ({counts[state]})"
                found.append(Option(state, label, choice.show == state))
    return tuple(found)


def orders(choice: Choice, parts: Parts) -> tuple[Option, ...]:
    """How the table can be ordered."""
    words = {BY_NAME: _("Namn"), BY_DAY: _("Bunden sedan"), BY_STATE: _("Läge")}
    if parts.names:
        words[BY_PART] = _("Del")
    return tuple(Option(value, label, value == choice.order) for value, label in words.items())
