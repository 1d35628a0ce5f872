"""A file of population figures: what is sound is read, what is not is told with line, column, found and expected."""

import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.reference.municipalities import municipalities
from samverk.reference.population import population
from samverk.reference.population_file import (
    Change,
    Parsed,
    Row,
    diff,
    expected_number,
    format_packaged,
    format_population,
    parse_population,
)

NAMES = {code: m.name for code, m in municipalities().items()}
FEW = {"0114": "Upplands Väsby", "0162": "Danderyd", "0180": "Stockholm"}
HEADER = "kommunkod,ar,folkmangd\n"


def parse(text: str | bytes, **options: object) -> Parsed:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_population(data, "folk.csv", **({"known": FEW} | options))  # type: ignore[arg-type]  # any of its options


def told(text: str | bytes, **options: object) -> list[str]:
    parsed = parse(text, **options)
    assert not parsed.ok
    return [str(problem) for problem in parsed.problems if problem.blocking]


def places(text: str | bytes, **options: object) -> list[tuple[int | None, str | None, str, str]]:
    """Line, column, what was found and what was expected of everything that stops the file."""
    parsed = parse(text, **options)
    assert not parsed.ok
    return [(p.line, p.column, p.found, p.expected) for p in parsed.problems if p.blocking]


def sound(*lines: str) -> str:
    """A file with the three municipalities for 2024, with ``lines`` in place of the line of the same code."""
    rows = {"0114": "0114,2024,50323", "0162": "0162,2024,32425", "0180": "0180,2024,995574"}
    rows |= {line[:4]: line for line in lines}
    return HEADER + "".join(f"{line}\n" for line in rows.values())


def test_a_sound_file_is_read() -> None:
    parsed = parse(sound())
    assert parsed.ok
    assert parsed.problems == ()
    assert parsed.rows == (Row("0114", 2024, 50_323), Row("0162", 2024, 32_425), Row("0180", 2024, 995_574))
    assert parsed.by_year == {2024: {"0114": 50_323, "0162": 32_425, "0180": 995_574}}


def test_all_of_sweden_is_read_and_expected_by_default() -> None:
    rows = [Row(code, 2024, number) for code, number in population(2024).items()]
    parsed = parse_population(format_population(rows), "folk.csv", year=2024)
    assert parsed.ok
    assert parsed.by_year[2024] == dict(population(2024))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kommunkod;ar;folkmangd\n0114;2024;1\n", "semikolon mellan fälten"),
        ("kommunkod\tar\tfolkmangd\n0114\t2024\t1\n", "tabb mellan fälten"),
        ("Folkmängd efter region\n\nkommunkod,ar,folkmangd\n0114,2024,1\n", "en rad text före rubrikraden"),
        ("kommunkod,ar,folkmangd,lan\n0114,2024,1,01\n", "”lan”"),
        ("kommunkod,ar,folkmangd,\n0114,2024,1,x\n", "en kolumn utan rubrik"),
        (HEADER + "00 Riket,2024,9\n01 Stockholms län,2024,9\n0114,2024,1\n", "2 rader för riket eller län"),
        (HEADER + "01,2024,9\n0114,2024,1\n", "en rad för riket eller län"),
    ],
)
def test_what_is_unambiguous_is_read_and_noted(text: str, what: str) -> None:
    parsed = parse(text, known={"0114": "Upplands Väsby"})
    assert parsed.ok
    assert parsed.rows == (Row("0114", 2024, 1),)
    assert [what in problem.found for problem in parsed.problems] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffkommunkod,ar,folkmangd\n0114,2024,1\n",
        "KOMMUNKOD,År,Folkmängd\r\n0114,2024,1\r\n",
        "kod,year,population\n0114,2024,1",
        '"region","tid","Folkmängd"\n"0114 Upplands Väsby","2024","1"\n',
        "folkmangd,kommunkod,ar\n1,0114,2024\n",
        "kommunkod,namn,ar,folkmangd\n0114,Upplands Väsby kommun,2024,1\n",
        "region,2024\n0114 Upplands Väsby,1\n",
        '"region","Folkmängd 2024"\n"0114","1"\n',
        HEADER + "\n0114,2024,1,,\n,,\n",
        HEADER + " 0114 , 2024 , 1 \n",
    ],
)
def test_headings_may_go_by_other_names_and_in_any_order(text: str) -> None:
    parsed = parse(text, known={"0114": "Upplands Väsby"})
    assert parsed.rows == (Row("0114", 2024, 1),)
    assert parsed.problems == ()


def test_a_file_with_a_column_per_year_gives_every_year() -> None:
    text = "region,2023,2024\n0114,1,2\n0162,3,4\n"
    parsed = parse(text, known={"0114": "Upplands Väsby", "0162": "Danderyd"})
    assert parsed.by_year == {2023: {"0114": 1, "0162": 3}, 2024: {"0114": 2, "0162": 4}}
    assert parsed.problems == ()


def test_faults_in_a_file_with_a_column_per_year_name_the_year() -> None:
    text = "region,2023,2031\n114,1,2\n0162,3 000,x\n0180,1,1\n0180,2,2\n"
    doubled = "en rad per kommun och år; den finns på rad 4 med värdet ”1”"
    assert places(text, latest_year=2024) == [
        (None, "region", "ingen rad för 0114 Upplands Väsby 2023", "en rad per kommun och år"),
        (1, "2031", "året 2031", "ett år som har gått; det senaste är 2024"),
        (2, "region", "”114”", "fyra siffror med inledande nolla, 0114 för Upplands Väsby"),
        (3, "2023", "”3 000”", "ett heltal utan avgränsare mellan tusental, 3000"),
        (5, "region", "0180 Stockholm 2023 en andra gång", doubled),
    ]


def test_a_file_with_only_an_impossible_year_is_told_once() -> None:
    assert places("region,2031\n0114,1\n0162,1\n", latest_year=2024) == [
        (1, "2031", "året 2031", "ett år som har gått; det senaste är 2024")
    ]


@pytest.mark.parametrize("text", ["", " \n\n ", "\ufeff"])
def test_an_empty_file_is_told(text: str) -> None:
    (sentence,) = told(text)
    assert sentence.startswith("folk.csv: hittade en tom fil; väntade en textfil (CSV) i UTF-8 med rubrikrad")


def test_a_header_without_rows_is_told() -> None:
    assert told(HEADER) == ["folk.csv: hittade en rubrikrad utan rader under; väntade en rad per kommun."]


ALL = "en rubrikrad med kommunkod, ar, folkmangd"


@pytest.mark.parametrize(
    ("header", "column", "found", "expected"),
    [
        ("kommun,yta,antal", None, "rubrikerna ”kommun, yta, antal”", ALL),
        ("0114,2024,50323", None, "siffror redan på första raden", ALL),
        ("kommunkod,ar,yta", "folkmangd", "rubrikerna ”kommunkod, ar, yta”", "en kolumn folkmangd"),
        ("kommunkod,folkmangd", "ar", "rubrikerna ”kommunkod, folkmangd”", "en kolumn ar"),
        ("kommunkod,ar,År,folkmangd", "År", "kolumnen ar en andra gång", "varje kolumn en gång"),
    ],
)
def test_a_wrong_header_is_told(header: str, column: str | None, found: str, expected: str) -> None:
    assert places(f"{header}\n0114,2024,1\n") == [(1, column, found, expected)]


def test_a_file_of_headings_far_down_is_not_searched_for() -> None:
    assert len(told("x\n" * 30 + sound())) == 1


@pytest.mark.parametrize(
    ("line", "column", "found", "expected"),
    [
        ("0114,2024,50 323", "folkmangd", "”50 323”", "ett heltal utan avgränsare mellan tusental, 50323"),
        ("0114,2024,50\u00a0323", "folkmangd", "”50 323”", "ett heltal utan avgränsare mellan tusental, 50323"),
        ("0114,2024,50.323", "folkmangd", "”50.323”", "ett heltal utan avgränsare mellan tusental, 50323"),
        ("0114,2024,50'323", "folkmangd", "”50'323”", "ett heltal utan avgränsare mellan tusental, 50323"),
        ('0114,2024,"1,050,323"', "folkmangd", "”1,050,323”", "ett heltal utan avgränsare mellan tusental, 1050323"),
        ('0114,2024,"50323,5"', "folkmangd", "”50323,5”", "ett heltal utan decimaler"),
        ("0114,2024,50323.0", "folkmangd", "”50323.0”", "ett heltal utan decimaler"),
        ("0114,2024,-50323", "folkmangd", "”-50323”", "ett antal som inte är negativt"),
        ("0114,2024,−50 323", "folkmangd", "”−50 323”", "ett antal som inte är negativt"),
        ("0114,2024,0", "folkmangd", "”0”", "minst en invånare"),
        ("0114,2024,10587710", "folkmangd", "”10587710”", "antalet i en kommun; det här är större än någon kommun"),
        ("0114,2024,", "folkmangd", "ett tomt fält", "ett antal invånare; värdet saknas"),
        ("0114,2024,..", "folkmangd", "”..”", "ett antal invånare; värdet saknas"),
        ("0114,2024,femtio tusen", "folkmangd", "”femtio tusen”", "ett heltal skrivet med siffror"),
        ("0114,2024,٥٠٣٢٣", "folkmangd", "”٥٠٣٢٣”", "ett heltal skrivet med siffror"),
        ("0114,2024,050323", "folkmangd", "”050323”", "ett heltal skrivet med siffror"),
        ("0114,2024," + "x" * 50, "folkmangd", "”" + "x" * 40 + "…”", "ett heltal skrivet med siffror"),
        ("0114,1949,50323", "ar", "året 1949", "ett år från 1950"),
        ("0114,2025,50323", "ar", "året 2025", "ett år som har gått; det senaste är 2024"),
        ("0114,24,50323", "ar", "”24”", "ett årtal med fyra siffror"),
        ("0114,2024-12-31,50323", "ar", "”2024-12-31”", "ett årtal med fyra siffror"),
    ],
)
def test_a_faulty_value_is_told_with_its_place(line: str, column: str, found: str, expected: str) -> None:
    parsed = parse(sound(line), latest_year=2024)
    problems = [problem for problem in parsed.problems if problem.line is not None]
    assert [(p.line, p.column, p.found, p.expected) for p in problems] == [(2, column, found, expected)]
    assert not parsed.ok
    assert parsed.rows == (Row("0162", 2024, 32_425), Row("0180", 2024, 995_574))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("114", "fyra siffror med inledande nolla, 0114 för Upplands Väsby"),
        ("0199", "koden för en av de 3 kommunerna"),
        ("199", "en kommunkod med fyra siffror, till exempel 0180"),
        ("114.0", "fyra siffror; kalkylprogrammet har gjort om koden till ett tal"),
        ("", "en kommunkod med fyra siffror"),
        ("Danderyd", "en kommunkod med fyra siffror, till exempel 0180"),
    ],
)
def test_a_faulty_code_is_told_with_its_place(code: str, expected: str) -> None:
    text = f"{HEADER}{code},2024,50323\n0162,2024,32425\n0180,2024,995574\n"
    problems = [problem for problem in parse(text).problems if problem.line is not None]
    assert [(p.line, p.column, p.found, p.expected) for p in problems] == [(2, "kommunkod", f"”{code}”", expected)]


def test_a_name_that_is_not_the_codes_is_told() -> None:
    text = "kommunkod,namn,ar,folkmangd\n0162,Solna,2024,1\n"
    assert told(text, known={"0162": "Danderyd"})[-1] == (
        "folk.csv, rad 2, kolumn namn: hittade ”Solna”; väntade Danderyd, som har koden 0162."
    )
    assert "kolumn region: hittade ”Solna”" in told("region,2024\n0162 Solna,1\n", known={"0162": "Danderyd"})[-1]


def test_a_decimal_comma_that_splits_the_field_is_told() -> None:
    expected = "3 fält, ett per rubrik och inget komma inuti ett tal"
    assert places(sound("0114,2024,50323,0"))[-1] == (2, None, "4 fält: ”0114, 2024, 50323, 0”", expected)


def test_too_few_fields_are_told() -> None:
    assert any("rad 2: hittade 2 fält" in sentence for sentence in told(sound("0114,2024")))


@pytest.mark.parametrize(
    ("order", "column", "other", "expected"),
    [
        ((2, 1, 0), "kommunkod", "folkmangd", "kommunkoder i kommunkod och antal invånare i folkmangd"),
        ((1, 0, 2), "kommunkod", "ar", "kommunkoder i kommunkod och årtal i ar"),
        ((0, 2, 1), "ar", "folkmangd", "årtal i ar och antal invånare i folkmangd"),
    ],
)
def test_columns_in_each_others_place_are_told_once(
    order: tuple[int, int, int], column: str, other: str, expected: str
) -> None:
    lines = [line.split(",") for line in sound().splitlines()[1:]]
    text = HEADER + "".join(",".join(line[place] for place in order) + "\n" for line in lines)
    found = f"värden som har bytt plats med {other} (3 rader, den första på rad 2)"
    assert places(text) == [(2, column, found, expected)]


def test_one_row_with_its_values_swapped_is_told() -> None:
    text = sound().replace("0162,2024,32425", "32425,2024,0162")
    ((line, column, found, _),) = places(text)
    assert (line, column, found) == (3, "kommunkod", "värden som har bytt plats med folkmangd (en rad)")


@pytest.mark.parametrize(("second", "value"), [("32425", "samma värde"), ("32426", "värdet ”32425”")])
def test_a_doubled_municipality_is_told_with_both_places(second: str, value: str) -> None:
    expected = f"en rad per kommun och år; den finns på rad 3 med {value}"
    assert places(f"{sound()}0162,2024,{second}\n") == [(5, "kommunkod", "0162 Danderyd 2024 en andra gång", expected)]


def test_a_missing_municipality_is_told_by_name_for_each_year() -> None:
    text = sound() + "0114,2023,1\n0180,2023,2\n"
    assert told(text) == [
        "folk.csv, kolumn kommunkod: hittade ingen rad för 0162 Danderyd 2023; väntade en rad per kommun och år."
    ]


def test_a_municipality_with_a_faulty_number_is_not_also_missing() -> None:
    assert len(told(sound("0114,2024,x y"))) == 1


def test_many_missing_are_told_together() -> None:
    (sentence,) = told(sound(), known=NAMES)
    assert sentence == (
        "folk.csv, kolumn kommunkod: hittade 3 av 290 kommuner för 2024; "
        "väntade alla; bland dem som saknas är 0115 Vallentuna, 0117 Österåker, 0120 Värmdö."
    )


def test_another_year_than_the_one_asked_for_is_told() -> None:
    assert told(sound(), year=2023)[0] == "folk.csv, rad 2, kolumn ar: hittade året 2024; väntade år 2023."


def test_a_windows_file_is_read_and_noted() -> None:
    text = "kommunkod;namn;år;folkmängd\n0114;Upplands Väsby;2024;50323\n0162;Danderyd;2024;1\n0180;Stockholm;2024;1\n"
    parsed = parse(text.encode("latin-1"))
    assert parsed.ok
    assert [str(problem) for problem in parsed.problems] == [
        "folk.csv: hittade semikolon mellan fälten; väntade komma; filen är läst ändå.",
        "folk.csv, rad 1: hittade text i Latin-1 (Windows); väntade UTF-8; filen är läst ändå.",
    ]


def test_a_damaged_utf8_file_is_told_with_the_line() -> None:
    data = "kommunkod,namn,år,folkmängd\n0114,Upplands V".encode() + b"\xe4sby,2024,50323\n"
    found = "ett tecken som inte är UTF-8, i en fil som i övrigt är det"
    assert places(data) == [(2, None, found, "en textfil (CSV) i UTF-8")]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"PK\x03\x04....", "en arbetsbok från Excel"),
        (b"\xd0\xcf\x11\xe0....", "en arbetsbok från Excel"),
        (sound().encode("utf-16"), "en fil i UTF-16 eller en fil som inte är text"),
        (b"kommunkod\x00\x01\x02", "en fil i UTF-16 eller en fil som inte är text"),
    ],
)
def test_a_file_that_is_no_table_is_told(data: bytes, found: str) -> None:
    (sentence,) = told(data)
    assert found in sentence


def test_an_unfinished_quotation_is_told() -> None:
    assert any("citattecken som inte avslutas" in sentence for sentence in told(HEADER + '"0114,2024,1\n'))


def test_a_million_rows_are_refused_at_once() -> None:
    data = HEADER.encode() + b"0114,2024,50323\n" * 1_000_000
    start = time.perf_counter()
    assert told(data) == ["folk.csv: hittade en fil med 1 000 001 rader; väntade högst 60 000 rader."]
    assert time.perf_counter() - start < 1


def test_a_file_with_very_many_faults_says_how_many_more() -> None:
    sentences = told(HEADER + "0114,2024,x\n" * 700)
    assert len(sentences) == 501
    assert sentences[-1].startswith("folk.csv: hittade ytterligare ")


def test_all_faults_are_told_at_once() -> None:
    text = HEADER + "114,2024,1\n0162,2024,1 000\n0162,2024,1\n0180,1900,5\n9999,2024,5\n"
    lines = [problem.line for problem in parse(text).problems]
    assert lines == [None, None, 2, 3, 4, 5, 6]


# --- difference ---------------------------------------------------------------------------------------------


def test_the_difference_says_what_changes_and_the_sums() -> None:
    preview = diff({"0114": 100, "0162": 200, "0180": 300}, {"0114": 105, "0162": 200, "0184": 50})
    assert preview.changes == (Change("0114", 100, 105), Change("0180", 300, None), Change("0184", None, 50))
    assert [change.difference for change in preview.changes] == [5, -300, 50]
    assert (preview.unchanged, preview.total_before, preview.total_after) == (1, 600, 355)
    assert [change.code for change in preview.unusual] == ["0180", "0184"]


@pytest.mark.parametrize(("after", "unusual"), [(110, False), (111, True), (90, False), (89, True)])
def test_a_change_of_more_than_ten_percent_is_unusual(after: int, unusual: bool) -> None:
    assert Change("0180", 100, after).unusual is unusual


def test_no_real_change_from_year_to_year_is_unusual() -> None:
    for year in range(2001, 2025):
        assert diff(population(year - 1), population(year)).unusual == ()


# --- round trips --------------------------------------------------------------------------------------------

figures = st.dictionaries(
    st.sampled_from(sorted(NAMES)), st.integers(min_value=1, max_value=2_000_000), min_size=1, max_size=12
)


@given(figures, st.integers(1950, 2024))
def test_what_is_written_is_read_back(written: Mapping[str, int], year: int) -> None:
    rows = tuple(Row(code, year, number) for code, number in sorted(written.items()))
    parsed = parse_population(format_population(rows), "f", known={code: NAMES[code] for code in written}, year=year)
    assert parsed == Parsed(rows, ())


@given(
    figures,
    st.permutations(["kommunkod", "ar", "folkmangd", "namn"]),
    st.tuples(st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", '"'])),
    st.sampled_from(["utf-8", "utf-8-sig", "latin-1"]),
)
def test_the_dress_of_a_file_does_not_change_its_figures(
    written: Mapping[str, int], order: list[str], marks: tuple[str, str, str], encoding: str
) -> None:
    separator, end, mark = marks
    lines = [order]
    for code, number in written.items():
        cells = {"kommunkod": code, "ar": "2024", "folkmangd": str(number), "namn": NAMES[code]}
        lines.append([cells[column] for column in order])
    text = end.join(separator.join(f"{mark}{cell}{mark}" for cell in line) for line in lines) + end
    parsed = parse_population(text.encode(encoding), "f", known={code: NAMES[code] for code in written})
    assert parsed.ok, parsed.problems
    assert parsed.by_year == {2024: dict(sorted(written.items()))}


@given(st.dictionaries(st.integers(1950, 2024), figures, min_size=1, max_size=3))
def test_the_packaged_form_holds_the_same_figures(years: dict[int, dict[str, int]]) -> None:
    codes = sorted({code for numbers in years.values() for code in numbers})
    whole = {year: {code: numbers.get(code, 7) for code in codes} for year, numbers in years.items()}
    header, *lines = format_packaged(whole).decode().splitlines()
    read = {
        int(line.split(",")[0]): dict(zip(header.split(",")[1:], map(int, line.split(",")[1:]), strict=True))
        for line in lines
    }
    assert read == whole
    assert list(read) == sorted(whole)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_it_fail(data: bytes) -> None:
    for parsed in (parse(data), parse(HEADER.encode() + data), parse(b"region,2023,2024\n" + data)):
        assert parsed.ok or any(problem.blocking for problem in parsed.problems)


@given(st.text(max_size=12))
def test_only_plain_whole_numbers_pass(raw: str) -> None:
    if expected_number(raw) is None:
        assert str(int(raw)) == raw
        assert 1 <= int(raw) <= 2_000_000
