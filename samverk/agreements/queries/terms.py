"""The version of an agreement that a sum was fixed under: a later one does not change what was fixed before it."""

from __future__ import annotations

from datetime import date, datetime

from samverk.agreements.queries.situations import Answer
from samverk.agreements.queries.versions import definition_of, wording
from samverk.rules.situation import Situation, situation


def under_version_of(answer: Answer, day: date, recorded_at: datetime) -> Situation | None:
    """The same facts under the version that held on the day, as known when the sum was recorded; None when that is the
    version answered under. One statement.
    """
    then = wording(answer.agreement, day, recorded_at)
    if then is None or then.sha256 == answer.sha256:
        return None
    now = answer.evaluation.situation
    return situation(
        definition_of(then.sha256),
        now.known,
        as_of=now.as_of,
        known_at=now.known_at,
        names=now.names,
        options=now.supposed,
        ahead=now.ahead,
    )
