"""Överblick and the municipalities: what is late, due and coming, and how each municipality stands."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.accounts.policy import system
from samverk.parties.actions.confirming import confirm_posts, open_round
from samverk.parties.models import ContactRound
from samverk.parties.queries import posts, rounds
from tests.web.filled import NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text


def test_the_overview_asks_a_visitor_to_sign_in(visitor: Client) -> None:
    answer = visitor.get("/overblick/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/logga-in/")


def test_the_start_page_leads_visitors_to_the_agreements_and_members_to_the_overview(
    visitor: Client, strategist: Client
) -> None:
    assert visitor.get("/").headers["Location"] == "/avtal/"
    assert strategist.get("/").headers["Location"] == "/overblick/"


def test_what_is_late_comes_first_then_due_then_coming(strategist: Client) -> None:
    page = text(strategist, "/overblick/")
    late = page.index("Sigtuna: betala årsavgiften")
    due = page.index("Följa upp och utvärdera")
    coming = page.index("Solna: sista dagen som part")
    assert late < due < coming


def test_each_row_leads_to_its_clause(strategist: Client) -> None:
    page = strategist.get("/overblick/").content.decode()
    assert 'href="/avtal/koordination-norrort/#p6"' in page


def test_the_list_is_narrowed_to_a_municipality(strategist: Client) -> None:
    page = text(strategist, "/overblick/?part=0191")
    assert "Sigtuna: betala årsavgiften" in page
    assert "Vaxholm saknar" not in page


def test_the_list_is_narrowed_to_a_body(strategist: Client) -> None:
    page = text(strategist, "/overblick/?organ=koordination-norrort/ledningsgrupp")
    assert "Ledningsgruppen har inte haft något möte 2026" in page
    assert "Sigtuna: betala årsavgiften" not in page


def test_someone_who_stands_for_a_municipality_can_see_its_own(visitor: Client) -> None:
    page = text(signed_in("forvaltningschef"), "/overblick/")
    assert "Hela samverkan" in page
    assert "Täby" in page


def test_the_next_meeting_is_in_the_margin(strategist: Client) -> None:
    assert "Ledningsgruppen Koordination Norrort 3 december" in text(strategist, "/overblick/")


def test_those_who_register_or_receive_come_to_the_inbox_and_others_see_no_way_there() -> None:
    inbox = 'href="/avtal/koordination-norrort/diarium/inkorg/"'
    for who in ("strateg", "registrator", "representant"):
        assert inbox in signed_in(who).get("/overblick/").content.decode(), who
        assert signed_in(who).get("/avtal/koordination-norrort/diarium/inkorg/").status_code == 200, who
    for who in ("lasare", "administrator"):
        assert inbox not in signed_in(who).get("/overblick/").content.decode(), who


def test_nothing_left_is_said_in_a_sentence(strategist: Client) -> None:
    page = text(strategist, "/overblick/?organ=koordination-norrort/arbetsgrupp")
    assert "Allt som ska ha hänt har hänt." in page


def test_a_municipality_shows_agreements_duties_and_people(strategist: Client) -> None:
    page = text(strategist, "/kommun/0187/")
    assert "Vaxholms stad" in page
    assert "Part sedan 15 april 2014" in page
    assert "Vaxholm saknar representant i ledningsgruppen sedan 1 augusti 2026" in page
    assert "Integrationssamordnare" in page


def test_posts_are_not_shown_to_a_visitor(visitor: Client) -> None:
    page = text(visitor, "/kommun/0187/")
    assert "Vaxholm saknar representant" in page
    assert "Integrationssamordnare" not in page
    assert "Logga in för att se dem." in page


def test_a_municipality_that_leaves_shows_its_last_day(visitor: Client) -> None:
    assert "till och med 3 mars 2027" in text(visitor, "/kommun/0184/")


def test_a_municipality_without_agreements_says_so(visitor: Client) -> None:
    page = text(visitor, "/kommun/2584/")
    assert "Kiruna" in page
    assert "inte part i något avtal" in page


def test_an_unknown_code_gets_a_way_on(visitor: Client) -> None:
    assert "Alla kommuner" in text(visitor, "/kommun/9999/", status=404)


def test_the_list_of_municipalities_is_in_swedish_order(visitor: Client) -> None:
    page = text(visitor, "/kommuner/")
    assert page.index("Täby") < page.index("Vallentuna") < page.index("Österåker")


def test_overview_and_municipality_ask_the_database_little(
    strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for address in ("/overblick/", "/kommun/0163/", "/kommuner/"):
        strategist.get(address)
        with django_assert_max_num_queries(12):
            strategist.get(address)


def test_an_unanswered_round_is_summed_for_who_runs_it_and_an_act_for_the_party(strategist: Client) -> None:
    ContactRound.objects.all().delete()
    open_round(
        agreement=NORRORT, opened_on=NOW.date(), last_day=NOW.date() + timedelta(days=30), by=system("Prov"), at=NOW
    )
    confirm_posts(party="0191", agreements=[NORRORT], by=system("Prov"), at=NOW)
    summed = "14 av 15 parter har inte bekräftat sina kontaktuppgifter"

    page = text(strategist, "/overblick/")
    assert summed in page
    assert page.index("Dags nu", page.index("Att göra") + 60) < page.index(summed)
    own = signed_in("kontaktperson").get("/overblick/").content.decode()
    assert "Bekräfta att kontaktuppgifterna stämmer" in own
    assert 'href="/kommun/0123/kontakter/">Bekräfta' in own
    assert summed not in own
    for name in ("lasare", "administrator", "ledamot"):
        page = text(signed_in(name), "/overblick/")
        assert "ekräfta" not in page.replace("bekräftade", "")
    assert "Sigtuna" in text(strategist, "/overblick/?part=0191")
    assert "ekräfta att kontakt" not in text(strategist, "/overblick/?part=0191")
    assert "ekräfta att kontakt" in text(strategist, "/overblick/?part=0184")
    assert "kontaktuppgift" not in text(strategist, "/overblick/?organ=koordination-norrort/styrgrupp")

    confirm_posts(party="0123", agreements=[NORRORT], by=system("Prov"), at=NOW)
    assert "kontaktuppgift" not in text(signed_in("kontaktperson"), "/overblick/")
    assert "13 av 15 parter" in text(strategist, "/overblick/")


def test_the_demonstrations_round_is_confirmed_by_who_has_a_contact_alone(strategist: Client) -> None:
    answers = rounds([NORRORT])[NORRORT].answers
    assert set(answers) == {post.party for post in posts(on=NOW.date(), agreement=NORRORT)} != set()
