"""Sweden's 290 municipalities and 21 counties, and the three parts of Stockholm county.

Codes are SCB's, always strings with leading zeros ("0114"): the first two figures are the county.
Division of 1 January 2023; no code has changed since 2007.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from samverk.reference.errors import NotFoundError
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

DATA = Path(__file__).parent / "data"


@frozen
class Municipality:
    """A municipality. ``name`` is SCB's short form ("Lidingö"), ``legal_name`` always ends in "kommun",
    ``presented_name`` is what it calls itself ("Lidingö stad"). ``organisation_number`` is "212000-0191" or
    None where no open source states it; the two sources are keys explained in ``data/sources.toml``.
    """

    code: str
    name: str
    county_code: str
    legal_name: str
    presented_name: str
    organisation_number: str | None
    number_source: str | None
    name_source: str


@frozen
class County:
    """A county (län) with its two-figure code."""

    code: str
    name: Text


@frozen
class SubRegion:
    """A part of a county that municipalities speak of and cooperate in; not an administrative division."""

    id: str
    name: Text
    county_code: str
    codes: tuple[str, ...]


def _rows(filename: str) -> list[list[str]]:
    """The lines of one of our own files after its header. They hold no quotes (a test sees to it), so split
    is enough.
    """
    lines = (DATA / filename).read_text(encoding="utf-8").splitlines()
    return [line.split(",") for line in lines[1:]]


@cache
def municipalities() -> Mapping[str, Municipality]:
    """All 290 by code, in code order."""
    return MappingProxyType(
        {
            code: Municipality(code, name, county, legal, presented, number or None, source or None, named)
            for code, name, county, legal, presented, number, source, named in _rows("municipalities.csv")
        }
    )


@cache
def counties() -> Mapping[str, County]:
    """All 21 by code, in code order."""
    return MappingProxyType({code: County(code, Text(sv, en)) for code, sv, en in _rows("counties.csv")})


@cache
def sub_regions() -> Mapping[str, SubRegion]:
    """The parts of Stockholm county by id: ``stockholm`` (1 municipality), ``norrort`` (15), ``sodertorn``
    (10).
    """
    return MappingProxyType(
        {
            name: SubRegion(name, Text(sv, en), county, tuple(codes.split()))
            for name, sv, en, county, codes in _rows("sub_regions.csv")
        }
    )


def municipality(code: str) -> Municipality:
    """The municipality with this code; NotFoundError says what is wrong with any other."""
    found = municipalities().get(code)
    if found is None:
        raise NotFoundError(_no_such_code(code))
    return found


def county(code: str) -> County:
    """The county with this two-figure code."""
    found = counties().get(code)
    if found is None:
        raise NotFoundError(Text(f"Det finns inget län med koden {code}.", f"There is no county with the code {code}."))
    return found


def in_county(code: str) -> tuple[Municipality, ...]:
    """The municipalities of a county, in code order."""
    county(code)
    return tuple(m for m in municipalities().values() if m.county_code == code)


def sub_region_of(code: str) -> SubRegion | None:
    """The sub-region a municipality belongs to, or None outside Stockholm county."""
    municipality(code)
    return next((region for region in sub_regions().values() if code in region.codes), None)


def _no_such_code(code: str) -> Text:
    padded = code.zfill(4)
    if len(code) < 4 and padded in municipalities():
        name = municipalities()[padded].name
        return Text(
            f"Kommunkoden {code} saknar inledande nolla; {name} har koden {padded}.",
            f"The municipality code {code} lacks its leading zero; {name} has the code {padded}.",
        )
    return Text(
        f"Det finns ingen kommun med koden {code}. En kod har fyra siffror, till exempel 0180 för Stockholm.",
        f"There is no municipality with the code {code}. A code has four figures, like 0180 for Stockholm.",
    )
