"""Write the JSON Schema of agreement definitions from the types: `.venv/bin/python scripts/write_schema.py`."""

from __future__ import annotations

from pathlib import Path

from samverk.rules.schema import schema_text

TARGET = Path(__file__).resolve().parent.parent / "samverk/rules/agreement.schema.json"

if __name__ == "__main__":
    TARGET.write_text(schema_text(), encoding="utf-8")
