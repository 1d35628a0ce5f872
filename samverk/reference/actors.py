"""What an authority or association was called on a given day.

An agreement from 2013 says KSL and SKL; the same bodies are Storsthlm and SKR today. Pages about the past use
the name of the past and pages about today the name of today. Each start of a name carries its source and how
certain the day is; an approximate day must be shown as approximate.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from samverk.reference.errors import NotFoundError
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

DATA = Path(__file__).parent / "data"

type Certainty = Literal["day", "year", "between", "unknown"]
type Kind = Literal["state", "region", "association", "municipal"]


@frozen
class Name:
    """A name and the first day it was in use; ``start`` is None where the start is unknown.

    With certainty ``between`` the change took place within [``not_before``, ``not_after``] and ``start`` is
    only a day chosen within that span.
    """

    text: Text
    short: Text | None
    start: date | None
    certainty: Certainty
    not_before: date | None
    not_after: date | None
    source: str


@frozen
class Actor:
    """An actor with all its names, oldest first."""

    id: str
    kind: Kind
    names: tuple[Name, ...]

    def on(self, day: date) -> Name:
        """The name in use on ``day``. Before the first known start it is the oldest known name."""
        begun = [name for name in self.names if name.start is None or name.start <= day]
        return begun[-1] if begun else self.names[0]


@cache
def actors() -> Mapping[str, Actor]:
    """All actors by id, in id order."""
    found = (Actor(id_, entry["kind"], tuple(map(_name, entry["name"]))) for id_, entry in _table().items())
    return MappingProxyType({actor.id: actor for actor in sorted(found, key=lambda actor: actor.id)})


def actor(id_: str) -> Actor:
    """The actor with this id, or with one of the other ids that agreements use for it."""
    found = actors().get(_aliases().get(id_, id_))
    if found is None:
        known = ", ".join(actors())
        raise NotFoundError(
            Text(
                f"Det finns ingen aktör ”{id_}”; de som finns är {known}.",
                f"There is no actor “{id_}”; there are {known}.",
            )
        )
    return found


def name_on(id_: str, day: date) -> Text:
    """The full name of an actor on ``day``: ``name_on("skl", date(2013, 6, 5)).sv`` is Sveriges Kommuner och
    Landsting.
    """
    return actor(id_).on(day).text


def short_on(id_: str, day: date) -> Text:
    """The abbreviation in use on ``day`` ("KSL"), or the full name where there is none."""
    name = actor(id_).on(day)
    return name.short or name.text


def then_and_now(id_: str, then: date, now: date) -> Text:
    """The name on ``then`` and, where it has changed, in brackets the name on ``now``."""
    old, new = name_on(id_, then), name_on(id_, now)
    return Text(
        old.sv if old.sv == new.sv else f"{old.sv} (i dag {new.sv})",
        old.en if old.en == new.en else f"{old.en} (today {new.en})",
    )


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = tomllib.loads((DATA / "actors.toml").read_text(encoding="utf-8"))["actor"]
    return table


@cache
def _aliases() -> Mapping[str, str]:
    return {other: id_ for id_, entry in _table().items() for other in entry.get("also", ())}


def _name(entry: Mapping[str, Any]) -> Name:
    short = entry.get("short")
    return Name(
        text=Text(entry["sv"], entry["en"]),
        short=Text(short["sv"], short["en"]) if short else None,
        start=entry.get("from"),
        certainty=entry["certainty"],
        not_before=entry.get("not_before"),
        not_after=entry.get("not_after"),
        source=entry["source"],
    )
