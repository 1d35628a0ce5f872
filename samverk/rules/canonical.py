"""Canonical JSON (RFC 8785) for what definitions hold, and its hash: one definition, one text, one name.

Restricted to null, true/false, integers, strings, lists and objects. Floats are refused: no agreement needs one, and
money and shares must never pass through one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

_SAFE = 2**53 - 1  # integers that every JSON reader keeps exact (RFC 7493)
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical(value: object) -> str:
    """The canonical JSON text of a value. Error: ValueError for a value that may not stand there."""
    return _written(_ordered(value))


def written_in_order(value: dict[str, str | int | None]) -> str:
    """The canonical JSON text of a flat object whose keys already stand in order and whose values may all stand there.

    For what this product puts together itself, many times over.
    """
    return _written(value)


def require_exact(value: object) -> None:
    """Error: ValueError for a value that may not stand in canonical JSON."""
    _ordered(value)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def _ordered(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        value.encode()  # UnicodeEncodeError is a ValueError: a lone surrogate has no UTF-8 form
        return value
    if isinstance(value, int):
        if abs(value) > _SAFE:
            raise ValueError(f"integer outside ±(2^53 - 1): {value}")
        return value
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    raise ValueError(f"not allowed in canonical JSON: {type(value).__name__}")


def _utf16(key: object) -> bytes:
    if not isinstance(key, str):
        raise ValueError(f"a key must be a text: {key!r}")
    return key.encode("utf-16-be")  # the RFC sorts by UTF-16 code units, not by code points
