"""Ruff stops what the house rules forbid: a rule that is misspelt in the settings would stop nothing."""

import json
import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT

PLACES = ["samverk/rules/sample.py", "samverk/agreements/actions.py", "samverk/web/agreements/views.py"]


def complaints(place: str, code: str) -> set[str]:
    """The codes of what ruff says about `code`, were it the file `place`."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "json", "--stdin-filename", place, "-"]
    said = subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True, check=False)
    return {complaint["code"] for complaint in json.loads(said.stdout)}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("from datetime import date\n\nday = date.today()\n", "TID251"),
        ("from datetime import UTC, datetime\n\nmoment = datetime.now(UTC)\n", "TID251"),
        ("from django.utils import timezone\n\nmoment = timezone.now()\n", "TID251"),
        ("from django.utils.timezone import now\n\nmoment = now()\n", "TID251"),
        ("from django.db.models.functions import Now\n\nmoment = Now()\n", "TID251"),
        ("import time\n\nmoment = time.time()\n", "TID251"),
        ("def late() -> object:\n    import json\n\n    return json\n", "PLC0415"),
        ("from . import queries\n\nprint(queries)\n", "TID252"),
        ("value = 1  # ty" + "pe: ignore\n", "PGH003"),
        ("value = 1  # no" + "qa\n", "PGH004"),
    ],
)
def test_what_the_house_forbids_is_stopped(place: str, code: str, complaint: str) -> None:
    assert complaint in complaints(place, code)


def test_the_one_clock_may_read_the_clock() -> None:
    code = "from datetime import UTC, datetime\n\nmoment = datetime.now(UTC)\n"

    assert complaints("samverk/lib/clock.py", code) == set()
