"""The April update as a guided act: what changes for whom is seen first, and one fact pins the figures (N-10c)."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samverk.agreements.queries.acts import Act, act_of
from samverk.agreements.queries.situations import evaluation, facts_up_to
from samverk.ops.demo.norrort import PARTIES
from samverk.records.models import Event
from samverk.reference.population import fingerprint, population, snapshot
from samverk.reference.population_file import Row, format_population
from samverk.rules.facts import Fact
from samverk.statistics.models import Snapshot
from samverk.web.fees import proposals
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

FEES = f"/avtal/{NORRORT}/avgifter/"
UPDATE = f"{FEES}2027/folkmangd/"
CORRECT = f"{FEES}2026/folkmangd/"
FIGURES = {code: population(2024)[code] + number for number, code in enumerate(PARTIES)}


def latest() -> Fact:
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    return facts_up_to(NORRORT, answer.head)[-1]


def csv(figures: dict[str, int] | None = None, year: int = 2026) -> bytes:
    """A file with the parties' figures of a year."""
    return format_population(Row(code, year, figure) for code, figure in (figures or FIGURES).items())


def upload(client: Client, data: bytes, address: str = UPDATE, name: str = "folk.csv", source: str = "SCB") -> str:
    """The answer to a file, as words."""
    answer = client.post(address, {"fil": SimpleUploadedFile(name, data), "kalla": source})
    page = answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    return f"{answer.status_code} {words}"


def token(page: str) -> str:
    """The proposal that the preview carries."""
    found = re.search(r'name="forslag" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def previewed(client: Client, data: bytes, address: str = UPDATE) -> str:
    page = client.post(address, {"fil": SimpleUploadedFile("folk.csv", data), "kalla": "SCB"}).content.decode()
    return token(page)


@pytest.fixture
def next_spring(today: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """16 April 2027: the figures of 31 December 2026 have been published."""
    monkeypatch.setenv("SAMVERK_TODAY", "2027-04-16")


def test_the_duty_of_april_is_answered_by_the_figures_of_its_year() -> None:
    """N-10c: due from 1 April, late from 1 May."""
    for day, status in ((date(2027, 4, 16), "due"), (date(2027, 5, 1), "late")):
        answer = evaluation(NORRORT, day)
        assert answer is not None
        prepared = answer.evaluation.situation
        (finding,) = [one for one in answer.evaluation.current("april-uppdatering") if one.status in ("due", "late")]
        assert finding.status == status
        assert act_of(prepared, finding) == Act("weights.updated", "Registrera folkmängd", {"year": 2027})


# --- choosing and looking -------------------------------------------------------------------------------


def test_the_act_is_offered_where_it_is_due_and_leads_back(strategist: Client, next_spring: None) -> None:
    """The row of the overview leads to the guided act, not to a form for figures nobody can type."""
    page = strategist.get("/overblick/").content.decode()
    found = re.search(r'<a class="btn[^"]*" href="([^"]+)">Registrera folkmängd', page)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    assert address.startswith(f"{FEES}2027/folkmangd/?next=")
    proposal = previewed(strategist, csv(), address)
    answer = strategist.post(address, {"forslag": proposal, "dag": "2027-04-16"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/overblick/")
    after = strategist.get("/overblick/").content.decode()
    assert "Folkmängden för 2027 är fastställd." in after
    assert "Registrera folkmängd" not in after


def test_the_form_of_a_fact_leads_to_the_act(strategist: Client) -> None:
    answer = strategist.get(f"/avtal/{NORRORT}/handelser/ny/?slag=weights.updated&year=2027")
    assert answer.headers["Location"] == UPDATE
    assert strategist.get(f"/avtal/{NORRORT}/handelser/ny/?slag=weights.updated").headers["Location"] == CORRECT


def test_the_preview_shows_what_changes_for_whom_and_stores_nothing(strategist: Client, next_spring: None) -> None:
    before = Event.objects.count()
    page = upload(strategist, csv())
    assert page.startswith("200")
    assert "Inget är registrerat än." in page
    assert "bara folkmängden skiljer" in page
    assert "Budgeten för 2027 är inte beslutad." in page
    assert re.search(r"Danderyd 32 425 32 432 \+7 ", page)
    assert re.search(r"15 kommuner 795 364 795 469 \+105 1 850 000 1 850 000 0 ", page)
    assert "summan är densamma" in page
    assert f"Kontrollsumma {fingerprint(FIGURES)[:8]}" in page
    assert Event.objects.count() == before
    assert Snapshot.objects.filter(reference_date=date(2026, 12, 31)).count() == 0


def test_fixing_the_figures_is_one_fact_with_figures_and_checksum(strategist: Client, next_spring: None) -> None:
    before = Event.objects.count()
    form = {"forslag": previewed(strategist, csv()), "dag": "2027-04-15", "underlag": "dnr 7"}
    answer = strategist.post(UPDATE, form)
    assert answer.headers["Location"] == f"{FEES}2027/"
    assert Event.objects.count() == before + 1
    event = Event.objects.filter(agreement=NORRORT).latest("seq")
    assert (event.kind, event.valid_on, event.corrects) == ("weights.updated", date(2027, 4, 15), None)
    assert json.loads(event.payload) == {
        "year": 2027,
        "snapshot": "folk.csv",
        "reference_date": "2026-12-31",
        "sha256": fingerprint(FIGURES),
        "figures": FIGURES,
        "source": "SCB",
        "evidence": "dnr 7",
    }


def test_a_snapshot_of_the_installation_is_fixed_with_its_own_checksum(strategist: Client) -> None:
    """All of Sweden's table is what the checksum is over; the parties' figures are what is kept."""
    page = strategist.get(UPDATE).content.decode()
    number = re.search(r'<option value="(\d+)">31', page)
    assert number is not None
    preview = strategist.get(f"{UPDATE}?uttag={number[1]}").content.decode()
    answer = strategist.post(UPDATE, {"forslag": token(preview), "dag": "2026-11-21"})
    assert answer.status_code == 302
    answered = evaluation(NORRORT, NOW.date())
    assert answered is not None
    payload = facts_up_to(NORRORT, answered.head)[-1].payload
    assert payload["sha256"] == snapshot(2024).sha256
    assert payload["figures"] == {code: population(2024)[code] for code in sorted(PARTIES)}
    assert payload["reference_date"] == "2024-12-31"
    assert "Siffror för 31 december 2026 saknas; 31 december 2024 används" in text(strategist, f"{FEES}2027/")


def test_a_file_of_all_of_sweden_gives_the_parties_figures(strategist: Client, next_spring: None) -> None:
    rows = [Row(code, 2026, number) for code, number in population(2024).items()]
    proposal = proposals.read(previewed(strategist, format_population(rows)))
    assert proposal is not None
    assert set(proposal.figures) == set(PARTIES)
    assert proposal.sha256 == snapshot(2024).sha256


def test_a_large_change_is_marked(strategist: Client, next_spring: None) -> None:
    page = upload(strategist, csv({**FIGURES, "0187": 20_000}))
    assert "En kommun" not in page.split("Kontrollera")[0][-80:]
    assert "1 kommun har ändrats mer än tio procent." in page


# --- correcting ----------------------------------------------------------------------------------------


def test_one_wrong_figure_is_corrected_and_the_deltas_sum_to_zero(strategist: Client) -> None:
    old = latest_figures(2026)
    preview = strategist.get(f"{CORRECT}?kommun=0160&invanare=78744").content.decode()
    plain = " ".join(re.sub(r"<[^>]+>", " ", preview).replace("\u202f", " ").split())
    assert "En kommun betalar mer och 14 mindre." in plain
    assert 'name="dag"' not in preview  # a correction keeps the day of what it corrects
    answer = strategist.post(CORRECT, {"forslag": token(preview)})
    assert answer.headers["Location"] == f"{FEES}2026/"
    new = latest()
    assert (new.corrects, new.valid_on) == (old.seq, old.valid_on)
    assert new.payload["figures"] == {**old.payload["figures"], "0160": 78_744}
    assert new.payload["sha256"] == fingerprint(new.payload["figures"])
    page = text(strategist, f"{FEES}2026/")
    assert "Folkmängden för Täby rättades från 77 744 till 78 744." in page
    assert "Skillnaderna tar ut varandra: tillsammans är de 0 kr." in page
    assert "Täby 180 831 182 927 +2 096" in page
    assert "Täby 2 096 att fakturera" in page
    assert "Danderyd 95 att kreditera" in page


def latest_figures(year: int) -> Fact:
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    known = facts_up_to(NORRORT, answer.head)
    return [one for one in known if one.kind == "weights.updated" and one.payload["year"] == year][-1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kommun=0160&invanare=77744", "Det är samma siffror som redan är fastställda."),
        ("kommun=0160&invanare=", "Skriv hur många invånare kommunen har."),
        ("kommun=0160&invanare=-5", "Skriv ett antal som är minst 1."),
        ("kommun=0160&invanare=1.5", "Skriv ett heltal, bara siffror."),
        ("kommun=0160&invanare=99999999", "Så många invånare har ingen kommun."),
        ("kommun=0180&invanare=5", "Välj ett av alternativen i listan."),
        ("uttag=9999", "Välj ett av alternativen i listan."),
        ("uttag=", "Välj ett uttag."),
    ],
)
def test_a_choice_that_does_not_hold_is_said_in_words(query: str, words: str, strategist: Client) -> None:
    assert words in text(strategist, f"{CORRECT}?{query}", status=422)


def test_a_year_without_fixed_figures_has_none_to_correct(strategist: Client) -> None:
    page = text(strategist, f"{UPDATE}?kommun=0160&invanare=5", status=422)
    assert "Det finns ingen fastställd folkmängd att rätta för det året." in page


# --- files with faults: line and column, and nothing stored ----------------------------------------------

LINES = [f"{code},2026,{figure}" for code, figure in FIGURES.items()]
HEADER = "kommunkod,ar,folkmangd"


def with_line(number: int, line: str | None, header: str = HEADER) -> bytes:
    """The sound file with one line (counted as an editor does) another, or gone."""
    lines = [header, *LINES]
    lines[number - 1 : number] = [] if line is None else [line]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (with_line(2, "0114,2025,50000"), "rad 2, kolumn ar: hittade året 2025; väntade år 2026."),
        (csv(year=2024), "rad 2, kolumn ar: hittade året 2024; väntade år 2026."),
        (
            "\n".join([HEADER, *(",".join(reversed(line.split(","))) for line in LINES)]).encode(),
            "rad 2, kolumn kommunkod: hittade värden som har bytt plats med folkmangd (15 rader",
        ),
        (with_line(3, '0115,2026,"35119,5"'), "rad 3, kolumn folkmangd: hittade ”35119,5”; väntade ett heltal utan"),
        (with_line(3, "0115,2026,35 119"), "rad 3, kolumn folkmangd: hittade ”35 119”; väntade ett heltal utan avgr"),
        (with_line(3, "0115,2026,-1"), "rad 3, kolumn folkmangd: hittade ”-1”; väntade ett antal som inte är negativt"),
        (with_line(4, None), "kolumn kommunkod: hittade ingen rad för 0117 Österåker 2026; väntade en rad per"),
        (with_line(4, LINES[0]), "rad 4, kolumn kommunkod: hittade 0114 Upplands Väsby 2026 en andra gång;"),
        (with_line(2, "114,2026,50000"), "rad 2, kolumn kommunkod: hittade ”114”; väntade fyra siffror med inledande"),
        (with_line(2, "9999,2026,5"), "rad 2, kolumn kommunkod: hittade ”9999”; väntade koden för en av de 290"),
        (with_line(1, "kommunkod,ar"), "rad 1, kolumn folkmangd: hittade rubrikerna"),
        (b"", "Filen är tom."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "hittade en fil i UTF-16 eller en fil som inte är text"),
        (b"PK\x03\x04" + b"x" * 50, "hittade en arbetsbok från Excel; väntade en textfil (CSV) i UTF-8; spara bladet"),
        ((HEADER + "\n").encode() + b"0114,2026,1\n" * 1_000_000, "hittade en fil med 1 000 001 rader; väntade högst"),
        (b"x" * 20_000_001, "hittade en fil på 20 MB; väntade högst 20 MB"),
    ],
    ids=[
        "one line of another year", "another year", "columns swapped", "decimal comma", "grouped", "negative",
        "missing", "doubled", "without leading zero", "no municipality", "no column", "empty", "not a text",
        "a workbook", "a million rows", "too large",
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_refused_with_line_and_column_and_nothing_is_stored(
    data: bytes, words: str, strategist: Client, next_spring: None
) -> None:
    before = Event.objects.count(), Snapshot.objects.count()
    page = upload(strategist, data)
    assert page.startswith("422")
    assert words in page
    assert (Event.objects.count(), Snapshot.objects.count()) == before


def test_figures_of_a_year_that_has_not_ended_are_refused(strategist: Client) -> None:
    page = upload(strategist, csv())
    assert page.startswith("422")
    assert "rad 2, kolumn ar: hittade året 2026; väntade ett år som har gått; det senaste är 2025." in page


def test_very_many_faults_are_counted(strategist: Client, next_spring: None) -> None:
    page = upload(strategist, "\n".join([HEADER, *(f"{n:04},2026,1" for n in range(5_000, 5_030))]).encode())
    assert page.startswith("422")
    assert "och 10 fel till." in page


def test_a_file_needs_a_name_and_a_source(strategist: Client, next_spring: None) -> None:
    assert "Välj en fil." in strategist.post(UPDATE, {"kalla": "SCB"}).content.decode()
    assert "Skriv varifrån siffrorna kommer." in upload(strategist, csv(), source="")
    assert "Filens namn är längre än 200 tecken." in upload(strategist, csv(), name="x" * 201)


def test_a_name_of_a_file_is_text_and_nothing_more(strategist: Client, next_spring: None) -> None:
    data = {"fil": SimpleUploadedFile("<img src=x>.csv", b"x"), "kalla": "SCB"}
    assert b"<img src=x>" not in strategist.post(UPDATE, data).content


# --- confirming ----------------------------------------------------------------------------------------


def test_what_was_altered_on_its_way_is_not_recorded(strategist: Client, next_spring: None) -> None:
    before = Event.objects.count()
    good = previewed(strategist, csv())
    forged = signing.dumps({"agreement": NORRORT}, salt=proposals.SALT)
    for bad in (good[:-2], "x", "", forged, signing.dumps({"year": 2027})):
        answer = strategist.post(UPDATE, {"forslag": bad, "dag": "2027-04-16"})
        assert answer.status_code == 422
        assert "Förhandsvisningen har blivit för gammal." in answer.content.decode()
    assert strategist.post(f"{FEES}2026/folkmangd/", {"forslag": good, "dag": "2027-04-16"}).status_code == 422
    assert Event.objects.count() == before


def test_a_proposal_is_old_after_a_day(strategist: Client, next_spring: None, monkeypatch: pytest.MonkeyPatch) -> None:
    good = previewed(strategist, csv())
    monkeypatch.setattr(proposals, "KEPT_SECONDS", -1)
    assert strategist.post(UPDATE, {"forslag": good, "dag": "2027-04-16"}).status_code == 422


def test_what_somebody_else_has_recorded_meanwhile_is_shown_first(strategist: Client, next_spring: None) -> None:
    mine = previewed(strategist, csv())
    other = strategist.post(UPDATE, {"forslag": previewed(strategist, csv({**FIGURES, "0187": 12_000})),
                                     "dag": "2027-04-14"})  # fmt: skip
    assert other.status_code == 302
    before = Event.objects.count()
    answer = strategist.post(UPDATE, {"forslag": mine, "dag": "2027-04-16"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Något har registrerats medan du läste." in page
    assert "Jämförelsen är med siffrorna som är fastställda för 2027." in page
    assert Event.objects.count() == before
    assert strategist.post(UPDATE, {"forslag": token(page)}).status_code == 302
    assert latest().valid_on == date(2027, 4, 14)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Ange dagen då siffrorna fastställdes."),
        ("i går", "Skriv dagen som år-månad-dag, till exempel 2026-03-02."),
        ("2027-05-01", "som ligger efter 2027-04-16"),
    ],
)
def test_a_day_that_does_not_hold_is_said_and_the_preview_stays(
    day: str, words: str, strategist: Client, next_spring: None
) -> None:
    before = Event.objects.count()
    answer = strategist.post(UPDATE, {"forslag": previewed(strategist, csv()), "dag": day})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert token(answer.content.decode())
    assert Event.objects.count() == before


@pytest.mark.parametrize("who", ["forvaltningschef", "kontaktperson", "registrator", "forbund", "lasare"])
def test_only_those_who_may_fix_figures(who: str, strategist: Client, next_spring: None) -> None:
    proposal = previewed(strategist, csv())
    client = signed_in(who)
    assert client.post(UPDATE, {"forslag": proposal, "dag": "2027-04-16"}).status_code == 403
    assert "Fastställ folkmängden" not in text(client, f"{FEES}2027/")


def test_the_controller_may(next_spring: None) -> None:
    controller = signed_in("controller")
    assert "Fastställ folkmängden" in text(controller, f"{FEES}2027/")
    form = {"forslag": previewed(controller, csv()), "dag": "2027-04-16"}
    assert controller.post(UPDATE, form).status_code == 302


def test_acts_are_for_today(strategist: Client) -> None:
    answer = strategist.get(f"{CORRECT}?per=2020-01-01")
    assert answer.headers["Location"] == CORRECT


def test_an_agreement_without_a_fee_has_no_such_act() -> None:
    page = text(signed_in("forbund"), f"/avtal/{COUNTY}/avgifter/2026/folkmangd/", status=404)
    assert "Avtalet har ingen avgift att räkna ut." in page
