"""The read-back as a document: what each part holds. Made by ``composing``, shown by pages and by ``plain``."""

from __future__ import annotations

from datetime import date

from samverk.rules.definition import ClauseInfo, ReadingStatus
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text


@frozen
class Citation:
    """A path into the text and what it is called: "punkt 14, andra meningen"."""

    path: str
    place: Text


@frozen
class Statement:
    """A sentence, the parameters it says, and the readings it rests on (none: the text says it)."""

    parameters: tuple[str, ...]
    text: Text
    readings: tuple[str, ...] = ()


@frozen
class ProvisionRead:
    """A provision as sentences. ``places``: all its citations in words, grouped; None when the text is silent."""

    id: str
    kind: str
    kind_name: Text
    label: Text
    cites: tuple[Citation, ...]
    places: Text | None
    statements: tuple[Statement, ...]


@frozen
class NotModelledRead:
    """Words that are no provision, and why."""

    cite: Citation
    reason: Text


@frozen
class ClauseRead:
    """A clause with the provisions that first cite it."""

    clause: ClauseInfo
    provisions: tuple[ProvisionRead, ...]
    not_modelled: tuple[NotModelledRead, ...]


@frozen
class OptionRead:
    """An answer to a reading's question."""

    text: Text
    in_use: bool


@frozen
class ReadingRead:
    """What the text leaves: question, why, answers, who decides, how settled it is, which provisions it concerns.

    ``decided``: by whom and when it was, where a decision is on record.
    """

    id: str
    question: Text
    why: Text
    options: tuple[OptionRead, ...]
    decides: Text
    status: ReadingStatus
    status_name: Text
    concerns: tuple[Text, ...]
    decided: Text | None = None


@frozen
class MeasureRead:
    """A measure of an action plan as sentences."""

    number: int
    title: Text
    cite: Citation
    lines: tuple[Text, ...]


@frozen
class PlanRead:
    """An action plan that came with the agreement."""

    id: str
    cite: Citation
    lines: tuple[Text, ...]
    measures: tuple[MeasureRead, ...]


@frozen
class NamedRead:
    """One sort of things the agreement names: roles, bodies, actors, areas."""

    heading: Text
    lines: tuple[Text, ...]


@frozen
class ReadBack:
    """The whole definition in sentences. ``silent`` are provisions about what the text says nothing of."""

    title: str
    short: Text
    version: str
    sha256: str
    valid_from: date
    opening: tuple[Text, ...]
    named: tuple[NamedRead, ...]
    clauses: tuple[ClauseRead, ...]
    silent: tuple[ProvisionRead, ...]
    readings: tuple[ReadingRead, ...]
    plans: tuple[PlanRead, ...]
