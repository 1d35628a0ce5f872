"""Canonical JSON is RFC 8785, for what definitions may hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.canonical import canonical, digest

_SAFE = 2**53 - 1
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_LEAVES = st.none() | st.booleans() | st.integers(-_SAFE, _SAFE) | _TEXTS
JSON_VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner), max_leaves=25)


@given(JSON_VALUES)
def test_canonical_equals_the_reference_implementation(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


@given(JSON_VALUES)
def test_canonical_reads_back_as_the_same_value(value: Any) -> None:
    assert json.loads(canonical(value)) == value


def test_keys_are_sorted_by_utf16_code_units() -> None:
    # U+1F600 is above U+FB33 as a code point, below it as UTF-16 (D83D < FB33).
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), _SAFE + 1, -_SAFE - 1, "\ud800", {"a": [0.0]}, {1: "a"}, {1, 2}, b"x"], ids=repr
)
def test_what_json_cannot_keep_exact_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the kind of error is the contract, its words are not
        canonical(value)


def test_digest_is_sha256_of_utf8() -> None:
    assert digest("å") == "e83979df9d36090142f23051f8e8d7ad48e5c20dff5c9e7b92ca3454f67469f9"
