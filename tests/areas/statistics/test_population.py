"""Population figures: shipped snapshots, import with preview, as known at a moment; never changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from samverk.accounts.policy import VISITOR, NotAllowed, system
from samverk.parties.actions import load_reference
from samverk.reference.population import fingerprint, latest_year, population, snapshot
from samverk.reference.population_file import Row, format_population
from samverk.statistics import queries
from samverk.statistics.actions import PopulationImport, import_population, load_shipped_population
from samverk.statistics.models import PopulationFigure, Series, Snapshot

pytestmark = pytest.mark.django_db

BY = system("Prov")
MOMENT = datetime(2026, 4, 1, 12, tzinfo=UTC)
DEC_2024 = date(2024, 12, 31)


def file(year: int, **changes: int) -> bytes:
    figures = dict(population(min(year, latest_year()))) | {code.removeprefix("k"): n for code, n in changes.items()}
    return format_population(Row(code, year, count) for code, count in figures.items())


def carry_out(data: bytes, **changes: Any) -> PopulationImport:
    values: dict[str, Any] = {
        "filename": "scb.csv",
        "source": "SCB",
        "table": "BE0101",
        "retrieved_on": date(2026, 3, 1),
        "by": BY,
        "recorded_at": MOMENT,
        "preview": False,
    }
    return import_population(data=data, **(values | changes))


def test_a_shipped_year_is_pinned_with_source_and_fingerprint() -> None:
    assert load_shipped_population(by=BY, recorded_at=MOMENT, years=[2013, 2024]) == 2

    found = queries.population_on(date(2013, 12, 31))

    assert found is not None
    assert found.figures == population(2013)
    assert found.figures["0186"] == 45_178
    assert (found.snapshot.sha256, found.snapshot.table) == (snapshot(2013).sha256, snapshot(2013).table)
    assert found == queries.population(found.snapshot.id)


def test_loading_again_stores_nothing_new() -> None:
    load_shipped_population(by=BY, recorded_at=MOMENT, years=[2024])

    assert load_shipped_population(by=BY, recorded_at=MOMENT + timedelta(days=1), years=[2024]) == 0


def test_all_shipped_years_are_stored_with_few_statements(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(120):  # SQLite takes a few hundred rows at a time
        stored = load_shipped_population(by=BY, recorded_at=MOMENT)

    assert stored == len(queries.newest_snapshots()) == 75
    assert queries.population_over_time("0114")[date(1950, 12, 31)] == 6_156


def test_a_preview_of_a_new_year_compares_with_the_latest_and_stores_nothing() -> None:
    load_shipped_population(by=BY, recorded_at=MOMENT, years=[2023, 2024])

    found = carry_out(file(2025, k0186=50_000), preview=True)

    (year,) = found.years
    assert (found.ok, found.stored, year.year, year.compared_with, year.known) == (True, False, 2025, DEC_2024, False)
    assert [(change.code, change.after) for change in year.preview.changes] == [("0186", 50_000)]
    assert queries.population_on(date(2025, 12, 31)) is None


def test_an_import_stores_a_snapshot_that_says_where_it_is_from() -> None:
    found = carry_out(file(2025, k0186=50_000))

    stored = queries.population_on(date(2025, 12, 31))
    assert stored is not None
    assert (found.stored, found.years[0].snapshot) == (True, stored.snapshot.id)
    assert stored.figures["0186"] == 50_000
    assert stored.snapshot.sha256 == fingerprint(stored.figures)
    assert (stored.snapshot.source, stored.snapshot.retrieved_on) == ("SCB", date(2026, 3, 1))


def test_a_revised_year_is_a_new_snapshot_and_the_old_one_stays() -> None:
    load_shipped_population(by=BY, recorded_at=MOMENT - timedelta(days=1), years=[2024])
    before = queries.population_on(DEC_2024)

    found = carry_out(file(2024, k0186=50_000))

    after = queries.population_on(DEC_2024)
    assert before is not None
    assert after is not None
    assert found.years[0].compared_with == DEC_2024
    assert (before.figures["0186"], after.figures["0186"]) == (population(2024)["0186"], 50_000)
    assert queries.population(before.snapshot.id) == before
    assert queries.population_on(DEC_2024, known_at=MOMENT - timedelta(seconds=1)) == before
    assert queries.population_over_time("0186") == {DEC_2024: 50_000}


def test_figures_that_are_already_the_newest_are_not_stored_twice() -> None:
    load_shipped_population(by=BY, recorded_at=MOMENT, years=[2024])

    found = carry_out(file(2024))

    assert (found.years[0].known, found.years[0].snapshot, found.stored) == (True, None, True)
    assert Snapshot.objects.count() == 1


def test_figures_may_go_back_to_what_they_were() -> None:
    for hour, changes in enumerate(({}, {"k0186": 50_000}, {})):
        assert carry_out(file(2024, **changes), recorded_at=MOMENT + timedelta(hours=hour)).years[0].snapshot

    newest = queries.population_on(DEC_2024)
    assert newest is not None
    assert newest.figures == population(2024)
    assert Snapshot.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (file(2024).replace(b"0186,2024,", b"0187,2024,"), "0187 Vaxholm 2024 en andra gång"),
        (b"\n".join(line for line in file(2024).split(b"\n") if not line.startswith(b"0186")), "ingen rad för 0186"),
        (file(2027), "ett år som har gått"),
        (b"", "hittade"),
    ],
    ids=["doubled", "missing", "not yet", "empty"],
)
def test_a_faulty_file_stores_nothing_and_says_why(data: bytes, words: str) -> None:
    load_reference(by=BY)

    found = carry_out(data)

    assert (found.ok, found.stored) == (False, False)
    assert any(words in str(problem) for problem in found.problems)
    assert Snapshot.objects.count() == Series.objects.count() == 0


def test_only_the_year_asked_for_is_taken() -> None:
    assert not carry_out(file(2024), year=2023).ok


def test_many_years_in_one_file_are_compared_with_few_statements(django_assert_max_num_queries: Any) -> None:
    load_shipped_population(by=BY, recorded_at=MOMENT, years=range(2010, 2024))
    rows = [Row(code, year, count) for year in range(2010, 2025) for code, count in population(year).items()]

    with django_assert_max_num_queries(8):
        found = carry_out(format_population(rows), preview=True)

    assert [year.known for year in found.years] == [True] * 14 + [False]


def test_only_administrators_import() -> None:
    with pytest.raises(NotAllowed):
        carry_out(file(2024), by=VISITOR)
    with pytest.raises(NotAllowed):
        load_shipped_population(by=VISITOR, recorded_at=MOMENT)


@pytest.mark.parametrize("table", ["statistics_snapshot", "statistics_population_figure"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_stored_figures_cannot_be_changed_or_removed(table: str, verb: str) -> None:
    carry_out(file(2024))

    with pytest.raises(IntegrityError, match="import a new snapshot instead"), transaction.atomic():
        connection.cursor().execute(verb.format(table))


def refused(row: Any) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save(force_insert=True)
    return str(caught.value)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("statistics_snapshot_sourced", {"source": ""}),
        ("statistics_snapshot_sourced", {"sha256": ""}),
        ("statistics_snapshot_sourced", {"recorded_by": ""}),
        ("statistics_snapshot", {"reference_date": DEC_2024}),
    ],
)
def test_the_snapshot_constraint_holds(constraint: str, changes: dict[str, Any]) -> None:
    carry_out(file(2024))
    values = {"series_id": queries.POPULATION, "reference_date": date(2023, 12, 31), "source": "s", "table": "t"}
    stamp = {"sha256": "x", "retrieved_on": DEC_2024, "recorded_at": MOMENT, "recorded_by": "Prov"}

    assert constraint in refused(Snapshot(**(values | stamp | changes)))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("statistics_figure_code", {"code": "114"}),
        ("count", {"count": -1}),
        ("statistics_", {"code": "0186"}),
    ],
)
def test_the_figure_constraint_holds(constraint: str, changes: dict[str, Any]) -> None:
    carry_out(file(2024))
    values = {"snapshot": Snapshot.objects.get(), "code": "9999", "count": 1}

    assert constraint in refused(PopulationFigure(**(values | changes)))


def test_a_series_has_a_name() -> None:
    assert "statistics_series_named" in refused(Series(id="scb:x", title_sv="", title_en="x", publisher="SCB"))
    assert str(Series(id="scb:x")) == "scb:x"
