"""What is kept about somebody, as a person reads it: the same data as in the file, with words for codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samverk.accounts.policy import ROLE_NAMES
from samverk.outreach.queries.classes import CLASSES
from samverk.reference.municipalities import municipalities
from samverk.rules.facts import FACT_KINDS
from samverk.rules.wording import Language, Text
from samverk.web.access.rows import DONE as DONE_WITH_RIGHTS
from samverk.web.accounts.own_words import METHODS
from samverk.web.contacts.rows import DONE as DONE_WITH_CONTACTS
from samverk.web.outreach.rows import LETTERS, STATES, moment

_LOOKS: Final[Mapping[str, str]] = {
    "system": gettext_noop("Som enheten"),
    "light": gettext_noop("Ljust"),
    "dark": gettext_noop("Mörkt"),
}
_TEXTS: Final[Mapping[tuple[str, str], Mapping[str, Text]]] = {
    ("account", "language"): {"sv": Text("Svenska", "Swedish"), "en": Text("Engelska", "English")},
    ("roles", "kind"): ROLE_NAMES,
    ("trace", "role"): ROLE_NAMES,
    ("contacts", "role"): ROLE_NAMES,
    ("sign_ins", "method"): METHODS,
    ("letters", "kind"): {kind: one.name for kind, one in CLASSES.items()},
    ("declined", "kind"): {kind: one.name for kind, one in CLASSES.items()},
    ("recorded", "kind"): {kind: one.name for kind, one in FACT_KINDS.items()},
    ("links", "kind"): {kind: one.name for kind, one in FACT_KINDS.items()},
}
_WORDS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("account", "theme"): _LOOKS,
    ("trace", "kind"): DONE_WITH_RIGHTS,
    ("contacts_kept", "what"): DONE_WITH_CONTACTS,
    ("letters", "letter"): LETTERS,
    ("letters", "state"): {state: word for state, (word, _mark) in STATES.items()},
}
_PARTIES: Final = frozenset({"party", "organisation", "organisation_id"})


def said(sort: str, name: str, value: Any, language: Language) -> str:
    """One value in words. A code that there is no word for is shown as it is kept: nothing is left out."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    kept = str(value)
    if (text := _TEXTS.get((sort, name), {}).get(kept)) is not None:
        return text.in_language(language)
    if (word := _WORDS.get((sort, name), {}).get(kept)) is not None:
        return _(word)
    if name in _PARTIES:
        known = municipalities().get(kept)
        return known.presented_name if known is not None else kept
    is_moment = name in ("at", "until") or name.endswith("_at")
    return moment(datetime.fromisoformat(kept)) if is_moment else kept
