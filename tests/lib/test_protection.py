"""Tables that only grow: the triggers are there, and a missing one is noticed."""

import pytest
from django.db import connection

from samverk.lib.protection import VendorSQL, missing_triggers
from tests.wiping import unprotected

PROTECTED = ["records_event", "agreements_version", "statistics_snapshot", "statistics_population_figure"]


@pytest.mark.django_db
@pytest.mark.parametrize("table", PROTECTED)
def test_every_protected_table_has_its_triggers_after_all_migrations(table: str) -> None:
    assert missing_triggers(connection, table) == []


@pytest.mark.django_db
def test_a_lost_trigger_is_named() -> None:
    drop = "DROP TRIGGER records_event_no_delete"
    with connection.cursor() as cursor:
        cursor.execute(drop if connection.vendor == "sqlite" else f"{drop} ON records_event")

    assert missing_triggers(connection, "records_event") == ["records_event_no_delete"]


@pytest.mark.django_db(transaction=True)
def test_the_tests_own_way_around_puts_the_triggers_back() -> None:
    with unprotected(connection):
        pass

    assert [missing_triggers(connection, table) for table in PROTECTED] == [[], [], [], []]


def test_statements_must_be_given_for_both_databases() -> None:
    with pytest.raises(ValueError, match="sqlite"):
        VendorSQL({"sqlite": []}, {"sqlite": [], "postgresql": []}, "half")
