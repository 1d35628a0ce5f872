"""On which line of a TOML file a value stands. The standard parser gives values without places.

Only for text that the standard parser has accepted, so the grammar can be read loosely. Made when there is something
to report, never while loading.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from samverk.rules.problems import TablePath

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}\n#]*")


def line_index(text: str) -> dict[TablePath, int]:
    """Every table, key and list item of the file with its line, counted from 1."""
    return _Scanner(text).document()


def line_of(index: dict[TablePath, int], at: TablePath) -> int:
    """The line of a path, or of the nearest table around it; 0 when none of it is in the file."""
    return next((index[at[:length]] for length in range(len(at), 0, -1) if at[:length] in index), 0)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = 0
        self.line = 1
        self.found: dict[TablePath, int] = {}
        self.arrays: dict[TablePath, int] = {}

    def document(self) -> dict[TablePath, int]:
        table: TablePath = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self._array_header()
            elif self.text[self.at] == "[":
                self.at += 1
                table = self._resolve(self._key())
                self._mark(table)
                self.at += 1  # the closing bracket
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self.found

    def _array_header(self) -> TablePath:
        self.at += 2
        *parents, last = self._key()
        name = (*self._resolve(tuple(parents)), last)
        number = self.arrays[name] = self.arrays.get(name, -1) + 1
        self._mark(name)
        self._mark((*name, number))
        self.at += 2
        return (*name, number)

    def _resolve(self, key: TablePath) -> TablePath:
        """A header inside an array of tables means the array's latest table."""
        path: TablePath = ()
        for part in key:
            path = (*path, part)
            if path in self.arrays:
                path = (*path, self.arrays[path])
        return path

    def _pair(self, table: TablePath) -> None:
        self._line()
        path = (*table, *self._key())
        self._mark(path)
        self._skip(_BLANK)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: TablePath) -> None:
        self._mark(path)
        opening = self.text[self.at : self.at + 1]
        if opening == "{":
            self._members("}", lambda _number: self._pair(path))
        elif opening == "[":
            self._members("]", lambda number: self._value((*path, number)))
        elif match := _STRING.match(self.text, self.at):
            self.at = match.end()
        else:
            self._skip(_BARE_VALUE)

    def _members(self, closing: str, read: Callable[[int], None]) -> None:
        self.at += 1
        number = 0
        self._skip(_BLANK)
        while self.text[self.at] != closing:
            read(number)
            number += 1
            self._skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_BLANK)
        self.at += 1

    def _key(self) -> TablePath:
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            if match := _STRING.match(self.text, self.at):
                parts.append(match.group()[1:-1])
                self.at = match.end()
            elif match := _BARE_KEY.match(self.text, self.at):
                parts.append(match.group())
                self.at = match.end()
            self._skip(_BLANK)
            if self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _mark(self, path: TablePath) -> None:
        """A path and the tables around it that no header names."""
        line = self._line()
        for length in range(1, len(path) + 1):
            self.found.setdefault(path[:length], line)

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line
