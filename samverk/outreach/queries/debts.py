"""What is owed on a day, and by whom: the same rows as the overview's, without what is only wished or merely told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from samverk.agreements.queries.acts import Act, act_of
from samverk.agreements.queries.situations import Answer, evaluations
from samverk.parties.queries import Round, rounds
from samverk.rules import agenda
from samverk.rules.agenda import AgendaItem
from samverk.rules.provisions import AdoptionRound
from samverk.rules.wording import Text

CONTACTS = "kontakter"
"""The thing that is owed in a round of confirmation."""

_OWED = frozenset({"late", "due", "breach"})


@dataclass(frozen=True, slots=True)
class Debt:
    """Something somebody owes. ``thing`` is its stable name in the agreement. ``due_on`` is the last day in time, or,
    where ``dated`` is False, the day since which something is missing. ``subject``: "party:0186", "role:strateg" …
    ``act``: what would settle it, where that is known.
    """

    agreement: str
    agreement_name: Text
    thing: str
    subject: str
    who: Text
    what: Text
    due_on: date
    dated: bool
    path: str = ""
    """Where it is done, when that is not the overview: "name of an address:what it takes"."""
    act: Act | None = None

    @property
    def name(self) -> tuple[str, str]:
        """What it is remembered by."""
        return self.agreement, self.thing


def debts_now(agreements: Collection[str], today: date) -> tuple[Debt, ...]:
    """Everything owed in the agreements on the day. At most four statements, however many agreements."""
    found = evaluations(agreements, today)
    asked = rounds(found)
    owed = [debt for answer in found.values() for debt in debts_of(answer)]
    return (*owed, *(debt for one in asked.values() for debt in unconfirmed(found[one.agreement], one)))


def unconfirmed(answer: Answer, asked: Round) -> Iterator[Debt]:
    """The parties of today that have been asked whether their contacts are right, and have not said so."""
    situation = answer.evaluation.situation
    for code in sorted(situation.parties_on(situation.as_of)):
        if code in asked.answers:
            continue
        yield Debt(
            agreement=answer.agreement,
            agreement_name=situation.definition.short,
            thing=f"{CONTACTS}~party.{code}~{asked.opened_on}",
            subject=f"party:{code}",
            who=situation.name(f"party:{code}"),
            what=Text("bekräfta att kontaktuppgifterna stämmer", "confirm that the contact details are right"),
            due_on=asked.last_day,
            dated=True,
            path=f"party-contacts:{code}",
        )


def debts_of(answer: Answer) -> Iterator[Debt]:
    """What one agreement's provisions and facts amount to, as debts: one for each who owes."""
    situation = answer.evaluation.situation
    for item in agenda.todo(answer.evaluation):
        day = item.due_on or item.opens
        if item.status not in _OWED or day is None or _only_wished(answer, item):
            continue
        finding = answer.evaluation.get(item.key) if item.key is not None else None
        act = act_of(situation, finding) if finding is not None else None
        for subject in _subjects(answer, item):
            yield Debt(
                agreement=answer.agreement,
                agreement_name=situation.definition.short,
                thing=_thing(item, subject),
                subject=subject,
                who=situation.name(subject),
                what=item.what,
                due_on=day,
                dated=item.due_on is not None,
                act=act,
            )


def _only_wished(answer: Answer, item: AgendaItem) -> bool:
    """An answer to a recommendation is accepted late as well: its day presses nobody (K-L9)."""
    rule = answer.evaluation.situation.definition.rules[item.rule]
    return isinstance(rule, AdoptionRound) and rule.late_answer == "accepted"


def _subjects(answer: Answer, item: AgendaItem) -> tuple[str, ...]:
    """Who owes it; what all parties owe is owed by each of them."""
    situation = answer.evaluation.situation
    found: dict[str, None] = {}
    for subject in item.who:
        if subject == "parties":
            found |= {f"party:{code}": None for code in situation.parties_on(situation.as_of)}
        else:
            found[subject] = None
    return tuple(found)


def _thing(item: AgendaItem, subject: str) -> str:
    """The finding's own name, with the bearer where the finding is about something else."""
    key = item.key or item.rule
    bearer = subject.replace(":", ".")
    return key if bearer in key.split("~") else f"{key}~{bearer}"
