"""Every address there is, from the resolver: what it takes in its path, in its query and in its forms.

Nothing is listed by hand but an example of each address (``every_page``), so that what comes later is tried too. The
names of queries are read from the code that asks for them; the fields of forms from the pages themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from django.test import Client
from django.urls import resolve

from tests.web import every_page

WEB = Path(__file__).resolve().parents[3] / "samverk" / "web"
_ASKED = re.compile(r"""(?:GET|POST|FILES|data|query)(?:\.get|\.getlist|\.pop)?[\[(]["'](\w+)["']""")
_PART = re.compile(r"<(\w+):(\w+)>")


@dataclass(frozen=True, slots=True)
class Site:
    """An address: its name, an example of it that holds, its pattern and what the example puts in it."""

    name: str
    example: str
    route: str
    given: dict[str, str]

    @property
    def parts(self) -> dict[str, str]:
        """What the path takes: each name with its kind (int, slug, str, uuid)."""
        return {name: kind for kind, name in _PART.findall(self.route)}

    def path(self, changed: dict[str, str]) -> str:
        """The path with some of its parts exchanged, encoded."""
        values = self.given | changed
        return "/" + _PART.sub(lambda found: quote(values[found[2]], safe=""), self.route)


def site(name: str) -> Site:
    """The address with the name. Error: KeyError for one without an example."""
    example = every_page.EVERY[name]
    match = resolve(urlsplit(example).path)
    return Site(name, example, match.route, {key: str(value) for key, value in match.kwargs.items()})


@cache
def asked_names() -> tuple[str, ...]:
    """Every name that some view asks for in a query, a form or an upload."""
    code = (path.read_text(encoding="utf-8") for path in WEB.rglob("*.py"))
    return tuple(sorted({name for text in code for name in _ASKED.findall(text)} | {"next"}))


@dataclass
class Offered(HTMLParser):
    """What a page offers to send: the fields of its forms with the values it suggests, and its links to itself."""

    fields: dict[str, set[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    queries: set[str] = field(default_factory=set)
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._add(self._select, given.get("value", ""))
        elif tag == "input" and given.get("type") == "file":
            self.files.add(name)
        elif tag in ("input", "textarea", "button") and name and name != "csrfmiddlewaretoken":
            self._add(name, given.get("value", ""))
        elif tag == "a" and "?" in given.get("href", ""):
            self.queries.add(given["href"].partition("?")[2].partition("#")[0])

    def _add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, set()).add(value)


@dataclass(frozen=True, slots=True)
class Known:
    """What an address is known to take: names with values that hold, and the names of uploads."""

    values: dict[str, tuple[str, ...]]
    files: tuple[str, ...]
    queries: tuple[str, ...]


MOST_QUERIES = 40


def known(browser: Client, here: Site, *, pages: int = 6) -> Known:
    """Asks the address itself, and the pages of it that it links to by a query, what they offer."""
    offered = Offered()
    tried: set[str] = set()
    waiting = [here.example]
    while waiting and len(tried) < pages:
        address = waiting.pop(0)
        tried.add(address)
        answer = browser.get(address)
        if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        offered.feed(answer.content.decode())
        own = [f"{here.path({})}?{query}" for query in sorted(offered.queries)]
        waiting = [one for one in own if one not in tried]
    offered.close()
    queries = sorted(offered.queries)[:MOST_QUERIES]
    values = {name: set(found) for name, found in offered.fields.items()}
    for query in (*queries, urlsplit(here.example).query):
        for name, value in parse_qsl(query, keep_blank_values=True):
            values.setdefault(name, set()).add(value)
    kept = {name: tuple(sorted(found)[:30]) for name, found in sorted(values.items())}
    return Known(kept, tuple(sorted(offered.files)), tuple(queries))
