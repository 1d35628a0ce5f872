"""Fees of a year: shares to the krona, the year before, corrections as deltas, files to take away (N-10a–N-10e)."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pypdfium2
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import import_definition
from samverk.agreements.actions.facts import record_fact, withdraw_fact
from samverk.agreements.queries.situations import evaluation, facts_up_to
from samverk.reference.corpus import locate
from samverk.rules.facts import Fact
from samverk.rules.fee_sheet import cost_sheets, fee_year
from samverk.rules.provisions import Fee
from tests.integrations import verapdf
from tests.web.fees.calculator import calculated, formulas_in, stored
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

FEES = f"/avtal/{NORRORT}/avgifter/"
BY = system("Prov")
LATER = datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("Europe/Stockholm"))


def shares(year: int) -> dict[str, int]:
    """Each party's fee in öre, by the rules alone."""
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    situation = answer.evaluation.situation
    rule = situation.definition.rules["avgift"]
    assert isinstance(rule, Fee)
    found = fee_year(situation, rule, year)
    assert found is not None
    return {code: share.amount for code, share in found.round.shares.items()}


def fact(kind: str, year: int) -> Fact:
    """The latest fact of a kind for a year."""
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    known = facts_up_to(NORRORT, answer.head)
    return [one for one in known if one.kind == kind and one.payload.get("year") == year][-1]


def columns(client: Client, address: str) -> list[list[str]]:
    """The cells of the first table, row by row."""
    page = client.get(address).content.decode().replace("\u202f", "").replace("\u00a0", " ")
    table = page[page.index("<table") : page.index("</table>")]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    strip = re.compile(r"<span class=\"vh\">.*?</span>|<[^>]+>")
    return [[strip.sub(" ", cell).strip() for cell in re.split(r"</t[hd]>", row)][:-1] for row in rows]


# --- the page -------------------------------------------------------------------------------------------


def test_the_newest_year_with_a_budget_is_shown(visitor: Client) -> None:
    page = text(visitor, FEES)
    assert "Avgifter 2026" in page
    assert "1 850 000 kr budget, beslutad 20 november 2025" in page
    assert "795 364 invånare 31 december 2024" in page
    assert "2,33 kr per invånare" in page
    assert "14 av 15 har betalat" in page
    assert text(visitor, f"{FEES}2026/") == page


def test_every_share_is_that_of_the_rules_and_the_sum_is_the_budget(visitor: Client) -> None:
    """N-10a: to the krona, in Swedish order, with the year before and the change."""
    rows = columns(visitor, f"{FEES}2022/")
    expected, before = shares(2022), shares(2021)
    body = rows[1:-1]
    assert [row[0].split(" ")[0] for row in body][-2:] == ["Vaxholm", "Österåker"]
    assert sorted(int(row[4]) * 100 for row in body) == sorted(expected.values())
    assert sum(int(row[4]) for row in body) == 1_640_000
    assert sum(int(row[5]) for row in body) * 100 == sum(before.values())
    assert rows[-1][:7] == ["15 kommuner", "768458", "100,0 %", "", "1640000", "1600000", "+40000"]


def test_rounding_one_by_one_is_told(visitor: Client) -> None:
    page = text(visitor, f"{FEES}2022/")
    assert "Vanlig avrundning hade gett 1 639 999 kr, alltså 1 kr för lite." in page
    assert "de sju kronor som blir över" in page


def test_each_value_leads_to_its_derivation(visitor: Client) -> None:
    """Also of years long gone."""
    page = visitor.get(f"{FEES}2016/").content.decode()
    links = set(re.findall(r'data-why href="([^"]+)"', page))
    assert f"/avtal/{NORRORT}/varfor/avgift~party.0162~2016-01-01/" in links
    assert len(links) == 15 + 1 + 2  # fifteen fees, their sum, the outcomes of the year and of the one before
    for address in links:
        assert visitor.get(address).status_code == 200, address
    assert "1 500 000 kr ×" in text(visitor, f"/avtal/{NORRORT}/varfor/avgift~party.0162~2016-01-01/")


def test_the_steps_tell_what_is_assumed_and_what_was_decided(visitor: Client) -> None:
    page = text(visitor, f"{FEES}2026/")
    assert "Fastställd 6 maj 2026, inte i den månad avtalet säger." in page
    assert "Siffror för 31 december 2025 saknas; 31 december 2024 används" in page
    assert "Antaget: ja, rakt proportionell" in page
    assert "Fastställd 17 april 2022, i rätt månad." in text(visitor, f"{FEES}2022/")


def test_an_overrun_is_split_in_ore_on_the_page_of_its_year_and_of_the_year_it_was_established(visitor: Client) -> None:
    """N-10d."""
    for year in (2022, 2023):
        page = text(visitor, f"{FEES}{year}/")
        assert "Överskridande 2022" in page
        assert "Utfallet blev 1 760 000 kr mot budgeten 1 640 000 kr, fastställt 12 februari 2023." in page
        assert "Solna 13 146,38" in page
    assert "2025 gav ett överskott på 7 400 kr" in text(visitor, f"{FEES}2026/")


def test_a_wind_down_is_split_between_those_of_the_day(strategist: Client) -> None:
    """N-10e."""
    form = {"valid_on": "2026-11-20", "role": "strateg", "abolished": "on", "cost": "250000.07"}
    assert strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=role.ended", form).status_code == 302
    page = text(strategist, f"{FEES}2026/")
    assert "Avveckling 2026" in page
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    (cost,) = [one for one in cost_sheets(answer.evaluation.situation, 2026) if one.rule.id == "avvecklingskostnad"]
    assert cost.sheet is not None
    assert sum(line.share.amount for line in cost.sheet.lines) == 25_000_007
    assert "250 000,07" in page


def test_a_party_for_part_of_the_year_is_marked(strategist: Client) -> None:
    """t-10-4: Solna leaves on 3 March 2027, 62 days into the year."""
    record_fact(agreement=NORRORT, kind="budget.adopted", valid_on=date(2026, 11, 20), by=BY, recorded_at=LATER,
                payload={"year": 2027, "amount": 190_000_000, "body": "ledningsgrupp"})  # fmt: skip
    page = text(strategist, FEES)
    assert "Avgifter 2027" in page
    assert "Preliminär avgift per kommun" in page
    assert "Avgiften för 2027 väntar på folkmängd för 2027." in page
    assert "part 62 av 365 dagar" in page
    assert "En kommun är part en del av året." in page
    rows = columns(strategist, FEES)
    assert sum(int(row[4]) for row in rows[1:-1]) == 1_900_000


def test_an_unpaid_fee_is_marked_as_an_example(visitor: Client) -> None:
    page = text(visitor, f"{FEES}2026/")
    assert re.search(r"Sigtuna .{0,120}Obetald exempel", page)


def test_another_day_shows_what_was_known_of_then(visitor: Client) -> None:
    page = text(visitor, f"{FEES}2026/?per=2026-02-01")
    assert "Avgiften för 2026 väntar på folkmängd för 2026." in page
    assert "Du ser läget per den 1 februari 2026." in page
    links = visitor.get(f"{FEES}2026/?per=2026-02-01").content.decode()
    assert f'href="{FEES}2025/?per=2026-02-01"' in links


def test_a_year_is_chosen_without_javascript(visitor: Client) -> None:
    answer = visitor.get(f"{FEES}?ar=2016&per=2020-05-05")
    assert answer.headers["Location"] == f"{FEES}2016/?per=2020-05-05"
    assert '<option value="2027" selected>2027</option>' in visitor.get(f"{FEES}2027/").content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"{FEES}1999/", "Det finns ingen avgift för 1999. Avtalet har avgifter från 2014 till 2027."),
        (f"{FEES}2030/", "Till avgifterna"),
        (f"{FEES}2022.docx", "Avgifterna finns inte som ”docx”. De finns som xlsx, pdf och csv."),
        (f"{FEES}2027.pdf", "Avgifterna för 2027 går inte att räkna ut än"),
        (f"/avtal/{COUNTY}/avgifter/2020/", "Avtalet har ingen avgift att räkna ut."),
        ("/avtal/finns-inte/avgifter/", "Det finns inget avtal som heter ”finns-inte” här."),
    ],
)
def test_what_there_is_no_fee_for_is_said_with_a_way_on(address: str, words: str, visitor: Client) -> None:
    assert words in text(visitor, address, status=404)


def test_an_agreement_without_a_fee_says_so(visitor: Client) -> None:
    page = text(visitor, f"/avtal/{COUNTY}/avgifter/")
    assert "Avtalet säger inget om en avgift, och parterna betalar ingen." in page


def test_the_page_in_english(visitor: Client) -> None:
    page = text(visitor, f"{FEES}2022/", "en")
    assert "Fees 2022" in page
    assert "Ordinary rounding would have given 1 639 999 kr, that is 1 kr too little." in page
    assert "Overrun 2022" in page


def test_a_page_costs_a_handful_of_statements_and_a_second_look_fewer(
    visitor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        visitor.get(f"{FEES}2022/")
    with django_assert_max_num_queries(7):
        visitor.get(f"{FEES}2022/")


# --- earlier years and corrections ----------------------------------------------------------------------


def test_earlier_years_are_the_same_whatever_is_edited_now(strategist: Client) -> None:
    """Terms freeze with the act: budget, figures, readings and a new version of the agreement are for years to come."""
    before = {year: shares(year) for year in (2014, 2020, 2025)}
    pages = {year: columns(strategist, f"{FEES}{year}/") for year in before}
    now = {"agreement": NORRORT, "by": BY, "valid_on": date(2026, 11, 20)}
    for number, (kind, payload) in enumerate(
        (
            ("budget.adopted", {"year": 2026, "amount": 900_000_000}),
            ("weights.updated", {"year": 2026, "snapshot": "x", "figures": dict.fromkeys(before[2025], 1)}),
            ("interpretation.adopted", {"interpretation": "t-10-5", "option": "ore", "body": "ledningsgrupp"}),
            ("interpretation.adopted", {"interpretation": "t-10-4", "option": "full_year", "body": "ledningsgrupp"}),
        )
    ):
        moment = LATER.replace(second=number)
        record_fact(kind=kind, payload=payload, recorded_at=moment, **now)  # type: ignore[arg-type]  # as above
    files = {**locate(NORRORT).files}
    toml = files["agreement.toml"].decode().replace('version = "1.0.0"', 'version = "2.0.0"', 1)
    toml = toml.replace('unit   = "krona"', 'unit   = "ore"', 1)
    toml = re.sub(r'(?m)^version(\s*)= "1\.0\.0"', r'version\1= "2.0.0"', toml)
    files["agreement.toml"] = re.sub(r"(?m)^valid_from(\s*)= 2014-04-15", r"valid_from\1= 2026-11-01", toml).encode()
    import_definition(files=files, by=BY, recorded_at=NOW.replace(minute=30))
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    assert answer.evaluation.situation.definition.version == "2.0.0"
    assert {year: columns(strategist, f"{FEES}{year}/") for year in before} == pages


def test_a_corrected_budget_shows_what_each_is_to_pay_or_get_back(strategist: Client) -> None:
    """The deltas sum to what the budget was wrong by; what was invoiced stays as it was."""
    old, wrong = shares(2026), fact("budget.adopted", 2026)
    form = {"valid_on": "2025-11-20", "year": "2026", "amount": "1860000", "body": "ledningsgrupp"}
    assert strategist.post(f"/avtal/{NORRORT}/handelser/{wrong.seq}/ratta/", form).status_code == 302
    new = shares(2026)
    assert sum(new.values()) - sum(old.values()) == 1_000_000
    page = text(strategist, f"{FEES}2026/")
    assert "Rättelse 21 november 2026" in page
    assert "Budgeten rättades från 1 850 000 kr till 1 860 000 kr." in page
    assert "Skillnaderna blir tillsammans 10 000 kr" in page
    difference = (new["0184"] - old["0184"]) // 100
    assert f"Solna {old['0184'] // 100_000} {old['0184'] // 100 % 1000:03} " in page
    assert f"+{difference:,}".replace(",", " ") in page
    assert "Kvar att reglera" in page
    assert f"Solna {difference:,} att fakturera".replace(",", " ") in page


def test_a_corrected_outcome_shows_what_each_gets_back_of_the_overrun(strategist: Client) -> None:
    """N-10d: öre for öre."""
    wrong = fact("outcome.recognised", 2022)
    record_fact(agreement=NORRORT, kind="outcome.recognised", valid_on=wrong.valid_on, by=BY, recorded_at=LATER,
                payload={**wrong.payload, "amount": 175_000_001}, corrects=wrong.seq)  # fmt: skip
    page = text(strategist, f"{FEES}2022/")
    assert "Överskridande 2022, rättelse 20 november 2026" in page
    assert "Utfallet rättades från 1 760 000 kr till 1 750 000,01 kr." in page
    assert "Skillnaderna blir tillsammans −9 999,99 kr, precis vad beloppet som delas ändrades med." in page
    assert "Kvar att reglera" not in page  # the fee itself is as it was


def test_a_correction_taken_back_leads_back(strategist: Client) -> None:
    old, right = shares(2026), fact("budget.adopted", 2026)
    record_fact(agreement=NORRORT, kind="budget.adopted", valid_on=right.valid_on, by=BY, recorded_at=LATER,
                payload={"year": 2026, "amount": 100_000_000}, corrects=right.seq)  # fmt: skip
    wrong = fact("budget.adopted", 2026)
    withdraw_fact(agreement=NORRORT, seq=wrong.seq, reasons="Fel", on=wrong.valid_on, by=BY,
                  recorded_at=LATER.replace(second=9))  # fmt: skip
    record_fact(agreement=NORRORT, kind="budget.adopted", valid_on=right.valid_on, by=BY,
                payload=dict(right.payload) | {"note": "igen"}, recorded_at=LATER.replace(second=19))  # fmt: skip
    assert shares(2026) == old
    page = text(strategist, f"{FEES}2026/")
    assert page.count("Rättelse 20 november 2026") >= 2
    assert "Kvar att reglera" not in page


# --- budgets that cannot be split ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "Budgeten för 2027 är 0 kr. Avgiften delas ut ur den, så den måste vara större än noll."),
        ("-1", "Skriv ett belopp som inte är mindre än noll."),
        ("1900000.50", "Budgeten för 2027 är 1 900 000,50 kr, med ören. Avgiften delas i hela kronor"),
        ("en miljon", "Skriv ett belopp i kronor med högst två decimaler."),
    ],
)
def test_a_budget_that_cannot_be_split_is_refused_in_words_and_nothing_is_stored(
    amount: str, words: str, strategist: Client
) -> None:
    before = evaluation(NORRORT, NOW.date())
    form = {"valid_on": "2026-11-20", "year": "2027", "amount": amount, "body": "ledningsgrupp"}
    answer = strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=budget.adopted", form)
    assert answer.status_code == 422
    said = answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert words in said
    after = evaluation(NORRORT, NOW.date())
    assert before is not None
    assert after is not None
    assert before.head == after.head


def test_ore_are_allowed_once_that_has_been_decided(strategist: Client) -> None:
    record_fact(agreement=NORRORT, kind="interpretation.adopted", valid_on=date(2026, 11, 19), by=BY, recorded_at=LATER,
                payload={"interpretation": "t-10-5", "option": "ore", "body": "ledningsgrupp"})  # fmt: skip
    form = {"valid_on": "2026-11-20", "year": "2027", "amount": "1900000.50", "body": "ledningsgrupp"}
    assert strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=budget.adopted", form).status_code == 302


def test_a_party_cannot_leave_before_it_joined(strategist: Client) -> None:
    form = {"valid_on": "2014-05-19", "party": "0125", "form": "written"}
    answer = strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=notice.given", form)
    assert answer.status_code == 422
    assert "som inte är part i Koordination Norrort den 2014-05-19" in answer.content.decode()


def test_a_credit_is_an_invoice_of_less_than_nothing(strategist: Client) -> None:
    form = {"valid_on": "2026-11-20", "party": "0184", "year": "2026", "amount": "-100"}
    assert strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=invoice.issued", form).status_code == 302
    assert fact("invoice.issued", 2026).payload["amount"] == -10_000


# --- files ----------------------------------------------------------------------------------------------


def test_the_table_is_read_by_a_swedish_spreadsheet(visitor: Client) -> None:
    answer = visitor.get(f"{FEES}2022.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="avgifter-2022-{NORRORT}.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfKommunkod;Kommun;")
    assert answer.content.count(b"\r\n") == 17
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][-1] == "Överskridande 2022"
    sums = {row[0]: round(float(row[6].replace(",", ".")) * 100) for row in rows[1:-1]}
    assert sums == shares(2022)
    assert rows[-1] == [
        "Summa", "", "768458", "", "", "280487170", "1640000,00", "1600000,00", "40000,00", "120000,00",
    ]  # fmt: skip


def test_the_spreadsheet_of_a_corrected_year_with_an_overrun_gives_the_sums_of_the_rules(strategist: Client) -> None:
    """From the file alone, by another program: fees, overrun, deltas."""
    old, right = shares(2022), fact("budget.adopted", 2022)
    record_fact(agreement=NORRORT, kind="budget.adopted", valid_on=right.valid_on, by=BY, recorded_at=LATER,
                payload={**right.payload, "amount": 164_500_000}, corrects=right.seq)  # fmt: skip
    new = shares(2022)
    data = strategist.get(f"{FEES}2022.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [
        "Avgift 2022", "Överskridande 2022", "Rättelse 20 november 2026", "Överskridande 2022, rättelse 20",
        "Uppgifter",
    ]  # fmt: skip
    where, kept, anew = formulas_in(data), stored(data), calculated({"book": data})["book"]
    assert all(kept[place] is not None or anew[place] == "" for place in where)
    wrong = {place for place in where if kept[place] not in (None, "") and abs(anew[place] - kept[place]) > 1e-4}
    assert wrong == set()
    heads = {cell.value: cell.column_letter for cell in book["Avgift 2022"][11]}
    fees = {
        row[0].value: round(anew["Avgift 2022", f"{heads['Avgift 2022, kronor']}{row[0].row}"] * 100)
        for row in book["Avgift 2022"].iter_rows(min_row=12, max_row=26)
    }
    assert fees == new
    moved = book["Rättelse 20 november 2026"]
    deltas = {row[0].value: round(anew[moved.title, f"E{row[0].row}"] * 100)
              for row in moved.iter_rows(min_row=4, max_row=18)}  # fmt: skip
    assert deltas == {code: new[code] - old[code] for code in new}
    assert sum(deltas.values()) == 500_000
    against = {row[0].value: anew["Överskridande 2022, rättelse 20", f"E{row[0].row}"]
               for row in book["Överskridande 2022, rättelse 20"].iter_rows(min_row=4, max_row=18)}  # fmt: skip
    assert round(sum(against.values()) * 100) == -500_000  # what the fee takes more the overrun takes less
    said = {row[0].value: row[1].value for row in book["Uppgifter"].iter_rows(min_row=3)}
    assert said["Siffrornas SHA-256"] == fact("weights.updated", 2022).payload["sha256"]
    assert said["Delas årsavgiften i hela kronor eller i ören?"] == "hela kronor (antaget, t-10-5)"


def test_the_document_keeps_both_standards_and_holds_every_sum(visitor: Client) -> None:
    documents = {language: visitor.get(f"{FEES}2022.pdf", headers={"Accept-Language": language}).content
                 for language in ("sv", "en")}  # fmt: skip
    assert verapdf.validate_all(documents) == {"sv": [], "en": []}
    with pypdfium2.PdfDocument(documents["sv"]) as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
        assert document.count_attachments() == 1
        attached = document.get_attachment(0)
        assert attached.get_name() == "avgifter-2022.csv"
        assert bytes(attached.get_data()) == visitor.get(f"{FEES}2022.csv").content
    plain = " ".join(words.replace("\u202f", " ").replace("\u00a0", " ").split())
    for amount in shares(2022).values():
        assert f"{amount // 100_000} {amount // 100 % 1000:03}" in plain
    assert "13 146,38" in plain


def test_files_are_offered_and_follow_the_day(visitor: Client) -> None:
    page = visitor.get(f"{FEES}2025/?per=2026-01-05").content.decode()
    for form in ("xlsx", "pdf", "csv"):
        assert f'href="{FEES}2025.{form}?per=2026-01-05"' in page
    assert ".xlsx" not in visitor.get(f"{FEES}2027/").content.decode()


def test_a_closed_agreement_keeps_its_files_too(visitor: Client) -> None:
    assert signed_in("lasare").get(f"{FEES}2022.csv").status_code == 200


def test_another_key_supposed_is_what_the_page_and_the_file_tell(visitor: Client) -> None:
    """What is supposed reaches the steps, the weights and the formulas."""
    fixed = f"{FEES}2027/?tank=nyckel:2027:lika=25"
    page = text(visitor, fixed)
    assert "med en fast del och en del efter invånare" in page
    assert "är till 1/4 lika för alla" in page
    banded = text(visitor, f"{FEES}2027/?tank=nyckel:2027:storlek=0-1,50000-2")
    assert "Andelen står i avtalets tabell." in banded
    assert "Kommun Vikt Andel" in banded
    data = visitor.get(f"{FEES}2027.xlsx?tank=nyckel:2027:lika=25").content
    top = stored(data)
    assert (top["Antagen avgift 2027", "D7"], top["Antagen avgift 2027", "E7"]) == (1, 4)


def test_a_year_before_there_was_any_budget_is_a_helpful_page(visitor: Client) -> None:
    page = visitor.get(f"/avtal/{NORRORT}/avgifter/2027/?per=1990-01-01")
    assert page.status_code == 404
    assert "Det finns ingen avgift för 2027." in page.content.decode()
