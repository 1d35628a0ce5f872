"""What the subjects of an agreement are called."""

from __future__ import annotations

import pytest

from samverk.rules.naming import name_of
from tests.rules.lifecycle import NORRORT, norrort


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("parties", "parterna"),
        ("party:0187", "Vaxholms stad"),
        ("0186", "Lidingö"),
        ("0999", "0999"),
        ("body:ledningsgrupp", "Ledningsgruppen"),
        ("role:strateg", "Strateg"),
        ("each_in_class", "varje kommun i kretsen"),
        ("rule:uttrade", "Utträde"),
        ("rule:nowhere", "nowhere"),
        ("amendment:a-1", "a-1"),
    ],
)
def test_a_subject_has_a_name_or_is_shown_as_it_is(subject: str, name: str) -> None:
    assert name_of(norrort(), {"0187": "Vaxholms stad"}, subject).sv == name


def test_presented_names_come_before_those_of_the_text() -> None:
    assert name_of(norrort(), {}, "party:0187").en == NORRORT["0187"]
