"""What the world outside contributes to an answer: names of municipalities and their population. Read when needed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from samverk.ops.refused import FAILED, Refused


class Names(Mapping[str, str]):
    """Names of municipalities as sentences use them ("Vaxholm"), by code; read only when somebody asks for one."""

    def __init__(self) -> None:
        self._names: Mapping[str, str] | None = None

    def _read(self) -> Mapping[str, str]:
        if self._names is None:
            found = importlib.import_module("samverk.reference.municipalities").municipalities()
            self._names = {code: item.name for code, item in found.items()}
        return self._names

    def __getitem__(self, code: str) -> str:
        return self._read()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __bool__(self) -> bool:
        return True


def population(year: int) -> Mapping[str, int] | None:
    """Inhabitants by code on 31 December; None for a year without figures. Error: Refused for damaged figures."""
    series = importlib.import_module("samverk.reference.population")
    if year not in series.years():
        return None
    try:
        series.snapshot(year)  # refuses figures that are not those that were shipped
    except importlib.import_module("samverk.reference.errors").DamagedError as error:
        raise Refused(error.text, FAILED) from error
    figures: Mapping[str, int] = series.population(year)
    return figures
