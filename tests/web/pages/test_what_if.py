"""What if: the page, its form, and what is supposed on every other page of the agreement."""

from __future__ import annotations

import io
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from pytest_django import DjangoAssertNumQueries

from samverk.agreements.models import Agreement
from samverk.agreements.queries import situations, what_if
from samverk.lib import clock
from samverk.records import queries as records
from tests.web.every_page import PAGES
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text

PAGE = f"/avtal/{NORRORT}/tank-om/"
SOLNA_LEAVES = "tank=lamnar:0184:2027-06-30"
TABY_LEAVES = "tank=lamnar:0160:2027-06-30"
ADD = {"lagg": "1"}


def heads() -> dict[str, str]:
    return {agreement: head.hash for agreement, head in records.heads([NORRORT, COUNTY]).items()}


class _Tables(HTMLParser):
    """Every table of a page as rows of cells, the small words of a cell after a line break."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self._inside = True
        elif tag == "br" and self._inside:
            self.tables[-1][-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.tables[-1][-1][-1] += data


def tables(client: Client, address: str) -> list[list[list[str]]]:
    answer = client.get(address)
    assert answer.status_code == 200
    parser = _Tables()
    parser.feed(answer.content.decode())
    return parser.tables


def number(text_: str) -> int:
    """Whole kronor of a cell; "–" is nothing."""
    clean = re.sub(r"[\s\u00a0\u202f+]", "", text_).replace("\u2212", "-")
    return 0 if clean == "–" else int(clean or 0)


# --- the page -------------------------------------------------------------------------------------------


def test_with_nothing_supposed_there_is_a_form_and_examples_and_no_bar(visitor: Client) -> None:
    page = text(visitor, PAGE)
    assert "Inget än. Välj något att anta" in page
    assert "Sollentuna lämnar 31 december 2027" in page
    assert "Järfälla säger upp sig och alla har uppsägningen" in page  # the largest that stays
    assert "Budgeten växer 4 procent om året" in page
    assert "Stockholm säger upp sig och alla har" in text(visitor, PAGE.replace(NORRORT, COUNTY))
    assert "Inget är registrerat." not in page
    assert "Åren framåt" not in page


def test_the_fees_of_a_year_stand_beside_todays_and_sum_to_the_budget(visitor: Client) -> None:
    """N-10a: fourteen pay what Täby pays no more; both columns sum to the same budget, the third to nothing."""
    (year, *_) = tables(visitor, f"{PAGE}?tank=lamnar:0160:2027-12-31&ar=2028")
    rows = {row[0]: [number(cell) for cell in row[1:]] for row in year[1:]}
    total = rows.pop("Summa")
    assert total == [1_850_000, 1_850_000, 0]
    assert [sum(column) for column in zip(*rows.values(), strict=True)] == total
    assert rows["Täby"][1] == 0
    assert all(now + difference == then for now, then, difference in rows.values())
    assert "Solna" not in rows, "has left by then anyway"


def test_ten_years_sum_to_the_last_krona(visitor: Client) -> None:
    (_, ahead, *_) = tables(visitor, f"{PAGE}?{TABY_LEAVES}&tank=tillvaxt:4")
    years, *rows = ahead
    then, now, differences = ([number(cell) for cell in row[1:]] for row in rows[-3:])
    assert years[1:] == [str(year) for year in range(2027, 2037)]
    assert now == [1_850_000] * 10
    assert then[:3] == [1_924_000, 2_000_960, 2_080_998]
    assert [a - b for a, b in zip(then, now, strict=True)] == differences
    cells = [[cell.partition("\n") for cell in row[1:]] for row in rows[:-3]]
    assert [sum(number(first) for first, _, _ in column) for column in zip(*cells, strict=True)] == then
    assert [sum(number(last) for _, _, last in column) for column in zip(*cells, strict=True)] == differences


def test_the_budget_and_the_population_carried_on_are_said_to_be_assumed(visitor: Client) -> None:
    page = text(visitor, f"{PAGE}?{TABY_LEAVES}")
    assert "Budget 2027–2036: som 2026. Folkmängd 2027–2036: som 2026" in page
    grown = text(visitor, f"{PAGE}?tank=tillvaxt:4")
    assert "Folkmängd 2027–2036: som 2026" in grown
    assert "Budget 2027–2036" not in grown


@pytest.mark.parametrize(
    "sentence",
    [
        "Sollentuna har lämnat, och ingen är förvaltande kommun sedan 1 mars 2027",  # N-5a
        "Ledningsgruppen saknar ordförande: Sollentuna är inte part den 1 mars 2027",  # N-8h
        "Som i dag: Sollentuna leder ledningsgruppen",
        "Förvaltande kommun p. 5 p. 6 Sollentuna ingen",  # N-5a
        "Styrgruppen p. 8 5 kommuner 4 kommuner Utan Sollentuna",  # N-8e
        "Underskrifter för att ändra avtalet alla parter p. 12 Står i texten 15 14",  # N-12
        "Ett förslag ute: 11 av 14 har skrivit under",  # N-12
        "Sollentuna: 2 som inte gäller längre",  # N-6a, N-6d
        "Nytt: Sollentuna: sista dagen som part 28 februari 2027",  # N-14
        "Med uppsägning ska alla ha den 28 februari 2026. Den dagen har passerat.",  # N-14
    ],
)
def test_what_follows_when_the_managing_municipality_leaves(sentence: str, visitor: Client) -> None:
    assert sentence in text(visitor, f"{PAGE}?tank=lamnar:0163:2027-02-28")


def test_notice_given_tells_what_each_reading_of_it_would_give(visitor: Client) -> None:
    """K-9b: for whom the agreement ceases, and from whose receipt the nine months run."""
    page = text(visitor, f"/avtal/{COUNTY}/tank-om/?tank=sager-upp:0180:2026-12-01")
    assert "Stockholm var bunden till och med 1 september 2027" in page
    assert "Slutar överenskommelsen att gälla för den som säger upp den, eller för alla?" in page
    assert "överenskommelsen upphör för alla efter 1 september 2027 Anta det" in page
    assert "Kommuner i styrgruppen 7–9 § 6 Antaget 8 7 räcker" in page  # K-6a


def test_a_municipality_the_agreement_is_open_to_may_join(visitor: Client) -> None:
    """K-10a: any municipality in the county, by its own decision."""
    page = text(visitor, f"/avtal/{COUNTY}/tank-om/?tank=gar-med:0192:2027-01-01")
    assert "Tänk om: Nynäshamn går med 1 januari 2027. Inget är registrerat." in page
    assert "24 parter" in page
    assert "Som i dag: 23 parter" in page


def test_the_day_compared_is_when_everything_has_happened_unless_another_is_asked_for(visitor: Client) -> None:
    assert "Parter och organ 1 juli 2027" in text(visitor, f"{PAGE}?{TABY_LEAVES}")
    asked = text(visitor, f"{PAGE}?{TABY_LEAVES}&dag=2027-06-30")
    assert "Parter och organ 30 juni 2027" in asked
    assert "Parter inget minsta antal står i avtalet p. 15 Försäkran 14 14" in asked


def test_a_reading_that_would_change_the_sums_can_be_supposed_too(visitor: Client) -> None:
    """N-10a, t-10-4: what a party pays that leaves in the year."""
    address = f"{PAGE}?{TABY_LEAVES}"
    page = visitor.get(address).content.decode()
    link = re.search(r'href="([^"]*lasning:t-10-4:full_year[^"]*)"', page)
    assert link is not None
    assert "Vad betalar en kommun som är part bara en del av året?" in text(visitor, address)
    followed = text(visitor, unescape(link[1]))
    assert "läsningen t-10-4 är ”hela årsavgiften”" in followed


def test_the_page_in_english(visitor: Client) -> None:
    page = text(visitor, f"{PAGE}?{TABY_LEAVES}&tank=budget:2027:2000000", "en")
    assert "What if: Täby leaves on 30 June 2027; the budget for 2027 is 2 000 000 kr. Nothing is recorded." in page
    for swedish in ("Det här antas", "Åren framåt", "Som i dag", "Skillnad", "Lägg till", "Räkna"):
        assert swedish not in page


def test_it_takes_few_statements_however_many_years(
    visitor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    situations.forget()
    what_if.forget()
    with django_assert_max_num_queries(12):
        visitor.get(f"{PAGE}?{TABY_LEAVES}&tank=tillvaxt:4")


# --- the form -------------------------------------------------------------------------------------------


def test_the_form_leads_to_an_address_that_says_it_all(visitor: Client) -> None:
    given = {
        **ADD, "lamnar_part": "0160", "lamnar_satt": "lamnar", "lamnar_dag": "2027-06-30", "budget_ar": "2027",
        "budget_kr": "1 900 000", "tillvaxt": "2,5", "nyckel_form": "lika", "nyckel_ar": "2028", "nyckel_lika": "25",
        "lasning": "t-10-4:full_year", "tank": "sager-upp:0162:2027-01-15",
    }  # fmt: skip
    answer = visitor.get(PAGE, given)
    assert answer.status_code == 302
    assert answer["Location"] == (
        f"{PAGE}?tank=sager-upp:0162:2027-01-15&tank=lamnar:0160:2027-06-30&tank=budget:2027:1900000&tank=tillvaxt:2,5"
        "&tank=nyckel:2028:lika=25&tank=lasning:t-10-4:full_year#resultat"
    )
    assert visitor.get(answer["Location"]).status_code == 200


def test_a_second_answer_to_the_same_question_takes_the_place_of_the_first(visitor: Client) -> None:
    given = {**ADD, "tillvaxt": "3", "tank": ["tillvaxt:4", "budget:2027:100"], "budget_ar": "2027", "budget_kr": "200"}
    answer = visitor.get(PAGE, given)
    assert answer["Location"] == f"{PAGE}?tank=budget:2027:200&tank=tillvaxt:3#resultat"


def test_the_day_and_the_moment_stay_when_something_is_added(visitor: Client) -> None:
    given = {**ADD, "per": "2026-05-01", "kand": "2026-04-01", "tillvaxt": "3"}
    assert visitor.get(PAGE, given)["Location"] == f"{PAGE}?per=2026-05-01&kand=2026-04-01&tank=tillvaxt:3#resultat"


def test_everything_wrong_is_said_at_once_and_what_was_typed_is_kept(visitor: Client) -> None:
    given = {
        **ADD, "lamnar_part": "0160", "lamnar_dag": "1999-06-30", "budget_ar": "2027", "budget_kr": "12,50",
        "tillvaxt": "900", "nyckel_form": "storlek", "nyckel_ar": "2028", "nyckel_storlek": "5-1",
    }  # fmt: skip
    answer = visitor.get(PAGE, given)
    assert answer.status_code == 422
    html = unescape(answer.content.decode()).replace("\u00a0", " ")
    for sentence in (
        "Täby blev part 15 april 2014 och kan inte lämna 30 juni 1999. Ange en senare dag.",
        "”12,50” har decimaler. Budgeten anges i hela kronor, till exempel 1900000.",
        "Tillväxten är 900 procent om året. Ange ett tal från −50 till 100, men inte 0.",
        "stigande från 0: 0-1, 25000-2, 50000-3.",
    ):
        assert sentence in html
    for typed in ('value="1999-06-30"', 'value="12,50"', 'value="900"', 'value="5-1"', 'value="0160" selected'):
        assert typed in html


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Fyll i något att anta, till exempel en part och en dag."),
        ({"lamnar_part": "0160"}, "Dag: Fyll i det här också."),
        ({"lamnar_dag": "2027-01-01"}, "Part: Fyll i det här också."),
        ({"lamnar_part": "1480", "lamnar_dag": "2027-01-01"}, "Part: Välj ett av alternativen i listan."),
        ({"lamnar_part": "0160", "lamnar_dag": "1 mars"}, "”1 mars” är inte en dag i kalendern."),
        ({"budget_ar": "2027", "budget_kr": "0"}, "Den ska vara större än noll"),
        ({"budget_ar": "2027", "budget_kr": "-5"}, "Den ska vara större än noll"),
        ({"budget_ar": "", "budget_kr": "5"}, "År: Fyll i det här också."),
        ({"lasning": "t-10-4:varannan"}, "Fråga och svar: Välj ett av alternativen i listan."),
        ({"nyckel_form": "lika", "nyckel_ar": "2027", "nyckel_lika": "101"}, "Ange ett tal från 0 till 100."),
        (
            {"lamnar_part": "0184", "lamnar_dag": "2028-01-01", "tank": ["lamnar:0160:2027-01-01", "x"]},
            "”x” är inget antagande.",
        ),
    ],
)
def test_what_cannot_be_supposed(given: dict[str, str], says: str, visitor: Client) -> None:
    answer = visitor.get(PAGE, {**ADD, **given})
    if says.startswith("”x”"):
        answer = visitor.get(answer["Location"] if answer.status_code == 302 else PAGE, {"tank": "x"})
    assert answer.status_code == 422
    words = re.sub(r"<[^>]+>", " ", unescape(answer.content.decode()).replace("\u00a0", " "))
    assert says in " ".join(words.split())


def test_what_an_address_cannot_say_is_told_beside_what_it_can(visitor: Client) -> None:
    page = text(visitor, f"{PAGE}?{TABY_LEAVES}&tank=gar-med:0160:2026-12-01&tank=hej", status=422)
    assert "Det här går inte att anta" in page
    assert "”hej” är inget antagande." in page
    assert "Täby lämnar 30 juni 2027" in page


def test_an_agreement_without_a_fee_has_no_fields_for_money(visitor: Client) -> None:
    page = visitor.get(f"/avtal/{COUNTY}/tank-om/").content.decode()
    assert "budget_kr" not in page
    assert "med_part" in page
    refused = text(visitor, f"/avtal/{COUNTY}/tank-om/?tank=tillvaxt:4", status=422)
    assert "har ingen avgift, så budget och nyckel gör ingen skillnad." in refused


# --- every page of the agreement ------------------------------------------------------------------------

_ACTS = {
    "record-fact",
    "correct-fact",
    "import-original",
    "fees-update",
    "why",
    "ask-by-link",
    "dispatch",
    "register-line",
    "write-mailing",
    "check-mailing",
}
# Of what has been done, and of who is reached today: nothing that is supposed changes them.
_OF_NO_DAY = {
    "agreement-access", "agreement-contacts", "dispatched", "dispatches", "register-entry", "register-inbox", "mailing",
    "mailings",
}  # fmt: skip
_AGREEMENT = tuple(
    name
    for name, address in PAGES.items()
    if address.startswith(f"/avtal/{NORRORT}/") and name not in _ACTS | _OF_NO_DAY
)


@pytest.mark.parametrize("name", _AGREEMENT)
def test_every_page_shows_what_is_supposed_and_the_way_back(name: str, strategist: Client) -> None:
    address = PAGES[name].partition("?")[0]
    page = unescape(strategist.get(f"{address}?{TABY_LEAVES}").content.decode()).replace("\u00a0", " ")
    assert "Tänk om: Täby lämnar 30 juni 2027. Inget är registrerat." in page
    back = re.search(r'<a href="([^"]*)">Sluta tänka om', page)
    assert back is not None
    assert back[1].startswith(address)
    assert "tank=" not in back[1]
    assert f'href="{PAGE}?{TABY_LEAVES}"' in page, "where it is changed"
    assert f'href="/avtal/{NORRORT}/?{TABY_LEAVES}"' in page, "the row of pages keeps it"
    assert f'href="/avtal/{COUNTY}/?{TABY_LEAVES}' not in page, "another agreement knows nothing of it"


@pytest.mark.parametrize("name", [name for name in _AGREEMENT if name != "facts"])  # the register is of what happened
def test_every_form_that_shows_something_else_keeps_what_is_supposed(name: str, strategist: Client) -> None:
    page = strategist.get(f"{PAGES[name].partition('?')[0]}?{TABY_LEAVES}").content.decode()
    forms = re.findall(r'<form[^>]*method="get"[^>]*>.*?</form>', page, re.DOTALL)
    elsewhere = ("/sok/", "/kommuner/", "/avtal/jamfor/")
    lost = [
        form[:120]
        for form in forms
        if 'name="tank"' not in form and not any(f'action="{address}' in form for address in elsewhere)
    ]
    assert lost == []


def test_the_agreement_draws_the_supposed_state_and_keeps_it_in_its_links(visitor: Client) -> None:
    address = f"/avtal/{NORRORT}/?per=2027-07-01&{TABY_LEAVES}"
    page = text(visitor, address)
    assert "Har gällt" in page
    assert "13 parter." in page
    html = visitor.get(address).content.decode()
    assert 'name="tank" value="lamnar:0160:2027-06-30"' in html, "the form for another day keeps it"
    assert "Sluta tänka om" in page
    assert "Till i dag" in page
    assert f'href="/avtal/{NORRORT}/?per=2027-07-01"' in html, "the same day without it"


def test_a_derivation_says_which_facts_nobody_has_recorded(visitor: Client) -> None:
    key = "uttrade~party.0160~2026-06-30"
    page = text(visitor, f"/avtal/{NORRORT}/varfor/{key}/?{TABY_LEAVES}")
    assert "Täby är part till och med 30 juni 2027" in page
    assert "Antas Tänk om, inte registrerat" in page
    assert "Uppgifter: inga." in page


def test_the_parties_page_marks_the_row_of_who_only_leaves_in_a_what_if(visitor: Client) -> None:
    page = text(visitor, f"/avtal/{NORRORT}/parter/?per=2027-07-01&{TABY_LEAVES}")
    assert re.search(r"Täby Utträdd .{0,120}till och med 30 juni 2027 .{0,40}Antaget", page)
    plain = text(visitor, f"/avtal/{NORRORT}/parter/?per=2027-07-01")
    assert "Antaget" not in plain.partition("Kommun Läge")[2]


def test_the_fees_page_of_a_year_ahead_follows(visitor: Client) -> None:
    """Next year has a budget and figures only because the latest are carried on; that is said to be assumed."""
    page = text(visitor, f"/avtal/{NORRORT}/avgifter/2027/?tank=budget:2027:2000000")
    assert "2 000 000 kr budget, antagen" in page
    assert "är 2 000 000 kr. Ingen har beslutat det. Antas" in page
    assert "folkmängden för 2026 antas gälla även 2027" in page
    carried = text(visitor, f"/avtal/{NORRORT}/avgifter/2027/?{TABY_LEAVES}")
    assert "är 1 850 000 kr, samma som för 2026. Antas" in carried


@pytest.mark.parametrize("year", [2027, 2028, 2036])
def test_each_year_ahead_leads_to_its_calculation(year: int, visitor: Client) -> None:
    page = visitor.get(f"{PAGE}?{TABY_LEAVES}&ar={year}").content.decode()
    (way,) = set(re.findall(rf'href="(/avtal/{NORRORT}/avgifter/{year}/[^"]*)"', page))
    assert f"Avgifter {year}" in text(visitor, unescape(way))


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_file_of_supposed_fees_says_that_they_are(form: str, visitor: Client) -> None:
    """Principle 2: what is taken away from the page says what it rests on, in its name and inside."""
    address = f"/avtal/{NORRORT}/avgifter/2027.{form}?tank=budget:2027:2000000"
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert f'filename="tank-om-avgifter-2027-{NORRORT}.{form}"' in answer["Content-Disposition"]
    plain = visitor.get(f"/avtal/{NORRORT}/avgifter/2026.{form}")
    assert "tank-om" not in plain["Content-Disposition"]
    if form == "csv":
        assert "Antagen avgift 2027" in answer.content.decode("utf-8-sig")
    if form == "pdf":
        words = PdfDocument(answer.content)[0].get_textpage().get_text_range()
        assert "Tänk om: budgeten för 2027 är" in " ".join(words.split())
    if form == "xlsx":
        (sheet, *_, sources) = load_workbook(io.BytesIO(answer.content)).worksheets
        assert "Tänk om: budgeten för 2027 är 2" in str(sheet["A1"].value)
        told = {str(row[0].value): str(row[1].value) for row in sources.iter_rows() if len(row) > 1}
        assert "Inget är registrerat." in told["Tänk om"]
        assert told["Budget"].endswith("(antaget)")


def test_no_act_is_offered_and_nothing_is_recorded_while_supposing(strategist: Client) -> None:
    before = heads()
    plain = f"/avtal/{NORRORT}/varfor/lg-moten~body.ledningsgrupp~2026-01-01/"
    assert "handelser/ny/" in strategist.get(plain).content.decode()
    assert "handelser/ny/" not in strategist.get(f"{plain}?{TABY_LEAVES}").content.decode()
    answer = strategist.post(
        f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held&{TABY_LEAVES}",
        {"valid_on": "2026-11-20", "body": "ledningsgrupp"},
    )
    assert answer.status_code == 403
    assert "Inget kan registreras förrän du slutar tänka om." in unescape(answer.content.decode())
    assert heads() == before


def test_however_much_is_supposed_the_chains_end_where_they_did(strategist: Client) -> None:
    before = heads()
    for address in (PAGE, *(PAGES[name].partition("?")[0] for name in _AGREEMENT)):
        strategist.get(f"{address}?{TABY_LEAVES}&tank=tillvaxt:4&tank=lasning:t-14-1:notice_dated&per=2028-01-01")
    strategist.get(PAGE, {**ADD, "lamnar_part": "0162", "lamnar_dag": "2027-01-01"})
    assert heads() == before


def test_what_cannot_be_supposed_is_a_helpful_page_elsewhere(visitor: Client) -> None:
    page = text(visitor, f"/avtal/{NORRORT}/?tank=lamnar:0160:1999-01-01&tank=hej", status=404)
    assert "”hej” är inget antagande." in page
    assert "Täby blev part 15 april 2014 och kan inte lämna 1 januari 1999." in page
    assert "Ändra antagandena" in page


def test_another_agreements_what_if_is_not_carried_along(visitor: Client) -> None:
    html = visitor.get(f"{PAGE}?{TABY_LEAVES}&per=2027-01-01").content.decode()
    assert f'href="/avtal/{COUNTY}/tank-om/?per=2027-01-01"' in html


def test_what_was_known_on_a_day_can_be_supposed_about(visitor: Client) -> None:
    """In January 2026 nobody knew that Solna would leave."""
    known = text(visitor, f"{PAGE}?kand=2026-01-31&{TABY_LEAVES}&ar=2028")
    assert "Solna" in known.partition("Avgifter 2028")[2].partition("Åren framåt")[0]


def test_only_those_who_may_see_the_agreement_may_suppose_about_it(visitor: Client) -> None:
    Agreement.objects.filter(id=NORRORT).update(visibility="parties")
    situations.forget()
    answer = visitor.get(f"{PAGE}?{TABY_LEAVES}")
    assert answer.status_code == 404
    assert reverse("sign-in") in answer.content.decode()
    assert signed_in("strateg").get(f"{PAGE}?{TABY_LEAVES}").status_code == 200


# --- recorded after all ---------------------------------------------------------------------------------


def test_notice_recorded_as_supposed_leads_to_the_same_sums_and_days() -> None:
    """What the page showed beforehand is what the agreement says once the chair has registered the letter (N-14)."""
    today = clock.today()
    supposed = situations.supposing(NORRORT, ["sager-upp:0160:2026-11-20"], today)
    assert supposed is not None
    client = signed_in("strateg")
    form = f"/avtal/{NORRORT}/handelser/ny/?slag="
    given = {"party": "0160", "valid_on": "2026-11-20", "dated": "2026-11-20", "form": "written"}
    received = {
        "party": "0163", "valid_on": "2026-11-20", "notice_party": "0160", "by": "body:ledningsgrupp.chair",
    }  # fmt: skip
    for kind, payload in (("notice.given", given), ("notice.received", received)):
        answer = client.post(form + kind, payload)
        assert answer.status_code == 302, unescape(answer.content.decode())[:3000]
    recorded = situations.evaluation(NORRORT, today)
    assert recorded is not None
    assert dict(recorded.evaluation.situation.membership) == dict(supposed.answer.evaluation.situation.membership)
    told = {
        item.key: item.headline.sv
        for item in recorded.evaluation.findings
        if item.kind in ("entry", "withdrawal", "membership", "composition", "amendment")
    }
    assert told == {item.key: item.headline.sv for item in supposed.answer.evaluation.findings if item.key in told}
