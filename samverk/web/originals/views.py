"""The agreement as it was signed, clause by clause, beside the plain-language text and what rests on each clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from samverk.accounts.policy import require
from samverk.agreements import policy
from samverk.agreements.queries import listings, versions
from samverk.agreements.queries.versions import Words
from samverk.rules.clauses import Edition
from samverk.rules.originals.anchoring import anchors, unseen_in
from samverk.rules.text import parse_text
from samverk.rules.wording import Language, say
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.frame import Along, body
from samverk.web.originals.rows import Row, rows
from samverk.web.shapes import Shape
from samverk.web.words import page_language


@dataclass(frozen=True, slots=True)
class Check(Shape):
    """What the reading of an edition was held against. ``unseen``: numbers that the cited words do not show."""

    clauses: int
    anchored: int
    cited: int
    unseen: tuple[str, ...]


def require_original(seen: Seen) -> None:
    """Let through those who may see the wording as signed. Error: NotAllowed."""
    one = next(item for item in seen.near.agreements if item.id == seen.id)
    bound = frozenset(seen.answer.evaluation.situation.membership)
    require(policy.can_see_original(seen.actor, listings.Access(one.id, one.visibility, bound)))


@require_safe
def original(request: HttpRequest, agreement: str) -> HttpResponse:
    """The signed wording of the version that holds on the day; ``?som=text`` gives it as it is stored, as a file."""
    seen = see(request, agreement)
    require_original(seen)
    words = versions.original(agreement, seen.answer.sha256)
    if words is not None and request.GET.get("som") == "text":
        return _file(agreement, words)
    language = page_language()
    here = reverse("original", args=[agreement])
    may_import = policy.can_import_original(seen.actor, agreement) is None
    context: dict[str, Any] = {
        "section": "agreements",
        "switcher": switcher(seen, "original"),
        "timebar": seen.moment.timebar(here),
        "title": seen.answer.evaluation.situation.definition.short.in_language(language),
        "words": words,
        "import_href": reverse("import-original", args=[agreement]) + seen.moment.query if may_import else "",
        "back": reverse("agreement", args=[agreement]) + seen.moment.query,
    }
    if words is not None:
        key = (seen.answer.sha256, words.sha256, seen.moment.query, may_import, language)
        context["main"] = body(
            "originals/original_main.html", key, Along(lambda: _main(seen, words, context, language))
        )
    return render(request, "originals/original.html", context)


def _file(agreement: str, words: Words) -> HttpResponse:
    """The stored text, byte for byte. As plain text: every system opens it."""
    response = HttpResponse(words.text.encode(), content_type="text/plain; charset=utf-8")
    name = f"{agreement}-{words.version}-original.txt"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    return response


def _main(seen: Seen, words: Words, context: dict[str, Any], language: Language) -> dict[str, Any]:
    edition, _ = parse_text(words.text)
    definition = seen.answer.evaluation.situation.definition
    found: tuple[Row, ...] = rows(seen.id, definition, edition, seen.moment.query, language)
    return {
        "full_title": edition.title,
        "rows": found,
        "check": check(seen, edition, language),
        "lead": _lead(words, language),
        "language": language,
        "import_href": context["import_href"],
        "back": context["back"],
        "file_href": reverse("original", args=[seen.id]) + _join(seen.moment.query) + "som=text",
        "sha256": words.sha256,
    }


def check(seen: Seen, edition: Edition, language: Language) -> Check:
    """How the agreement's provisions hang on an edition."""
    definition = seen.answer.evaluation.situation.definition
    hanging = anchors(definition, edition)
    return Check(
        clauses=len(edition.clauses),
        anchored=len(hanging.found),
        cited=len(hanging.found) + len(hanging.missing),
        unseen=tuple(text.in_language(language) for text in unseen_in(definition, edition)),
    )


def _lead(words: Words, language: Language) -> str:
    return say(
        "Ordalydelsen av version {version}, inläst {day} av {who}.",
        "The wording of version {version}, imported {day} by {who}.",
        version=words.version,
        day=words.recorded_at.date(),
        who=words.recorded_by,
    ).in_language(language)


def _join(query: str) -> str:
    return f"{query}&" if query else "?"
