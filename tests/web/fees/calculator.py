"""Opens a spreadsheet as somebody else would: with programs that know nothing of how it was made.

``stored`` reads the values in the cells (openpyxl); ``calculated`` has every formula worked out anew, by the package
formulas in a process of its own: it warns when it is imported, and here warnings are errors.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

type Cells = dict[tuple[str, str], Any]
"""Values by the names of sheet and cell ("Avgift 2026", "D4")."""

PROGRAM = Path(__file__).with_name("calculate.py")


def stored(data: bytes) -> Cells:
    """The values written beside the formulas."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def formulas_in(data: bytes) -> set[tuple[str, str]]:
    """Where there is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return {(cell.parent.title, cell.coordinate) for cell in cells}


def changed(data: bytes, cells: Mapping[tuple[str, str], float]) -> bytes:
    """The spreadsheet with other numbers in some cells; what was calculated before is gone."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def calculated(books: Mapping[str, bytes]) -> dict[str, Cells]:
    """For each spreadsheet the value of every formula, worked out anew; one process for all of them."""
    with TemporaryDirectory() as folder:
        places = {name: Path(folder) / f"{number:03}.xlsx" for number, name in enumerate(books)}
        for name, place in places.items():
            place.write_bytes(books[name])
        command = [sys.executable, "-W", "ignore", str(PROGRAM), folder]
        subprocess.run(command, check=True, timeout=300)
        read = {name: json.loads(place.with_suffix(".json").read_text("utf-8")) for name, place in places.items()}
    return {
        name: {(sheet, cell): value for sheet, cells in sheets.items() for cell, value in cells.items()}
        for name, sheets in read.items()
    }
