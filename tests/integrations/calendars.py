"""A reader of calendar files made from RFC 5545 alone: folded lines, properties, escapes. Nothing of icalendar's."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def lines_of(data: bytes) -> list[str]:
    """The content lines, unfolded (3.1): a line break followed by a space or tab is not there."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    whole = data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"")
    return whole.decode().split("\r\n")[:-1]


def events_in(data: bytes) -> list[dict[str, str]]:
    """The properties of each event, by name with its parameters; text unescaped (3.3.11)."""
    found: list[dict[str, str]] = []
    inside: list[str] = []
    for line in lines_of(data):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            assert name not in found[-1], name
            found[-1][name] = unescaped(value)
    assert inside == []
    return found


def property_of(data: bytes, name: str) -> str:
    """A property of the calendar itself."""
    for line in lines_of(data)[1:]:
        if line.startswith("BEGIN:"):
            break
        if line.startswith(f"{name}:"):
            return unescaped(line.partition(":")[2])
    raise KeyError(name)


def unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
