"""Norrort imported, and facts to record about it. Stable names; every moment follows the one before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from samverk.accounts.policy import Actor, HeldRole, system
from samverk.agreements.actions.definitions import Imported, import_definition
from samverk.records.actions import NewFact
from samverk.reference.corpus import locate
from samverk.rules.facts import Fact

NORRORT, KSL = "koordination-norrort", "ksl-nyanlanda"
LIDINGO, SOLLENTUNA, SOLNA, TABY, STOCKHOLM = "0186", "0163", "0184", "0160", "0180"
START = date(2014, 4, 15)
IMPORTED = datetime(2014, 1, 2, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY = system("Prov")
STRATEGIST = Actor("1", "Strateg", (HeldRole("strategist", NORRORT),))
REGISTRAR = Actor("2", "Registrator, Lidingö", (HeldRole("registrar", party=LIDINGO),))
CONTROLLER = Actor("3", "Controller, Sollentuna", (HeldRole("controller", NORRORT, SOLLENTUNA),))


def files(agreement: str = NORRORT, *, text: tuple[str, str] | None = None, **keys: str) -> dict[str, bytes]:
    """The files of an agreement in the corpus, changed: the first line of each key, something in the text."""
    content = dict(locate(agreement).files)
    toml = content["agreement.toml"].decode()
    for key, value in keys.items():
        toml, found = re.subn(rf"^{key}\s*=.*$", f"{key} = {value}", toml, count=1, flags=re.MULTILINE)
        assert found == 1, key
    content["agreement.toml"] = toml.encode()
    if text is not None:
        words = content["text.sv.md"].decode()
        assert text[0] in words, text[0]
        content["text.sv.md"] = words.replace(*text, 1).encode()
    return content


def imported(agreement: str = NORRORT, content: Mapping[str, bytes] | None = None, **more: Any) -> Imported:
    """The agreement in the database."""
    values: dict[str, Any] = {"files": content or files(agreement), "by": BY, "recorded_at": IMPORTED}
    return import_definition(**(values | more))


def new(kind: str, day: date, party: str | None = None, **payload: Any) -> NewFact:
    """A fact recorded the noon after its day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=1)
    return NewFact(kind=kind, valid_on=day, recorded_at=moment, party=party, payload=payload)


def entry(party: str, day: date = date(2014, 3, 1)) -> list[NewFact]:
    """What makes a municipality a party."""
    return [new("decision.adopted", day, party), new("signature.given", day, party)]


def seqs(facts: tuple[Fact, ...]) -> list[int]:
    return [fact.seq for fact in facts]
