"""The server and the workers are killed while people work over HTTP: nothing is lost, doubled or half done.

With two hundred kills: ``.venv/bin/python -m bench crash``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.crashes.run import HITS, crash
from tests.ops.installations import Installation

# Marked so that it also runs with the suite on PostgreSQL.
pytestmark = pytest.mark.django_db


def test_what_was_answered_is_there_once_and_what_was_cut_off_once_or_not_at_all(
    new: Callable[[], Installation],
) -> None:
    outcome = crash(new(), kills=len(HITS))

    assert outcome.found.wrong == ()
    assert outcome.verified[0] == 0, outcome.verified[1]
    assert set(outcome.kills) == set(HITS)
    done = {kind for kind, fate in outcome.found.acts if fate == "done"}
    assert done >= {"upload", "dispatch", "register"}
    assert any(fate == "cut off" for _, fate in outcome.found.acts) or outcome.found.resent
    assert outcome.found.letters > 0
