"""A file of municipalities: what is sound is read, what is not is told with line, column, found and expected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.reference.municipalities import municipalities
from samverk.reference.municipality_file import (
    COLUMNS,
    Change,
    Parsed,
    Row,
    diff,
    format_municipalities,
    parse_municipalities,
)

HEADER = ",".join(COLUMNS) + "\n"
SHIPPED = tuple(
    Row(m.code, m.name, m.legal_name, m.presented_name, m.organisation_number) for m in municipalities().values()
)
ENDS_IN_KOMMUN = "ett namn som slutar på ”kommun”; det gäller alla kommuner"
CHECK_DIGIT = "ett giltigt nummer; kontrollsiffran stämmer inte"


def told(line: str, header: str = HEADER) -> list[tuple[int | None, str | None, str, str]]:
    parsed = parse_municipalities(f"{header}{line}\n".encode(), "kommuner.csv")
    assert not parsed.ok or parsed.problems == ()
    return [(p.line, p.column, p.found, p.expected) for p in parsed.problems]


def test_the_shipped_list_is_written_and_read_back() -> None:
    assert parse_municipalities(format_municipalities(SHIPPED), "kommuner.csv") == Parsed(SHIPPED, ())


def test_a_sound_line_is_read() -> None:
    parsed = parse_municipalities(f"{HEADER}0186,Lidingö,Lidingö kommun,Lidingö stad,212000-0191\n".encode(), "k")
    assert parsed.ok
    assert parsed.rows == (Row("0186", "Lidingö", "Lidingö kommun", "Lidingö stad", "212000-0191"),)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("186,L,L kommun,L,", (2, "kommunkod", "”186”", "en kommunkod med fyra siffror, 0186")),
        ("Lidingö,L,L kommun,L,", (2, "kommunkod", "”Lidingö”", "en kommunkod med fyra siffror, till exempel 0180")),
        ("0286,L,L kommun,L,", (2, "kommunkod", "”0286”", "en kod som börjar med ett läns kod; 02 är inget län")),
        ("0186,,L kommun,L,", (2, "namn", "ett tomt fält", "ett namn")),
        ("0186,L,L kommun,,", (2, "presentationsnamn", "ett tomt fält", "ett namn")),
        ("0186,L,,L,", (2, "juridiskt_namn", "ett tomt fält", "ett namn")),
        ("0186,L,L stad,L,", (2, "juridiskt_namn", "”L stad”", ENDS_IN_KOMMUN)),
        ("0186,L,L kommun,L,212000-0192", (2, "organisationsnummer", "”212000-0192”", CHECK_DIGIT)),
    ],
)
def test_a_faulty_line_is_told(line: str, fault: tuple[int, str, str, str]) -> None:
    assert told(line) == [fault]


def test_a_county_that_is_not_the_codes_is_told() -> None:
    header = HEADER.replace("\n", ",lanskod\n")
    assert told("0186,L,L kommun,L,,14", header) == [(2, "lanskod", "”14”", "01, som kommunkoden 0186 börjar med")]
    assert told("0186,L,L kommun,L,,01", header) == []


def test_a_doubled_code_or_number_is_told() -> None:
    lines = "0186,L,L kommun,L,212000-0191\n0184,S,S kommun,S,212000-0191\n0186,L,L kommun,L,"
    assert told(lines) == [
        (3, "organisationsnummer", "”212000-0191” en andra gång", "det en gång; det finns redan på rad 2"),
        (4, "kommunkod", "”0186” en andra gång", "det en gång; det finns redan på rad 2"),
    ]


def test_municipalities_without_a_number_are_not_doubled() -> None:
    assert told("0186,L,L kommun,L,\n0184,S,S kommun,S,") == []


def test_a_header_without_rows_and_a_wrong_header_are_told() -> None:
    assert told("")[0][2] == "en rubrikrad utan rader under"
    assert told("0186,L", "kommunkod,namn\n")[0][3] == "en kolumn juridiskt_namn"


def test_the_difference_names_the_field() -> None:
    before = [Row("0184", "Solna", "Solna kommun", "Solna stad", None), Row("0186", "L", "L kommun", "L", None)]
    after = [Row("0184", "Solna", "Solna kommun", "Solna kommun", "x"), Row("0187", "V", "V kommun", "V", None)]
    assert diff(before, after) == (
        Change("0184", "presented_name", "Solna stad", "Solna kommun"),
        Change("0184", "organisation_number", None, "x"),
        Change("0186", "row", "L", None),
        Change("0187", "row", None, "V"),
    )
    assert diff(SHIPPED, reversed(SHIPPED)) == ()


letters = st.text(st.characters(categories=["L"], include_characters=',"- '), min_size=1, max_size=15).map(str.strip)
rows = st.lists(
    st.builds(
        lambda code, name: Row(code, name, f"{name} kommun", name, None),
        st.sampled_from(sorted(municipalities())),
        letters.filter(bool),
    ),
    min_size=1, max_size=8, unique_by=lambda row: row.code,
)  # fmt: skip


@given(rows)
def test_any_names_are_written_and_read_back(written: list[Row]) -> None:
    ordered = tuple(sorted(written, key=lambda row: row.code))
    assert parse_municipalities(format_municipalities(written), "k") == Parsed(ordered, ())


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_it_fail(data: bytes) -> None:
    for parsed in (parse_municipalities(data, "k"), parse_municipalities(HEADER.encode() + data, "k")):
        assert parsed.ok or any(problem.blocking for problem in parsed.problems)
