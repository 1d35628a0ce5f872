"""A sentence in both languages of the product; nothing the rules say exists in only one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Swedish and English. Swedish comes first and is what the lawyer reads."""

    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """The words in ``language`` ("sv" or "en"); anything else falls back to Swedish."""
        return self.en if language == "en" else self.sv

    def __bool__(self) -> bool:
        return bool(self.sv)
