"""Every variable an administrator can set is in the handbook, and nothing else is."""

import re

from tests.architecture.repository import PACKAGE, ROOT, texts

HANDBOOK = ROOT / "docs" / "handbook" / "drift.md"
VARIABLE = re.compile(r"\b(?:SAMVERK_[A-Z_]+|DATABASE_URL)\b")


def test_every_variable_is_in_the_handbook() -> None:
    read = {name for _, text in texts(".py", under=PACKAGE) for name in VARIABLE.findall(text)}
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE))

    assert described == read
