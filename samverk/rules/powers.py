"""What a body may and must decide (N-8b, N-8c, N-8f, K-6b, K-6d, K-6f, K-6g).

Samverk gives no verdict on majority or quorum while the decision rule is open (decisions.md 4).
"""

from __future__ import annotations

from collections.abc import Iterator

from samverk.rules import evidence, preconditions, readings
from samverk.rules.cadence import counting, windowed
from samverk.rules.finding import Finding, Input, Verdict
from samverk.rules.provisions import Power
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, say


def findings(situation: Situation, rule: Power) -> Iterator[Finding]:
    """A yearly decision as a quota; other powers by the latest use made of them."""
    if rule.quota is not None:
        how = counting(situation, rule, rule.quota)
        yield from windowed(situation, how, rule.holder, situation.bound, evidence.acts(situation, rule))
    else:
        yield _latest(situation, rule)
    yield from preconditions.findings(situation, rule)


def _latest(situation: Situation, rule: Power) -> Finding:
    done = evidence.acts(situation, rule)
    last = done[-1] if done else None
    if last is not None:
        headline = say("{label}: senast {day}", "{label}: latest {day}", label=rule.label, day=last.day)
        verdict = Verdict.FULFILLED
    elif rule.modality == "may":
        headline = say("{label}: inget beslut ännu", "{label}: no decision yet", label=rule.label)
        verdict = Verdict.NOT_APPLICABLE
    else:
        headline = say("{label}: inget beslut antecknat", "{label}: no decision recorded", label=rule.label)
        verdict = Verdict.NOT_MEASURABLE
    used = readings.uses(situation.definition, rule)
    open_rule = rule.decision_rule == "open"
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=rule.holder,
        verdict=verdict,
        headline=headline,
        cites=rule.cite,
        detail=Text(
            "Texten säger inte hur beslut fattas. Samverk bedömer inte majoritet.",
            "The text does not say how decisions are made. No majority is judged.",
        )
        if open_rule
        else None,
        value={"last": last.day.isoformat() if last else None, "count": len(done)},
        basis="stated",
        inputs=tuple(
            Input(Text("Beslut", "Decision"), act.day.isoformat(), "fact", fact=act.fact) for act in done[-1:]
        ),
        because=tuple(act.fact for act in done[-1:]),
        readings=used,
        receipt=situation.receipt(act.fact for act in done[-1:]),
        bearers=(rule.holder,),
        example=last.example if last is not None else False,
    )
