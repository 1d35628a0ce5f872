"""The fixture definitions and how tests read them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures/definitions"
FOOD = FIXTURES / "livsmedelskontroll/2026-01-01"
RESCUE = FIXTURES / "raddning-vast/2025-07-01"
CORPUS = tuple(sorted(path for path in (ROOT / "corpus").glob("*/*") if (path / "agreement.toml").is_file()))
ALL = (FOOD, RESCUE, *CORPUS)


def files(folder: Path) -> dict[str, bytes]:
    """Name → bytes of every file of a version folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def named(folder: Path) -> str:
    """A readable id for a parametrised test."""
    return folder.parent.name
