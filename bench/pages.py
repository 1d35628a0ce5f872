"""What a page costs the server: processor time against a view that does nothing, and statements to the database."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.filled import NORRORT, STRATEGIST
from bench.measure import Measured, Row, compare, ratio
from bench.wide import widened
from samverk.accounts.models import User
from samverk.accounts.policy import system
from samverk.agreements.actions.facts import record_fact
from samverk.lib import clock

AGREEMENT = f"/avtal/{NORRORT}/"
MUNICIPALITY = "/kommun/0163/"
CONSTANT = "/konstant/"
PEERS = (
    "healthchecks' list 28×, Redmine's issue list 106×, Wagtail's admin 136×, Indico's meeting page 175×, "
    "pretix' orders 211×, Plone 287×"
)
PAGES = (
    ("the agreement page, signed in (Norrort)", AGREEMENT, 12.0, PEERS),
    ("Överblick", "/overblick/", 15.0, ""),
    ("a municipality's page", MUNICIPALITY, 15.0, ""),
)
MOST_STATEMENTS = 12


def rows() -> Iterator[Row]:
    """Every page warm, the agreement page just after a fact, and the statements of each."""
    call = caller()
    constant = 0.0
    for name, address, most, peers in PAGES:
        found = warm(call, address)
        constant = found.other
        note = f"{found.ours * 1e3:.1f} ms; a constant view {constant * 1e3:.2f} ms"
        yield ratio(f"CPU of {name}, against a constant view", found.ratio, most, note=note, peers=peers)
    yield _after_a_fact(call, constant)
    for name, address, _most, _peers in PAGES:
        yield _statements(name, address)


def warm(call: Callable[[str], None], address: str) -> Measured:
    """A page that has been shown before, against the constant view, turn by turn."""
    return compare(lambda: call(address), lambda: call(CONSTANT), rounds=60, repeat=(3, 10))


def caller() -> Callable[[str], None]:
    """A function that asks the application itself for an address, signed in as the strategist, as a browser would."""
    application = get_wsgi_application()
    cookie = f"{settings.SESSION_COOKIE_NAME}={_signed_in().cookies[settings.SESSION_COOKIE_NAME].value}"

    def call(address: str) -> None:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": "sv",
            "HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.multithread": False,
            "wsgi.multiprocess": False, "wsgi.run_once": False, "REMOTE_ADDR": "127.0.0.1",
        }  # fmt: skip
        status: list[str] = []
        body = application(environ, _starter(status))
        for _part in body:
            pass
        if hasattr(body, "close"):
            body.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{address}: {status[0]}")

    return call


def _starter(status: list[str]) -> Callable[..., Callable[[bytes], object]]:
    """What WSGI calls with the line of status; it is put in the list."""

    def start_response(line: str, *_headers: object) -> Callable[[bytes], object]:
        status.append(line)
        return lambda _body: None

    return start_response


def _signed_in() -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=STRATEGIST))
    return client


def _after_a_fact(call: Callable[[str], None], constant: float) -> Row:
    """The first view after something has been recorded: everything is worked out and written out again."""
    taken = []
    moment = clock.now()
    for number in range(12):
        _record(number, moment + timedelta(seconds=number))
        started = time.process_time()
        call(AGREEMENT)
        taken.append(time.process_time() - started)
    found = statistics.median(taken[2:])
    what = "CPU of the same page the first time after a new fact, against a constant view"
    return Row(what, "–", f"{found / constant:.0f}×", None, f"{found * 1e3:.0f} ms: all findings, the whole page")


def _record(number: int, moment: datetime) -> None:
    day = date(2020, 1, 1) + timedelta(days=number)
    payload = {"body": "natverk", "number": number}
    record_fact(
        agreement=NORRORT, kind="meeting.held", valid_on=day, payload=payload, by=system("Mätningen"),
        recorded_at=moment,
    )  # fmt: skip


def _statements(name: str, address: str) -> Row:
    """How many there are; and again with an agreement of 3 parties added, and with one of 290."""
    client = _signed_in()
    counts = [_count(client, address)]
    for parties in (3, 290):
        with widened(parties) as agreement:
            counts.append(_count(client, address.replace(NORRORT, agreement)))
    most = max(counts)
    told = f"{counts[0]}; with one more agreement, of 3 parties {counts[1]}, of 290 parties {counts[2]}"
    met = most <= MOST_STATEMENTS and counts[1] == counts[2]
    return Row(f"SQL statements of {name}", "≤ 12, constant", str(most), met, told, "14–37")


def _count(client: Client, address: str) -> int:
    """Statements of a page that this process has shown once before."""
    captured = CaptureQueriesContext(connection)
    for _ in range(2):
        with captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
    return len(captured)
