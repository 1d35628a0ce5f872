"""Documents to keep, sent as files: the same paper as PDF or Word, in either language."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header

from samverk.integrations.paper import Paper, pdf
from samverk.rules.wording import Language
from samverk.web.frame import Along, kept_along
from samverk.web.moment import Moment
from samverk.web.shapes import Shape
from samverk.web.words import page_language


def _word(paper: Paper) -> bytes:
    """Loaded when the first document is asked for: it takes 17 MB that most workers never need."""
    written: bytes = importlib.import_module("samverk.integrations.word_writing").word(paper)
    return written


FORMS: dict[str, tuple[str, str, Callable[[Paper], bytes]]] = {
    "pdf": ("PDF", "application/pdf", pdf),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
}
"""By the end of the file's name: what it is called, its media type, and how it is written."""

LANGUAGE_PARAMETER = "sprak"
_IN: dict[Language, str] = {"sv": "på svenska", "en": "in English"}


@dataclass(frozen=True, slots=True)
class Link(Shape):
    """A form the document can be had in. ``lang``: of its words and its label, "" for the page's own."""

    label: str
    href: str
    lang: str = ""


def links(name: str, arguments: Iterable[str], query: str) -> tuple[Link, ...]:
    """Each form in the language of the page, then in the other; the address takes the end of the file's name last."""
    found = []
    own = page_language()
    other: Language = "sv" if own == "en" else "en"
    for end, (label, _media, _write) in FORMS.items():
        href = reverse(name, args=[*arguments, end]) + query
        asked = urlencode({LANGUAGE_PARAMETER: other})
        found += [Link(label, href), Link(f"{label} {_IN[other]}", f"{href}{'&' if query else '?'}{asked}", other)]
    return tuple(sorted(found, key=lambda link: link.lang))


def sent(
    request: HttpRequest, form: str, filename: str, key: Hashable, paper: Callable[[Language], Paper]
) -> HttpResponse:
    """The document as a file, named without its end, in the language of the page or the one asked for.

    ``key`` holds everything it depends on but form and language. Error: Http404 for a form there is not.
    """
    if form not in FORMS:
        raise Http404
    asked = request.GET.get(LANGUAGE_PARAMETER, "")
    language: Language = "en" if asked == "en" else "sv" if asked == "sv" else page_language()
    answer = HttpResponse(_made(form, language, key, Along(paper)), content_type=FORMS[form][1])
    answer["Content-Disposition"] = content_disposition_header(True, f"{filename}.{form}") or "attachment"
    answer["Content-Language"] = language
    return answer


def supposed(moment: Moment, language: Language) -> tuple[str, ...]:
    """What a document must begin with when it shows something that is only supposed; nothing otherwise."""
    return (moment.said[language == "en"],) if moment.is_supposing else ()


@kept_along
def _made(form: str, language: Language, key: Any, along: Along[Callable[[Language], Paper]]) -> bytes:  # noqa: ARG001 - the cache's key
    with translation.override(language):
        return FORMS[form][2](along.value(language))
