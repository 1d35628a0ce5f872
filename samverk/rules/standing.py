"""Where each municipality stands on a day and what it still lacks: what the page of parties shows (N-2, N-15, K-11).

Everything is read from findings and histories, so whatever an agreement asks of its parties is told without being named
here: a signature, the minutes extract, a receipt, somebody to represent them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from samverk.rules.admission import may_be_party
from samverk.rules.amendment import AMENDMENT_KINDS, amendments
from samverk.rules.entry_day import REQUIREMENT_OF
from samverk.rules.entry_words import REQUIREMENT_NAMES
from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Finding, Status
from samverk.rules.frozen import field, frozen
from samverk.rules.histories import HISTORY_KINDS, STATUS_NAMES, PartyHistory, PartyStatus, histories
from samverk.rules.holdings import holder_on
from samverk.rules.provisions import AdoptionRound, AmendmentRule, Entry, Provision, Withdrawal
from samverk.rules.situation import Situation
from samverk.rules.summary import by_party
from samverk.rules.wording import Text, say

# "silent": asked in a round of adoption, and has not answered.
type State = Literal[PartyStatus, "silent"]

_SILENT = Text("Inte svarat", "No answer")

_LOUD: frozenset[Status] = frozenset({"late", "breach", "due", "unclear"})
_FACT_OF = {requirement: kind for kind, requirement in REQUIREMENT_OF.items()}
_SETTLED_ELSEWHERE = frozenset({"declined", "exited"})


def state_name(state: State) -> Text:
    """The word for a state."""
    return _SILENT if state == "silent" else STATUS_NAMES[state]


@frozen
class Lacking:
    """Something that is missing, and the finding that says why it is asked for.

    ``kind`` is the kind of fact that settles it, None where the finding itself says which act does; ``given`` what is
    known of that fact beforehand; ``completes`` the fact that lacks something, when it is an existing one.
    """

    what: Text
    finding: Finding
    kind: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    completes: int | None = None


@frozen
class Standing:
    """A municipality on the day. ``entry`` and ``leaving`` are the findings that say since and until when it is bound.

    ``offices``: roles that it holds alone for everybody (the managing municipality). ``lacking``: worst first.
    """

    party: str
    state: State
    history: PartyHistory | None
    entry: Finding | None
    leaving: Finding | None
    offices: tuple[str, ...]
    lacking: tuple[Lacking, ...]

    @property
    def is_bound(self) -> bool:
        """Whether it is one of "all parties" on the day, those under notice included."""
        return self.state in ("in_force", "under_notice")


def standings(evaluation: Evaluation) -> tuple[Standing, ...]:
    """Everybody named, everybody with a decision, and everybody asked in a round of adoption; in order of code."""
    situation = evaluation.situation
    known = histories(situation.definition, situation.of(*HISTORY_KINDS), situation.as_of, bound=situation.timeline)
    own = by_party(evaluation)
    notices = _notices(evaluation)
    offices, awaited = _offices(situation), _awaited(situation, notices)
    return tuple(
        Standing(
            party=code,
            state=_state(known.get(code)),
            history=known.get(code),
            entry=_of_rule(evaluation, own.get(code, ()), Entry),
            leaving=_leaving(known.get(code), notices),
            offices=offices.get(code, ()),
            lacking=(*_lacking(evaluation, code, known.get(code), own.get(code, ())), *awaited.get(code, ())),
        )
        for code in sorted({*known, *_asked(situation)})
    )


def _asked(situation: Situation) -> Iterator[str]:
    """Those that a round of adoption is addressed to, whether they have answered or not."""
    if situation.definition.first(AdoptionRound) is not None:
        yield from (code for code in situation.names if may_be_party(code, situation.definition))


def _state(history: PartyHistory | None) -> State:
    """Somebody who is not named and has decided nothing has not answered; a copy received is no answer."""
    if history is None or not (history.named or history.position is not None or history.spells):
        return "silent"
    return history.status


def _of_rule(evaluation: Evaluation, found: Iterable[Finding], kind: type[Provision]) -> Finding | None:
    rules = evaluation.situation.definition.rules
    return next((item for item in found if isinstance(rules[item.rule], kind)), None)


def _notices(evaluation: Evaluation) -> dict[int, Finding]:
    """The finding of each notice, by the number of the notice."""
    rules = evaluation.situation.definition.of_kind(Withdrawal)
    found = [item for rule in rules for item in evaluation.by_rule[rule.id] if item.subject.startswith("party:")]
    return {fact: item for item in reversed(found) for fact in item.because}


def _leaving(history: PartyHistory | None, notices: Mapping[int, Finding]) -> Finding | None:
    return notices.get(history.exit.notice.fact) if history is not None and history.exit is not None else None


def _offices(situation: Situation) -> dict[str, tuple[str, ...]]:
    held: dict[str, tuple[str, ...]] = {}
    for role in situation.definition.roles.values():
        if role.held_by == "party" and role.max == 1 and role.per is None:
            holder = holder_on(situation, role.id, situation.as_of)
            if holder is not None and holder.party is not None:
                held[holder.party] = (*held.get(holder.party, ()), role.id)
    return held


def _awaited(situation: Situation, notices: Mapping[int, Finding]) -> dict[str, tuple[Lacking, ...]]:
    """The receipts of notices that each municipality owes; "body:x.chair" is nobody's until the rules say whose."""
    owed: dict[str, tuple[Lacking, ...]] = {}
    for leaving in situation.timeline.exits:
        finding = notices.get(leaving.notice.fact)
        if finding is None or leaving.invalid is not None or leaving.revoked:
            continue
        who = leaving.notice.party
        what = say(
            "Mottagningsbevis för uppsägningen från {name}", "Receipt of the notice given by {name}",
            name=situation.name(who),
        )  # fmt: skip
        for code in leaving.waiting_for:
            item = Lacking(what, finding, "notice.received", {"notice_party": who, "party": code})
            owed[code] = (*owed.get(code, ()), item)
    return owed


def _lacking(
    evaluation: Evaluation, code: str, history: PartyHistory | None, own: Iterable[Finding]
) -> Iterator[Lacking]:
    definition = evaluation.situation.definition
    titles = {item.id: item.summary or item.id for item in amendments(evaluation.situation.of(*AMENDMENT_KINDS))}
    reserved = history is not None and history.has_reservation
    asked_again = any(isinstance(definition.rules[item.rule], AdoptionRound) and item.status in _LOUD for item in own)
    for item in own:
        rule = definition.rules[item.rule]
        if item.subject != f"party:{code}" and not isinstance(rule, AmendmentRule):
            continue  # what everybody owes together is no state of one of them
        match rule:
            case Entry() if history is not None:
                yield from _of_entry(item, history, asked_again=asked_again)
            case AdoptionRound() if reserved:
                continue  # said by the entry, with the act that settles it
            case Withdrawal() if item.missing:
                yield Lacking(_listed(item.missing), item)
            case AmendmentRule():
                name = item.subject.partition(":")[2]
                what = say("Underskrift av ändringen ”{what}”", "Signature of the change “{what}”", what=titles[name])
                yield Lacking(what, item, "amendment.signed", {"amendment": name, "party": code})
            case _ if item.status in _LOUD:
                yield Lacking(item.headline, item)


def _of_entry(item: Finding, history: PartyHistory, *, asked_again: bool) -> Iterator[Lacking]:
    """What stands between a municipality and being bound, and the paper of its decision.

    ``asked_again``: a round of adoption says already that the decision is missing.
    """
    party = {"party": history.party}
    if item.status in _LOUD:
        yield Lacking(item.headline, item, "decision.adopted" if history.has_reservation else None, party)
    if history.ahead is not None and not history.spells and history.status not in _SETTLED_ELSEWHERE:
        for name in history.ahead.missing:
            if name != "adoption_decision" or not (asked_again or history.has_reservation):
                yield Lacking(_capital(REQUIREMENT_NAMES[name]), item, _FACT_OF.get(name), party)
    if history.decided is not None and history.lacks_extract:
        what = Text("Protokollsutdrag", "The minutes extract")
        yield Lacking(what, item, "decision.adopted", party, completes=history.decided.seq)


def _capital(name: Text) -> Text:
    return Text(name.sv[:1].upper() + name.sv[1:], name.en[:1].upper() + name.en[1:])


def _listed(items: Iterable[Text]) -> Text:
    return _capital(say("{items}", "{items}", items=list(items)))
