"""The read-back of an agreement as a document to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samverk.integrations.paper import Paper
from samverk.rules.wording import Language
from samverk.web import papers
from samverk.web.agreements.readback import document_of, key_of
from samverk.web.agreements.readback_paper import paper_of
from samverk.web.agreements.views import see


@require_safe
def readback_file(request: HttpRequest, agreement: str, form: str) -> HttpResponse:
    """The read-back as PDF or Word."""
    seen = see(request, agreement)
    held = seen.answer.evaluation.situation

    def paper(language: Language) -> Paper:
        about = papers.supposed(seen.moment, language)
        return paper_of(document_of(held), held.definition, language, seen.moment.day, about)

    return papers.sent(request, form, f"{agreement}-aterlasning", (key_of(held), seen.moment), paper)
