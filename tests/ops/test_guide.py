"""The installation guide and its trial (``make try-install``) go through the same commands."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/handbook/installera.md").read_text(encoding="utf-8")
TRIAL = (ROOT / "scripts/try-install/inside.sh").read_text(encoding="utf-8")


def test_every_block_of_commands_in_the_guide_is_tried_in_order() -> None:
    blocks = re.findall(r"^```sh$", GUIDE, re.MULTILINE)
    tried = [int(number) for number in re.findall(r"^\s*\. \./guide-(\d+)\.sh", TRIAL, re.MULTILINE)]
    assert tried == list(range(1, len(blocks) + 1))


def test_commands_in_the_guide_stand_in_blocks_that_are_tried() -> None:
    """A block in another language than ``sh`` would be passed over."""
    assert set(re.findall(r"^```(\w+)$", GUIDE, re.MULTILINE)) == {"sh"}
