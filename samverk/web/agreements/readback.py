"""The read-back as markup and as a document to keep, by definition, decisions on record and language."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from samverk.reference.municipalities import municipalities
from samverk.rules.readback import ReadBack, read_back
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Text
from samverk.web.agreements.questions import settled
from samverk.web.frame import Along, kept_along


def written(held: Situation, language: Language) -> SafeString:
    """The whole encoding in sentences, in the language of the page."""
    return _written(key_of(held), language, Along(held))


def key_of(held: Situation) -> tuple[Any, ...]:
    """What a read-back depends on besides the language: the definition, and what has been decided about it."""
    return held.definition.sha256, tuple((rid, text.sv, text.en) for rid, text in _decided(held).items())


def document_of(held: Situation) -> ReadBack:
    """The whole encoding with the readings in use, and who has decided which of them."""
    names = {code: item.name for code, item in municipalities().items()}
    return read_back(held.definition, municipalities=names, decided=_decided(held))


def _decided(held: Situation) -> dict[str, Text]:
    return {
        reading.id: settled(held, reading)
        for reading in held.definition.readings.values()
        if reading.status == "adopted"
    }


@kept_along
def _written(key: tuple[Any, ...], language: Language, along: Along[Situation]) -> SafeString:  # noqa: ARG001 - the cache's key
    return render_to_string("agreements/readback_body.html", {"document": document_of(along.value)})
