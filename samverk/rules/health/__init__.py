"""The health check of an agreement: which questions it leaves, and what is odd in its own build.

``examine(definition)`` answers a closed catalogue of questions that every cooperation agreement should answer;
``inner(definition)`` finds what hangs loose in it. Both are pure and know no agreement by name.
"""

from __future__ import annotations

from samverk.rules.health.catalogue import CATALOGUE, Health, examine
from samverk.rules.health.inner import Remark, inner
from samverk.rules.health.question import CONSEQUENCES, GROUPS, Proposal, Question, Row

__all__ = [
    "CATALOGUE",
    "CONSEQUENCES",
    "GROUPS",
    "Health",
    "Proposal",
    "Question",
    "Remark",
    "Row",
    "examine",
    "inner",
]
