"""Utskick: what has left and what became of it, the acts on a letter, reminders beforehand, and saying no to more."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from samverk.accounts.policy import system
from samverk.lib import clock
from samverk.ops.demo.letters import LETTER, token_of
from samverk.outreach.actions.outbox import Recipient, queue
from samverk.outreach.models import Declined, Message
from samverk.outreach.queries.letters import decline_address
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text

SIGTUNA, WAITING = f"/utskick/{token_of('sigtuna')}/", f"/utskick/{token_of('norrtalje')}/"


def state(name: str) -> str:
    return Message.objects.get(token=token_of(name)).state


def act(client: Client, address: str, what: str) -> str:
    """The words on the page after the act."""
    answer = client.post(address, {"act": what}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_needs_somebody_comes_first_and_says_why(strategist: Client) -> None:
    page = text(strategist, "/utskick/")

    assert "2 brev behöver någon. Väntar: 1. Överlämnade: 8." in page
    assert "Studsade 5.2.2 552 Mailbox full" in page
    assert "Gick inte att skicka 550 5.1.1 No such user" in page
    assert "Täby" not in page
    assert "Täby" in text(strategist, "/utskick/?visa=sent")


def test_a_letter_shows_what_was_said_and_what_happened(strategist: Client) -> None:
    page = text(strategist, SIGTUNA)

    assert "Kallelse till styrgruppens möte den 3 december" in page
    assert "Styrgruppen möts den 3 december klockan 13." in page
    assert "Mottagarens e-postserver tog inte emot brevet." in page
    assert page.index("Lades i utskicken") < page.index("Överlämnades till e-postservern") < page.index("Kom tillbaka")


def test_a_letter_that_waits_is_stopped_and_sent_again(strategist: Client) -> None:
    assert "Brevet skrivs när det skickas" in text(strategist, WAITING)
    assert "Brevet är stoppat." in act(strategist, WAITING, "stop")
    assert state("norrtalje") == "stopped"
    assert "har redan lämnat Samverk" in act(strategist, WAITING, "stop")
    assert "Brevet skickas igen." in act(strategist, WAITING, "again")
    assert state("norrtalje") == "waiting"


def test_a_bounce_is_taken_care_of_in_another_way(strategist: Client) -> None:
    assert "Brevet är omhändertaget." in act(strategist, SIGTUNA, "handled")
    page = text(strategist, "/utskick/")
    assert "1 brev behöver någon." in page
    assert "Sigtuna" not in page


def test_an_act_that_is_none_does_nothing(strategist: Client) -> None:
    act(strategist, SIGTUNA, "radera")

    assert state("sigtuna") == "bounced"


def test_the_other_agreements_staff_sees_and_touches_none_of_it() -> None:
    stranger = signed_in("forbund")

    assert "Kallelse" not in text(stranger, "/utskick/?visa=")
    assert stranger.get(SIGTUNA).status_code == 404
    assert stranger.post(WAITING, {"act": "stop"}).status_code == 404
    assert state("norrtalje") == "waiting"


def test_the_administrator_sees_that_it_failed_but_not_what_it_says() -> None:
    page = text(signed_in("administrator"), SIGTUNA)

    assert "Mailbox full" in page
    assert "Styrgruppen möts" not in page
    assert "Kallelse" not in page


@pytest.mark.parametrize("who", ["kontaktperson", "registrator", "controller", "lasare"])
def test_others_stop_nothing(who: str) -> None:
    assert signed_in(who).post(WAITING, {"act": "stop"}).status_code == 403
    assert state("norrtalje") == "waiting"


def test_the_administrator_sends_a_trial_letter_and_nobody_else(strategist: Client) -> None:
    administrator = signed_in("administrator")
    before = Message.objects.count()

    assert strategist.post("/utskick/").status_code == 403
    assert Message.objects.count() == before
    answer = administrator.post("/utskick/", follow=True)
    assert "Provbrevet ligger i utskicken." in answer.content.decode()
    [trial] = Message.objects.filter(letter="trial")
    assert (trial.address, trial.agreement) == ("administrator@demo.example", "")
    assert "Provbrev" in text(administrator, "/utskick/?visa=waiting")


def test_the_page_says_when_nothing_sends_and_when_mail_is_not_set_up(strategist: Client, settings: Settings) -> None:
    page = text(strategist, "/utskick/")
    assert "E-post är inte inställd." in page
    assert "Programmet ”samverk work” är inte igång." in page
    assert "Det dagliga arbetet har aldrig körts här." in page
    settings.MAIL = settings.MAIL | {"mode": "folder"}
    assert "Det här är en förevisning." in text(strategist, "/utskick/")


def test_the_plan_of_reminders_names_recipients_and_those_without_an_address(strategist: Client) -> None:
    page = text(strategist, "/utskick/paminnelser/")

    assert "kontakt.sigtuna@demo.example" in page
    assert "Sigtuna: betala årsavgiften, sista dagen var 11 juni 2026 (sista dag 11 juni 2026)" in page
    assert "Går inte att påminna 1" in page
    assert page.index("Går inte att påminna") < page.index("Vaxholm saknar representant")
    way = 'href="/kommun/0187/kontakter/">Kontakter, Vaxholm</a>'
    assert way in strategist.get("/utskick/paminnelser/").content.decode()
    assert Message.objects.filter(letter="reminder").count() == 0


def test_the_plan_is_of_ones_own_agreements() -> None:
    page = text(signed_in("forbund"), "/utskick/paminnelser/")

    assert "Sigtuna" not in page
    assert "barns perspektiv" in page


def test_the_lists_ask_little_however_many_letters_there_are(
    strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        queue(kind="service", letter="plain", payload=LETTER, to=Recipient(f"a{number}@example.org", "A"),
              by=system("Prov"), at=clock.now(), agreement=NORRORT)  # fmt: skip
    for address in ("/utskick/?visa=", SIGTUNA, "/utskick/paminnelser/"):
        strategist.get(address)
        with django_assert_max_num_queries(12):
            strategist.get(address)


# --- saying no ------------------------------------------------------------------------------------------

ADDRESS = "kontakt.sigtuna@demo.example"


@pytest.fixture
def link() -> str:
    return decline_address(ADDRESS, "service").removeprefix("http://127.0.0.1:8000")


def test_looking_at_the_link_changes_nothing(visitor: Client, link: str) -> None:
    page = text(visitor, link)

    assert f"Vill du att {ADDRESS} inte får fler brev" in page
    visitor.head(link)
    assert Declined.objects.count() == 0


def test_one_click_declines_without_signing_in_and_can_be_undone(link: str) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 200
    assert [(one.address, one.kind) for one in Declined.objects.all()] == [(ADDRESS, "service")]
    assert "får brev av slaget" in program.post(link, {"angra": "1"}).content.decode()
    assert Declined.objects.count() == 0


def test_who_has_declined_is_shown_in_the_plan(visitor: Client, strategist: Client, link: str) -> None:
    visitor.post(link)

    assert "Har avböjt påminnelser; får inget brev." in text(strategist, "/utskick/paminnelser/")


def test_a_link_that_is_not_whole_is_said_to_be(visitor: Client, link: str) -> None:
    assert "Länken är inte hel." in text(visitor, f"{link[:-2]}/", status=404)


def test_the_overview_leads_to_the_outbox_for_those_who_may(strategist: Client) -> None:
    assert 'href="/utskick/"' in strategist.get("/overblick/").content.decode()
    assert 'href="/utskick/"' not in signed_in("kontaktperson").get("/overblick/").content.decode()


def test_the_pages_are_in_english_too(strategist: Client) -> None:
    strategist.cookies["django_language"] = "en"

    assert "2 letters need somebody." in text(strategist, "/utskick/")
    assert "last day 11 June 2026" in text(strategist, "/utskick/paminnelser/")
    assert COUNTY not in text(strategist, "/utskick/paminnelser/")
