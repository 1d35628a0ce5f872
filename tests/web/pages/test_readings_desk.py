"""The readings desk: every question the text leaves, what each answer changes, and a decision from form to record."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.agreements.queries.situations import forget
from samverk.records.models import Event
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text

DESK = f"/avtal/{NORRORT}/tolkningar/"
CLOCK = f"{DESK}t-14-1/"
UNIT = f"{DESK}t-10-5/"
DECISION = {"option": "1", "valid_on": "2026-11-20", "minutes": "LG 2026 § 14", "evidence": "", "note": ""}


def posted(client: Client, address: str, form: dict[str, str], status: int = 200) -> str:
    """The words of the answer to a form."""
    answer = client.post(address, form)
    assert answer.status_code == status, answer.content[:2000]
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


def between(words: str, start: str, end: str) -> str:
    return words[words.index(start) : words.index(end, words.index(start))]


def adoptions() -> list[Event]:
    """Decisions on readings that the demonstration did not bring."""
    return list(Event.objects.filter(agreement=NORRORT, kind="interpretation.adopted", is_example=False))


@pytest.fixture(autouse=True)
def _remember_nothing() -> None:
    forget()


@pytest.mark.parametrize(("agreement", "count"), [(NORRORT, 49), (COUNTY, 38)])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_reading_stands_in_the_list_once(agreement: str, count: int, language: str, visitor: Client) -> None:
    page = visitor.get(f"/avtal/{agreement}/tolkningar/", headers={"Accept-Language": language}).content.decode()
    anchors = re.findall(r'<li class="span" id="l-(t-[^"]+)"', page)

    assert len(anchors) == len(set(anchors)) == count
    assert all(f'href="/avtal/{agreement}/tolkningar/{anchor}/"' in page for anchor in anchors)


def test_what_an_answer_changes_stands_beside_it(visitor: Client) -> None:
    """N-14b: another day of notice moves Solna's last day."""
    found = between(text(visitor, DESK), "Vilken dag är uppsägningsdatum?", "t-14-3")

    assert "Används tills vidare. Ledningsgruppen kan avgöra det." in found
    assert "Dagen då ordföranden fick den (används) Så läses det nu. Inget ändras om det beslutas." in found
    assert "Dagen som står på den Ändrar två besked i dag och en sak framåt." in found
    assert "Solna är part till och med 3 mars 2027 blir Solna är part till och med 26 februari 2027" in found


def test_the_list_begins_with_money_and_members_and_ends_with_what_is_decided(visitor: Client) -> None:
    page = text(visitor, DESK)
    order = [
        page.index(words)
        for words in (
            "Ändrar pengar, vilka som är bundna eller vad som är försenat",
            "Delas årsavgiften i hela kronor eller i ören?",
            "Ändrar något annat som gäller i dag",
            "Ändrar bara det som kommer eller har varit",
            "Ändrar inget i dag",
            "Beslutade läsningar",
            "Vad betalar en kommun som är part bara en del av året?",
        )
    ]

    assert order == sorted(order)


def test_where_nothing_is_changed_a_case_shows_what_the_answers_mean(visitor: Client) -> None:
    """K-9b: for whom the agreement ends."""
    found = text(visitor, f"/avtal/{COUNTY}/tolkningar/?punkt=9")

    assert "skickas 20 november 2026 och kommer in 21 november 2026." in found
    assert "Part till och med 21 augusti 2027; då upphör överenskommelsen för alla." in found


def test_the_list_is_narrowed_by_state_and_clause(visitor: Client) -> None:
    open_ones = text(visitor, f"{DESK}?lage=open&punkt=14")
    nothing = text(visitor, f"{DESK}?lage=adopted&punkt=14")

    assert "1 av 49 visas." in open_ones
    assert "Vilken dag är uppsägningsdatum?" not in open_ones
    assert "Ingen läsning stämmer med urvalet." in nothing
    assert "49 av 49" not in text(visitor, f"{DESK}?lage=annat&punkt=99")


def test_a_reading_s_own_page_shows_every_sum_it_moves(visitor: Client) -> None:
    """N-10a: whole kronor or öre."""
    page = text(visitor, UNIT)

    assert "Danderyd 2026 " in page
    assert "Upplands Väsby 2026 117 050 kr 117 050,24 kr +0,24 kr" in page
    assert "2026: 1 850 000 kr på 15 parter (uppfyllt) blir 2026: 1 850 000 kr på 15 parter (dags nu)" in page


def test_the_agreement_can_be_seen_as_if_it_were_read_otherwise(visitor: Client) -> None:
    """What if: another reading, on every page."""
    hrefs = re.findall(r'href="([^"]*tank=[^"]*)"', visitor.get(f"{CLOCK}?per=2026-11-20").content.decode())
    page = unescape(hrefs[0])

    assert len(hrefs) == 2
    assert page == f"/avtal/{NORRORT}/?per=2026-11-20&tank=lasning%3At-14-1%3Anotice_dated"
    assert "Solna är part till och med 26 februari 2027" in text(visitor, page)
    supposed = visitor.get(page.replace(f"{NORRORT}/?", f"{NORRORT}/tolkningar/t-14-1/?")).content.decode()
    assert "Antaget här, för att pröva." in supposed
    assert "Se avtalet läst så" not in supposed
    assert "Registrerat 1 januari 1900" not in supposed


def test_a_supposed_key_is_no_reading_of_the_text(visitor: Client) -> None:
    page = text(visitor, f"{DESK}?tank=nyckel:2027:lika=20")

    assert "Texten lämnar 49 frågor att avgöra." in page
    assert "Tänk om nyckeln vore en annan?" not in page


def test_what_a_case_tells_apart_comes_before_what_it_does_not(visitor: Client) -> None:
    """K-9b: for whom the agreement ends is not lost among what makes no difference."""
    page = text(visitor, f"/avtal/{COUNTY}/tolkningar/")
    nothing = page[page.index("Ändrar inget i dag") :]

    assert nothing.index("då upphör överenskommelsen för alla") < nothing.index("Måste uppsägningen vara skriftlig?")


def test_the_english_page_says_the_same(visitor: Client) -> None:
    page = text(visitor, CLOCK, "en")

    assert "Changes two findings today and one thing ahead." in page
    assert "Solna is a party through 3 March 2027 becomes Solna is a party through 26 February 2027" in page


def test_a_reading_that_does_not_exist_leads_back_to_the_list(visitor: Client) -> None:
    assert "Avtalet har ingen läsning t-99." in text(visitor, f"{DESK}t-99/", status=404)


def test_a_decision_is_shown_before_it_is_recorded(strategist: Client) -> None:
    preview = posted(strategist, CLOCK, DECISION)

    assert "Det här ändras om beslutet registreras" in preview
    assert "Dagen som står på den. Ändrar två besked i dag och en sak framåt." in preview
    assert "20 november 2026 Protokoll LG 2026 § 14" in preview
    assert adoptions() == []


def test_a_recorded_decision_is_in_force_and_says_who_and_when(strategist: Client) -> None:
    """N-14b, principle 3: which reading is in use, and who decided it, is data."""
    answer = strategist.post(CLOCK, DECISION | {"record": "1", "note": "Enigt."})
    [event] = adoptions()

    assert (answer.status_code, answer["Location"]) == (302, CLOCK)
    assert event.valid_on.isoformat() == "2026-11-20"
    assert event.payload == (
        '{"body":"ledningsgrupp","interpretation":"t-14-1","minutes":"LG 2026 § 14","note":"Enigt.",'
        '"option":"notice_dated"}'
    )
    page = text(strategist, CLOCK)
    assert "Beslutat av ledningsgruppen 20 november 2026." in page
    assert "Så läses det nu, efter beslutet." in page
    assert "Registrerat 21 november 2026, Strateg, Koordination Norrort" in page
    assert "Solna är part till och med 26 februari 2027" in text(strategist, f"/avtal/{NORRORT}/")
    assert "Beslutat av ledningsgruppen 20 november 2026." in text(
        strategist, f"/avtal/{NORRORT}/varfor/uttrade~party.0184~2026-03-02/"
    )
    assert "Ledningsgruppen, t-14-1, Vilken dag är uppsägningsdatum? dagen som står på den" in text(
        strategist, f"/avtal/{NORRORT}/handelser/?slag=interpretation.adopted"
    )
    assert "beslutad · Avgörs av ledningsgruppen. Beslutat av ledningsgruppen 20 november 2026." in text(
        strategist, f"/avtal/{NORRORT}/aterlasning/"
    )


def test_who_does_not_take_part_sees_the_decision_but_not_who_recorded_it(strategist: Client, visitor: Client) -> None:
    strategist.post(CLOCK, DECISION | {"record": "1", "note": "Enligt Lotsvärd."})
    page = text(visitor, CLOCK)

    assert "Registrerat 21 november 2026" in page
    assert "Registrerat 21 november 2026, Strateg" not in page
    assert "Enligt Lotsvärd." not in page
    assert "Enligt Lotsvärd." in text(strategist, CLOCK)
    assert "Rätta eller ta tillbaka beslutet" not in page


def test_a_decision_is_taken_back_by_a_further_fact(strategist: Client) -> None:
    """Principle 4: a recorded fact is corrected by a new one."""
    strategist.post(CLOCK, DECISION | {"record": "1"})
    [event] = adoptions()
    correct = f"/avtal/{NORRORT}/handelser/{event.seq}/ratta/"
    assert correct in strategist.get(CLOCK).content.decode()

    strategist.post(correct, {"withdraw": "1", "reasons": "Fel möte."})

    page = text(strategist, CLOCK)
    assert "Används tills vidare. Ledningsgruppen kan avgöra det." in page
    assert "Solna är part till och med 3 mars 2027" in page


def test_a_year_already_fixed_keeps_the_reading_it_was_fixed_by(strategist: Client) -> None:
    """Principle 5: what is decided today is for the years to come, and the preview says so."""
    preview = posted(strategist, UNIT, DECISION | {"valid_on": "2026-11-21"})

    assert "Ändrar inget i dag." in preview
    assert "117 050,24 kr" not in preview


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"option": ""}, "Välj vilket svar som har beslutats."),
        ({"option": "9"}, "Välj ett av alternativen i listan."),
        ({"valid_on": "i går"}, "Skriv dagen som år-månad-dag, till exempel 2026-03-02."),
        ({"valid_on": "2026-12-24"}, "Ange dagen då det hände, eller vänta tills det har hänt."),
        ({"valid_on": "1999-01-01"}, "Ange en dag från och med"),
        ({"minutes": "x" * 201}, "Skriv kortare: högst 200 tecken."),
    ],
)
@pytest.mark.parametrize("step", [{}, {"record": "1"}])
def test_what_cannot_be_recorded_is_said_in_the_form(
    form: dict[str, str], message: str, step: dict[str, str], strategist: Client
) -> None:
    page = posted(strategist, CLOCK, DECISION | form | step, status=422)

    assert "Rätta det här först" in page
    assert message in page
    assert adoptions() == []


def test_the_same_decision_twice_is_refused_and_the_form_kept(strategist: Client) -> None:
    strategist.post(CLOCK, DECISION | {"record": "1"})
    again = posted(strategist, CLOCK, DECISION | {"record": "1"}, status=422)

    assert "LG 2026 § 14" in strategist.post(CLOCK, DECISION | {"change": "1"}).content.decode()
    assert "Rätta det här först" in again
    assert len(adoptions()) == 1


@pytest.mark.parametrize("name", ["kontaktperson", "controller", "lasare"])
def test_others_may_read_but_not_decide(name: str) -> None:
    client = signed_in(name)

    assert "Ett beslut registreras av den som leder samarbetet." in text(client, CLOCK)
    assert client.post(CLOCK, DECISION | {"record": "1"}).status_code == 403
    assert adoptions() == []


def test_a_visitor_is_asked_to_sign_in_before_deciding(visitor: Client) -> None:
    assert visitor.post(CLOCK, DECISION | {"record": "1"}).status_code in (302, 403)
    assert adoptions() == []


def test_another_day_is_for_reading(strategist: Client) -> None:
    page = text(strategist, f"{CLOCK}?per=2025-06-01")

    assert "Registrera ett beslut" not in page
    assert "Gå till i dag, utan antaganden, för att registrera ett beslut." in page


def test_the_pages_ask_the_database_little_and_the_second_time_as_little(
    visitor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for address in (DESK, CLOCK, f"/avtal/{COUNTY}/tolkningar/"):
        with django_assert_max_num_queries(12):
            visitor.get(address)
