"""Koordination Norrort, 2014–2026. Documented: the start, the parties, the first manager. The rest is example.

Chosen to show every status: Ekerö adopts late, Upplands-Bro's minutes extract is missing, the post of strategist is
empty in spring 2019, the managing municipality changes in 2017, 2021 has too few steering group meetings and 2016 one
too many, the budget of 2022 is overrun, Solna has given notice, Vaxholm's seat is empty, Sigtuna has not paid.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samverk.ops.demo.story import Story, attest
from samverk.reference import population
from samverk.rules.apportion import apportion
from samverk.rules.definition import Definition

AGREEMENT = "koordination-norrort"
START = date(2014, 4, 15)
LIDINGO, SOLLENTUNA, SOLNA, EKERO, VAXHOLM, SIGTUNA = "0186", "0163", "0184", "0125", "0187", "0191"
UPPLANDS_BRO, NORRTALJE, TABY, JARFALLA, VALLENTUNA = "0139", "0188", "0160", "0123", "0115"
PARTIES = (
    "0114",
    "0115",
    "0117",
    "0123",
    "0125",
    "0139",
    "0160",
    "0162",
    "0163",
    "0183",
    "0184",
    "0186",
    "0187",
    "0188",
    "0191",
)
STEERING = (LIDINGO, SOLLENTUNA, SOLNA, TABY, JARFALLA)
CHANGE = date(2017, 1, 1)
LAST_YEAR = 2026

# Budget of each year in whole kronor, decided the year before (2014's in its first summer).
BUDGETS = {
    2014: 1_100_000,
    2015: 1_500_000,
    2016: 1_500_000,
    2017: 1_540_000,
    2018: 1_580_000,
    2019: 1_580_000,
    2020: 1_600_000,
    2021: 1_600_000,
    2022: 1_640_000,
    2023: 1_700_000,
    2024: 1_750_000,
    2025: 1_800_000,
    2026: 1_850_000,
}
OVERRUN = {2022: 120_000}
STEERING_MEETINGS = {2014: 2, 2016: 5, 2021: 1}
ATTESTED_FROM = 2019


def story(definition: Definition) -> Story:
    """The whole history, with an attestation for each duty of the definition that is attested."""
    told = Story()
    _beginning(told)
    _people(told)
    for year in range(2014, LAST_YEAR + 1):
        _meetings(told, year)
        _money(told, year)
        _year_end(told, year)
        if ATTESTED_FROM <= year < LAST_YEAR:
            attest(told, definition, PARTIES, year, grade=_grade)
    _readings(told)
    _change_of_manager(told)
    _events(told)
    return told


def _beginning(told: Story) -> None:
    boards = ("Socialnämnden", "Kommunstyrelsen", "Arbetsmarknadsnämnden")
    for number, code in enumerate(PARTIES):
        decided = date(2014, 2, 11) + timedelta(days=3 * number)
        if code == EKERO:
            decided = date(2014, 5, 20)
        extract = (decided + timedelta(days=15)).isoformat()
        papers: dict[str, Any] = {} if code == UPPLANDS_BRO else {"extract_on": extract, "evidence": "decision"}
        told.tell(
            decided,
            "decision.adopted",
            code,
            board=boards[number % 3],
            paragraph=f"§ {21 + number}",
            **papers,
        )
        signed = date(2014, 4, 2) if code == EKERO else min(decided + timedelta(days=10), date(2014, 4, 10))
        told.tell(signed, "signature.given", code, signatory_role="Ordförande i nämnden")
        told.tell(max(signed, decided) + timedelta(days=20), "copy.delivered", code)
    told.tell(START, "role.assigned", None, role="strateg", employer=f"party:{LIDINGO}", title="Strateg")


def _entered(code: str) -> date:
    return date(2014, 5, 20) if code == EKERO else START


def _people(told: Story) -> None:
    for number, code in enumerate(PARTIES):
        day = _entered(code)
        told.tell(day, "role.assigned", code, role="ledamot", title="Socialchef" if number % 2 else "Förvaltningschef")
        told.tell(day, "role.assigned", code, role="kontaktperson", holder=f"{code}-1", title="Integrationssamordnare")
        if number % 3 == 0:
            told.tell(day, "role.assigned", code, role="kontaktperson", holder=f"{code}-2", title="Enhetschef")
    for code in STEERING:
        told.tell(date(2014, 5, 27), "body.member_added", code, body="styrgrupp", level="förvaltningschef")
    for code in (VALLENTUNA, NORRTALJE, LIDINGO, SOLLENTUNA):
        told.tell(date(2014, 9, 1), "body.member_added", code, body="arbetsgrupp")
    told.tell(date(2026, 8, 1), "role.ended", VAXHOLM, role="ledamot", known=date(2026, 8, 6))


def _meetings(told: Story, year: int) -> None:
    if year < LAST_YEAR:
        told.tell(date(year, 11, 20), "meeting.held", None, body="ledningsgrupp", number=1)
    count = STEERING_MEETINGS.get(year, 3 if year % 2 else 2)
    months = (2, 5, 9, 10, 12) if count > 4 else (3, 9, 11, 12) if year > 2014 else (6, 10)
    for number, month in enumerate(months[:count], 1):
        _held(told, date(year, month, 12), "styrgrupp", number)
    for number, month in enumerate((2, 5, 9, 11), 1):
        _held(told, date(year, month, 24), "natverk", number)
        _held(told, date(year, month, 6), "arbetsgrupp", number)
        day = date(year, month, 28)
        if day > START:
            told.tell(day, "newsletter.published", None, number=number)
    if year == LAST_YEAR:
        told.tell(date(2026, 12, 3), "meeting.planned", None, body="ledningsgrupp", known=date(2026, 9, 15))


def _held(told: Story, day: date, body: str, number: int) -> None:
    if day > START:
        told.tell(day, "meeting.held", None, body=body, number=number)


def _money(told: Story, year: int) -> None:
    if year < LAST_YEAR:
        told.tell(
            date(year, 11, 20),
            "budget.adopted",
            None,
            year=year + 1,
            amount=BUDGETS[year + 1] * 100,
            body="ledningsgrupp",
        )
    if year == 2014:
        told.tell(date(2014, 6, 3), "budget.adopted", None, year=2014, amount=BUDGETS[2014] * 100, body="ledningsgrupp")
    series = min(year - 1, population.latest_year())
    figures = {code: population.population(series)[code] for code in PARTIES}
    pinned = population.snapshot(series)
    updated = date(2014, 4, 28) if year == 2014 else date(year, 5, 6) if year == LAST_YEAR else date(year, 4, 17)
    told.tell(
        updated,
        "weights.updated",
        None,
        year=year,
        snapshot=f"folkmangd-{series}",
        figures=figures,
        reference_date=pinned.reference_date.isoformat(),
        sha256=pinned.sha256,
    )
    _invoices(told, year, figures)
    if year < LAST_YEAR:
        spent = BUDGETS[year] + OVERRUN.get(year, -7_400 - 900 * (year % 5))
        told.tell(date(year + 1, 2, 12), "outcome.recognised", None, year=year, amount=spent * 100, body="styrgrupp")


def _invoices(told: Story, year: int, figures: dict[str, int]) -> None:
    issued = date(2014, 6, 16) if year == 2014 else date(year, 5, 12)
    shares = apportion(BUDGETS[year], figures)
    for number, code in enumerate(PARTIES):
        told.tell(issued, "invoice.issued", code, year=year, amount=shares[code] * 100, invoice=f"{year}-{code}")
        paid = issued + timedelta(days=17 + number % 9)
        if code == NORRTALJE and year == 2023:
            paid = issued + timedelta(days=44)
        if not (code == SIGTUNA and year == LAST_YEAR):
            told.tell(paid, "payment.received", code, year=year, amount=shares[code] * 100, invoice=f"{year}-{code}")


def _year_end(told: Story, year: int) -> None:
    if year < LAST_YEAR:
        told.tell(
            date(year, 11, 20),
            "plan.adopted",
            None,
            from_=f"{year + 1}-01-01",
            to=f"{year + 1}-12-31",
            body="ledningsgrupp",
        )
        finished = date(2021, 2, 18) if year == 2020 else date(year, 12, 10)
        told.tell(finished, "document.published", None, act="follow_up", year=year, title=f"Uppföljning {year}")


def _grade(rule: str, code: str, year: int) -> str | None:
    if (code, year, rule) == (NORRTALJE, 2025, "aterkoppla"):
        return None  # has not answered
    return "partly" if (int(code or "5") * 7 + len(rule) * 3 + year) % 11 == 0 else "full"


def _readings(told: Story) -> None:
    told.tell(
        date(2014, 11, 20), "interpretation.adopted", None, interpretation="t-3-1", option=True, body="ledningsgrupp"
    )
    told.tell(
        date(2015, 11, 20),
        "interpretation.adopted",
        None,
        interpretation="t-10-4",
        option="weight_days",
        body="ledningsgrupp",
    )


def _change_of_manager(told: Story) -> None:
    told.tell(
        CHANGE,
        "role.assigned",
        None,
        known=date(2016, 11, 25),
        role="forvaltande-kommun",
        holder=f"party:{SOLLENTUNA}",
        decided_by="body:ledningsgrupp",
        decided_on="2016-11-21",
    )
    told.tell(CHANGE, "role.assigned", None, role="strateg", employer=f"party:{SOLLENTUNA}", title="Strateg")
    told.tell(
        date(2017, 1, 31),
        "document.published",
        None,
        act="hand_over_ledger",
        title="Överlämning av medel och bokföring",
    )
    told.tell(date(2019, 3, 1), "role.ended", None, role="strateg")
    told.tell(date(2019, 4, 10), "role.assigned", None, role="strateg", employer=f"party:{SOLLENTUNA}", title="Strateg")


def _events(told: Story) -> None:
    told.tell(
        date(2026, 3, 2),
        "notice.given",
        SOLNA,
        known=date(2026, 3, 4),
        dated="2026-02-26",
        sent="2026-03-02",
        form="written",
    )
    told.tell(
        date(2026, 3, 3),
        "notice.received",
        SOLLENTUNA,
        known=date(2026, 3, 4),
        notice_party=SOLNA,
        by="body:ledningsgrupp.chair",
    )
    told.tell(
        date(2024, 5, 14), "amendment.proposed", None, amendment="tillagg-1", summary="Ersättare i ledningsgruppen"
    )
    for code in PARTIES[:12]:
        told.tell(
            date(2024, 9, 2) + timedelta(days=int(code) % 40),
            "amendment.signed",
            code,
            amendment="tillagg-1",
            decided_on="2024-08-27",
        )
    told.tell(date(2023, 9, 12), "meeting.held", None, body="styrgrupp", number=9, name="wrong-day")
    told.tell(
        date(2023, 9, 13),
        "fact.withdrawn",
        None,
        known=date(2023, 9, 20),
        corrects="wrong-day",
        reasons="Mötet registrerades två gånger",
    )
