"""What went wrong, in plain words, in both languages; and the pages for it read nothing that may be broken."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.accounts.models import User
from samverk.config import urls
from samverk.web import database_trouble as trouble
from tests.web import addresses
from tests.web.addresses import REFUSAL
from tests.web.conftest import SAME_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_that_is_not_there_says_what_was_asked_for_and_where_to_go(language: str, visitor: Client) -> None:
    response = visitor.get("/prov/saknas/", headers={"Accept-Language": language})
    page = response.content.decode()

    assert response.status_code == 404
    assert {"sv": "heter ”x&lt;y”", "en": "called “x&lt;y”"}[language] in page
    assert f'<a href="/prov/avtal/">{ {"sv": "Alla avtal", "en": "All agreements"}[language] }</a>' in page


@pytest.mark.parametrize("handler", ["handler400", "handler403", "handler404", "handler500"])
def test_the_site_answers_with_the_pages_tested_here(handler: str) -> None:
    assert getattr(addresses, handler) == getattr(urls, handler)


def test_an_unknown_address_is_a_helpful_404(visitor: Client) -> None:
    response = visitor.get("/finns/inte/", headers={"Accept-Language": "sv"})

    assert response.status_code == 404
    assert "Kontrollera adressen." in response.content.decode()
    assert '<a href="/">Till startsidan</a>' in response.content.decode()


def test_an_address_that_no_text_can_be_leads_nowhere(visitor: Client, member: Client) -> None:
    """PostgreSQL refuses the sign; on SQLite nothing is called so."""
    for client in (visitor, member):
        assert client.get("/prov/%00/").status_code == 404
        assert client.get("/prov/overblick/%00").status_code == 404


def test_a_visitor_who_is_refused_is_asked_to_sign_in_and_comes_back(visitor: Client) -> None:
    response = visitor.get("/prov/nekas/?per=2014-04-15")

    assert response.status_code == 302
    assert response["Location"] == "/logga-in/?next=/prov/nekas/%3Fper%3D2014-04-15"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_one_who_has_signed_in_is_told_why(language: str, member: Client) -> None:
    response = member.get("/prov/nekas/", headers={"Accept-Language": language})
    page = response.content.decode()

    assert response.status_code == 403
    assert REFUSAL.in_language(language) in page
    assert "Strateg, Sollentuna" in page


def test_a_refused_act_by_a_visitor_is_refused_and_not_sent_on(visitor: Client) -> None:
    response = visitor.post("/prov/nekas/", headers={"Accept-Language": "sv"})

    assert response.status_code == 403
    assert REFUSAL.sv in response.content.decode()
    assert '<a href="/logga-in/">Logga in</a>' in response.content.decode()


def test_what_cannot_be_understood_is_400(visitor: Client) -> None:
    response = visitor.get("/prov/misstankt/", headers={"Accept-Language": "sv"})

    assert response.status_code == 400
    assert "Det gick inte att förstå" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/prov/trasig/", 500, "Något gick fel hos oss"), ("/prov/full/", 503, "Disken är full")],
)
def test_a_broken_page_says_so_and_reads_nothing(
    address: str,
    status: int,
    words: str,
    user: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Client(raise_request_exception=False, headers=SAME_SITE)
    client.force_login(user)

    with django_assert_num_queries(0):
        response = client.get(address, headers={"Accept-Language": "sv"})

    assert response.status_code == status
    assert f"<h1>{words}</h1>" in response.content.decode()
    assert "Huvudmeny" not in response.content.decode()


# --- real databases in real trouble -----------------------------------------------------------------------


type Open = Callable[..., sqlite3.Connection]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens databases and closes them after the test."""
    with ExitStack() as stack:
        yield lambda path, **options: stack.enter_context(closing(sqlite3.connect(path, **options)))


def locked(opened: Open, folder: Path) -> None:
    first, second = (opened(folder / "x", timeout=0, isolation_level=None) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    second.execute("BEGIN IMMEDIATE")


def full(opened: Open, folder: Path) -> None:
    connection = opened(folder / "x")
    connection.execute("PRAGMA max_page_count = 1")
    connection.execute("CREATE TABLE t AS SELECT randomblob(100000)")


def read_only(opened: Open, folder: Path) -> None:
    opened(folder / "x").execute("CREATE TABLE t (a)")
    opened(f"file:{folder / 'x'}?mode=ro", uri=True).execute("INSERT INTO t VALUES (1)")


def not_a_database(opened: Open, folder: Path) -> None:
    (folder / "x").write_text("Detta är ett brev till kommunen. " * 100, encoding="utf-8")
    opened(folder / "x").execute("SELECT * FROM sqlite_master")


def no_folder(opened: Open, folder: Path) -> None:
    opened(folder / "nowhere" / "x")


def too_old(opened: Open, folder: Path) -> None:
    opened(folder / "x").execute("SELECT * FROM records_event")


def column_missing(opened: Open, folder: Path) -> None:
    connection = opened(folder / "x")
    connection.execute("CREATE TABLE records_event (a)")
    connection.execute("SELECT nytt FROM records_event")


@pytest.mark.parametrize(
    ("fail", "expected"),
    [
        (locked, trouble.LOCKED),
        (full, trouble.FULL),
        (read_only, trouble.READ_ONLY),
        (not_a_database, trouble.DAMAGED),
        (no_folder, trouble.UNREACHABLE),
        (too_old, trouble.OUT_OF_STEP),
        (column_missing, trouble.OUT_OF_STEP),
    ],
)
def test_sqlite_in_trouble_is_understood(
    fail: Callable[[Open, Path], None], expected: trouble.Trouble, opened: Open, tmp_path: Path
) -> None:
    assert trouble.explain(caught(lambda: fail(opened, tmp_path))) is expected


def caught(fail: Callable[[], object]) -> DatabaseError:
    """The error as Django passes it on."""
    try:
        fail()
    except (sqlite3.Error, psycopg.Error) as error:
        passed_on = OperationalError(*error.args)
        passed_on.__cause__ = error
        return passed_on
    raise AssertionError("nothing failed")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (psycopg.errors.LockNotAvailable(), trouble.LOCKED),
        (psycopg.errors.DeadlockDetected(), trouble.LOCKED),
        (psycopg.errors.DiskFull(), trouble.FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), trouble.READ_ONLY),
        (psycopg.errors.InsufficientPrivilege(), trouble.READ_ONLY),
        (psycopg.errors.UndefinedTable(), trouble.OUT_OF_STEP),
        (psycopg.errors.UndefinedColumn(), trouble.OUT_OF_STEP),
        (psycopg.errors.DataCorrupted(), trouble.DAMAGED),
        (psycopg.errors.AdminShutdown(), trouble.UNREACHABLE),
        (psycopg.errors.TooManyConnections(), trouble.UNREACHABLE),
        (psycopg.errors.ConnectionFailure(), trouble.UNREACHABLE),
        (psycopg.OperationalError("connection refused"), trouble.UNREACHABLE),
        (psycopg.errors.SyntaxError(), None),
    ],
)
def test_postgresql_in_trouble_is_understood(error: psycopg.Error, expected: trouble.Trouble | None) -> None:
    def fail() -> None:
        raise error

    assert trouble.explain(caught(fail)) is expected


def test_a_fault_of_our_own_is_not_blamed_on_the_database(opened: Open) -> None:
    assert trouble.explain(caught(lambda: opened(":memory:").execute("SELEKT"))) is None
    assert trouble.explain(DatabaseError("no cause")) is None


def test_only_what_passes_asks_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)

    monkeypatch.setattr("samverk.web.errors.explain", lambda error: trouble.LOCKED)
    assert client.get("/prov/full/")["Retry-After"] == "10"

    monkeypatch.setattr("samverk.web.errors.explain", lambda error: trouble.FULL)
    assert "Retry-After" not in client.get("/prov/full/")
