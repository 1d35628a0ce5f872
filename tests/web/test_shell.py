"""What holds for every page: both languages, nothing inline, nothing dead, no cookie and no query without need."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoAssertNumQueries

from samverk.web import frame, navigation
from scripts import messages
from tests.web.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]

PAGES = [
    "/logga-in/",
    "/logga-ut/",
    "/installningar/",
    "/komponenter/",
    "/komponenter/varfor/",
    "/prov/avtal/",
    "/finns-inte/",
]
ENGLISH = {
    msgid for (msgid, _), words in messages.parse(messages.PO.read_text(encoding="utf-8")).items() if words != [msgid]
}


def html(client: Client, address: str, language: str = "sv") -> str:
    return client.get(address, headers={"Accept-Language": language}).content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_is_written_in_the_language_asked_for(address: str, language: str, member: Client) -> None:
    page = html(member, address, language)

    assert f'<html lang="{language}">' in page
    assert re.search(r"<title>[^<]+ – Samverk</title>", page)
    assert ("Skip to content" in page) == (language == "en")


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_holds_no_swedish_text_of_the_interface(address: str, member: Client) -> None:
    assert ENGLISH & set(read(html(member, address, "en")).texts) == set()


@pytest.mark.parametrize(
    ("asked", "answer"), [("sv-SE,sv;q=0.9", "sv"), ("en-GB", "en"), ("fi", "sv"), ("*", "sv"), ("", "sv")]
)
def test_the_browser_s_language_is_followed_and_swedish_is_the_default(
    asked: str, answer: str, visitor: Client
) -> None:
    assert f'<html lang="{answer}">' in html(visitor, "/installningar/", asked)


@pytest.mark.parametrize("address", PAGES)
def test_what_a_page_refers_to_is_on_it_once(address: str, member: Client) -> None:
    page = read(html(member, address))

    assert page.references <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline(address: str, member: Client) -> None:
    response = member.get(address)
    page = read(response.content.decode())

    assert "style" not in page.attributes
    assert [name for name in page.attributes if name.startswith("on")] == []
    assert response["Content-Security-Policy"].startswith("default-src 'self'; ")


@pytest.mark.parametrize("address", PAGES)
def test_every_link_and_form_of_the_frame_leads_somewhere(address: str, member: Client, visitor: Client) -> None:
    for client in (member, visitor):
        page = read(html(client, address))
        ways = {link for link in page.links | page.forms if not link.startswith("?")} - {"/"}

        assert {way: client.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)


@pytest.mark.parametrize("address", PAGES)
def test_every_asset_is_shipped(address: str, member: Client) -> None:
    assets = read(html(member, address)).assets

    assert assets
    assert [asset for asset in assets if finders.find(asset.removeprefix("/static/")) is None] == []


@pytest.mark.parametrize("address", ["/installningar/", "/logga-ut/", "/prov/avtal/"])
def test_a_visitor_gets_no_cookie_and_asks_the_database_nothing(
    address: str, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = visitor.get(address)

    assert response.cookies == {}


def test_a_page_of_someone_signed_in_asks_for_the_session_the_user_and_the_roles_once(
    member: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The roles, for what an administrator may have open: that is shown on every page."""
    with django_assert_num_queries(3):
        member.get("/prov/avtal/")


@pytest.mark.parametrize("address", ["/installningar/", "/logga-ut/", "/komponenter/", "/prov/avtal/"])
def test_a_page_is_the_same_on_every_load(address: str, member: Client) -> None:
    assert member.get(address).content == member.get(address).content


def test_a_page_is_kept_apart_for_each_visitor(visitor: Client, member: Client) -> None:
    assert "Strateg, Sollentuna" in html(member, "/prov/avtal/")
    assert "Strateg, Sollentuna" not in html(visitor, "/prov/avtal/")
    assert "Cookie" in visitor.get("/prov/avtal/")["Vary"]


def test_a_title_is_escaped_in_the_masthead() -> None:
    page = frame.masthead("tests.web.addresses", "sv", "<b>Strateg</b>", "", "", None, False)

    assert "&lt;b&gt;Strateg&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("/prov/avtal/", 'href="/prov/avtal/" aria-current="page"'),
        ("/prov/avtal/ett/", 'href="/prov/avtal/" aria-current="true"'),
        ("/prov/overblick/", 'href="/prov/overblick/" aria-current="page"'),
    ],
)
def test_the_menu_marks_where_one_is(address: str, mark: str, visitor: Client) -> None:
    page = html(visitor, address)

    assert mark in page


def test_the_menu_holds_the_pages_that_exist() -> None:
    entries = navigation.entries("tests.web.addresses")

    assert [(entry.name, entry.href) for entry in entries][:2] == [
        ("overview", "/prov/overblick/"),
        ("agreements", "/prov/avtal/"),
    ]
    assert navigation.entries("samverk.web.accounts.urls") == ()


@pytest.mark.parametrize(
    ("cookie", "mark"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ('"><script>', ""), ("", "")],
)
def test_the_theme_is_the_device_s_until_one_is_chosen(cookie: str, mark: str, visitor: Client) -> None:
    visitor.cookies["theme"] = cookie

    assert f'<html lang="sv"{mark}>' in html(visitor, "/installningar/")


def test_the_sheet_of_parts_is_not_on_an_installation() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("components", "samverk.config.urls")
