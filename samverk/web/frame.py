"""The frame around a page, and the larger parts in it, written out once and kept.

What a visitor sees is a pure function of a shape and a language, and shapes cannot change. So a part that has been
written out is kept and looked up, like a clause mark in ``markup``: a page of forty notes costs forty look-ups.
With SAMVERK_DEBUG nothing is kept, so that a changed template shows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from samverk.rules.wording import Language
from samverk.web.navigation import entries
from samverk.web.shapes import Part, Switcher


def kept[**P, R](maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps the latest ``maxsize`` results of a pure function of hashable arguments."""

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        return function if settings.DEBUG else lru_cache(maxsize)(function)  # type: ignore[return-value]  # same call

    return keep


class Along[T]:
    """Something that goes along with a kept call without being part of what it is kept by."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Along)

    def __hash__(self) -> int:
        return 0


@kept(512)
def body(template: str, key: Hashable, context: Along[Callable[[], Mapping[str, Any]]]) -> SafeString:  # noqa: ARG001 - the cache's key
    """The main part of a page through its template. ``key`` holds everything the context depends on, language too."""
    return render_to_string(template, dict(context.value()))


@kept(4096)
def part(shape: Part, language: Language) -> SafeString:  # noqa: ARG001 - part of the cache's key
    """A shape through its template, in the active language, which is ``language``."""
    return render_to_string(shape.template, {shape.called: shape})


@kept(1)
def head() -> SafeString:
    """What every page has in its head, but for the title."""
    return render_to_string("shell/head.html")


@kept(512)
def masthead(  # noqa: PLR0917 - positional, so that equal calls are one entry in the cache
    urlconf: str, language: Language, user_title: str, section: str, path: str, switcher: Switcher | None
) -> SafeString:
    """Brand, agreement, main menu and tools. ``section`` and ``path`` mark the current entry of the menu."""
    context = {
        "nav": entries(urlconf),
        "language": language,
        "user_title": user_title,
        "section": section,
        "path": path,
        "switcher": switcher,
    }
    return render_to_string("shell/masthead.html", context)


@kept(8)
def foot(urlconf: str, language: Language, example: bool) -> SafeString:  # noqa: ARG001 - part of the cache's key
    """The other language, the settings, and the word that what is shown is an example."""
    return render_to_string("shell/foot.html", {"language": language, "example": example})
