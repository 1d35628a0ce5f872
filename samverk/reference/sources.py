"""Where each shipped data file comes from, under which terms, and whether it is still what was shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from samverk.reference.population import fingerprint, population, snapshot, years
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

DATA = Path(__file__).parent / "data"


@frozen
class Source:
    """A data file's origin. ``via``: the public copy it was read from. ``caution``: what to keep in mind."""

    filename: str
    what: Text
    publisher: str
    address: str
    via: str
    licence: str
    retrieved: date
    caution: Text | None
    sha256: str


@cache
def sources() -> Mapping[str, Source]:
    """The origin of every file in ``data`` by file name."""
    table = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))["file"]
    return MappingProxyType(
        {
            filename: Source(
                filename=filename,
                what=Text(**entry["what"]),
                publisher=entry["publisher"],
                address=entry["address"],
                via=entry["via"],
                licence=entry["licence"],
                retrieved=entry["retrieved"],
                caution=Text(**entry["caution"]) if "caution" in entry else None,
                sha256=entry["sha256"],
            )
            for filename, entry in table.items()
        }
    )


@cache
def keys() -> Mapping[str, str]:
    """What the source keys in ``municipalities.csv`` stand for."""
    table = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))["key"]
    return MappingProxyType(dict(table))


def damaged() -> tuple[Text, ...]:
    """One sentence per shipped file that is missing or altered; empty when all is as released."""
    found: list[Text] = []
    for filename, source in sources().items():
        path = DATA / filename
        if not path.is_file():
            found.append(Text(f"Filen {filename} saknas.", f"The file {filename} is missing."))
        elif sha256(path.read_bytes()).hexdigest() != source.sha256:
            found.append(Text(f"Filen {filename} har ändrats.", f"The file {filename} has been altered."))
    if not found:
        found.extend(_altered_years())
    return tuple(found)


def _altered_years() -> list[Text]:
    return [
        Text(f"Folkmängden för {year} har ändrats.", f"The population of {year} has been altered.")
        for year in years()
        if fingerprint(population(year)) != snapshot(year).sha256
    ]
