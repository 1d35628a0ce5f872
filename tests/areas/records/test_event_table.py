"""The table itself, below every action: what the database refuses."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from samverk.records.models import Event

pytestmark = pytest.mark.django_db


def event(**changes: Any) -> Event:
    values: dict[str, Any] = {
        "agreement": "norrort",
        "seq": 1,
        "kind": "meeting.held",
        "valid_on": date(2015, 3, 1),
        "win": 2015 * 12 + 2,
        "recorded_at": datetime(2015, 3, 2, 9, tzinfo=UTC),
        "actor": "Strateg",
        "payload": '{"body":"styrgrupp"}',
        "hash": "a" * 64,
    }
    return Event(**(values | changes))


def second(**changes: Any) -> Event:
    values: dict[str, Any] = {"seq": 2, "prev_hash": "a" * 64, "hash": "b" * 64}
    return event(**(values | changes))


def refused(row: Event) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save(force_insert=True)
    return str(caught.value)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE records_event SET payload = '{}'", "DELETE FROM records_event", "UPDATE records_event SET seq = seq"],
)
def test_a_recorded_fact_cannot_be_changed_or_removed(statement: str) -> None:
    event().save(force_insert=True)

    with pytest.raises(IntegrityError, match="record a correction instead"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Event.objects.get().payload == '{"body":"styrgrupp"}'


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_table_cannot_be_truncated() -> None:
    event().save(force_insert=True)

    with pytest.raises(IntegrityError, match="record a correction instead"), transaction.atomic():
        connection.cursor().execute("TRUNCATE records_event")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
@pytest.mark.parametrize("clash", [{"seq": 1}, {"hash": "a" * 64}, {"id": 1}])
def test_insert_or_replace_cannot_take_the_place_of_a_fact(clash: dict[str, Any]) -> None:
    event(id=1).save(force_insert=True)
    row = second(**clash)
    columns = [str(field.column) for field in Event._meta.concrete_fields]
    values = [getattr(row, field.attname) for field in Event._meta.concrete_fields]
    marks = ", ".join(["%s"] * len(columns))

    with pytest.raises(IntegrityError, match="continue its chain"), transaction.atomic():
        connection.cursor().execute(
            f"INSERT OR REPLACE INTO records_event ({', '.join(columns)}) VALUES ({marks})", values
        )

    assert Event.objects.get().hash == "a" * 64


@pytest.mark.parametrize(
    "break_",
    [
        {"seq": 3},
        {"prev_hash": "c" * 64},
        {"recorded_at": datetime(2015, 3, 2, 8, 59, 59, 999999, tzinfo=UTC)},
        {"agreement": "annat"},
    ],
    ids=["gap", "wrong link", "earlier than the one before", "other agreement's chain"],
)
def test_a_row_that_does_not_continue_its_chain_is_refused(break_: dict[str, Any]) -> None:
    event().save(force_insert=True)

    assert "continue its chain" in refused(second(**break_))


def test_a_row_that_continues_its_chain_at_the_same_moment_is_accepted() -> None:
    event().save(force_insert=True)
    second().save(force_insert=True)

    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("records_event_linked", {"seq": 0}),
        ("records_event_named", {"agreement": ""}),
        ("records_event_named", {"kind": ""}),
        ("records_event_has_actor", {"actor": ""}),
        ("records_event_corrects_earlier", {"corrects": 1}),
        ("records_event_corrects_earlier", {"corrects": 0}),
        ("records_event_linked", {"prev_hash": "c" * 64}),
        ("records_event_hashed", {"hash": ""}),
    ],
)
def test_the_constraint_holds(constraint: str, changes: dict[str, Any]) -> None:
    assert constraint in refused(event(**changes))


def test_a_place_in_the_chain_is_taken_once() -> None:
    event().save(force_insert=True)

    message = refused(event(hash="b" * 64))

    assert "records_event_place" in message or "continue its chain" in message


def test_a_fact_is_corrected_once() -> None:
    event().save(force_insert=True)
    second(corrects=1).save(force_insert=True)

    message = refused(second(seq=3, prev_hash="b" * 64, hash="c" * 64, corrects=1))

    assert "records_event_corrected_once" in message or "continue its chain" in message


def test_a_hash_occurs_once_over_all_chains() -> None:
    event().save(force_insert=True)

    with pytest.raises(DatabaseError), transaction.atomic():
        event(agreement="annat").save(force_insert=True)
