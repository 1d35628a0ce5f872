"""A program of its own: works out every formula of the spreadsheets in a folder and writes the values as JSON.

It knows nothing of how they were made: ``python -W ignore calculate.py FOLDER``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import formulas
import openpyxl


def calculated(path: Path) -> dict[str, dict[str, Any]]:
    """The value of every cell, by sheet."""
    titles = {title.upper(): title for title in openpyxl.load_workbook(path).sheetnames}
    found = formulas.ExcelModel().loads(str(path)).finish().calculate()
    values: dict[str, dict[str, Any]] = {title: {} for title in titles.values()}
    for name, held in found.items():
        sheet, _, cell = str(name).rpartition("]")[2].partition("'!")
        value = getattr(held, "value", None)
        if cell and ":" not in cell and value is not None and sheet in titles:
            values[titles[sheet]][cell] = plain(value[0, 0])
    return values


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, int | float | bool) else str(value)


if __name__ == "__main__":
    for file in sorted(Path(sys.argv[1]).glob("*.xlsx")):
        file.with_suffix(".json").write_text(json.dumps(calculated(file)), encoding="utf-8")
