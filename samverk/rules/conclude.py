"""One way to put a conclusion of a life-cycle provision together, with its readings, facts and receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from samverk.rules.facts import FACT_KINDS, Fact
from samverk.rules.finding import Basis, Finding, Input, Later, ReadingUse, Verdict
from samverk.rules.provisions import Provision
from samverk.rules.readings import basis_of, uses
from samverk.rules.situation import Situation
from samverk.rules.wording import Text


def conclude(
    situation: Situation,
    rule: Provision,
    subject: str,
    verdict: Verdict,
    headline: Text,
    *,
    used: tuple[ReadingUse, ...] | None = None,
    plain: Basis = "derived",
    facts: Iterable[Fact] = (),
    inputs: Iterable[Input] = (),
    **more: Any,
) -> Finding:
    """A finding that rests on the facts and readings given (all of the provision's when none are).

    ``inputs`` come before the facts; ``more`` are fields of a finding.
    """
    readings = uses(situation.definition, rule) if used is None else used
    known = tuple(facts)
    if any(fact.supposed for fact in known):
        plain = "assumed"
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=subject,
        verdict=verdict,
        headline=headline,
        cites=more.pop("cites", rule.cite),
        basis=basis_of(readings, plain=plain),
        readings=readings,
        inputs=Later(_inputs, tuple(inputs), known),
        because=tuple(fact.seq for fact in known),
        receipt=situation.receipt(fact.seq for fact in known),
        example=any(fact.example for fact in known),
        **more,
    )


def _inputs(others: tuple[Input, ...], facts: tuple[Fact, ...]) -> Iterator[Input]:
    """The inputs of a derivation: figures and numbers first, then each fact with its day."""
    yield from others
    for fact in facts:
        yield Input(FACT_KINDS[fact.kind].name, fact.valid_on.isoformat(), "fact", fact=fact.seq)


def by_seq(situation: Situation, *kinds: str) -> dict[int, Fact]:
    """The facts of some kinds by their number."""
    return {fact.seq: fact for fact in situation.of(*kinds)}


def names(situation: Situation, codes: Iterable[str]) -> list[Text]:
    """What people call some subjects, in the order given."""
    return [situation.name(code) for code in codes]
