"""The small parts as strings: icon, status, tick, basis, chip, meter.

A page shows hundreds of them, so they are functions and not templates: a template for a chip costs ten times the chip.
Those that vary only in code and language are made once and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from samverk.web.words import BASIS, STATUS, basis_word, input_word, page_language, status_word


@cache
def asset(name: str) -> str:
    """The address of one of our own static files, with its fingerprint where the installation uses them."""
    return static(name)


@cache
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite; the word beside it carries the meaning."""
    return format_html('<svg class="ico" aria-hidden="true"><use href="{}#{}"/></svg>', asset("icons.svg"), name)


@cache
def _status_icon(code: str, language: str) -> SafeString:  # noqa: ARG001 - part of the cache's key
    svg = '<svg class="ico" role="img" aria-label="{}"><use href="{}#s-{}"/></svg>'
    return format_html(svg, status_word(code), asset("icons.svg"), code)


def status_icon(code: str) -> SafeString:
    """A status that stands without its word in sight (the table of contents): the word is its label."""
    return _status_icon(code, page_language())


@cache
def _status(code: str, language: str) -> SafeString:  # noqa: ARG001 - part of the cache's key
    return format_html('<span class="status" data-s="{}">{}{}</span>', code, icon(f"s-{code}"), status_word(code))


def status(code: str, text: str = "") -> SafeString:
    """A status with shape, word and colour. ``text`` replaces the word where the status needs a date of its own."""
    if not text:
        return _status(code, page_language())
    return format_html('<span class="status" data-s="{}">{}{}</span>', _known(code), icon(f"s-{code}"), text)


def tick(code: str, text: str) -> SafeString:
    """The quiet status inside tables: the icon and what was done ("Utsedd", "22 maj")."""
    return format_html('<span class="tick" data-s="{}">{}{}</span>', _known(code), icon(f"s-{code}"), text)


def _known(code: str) -> str:
    if code not in STATUS:
        raise KeyError(code)
    return code


@cache
def _basis(code: str, language: str) -> SafeString:  # noqa: ARG001 - part of the cache's key
    return format_html('<span class="basis" data-b="{}">{}</span>', code, basis_word(code))


def basis(code: str, text: str = "") -> SafeString:
    """How much of a value is in the text. ``text`` says what is assumed ("Trettio dagar är antaget")."""
    if not text:
        return _basis(code, page_language())
    if code not in BASIS:
        raise KeyError(code)
    return format_html('<span class="basis" data-b="{}">{}</span>', code, text)


@cache
def _input_basis(code: str, language: str) -> SafeString:  # noqa: ARG001 - part of the cache's key
    word, disc = input_word(code)
    return format_html('<span class="basis" data-b="{}">{}</span>', disc, word)


def input_basis(code: str) -> SafeString:
    """The short form in a derivation: recorded fact, statistics, stated, follows, assumed."""
    return _input_basis(code, page_language())


def chip(mark: str, href: str, agreement: str = "") -> SafeString:
    """A clause mark that leads to the clause; with the agreement's short name when it is another agreement's."""
    other = f"<b>{conditional_escape(agreement)}</b> " if agreement else ""
    # The most frequent part of all, so without formatting machinery.
    return mark_safe(  # noqa: S308 - every part is escaped here or above
        f'<a class="chip" href="{conditional_escape(href)}">{other}{conditional_escape(mark)}</a>'
    )


def meter(slots: Sequence[str], label: str) -> SafeString:
    """One slot per meeting, signature or answer, with the same in words as its label."""
    return format_html('<span class="meter" role="img" aria-label="{}">{}</span>', label, _slots(tuple(slots)))


def meter_mini(slots: Sequence[str]) -> SafeString:
    """The small meter of a table; the words stand beside it in the same cell."""
    return format_html('<span class="meter mini" aria-hidden="true">{}</span>', _slots(tuple(slots)))


@lru_cache(maxsize=4096)
def _slots(slots: tuple[str, ...]) -> SafeString:
    allowed = {"on", "plan", "opt", "no", "wait", "grey", "need"}
    unknown = {name for slot in slots for name in slot.split()} - allowed
    if unknown:
        raise KeyError(f"no such slot: {sorted(unknown)}")
    return mark_safe("".join(f'<i class="{slot}"></i>' if slot else "<i></i>" for slot in slots))  # noqa: S308 - known words only
