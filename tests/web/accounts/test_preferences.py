"""Language and theme: kept on the device and the account, and only our own pages may change them."""

import pytest
from django.test import Client

from samverk.accounts.models import User

SETTINGS = "/installningar/"

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


def choose(client: Client, came_from: str = "", **choice: str) -> tuple[int, str]:
    headers = {"Referer": f"http://testserver{came_from}"} if came_from else {}
    response = client.post(SETTINGS, choice, headers=headers)
    return response.status_code, response.get("Location", "")


def test_a_visitor_s_language_stays_on_the_device(visitor: Client, db: None) -> None:
    assert choose(visitor, "/prov/avtal/?per=2014-04-15", language="en") == (
        303,
        "http://testserver/prov/avtal/?per=2014-04-15",
    )

    assert '<html lang="en">' in visitor.get("/prov/avtal/", headers={"Accept-Language": "sv"}).content.decode()
    cookie = visitor.cookies["django_language"]
    assert (cookie["samesite"], bool(cookie["httponly"]), cookie["max-age"]) == ("Lax", True, 365 * 24 * 3600)


def test_a_visitor_s_theme_stays_on_the_device_until_it_is_given_back(visitor: Client) -> None:
    choose(visitor, theme="dark")
    assert 'data-theme="dark"' in visitor.get("/prov/avtal/").content.decode()

    choose(visitor, theme="system")
    assert "data-theme=" not in visitor.get("/prov/avtal/").content.decode()


def test_one_choice_leaves_the_other_as_it_is(member: Client, user: User) -> None:
    choose(member, theme="dark")
    choose(member, language="en")

    user.refresh_from_db()
    assert (user.language, user.theme) == ("en", "dark")
    assert '<html lang="en" data-theme="dark">' in member.get("/prov/avtal/").content.decode()


def test_a_visitor_s_choice_touches_no_account(visitor: Client, user: User) -> None:
    choose(visitor, language="en", theme="dark")

    user.refresh_from_db()
    assert (user.language, user.theme) == ("sv", "system")


def test_the_page_shows_the_choice_in_use(member: Client) -> None:
    choose(member, language="en", theme="light")

    page = member.get(SETTINGS).content.decode()

    assert [value for value in ("sv", "en", "system", "light", "dark") if f'value="{value}"' in checked(page)] == [
        "en",
        "light",
    ]


def checked(page: str) -> str:
    return "".join(part for part in page.split("<input")[1:] if "checked" in part.partition(">")[0])


def test_on_its_own_page_the_choice_is_confirmed_in_the_new_language(visitor: Client) -> None:
    assert choose(visitor, SETTINGS, language="en") == (303, SETTINGS)

    assert "Your choice is saved." in visitor.get(SETTINGS).content.decode()
    assert "Your choice is saved." not in visitor.get(SETTINGS).content.decode()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/prov/avtal/", "/prov/avtal/"),
        ("http://testserver/prov/avtal/", "http://testserver/prov/avtal/"),
        ("https://evil.example/", SETTINGS),
        ("//evil.example/", SETTINGS),
        ("///evil.example/", SETTINGS),
        ("/\\evil.example/", SETTINGS),
        ("javascript:alert(1)", SETTINGS),
        ("http:///evil.example", SETTINGS),
        ("", SETTINGS),
    ],
)
def test_the_way_back_leads_only_to_our_own_pages(wanted: str, given: str, visitor: Client) -> None:
    assert choose(visitor, theme="dark", next=wanted) == (303, given)


@pytest.mark.parametrize(("choice", "words"), [("language", "svenska eller engelska"), ("theme", "ljust eller mörkt")])
def test_a_choice_that_is_none_is_refused_in_words(choice: str, words: str, member: Client, user: User) -> None:
    response = member.post(SETTINGS, {choice: "klingon"}, headers={"Accept-Language": "sv"})
    page = response.content.decode()

    assert response.status_code == 422
    assert page.count(words) == 2  # in the summary and beside the field
    assert "<title>Fel: Inställningar – Samverk</title>" in page
    assert f'href="#id_{choice}"' in page
    assert f'id="id_{choice}"' in page
    assert response.cookies == {}
    user.refresh_from_db()
    assert (user.language, user.theme) == ("sv", "system")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
    ],
)
def test_only_our_own_pages_may_send_a_choice(headers: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(SETTINGS, {"theme": "dark"}, headers=headers).status_code == status


def test_other_methods_are_refused(visitor: Client) -> None:
    assert visitor.put(SETTINGS).status_code == 405
    assert visitor.put("/logga-ut/").status_code == 405
