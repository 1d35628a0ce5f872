"""From when each party is bound, and what those who are not still lack (N-4, N-15, K-9a, K-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules import readings
from samverk.rules.conclude import conclude, names
from samverk.rules.definition import JsonValue, Reading
from samverk.rules.entry_day import ENTRY_KINDS, EntryDay, Terms, all_adopted_on, entry_day, last_day_to_adopt, terms_of
from samverk.rules.entry_words import REQUIREMENT_NAMES, steps_of
from samverk.rules.facts import Fact
from samverk.rules.finding import Alternative, Finding, Later, ReadingUse, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.histories import HISTORY_KINDS, PartyHistory, histories
from samverk.rules.provisions import AdoptionRound, Entry, Membership
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, say


@frozen
class _Reread:
    """What the provision asks under another option of a reading it rests on."""

    reading: Reading
    option: JsonValue
    terms: Terms


@frozen
class _Closing:
    """The last day to adopt under an option of a reading; None: nothing closes."""

    reading: Reading
    option: JsonValue
    day: date | None


@frozen
class _Others:
    """What the provision asks and rests on; what other readings make of it, and of the day the round closes."""

    used: tuple[ReadingUse, ...]
    terms: Terms
    rereads: tuple[_Reread, ...]
    closings: tuple[_Closing, ...]


def findings(situation: Situation, rule: Entry) -> Iterator[Finding]:
    """A summary of all, then one finding for everybody named or with a decision."""
    known = situation.of(*HISTORY_KINDS)
    found = histories(situation.definition, known, situation.as_of, bound=situation.timeline)
    yield _summary(situation, rule, found)
    facts: dict[str, list[Fact]] = {}
    for fact in situation.of(*ENTRY_KINDS):
        facts.setdefault(fact.party or "", []).append(fact)
    everyone = all_adopted_on(situation.definition, situation.of("decision.adopted"))
    terms = terms_of(situation.definition, rule, everyone_adopted=everyone)
    others = _Others(
        readings.uses(situation.definition, rule),
        terms,
        tuple(_rereadings(situation, rule, everyone)),
        tuple(_closings(situation)),
    )
    for code, history in found.items():
        yield _party(situation, rule, history, tuple(facts.get(code, ())), others)


def _party(
    situation: Situation, rule: Entry, history: PartyHistory, facts: tuple[Fact, ...], others: _Others
) -> Finding:
    spell = history.spells[-1] if history.spells else None
    entry = spell.entry if spell is not None else history.ahead
    alternatives = _alternatives(situation, history, facts, others) if spell is not None else ()
    late = next((item for item in alternatives if item.value is None and _is_open(situation, item.reading)), None)
    verdict, headline, detail = _state(situation, history, late)
    seqs = set(entry.facts) if entry is not None else set()
    used = [fact for fact in facts if fact.seq in seqs]
    if not used and history.position is not None:
        used = [history.position]
    return conclude(
        situation,
        rule,
        f"party:{history.party}",
        verdict,
        headline,
        used=others.used,
        detail=detail,
        facts=used,
        value=history.bound_from.isoformat() if history.bound_from is not None else None,
        since=history.bound_from,
        steps=Later(steps_of, others.terms, entry, history.bound_from),
        alternatives=alternatives,
        missing=_missing(history),
    )


def _state(situation: Situation, history: PartyHistory, late: Alternative | None) -> tuple[Verdict, Text, Text | None]:
    name, start = situation.name(history.party), history.bound_from
    if history.status in ("in_force", "under_notice"):
        headline = say("{name} är bunden sedan {start}", "{name} has been bound since {start}", name=name, start=start)
        return (Verdict.FULFILLED, headline, None) if late is None else (Verdict.UNKNOWN, headline, late.text)
    if history.status == "exited":
        headline = say(
            "{name} var bunden till och med {last}", "{name} was bound through {last}", name=name, last=history.last_day
        )
        return Verdict.NOT_APPLICABLE, headline, None
    if start is not None:
        headline = say("{name} blir bunden {start}", "{name} will be bound from {start}", name=name, start=start)
        return Verdict.PENDING, headline, None
    return _not_bound(situation, name, history)


def _not_bound(situation: Situation, name: Text, history: PartyHistory) -> tuple[Verdict, Text, Text | None]:
    if history.has_reservation and history.status in ("reserved", "signed"):
        detail = Text(
            "Avtalet säger inte vad ett förbehåll betyder. Kommunen räknas inte som part förrän det är avgjort.",
            "The agreement does not say what a reservation means. The municipality is no party until that is settled.",
        )
        headline = say("{name} har antagit med förbehåll", "{name} has adopted with a reservation", name=name)
        return Verdict.UNKNOWN, headline, detail
    if history.status == "declined":
        return Verdict.NOT_APPLICABLE, say("{name} har avböjt", "{name} has declined", name=name), None
    closed = last_day_to_adopt(situation.definition)
    if closed is not None and history.decided is not None and history.decided.valid_on > closed:
        headline = say(
            "{name} beslutade efter {closed} och är inte bunden",
            "{name} decided after {closed} and is not bound",
            name=name,
            closed=closed,
        )
        return Verdict.NOT_APPLICABLE, headline, None
    lacking = [REQUIREMENT_NAMES[item] for item in (history.ahead.missing if history.ahead is not None else ())]
    if not lacking:
        headline = say("{name} är inte bunden än", "{name} is not bound yet", name=name)
    else:
        headline = say(
            "{name} är inte bunden: {lacking} saknas",
            "{name} is not bound: {lacking} missing",
            name=name,
            lacking=lacking,
        )
    postponed = Text("Frågan är bordlagd.", "The matter is postponed.")
    return Verdict.PENDING, headline, postponed if history.status == "postponed" else None


def _missing(history: PartyHistory) -> tuple[Text, ...]:
    """What is lacking: requirements for those not bound, the evidence of the decision for everybody."""
    lacking = history.ahead.missing if history.ahead is not None and not history.spells else ()
    extract = (Text("protokollsutdrag", "the minutes extract"),) if history.lacks_extract else ()
    return (*(REQUIREMENT_NAMES[name] for name in lacking), *extract)


# --- other readings -------------------------------------------------------------------------------------


def _rereadings(situation: Situation, rule: Entry, everyone: date | None) -> Iterator[_Reread]:
    used = readings.uses(situation.definition, rule, "requires", "effective", "legal_force", "not_before")
    for reading, option in readings.others(situation.definition, used):
        reread = readings.reread(rule, situation.definition, {reading.id: option})
        yield _Reread(reading, option, terms_of(situation.definition, reread, everyone_adopted=everyone))


def _closings(situation: Situation) -> Iterator[_Closing]:
    """The day after which nobody can adopt, under each other option of the readings that may set one."""
    definition = situation.definition
    members, round_ = definition.first(Membership), definition.first(AdoptionRound)
    if members is not None:
        for reading, option in readings.others(definition, readings.uses(definition, members, "closes")):
            day = date.fromisoformat(str(option)) if str(option)[:1].isdigit() else None
            yield _Closing(reading, option, day)
    if round_ is not None:
        due = next((step.due for step in round_.steps if step.act == "adopt" and step.due is not None), None)
        for reading, option in readings.others(definition, readings.uses(definition, round_, "late_answer")):
            yield _Closing(reading, option, due if option == "refused" else None)


def _alternatives(
    situation: Situation, history: PartyHistory, facts: tuple[Fact, ...], others: _Others
) -> tuple[Alternative, ...]:
    """The first day under other options, where it is another day."""
    entry = history.spells[0].entry
    days = ((other, entry_day(other.terms, facts)) for other in others.rereads)
    found = [_alternative(situation, history, o.reading, o.option, it) for o, it in days if it.day != entry.day]
    decided = entry.met.get("adoption_decision", date.min)
    shut = [closing for closing in others.closings if closing.day is not None and decided > closing.day]
    return (*found, *(_alternative(situation, history, item.reading, item.option, None) for item in shut))


def _alternative(
    situation: Situation, history: PartyHistory, reading: Reading, option: JsonValue, found: EntryDay | None
) -> Alternative:
    label, name = reading.label_of(option), situation.name(history.party)
    if found is not None and found.day is not None:
        text = say(
            "Med läsningen ”{label}” bunden från {day}.",
            "On the reading “{label}” bound from {day}.",
            label=label,
            day=found.day,
        )
        return Alternative(reading.id, option, found.day.isoformat(), text=text)
    if found is None:
        text = say(
            "Med läsningen ”{label}” är {name} inte bunden.",
            "On the reading “{label}” {name} is not bound.",
            label=label,
            name=name,
        )
    else:
        text = say(
            "Med läsningen ”{label}” behövs också {lacking}, och den dagen är inte antecknad.",
            "On the reading “{label}” {lacking} is needed too, and that day is not recorded.",
            label=label,
            lacking=[REQUIREMENT_NAMES[item] for item in found.missing],
        )
    return Alternative(reading.id, option, None, text=text)


def _is_open(situation: Situation, reading: str) -> bool:
    return situation.definition.readings[reading].status == "open"


# --- everybody together ---------------------------------------------------------------------------------


def _summary(situation: Situation, rule: Entry, found: dict[str, PartyHistory]) -> Finding:
    bound = [history for history in found.values() if history.spells]
    now = [history for history in bound if history.status in ("in_force", "under_notice")]
    named = [history for history in found.values() if history.named]
    headline, verdict = _counted(bound, now, named)
    last = max(bound, key=lambda item: (item.spells[0].interval.start, item.party), default=None)
    details = []
    if last is not None and len(bound) > 1:
        details.append(
            say(
                "Sist var {name}, {day}.",
                "The last was {name}, {day}.",
                name=situation.name(last.party),
                day=last.spells[0].interval.start,
            )
        )
    if len(now) == 1:
        details.append(Text("Ännu finns ingen motpart.", "There is no counterparty yet."))
    waiting = [history.party for history in named if not history.spells]
    if waiting:
        details.append(say("Inte bundna: {names}.", "Not bound: {names}.", names=names(situation, waiting)))
    without = [history.party for history in bound if history.lacks_extract]
    missing = (say("protokollsutdrag från {names}", "the minutes extract of {names}", names=names(situation, without)),)
    return conclude(
        situation,
        rule,
        "parties",
        verdict,
        headline,
        detail=_sentences(details),
        value={"bound": len(now), "named": len(named)},
        missing=missing if without else (),
    )


def _counted(bound: list[PartyHistory], now: list[PartyHistory], named: list[PartyHistory]) -> tuple[Text, Verdict]:
    if not named:
        if len(now) == 1:
            return Text("En kommun är bunden", "One municipality is bound"), Verdict.INFORMATION
        headline = say("{count} kommuner är bundna", "{count} municipalities are bound", count=len(now))
        return headline, Verdict.INFORMATION if now else Verdict.PENDING
    entered = sum(1 for history in bound if history.named)
    if entered == len(named):
        headline = say("Alla {count} har blivit bundna", "All {count} have become bound", count=len(named))
        return headline, Verdict.FULFILLED
    headline = say(
        "{entered} av {count} är bundna", "{entered} of {count} are bound", entered=entered, count=len(named)
    )
    return headline, Verdict.PENDING


def _sentences(parts: list[Text]) -> Text | None:
    return Text(" ".join(part.sv for part in parts), " ".join(part.en for part in parts)) if parts else None
