"""The one clock, and the pinned day of demonstrations and tests."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from samverk.lib import clock


def test_now_is_the_present_moment_in_swedish_time() -> None:
    before = datetime.now(UTC)  # noqa: TID251 - the clock is compared with the machine's own
    moment = clock.now()
    after = datetime.now(UTC)  # noqa: TID251 - the clock is compared with the machine's own

    assert before <= moment <= after
    assert moment.utcoffset() in {timedelta(hours=1), timedelta(hours=2)}


def test_today_is_the_day_of_now_in_sweden_and_not_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    # 23:30 in London on the 5th is 00:30 in Stockholm on the 6th.
    moment = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    late_evening = SimpleNamespace(now=moment.astimezone)
    monkeypatch.setattr(clock, "datetime", late_evening)

    assert clock.today() == date(2026, 1, 6)


def test_a_pinned_day_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMVERK_TODAY", "2024-02-29")

    assert clock.today() == date(2024, 2, 29)


def test_moments_of_a_pinned_day_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMVERK_TODAY", "2014-04-15")

    moments = [clock.now() for _ in range(100)]

    assert moments == sorted(moments)
    assert {moment.date() for moment in moments} == {date(2014, 4, 15)}
    assert moments[0].utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("text", ["i dag", "2023-02-29", "20240229", "2024-W09-4", "2024-2-9", " 2024-02-29"])
def test_a_pinned_day_that_is_no_day_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMVERK_TODAY", text)

    with pytest.raises(clock.ClockError, match="SAMVERK_TODAY ska vara en dag") as refusal:
        clock.today()

    assert f"”{text}”" in str(refusal.value)
