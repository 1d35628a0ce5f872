"""More than agreed: when it is a deviation, and when the readings of the text do not agree that it is (N-8g, t-8-2)."""

from __future__ import annotations

from datetime import date

from tests.rules.small_world import findings
from tests.rules.test_whole_findings import MEETINGS, met


def test_more_meetings_than_agreed_are_a_deviation_where_the_text_says_so() -> None:
    """N-8g, t-8-2; an assumption never yields a breach (decisions.md 9)."""
    five = met(*(date(2015, month, 4) for month in range(1, 6)))
    strict = (
        MEETINGS.replace('basis = { quota = "t-9" }', 'above_max = "deviation"\nbasis = { above_max = "t-9" }')
        .replace('param = "rule.moten.quota"', 'param = "rule.moten.above_max"')
        .replace(
            'options = [{ per = "year", min = 2, max = 4 }, { per = "year", min = 1 }]',
            'options = ["note", "deviation"]',
        )
    )
    (noted, _) = findings(MEETINGS, five, date(2016, 2, 1), "moten")
    (assumed, _) = findings(strict, five, date(2016, 2, 1), "moten")
    (stated, _) = findings(strict.replace('"provisional"', '"adopted"'), five, date(2016, 2, 1), "moten")
    assert noted.verdict == "fulfilled_above_max"
    assert (assumed.verdict, assumed.readings[0].id, assumed.basis) == ("unknown", "t-9", "assumed")
    assert (stated.verdict, stated.basis) == ("breached", "stated")


def test_too_many_meetings_are_a_deviation_only_if_they_are_too_many_under_every_reading_of_the_number() -> None:
    """N-8g: five are too many for 2–4 and for at most three, but not where no maximum is meant."""
    five = met(*(date(2015, month, 4) for month in range(1, 6)))
    strict = MEETINGS.replace('basis = { quota = "t-9" }', 'above_max = "deviation"\nbasis = { quota = "t-9" }')
    every = strict.replace('{ per = "year", min = 1 }', '{ per = "year", max = 3 }')
    (some, _) = findings(strict, five, date(2016, 2, 1), "moten")
    (all_, _) = findings(every, five, date(2016, 2, 1), "moten")
    assert (some.verdict, all_.verdict) == ("unknown", "breached")


def test_a_maximum_alone_has_no_last_day() -> None:
    at_most = MEETINGS.replace('quota = { per = "year", min = 2, max = 4 }\nbasis = { quota = "t-9" }',
                               'quota = { per = "year", max = 4 }')  # fmt: skip
    (past, begun) = findings(at_most, met(date(2015, 3, 4)), date(2016, 2, 1), "moten")
    assert (past.due_on, begun.due_on) == (None, None)
    assert (past.verdict, begun.verdict) == ("fulfilled", "fulfilled")
