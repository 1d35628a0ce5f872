"""Tags and filters of our own: ``{% load samverk %}``. What each part is for is in templates/README.md."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from samverk.rules import wording
from samverk.web import formats, frame, markup
from samverk.web.shapes import Part
from samverk.web.words import page_language, status_word

register = template.Library()

register.simple_tag(markup.asset)
register.simple_tag(markup.icon)
register.simple_tag(markup.status)
register.simple_tag(markup.status_icon)
register.simple_tag(markup.tick)
register.simple_tag(markup.basis)
register.simple_tag(markup.input_basis)
register.simple_tag(markup.chip)
register.simple_tag(markup.meter)
register.simple_tag(markup.meter_mini)
register.filter(status_word)


@register.simple_tag
def part(shape: Part) -> SafeString:
    """``{% part note %}``: a note, a derivation, a row of what is due, a table, a time bar."""
    return frame.part(shape, page_language())


@register.simple_tag
def head() -> SafeString:
    """What every page has in its head."""
    return frame.head()


@register.simple_tag
def home() -> str:
    """The address of the start page."""
    return get_script_prefix()


@register.simple_tag(takes_context=True)
def masthead(context: RequestContext) -> SafeString:
    """The top of the page. The view says ``section`` and, on the pages of an agreement, ``switcher``."""
    shell = context["shell"]
    section: str = context.get("section") or ""
    switcher = context.get("switcher")
    about = (shell.user_title, section, shell.menu_path, switcher, shell.keeps)
    return frame.masthead(settings.ROOT_URLCONF, page_language(), *about)


@register.simple_tag(takes_context=True)
def foot(context: RequestContext) -> SafeString:
    """The end of the page. The view says ``example`` when something shown is made up."""
    return frame.foot(settings.ROOT_URLCONF, page_language(), bool(context.get("example")))


@register.filter
def say(text: wording.Text | None) -> str:
    """``{{ finding.headline|say }}``: a text of the rules in the language of the page. Nothing for no text."""
    return text.in_language(page_language()) if text is not None else ""


@register.filter
def day(value: date | None, year: int | None = None) -> str:
    """``{{ d|day }}`` → 12 oktober 2026; ``{{ d|day:2026 }}`` leaves out that year. Nothing for no day."""
    return formats.day(value, page_language(), year=year) if value is not None else ""


@register.filter
def weekday(value: date) -> str:
    """``{{ d|weekday }}`` → måndag 12 oktober 2026."""
    return formats.weekday(value, page_language())


@register.filter
def countdown(value: date, today: date) -> str:
    """``{{ due|countdown:today }}`` → om 7 dagar."""
    return formats.countdown(value, today, page_language())


@register.filter
def kr(ore: int) -> str:
    """``{{ ore|kr }}`` → 163 217 kr. The amount is whole öre."""
    return wording.kronor(ore)


@register.filter
def number(value: int) -> str:
    """``{{ n|number }}`` → 163 217."""
    return wording.thousands(value)


@register.filter
def signed(value: int) -> str:
    """``{{ n|signed }}`` → +4 516."""
    return formats.signed(value)


@register.filter
def percent(share: Decimal, places: int = 1) -> str:
    """``{{ share|percent }}`` → 12,1 %; the share 1 is the whole."""
    return formats.percent(share, places, page_language())


@register.filter
def in_words(value: int) -> str:
    """``{{ n|in_words }}`` → two as a word, thirteen as a figure: counts in running text."""
    return wording.word(wording.Many(value), page_language())
