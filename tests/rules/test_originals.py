"""From the lines of a signed document to clauses, items, paragraphs and sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from samverk.rules.originals.anchoring import unseen_in
from samverk.rules.originals.blocks import joined
from samverk.rules.originals.edition import Original, read_original
from samverk.rules.ruleset import load

FIXTURES = Path(__file__).parents[1] / "fixtures"
CORPUS = Path(__file__).parents[2] / "corpus"
SMALL = ["Avtal om bad", "", "1. Syfte", "Alla ska bada.", "", "2. Regler"]


def read(*lines: str) -> Original:
    return read_original(lines)


def fixture(name: str) -> Original:
    return read_original((FIXTURES / "originals" / f"{name}.txt").read_text(encoding="utf-8").split("\n"))


def paths(original: Original) -> dict[str, list[str]]:
    return {clause.id: [block.path for block in clause.blocks] for clause in original.edition.clauses.values()}


def left_out(original: Original) -> list[str]:
    return [found.text for found in original.unplaced]


def test_an_agreement_with_numbered_headings_a_form_and_an_annex() -> None:
    found = fixture("badplatsen")
    assert found.edition.title == "Badhusavtal mellan kommunerna kring Storsjön"
    assert paths(found) == {
        "0": ["0/p1"],
        "1": ["1/p1", "1/p2"],
        "2": ["2/p1"],
        "3": ["3/s1", "3/p1", "3/p2", "3/p3", "3/s2"],
        "3.1": ["3.1/p1", "3.1/p2"],
        "4": ["4/p1"],
        "5": ["5/p1"],
        "U": ["U/p1", "U/p2", "U/p3"],
        "B1": ["B1/p1"],
    }
    assert found.edition.clauses["B1"].heading == "Bilaga 1 Kontakter"
    assert found.edition.clauses["3.1"].level == 3
    assert found.unplaced == ()


def test_bullets_that_lost_their_signs_and_words_divided_at_the_line_end() -> None:
    words = fixture("badplatsen").edition.words
    assert words("1/p1") == "Badplatserna ska vara öppna för alla som bor vid sjön, oavsett vilken kommun de bor i."
    assert "Fler kan tillträda när alla är överens" in str(words("2/s2"))
    assert str(words("2/s2")).endswith("m.m. om badet.")
    assert words("3/p3") == "Utse en person som svarar för vattenprover."
    assert words("3/s3") == "Rapporten läggs fram i december."
    assert words("3.1/p1") == "Prover tas av: Norrby kommun Söderby kommun"


def test_a_letter_an_agreement_and_a_plan_in_one_file() -> None:
    found = fixture("skogsbrand")
    assert paths(found) == {
        "B": ["B/p1", "B/p2", "B/p3", "B/p4", "B/p5", "B/p6"],
        "U": ["U/p1"],
        "1": ["1/p1"],
        "2": ["2/s1", "2/p1", "2/p2", "2/s2"],
        "3": ["3/p1"],
        "P": ["P/s1", "P/s2", "P/s3", "P/p1", "P/p2", "P/s4", "P/p3"],
    }
    words = found.edition.words
    assert words("B/p3") == "Kopia till: Räddningstjänsten Länets brandchefer Registratorn"
    assert str(words("B/p2")).startswith("Bakgrund Sommaren 2014")
    assert words("P/s1") == "2015-04-01 Styrelsens plan 2015-2016"
    assert words("P/s4") == "Sommartid"
    assert str(words("P/p2")).startswith("Köpa slang till alla. 1a) Grov slang, som gode män kan bära 1b) Smal slang.")
    assert str(words("P/p3")).endswith("Resultat: Bränder upptäcks tidigt.")


def test_double_spaced_lines_are_one_paragraph() -> None:
    assert len(fixture("skogsbrand").edition.clauses["3"].blocks[0].sentences) == 4


def test_what_belongs_to_the_page_or_to_nothing_is_told_with_its_line() -> None:
    found = fixture("skogsbrand")
    assert [(item.line, item.text) for item in found.unplaced] == [
        (37, "Namn Namnsson"),
        (42, "SÖDRA LÄNET"),
        (43, "Dnr: 2015/17 2 (3)"),
    ]
    assert "punkt" in found.unplaced[0].reason.sv
    assert "Sidhuvud" in found.unplaced[1].reason.sv


@pytest.mark.parametrize("name", ["badplatsen", "skogsbrand"])
def test_the_text_read_again_is_the_same_to_the_byte(name: str) -> None:
    once = fixture(name)
    assert read_original(once.text.split("\n")).text == once.text


@pytest.mark.parametrize("name", ["koordination-norrort/2014-04-15", "ksl-nyanlanda/2013-06-05"])
def test_a_text_that_already_is_an_edition_is_taken_as_it_stands(name: str) -> None:
    text = (CORPUS / name / "text.sv.md").read_text(encoding="utf-8")
    assert read_original(text.split("\n")).text == text


def test_headers_that_return_on_every_page_are_left_out_and_sentences_go_on_over_the_page() -> None:
    lines = ["Avtal om bad", "", "1. Syfte", "Alla som bor i kommunerna kring sjön ska kunna bada när", "", "Sjönytt 1"]
    lines += ["\fde vill, hela sommaren.", "", "2. Regler", "Ingen får ropa.", "", "Sjönytt 2"]
    lines += ["\f3. Slut", "Avtalet slutar aldrig.", "", "Sjönytt 3"]
    found = read(*lines)
    assert found.edition.words("1") == "Alla som bor i kommunerna kring sjön ska kunna bada när de vill, hela sommaren."
    assert left_out(found) == ["Sjönytt 1", "Sjönytt 2", "Sjönytt 3"]


@pytest.mark.parametrize("mark", ["2", "- 2 -", "Sida 2 av 9", "2 (9)", "2/9", "sid. 2"])
def test_page_numbers_are_left_out(mark: str) -> None:
    found = read(*SMALL, "Ingen får ropa.", "", mark, "", "3. Slut", "Avtalet slutar aldrig.")
    assert left_out(found) == [mark]


@pytest.mark.parametrize("sign", ["•", "-", "–", "*", "·", "o", "▪", "\uf0b7"])
def test_every_sign_of_a_list(sign: str) -> None:
    found = read(*SMALL, "Den som badar ska:", "", f"{sign} Duscha först.", f"{sign} Gå lugnt.")
    assert [found.edition.words(f"2/p{n}") for n in (1, 2)] == ["Duscha först.", "Gå lugnt."]


def test_lettered_points_are_items_with_their_letters() -> None:
    found = read(*SMALL, "Den som badar ska:", "a) Duscha först.", "b) Gå lugnt.")
    assert found.edition.words("2/p2") == "b) Gå lugnt."


def test_a_list_with_numbers_inside_a_numbered_clause() -> None:
    found = read(
        *SMALL, "Den som badar ska:", "1. Duscha först.", "2. Gå lugnt.", "3. Torka sig.", "", "3. Slut", "Nej."
    )
    assert paths(found)["2"] == ["2/s1", "2/p1", "2/p2", "2/p3"]
    assert found.edition.words("3") == "Nej."


def test_a_day_at_the_start_of_a_line_is_no_item() -> None:
    found = read(*SMALL, "Badet öppnar varje år den", "15. maj om isen har gått.")
    assert found.edition.words("2") == "Badet öppnar varje år den 15. maj om isen har gått."


def test_a_clause_number_that_returns_is_words() -> None:
    found = read("Avtal", "", "§ 1 Syfte", "Alla ska bada.", "", "§ 1 Syfte", "Igen.", "", "§ 2 Slut", "Nej.")
    assert list(found.edition.clauses) == ["1", "2"]
    assert "Igen." in str(found.edition.words("1"))


def test_a_clause_without_words_is_its_heading() -> None:
    found = read("Avtal", "", "§ 1 Syfte", "Alla ska bada.", "", "§ 2 Regler", "", "§ 3 Slut", "Nej.")
    assert found.edition.words("2") == "Regler"


def test_a_long_heading_goes_on_over_the_line() -> None:
    long = "1. Hur badplatserna kring sjön ska skötas av kommunerna och av alla"
    found = read("Avtal om bad", "", long, "andra som badar där", "Alla ska bada.", "", "2. Slut", "Nej.")
    assert found.edition.clauses["1"].heading.endswith("alla andra som badar där")


def test_the_number_may_stand_before_the_sign() -> None:
    assert list(read("Avtal", "", "1 § Syfte", "Alla ska bada.", "2 § Slut", "Nej.").edition.clauses) == ["1", "2"]


def test_two_parts_about_the_same_letter_have_ids_of_their_own() -> None:
    lines = [
        *SMALL,
        "Ingen får ropa.",
        "",
        "",
        "",
        "Underskrift",
        "Skriv namnet här.",
        "",
        "",
        "",
        "Utrustning",
        "Bojar finns.",
    ]
    assert list(read(*lines).edition.clauses)[-2:] == ["U", "U2"]


def test_an_annex_with_its_heading_on_the_same_line() -> None:
    found = read(*SMALL, "Ingen får ropa.", "", "", "", "Bilaga 2: Karta", "", "Kartan visar sjön.")
    assert found.edition.clauses["B2"].heading == "Bilaga 2 Karta"


def test_a_number_out_of_turn_inside_an_item_stays_in_it() -> None:
    found = read(*SMALL, "Den som badar ska:", "", "1) Duscha.", "", "7) gånger.", "", "2) Gå lugnt.")
    assert found.edition.words("2/p1") == "Duscha. 7) gånger."
    assert found.edition.words("2/p2") == "Gå lugnt."


def test_lines_that_cannot_be_running_text_are_told() -> None:
    found = read(*SMALL, "Ingen får ropa.", "", "________", "", "3. Slut", "Nej.")
    assert left_out(found) == ["________"]
    assert "löptext" in found.unplaced[0].reason.sv


def test_a_document_without_title_gets_one() -> None:
    assert read("1. Syfte", "Alla ska bada.", "2. Slut", "Nej.").edition.title == "Överenskommelse"


@pytest.mark.parametrize("lines", [[], [""], ["Bara en rad"]])
def test_almost_nothing_is_read_without_harm(lines: list[str]) -> None:
    assert len(read_original(lines).edition.clauses) <= 1


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["sam-", "verkan"], "samverkan"),
        (["social-", "och förvaltningschef"], "social- och förvaltningschef"),
        (["Upplands-", "Bro"], "Upplands-Bro"),
        (["år 2013 -", "2014"], "år 2013 - 2014"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(lines: list[str], whole: str) -> None:
    assert joined(lines) == whole


def test_numbers_that_another_edition_does_not_show_are_told() -> None:
    folder = CORPUS / "koordination-norrort" / "2014-04-15"
    definition = load({path.name: path.read_bytes() for path in folder.iterdir()})
    assert definition.text is not None
    assert unseen_in(definition, definition.text) == ()
    text = (folder / "text.sv.md").read_text(encoding="utf-8").replace("12 månader", "6 månader")
    assert any("12 månader" in found.sv for found in unseen_in(definition, read_original(text.split("\n")).edition))


def test_a_title_as_wide_as_the_page_is_the_title() -> None:
    title = "Avtal om gemensam skötsel av badplatser, bryggor och omklädningsrum mellan kommunerna vid sjön"
    found = read_original([title, "", "Avtalet reglerar vad som gäller. Alla får bada.", "", "1. Tid", "", "Ett år."])
    assert found.edition.title == title
    assert found.edition.clauses["0"].text == "Avtalet reglerar vad som gäller. Alla får bada."
