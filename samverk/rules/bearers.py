"""Who bears a duty, and during which days."""

from __future__ import annotations

from collections.abc import Iterator

from samverk.rules.frozen import frozen
from samverk.rules.intervals import Interval
from samverk.rules.situation import Situation


@frozen
class Bearer:
    """A subject and the days it is bound. ``party`` is its municipality code where it is one party."""

    subject: str
    bound: tuple[Interval, ...]
    party: str | None = None


def bearers(situation: Situation, reference: str) -> Iterator[Bearer]:
    """Each party on its own days; roles, bodies and "all parties jointly" as long as the agreement binds anyone."""
    if reference == "each_party":
        for code in sorted(situation.membership):
            if situation.membership[code]:
                yield Bearer(f"party:{code}", situation.membership[code], code)
        return
    subject = "parties" if reference in ("all_parties_jointly", "all") else reference
    yield Bearer(subject, situation.bound)


def subject_name_key(reference: str) -> str:
    """The subject a reference in a definition becomes in findings."""
    return "parties" if reference in ("all_parties_jointly", "all", "each_party") else reference
