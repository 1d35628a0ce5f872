"""The files of a definition: decoded, parsed and merged into one table, with the way back from a value to its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from samverk.rules.layout import AGREEMENT_FILE, FORMAT, PLAN_PREFIX, SCENARIOS_FILE, TABLES, TEXT_FILE
from samverk.rules.problems import Fault, Problem, TablePath
from samverk.rules.toml_lines import line_index, line_of
from samverk.rules.wording import Text

_AT = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_MESSAGES = (
    ("Cannot overwrite a value", "Samma nyckel står två gånger."),
    ("Cannot declare", "Samma tabell står två gånger."),
    ("Duplicate inline table key", "Samma nyckel står två gånger i en tabell."),
    ("Expected '=' after a key", "Efter en nyckel ska det stå =."),
    ("Expected newline or end of document", "Efter ett värde ska raden ta slut; tal får inte börja med 0."),
    ("Expected ']'", "En tabellrubrik saknar avslutande ]."),
    ('Expected "\'"', "En text saknar avslutande citattecken."),
    ("Illegal character '\\n'", "En text saknar avslutande citattecken."),
    ("Illegal character", "Ett tecken som inte får stå där."),
    ("Unterminated string", "En text saknar avslutande citattecken."),
    ("Unescaped", "Ett omvänt snedstreck i en text ska dubblas."),
    ("Unclosed array", "En lista saknar avslutande ]."),
    ("Unclosed inline table", "En tabell saknar avslutande }."),
    ("Invalid value", "Värdet går inte att läsa; text ska stå inom citattecken."),
    ("Invalid statement", "Raden är varken nyckel eller tabell."),
    ("Invalid date or datetime", "Datumet finns inte."),
)


class Sources:
    """What the files hold. ``merged`` has only JSON values (dates as "YYYY-MM-DD"); the scenarios stay apart.

    ``origin`` says which file a value of ``merged`` comes from, where that is not the agreement's own.
    """

    def __init__(self, files: Mapping[str, bytes], merged: dict[str, Any] | None = None) -> None:
        self.files = files
        self.texts: dict[str, str] = {}
        self.merged: dict[str, Any] = merged if merged is not None else {}
        self.scenarios: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.origin: dict[TablePath, str] = {}
        self.unreadable: set[str] = set()  # files that are no TOML, and so have no lines to look up
        self._lines: dict[str, dict[TablePath, int]] = {}

    @property
    def text(self) -> str | None:
        """The text of the agreement, or None when the file is missing or unreadable."""
        return self.texts.get(TEXT_FILE)

    @property
    def has_agreement(self) -> bool:
        """Whether the agreement's own file could be read; without it the other files have nothing to belong to."""
        return AGREEMENT_FILE in self.texts and AGREEMENT_FILE not in self.unreadable

    def place(self, at: TablePath, file: str | None = None) -> tuple[str, int]:
        """File and line of a value of the merged table (or of a named file's own table)."""
        origins = (self.origin[at[:length]] for length in range(len(at), 0, -1) if at[:length] in self.origin)
        name = file or next(origins, AGREEMENT_FILE)
        if name not in self._lines:
            readable = name in self.texts and name not in self.unreadable
            self._lines[name] = line_index(self.texts[name]) if readable else {}
        shifted = at
        if at[:1] == ("unmodelled",) and len(at) > 1 and file is None:
            shifted = ("unmodelled", int(at[1]) - self._first_unmodelled(name), *at[2:])
        return name, line_of(self._lines[name], shifted)

    def _first_unmodelled(self, name: str) -> int:
        rows = [
            int(at[1]) for at, origin in self.origin.items() if at[0] == "unmodelled" and len(at) > 1 and origin == name
        ]
        return min(rows, default=0)

    def clause_of(self, at: TablePath) -> str:
        """The clause a value belongs to, by the provision's first citation, the measure's or the row's path."""
        table: Any = self.merged
        cite: Any = None
        for part in at:
            try:
                table = table[part]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(table, dict):
                cite = table.get("cite", table.get("clause", cite))
        if at[:1] == ("clause",) and len(at) > 1:
            return str(at[1])
        first = cite[0] if isinstance(cite, list) and cite else cite
        return first.split("/", 1)[0] if isinstance(first, str) else ""

    def report(self, faults: list[Fault], file: str | None = None) -> None:
        """Add faults as problems at their places."""
        for fault in faults:
            at = fault.at if fault.code != "unknown_key" else (*fault.at, str(fault.value))
            self.problems.append(fault.problem(*self.place(at, file), self.clause_of(fault.at) if file is None else ""))


def read(files: Mapping[str, bytes], *, scenarios: bool = True) -> Sources:
    """Decode, parse and merge. Everything that is wrong with the files themselves becomes a problem.

    ``scenarios=False`` leaves them unread: a definition does not need its tests.
    """
    sources = Sources(files)
    for name in (AGREEMENT_FILE, TEXT_FILE):
        if name not in files:
            sources.problems.append(_file(name, "Filen saknas.", "The file is missing.", *_NEEDED))
    for name, data in sorted(files.items()):
        if _concerns(name) and (scenarios or name != SCENARIOS_FILE):
            _decode(sources, name, data)
    for name in sorted(sources.texts, key=lambda name: (name != AGREEMENT_FILE, name)):
        if name == SCENARIOS_FILE:
            sources.scenarios = _parse(sources, name)
        elif name != TEXT_FILE:
            _merge(sources, name, _parse(sources, name))
    return sources


def _concerns(name: str) -> bool:
    return name in (TEXT_FILE, AGREEMENT_FILE, SCENARIOS_FILE) or (
        name.startswith(PLAN_PREFIX) and name.endswith(".toml")
    )


def _decode(sources: Sources, name: str, data: bytes) -> None:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        around = data[max(0, error.start - 12) : error.start + 12].decode("latin-1").split("\n")[0]
        sources.problems.append(
            Problem(name, line, "", Text(f"Filen är inte UTF-8; vid ”{around}” ser den ut som Latin-1.",
                                         f"The file is not UTF-8; at “{around}” it looks like Latin-1."),
                    Text("Filen ska vara sparad som UTF-8.", "The file must be saved as UTF-8."),
                    Text("Spara om den med kodningen UTF-8.", "Save it again with the encoding UTF-8."))
        )  # fmt: skip
        return
    if not text.strip():
        sources.problems.append(_file(name, "Filen är tom.", "The file is empty.", *_NEEDED))
        return
    sources.texts[name] = text


def _parse(sources: Sources, name: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(sources.texts[name])
    except tomllib.TOMLDecodeError as error:
        sources.unreadable.add(name)
        sources.problems.append(_syntax(name, sources.texts[name], str(error)))
        return {}
    return {key: _plain(value) for key, value in table.items()}


def _syntax(name: str, text: str, message: str) -> Problem:
    match = _AT.search(message)
    line = int(match.group(1)) if match and match.group(1) else text.count("\n") + 1
    what = _AT.sub("", message).strip()
    swedish = next((sv for start, sv in _MESSAGES if what.startswith(start)), what)
    return Problem(
        name, line, "",
        Text(f"Raden går inte att läsa som TOML. {swedish}", f"The line cannot be read as TOML. {what}."),
        Text("Filen ska följa TOML 1.0.", "The file must follow TOML 1.0."),
    )  # fmt: skip


def _plain(value: object) -> Any:
    """Dates as text, so that there is one form; what JSON cannot keep exact is left for the types to refuse."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


def _merge(sources: Sources, name: str, table: dict[str, Any]) -> None:
    """Add a file's tables. An id that another file has already used is a problem; measures join their plan."""
    for key, value in table.items():
        if key == "unmodelled" and isinstance(value, list):
            rows = sources.merged.setdefault(key, [])
            sources.origin |= {(key, len(rows) + number): name for number in range(len(value))}
            rows.extend(value)
        elif key in TABLES and isinstance(value, dict) and isinstance(sources.merged.get(key, {}), dict):
            _merge_table(sources, name, (key,), sources.merged.setdefault(key, {}), value)
        elif key not in sources.merged:
            sources.merged[key] = value
            sources.origin[key,] = name
        elif not (key == "format" and value == FORMAT):
            sources.problems.append(_twice(sources, name, (key,)))


def _merge_table(sources: Sources, name: str, at: TablePath, into: dict[str, Any], table: dict[str, Any]) -> None:
    for key, value in table.items():
        path = (*at, key)
        if key not in into:
            into[key] = value
            sources.origin |= dict.fromkeys(_paths(path, value), name)
        elif isinstance(value, dict) and isinstance(into[key], dict) and at[0] == "plan" and len(at) in (1, 2):
            _merge_table(sources, name, path, into[key], value)
        else:
            sources.problems.append(_twice(sources, name, path))


def _paths(path: TablePath, value: Any) -> Iterator[TablePath]:
    yield path
    if path[0] == "plan" and isinstance(value, dict):
        for key, part in value.items():
            yield from _paths((*path, key), part)


def _twice(sources: Sources, name: str, at: TablePath) -> Problem:
    other, other_line = sources.place(at)
    _, line = sources.place(at, name)
    key = at[-1]
    found = Text(
        f"”{key}” finns redan i {other}, rad {other_line}.", f"“{key}” already stands in {other}, line {other_line}."
    )
    return Problem(name, line, "", found, Text("Varje id står på ett ställe.", "Each id stands in one place."))


def _file(name: str, sv: str, en: str, expected_sv: str, expected_en: str) -> Problem:
    return Problem(name, 0, "", Text(sv, en), Text(expected_sv, expected_en))


_NEEDED = (
    f"En definition har {AGREEMENT_FILE} och {TEXT_FILE}, och kan ha {SCENARIOS_FILE} och {PLAN_PREFIX}*.toml.",
    f"A definition has {AGREEMENT_FILE} and {TEXT_FILE}, and may have {SCENARIOS_FILE} and {PLAN_PREFIX}*.toml.",
)
