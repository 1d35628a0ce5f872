"""Contacts in the browser: seen by those who share an agreement, kept by the party itself, official details only."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samverk.ops.demo.filling import BY
from samverk.parties.actions.posts import PRIVATE_DOMAINS, record_post
from samverk.parties.models import ContactPost, PostTrace
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

PAGE = "/kommun/0187/kontakter/"
NEW = f"{PAGE}ny/?avtal={NORRORT}"
GIVEN = {
    "role": "kontaktperson", "title": "Enhetschef, integration", "email": "integration.vaxholm@example.org",
    "phone": "08-123 456 78", "from_day": "2026-12-01",
}  # fmt: skip


def post(**more: object) -> ContactPost:
    """A contact of Vaxholm."""
    given: dict[str, object] = {
        "party": "0187", "agreement": NORRORT, "role": "kontaktperson", "title": "Samordnare",
        "email": "samordnare.vaxholm@example.org", "from_day": date(2020, 1, 1), "by": BY, "recorded_at": NOW,
    }  # fmt: skip
    return record_post(**(given | more))  # type: ignore[arg-type]  # as named


def test_the_party_adds_a_contact_and_it_is_told() -> None:
    registrar = signed_in("registrator")

    answer = registrar.post(NEW, GIVEN | {"last_day": "2026-12-31"})

    assert answer.headers["Location"] == PAGE
    page = text(registrar, PAGE)
    assert "Kontakten är tillagd." in page
    assert (
        "Enhetschef, integration Kontaktperson i nätverket integration.vaxholm@example.org 08-123 456 78 "
        "2026-12-01–2026-12-31 börjar gälla Ändra" in page
    )
    assert "Kontakt tillagd Registrator, Vaxholm Kontaktperson i nätverket, Enhetschef, integration" in page
    assert "Enhetschef, integration" not in text(registrar, f"/avtal/{NORRORT}/kontakter/")


def test_a_changed_contact_stands_as_it_was_until_the_day_before() -> None:
    registrar = signed_in("registrator")
    before = post()

    answer = registrar.post(
        f"{PAGE}{before.pk}/",
        {"title": "Samordnare", "email": "ny.vaxholm@example.org", "phone": "", "from_day": "2026-11-21"},
    )

    assert answer.status_code == 302
    before.refresh_from_db()
    after = ContactPost.objects.get(email="ny.vaxholm@example.org")
    assert (before.to_day, before.email) == (date(2026, 11, 21), "samordnare.vaxholm@example.org")
    assert (after.from_day, after.to_day, after.role, after.recorded_by) == (
        date(2026, 11, 21), None, "kontaktperson", "Registrator, Vaxholm",
    )  # fmt: skip
    page = text(registrar, PAGE)
    assert "2020-01-01–2026-11-20 avslutad" in page
    assert "Kontakt ändrad Registrator, Vaxholm" in page
    assert "ny.vaxholm@example.org" in text(registrar, f"/avtal/{NORRORT}/kontakter/")
    assert "samordnare.vaxholm@example.org" not in text(registrar, f"/avtal/{NORRORT}/kontakter/")


def test_a_contact_is_corrected_from_its_own_first_day() -> None:
    one = post()

    signed_in("registrator").post(
        f"{PAGE}{one.pk}/", {"title": "Samordnare", "email": "ratt@example.org", "from_day": "2020-01-01"}
    )

    one.refresh_from_db()
    assert (one.email, one.to_day) == ("ratt@example.org", None)
    assert PostTrace.objects.latest("pk").what == "corrected"


def test_a_contact_is_ended_and_what_has_ended_is_not_changed() -> None:
    registrar, one = signed_in("registrator"), post()

    early = registrar.post(f"{PAGE}{one.pk}/", {"gor": "avsluta", "last_day": "2019-12-31"})
    assert early.status_code == 422
    assert "ligger före dess första dag" in early.content.decode()
    assert registrar.post(f"{PAGE}{one.pk}/", {"gor": "avsluta", "last_day": "2026-11-20"}).status_code == 302

    late = registrar.post(f"{PAGE}{one.pk}/", GIVEN)
    assert late.status_code == 422
    assert "Kontakten upphör 2026-11-20." in late.content.decode()
    assert "Kontakt avslutad Registrator, Vaxholm" in text(registrar, PAGE)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": "Samordnare 811218-9876"}, "ser ut som ett personnummer"),
        ({"phone": "811218-9876"}, "ser ut som ett personnummer"),
        ({"email": "198112189876@example.org"}, "ser ut som ett personnummer"),
        ({"email": f"nagon@{min(PRIVATE_DOMAINS)}"}, f"Adresser hos {min(PRIVATE_DOMAINS)} är privata."),
        ({"email": "nagon"}, "Skriv en e-postadress"),
        ({"email": "", "phone": ""}, "saknar både e-postadress och telefonnummer"),
        ({"title": ""}, "Skriv vad tjänsten heter."),
        ({"title": "x" * 121}, "Skriv kortare: högst 120 tecken."),
        ({"role": "kung"}, "Välj ett av alternativen i listan."),
        ({"from_day": "i går"}, "Skriv dagen som år-månad-dag"),
        ({"last_day": "2026-11-30"}, "Sista dagen ligger före den första."),
    ],
)
def test_a_contact_that_cannot_be_is_refused_in_words(wrong: dict[str, str], words: str) -> None:
    before = ContactPost.objects.count(), PostTrace.objects.count()

    answer = signed_in("registrator").post(NEW, GIVEN | wrong)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (ContactPost.objects.count(), PostTrace.objects.count()) == before


def test_the_same_contact_twice_is_refused_at_its_field() -> None:
    registrar = signed_in("registrator")
    registrar.post(NEW, GIVEN)

    answer = registrar.post(NEW, GIVEN)

    assert answer.status_code == 422
    assert "Tjänst: Posten ”Enhetschef, integration” från 2026-12-01 finns redan" in answer.content.decode()


def test_what_the_form_does_not_ask_for_is_not_taken() -> None:
    sent = GIVEN | {
        "party": "0184",
        "organisation": "0184",
        "agreement": COUNTY,
        "recorded_by": "x",
        "to_day": "2099-01-01",
    }

    assert signed_in("registrator").post(NEW, sent).status_code == 302

    made = ContactPost.objects.get(email=GIVEN["email"])
    assert (made.organisation_id, made.agreement, made.recorded_by, made.to_day) == (
        "0187", NORRORT, "Registrator, Vaxholm", None,
    )  # fmt: skip


def test_another_partys_contact_is_not_reached_through_ones_own_address() -> None:
    foreign = post(party="0184")

    assert signed_in("registrator").get(f"{PAGE}{foreign.pk}/").status_code == 404
    assert signed_in("registrator").get(f"/kommun/0184/kontakter/{foreign.pk}/").status_code == 403


def test_who_shares_only_one_agreement_sees_the_contacts_of_that_one() -> None:
    """The association's staff work with the county's agreement, in which Solna is a party too."""
    post(party="0184", email="norrort.solna@example.org")
    post(party="0184", agreement=COUNTY, email="lanet.solna@example.org")
    post(party="0184", agreement="", email="alla.solna@example.org")

    page = text(signed_in("forbund"), "/kommun/0184/kontakter/")

    assert [f"{name}.solna@example.org" in page for name in ("norrort", "lanet", "alla")] == [False, True, True]
    assert "Koordination Norrort" not in page


def test_general_contacts_are_kept_by_those_who_stand_for_the_whole_party() -> None:
    assert signed_in("registrator").post(f"{PAGE}ny/?avtal=", GIVEN).status_code == 302
    assert signed_in("strateg").get(f"{PAGE}ny/?avtal=").status_code == 403


def test_the_municipality_leads_to_its_contacts_for_those_who_may_see_them(visitor: Client, strategist: Client) -> None:
    assert PAGE in strategist.get("/kommun/0187/").content.decode()
    assert PAGE not in visitor.get("/kommun/0187/").content.decode()
    assert f"/avtal/{NORRORT}/kontakter/" in strategist.get(f"/avtal/{NORRORT}/").content.decode()
    assert f"/avtal/{NORRORT}/kontakter/" not in visitor.get(f"/avtal/{NORRORT}/").content.decode()


@pytest.mark.parametrize("address", [PAGE, f"/avtal/{NORRORT}/kontakter/"])
def test_statements_do_not_grow_with_the_contacts(address: str, strategist: Client) -> None:
    strategist.get(address)
    with CaptureQueriesContext(connection) as few:
        strategist.get(address)
    for number in range(12):
        post(title=f"Tjänst {number}")
    with CaptureQueriesContext(connection) as many:
        strategist.get(address)

    assert len(many) == len(few)
    assert len(many) <= 12


# --- the yearly round -----------------------------------------------------------------------------------


def test_the_coordinator_asks_and_a_party_answers_with_one_button(strategist: Client) -> None:
    registrar = signed_in("registrator")
    board = f"/avtal/{NORRORT}/kontakter/"
    assert "4 av 15 parter har bekräftat" in text(strategist, board)
    assert "Svara senast 31 december 2026" not in text(registrar, PAGE)

    assert strategist.post(board, {"last_day": "2026-12-31"}).headers["Location"] == board
    assert "0 av 15 parter har bekräftat" in text(strategist, board)
    assert "Stämmer uppgifterna? Koordination Norrort Svara senast 31 december 2026" in text(registrar, PAGE)
    assert registrar.post(PAGE).headers["Location"] == PAGE

    assert "Kontakterna är bekräftade." in text(registrar, PAGE)
    assert "Stämmer uppgifterna?" not in text(registrar, PAGE)
    shown = text(strategist, board)
    assert "1 av 15 parter har bekräftat" in shown
    assert "Bekräftat 2026-11-21, Registrator, Vaxholm" in shown
    again = registrar.post(PAGE, follow=True)
    assert "Det finns inget att bekräfta" in again.content.decode()


def test_a_round_with_too_little_time_is_refused_at_its_field(strategist: Client) -> None:
    answer = strategist.post(f"/avtal/{NORRORT}/kontakter/", {"last_day": "2026-11-22"})

    assert answer.status_code == 422
    assert "Välj en dag från 2026-11-28" in answer.content.decode()


def test_a_reader_of_the_party_is_not_asked_and_does_not_answer(strategist: Client) -> None:
    strategist.post(f"/avtal/{NORRORT}/kontakter/", {"last_day": "2026-12-31"})
    reader, before = signed_in("lasare"), PostTrace.objects.count()

    assert "Stämmer uppgifterna?" not in text(reader, "/kommun/0188/kontakter/")
    assert reader.post("/kommun/0188/kontakter/").status_code == 403
    assert PostTrace.objects.count() == before


def test_a_party_without_a_contact_is_told_what_to_do_and_others_only_that_there_is_none() -> None:
    assert "Lägg till minst en, så når påminnelser och handlingar fram till er." in text(signed_in("registrator"), PAGE)
    page = text(signed_in("lasare"), PAGE)
    assert "Ingen kontakt är angiven." in page
    assert "Lägg till minst en" not in page
