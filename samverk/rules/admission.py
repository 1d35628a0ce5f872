"""Which facts may be recorded: what is refused, and the sentence that says why.

Pure: the day of recording is an argument, and the chain's own conditions (twice the same, correcting a corrected fact)
are given their exceptions here but looked up by ``records``. Every refusal says what was found, what was expected and
what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from samverk.rules.canonical import require_exact
from samverk.rules.definition import Definition
from samverk.rules.facts import COMMON_KEYS, FACT_KINDS, FactKind
from samverk.rules.frozen import field, frozen
from samverk.rules.intervals import Interval
from samverk.rules.provisions import Membership
from samverk.rules.wording import Text

YEARS_AHEAD = 2
YEARS_BEFORE = 5
WITHDRAWN = "fact.withdrawn"
NOTICE = "notice.given"

# What is decided or planned today may concern a later day; everything else has happened, or has not.
MAY_LIE_AHEAD = frozenset(
    {"role.assigned", "role.ended", "body.member_added", "body.member_removed", "meeting.planned", "notice.given"}
)
# What belongs to how an agreement comes about, and so may be older than the agreement.
FORMATION = frozenset(
    {
        "recommendation.issued", "referral.sent", "referral.answered", "decision.adopted", "decision.declined",
        "decision.postponed", "decision.legal_force", "adoption.deposited", "signature.given", "copy.delivered",
        "role.assigned", "body.member_added", "meeting.planned", "decision.made", "document.published",
        "budget.adopted", "plan.adopted", "weights.updated", "interpretation.adopted", "fact.withdrawn",
    }
)  # fmt: skip
# What only somebody who is bound that day can do.
BY_PARTY_IN_FORCE = frozenset({"notice.given", "renegotiation.demanded"})
# What only somebody who is or has been bound can owe or pay.
BY_PARTY_SO_FAR = frozenset({"invoice.issued", "payment.received"})


class FactRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A fact that is not recorded. ``message``: what was found, what was expected, what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


class UnknownKind(FactRefused):
    """The kind is not in the closed list."""


class PartyMissing(FactRefused):
    """The kind needs a party and none is given."""


class MalformedPayload(FactRefused):
    """A key is missing or unknown, or its value is of the wrong sort."""


class TooFarAhead(FactRefused):
    """The day lies more than two years after the day of recording."""


class NotYetHappened(FactRefused):
    """The day lies after the day of recording, and the kind is of what has happened."""


class BeforeTheAgreement(FactRefused):
    """The day lies before there was anything for the fact to belong to."""


class NotAParty(FactRefused):
    """The fact is about someone who is not, or not on that day, a party."""


class AlreadyUnderNotice(FactRefused):
    """A second notice of termination from a party whose first still stands."""


class UnknownReference(FactRefused):
    """A body, role, provision or reading that the agreement does not have."""


class UnknownAgreement(FactRefused):
    """There is no such agreement."""


class RecordedTwice(FactRefused):
    """Exactly the same fact is already there."""


class NothingToCorrect(FactRefused):
    """The fact to correct is not in this agreement's chain."""


class AlreadyCorrected(FactRefused):
    """The fact to correct has already been corrected."""


class RecordedBackwards(FactRefused):
    """The moment of recording lies before that of the fact before."""


@frozen(kw_only=True)
class Proposed:
    """A fact about to be recorded. ``recorded_on``: the calendar day in Sweden when it is recorded."""

    kind: str
    valid_on: date
    recorded_on: date
    party: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    corrects: int | None = None


def check_shape(fact: Proposed) -> None:
    """Refuse what can be seen without the agreement: kind, keys, values, a day too far ahead. Error: FactRefused."""
    kind = FACT_KINDS.get(fact.kind)
    if kind is None:
        raise UnknownKind(
            Text(
                f"Slaget ”{fact.kind}” finns inte. Välj ett av de {len(FACT_KINDS)} slagen, till exempel meeting.held.",
                f"There is no kind “{fact.kind}”. Choose one of the {len(FACT_KINDS)} kinds, such as meeting.held.",
            )
        )
    if kind.needs_party and not fact.party:
        raise PartyMissing(
            Text(
                f"”{kind.name.sv}” saknar part. Ange vilken part uppgiften gäller.",
                f"“{kind.name.en}” has no party. Say which party it is about.",
            )
        )
    if fact.kind == WITHDRAWN and fact.corrects is None:
        raise NothingToCorrect(
            Text(
                "Uppgiften som ska tas tillbaka är inte angiven. Ange dess nummer.",
                "The fact to withdraw is not given. Give its number.",
            )
        )
    _check_payload(kind, fact.payload)
    _check_not_ahead(kind, fact)


def check_against(
    fact: Proposed,
    definition: Definition,
    bound: Mapping[str, tuple[Interval, ...]],
    standing: date | None = None,
) -> None:
    """Refuse what the agreement leaves no room for.

    ``bound``: for each party code the disjoint half-open intervals in which it is bound. ``standing``: the day of a
    notice that the fact's party has given and not taken back, unless the fact corrects a notice. Error: FactRefused.
    """
    kind = FACT_KINDS[fact.kind]
    _check_day(kind, fact, definition)
    _check_party(kind, fact, definition, bound)
    if fact.kind == NOTICE:
        _check_letter(fact, definition, bound.get(fact.party or "", ()))
    if fact.kind == NOTICE and standing is not None:
        raise _second_notice(fact, definition, standing)
    _check_references(fact, definition)


def may_be_party(code: str, definition: Definition) -> bool:
    """Whether the agreement names the municipality, or is open to it."""
    if code in definition.parties:
        return True
    rule = definition.first(Membership)
    if rule is None or rule.class_ is None:
        return False
    return rule.class_.all or (rule.class_.county is not None and code[:2] == rule.class_.county)


# --- the payload ----------------------------------------------------------------------------------------


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or len(value) != len("YYYY-MM-DD"):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_year(value: object) -> bool:
    return _is_whole(value) and 1900 <= value <= 2200  # type: ignore[operator]  # _is_whole has seen an int


def _is_codes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


_DAY = (_is_day, Text("en dag, ÅÅÅÅ-MM-DD", "a day, YYYY-MM-DD"))
_YEAR = (_is_year, Text("ett årtal", "a year"))
_ORE = (_is_whole, Text("hela öre, ett heltal", "whole öre, an integer"))
_CODES = (_is_codes, Text("en lista av koder", "a list of codes"))
_YES_OR_NO = (_is_yes_or_no, Text("ja eller nej", "yes or no"))

# Keys whose value has one sort wherever they occur; the rest is free JSON.
_SORTS: dict[str, tuple[Callable[[object], bool], Text]] = {
    **dict.fromkeys(("due", "extract_on", "dated", "sent", "decided_on", "from", "to", "reference_date"), _DAY),
    "year": _YEAR,
    **dict.fromkeys(("amount", "cost"), _ORE),
    **dict.fromkeys(("present", "consents"), _CODES),
    **dict.fromkeys(("holds", "abolished"), _YES_OR_NO),
}


def _check_payload(kind: FactKind, payload: Mapping[str, Any]) -> None:
    allowed = (*kind.required, *kind.optional, *COMMON_KEYS)
    for key in kind.required:
        if key not in payload:
            raise MalformedPayload(
                Text(
                    f"”{kind.name.sv}” saknar uppgiften ”{key}”. Fyll i den.",
                    f"“{kind.name.en}” lacks “{key}”. Fill it in.",
                )
            )
    for key, value in payload.items():
        if key not in allowed:
            raise MalformedPayload(
                Text(
                    f"”{kind.name.sv}” har uppgiften ”{key}”, som inte hör dit. "
                    f"Det som får finnas är {', '.join(allowed)}.",
                    f"“{kind.name.en}” has “{key}”, which does not belong. It may have {', '.join(allowed)}.",
                )
            )
        _check_value(key, value)


def _check_value(key: str, value: object) -> None:
    if key in _SORTS:
        fits, expected = _SORTS[key]
        if not fits(value):
            raise MalformedPayload(
                Text(
                    f"Uppgiften ”{key}” är {value!r}. Den ska vara {expected.sv}.",
                    f"“{key}” is {value!r}. It should be {expected.en}.",
                )
            )
    if not _is_exact(value):
        raise MalformedPayload(
            Text(
                f"Uppgiften ”{key}” är {value!r}. Ange text, heltal, ja/nej eller listor av sådana, inte decimaltal.",
                f"“{key}” is {value!r}. Give text, integers, yes/no or lists of these, not decimals.",
            )
        )


def _is_exact(value: object) -> bool:
    """Whether the value is JSON that every reader gives back as it was: no floats, no huge integers."""
    try:
        require_exact(value)
    except ValueError:
        return False
    return True


# --- the day --------------------------------------------------------------------------------------------


def _check_not_ahead(kind: FactKind, fact: Proposed) -> None:
    latest = _years_later(fact.recorded_on, YEARS_AHEAD)
    if fact.valid_on > latest:
        raise TooFarAhead(
            Text(
                f"”{kind.name.sv}” gäller {fact.valid_on}, mer än {YEARS_AHEAD} år efter {fact.recorded_on}. "
                f"Ange en dag senast {latest}.",
                f"“{kind.name.en}” is for {fact.valid_on}, more than {YEARS_AHEAD} years after {fact.recorded_on}. "
                f"Give a day no later than {latest}.",
            )
        )
    if fact.valid_on > fact.recorded_on and kind.id not in MAY_LIE_AHEAD:
        raise NotYetHappened(
            Text(
                f"”{kind.name.sv}” gäller {fact.valid_on}, som ligger efter {fact.recorded_on}. "
                "Ange dagen då det hände, eller vänta tills det har hänt.",
                f"“{kind.name.en}” is for {fact.valid_on}, which is after {fact.recorded_on}. "
                "Give the day it happened, or wait until it has.",
            )
        )


def _check_day(kind: FactKind, fact: Proposed, definition: Definition) -> None:
    start = definition.valid_from
    earliest = _years_later(start, -YEARS_BEFORE) if kind.id in FORMATION else start
    if fact.valid_on < earliest:
        raise BeforeTheAgreement(
            Text(
                f"”{kind.name.sv}” gäller {fact.valid_on}, men {definition.short.sv} finns från {start}. "
                f"Ange en dag från och med {earliest}.",
                f"“{kind.name.en}” is for {fact.valid_on}, but {definition.short.en} exists from {start}. "
                f"Give a day from {earliest} onwards.",
            )
        )


def _years_later(day: date, years: int) -> date:
    """The same day ``years`` later; 28 February where 29 does not exist."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# --- the party and what else is named -------------------------------------------------------------------


def _check_party(
    kind: FactKind, fact: Proposed, definition: Definition, bound: Mapping[str, tuple[Interval, ...]]
) -> None:
    named = [fact.party, fact.payload.get("notice_party"), *fact.payload.get("present", ())]
    for code in (str(code) for code in named if code):
        if not may_be_party(code, definition):
            raise NotAParty(
                Text(
                    f"{code} är inte part i {definition.short.sv} och kan inte bli det. {_who_may(definition).sv}",
                    f"{code} is not a party to {definition.short.en} and cannot become one. {_who_may(definition).en}",
                )
            )
    if fact.party is None:
        return
    held = bound.get(fact.party, ())
    day = fact.valid_on
    in_force = any(day in interval for interval in held)
    so_far = any(interval.start <= day for interval in held)
    if (kind.id in BY_PARTY_IN_FORCE and not in_force) or (kind.id in BY_PARTY_SO_FAR and not so_far):
        raise NotAParty(
            Text(
                f"”{kind.name.sv}” gäller {fact.party}, som inte är part i {definition.short.sv} den {day}. "
                "Ange en dag då kommunen är part, eller registrera först det beslut som gör den till part.",
                f"“{kind.name.en}” is about {fact.party}, which is not a party to {definition.short.en} on {day}. "
                "Give a day when it is, or first record the decision that makes it one.",
            )
        )


def _check_letter(fact: Proposed, definition: Definition, held: tuple[Interval, ...]) -> None:
    """Refuse a notice written or sent before its party was one: nobody leaves before it has joined."""
    since = next((item.start for item in held if fact.valid_on in item), None)
    for key, sv, en in (("dated", "daterad", "dated"), ("sent", "skickad", "sent")):
        written = fact.payload.get(key)
        if since is not None and written is not None and date.fromisoformat(written) < since:
            raise NotAParty(
                Text(
                    f"Uppsägningen är {sv} {written}, men {fact.party} är part i {definition.short.sv} från {since}. "
                    "Ingen kan säga upp sig innan den är part. Kontrollera dagen i brevet.",
                    f"The notice is {en} {written}, but {fact.party} is a party to {definition.short.en} from {since}. "
                    "Nobody can give notice before being a party. Check the day in the letter.",
                )
            )


def _second_notice(fact: Proposed, definition: Definition, standing: date) -> AlreadyUnderNotice:
    """Two notices in one register would leave it to the reader which of them counts."""
    return AlreadyUnderNotice(
        Text(
            f"{fact.party} har redan sagt upp {definition.short.sv}, den {standing}, och den uppsägningen är inte "
            "återkallad. En part säger upp sig en gång. Rätta den första uppsägningen om den är fel, eller registrera "
            "att den är återkallad innan en ny lämnas.",
            f"{fact.party} has already given notice to {definition.short.en}, on {standing}, and has not taken it "
            "back. A party gives notice once. Correct the first notice if it is wrong, or record that it is revoked "
            "before a new one is given.",
        )
    )


def _who_may(definition: Definition) -> Text:
    rule = definition.first(Membership)
    if rule is not None and rule.class_ is not None:
        county = rule.class_.county
        return Text(
            f"Ange koden för en kommun i län {county}." if county else "Ange koden för en kommun.",
            f"Give the code of a municipality in county {county}." if county else "Give the code of a municipality.",
        )
    codes = ", ".join(sorted(definition.parties))
    return Text(f"Ange en av {codes}.", f"Give one of {codes}.")


_REFERENCES = {
    "body": Text("organet", "body"),
    "role": Text("rollen", "role"),
    "rule": Text("bestämmelsen", "provision"),
    "interpretation": Text("läsningen", "reading"),
}


def _check_references(fact: Proposed, definition: Definition) -> None:
    tables: dict[str, Mapping[str, object]] = {
        "body": definition.bodies,
        "role": definition.roles,
        "rule": definition.rules,
        "interpretation": definition.readings,
    }
    for key, known in tables.items():
        value = fact.payload.get(key)
        if value is not None and value not in known:
            raise _unknown(_REFERENCES[key], value, known, definition)
    reading = definition.readings.get(str(fact.payload.get("interpretation")))
    if fact.kind == "interpretation.adopted" and reading and fact.payload["option"] not in reading.options:
        options = {str(option): option for option in reading.options}
        raise _unknown(Text("svaret", "option"), fact.payload["option"], options, definition)


def _unknown(noun: Text, value: object, known: Mapping[str, object], definition: Definition) -> UnknownReference:
    choices = ", ".join(sorted(known)) or "–"
    return UnknownReference(
        Text(
            f"{definition.short.sv} har inte {noun.sv} ”{value}”. Välj bland {choices}.",
            f"{definition.short.en} has no {noun.en} “{value}”. Choose among {choices}.",
        )
    )
