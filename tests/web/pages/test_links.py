"""A link to one act as its holder meets it, and as those see it who run the agreement. Nothing else opens by it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from samverk.accounts.models import Attempt, Role, User
from samverk.agreements.actions.definitions import set_visibility
from samverk.agreements.models import Visibility
from samverk.lib import clock
from samverk.ops.demo.filling import BY as DEMO
from samverk.outreach.actions.leaving import keep_links
from samverk.outreach.models import Link, Message
from samverk.outreach.queries.links import HAND_IN, NewLink
from samverk.records.models import Document, Event
from tests.integrations import clamav
from tests.integrations.clamav import eicar
from tests.web.filled import NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

GIVEN = {"rule": "aterkoppla", "year": 2025}
FORM = {"valid_on": "2026-11-20", "grade": "full"}
FACTS = f"/avtal/{NORRORT}/handelser/"
CONTACT, REGISTRAR = "kontaktperson", "registrator"


def made(kind: str = "attestation.given", name: str = CONTACT, **more: object) -> str:
    """The address of a new link of an account of the demonstration."""
    role = Role.objects.get(user__email=f"{name}@demo.example")
    given = GIVEN if kind == "attestation.given" else {}
    values: dict[str, object] = {"last_day": date(2026, 12, 21), "given": given} | more
    new = NewLink(role, NORRORT, role.party, kind, **values)  # type: ignore[arg-type]  # a test's own
    keep_links(message=Message.objects.earliest("pk"), links=[new], at=NOW - timedelta(days=1))
    Link.objects.filter(revoked_by="Nyare brev").update(revoked_at=None, revoked_by="")
    return f"/lank/{new.secret}/"


def everything() -> tuple[int, ...]:
    """How many rows there are of what a visit could leave behind."""
    return tuple(model.objects.count() for model in (Event, Session, Attempt, Document, Message)) + tuple(
        Link.objects.filter(used_at__isnull=True, revoked_at__isnull=True).values_list("pk", flat=True)
    )


def words(client: Client, address: str, status: int) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_looking_shows_what_one_is_about_to_do_and_writes_nothing(visitor: Client) -> None:
    address = made()
    before = everything()

    page = words(visitor, address, 200)
    for _time in range(3):
        assert visitor.head(address).status_code == visitor.get(address).status_code == 200
    assert everything() == before
    assert "Intyga: föra informationen vidare hemma" in page
    assert "Du gör det här som Integrationssamordnare, Järfälla (Kontaktperson, Järfälla)" in page
    assert "2025" in page
    assert "Länken kan användas en gång och gäller till och med 21 december 2026." in page
    assert visitor.cookies == {}


def test_nothing_is_kept_and_nothing_told_to_others(visitor: Client) -> None:
    for address in (made(), "/lank/ingens-hemlighet/"):
        headers = visitor.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in headers["Cache-Control"]
        assert "noindex" in headers["X-Robots-Tag"]


def test_the_page_says_nothing_of_the_rest_of_the_agreement(visitor: Client) -> None:
    """Closed to all but its own, the agreement shows by the link what the link is for."""
    set_visibility(agreement=NORRORT, visibility=Visibility.PARTIES, by=DEMO)
    page = visitor.get(made()).content.decode()

    assert "styrgrupp" not in page.casefold()
    assert "<select" in page
    assert set(re.findall(r"<option value=\"([^\"]*)\"", page)) == {"", "full", "partly", "no"}
    assert not re.findall(r'href="/(avtal|overblick|sok)', page)
    assert visitor.get(f"/avtal/{NORRORT}/").status_code == 404


def test_the_act_is_done_once_and_shown_as_done_by_a_link(visitor: Client, strategist: Client) -> None:
    address = made()
    before = Session.objects.count()
    answer = visitor.post(address, FORM)

    assert answer.status_code == 200
    assert "Det är registrerat i Koordination Norrort för Järfälla." in answer.content.decode()
    assert visitor.cookies == {}
    assert Session.objects.count() == before
    event = Event.objects.latest("pk")
    assert (event.kind, event.party, event.rule, event.origin) == (
        "attestation.given", "0123", "aterkoppla", "link:contact_person"
    )  # fmt: skip
    again = visitor.post(address, FORM)
    assert again.status_code == 410
    assert "Länken är använd" in again.content.decode()
    assert Event.objects.latest("pk") == event
    register = text(strategist, FACTS)
    assert "Integrationssamordnare, Järfälla, genom länk, som kontaktperson" in register
    assert "genom länk, som kontaktperson" in text(visitor, FACTS)
    assert f"{event.seq}/ratta/" in strategist.get(FACTS).content.decode()


def test_it_asks_for_no_token_and_knows_no_one_who_is_signed_in(strategist: Client) -> None:
    """The link speaks for its person, also in the browser of another."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = strategist.cookies
    assert browser.post(made(), FORM).status_code == 200
    assert Event.objects.latest("pk").actor == "Integrationssamordnare, Järfälla"
    assert "Strateg, Koordination Norrort" not in strategist.get(made()).content.decode()


def test_what_is_settled_cannot_be_sent_otherwise(visitor: Client) -> None:
    visitor.post(made(), {**FORM, "rule": "finansiera", "year": "1999", "party": "0187", "example": "1"})
    event = Event.objects.latest("pk")
    assert (event.party, event.rule) == ("0123", "aterkoppla")
    assert '"year":2025' in event.payload


def test_a_form_that_does_not_hold_can_be_mended(visitor: Client) -> None:
    address = made()
    wrong = visitor.post(address, {"valid_on": "2026-13-01", "grade": ""})
    assert wrong.status_code == 422
    assert "Skriv dagen som år-månad-dag" in wrong.content.decode()
    refused = visitor.post(address, {**FORM, "valid_on": "2031-01-01"})
    assert refused.status_code == 422
    assert Link.objects.latest("pk").used_at is None
    assert visitor.post(address, FORM).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"used_at": NOW, "used_as": "7"}, "Länken är använd"),
        ({"revoked_at": NOW, "revoked_by": "x"}, "Länken är återkallad"),
        ({"until": NOW - timedelta(hours=12)}, "Länkens tid är ute"),
        ({"thing": "gjort~sedan~lange"}, "Det är redan gjort"),
        ({"kind": "decision.adopted"}, "Länken gäller inte längre"),
    ],
)
def test_what_is_over_says_why_and_what_to_do_and_not_what_it_was(
    change: dict[str, object], said: str, visitor: Client
) -> None:
    address = made()
    Link.objects.update(**change)
    page = words(visitor, address, 410)

    assert said in page
    assert "Logga in" in page
    assert "Norrort" not in page
    assert "Järfälla" not in page
    assert visitor.post(address, FORM).status_code == 410
    assert words(visitor, address + "?sprak=en", 410) != page


def test_an_unknown_link_is_one_answer_and_soon_none(visitor: Client) -> None:
    pages = {words(visitor, f"/lank/{secret}/", 404) for secret in ("x", "A" * 43, "å", "B" * 2000)}
    assert len(pages) == 1
    assert "Länken finns inte" in pages.pop()
    answers = [visitor.post("/lank/x/", FORM).status_code for _ in range(60)]
    assert answers == [404] * 56 + [429] * 4
    assert visitor.get(made()).status_code == 200


def test_one_link_takes_no_more_forms_than_somebody_who_mends_them(visitor: Client) -> None:
    address = made()
    answers = [visitor.post(address, {}).status_code for _ in range(22)]
    assert answers == [422] * 20 + [429] * 2
    assert visitor.get(address).status_code == 200


def test_the_secret_is_in_no_log(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    address = made()
    secret = address.split("/")[2]
    with caplog.at_level(logging.DEBUG):
        visitor.post(address, {})
        visitor.get(f"/lank/{secret}x/")
        visitor.put(address)
        Link.objects.update(revoked_at=NOW, revoked_by="x")
        visitor.get(address)
    told = [record for record in caplog.records if record.name == "django.request"]

    assert len(told) >= 3
    assert all("/lank/…" in record.getMessage() or secret not in record.getMessage() for record in told)
    for record in caplog.records:
        assert secret not in record.getMessage() + str(record.__dict__)


def test_the_language_is_the_persons_and_the_other_is_one_link_away(visitor: Client) -> None:
    address = made()
    User.objects.filter(email=f"{CONTACT}@demo.example").update(language="en")
    page = words(visitor, address, 200)
    assert "You do this as Integrationssamordnare, Järfälla (Contact person, Järfälla) in Koordination Norrort" in page
    assert "Du gör det här" in words(visitor, address + "?sprak=sv", 200)


# --- documents ------------------------------------------------------------------------------------------


@pytest.fixture
def arrivals() -> Iterator[Path]:
    """Where files arrive; nothing is left there."""
    folder = settings.DOCUMENTS / ".incoming"
    yield folder
    left = [path for path in folder.iterdir() if path.name != ".lock"] if folder.exists() else []
    assert left == []


def hand_in(client: Client, address: str, *files: tuple[str, bytes], **more: str) -> tuple[int, str]:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.post(address, {"kind": "letter", "title": "", **more, "files": sent})
    return answer.status_code, answer.content.decode()


def test_a_document_is_handed_in_once_and_is_the_partys(visitor: Client, strategist: Client, arrivals: Path) -> None:
    address = made(HAND_IN)
    assert "Handlingen läggs in som en handling från Järfälla" in words(visitor, address, 200)
    answer = ("Svar_på_remiss.txt", b"Kommunen tillstyrker.")
    status, page = hand_in(visitor, address, answer, party="0187", reach="public")
    assert status == 200
    assert "Svar på remiss" in page
    document = Document.objects.latest("pk")
    assert (document.party, document.reach, document.title) == ("0123", "parties", "Svar på remiss")
    assert Event.objects.latest("pk").origin == "link:contact_person"
    link = Link.objects.latest("pk")
    assert link.used_as == document.key
    assert hand_in(visitor, address, ("en till.txt", b"Igen."))[0] == 410
    shown = text(strategist, f"/avtal/{NORRORT}/handlingar/{document.key}/")
    assert "Integrationssamordnare, Järfälla, genom länk, som kontaktperson" in shown
    assert visitor.get(f"/avtal/{NORRORT}/handlingar/{document.key}/").status_code == 404


def test_a_file_that_is_not_taken_says_why_and_the_link_still_holds(
    visitor: Client, settings: Settings, arrivals: Path
) -> None:
    address = made(HAND_IN)
    settings.LARGEST_DOCUMENT = 1_000_000
    assert hand_in(visitor, address)[0] == 422
    assert "är ett program" in hand_in(visitor, address, ("x.exe", b"MZ" + b"\0" * 100))[1]
    assert "är tom" in hand_in(visitor, address, ("tom.txt", b""))[1]
    assert "högst 1 MB" in hand_in(visitor, address, ("stor.txt", b"a" * 1_100_000))[1]
    assert hand_in(visitor, address, ("a.txt", b"a"), ("b.txt", b"b"))[0] == 422
    assert hand_in(visitor, address, ("a.txt", b"a"), kind="nonsense")[0] == 422
    assert hand_in(visitor, address, ("a.txt", b"a"))[0] == 200


def test_what_is_infected_is_not_taken(visitor: Client, settings: Settings, arrivals: Path) -> None:
    address = made(HAND_IN)
    with clamav.running() as daemon:
        settings.CLAMD = daemon
        assert "innehåller skadlig kod" in hand_in(visitor, address, ("virus.txt", eicar()))[1]
    assert Link.objects.latest("pk").used_at is None


def test_nobody_without_a_link_gets_a_byte_to_the_store(visitor: Client, arrivals: Path) -> None:
    before = Document.objects.count()
    assert hand_in(visitor, "/lank/ingens-hemlighet/", ("a.txt", b"a"))[0] == 404
    assert Document.objects.count() == before


# --- those who run the agreement ------------------------------------------------------------------------


def test_links_that_are_out_are_listed_and_revoked(strategist: Client, visitor: Client) -> None:
    one, two = made(), made("negotiation.joined")
    page = text(strategist, "/utskick/lankar/")
    assert "Integrationssamordnare, Järfälla Kontaktperson, kontaktperson@demo.example" in page
    assert one.split("/")[2] not in strategist.get("/utskick/lankar/").content.decode()
    number = Link.objects.get(kind="attestation.given").pk
    answer = strategist.post("/utskick/lankar/", {"lank": str(number)}, follow=True)
    assert "1 länk är återkallad." in answer.content.decode()
    assert visitor.get(one).status_code == 410
    assert visitor.get(two).status_code == 200
    person = User.objects.get(email=f"{CONTACT}@demo.example").pk
    strategist.post("/utskick/lankar/", {"person": str(person)})
    assert visitor.get(two).status_code == 410
    assert "Inga länkar här." in text(strategist, "/utskick/lankar/")
    every = text(strategist, "/utskick/lankar/?visa=alla")
    assert every.count("Återkallad 20") == 2
    for wrong in ("0", "999999", "x", "9" * 40, ""):
        assert strategist.post("/utskick/lankar/", {"lank": wrong}).status_code == 302


def test_another_agreements_keepers_neither_see_nor_revoke(visitor: Client) -> None:
    address = made()
    other = signed_in("forbund")
    assert "Inga länkar här." in text(other, "/utskick/lankar/")
    other.post("/utskick/lankar/", {"lank": str(Link.objects.latest("pk").pk)})
    other.post("/utskick/lankar/", {"person": str(Link.objects.latest("pk").user_id)})
    assert visitor.get(address).status_code == 200
    assert signed_in(CONTACT).get("/utskick/lankar/").status_code == 403
    assert signed_in(CONTACT).post("/utskick/lankar/", {"lank": "1"}).status_code == 403


def test_the_list_asks_as_much_for_many_as_for_one(
    strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _place in range(30):
        made()
    Link.objects.update(thing="gjort~sedan~lange")
    with django_assert_max_num_queries(12):
        assert strategist.get("/utskick/lankar/").status_code == 200


def test_the_page_behind_a_link_asks_little(
    visitor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = made()
    with django_assert_max_num_queries(12):
        assert visitor.get(address).status_code == 200


def test_a_link_to_a_debt_asks_as_little_and_shows_in_the_derivation(
    visitor: Client, strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Norrtälje owes an attestation for 2025; its contact person gives it."""
    owed = "aterkoppla~party.0188~2025-01-01"
    Role.objects.filter(user__email=f"{CONTACT}@demo.example").update(party="0188")
    address = made(thing=owed)
    with django_assert_max_num_queries(12):
        page = words(visitor, address, 200)
    assert "intyg för 2025 saknas" in page
    assert visitor.post(address, FORM).status_code == 200
    why = text(strategist, f"/avtal/{NORRORT}/varfor/{owed}/")
    assert "av Integrationssamordnare, Järfälla, genom länk, som kontaktperson" in why


def test_somebody_is_asked_for_one_thing(strategist: Client) -> None:
    here = f"/avtal/{NORRORT}/be/"
    assert "Registrator, Vaxholm" in text(strategist, here)
    role = Role.objects.get(user__email=f"{REGISTRAR}@demo.example")
    form = strategist.get(f"{here}?vem={role.pk}").content.decode()
    assert 'value="decision.adopted"' in form
    assert 'value="attestation.given"' not in form
    wrong = strategist.post(f"{here}?vem={role.pk}", {"kind": "meeting.held", "last_day": "2026-11-01"})
    assert wrong.status_code == 422
    answer = strategist.post(f"{here}?vem={role.pk}", {"kind": "copy.delivered", "last_day": "2026-12-05"}, follow=True)
    assert "Brevet ligger i utskicken." in answer.content.decode()
    message = Message.objects.latest("pk")
    assert (message.letter, message.address, message.party) == ("ask", "registrator@demo.example", "0187")
    assert message.payload == {"role": role.pk, "kind": "copy.delivered", "last_day": "2026-12-05"}
    assert message.created_by == "Strateg, Koordination Norrort"
    assert clock.now() >= message.created_at


def test_only_those_who_look_after_the_agreement_ask(visitor: Client) -> None:
    here = f"/avtal/{NORRORT}/be/"
    for name in (CONTACT, REGISTRAR, "controller", "forbund", "administrator"):
        assert signed_in(name).get(here).status_code == 403
        assert signed_in(name).post(f"{here}?vem=1", {"kind": HAND_IN, "last_day": "2026-12-05"}).status_code == 403
    assert visitor.get(here).status_code == 302
