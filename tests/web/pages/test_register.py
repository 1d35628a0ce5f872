"""The register as people meet it: the list, one line, registering, correcting, and what a secrecy mark hides."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.accounts.models import Role, User
from samverk.accounts.policy import system
from samverk.agreements.actions.register import Line, register_line
from samverk.records.models import RegisterEntry
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

PAGE = f"/avtal/{NORRORT}/diarium/"
NEW = f"{PAGE}ny/"
EXTRACT = "019d62c2bedb"
SECRET = ("Anbud på tolkar", "tolkföretag")
OTHERS = ("forvaltningschef", "kontaktperson", "registrator", "controller", "forbund", "lasare", "administrator")


def line(number: int, year: int = 2026) -> str:
    return f"{PAGE}0163/{year}/{number}/"


def send(client: Client, address: str, status: int = 200, **more: Any) -> str:
    values: dict[str, Any] = {
        "direction": "in", "day": "2026-11-20", "counterpart": "Länsstyrelsen", "subject": "Remiss om boende",
    }  # fmt: skip
    answer = client.post(address, values | more, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_the_list_shows_the_lines_and_who_keeps_it(visitor: Client, strategist: Client) -> None:
    shown = text(visitor, PAGE)
    for words in ("5 rader, den senaste först.", "Diariet förs av Sollentuna kommun", "SAM 2026/3", "SAM 2025/1",
                  "Upprättad", "Deras nummer KS/2025:00000", "Verksamhetsberättelse 2025"):  # fmt: skip
        assert words in shown
    assert "Diarieför " not in shown
    assert "Dagens lista" in text(strategist, PAGE)
    assert "Inget är diariefört än." in text(visitor, f"/avtal/{COUNTY}/diarium/")


def test_a_secrecy_mark_masks_the_line_for_everyone_but_those_who_keep_the_register(
    visitor: Client, strategist: Client
) -> None:
    for client in (visitor, *(signed_in(name) for name in OTHERS)):
        for address in (PAGE, line(2), f"{PAGE}?q=2026/2", f"{PAGE}?q=Anbud"):
            shown = text(client, address)
            assert not [words for words in SECRET if words in shown]
        assert "OSL 19 kap. 3 §" in text(client, line(2))
        assert "Ingen rad passar in på valet." in text(client, f"{PAGE}?q=Anbud")
        assert "Utelämnad" in text(client, PAGE)
    for address in (PAGE, line(2), f"{PAGE}?q=Anbud"):
        assert "Anbud på tolkar" in text(strategist, address)
    english = visitor.get(line(2), headers={"Accept-Language": "en"}).content.decode()
    assert "chapter 19, section 3 of the Secrecy Act" in english


def test_the_list_is_narrowed(visitor: Client) -> None:
    def found(query: str) -> list[str]:
        shown = text(visitor, f"{PAGE}?{query}")
        return [name for name in ("2026/3", "2026/2", "2026/1", "2025/1") if f"SAM {name}" in shown]

    assert found("ar=2025") == ["2025/1"]
    assert found("riktning=out") == ["2026/1"]
    assert found("q=verksamhetsberättelse") == ["2026/1"]
    assert found("q=SAM 2026/3") == ["2026/3"]
    assert found("dag=2026-03-12") == ["2026/2"]
    assert found("dag=2026-03-13") == []
    for nonsense in ("ar=x", "riktning=x", "dag=igår", "sida=99", "q=%00"):
        assert len(found(nonsense)) == 4


def test_the_official_list_leaves_out_what_is_marked_whoever_fetches_it(strategist: Client) -> None:
    answer = strategist.get(f"{PAGE}2026.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(BytesIO(answer.content))
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    for said in ("Diarium 2026", "SAM 2026/1", "SAM 2026/2", "Sekretessmarkerad: OSL 19 kap. 3 §", "Sollentuna kommun"):
        assert said in words
    assert not [said for said in SECRET if said in words]
    assert strategist.get(f"{PAGE}2026.docx").status_code == 200
    for nothing in ("2024.pdf", "0.pdf", "99999.pdf", "2026.exe"):
        assert strategist.get(f"{PAGE}{nothing}").status_code == 404


def test_a_document_is_registered_from_its_page(strategist: Client) -> None:
    page = text(strategist, f"/avtal/{NORRORT}/handlingar/{EXTRACT}/")
    assert "SAM 2025/1" in page
    assert "Protokollsutdrag, budget 2026 (exempel)" in text(strategist, f"{NEW}?handling={EXTRACT}")
    assert text(strategist, f"{NEW}?handling=finns-inte")

    said = send(strategist, NEW, papers=[EXTRACT])

    assert "Diarieförd som SAM 2026/5." in said
    assert "Protokollsutdrag, budget 2026 (exempel)" in said
    assert "SAM 2026/5" in text(strategist, f"/avtal/{NORRORT}/handlingar/{EXTRACT}/")
    assert RegisterEntry.objects.get(year=2026, number=5).papers.get().version == 1


def test_a_party_is_named_by_choosing_it(strategist: Client) -> None:
    send(strategist, NEW, counterpart="", party="0184")

    entry = RegisterEntry.objects.get(number=5)
    assert (entry.counterpart, entry.party) == ("Solna", "0184")


def test_what_is_wrong_is_said_and_nothing_is_registered(strategist: Client) -> None:
    for wrong, words in (
        ({"subject": ""}, "Skriv i korthet vad ärendet rör."),
        ({"counterpart": ""}, "Ange vem handlingen kom från eller gick till."),
        ({"day": "2026-11-22"}, "har inte varit än"),
        ({"day": "i går"}, "Skriv dagen som"),
        ({"chapter": "19"}, "anger kapitel och paragraf"),
        ({"chapter": "3", "section": "1"}, "15"),
        ({"papers": ["finns-inte"]}, "Välj ett av alternativen"),
        ({"direction": ""}, "Välj in, ut eller upprättad."),
    ):
        assert words in send(strategist, NEW, 422, **wrong)
    assert RegisterEntry.objects.filter(year=2026, revision=1).count() == 4


def test_a_line_is_corrected_and_shows_what_it_said(strategist: Client, visitor: Client) -> None:
    said = send(strategist, line(1), subject="Verksamhetsberättelse för 2025", why="Fel titel")

    assert "Raden är rättad." in said
    shown = text(visitor, line(1))
    for words in ("Verksamhetsberättelse för 2025", "Rättad: Fel titel", "Vad som stod förut",
                  "Verksamhetsberättelse 2025 (exempel)"):  # fmt: skip
        assert words in shown
    assert "Strateg" not in shown
    assert "Skriv varför raden rättas." in send(strategist, line(1), 422, why="")
    assert text(strategist, line(1, 2025)).count("Lidingös diarienummer saknades.") == 1


def test_marking_a_public_document_hides_it_everywhere(strategist: Client, visitor: Client) -> None:
    """The page, the file, the picture, the list and the search, as what does not exist."""
    keepers = {"strateg"}
    page = f"/avtal/{NORRORT}/handlingar/{EXTRACT}"
    assert visitor.get(f"{page}/").status_code == 200
    send(strategist, NEW, papers=[EXTRACT], chapter="19", section="3")

    for name in ("visitor", *OTHERS, "strateg"):
        client = visitor if name == "visitor" else signed_in(name)
        for end in ("/", "/1/fil", "/1/sida-1.png"):
            answer = client.get(f"{page}{end}")
            nothing = client.get(f"/avtal/{NORRORT}/handlingar/finns-inte{end}")
            assert (answer.status_code == 200) == (name in keepers), (name, end)
            assert name in keepers or answer.content == nothing.content
        listed = "Protokollsutdrag, budget 2026" in text(client, f"/avtal/{NORRORT}/handlingar/")
        assert listed == (name in keepers)
        assert "Protokollsutdrag, budget" not in text(client, "/sok/?q=protokollsutdrag")
        # An earlier line about it, without a mark, no longer leads to it either.
        assert ("Protokollsutdrag, budget 2026 (exempel)" in text(client, line(1, 2025))) == (name in keepers)
    assert "Handlingen visas bara för dem som för diariet" in text(strategist, f"{page}/")
    assert "SAM 2026/5" in text(visitor, PAGE)


def test_a_registrar_of_the_agreement_keeps_the_register() -> None:
    someone = User.objects.get(email="registrator@demo.example")
    client = signed_in("registrator")
    assert client.get(NEW).status_code == 403
    Role.objects.create(user=someone, kind="registrar", agreement=NORRORT, from_day="2020-01-01")

    assert "Diarieförd som SAM 2026/5." in send(client, NEW)
    assert "Anbud på tolkar" in text(client, PAGE)


def test_what_is_not_there_leads_back(visitor: Client) -> None:
    for address in (line(99), f"{PAGE}0186/2026/1/", line(1, 99999), f"{PAGE}0163/2026/99999999999/"):
        answer = visitor.get(address)
        assert answer.status_code == 404
        assert "Till diariet" in answer.content.decode()


@pytest.fixture
def many() -> None:
    """A hundred lines more."""
    for number in range(100):
        line_ = Line(direction="in", day=NOW.date(), counterpart="Länsstyrelsen", subject=f"Remiss {number}")
        at = NOW + timedelta(seconds=number)
        register_line(agreement=NORRORT, line=line_, by=system("Prov"), recorded_at=at)


@pytest.mark.usefixtures("many")
def test_a_long_list_costs_no_more_and_has_pages(
    strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    strategist.get(PAGE)
    with django_assert_max_num_queries(12):
        shown = text(strategist, PAGE)
    assert "105 rader" in shown
    assert "SAM 2026/104" in shown
    assert "SAM 2026/54 " not in shown
    assert "SAM 2026/3 " in text(strategist, f"{PAGE}?sida=3") + " "
    with django_assert_max_num_queries(12):
        strategist.get(line(1))
    with django_assert_max_num_queries(12):
        strategist.get(NEW)
