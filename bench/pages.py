"""What a page costs a server, and what it weighs for a visitor."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measure import Row, at_most, cpu, ratio
from samverk.accounts.models import User
from samverk.agreements.queries import situations

AGREEMENT = "/avtal/koordination-norrort/"
PAGES = (
    ("the agreement page, signed in (Norrort)", AGREEMENT, 12.0),
    ("Överblick", "/overblick/", 15.0),
    ("a municipality's page", "/kommun/0163/", 15.0),
)
MOST_QUERIES = 12


def caller() -> Callable[[str], None]:
    """A function that asks the application itself for an address, signed in as the strategist, without a client."""
    application = get_wsgi_application()
    cookie = f"{settings.SESSION_COOKIE_NAME}={_session()}"

    def call(address: str) -> None:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": "sv",
            "HTTP_ACCEPT_ENCODING": "gzip", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.multithread": False,
            "wsgi.multiprocess": False, "wsgi.run_once": False, "REMOTE_ADDR": "127.0.0.1",
        }  # fmt: skip
        status: list[str] = []
        body = application(environ, _starter(status))  # type: ignore[arg-type]  # less than WSGI's own type asks for
        for _part in body:
            pass
        if hasattr(body, "close"):
            body.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{address}: {status[0]}")

    return call


def _starter(status: list[str]) -> Callable[..., None]:
    def start_response(line: str, *_headers: object) -> None:
        status.append(line)

    return start_response


def _session() -> str:
    """The session of the strategist, signed in as a browser would be."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email="strateg@demo.example"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def rows() -> Iterator[Row]:
    """Processor time against a constant view, statements to the database, and weight."""
    call = caller()
    constant = cpu(lambda: call("/konstant/"), rounds=60, repeat=10)
    for name, address, most in PAGES:
        warm = cpu(lambda at=address: call(at), rounds=40, repeat=3)  # type: ignore[misc]  # a default keeps the address
        yield ratio(f"CPU of {name}", warm, constant, most)
    yield _first(call, constant)
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email="strateg@demo.example"))
    for name, address, _most in PAGES:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        yield at_most(f"SQL statements of {name}", len(captured), MOST_QUERIES, "")
    yield from _weight()


def _first(call: Callable[[str], None], constant: float) -> Row:
    """The first view after a change: everything is worked out again."""

    def fresh() -> None:
        situations.forget()
        call(AGREEMENT + "?per=2025-06-01")

    cold = cpu(fresh, rounds=8, warm=1)
    return Row(
        "CPU of the same page the first time after a fact", "–", f"{cold / constant:.0f}×", None, "all worked out anew"
    )


def _weight() -> Iterator[Row]:
    visitor = Client(HTTP_HOST="localhost")
    html = visitor.get(AGREEMENT).content.decode()
    used = _used(html)
    size = len(gzip.compress(html.encode(), 6)) + sum(_compressed(path) for path in used)
    yield at_most("first load of the agreement page, compressed", size / 1024, 120, "KiB")
    yield at_most("requests on a first load", len(used) + 1, 8, "")
    following = len(gzip.compress(visitor.get("/avtal/ksl-nyanlanda/").content, 6))
    yield at_most("next page (the county agreement), compressed", following / 1024, 15, "KiB")


def _used(html: str) -> set[Path]:
    """The static files a page asks for, those that its style sheet asks for included."""
    root = Path(settings.STATIC_ROOT)
    found = {root / name for name in re.findall(r'/static/([^"#]+)', html)}
    for sheet in [path for path in found if path.suffix == ".css"]:
        found |= {(sheet.parent / name) for name in re.findall(r'url\("?([^")]+\.woff2)"?\)', sheet.read_text())}
    return found


def _compressed(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 6))
