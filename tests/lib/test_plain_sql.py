"""Days and moments go through plain SQL unchanged, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samverk.lib.plain_sql import day_from_db, day_to_db, moment_from_db, moment_to_db, with_marks
from samverk.records.models import Event

FIRST = datetime(1900, 1, 2)  # noqa: DTZ001 - Hypothesis puts the zones on
MOMENT = datetime(2026, 7, 1, 23, 30, 0, 123456, tzinfo=UTC)


class ThereAndBack(TestCase):
    """Whatever the day and the zone."""

    @given(st.dates(date(1900, 1, 1)), st.datetimes(FIRST, timezones=st.timezones()))
    def test_a_row_reads_back_as_it_was_written(self, day: date, moment: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE plain_sql_probe (day date, moment " + MOMENT_TYPE + ")")
            cursor.execute("INSERT INTO plain_sql_probe VALUES (%s, %s)", [day_to_db(day), moment_to_db(moment)])
            cursor.execute("SELECT day, moment, MAX(day), MAX(moment) FROM plain_sql_probe GROUP BY day, moment")
            plain_day, plain_moment, max_day, max_moment = cursor.fetchone()
            cursor.execute("DROP TABLE plain_sql_probe")

        assert day_from_db(plain_day) == day_from_db(max_day) == day
        assert moment_from_db(plain_moment) == moment_from_db(max_moment) == moment.astimezone(UTC)
        assert moment_from_db(plain_moment).tzinfo is UTC


@pytest.mark.parametrize(
    ("counts", "made"),
    [((2, 1), "a IN (%s, %s) OR b IN (%s)"), ((0, 3), "a IN (NULL) OR b IN (%s, %s, %s)")],
)
def test_marks_are_put_where_lists_go(counts: tuple[int, ...], made: str) -> None:
    assert with_marks("a IN (...) OR b IN (...)", *counts) == made


MOMENT_TYPE = "datetime" if connection.vendor == "sqlite" else "timestamptz"


@pytest.mark.django_db
def test_plain_sql_and_the_orm_write_and_read_the_same() -> None:
    summer = timezone(timedelta(hours=2))
    Event.objects.create(
        agreement="a", seq=1, kind="meeting.held", valid_on=date(2026, 7, 1), win=1,
        recorded_at=MOMENT.astimezone(summer),
        actor="Prov", payload="{}", hash="x",
    )  # fmt: skip

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT valid_on, recorded_at FROM records_event WHERE valid_on = %s AND recorded_at = %s",
            [day_to_db(date(2026, 7, 1)), moment_to_db(MOMENT)],
        )
        row = cursor.fetchone()

    assert (day_from_db(row[0]), moment_from_db(row[1])) == (date(2026, 7, 1), MOMENT)
    assert day_to_db(None) is None
