"""The whole encoding of an agreement as plain sentences, for those who may adopt it.

``read_back(definition, edition)`` gives a document; ``as_text(document, language)`` gives it as plain text.
"""

from __future__ import annotations

from samverk.rules.readback.composing import read_back
from samverk.rules.readback.document import ReadBack
from samverk.rules.readback.plain import as_text

__all__ = ["ReadBack", "as_text", "read_back"]
