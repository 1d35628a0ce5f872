"""Who comes after me: named in the browser, decided by those who give the roles, with all that goes with it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samverk.accounts.models import Role, Succession, Trace, User
from samverk.ops.demo.filling import BY
from samverk.outreach.models import Message
from samverk.outreach.queries.letters import render
from samverk.parties.actions.posts import record_post
from samverk.parties.models import ContactPost
from tests.web.filled import NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

MINE, DECIDE = "/installningar/eftertradare/", "/behorigheter/eftertradare/"
GIVEN = {"email": "Ny.Registrator@example.org", "title": "Registrator, Vaxholm", "from_day": "2026-12-01"}


def number() -> str:
    """The one that waits."""
    return str(Succession.objects.get(outcome="").pk)


def test_the_role_the_contacts_and_the_tasks_go_over_on_the_day(strategist: Client) -> None:
    post = record_post(
        party="0187", agreement=NORRORT, role="kontaktperson", title="Samordnare", email="registrator@demo.example",
        from_day=date(2020, 1, 1), by=BY, recorded_at=NOW,
    )  # fmt: skip
    registrar, administrator = signed_in("registrator"), signed_in("administrator")
    assert "Registrator Vaxholm" in text(registrar, MINE)

    assert registrar.post(MINE, GIVEN).headers["Location"] == MINE
    assert "Angiven efterträdare Registrator, Vaxholm ny.registrator@example.org" in text(registrar, MINE)
    assert "Ingen efterträdare väntar." in text(strategist, DECIDE)
    assert "Från Registrator, Vaxholm till Registrator, Vaxholm (ny.registrator@example.org)" in text(
        administrator, DECIDE
    )
    assert administrator.post(DECIDE, {"lamna": number()}).headers["Location"] == DECIDE

    before, after = Role.objects.filter(kind="registrar").order_by("from_day")
    assert (before.user.email, before.to_day) == ("registrator@demo.example", date(2026, 12, 1))
    assert (after.user.email, after.party, after.from_day, after.to_day) == (
        "ny.registrator@example.org", "0187", date(2026, 12, 1), None,
    )  # fmt: skip
    post.refresh_from_db()
    taken = ContactPost.objects.get(email="ny.registrator@example.org")
    assert (post.to_day, taken.from_day, taken.title) == (date(2026, 12, 1), date(2026, 12, 1), "Samordnare")
    done = Trace.objects.order_by("-pk")[:3]
    assert [(one.kind, one.about, one.actor) for one in done] == [
        ("role_ended", "Registrator, Vaxholm", "Administratör"),
        ("role_given", "Registrator, Vaxholm", "Administratör"),
        ("user_created", "Registrator, Vaxholm", "Administratör"),
    ]
    letter = render(Message.objects.get(address="ny.registrator@example.org"), NOW.date())
    assert letter is not None
    assert letter.subject == "Du är registrator i Samverk"
    said = letter.text.replace("\n", " ")
    assert "Från och med 1\u00a0december 2026 har du rollen registrator efter Registrator, Vaxholm." in said
    assert "tryck på ”Jag har glömt lösenordet”" in said


def test_what_waits_is_shown_and_told(strategist: Client) -> None:
    """Norrtälje has not answered: that follows with its contact person's role."""
    role = Role.objects.get(user__email="kontaktperson@demo.example")
    Role.objects.filter(pk=role.pk).update(party="0188")
    client = signed_in("kontaktperson")
    assert "intyg" in text(client, MINE).lower() or "återkoppla" in text(client, MINE).lower()
    client.post(MINE, GIVEN | {"email": "lasare@demo.example"})

    signed_in("administrator").post(DECIDE, {"lamna": number()})

    letter = render(Message.objects.get(address="lasare@demo.example"), NOW.date())
    assert letter is not None
    assert "Det här väntar på dig nu." in letter.text
    assert "Jag har glömt lösenordet" not in letter.text


def test_the_strategist_decides_in_the_own_agreement_and_only_there(strategist: Client) -> None:
    signed_in("representant").post(MINE, GIVEN | {"email": "lasare@demo.example"})
    waiting = number()

    assert signed_in("forbund").post(DECIDE, {"lamna": waiting}).status_code == 302
    assert number() == waiting
    assert strategist.post(DECIDE, {"lamna": waiting}).status_code == 302

    assert Succession.objects.get(pk=waiting).outcome == "handed_over"
    again = strategist.post(DECIDE, {"lamna": waiting}, follow=True)
    assert "Det är redan avgjort." in again.content.decode()
    assert Role.objects.filter(kind="representative").count() == 2


def test_a_strategist_cannot_make_an_account_and_is_told_who_can(strategist: Client) -> None:
    signed_in("representant").post(MINE, GIVEN)

    answer = strategist.post(DECIDE, {"lamna": number()}, follow=True)

    assert "har inget konto. Be den som administrerar" in answer.content.decode()
    assert not User.objects.filter(email="ny.registrator@example.org").exists()
    assert Role.objects.filter(kind="representative", to_day=None).count() == 1


def test_nobody_takes_over_by_their_own_decision(strategist: Client) -> None:
    signed_in("representant").post(MINE, GIVEN | {"email": "strateg@demo.example"})

    answer = strategist.post(DECIDE, {"lamna": number()}, follow=True)

    assert "Ingen ger sig själv en roll" in answer.content.decode()
    assert Role.objects.filter(user__email="strateg@demo.example").count() == 1


def test_a_successor_is_refused_and_withdrawn(strategist: Client) -> None:
    client = signed_in("representant")
    client.post(MINE, GIVEN)
    strategist.post(DECIDE, {"neka": number()})
    assert Succession.objects.get().outcome == "refused"

    client.post(MINE, GIVEN)
    client.post(MINE, GIVEN | {"email": "en.annan@example.org"})
    client.post(MINE, {"gor": "angra"})

    assert sorted(Succession.objects.values_list("email", "outcome")) == [
        ("en.annan@example.org", "withdrawn"),
        ("ny.registrator@example.org", "refused"),
        ("ny.registrator@example.org", "withdrawn"),
    ]
    assert "Angiven efterträdare" not in text(client, MINE)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "registrator@demo.example"}, "Det är din egen adress."),
        ({"email": "ingen adress"}, "Skriv en e-postadress"),
        ({"title": "Registrator 811218-9876"}, "ser ut som ett personnummer"),
        ({"title": ""}, "Skriv vad tjänsten heter."),
        ({"from_day": "2026-11-21"}, "Välj en dag efter i dag."),
        ({"from_day": "x"}, "Skriv dagen som år-månad-dag"),
    ],
)
def test_a_successor_that_cannot_be_is_refused_in_words(wrong: dict[str, str], words: str) -> None:
    answer = signed_in("registrator").post(MINE, GIVEN | wrong)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Succession.objects.count() == 0


def test_who_has_no_role_has_nothing_to_hand_over() -> None:
    Role.objects.filter(user__email="registrator@demo.example").update(given_through="entra")

    answer = signed_in("registrator").post(MINE, GIVEN)

    assert answer.status_code == 422
    assert Succession.objects.count() == 0


def test_the_database_holds_one_open_successor_for_a_role() -> None:
    signed_in("registrator").post(MINE, GIVEN)
    row = Succession.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.outcome = "refused"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("address", [MINE, DECIDE])
def test_few_statements(address: str) -> None:
    signed_in("registrator").post(MINE, GIVEN)
    client = signed_in("administrator")
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        client.get(address)

    assert len(made) <= 12
