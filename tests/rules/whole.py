"""A whole finding as plain values, so that a test compares all that a reader is told and all that it rests on."""

from __future__ import annotations

from typing import Any

from samverk.rules.finding import Finding, Input
from samverk.rules.intervals import Interval
from samverk.rules.wording import Text


def whole(finding: Finding) -> dict[str, Any]:
    """Every field that says something: texts as (Swedish, English), days as written, readings as id=option."""
    receipt = finding.receipt
    assert (receipt.facts, receipt.engine) == (finding.because, "samverk-rules/1")
    fields = {
        "who": (finding.rule, finding.kind, finding.subject, *finding.bearers),
        "verdict": finding.verdict.value,
        "headline": both(finding.headline),
        "detail": both(finding.detail),
        "cites": finding.cites,
        "basis": finding.basis,
        "period": days(finding.period),
        "value": finding.value,
        "due_on": finding.due_on and finding.due_on.isoformat(),
        "since": finding.since and finding.since.isoformat(),
        "steps": [(*(both(step.text) or ()), step.result) for step in finding.steps],
        "inputs": [_input(item) for item in finding.inputs],
        "because": finding.because,
        "readings": [f"{use.id} {use.status} {use.option}" for use in finding.readings],
        "alternatives": [
            (a.reading, a.option, a.value, a.verdict and a.verdict.value, both(a.text)) for a in finding.alternatives
        ],
        "missing": [both(text) for text in finding.missing],
        "example": finding.example,
        "as_of": receipt.as_of and receipt.as_of.isoformat(),
    }
    return {name: value for name, value in fields.items() if value not in (None, (), [], False)}


def both(text: Text | None) -> tuple[str, str] | None:
    """Swedish and English, with ordinary spaces."""
    return None if text is None else (_plain(text.sv), _plain(text.en))


def days(interval: Interval | None) -> str | None:
    """First and last day inside: ``2015-01-01–2015-12-31``."""
    return None if interval is None else f"{interval.start}–{interval.last_day or ''}"


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _input(item: Input) -> tuple[Any, ...]:
    said = (both(item.label), _plain(item.value), item.basis, item.fact, both(item.source), both(item.worded))
    return tuple(part for part in said if part is not None)
