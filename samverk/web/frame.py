"""The frame around a page, and the larger parts in it, written out once and kept.

What a visitor sees is a pure function of a shape and a language, and shapes cannot change. So a part that has been
written out is kept and looked up, like a clause mark in ``markup``: a page of forty notes costs forty look-ups.
With SAMVERK_DEBUG nothing is kept, so that a changed template shows at once.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Final, cast

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from samverk.rules.wording import Language
from samverk.web.navigation import entries
from samverk.web.shapes import Part, Switcher


def kept[**P, R](maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps the latest ``maxsize`` results of a pure function of hashable arguments. For small results."""

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        return function if settings.DEBUG else lru_cache(maxsize)(function)  # type: ignore[return-value]  # same call

    return keep


class Along[T]:
    """Something that goes along with a kept call without being part of what it is kept by."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value


KEPT_BYTES: Final = 6_000_000
"""What a process keeps of pages, all of them together: a whole agreement takes half a million bytes."""


class _Shelf:
    """What has been made, the least asked for first; never more than a number of bytes in all."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def held(self) -> tuple[int, int]:
        """How many there are, and their bytes."""
        with self._lock:
            return len(self._made), self._bytes

    def empty(self) -> None:
        """Throw everything away."""
        with self._lock:
            self._made.clear()
            self._bytes = 0

    def find(self, key: Hashable) -> tuple[Any, int] | None:
        """What was made for the key, and its weight; None if it is not here."""
        with self._lock:
            found = self._made.get(key)
            if found is not None:
                self._made.move_to_end(key)
            return found

    def put(self, key: Hashable, value: Any) -> None:
        """Keep what was made, and let go of what nobody has asked for the longest."""
        weight = _weight(value)
        with self._lock:
            _, before = self._made.pop(key, (None, 0))
            self._made[key] = value, weight
            self._bytes += weight - before
            while self._bytes > KEPT_BYTES:
                _, (_, freed) = self._made.popitem(last=False)
                self._bytes -= freed


def _weight(value: Any) -> int:
    """Bytes that a result takes, texts and what holds them; what else it points at is shared with the evaluation."""
    if isinstance(value, tuple | list | frozenset):
        return sys.getsizeof(value) + sum(map(_weight, value))
    if is_dataclass(value):
        return 100 + sum(_weight(getattr(value, each.name)) for each in fields(value))
    return sys.getsizeof(value)


_shelf = _Shelf()


def held() -> tuple[int, int]:
    """How many results are kept, and their bytes."""
    return _shelf.held()


def forget() -> None:
    """Keep nothing of what has been made. Only tests need it."""
    _shelf.empty()


def kept_along[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Keeps results of a function with an ``Along``, as far as they fit beside those of all other such functions.

    What goes along is not kept: an evaluation would live as long as the page that was made from it.
    """
    if settings.DEBUG:
        return function

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, tuple(each for each in args if not isinstance(each, Along)), tuple(sorted(kwargs.items())))
        found = _shelf.find(key)
        if found is not None:
            return cast("R", found[0])
        value = function(*args, **kwargs)
        _shelf.put(key, value)
        return value

    return ask


@kept_along
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
    urlconf: str, language: Language, user_title: str, section: str, path: str, switcher: Switcher | None, keeps: bool
) -> SafeString:
    """Brand, agreement, main menu and tools. ``section`` and ``path`` mark the current entry of the menu.

    ``keeps``: the one who has signed in looks after roles.
    """
    context = {
        "nav": entries(urlconf),
        "language": language,
        "user_title": user_title,
        "section": section,
        "path": path,
        "switcher": switcher,
        "keeps": keeps,
    }
    return render_to_string("shell/masthead.html", context)


@kept(8)
def foot(urlconf: str, language: Language, example: bool) -> SafeString:  # noqa: ARG001 - part of the cache's key
    """The other language, the settings, and the word that what is shown is an example."""
    return render_to_string("shell/foot.html", {"language": language, "example": example})
