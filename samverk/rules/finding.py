"""What the rules answer: a value or verdict with clause, arithmetic, readings, alternatives and receipt.

The rules never say less than this: a date without its clause or a sum without its arithmetic cannot be expressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, overload

from samverk.rules.frozen import frozen
from samverk.rules.intervals import Interval
from samverk.rules.wording import Text

ENGINE = "samverk-rules/1"

type Basis = Literal["stated", "derived", "assumed"]
type InputBasis = Literal["fact", "stated", "derived", "assumed", "series"]
type Status = Literal[
    "ok", "coming", "due", "late", "breach", "attested", "unmeasured", "na", "unclear", "notice"
]  # the words of the interface; each has a shape and a colour


class Verdict(StrEnum):
    """What a provision amounts to, three-valued: ``unknown`` is an answer of its own."""

    FULFILLED = "fulfilled"
    FULFILLED_LATE = "fulfilled_late"
    FULFILLED_ABOVE_MAX = "fulfilled_above_max"
    PENDING = "pending"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    BREACHED = "breached"
    VACANT_UNJUDGED = "vacant_unjudged"
    ATTESTED_FULL = "attested_full"
    ATTESTED_PARTLY = "attested_partly"
    ATTESTED_NO = "attested_no"
    ATTESTATION_MISSING = "attestation_missing"
    COUNTED = "counted"
    NOT_JUDGED_PARTIAL = "not_judged_partial"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"
    NOT_MEASURABLE = "not_measurable"
    UNKNOWN = "unknown"
    UNDER_NOTICE = "under_notice"
    INFORMATION = "information"


# Worst first; a summary takes the first that occurs and so never hides an unknown (semantics C.1).
SEVERITY: tuple[Verdict, ...] = (
    Verdict.BREACHED, Verdict.OVERDUE, Verdict.ATTESTED_NO, Verdict.ATTESTATION_MISSING, Verdict.UNKNOWN,
    Verdict.VACANT_UNJUDGED, Verdict.DUE_SOON, Verdict.UNDER_NOTICE, Verdict.PENDING, Verdict.ATTESTED_PARTLY,
    Verdict.FULFILLED_LATE, Verdict.FULFILLED_ABOVE_MAX, Verdict.ATTESTED_FULL, Verdict.FULFILLED, Verdict.WAIVED,
    Verdict.COUNTED, Verdict.NOT_MEASURABLE, Verdict.NOT_JUDGED_PARTIAL, Verdict.INFORMATION, Verdict.NOT_APPLICABLE,
)  # fmt: skip

_STATUS: dict[Verdict, Status] = {
    Verdict.FULFILLED: "ok", Verdict.FULFILLED_LATE: "ok", Verdict.FULFILLED_ABOVE_MAX: "ok",
    Verdict.PENDING: "coming", Verdict.DUE_SOON: "due", Verdict.OVERDUE: "late", Verdict.BREACHED: "breach",
    Verdict.VACANT_UNJUDGED: "due", Verdict.ATTESTED_FULL: "attested", Verdict.ATTESTED_PARTLY: "attested",
    Verdict.ATTESTED_NO: "attested", Verdict.ATTESTATION_MISSING: "late", Verdict.COUNTED: "unmeasured",
    Verdict.NOT_MEASURABLE: "unmeasured",
    Verdict.NOT_JUDGED_PARTIAL: "na", Verdict.NOT_APPLICABLE: "na", Verdict.WAIVED: "na",
    Verdict.UNKNOWN: "unclear", Verdict.UNDER_NOTICE: "notice", Verdict.INFORMATION: "ok",
}  # fmt: skip


def status_of(verdict: Verdict) -> Status:
    """The interface's word for a verdict."""
    return _STATUS[verdict]


def worst(verdicts: list[Verdict]) -> Verdict | None:
    """The verdict a summary must show, or None for an empty list."""
    return min(verdicts, key=SEVERITY.index, default=None)


class Later[T](Sequence[T]):
    """A tuple that is worked out when it is first looked at: an evaluation makes hundreds of findings with their
    arithmetic, a page shows that of one. ``make(*given)`` gives the items and must be pure.
    """

    __slots__ = ("_given", "_items", "_make")

    def __init__[*Given](self, make: Callable[[*Given], Iterable[T]], *given: *Given) -> None:
        self._make: Callable[..., Iterable[T]] = make
        self._given: tuple[Any, ...] = given
        self._items: tuple[T, ...] | None = None

    @property
    def items(self) -> tuple[T, ...]:
        """The items themselves."""
        if self._items is None:
            self._items = tuple(self._make(*self._given))
            self._given = ()
        return self._items

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __eq__(self, other: object) -> bool:
        return self.items == (other.items if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self.items)

    def __repr__(self) -> str:
        return repr(self.items)


@frozen
class Step:
    """One line of arithmetic or reasoning. ``result`` is what the line arrives at, already formatted."""

    text: Text
    result: str = ""


@frozen
class Input:
    """Something that went in: a fact, a number of the text, a figure of a series, an assumption.

    ``worded`` is the value where it is words ("12 månader") and not a figure or a day.
    """

    label: Text
    value: str
    basis: InputBasis
    source: Text | None = None
    fact: int | None = None
    worded: Text | None = None


@frozen
class ReadingUse:
    """A reading the value rests on, and the option used."""

    id: str
    status: Literal["open", "provisional", "adopted"]
    option: Any


@frozen
class Alternative:
    """What the same facts give under another option of one reading (or of several, where ids are joined by +)."""

    reading: str
    option: Any
    value: Any
    verdict: Verdict | None = None
    text: Text | None = None


@frozen
class Receipt:
    """What makes a finding repeatable: the definition's hash, the engine, the two times, the facts used."""

    definition_sha256: str
    engine: str
    as_of: date | None
    known_at: datetime | None
    facts: tuple[int, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class Finding:
    """One consequence of one provision for one subject (and one period).

    ``subject``: "party:0186", "body:styrgrupp", "role:strateg", "parties" or "agreement". ``key`` is unique and
    stable within (definition, facts, as_of, known_at) and is used in addresses. ``value`` is JSON-able (dates as ISO
    strings, money as integer öre). ``because`` are fact seqs. ``due_on`` is the last day the act can be done in time.
    A finding that rests on an assumed number is never ``breached``. ``bearers`` are the subjects that owe the act.
    """

    rule: str
    kind: str
    subject: str
    verdict: Verdict
    headline: Text
    cites: tuple[str, ...]
    basis: Basis
    receipt: Receipt
    period: Interval | None = None
    value: Any = None
    due_on: date | None = None
    since: date | None = None
    detail: Text | None = None
    steps: Sequence[Step] = ()
    inputs: Sequence[Input] = ()
    because: tuple[int, ...] = ()
    readings: tuple[ReadingUse, ...] = ()
    alternatives: Sequence[Alternative] = ()
    missing: tuple[Text, ...] = ()
    bearers: tuple[str, ...] = ()
    example: bool = False

    @property
    def key(self) -> str:
        """A stable name within an evaluation: rule, subject and the start of the period."""
        when = self.period.start.isoformat() if self.period else ""
        return "~".join(part for part in (self.rule, self.subject.replace(":", "."), when) if part)

    @property
    def status(self) -> Status:
        """The interface's word for this finding."""
        return status_of(self.verdict)
