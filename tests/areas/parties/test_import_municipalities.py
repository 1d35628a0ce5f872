"""Bringing municipalities up to date from a file: preview first, all or nothing."""

import pytest

from samverk.accounts.policy import VISITOR, NotAllowed, system
from samverk.parties import queries
from samverk.parties.actions import MunicipalityImport, import_municipalities, load_reference
from samverk.parties.models import Organisation
from samverk.reference.municipality_file import Row, format_municipalities

pytestmark = pytest.mark.django_db

BY = system("Prov")


@pytest.fixture
def rows() -> list[Row]:
    """The municipalities as a file would have them."""
    load_reference(by=BY)
    return [
        Row(row.code, row.name, row.legal_name, row.presented_name, row.org_number or None)
        for row in queries.municipalities().order_by("code")
    ]


def carry_out(rows: list[Row], *, preview: bool = False, data: bytes | None = None) -> MunicipalityImport:
    content = format_municipalities(rows) if data is None else data
    return import_municipalities(data=content, filename="kommuner.csv", by=BY, preview=preview)


def renamed(rows: list[Row]) -> list[Row]:
    return [row._replace(presented_name="Lidingö kommun") if row.code == "0186" else row for row in rows]


def test_the_same_file_changes_nothing(rows: list[Row]) -> None:
    found = carry_out(rows)

    assert (found.ok, found.stored, found.changes) == (True, True, ())
    assert not Organisation.objects.filter(changed_here=True).exists()


def test_a_preview_shows_the_change_and_stores_nothing(rows: list[Row]) -> None:
    found = carry_out(renamed(rows), preview=True)

    assert [(change.code, change.field, change.after) for change in found.changes] == [
        ("0186", "presented_name", "Lidingö kommun")
    ]
    assert not found.stored
    assert queries.presented_municipalities()["0186"] == "Lidingö stad"


def test_a_change_is_stored_and_survives_the_next_load(rows: list[Row]) -> None:
    assert carry_out(renamed(rows)).stored

    load_reference(by=BY)

    assert queries.presented_municipalities()["0186"] == "Lidingö kommun"
    assert list(Organisation.objects.filter(changed_here=True).values_list("code", flat=True)) == ["0186"]


def test_a_new_municipality_is_added(rows: list[Row]) -> None:
    new = Row("0199", "Nykoping", "Nykopings kommun", "Nykopings kommun", None)

    assert carry_out([*rows, new]).stored

    made = queries.organisation("0199")
    assert made is not None
    assert (made.county, made.kind) == ("01", "municipality")


def test_a_file_that_lacks_a_municipality_is_refused_with_its_name(rows: list[Row]) -> None:
    found = carry_out([row for row in renamed(rows) if row.code != "0117"])

    assert (found.ok, found.stored) == (False, False)
    assert str(found.problems[0]) == (
        "kommuner.csv, kolumn kommunkod: hittade ingen rad för 0117 Österåker; väntade en rad per kommun."
    )
    assert queries.presented_municipalities()["0186"] == "Lidingö stad"


def test_a_file_with_a_doubled_row_is_refused_with_its_line(rows: list[Row]) -> None:
    found = carry_out([*renamed(rows), rows[0]])

    assert (found.ok, found.stored) == (False, False)
    assert all(problem.line is not None for problem in found.problems)
    assert queries.presented_municipalities()["0186"] == "Lidingö stad"


@pytest.mark.parametrize("data", [b"", b"kommunkod\n", "Å".encode("utf-16")])
def test_what_is_no_such_file_stores_nothing(rows: list[Row], data: bytes) -> None:
    found = carry_out(rows, data=data)

    assert (found.ok, found.stored) == (False, False)
    assert found.problems


def test_a_visitor_does_not_import() -> None:
    with pytest.raises(NotAllowed):
        import_municipalities(data=b"", filename="kommuner.csv", by=VISITOR, preview=True)
