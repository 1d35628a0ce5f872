"""One note per provision for the margin of the agreement, and one row per thing to do for the overview.

A provision that concerns fifteen parties has fifteen findings; the margin says in a sentence how it stands. The worst
state decides, and an unknown is never hidden behind a fulfilled one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Basis, Finding, ReadingUse, Status, status_of
from samverk.rules.frozen import frozen
from samverk.rules.provisions import Provision
from samverk.rules.wording import Many, Text, say

_ORDER: tuple[Status, ...] = (
    "breach",
    "late",
    "unclear",
    "due",
    "notice",
    "coming",
    "attested",
    "unmeasured",
    "ok",
    "na",
)
# The subject of a finding that sums up what the others say of each party.
_WHOLE = frozenset({"parties", "agreement"})
_QUIET: frozenset[Status] = frozenset({"ok", "na", "unmeasured", "attested", "coming"})


@frozen
class Note:
    """How a provision stands on the day: what the margin shows beside its clause."""

    rule: str
    clause: str
    status: Status
    headline: Text
    detail: Text | None
    basis: Basis
    readings: tuple[ReadingUse, ...]
    findings: tuple[Finding, ...]
    example: bool

    @property
    def key(self) -> str:
        """The finding a "Varför?" leads to: the only one, or the worst."""
        return self.findings[0].key


def note(evaluation: Evaluation, rule: Provision) -> Note | None:
    """The note of a provision, or None when it says nothing on the day or cites nothing."""
    found = _shown(evaluation, rule)
    if not found or not rule.cite:
        return None
    ordered = tuple(sorted(found, key=_weight))
    first = ordered[0]
    headline, detail = _words(rule, ordered)
    used = {use.id: use for item in ordered for use in item.readings}
    return Note(
        rule=rule.id,
        clause=rule.cite[0].split("/", 1)[0],
        status=first.status,
        headline=headline,
        detail=detail,
        basis=max((item.basis for item in ordered), key=("stated", "derived", "assumed").index),
        readings=tuple(used.values()),
        findings=ordered,
        example=any(evaluation.rests_on_example(item) for item in ordered),
    )


def _weight(finding: Finding) -> tuple[int, date, str]:
    return _ORDER.index(finding.status), finding.due_on or finding.since or date.max, finding.subject


def _shown(evaluation: Evaluation, rule: Provision) -> tuple[Finding, ...]:
    """What matters on the day: for each subject what is current, else the latest of its past."""
    found = list(evaluation.current(rule.id))
    seen = {item.subject for item in found}
    latest: dict[str, Finding] = {}
    for item in evaluation.by_rule.get(rule.id, ()):
        if item.subject not in seen and _bound(evaluation, item.subject) and item.period is not None:
            before = latest.get(item.subject)
            if before is None or before.period is None or before.period.start <= item.period.start:
                latest[item.subject] = item
    return (*found, *latest.values())


def _bound(evaluation: Evaluation, subject: str) -> bool:
    """Whether a subject is still one of those concerned: a party that has left is history."""
    kind, _, code = subject.partition(":")
    situation = evaluation.situation
    return kind != "party" or any(situation.as_of in held for held in situation.membership.get(code, ()))


def _words(rule: Provision, ordered: tuple[Finding, ...]) -> tuple[Text, Text | None]:
    if len(ordered) == 1:
        return ordered[0].headline, ordered[0].detail
    whole = next((item for item in ordered if item.subject in _WHOLE), None)
    if whole is None:
        return _many(rule, ordered)
    loud = [item for item in ordered if item is not whole and item.status not in _QUIET]
    if len(loud) == 1:
        return loud[0].headline, loud[0].detail or whole.detail
    return whole.headline, whole.detail


def _many(rule: Provision, ordered: tuple[Finding, ...]) -> tuple[Text, Text | None]:
    """ "14 av 15" and who the exceptions are."""
    loud = [item for item in ordered if item.status not in _QUIET]
    total = Many(len(ordered))
    if not loud:
        same = {item.status for item in ordered}
        if len(ordered) == 2 and len(same) == 1:
            return ordered[0].headline, say("{other}.", "{other}.", other=ordered[1].headline)
        if same == {"ok"}:
            return say("{label}: alla {total}", "{label}: all {total}", label=rule.label, total=total), None
        good = sum(1 for item in ordered if item.status in ("ok", "attested"))
        return say(
            "{label}: {good} av {total}", "{label}: {good} of {total}", label=rule.label, good=Many(good), total=total
        ), None
    if len(loud) == 1:
        rest = _rest(len(ordered) - 1)
        return loud[0].headline, rest
    headline = say(
        "{label}: {n} av {total} återstår",
        "{label}: {n} of {total} remain",
        label=rule.label,
        n=Many(len(loud)),
        total=total,
    )
    return headline, say("{items}.", "{items}.", items=[item.headline for item in loud[:6]])


def _rest(count: int) -> Text:
    if count == 1:
        return Text("Den andra är utan anmärkning.", "The other one has no remark.")
    return say("Övriga {n} är utan anmärkning.", "The other {n} have no remark.", n=Many(count))


def notes(evaluation: Evaluation) -> tuple[Note, ...]:
    """Every note of the agreement in the order of its provisions."""
    found = (note(evaluation, rule) for rule in evaluation.situation.definition.rules.values())
    return tuple(item for item in found if item is not None)


def clause_status(found: Iterable[Note]) -> Status | None:
    """The status the table of contents shows for a clause: the worst of its notes."""
    states = [item.status for item in found]
    return min(states, key=_ORDER.index, default=None)


def tally(found: Iterable[Note]) -> dict[Status, int]:
    """How many notes there are of each status, worst first."""
    counts = dict.fromkeys(_ORDER, 0)
    for item in found:
        counts[item.status] += 1
    return {status: count for status, count in counts.items() if count}


def of_subject(evaluation: Evaluation, subject: str) -> tuple[Finding, ...]:
    """What concerns a subject on the day ("party:0186"), worst first."""
    found = [
        item
        for rule in evaluation.by_rule
        for item in evaluation.current(rule)
        if item.subject == subject or subject in item.bearers
    ]
    return tuple(sorted(found, key=_weight))


def by_party(evaluation: Evaluation) -> dict[str, tuple[Finding, ...]]:
    """What ``of_subject`` says of each party, by code; everybody in one reading of the findings."""
    found: dict[str, list[Finding]] = {}
    for rule in evaluation.by_rule:
        for item in evaluation.current(rule):
            for subject in {item.subject, *item.bearers}:
                kind, _, code = subject.partition(":")
                if kind == "party":
                    found.setdefault(code, []).append(item)
    return {code: tuple(sorted(items, key=_weight)) for code, items in found.items()}


__all__ = ["Note", "by_party", "clause_status", "note", "notes", "of_subject", "status_of", "tally"]
