"""The language of the page, and the exact words for a status and for how much of a value is in the text."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, gettext_noop

from samverk.accounts.policy import ROLE_NAMES
from samverk.rules.wording import Language, lowered

# The order is the order in which a page sums them up: what needs someone first.
STATUS = {
    "breach": gettext_noop("Inte följt"),
    "late": gettext_noop("Försenat"),
    "due": gettext_noop("Dags nu"),
    "notice": gettext_noop("Uppsagd"),
    "unclear": gettext_noop("Oklart"),
    "coming": gettext_noop("Kommande"),
    "attested": gettext_noop("Intygat"),
    "ok": gettext_noop("Uppfyllt"),
    "unmeasured": gettext_noop("Mäts inte"),
    "na": gettext_noop("Gäller inte"),
}

BASIS = {
    "stated": gettext_noop("Står i texten"),
    "derived": gettext_noop("Följer av texten"),
    "assumed": gettext_noop("Antaget"),
    "open": gettext_noop("Öppet"),
    "adopted": gettext_noop("Beslutat"),
}

# What a derivation rests on, row by row: the word, and the disc it is shown with.
INPUT_BASIS = {
    "fact": (gettext_noop("Uppgift"), "stated"),
    "series": (gettext_noop("Statistik"), "stated"),
    "stated": (gettext_noop("Står"), "stated"),
    "derived": (gettext_noop("Följer"), "derived"),
    "assumed": (gettext_noop("Antas"), "assumed"),
    "open": (gettext_noop("Öppet"), "open"),
    "adopted": (gettext_noop("Beslutat"), "adopted"),
}


def page_language() -> Language:
    """The language the page is written in: Swedish unless the visitor has English."""
    return "en" if get_language() == "en" else "sv"


def status_word(code: str) -> str:
    """The word for a status code, in the language of the page."""
    return gettext(STATUS[code])


def basis_word(code: str) -> str:
    """The words for a basis, in the language of the page."""
    return gettext(BASIS[code])


def input_word(code: str) -> tuple[str, str]:
    """The short word for a row of a derivation, in the language of the page, and its disc."""
    word, disc = INPUT_BASIS[code]
    return gettext(word), disc


def origin_words(origin: str) -> str:
    """How somebody came who recorded something, in the language of the page; "" where they had signed in."""
    way, _, role = origin.partition(":")
    if way != "link" or role not in ROLE_NAMES:
        return ""
    return gettext("genom länk, som %(role)s") % {"role": lowered(ROLE_NAMES[role]).in_language(page_language())}
