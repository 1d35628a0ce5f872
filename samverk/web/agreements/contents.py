"""The pages of one agreement: what the row under the masthead leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samverk.rules.definition import Definition
from samverk.rules.provisions import Areas, Fee
from samverk.web.shapes import Choice


def _always(_definition: Definition) -> bool:
    return True


def _has(kind: type[Areas | Fee]) -> Callable[[Definition], bool]:
    return lambda definition: definition.first(kind) is not None


# Name of the address, the word for it, and for which agreements there is such a page.
_PAGES: Final[tuple[tuple[str, str | Promise, Callable[[Definition], bool]], ...]] = (
    ("agreement", _("Avtalet"), _always),
    ("parties", _("Parter"), _always),
    ("agreement-contacts", _("Kontakter"), _always),
    ("fees", _("Avgifter"), _has(Fee)),
    ("wheel", _("Årshjul"), _always),
    ("plan", _("Handlingsplan"), _always),
    ("areas", _("Områden"), _has(Areas)),
    ("readings", _("Tolkningar"), _always),
    ("health", _("Hälsokontroll"), _always),
    ("what-if", _("Tänk om"), _always),
    ("original", _("Originalet"), _always),
    ("documents", _("Handlingar"), _always),
    ("register", _("Diarium"), _always),
    ("readback", _("Återläsning"), _always),
    ("versions", _("Versioner"), _always),
)
_SIGNED: Final = frozenset({"agreement-contacts", "original"})
"""Pages for those who take part."""

_REGISTER: Final = ("facts", _("Händelser"))


def contents(
    agreement: str, definition: Definition, query: str, current: str, *, register: bool, signed: bool
) -> tuple[Choice, ...]:
    """The pages there are of an agreement, at the moment ``query`` ("" or "?per=…").

    ``register``: may see facts; ``signed``: may see people and the wording as signed.
    """
    return tuple(_choices(agreement, definition, query, current, register=register, signed=signed))


def _choices(
    agreement: str, definition: Definition, query: str, current: str, *, register: bool, signed: bool
) -> Iterator[Choice]:
    for name, label, applies in _PAGES:
        if not applies(definition) or (name in _SIGNED and not signed):
            continue
        for arguments in _arguments(name, agreement, definition):
            if (href := _address(name, arguments)) is not None:
                yield Choice(label=str(label), href=href + query, current=name == current)
    if register and (href := _address(_REGISTER[0], [agreement])) is not None:
        yield Choice(label=str(_REGISTER[1]), href=href, current=current == _REGISTER[0])


def _arguments(name: str, agreement: str, definition: Definition) -> Iterator[list[str]]:
    if name != "plan":
        yield [agreement]
        return
    for plan in definition.plans:
        yield [agreement, plan]


def _address(name: str, arguments: list[str]) -> str | None:
    """None for a page that the installation leaves out."""
    try:
        return reverse(name, settings.ROOT_URLCONF, args=arguments)
    except NoReverseMatch:
        return None
