"""Days of a year outside windows: deadlines that something set off, invoices, attestations, parties, term, rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from samverk.rules import attestations, readings
from samverk.rules.bearers import bearers
from samverk.rules.dates import add_months
from samverk.rules.evaluate import Evaluation
from samverk.rules.fee_year import fee_period, key_of
from samverk.rules.finding import Finding, Status, Verdict
from samverk.rules.intervals import ONE_DAY, Interval
from samverk.rules.provisions import AdoptionRound, Duty, Entry, Fee, Membership, Provision, Term, Withdrawal
from samverk.rules.shares import UndecidedError
from samverk.rules.situation import Situation
from samverk.rules.values import Period, RoundStep
from samverk.rules.wheel.entry import Mark, WheelEntry, lane_of
from samverk.rules.wheel.windows import windowed
from samverk.rules.wording import Text, Year, say

type Roots = Mapping[int, int]

# Said of the whole circle, where each party may have a finding of its own.
_WHOLE = frozenset({"parties", "agreement"})


def deadlines(evaluation: Evaluation, year: int, roots: Roots) -> Iterator[WheelEntry]:
    """Every last day in the year that a finding names, unless a window or the follow-up tells it already."""
    counted = windowed(evaluation)
    for rule, found in evaluation.by_rule.items():
        if rule in counted:
            continue
        named = [item for item in found if _names_a_day(item, year)]
        each = [item for item in named if item.subject not in _WHOLE]
        # The steps of a round have their own entries; who owes an answer has one beside them.
        in_round = isinstance(evaluation.situation.definition.rules[rule], AdoptionRound)
        for item in each if each or in_round else named:
            yield _deadline(evaluation, item, roots)


def _names_a_day(item: Finding, year: int) -> bool:
    return item.due_on is not None and item.due_on.year == year and item.verdict is not Verdict.ATTESTATION_MISSING


def _deadline(evaluation: Evaluation, item: Finding, roots: Roots) -> WheelEntry:
    situation = evaluation.situation
    rule = situation.definition.rules[item.rule]
    last = item.due_on or situation.as_of
    name = _name(situation, rule, item, roots)
    return WheelEntry(
        identity=f"{item.rule}/{item.subject}/{name}",
        family=f"{item.rule}/parties",
        rule=item.rule,
        lane=lane_of(situation.definition, item.rule),
        kind="deadline",
        label=rule.label,
        detail=item.headline,
        who=item.bearers or (item.subject,),
        cites=item.cites,
        status=item.status,
        basis=item.basis,
        first=min(item.since or last, last),
        last=last,
        key=item.key,
        example=evaluation.rests_on_example(item),
    )


def _name(situation: Situation, rule: Provision, item: Finding, roots: Roots) -> str:
    """What tells one time from another without its days: once, which entry, or the fact that set it off."""
    if isinstance(rule, AdoptionRound) or (isinstance(rule, Duty) and rule.pattern == "achieve"):
        return "once"
    if isinstance(rule, Duty) and (rule.trigger or "").startswith("party_entered"):
        held = situation.membership.get(item.subject.partition(":")[2], ())
        return f"entry{sum(1 for spell in held if item.since is not None and spell.start <= item.since)}"
    if item.because:
        return fact_name(item.because[0], roots)
    return item.since.isoformat() if item.since is not None else "once"


def fact_name(seq: int, roots: Roots) -> str:
    """A fact by the first one in its chain of corrections; padded, so that names sort as numbers do."""
    return f"fact{roots.get(seq, seq):08}"


# --- money ----------------------------------------------------------------------------------------------


def invoices(evaluation: Evaluation, year: int) -> Iterator[WheelEntry]:
    """When the year's fee is invoiced: not before the key is updated, within the year it is for (N-10b, N-10c)."""
    situation = evaluation.situation
    for rule in situation.definition.of_kind(Fee):
        if rule.total == "none" or rule.invoice is None:
            continue
        for fee_year, period in _fee_periods(situation, rule, year):
            payers = frozenset(situation.parties_in(period))
            if payers:
                yield _invoicing(evaluation, rule, fee_year, period, payers)


def _fee_periods(situation: Situation, rule: Fee, year: int) -> Iterator[tuple[int, Interval]]:
    """The fee of the year, and that of the year before where it runs on into this one (April to March)."""
    try:
        own = fee_period(situation.definition, rule, year)
        before_ = fee_period(situation.definition, rule, year - 1)
    except UndecidedError:
        return
    if before_ != own and before_.stop > date(year, 1, 1):
        yield year - 1, before_
    yield year, own


def _invoicing(evaluation: Evaluation, rule: Fee, year: int, period: Interval, payers: frozenset[str]) -> WheelEntry:
    situation = evaluation.situation
    sent = [fact for fact in situation.of("invoice.issued") if int(fact.payload["year"]) == year]
    marks = {fact.valid_on: Mark(fact.valid_on, True, fact.seq, example=fact.example) for fact in reversed(sent)}
    key = key_of(situation.definition, rule.key)
    month = key.update.month if key is not None and key.update is not None else None
    waits = rule.invoice is not None and rule.invoice.not_before == "key_updated" and month is not None
    first = date(period.start.year, month or 1, 1) if waits and rule.period == "calendar_year" else period.start
    finding = next((item for item in evaluation.by_rule.get(rule.id, ()) if item.period == period), None)
    reached = {fact.party for fact in sent}
    used = situation.uses(rule, "period")
    return WheelEntry(
        identity=f"{rule.id}/invoices/{year}",
        family=f"{rule.id}/invoices/{year}",
        rule=rule.id,
        lane="money",
        kind="regular",
        label=say("{label}: fakturor för {year}", "{label}: invoices for {year}", label=rule.label, year=Year(year)),
        detail=Text("Efter att fördelningen har uppdaterats", "Once the distribution key is up to date")
        if waits
        else None,
        who=(rule.invoice.by if rule.invoice is not None else "parties",),
        cites=rule.cite,
        status="ok" if payers <= reached else "unmeasured" if situation.as_of >= period.stop else "coming",
        basis=readings.basis_of(used, plain="derived"),
        first=first,
        last=period.stop - ONE_DAY,
        marks=tuple(marks[day] for day in sorted(marks)),
        key=finding.key if finding is not None else None,
        example=any(fact.example for fact in sent),
    )


# --- the yearly follow-up -------------------------------------------------------------------------------


def attested(evaluation: Evaluation, year: int) -> Iterator[WheelEntry]:
    """What each who bears duties that no machine can judge attests at the year's follow-up (N-11, K-8c)."""
    situation = evaluation.situation
    collecting = next((rule for rule in situation.definition.of_kind(Duty) if rule.collects == "attestations"), None)
    closing = attestations.closing_day(situation, year)
    if collecting is None or closing is None:
        return
    window = collecting.quota.window if collecting.quota is not None else None
    first = window.days_in(year)[0] if window is not None else date(year, 1, 1)
    asked: dict[str, list[bool]] = {}
    for rule in situation.definition.of_kind(Duty):
        if rule.check == "attested" and rule.pattern in ("continuous", "maintain"):
            given = attestations.given(situation, rule.id)
            for bearer in bearers(situation, rule.bearer):
                if any(held.start <= closing < held.stop for held in bearer.bound):
                    asked.setdefault(bearer.subject, []).append(year in given.get(bearer.party or "", {}))
    anyone = any(any(answers) for answers in asked.values())
    for subject, answers in asked.items():
        status = _attesting(situation.as_of, (first, closing), answers, anyone=anyone)
        yield _attestation(evaluation, collecting, subject, (first, closing), (answers, status))


def _attesting(day: date, window: tuple[date, date], answers: list[bool], *, anyone: bool) -> Status:
    """All given, late when others have answered, not measured when the follow-up never took place."""
    if all(answers):
        return "attested"
    if day > window[1]:
        return "late" if anyone else "unmeasured"
    return "due" if day >= window[0] else "coming"


def _attestation(
    evaluation: Evaluation, rule: Duty, subject: str, window: tuple[date, date], state: tuple[list[bool], Status]
) -> WheelEntry:
    situation = evaluation.situation
    answers, status = state
    year, count = window[1].year, (sum(answers), len(answers))
    return WheelEntry(
        identity=f"{rule.id}/{subject}/attestations-{year}",
        family=f"{rule.id}/parties/attestations-{year}",
        rule=rule.id,
        lane=lane_of(situation.definition, rule.id),
        kind="window",
        label=say("Intyg om åtagandena {year}", "Attestations of the duties of {year}", year=Year(year)),
        detail=given_in_words(count),
        count=count,
        who=(subject,),
        cites=rule.cite,
        status=status,
        basis=readings.basis_of(situation.uses(rule, "quota"), plain="derived"),
        first=window[0],
        last=window[1],
        example=evaluation.rests_on((), status),
    )


def given_in_words(count: tuple[int, int]) -> Text:
    """ "8 av 12 intyg lämnade"."""
    return say("{n} av {of} intyg lämnade", "{n} of {of} attestations given", n=count[0], of=count[1])


# --- parties and term -----------------------------------------------------------------------------------


def parties(evaluation: Evaluation, year: int) -> Iterator[WheelEntry]:
    """First and last days of parties in the year (N-14, N-15, K-9, K-10)."""
    situation = evaluation.situation
    definition = situation.definition
    entry = definition.first(Entry) or definition.first(Membership)
    leaving = definition.first(Withdrawal) or definition.first(Term)
    for code, held in sorted(situation.membership.items()):
        for number, spell in enumerate(held, 1):
            if entry is not None and spell.start.year == year:
                yield _party(evaluation, entry, code, ("first", number), spell.start)
            if leaving is not None and spell.last_day is not None and spell.last_day.year == year:
                yield _party(evaluation, leaving, code, ("last", number), spell.last_day)


_PARTY_WORDS = {
    "first": (Text("Ny part", "New party"), "{name} blir part", "{name} becomes a party"),
    "last": (Text("Sista dagen som part", "Last day as a party"), "{name}: sista dagen som part",
             "{name}: last day as a party"),
}  # fmt: skip


def _party(evaluation: Evaluation, rule: Provision, code: str, which: tuple[str, int], day: date) -> WheelEntry:
    situation = evaluation.situation
    word, number = which
    label, sv, en = _PARTY_WORDS[word]
    subject = f"party:{code}"
    found = [item for item in evaluation.by_rule.get(rule.id, ()) if item.subject == subject]
    finding = found[-1] if found else None
    ahead: Status = "coming" if word == "first" else "notice"
    return WheelEntry(
        identity=f"{rule.id}/{subject}/{word}{number}",
        family=f"{rule.id}/parties/{word}",
        rule=rule.id,
        lane="parties",
        kind="day",
        label=label,
        detail=say(sv, en, name=situation.name(code)),
        who=(subject,),
        cites=rule.cite,
        status=ahead if day > situation.as_of or (word == "last" and day == situation.as_of) else "ok",
        basis=finding.basis if finding is not None else "derived",
        first=day,
        last=day,
        key=finding.key if finding is not None else None,
        example=finding is not None and evaluation.rests_on_example(finding),
    )


def term(evaluation: Evaluation, year: int) -> Iterator[WheelEntry]:
    """The agreement's own first and last day, and the last day to say that it is not to be renewed (N-4, K-9a)."""
    situation = evaluation.situation
    rule = situation.definition.first(Term)
    if rule is None:
        return
    for name, day in _days_of_term(rule):
        if day.year == year:
            yield _of_term(situation, rule, name, day)


def _days_of_term(rule: Term) -> Iterator[tuple[str, date]]:
    if isinstance(rule.start, date):
        yield "start", rule.start
    if rule.end is not None:
        yield "renewed" if rule.duration == "auto_renew" else "end", rule.end
        if isinstance(rule.notice_before_end, Period):
            yield "notice", before(rule.end, rule.notice_before_end)


def before(day: date, period: Period) -> date:
    """The last day that lies a whole period before ``day``."""
    months = {"M": 1, "Y": 12}.get(period.unit)
    if months is not None:
        return add_months(day, -period.count * months)
    return date.fromordinal(day.toordinal() - period.count * (7 if period.unit == "W" else 1))


_TERM_WORDS = {
    "start": Text("Avtalet börjar gälla", "The agreement enters into force"),
    "end": Text("Avtalstiden löper ut", "The term of the agreement ends"),
    "renewed": Text("Avtalstiden förlängs om ingen säger upp", "The term is renewed unless notice is given"),
    "notice": Text("Sista dagen att säga upp före avtalstidens slut", "Last day for notice before the term ends"),
}


def _of_term(situation: Situation, rule: Term, name: str, day: date) -> WheelEntry:
    return WheelEntry(
        identity=f"{rule.id}/agreement/{name}",
        family=f"{rule.id}/agreement/{name}",
        rule=rule.id,
        lane="parties",
        kind="day",
        label=_TERM_WORDS[name],
        who=("parties",),
        cites=rule.cite,
        status="ok" if day < situation.as_of else "coming",
        basis=readings.basis_of(situation.uses(rule), plain="derived" if name == "notice" else "stated"),
        first=day,
        last=day,
    )


def rounds(evaluation: Evaluation, year: int) -> Iterator[WheelEntry]:
    """The dated steps of a recommendation round (K-L1 to K-L9)."""
    for rule in evaluation.situation.definition.of_kind(AdoptionRound):
        told = {item.due_on: item for item in evaluation.by_rule.get(rule.id, ()) if item.subject in _WHOLE}
        for step in rule.steps:
            day = step.due or step.on
            if day is not None and day.year == year:
                yield _step(evaluation.situation, rule, step, day, told.get(day))


def _step(situation: Situation, rule: AdoptionRound, step: RoundStep, day: date, told: Finding | None) -> WheelEntry:
    return WheelEntry(
        identity=f"{rule.id}/steps/{step.id}",
        family=f"{rule.id}/steps/{step.id}",
        rule=rule.id,
        lane="parties",
        kind="day",
        label=Text(step.sv, step.en) if step.sv and step.en else rule.label,
        detail=told.headline if told is not None else None,
        who=(step.by,) if step.by is not None else ("parties",),
        cites=rule.cite,
        status="ok" if day < situation.as_of else "coming",
        basis="stated",
        first=day,
        last=day,
        key=told.key if told is not None else None,
    )


SOURCES: tuple[Callable[[Evaluation, int], Iterator[WheelEntry]], ...] = (invoices, attested, parties, term, rounds)
