"""Templates and static files: everything from ourselves, nothing inline, nothing left over."""

import re
from pathlib import Path

import pytest

from tests.architecture.repository import PACKAGE, ROOT, texts

TEMPLATES = PACKAGE / "web" / "templates"
STATIC = PACKAGE / "web" / "static"

# Django looks these up by name when something goes wrong.
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}

COMMENTS = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|/\*.*?\*/", re.DOTALL)
ANCHOR = re.compile(r"<a\s[^>]*>", re.DOTALL)
NAMESPACE = re.compile(r"https?://www\.w3\.org/")
INLINE = re.compile(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)


def names_of_templates() -> set[str]:
    return {
        path.removeprefix(f"{TEMPLATES.relative_to(ROOT)}/")
        for path, _ in texts(".html", ".svg", ".txt", under=TEMPLATES)
    }


def inline(text: str) -> list[str]:
    """What a strict content security policy would stop: style attributes, inline scripts, handlers."""
    return INLINE.findall(COMMENTS.sub("", text))


def loaded_from_elsewhere(text: str) -> list[str]:
    """Addresses of other hosts, save in links (nothing is loaded) and names of XML namespaces."""
    bare = NAMESPACE.sub("", ANCHOR.sub("", COMMENTS.sub("", text)))
    return ELSEWHERE.findall(bare)


def test_templates_have_nothing_inline() -> None:
    found = {path: inline(text) for path, text in texts(".html", ".svg", under=TEMPLATES)}

    assert {path: what for path, what in found.items() if what} == {}


def test_nothing_is_loaded_from_another_host() -> None:
    found = {
        path: loaded_from_elsewhere(text)
        for folder in (TEMPLATES, STATIC)
        for path, text in texts(".html", ".svg", ".css", ".js", under=folder)
    }

    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<a onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
    ],
)
def test_inline_code_is_recognised(text: str) -> None:
    assert inline(text)


@pytest.mark.parametrize(
    "text", ['<script src="/static/x.js"></script>', "{# style= #}", "<p class='style'>", "<p data-on='1'>"]
)
def test_what_is_not_inline_passes(text: str) -> None:
    assert inline(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js">',
        "@import '//fonts.example/a.css';",
        "url(https://a.example/b.png)",
    ],
)
def test_another_host_is_recognised(text: str) -> None:
    assert loaded_from_elsewhere(text)


@pytest.mark.parametrize(
    "text",
    [
        '<a class="x" href="https://www.example/">',
        '<svg xmlns="http://www.w3.org/2000/svg">',
        "/* https://a.example */",
    ],
)
def test_links_and_namespaces_pass(text: str) -> None:
    assert loaded_from_elsewhere(text) == []


def test_every_template_is_used() -> None:
    everything = "\n".join(text for _, text in texts(".py", ".html", ".txt", under=PACKAGE))
    unused = {
        name
        for name in names_of_templates() - BY_CONVENTION
        if not re.search(rf"[\"']{re.escape(name)}(?:#[\w-]+)?[\"']", everything)
    }

    assert unused == set()


def test_every_library_of_tags_is_loaded_by_a_template() -> None:
    libraries = {path.stem for path in PACKAGE.glob("*/templatetags/*.py")} - {"__init__"}
    loads = {
        name
        for _, text in texts(".html", under=PACKAGE)
        for words in re.findall(r"\{% load ([^%]+) %\}", text)
        for name in words.split()
    }

    assert libraries - loads == set()


def test_every_static_file_is_used() -> None:
    everything = "\n".join(
        text for _, text in texts(".py", ".html", ".css", ".js", ".json", ".webmanifest", under=PACKAGE)
    )
    unused = {path for path in static_files() if path.name not in everything}

    assert unused == set()


def static_files() -> list[Path]:
    """Every static file but the licences that lie beside what they license."""
    return [
        path
        for path in STATIC.rglob("*")
        if path.is_file() and path.suffix in {".css", ".js", ".svg", ".png", ".ico", ".woff2", ".json", ".webmanifest"}
    ]
