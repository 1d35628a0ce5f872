"""Decision records: numbered without gaps, all with the same parts, all listed."""

import re

from tests.architecture.repository import ROOT

FOLDER = ROOT / "docs" / "decisions"
PARTS = ["Context", "Decision", "Consequences", "Rejected"]


def records() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("[0-9]*.md"))


def test_numbers_have_no_gaps_and_no_doubles() -> None:
    assert [int(name[:4]) for name in records()] == list(range(1, len(records()) + 1))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in records())


def test_every_record_has_the_same_parts() -> None:
    parts = {
        name: re.findall(r"^## (.+)$", (FOLDER / name).read_text(encoding="utf-8"), re.MULTILINE) for name in records()
    }

    assert {name: found for name, found in parts.items() if found != PARTS} == {}


WORDS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen")


def test_the_guide_counts_the_runtime_dependencies() -> None:
    wanted = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    packages = [line for line in wanted if line and not line.startswith("#")]
    [said] = re.findall(
        r"needs a decision record: there are (\w+)\.", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    )

    assert said == dict(enumerate(WORDS, start=10))[len(packages)]


def test_every_record_is_in_the_list() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (FOLDER / "README.md").read_text(encoding="utf-8"))

    assert listed == records()
