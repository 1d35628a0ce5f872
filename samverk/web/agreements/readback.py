"""The read-back as markup, kept by definition and language: it changes only when the definition does."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from samverk.reference.municipalities import municipalities
from samverk.rules.definition import Definition
from samverk.rules.readback import read_back
from samverk.rules.wording import Language
from samverk.web.frame import Along, kept


def written(definition: Definition, language: Language) -> SafeString:
    """The whole encoding in sentences, in the language of the page."""
    return _written(definition.sha256, language, Along(definition))


@kept(16)
def _written(sha256: str, language: Language, along: Along[Definition]) -> SafeString:  # noqa: ARG001 - the cache's key
    names = {code: item.name for code, item in municipalities().items()}
    document = read_back(along.value, municipalities=names)
    return render_to_string("agreements/readback_body.html", {"document": document})
