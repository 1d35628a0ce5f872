"""An agreement as data: clauses, entities, provisions, readings, plans. Immutable; made by ``ruleset.load``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from samverk.rules.clauses import Edition
from samverk.rules.frozen import field, frozen
from samverk.rules.provisions import Provision
from samverk.rules.values import Quota
from samverk.rules.wording import Text

type ReadingStatus = Literal["open", "provisional", "adopted"]
type JsonValue = str | int | bool | list[Any] | dict[str, Any] | None


@frozen
class ClauseInfo:
    """A heading of the agreement. ``mark`` is the short sign shown on a chip ("§ 9", "p. 14", "Bilaga 1")."""

    id: str
    kind: Literal["letter", "preamble", "operative", "closing", "annex"]
    heading: Text
    summary: Text
    name: Text
    mark: Text


@frozen
class Role:
    """Something a party, a person or an organisation holds for a time."""

    id: str
    name: Text
    held_by: Literal["party", "person", "organisation", "function"]
    per: Literal["party"] | None = None
    max: int | None = None
    holder: str | None = None
    employer: str | None = None


@frozen
class Body:
    """A group named by the agreement. ``external`` bodies belong to somebody else; ``many`` may exist in several.

    ``seat_role``: the role whose holders are the body's members (one fact then fills both), e.g. "ledamot".
    """

    id: str
    name: Text
    seat_role: str | None = None
    many: bool = False
    external: bool = False


@frozen
class Actor:
    """An organisation outside the circle of parties, as the text names it, and what it is called today."""

    id: str
    name: Text
    today: Text | None = None


@frozen
class Area:
    """An area of cooperation (KSL § 5)."""

    id: str
    name: Text
    examples: tuple[Text, ...] = ()
    actors: tuple[str, ...] = ()


@frozen
class Commitment:
    """Something definite a measure promises."""

    act: str
    object: Text
    body: str | None = None
    quota: Quota | None = None
    due: date | None = None
    parties: tuple[str, ...] = ()
    chair: str | None = None
    by: str | None = None
    basis: Mapping[str, str] = field(default_factory=dict)
    covers: tuple[str, ...] = ()


@frozen
class MeasureActor:
    """Who takes part in a measure: an actor id, a body, a party code or a name in words."""

    actor: str
    role: Literal["lead", "participant", "consulted", "informed"]


@frozen
class Measure:
    """One measure of an action plan (H-1 to H-13); ``number`` is also its priority within the group."""

    number: int
    group: str
    title: Text
    how: Text
    result: Text
    cite: str
    actors: tuple[MeasureActor, ...] = ()
    areas: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    indicators: tuple[str, ...] = ()
    status: Literal["active", "waiting", "done"] = "active"
    covers: tuple[str, ...] = ()


@frozen
class Plan:
    """An action plan that came with the agreement; ``from_``–``to`` both inside."""

    id: str
    from_: date
    to: date
    status: str
    cite: str
    measures: tuple[Measure, ...]
    dated: date | None = None


@frozen
class Reading:
    """A question the text leaves, the answers possible, the one in use (None while open) and who may decide."""

    id: str
    param: str
    status: ReadingStatus
    decides: str
    options: tuple[JsonValue, ...]
    question: Text
    why: Text
    chosen: JsonValue = None
    option_labels: tuple[Text, ...] = ()

    def label_of(self, option: JsonValue) -> Text:
        """The option in a few words; its value itself where the definition gives none."""
        if option in self.options and self.option_labels:
            return self.option_labels[self.options.index(option)]
        return Text(str(option), str(option))


@frozen
class NotModelled:
    """Words that are deliberately no provision, and why."""

    clause: str
    reason: Text
    covers: tuple[str, ...] = ()


@frozen(slots=False)
class Definition:
    """Everything one version of an agreement says, as data. ``sha256`` is over its canonical JSON (RFC 8785)."""

    id: str
    title: str
    short: Text
    version: str
    valid_from: date
    sha256: str
    canonical: str
    clauses: Mapping[str, ClauseInfo]
    rules: Mapping[str, Provision]
    readings: Mapping[str, Reading]
    parties: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    subregions: Mapping[str, Text] = field(default_factory=dict)
    subregion_members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    goals: Mapping[str, Text] = field(default_factory=dict)
    indicators: Mapping[str, Text] = field(default_factory=dict)
    groups: Mapping[str, Text] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    not_modelled: tuple[NotModelled, ...] = ()
    reference: str | None = None
    text: Edition | None = None

    def of_kind[P: Provision](self, kind: type[P]) -> Sequence[P]:
        """The provisions of one kind, in the order of the file."""
        return self._by_kind.get(kind.kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for rule in self.rules.values():
            found.setdefault(rule.kind, []).append(rule)
        return found

    def first[P: Provision](self, kind: type[P]) -> P | None:
        """The first provision of a kind, or None when the agreement has none."""
        return next(iter(self.of_kind(kind)), None)

    def clause_of(self, path: str) -> ClauseInfo:
        """The clause a path lies in. Error: KeyError for a path outside the agreement."""
        return self.clauses[path.split("/", 1)[0]]
