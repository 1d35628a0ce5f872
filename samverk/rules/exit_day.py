"""Which day is the last for a party that has given notice (N-14, K-9b): the calculation, without a situation.

A notice starts a clock on a day that the provision names; the period runs from there in one jump. While somebody's
receipt is missing, or a reading is open and its options disagree, there is no day, and what is lacking is named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import islice, product

from samverk.rules.dates import AmbiguousDayError, add_period, next_working_day
from samverk.rules.definition import Definition
from samverk.rules.facts import Fact
from samverk.rules.frozen import frozen, replace
from samverk.rules.intervals import ONE_DAY
from samverk.rules.provisions import Withdrawal
from samverk.rules.readings import reread
from samverk.rules.values import OPEN, Period
from samverk.rules.wording import Text, say

NOTICE_KINDS = ("notice.given", "notice.received", "notice.revoked")
COORDINATOR = "coordinator"
# The parameters that decide the day; an open one is tried with every option of its reading.
START_PARAMS = ("clock", "addressees_fixed_on", "addressee_if_self")
COUNT_PARAMS = ("period", "month_rule", "last_day", "holiday_shift")
DAY_PARAMS = (*START_PARAMS, *COUNT_PARAMS)
MOST_COMBINATIONS = 50
_FORMS = ("oral", "written", "written_signed")


@frozen
class Receipt:
    """Somebody got the notice. ``by``: the municipality's code; ``capacity``: as whom, where that was recorded."""

    by: str
    on: date
    fact: int
    capacity: str = ""
    assumed: bool = False


@frozen
class Revocation:
    """The notice was taken back on a day, with the consent of these parties."""

    on: date
    consents: frozenset[str]
    fact: int


@frozen
class Notice:
    """A notice of termination: when it was given, what its letter says, who has received it.

    ``through``: the last day itself, in what is only supposed; nothing is counted then.
    """

    party: str
    given: date
    dated: date
    sent: date | None
    form: str | None
    fact: int
    receipts: tuple[Receipt, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    through: date | None = None

    @property
    def first_day(self) -> date:
        """The earliest day that belongs to the notice; a receipt before it is of another notice."""
        return min(self.given, self.dated, self.sent or self.given)


@frozen
class Circle:
    """What an exit depends on besides the notice, each on a given day: codes of municipalities.

    ``bound_on``: who was bound. ``stands_for``: who speaks for "body:x.chair" or "role:y", None where that is not
    known. ``members_of``: who sits in "body:x.members".
    """

    bound_on: Callable[[date], Collection[str]]
    stands_for: Callable[[str, date], str | None]
    members_of: Callable[[str, date], Collection[str]]


@frozen
class Exit:
    """What a notice leads to. ``last_day`` is the last day as a party, None while it cannot be computed.

    ``anchor``: the day the clock starts; ``ends``: the day the period ends; ``waiting_for``: addressees without a
    receipt; ``lacking``: what else is needed; ``options``: the days under each option of open readings;
    ``invalid``: why the notice has no effect at all; ``revoked``: it was taken back.
    """

    notice: Notice
    addressees: tuple[str, ...] = ()
    anchor: date | None = None
    ends: date | None = None
    last_day: date | None = None
    waiting_for: tuple[str, ...] = ()
    lacking: Text | None = None
    options: tuple[date | None, ...] = ()
    invalid: Text | None = None
    revoked: bool = False

    def taken_back(self, *, certain: bool) -> Exit:
        """This exit when the notice has been revoked; while nobody has decided whether that is possible, no day."""
        if certain:
            return replace(self, revoked=True)
        lacking = say("ett besked om en uppsägning kan återkallas", "a word on whether a notice can be revoked")
        return replace(self, last_day=None, lacking=lacking, options=(self.last_day, None))

    @property
    def bound_through(self) -> date | None:
        """The last day under every reading: the party is counted as bound until no reading says otherwise."""
        if self.last_day is not None or None in self.options:
            return self.last_day
        return max((day for day in self.options if day is not None), default=None)


def notices(facts: Iterable[Fact]) -> tuple[Notice, ...]:
    """The notices among facts in force, in order of the day they were given, with receipts and revocations.

    A receipt counts for every notice that the party had given by then: whoever holds the second holds a notice.
    """
    given: list[Notice] = []
    receipts: dict[str, list[Receipt]] = {}
    revoked: dict[str, list[Revocation]] = {}
    for fact in facts:
        if fact.kind == "notice.given":
            given.append(_notice(fact))
        elif fact.kind == "notice.received":
            receipts.setdefault(str(fact.payload["notice_party"]), []).append(_receipt(fact))
        elif fact.kind == "notice.revoked":
            consents = frozenset(str(code) for code in fact.payload.get("consents", ()))
            revoked.setdefault(fact.party or "", []).append(Revocation(fact.valid_on, consents, fact.seq))
    return tuple(
        replace(
            notice,
            receipts=tuple(sorted((r for r in receipts.get(notice.party, ()) if r.on >= notice.first_day), key=_order)),
            revocations=tuple(r for r in revoked.get(notice.party, ()) if r.on >= notice.first_day),
        )
        for notice in sorted(given, key=lambda notice: (notice.given, notice.fact))
    )


def _order(receipt: Receipt) -> tuple[date, str, int]:
    return receipt.on, receipt.by, receipt.fact


def _notice(fact: Fact) -> Notice:
    dated, sent, form = (fact.payload.get(key) for key in ("dated", "sent", "form"))
    return Notice(
        party=fact.party or "",
        given=fact.valid_on,
        dated=date.fromisoformat(str(dated)) if dated else fact.valid_on,
        sent=date.fromisoformat(str(sent)) if sent else None,
        form=str(form) if form else None,
        fact=fact.seq,
        through=date.fromisoformat(fact.payload["through"]) if fact.supposed and "through" in fact.payload else None,
    )


def _receipt(fact: Fact) -> Receipt:
    by = str(fact.payload.get("by") or "")
    code = by if by.isdigit() else (fact.party or "")
    return Receipt(code, fact.valid_on, fact.seq, "" if by.isdigit() else by, bool(fact.payload.get("assumed")))


def exit_of(definition: Definition, rule: Withdrawal, notice: Notice, circle: Circle) -> Exit:
    """The last day as a party that a notice leads to; open readings are tried option by option.

    Whether the sender was a party at all is for the caller to know.
    """
    if notice.through is not None:
        return Exit(notice, ends=notice.through, last_day=notice.through)
    if lesser_form(rule, notice):
        return Exit(notice, invalid=say("den har inte den form som krävs", "it is not in the form required"))
    found = [_settled(read, notice, circle) for read in under_options(definition, rule)]
    days = {item.last_day for item in found}
    if len(days) == 1:
        return found[0]
    lacking = say(
        "ett val mellan {days}",
        "a choice between {days}",
        days=sorted({item.last_day for item in found if item.last_day is not None}),
    )
    return Exit(notice, found[0].addressees, lacking=lacking, options=tuple(item.last_day for item in found))


def under_options(definition: Definition, rule: Withdrawal) -> tuple[Withdrawal, ...]:
    """The provision itself, or where parameters are open: one for each combination of options, at most 50.

    A parameter that is open without a reading stays open.
    """
    ids: dict[str, None] = {}
    for param in DAY_PARAMS:
        if getattr(rule, param) == OPEN and rule.basis.get(param) in definition.readings:
            ids[rule.basis[param]] = None
    choices = [[(rid, option) for option in definition.readings[rid].options] for rid in ids]
    combinations = islice(product(*choices), MOST_COMBINATIONS)
    return tuple(reread(rule, definition, dict(chosen)) for chosen in combinations)


def lesser_form(rule: Withdrawal, notice: Notice) -> bool:
    """Whether a notice has a lesser form than the text asks for: then it has no effect."""
    known = notice.form in _FORMS and rule.form in _FORMS
    return known and _FORMS.index(notice.form or "") < _FORMS.index(rule.form)


def _settled(rule: Withdrawal, notice: Notice, circle: Circle) -> Exit:
    """The exit under a provision whose parameters are all decided."""
    found = started(rule, notice, circle)
    if found.anchor is None:
        return found
    counted_ = counted(rule, found.anchor)
    if isinstance(counted_, Text):
        return replace(found, lacking=counted_)
    return replace(found, ends=counted_.ends, last_day=counted_.last_day)


@frozen
class Counted:
    """The day a period ends, and the last day as a party that it makes."""

    ends: date
    last_day: date


def counted(rule: Withdrawal, anchor: date) -> Counted | Text:
    """Where the period ends when the clock started on ``anchor``; or what is lacking to say so."""
    if not isinstance(rule.period, Period):
        return say("uppsägningstidens längd", "the length of the period of notice")
    if rule.month_rule == OPEN or OPEN in (rule.last_day, rule.holiday_shift):
        return say("ett besked om hur dagarna räknas", "a word on how the days are counted")
    try:
        ends = add_period(anchor, rule.period, rule.month_rule)
    except AmbiguousDayError:
        return say(
            "en regel för månader som saknar dag {number}",
            "a rule for months that have no day {number}",
            number=anchor.day,
        )
    if rule.holiday_shift == "next_working_day":
        ends = next_working_day(ends)
    last = ends if rule.last_day == "inside" else ends - ONE_DAY
    return Counted(ends, last if rule.not_before is None else max(last, rule.not_before))


def started(rule: Withdrawal, notice: Notice, circle: Circle) -> Exit:
    """When the clock starts, or who and what it waits for."""
    found = Exit(notice, addressees_of(rule, notice, circle))
    match rule.clock:
        case "notice_dated":
            return replace(found, anchor=notice.dated)
        case "notice_sent":
            lacking = None if notice.sent else say("dagen då uppsägningen skickades", "the day the notice was sent")
            return replace(found, anchor=notice.sent, lacking=lacking)
        case "receipt_by_coordinator":
            return _first(found, _by_coordinator(notice), COORDINATOR)
        case "first_receipt":
            return _first(found, list(_first_receipts(found.addressees, notice, circle).values()), "")
        case "open":
            return replace(
                found, lacking=say("ett besked om vad tiden räknas från", "a word on what the period is counted from")
            )
        case _:
            return _after_last(rule, found, circle)


def _first(found: Exit, days: list[date], waiting: str) -> Exit:
    if not days:
        return replace(found, waiting_for=(waiting,) if waiting else found.addressees)
    return replace(found, anchor=min(days))


def _after_last(rule: Withdrawal, found: Exit, circle: Circle) -> Exit:
    """``notice_received``, ``last_receipt``, ``calendar_year_end_after_receipt``: all addressees have it."""
    if rule.addressees_fixed_on == "last_receipt_date" and rule.addressees == "other_parties":
        found = _fixed_on_last_receipt(found, circle)
    received = _first_receipts(found.addressees, found.notice, circle)
    waiting = tuple(addressee for addressee in found.addressees if addressee not in received)
    if waiting or not received:
        return replace(found, waiting_for=waiting)
    last = max(received.values())
    if rule.clock == "calendar_year_end_after_receipt":
        last = date(last.year, 12, 31)
    return replace(found, anchor=last)


def _fixed_on_last_receipt(found: Exit, circle: Circle) -> Exit:
    """The addressees as of the first receipt by which everybody else bound that day has it (or of the last)."""
    addressees = found.addressees
    for receipt in found.notice.receipts:
        addressees = _others(found.notice, circle, receipt.on)
        had = {item.by for item in found.notice.receipts if item.on <= receipt.on}
        if had.issuperset(addressees):
            break
    return replace(found, addressees=addressees)


def addressees_of(rule: Withdrawal, notice: Notice, circle: Circle) -> tuple[str, ...]:
    """Who must get the notice, fixed on its day: codes of municipalities, or one reference such as "body:x.chair".

    Where the addressee is the sender's own representative, ``addressee_if_self`` takes its place (N-14, t-14-4).
    """
    target = rule.addressees
    if rule.addressee_if_self and circle.stands_for(target, notice.given) == notice.party:
        target = rule.addressee_if_self
    if target == "other_parties":
        return _others(notice, circle, notice.given)
    if target.endswith(".members"):
        return tuple(sorted(code for code in circle.members_of(target, notice.given) if code != notice.party))
    return (target,)


def _others(notice: Notice, circle: Circle, day: date) -> tuple[str, ...]:
    return tuple(sorted(code for code in circle.bound_on(day) if code != notice.party))


def _first_receipts(addressees: tuple[str, ...], notice: Notice, circle: Circle) -> Mapping[str, date]:
    """The day each addressee first had the notice; those who have not are left out."""
    first: dict[str, date] = {}
    for receipt in notice.receipts:
        first.setdefault(receipt.by, receipt.on)
    found: dict[str, date] = {}
    for addressee in addressees:
        day = first.get(addressee) if addressee.isdigit() else _first_for(addressee, notice, circle)
        if day is not None:
            found[addressee] = day
    return found


def _first_for(reference: str, notice: Notice, circle: Circle) -> date | None:
    """The first receipt by whoever stands for a reference that day, or recorded in that capacity."""
    for receipt in notice.receipts:
        if receipt.capacity == reference or circle.stands_for(reference, receipt.on) in (None, receipt.by):
            return receipt.on
    return None


def _by_coordinator(notice: Notice) -> list[date]:
    """Days on which somebody who is no municipality confirmed: an actor, an organisation's role."""
    known = ("actor:", "role:", COORDINATOR)
    return [receipt.on for receipt in notice.receipts if receipt.capacity.startswith(known)]
