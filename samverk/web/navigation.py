"""The main menu."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samverk.web.shapes import Shape

# Name of the address, and the word for it. An area that an installation leaves out has no address and no entry.
_MENU: Final = (
    ("overview", _("Överblick")),
    ("agreements", _("Avtalen")),
    ("municipalities", _("Kommuner")),
)


@dataclass(frozen=True, slots=True)
class Entry(Shape):
    """Somewhere to go. ``name`` is what a page calls its ``section`` to be marked as current."""

    name: str
    label: str | Promise
    href: str


@cache
def entries(urlconf: str) -> tuple[Entry, ...]:
    """The main menu, of the pages that exist among the addresses of ``urlconf``."""
    return tuple(Entry(name, label, href) for name, label in _MENU if (href := _address(name, urlconf)) is not None)


def _address(name: str, urlconf: str) -> str | None:
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return None
