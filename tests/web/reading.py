"""Reads a page as a visitor's tools do: its text, its ids, what it refers to."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Read(HTMLParser):
    """A page, read."""

    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes |= given.keys()
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-labelledby", "aria-describedby", "popovertarget", "for"):
            self.references |= set(given.get(name, "").split())
        self.texts += [given[name] for name in ("aria-label", "alt", "title") if name in given]
        href = given.get("href", "")
        if tag == "a":
            (self.references if href.startswith("#") else self.links).add(href.removeprefix("#"))
        elif tag in ("link", "use"):
            self.assets.add(href.partition("#")[0])
        elif tag == "script":
            self.assets.add(given["src"])
        elif tag == "form" and "action" in given:
            self.forms.add(given["action"])

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data).strip()
        if words:
            self.texts.append(words)


def read(html: str) -> Read:
    reader = Read()
    reader.feed(html)
    reader.close()
    return reader
