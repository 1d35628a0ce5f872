"""Signing in and out, and who a session makes of a visitor afterwards."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client

from samverk.accounts.models import User
from samverk.accounts.queries import user_by_id

SIGN_IN, SIGN_OUT = "/logga-in/", "/logga-ut/"
RIGHT = {"username": "strateg@kommun.example", "password": "hemligt-ord"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


def signed_in(client: Client) -> bool:
    return "Strateg, Sollentuna" in client.get("/prov/avtal/").content.decode()


@pytest.mark.parametrize("address", ["strateg@kommun.example", "Strateg@Kommun.EXAMPLE", " strateg@kommun.example "])
def test_the_right_password_signs_in_however_the_address_is_typed(address: str, visitor: Client, user: User) -> None:
    response = visitor.post(SIGN_IN, RIGHT | {"username": address})

    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(visitor)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (RIGHT | {"password": "fel"}, "hör inte ihop"),
        (RIGHT | {"username": "annan@kommun.example"}, "hör inte ihop"),
        (RIGHT | {"username": ""}, "Skriv din e-postadress."),
        (RIGHT | {"password": ""}, "Skriv ditt lösenord."),
    ],
)
def test_the_wrong_ones_are_told_what_was_wrong(given: dict[str, str], words: str, visitor: Client, user: User) -> None:
    response = visitor.post(SIGN_IN, given, headers={"Accept-Language": "sv"})
    page = response.content.decode()

    assert response.status_code == 422
    assert words in page
    assert 'role="alert"' in page
    assert "<title>Fel: Logga in – Samverk</title>" in page
    assert not signed_in(visitor)


def test_a_stranger_cannot_tell_whether_an_address_has_an_account(visitor: Client, user: User) -> None:
    User.objects.create_user("stangd@kommun.example", "hemligt-ord", title="Stängd", is_active=False)
    pages = {
        visitor.post(SIGN_IN, given, headers={"Accept-Language": "sv"})
        .content.decode()
        .replace(given["username"], "")
        .partition("csrfmiddlewaretoken")[0]
        for given in (
            RIGHT | {"password": "fel"},
            RIGHT | {"username": "ingen@kommun.example"},
            RIGHT | {"username": "stangd@kommun.example"},
        )
    }

    assert len(pages) == 1


def test_the_account_s_language_and_theme_come_along(visitor: Client, user: User) -> None:
    User.objects.update(language="en", theme="dark")

    visitor.post(SIGN_IN, RIGHT)

    assert '<html lang="en" data-theme="dark">' in visitor.get("/prov/avtal/").content.decode()


def test_an_account_as_the_device_forgets_the_device_s_theme(visitor: Client, user: User) -> None:
    visitor.cookies["theme"] = "dark"

    visitor.post(SIGN_IN, RIGHT)

    assert "data-theme=" not in visitor.get("/prov/avtal/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/prov/avtal/?per=2014-04-15", "/prov/avtal/?per=2014-04-15"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("https:evil.example", "/"),
        ("http://testserver@evil.example/", "/"),
        (" https://evil.example/", "/"),
    ],
)
def test_after_signing_in_one_comes_to_the_page_asked_for(wanted: str, given: str, visitor: Client, user: User) -> None:
    page = visitor.get(SIGN_IN, {"next": wanted}).content.decode()
    shown = page.partition('name="next" value="')[2].partition('"')[0]

    response = visitor.post(SIGN_IN, RIGHT | {"next": shown})

    assert response["Location"] == given


def test_the_sign_in_form_needs_its_token(user: User) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "sv"})

    response = client.post(SIGN_IN, RIGHT)

    assert response.status_code == 403
    assert "Formuläret har blivit för gammalt" in response.content.decode()
    assert not signed_in(client)


def test_the_session_gets_a_new_key_when_one_signs_in(visitor: Client, user: User) -> None:
    session = visitor.session
    session["x"] = 1
    session.save()
    before = str(session.session_key)
    visitor.cookies["sessionid"] = before

    visitor.post(SIGN_IN, RIGHT)

    assert visitor.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_signing_out_ends_the_session_and_not_only_the_cookie(member: Client) -> None:
    key = member.cookies["sessionid"].value

    response = member.post(SIGN_OUT)

    assert (response.status_code, response["Location"]) == (302, "/")
    member.cookies["sessionid"] = key
    assert not signed_in(member)


def test_a_link_signs_nobody_out(member: Client) -> None:
    page = member.get(SIGN_OUT, headers={"Accept-Language": "sv"}).content.decode()

    assert "Du är inloggad som Strateg, Sollentuna." in page
    assert signed_in(member)


def test_another_site_signs_nobody_out(user: User) -> None:
    client = Client()
    client.force_login(user)

    response = client.post(SIGN_OUT, headers={"Origin": "http://evil.example"})

    assert response.status_code == 403
    assert signed_in(client)


def test_a_session_ends_when_its_time_is_out(member: Client) -> None:
    assert signed_in(member)

    Session.objects.update(expire_date=F("expire_date") - timedelta(days=15))

    assert not signed_in(member)


def test_a_closed_account_is_a_visitor_at_once(member: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not signed_in(member)


def test_a_new_password_ends_the_old_sessions(member: Client, user: User) -> None:
    user.set_password("ett-annat-ord")
    user.save()

    assert not signed_in(member)


def test_a_session_that_nobody_gave_out_is_nothing(visitor: Client) -> None:
    visitor.cookies["sessionid"] = "hittepa" * 4

    assert visitor.get("/prov/avtal/").status_code == 200
    assert not signed_in(visitor)


def test_the_quick_way_reads_the_same_user_as_the_model(user: User) -> None:
    slow = User.objects.get(pk=user.pk)
    quick = user_by_id(user.pk)

    assert quick is not None
    assert {field.attname: getattr(quick, field.attname) for field in User._meta.concrete_fields} == {
        field.attname: getattr(slow, field.attname) for field in User._meta.concrete_fields
    }
    assert quick.is_active is True
    assert user_by_id(0) is None
