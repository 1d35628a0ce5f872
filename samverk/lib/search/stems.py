"""A text as the words it is found by. The same text gives the same words on every database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

from samverk.rules.wording import Language

WORD = re.compile(r"[^\W_]+")
LONGEST = 60
"""Letters. Nothing longer is a word."""

_STEMMERS = {"sv": snowballstemmer.stemmer("swedish"), "en": snowballstemmer.stemmer("english")}
_LOCK = Lock()  # a stemmer keeps the word it works on in itself

COMMON = frozenset(
    {
        "att", "av", "de", "den", "det", "dem", "du", "en", "ett", "för", "från", "i", "inte", "med", "men", "när",
        "och", "om", "på", "sig", "som", "till", "vad", "var", "vi", "är", "eller", "har", "kan", "ska",
        "a", "an", "and", "are", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the", "to",
        "with", "what", "when",
    }
)  # fmt: skip
"""Words that stand in almost every sentence: looked for only when nothing else is."""


def composed(text: str) -> str:
    """The text with å, ä and ö as one letter each, however it was written. ``words`` wants it so."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word in small letters, with where it begins and ends in the text."""
    for match in WORD.finditer(text):
        yield match.group().lower(), match.start(), match.end()


@lru_cache(maxsize=65_536)
def stem(word: str, language: Language) -> str:
    """The part of a word (in small letters) that its inflections share."""
    if language == "sv" and word.endswith("ena") and len(word) > 5:
        word = word[:-1]  # mötena, avtalena: the algorithm does not know this ending
    with _LOCK:
        return str(_STEMMERS[language].stemWord(word[:LONGEST]))


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """A word as it is typed by someone without å, ä and ö."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
