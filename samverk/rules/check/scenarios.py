"""The scenarios: known questions, inputs as texts, exactly one expectation, citations that lead somewhere."""

from __future__ import annotations

from typing import Any

from samverk.rules.check.draft import Draft, meant, one_of
from samverk.rules.layout import QUESTIONS, SCENARIOS_FILE
from samverk.rules.problems import Problem, TablePath, shown
from samverk.rules.wording import Text

_KEYS = ("name", "ask", "given", "expect", "expect_error", "because")
_NAME = Text('name = { sv = "…", en = "…" }', 'name = { sv = "…", en = "…" }')
_GIVEN = Text("given är en tabell med texter, som efter --given.", "given is a table of texts, as after --given.")
_ONE = Text("Antingen expect eller expect_error.", "Either expect or expect_error.")
_PATHS = Text("because är en lista med sökvägar i texten.", "because is a list of paths into the text.")


def inspect(draft: Draft) -> None:
    """Every scenario of the file."""
    rows = draft.sources.scenarios.get("scenario", [])
    for key in draft.sources.scenarios:
        if key != "scenario":
            _add(draft, (key,), Text(f"Okänd tabell ”{key}”.", f"Unknown table “{key}”."), one_of(["scenario"]))
    if not isinstance(rows, list):
        _add(draft, ("scenario",), _is(rows), Text("tabeller [[scenario]]", "tables [[scenario]]"))
        return
    for number, row in enumerate(rows):
        if isinstance(row, dict):
            _scenario(draft, ("scenario", number), row)


def _scenario(draft: Draft, at: TablePath, row: dict[str, Any]) -> None:
    for key in row:
        if key not in _KEYS:
            _add(
                draft,
                (*at, key),
                Text(f"Okänd nyckel ”{key}”.", f"Unknown key “{key}”."),
                one_of(_KEYS),
                meant(key, _KEYS),
            )
    name = row.get("name")
    if not (
        isinstance(name, dict) and set(name) == {"sv", "en"} and all(isinstance(w, str) and w for w in name.values())
    ):
        _add(
            draft,
            (*at, "name"),
            Text("Scenariots namn saknas på något språk.", "The name is missing in a language."),
            _NAME,
        )
    ask = row.get("ask")
    if ask not in QUESTIONS:
        _add(draft, (*at, "ask"), Text(f"Frågan är {shown(ask).sv}.", f"The question is {shown(ask).en}."),
             one_of(QUESTIONS), meant(ask, QUESTIONS) if isinstance(ask, str) else None)  # fmt: skip
    given = row.get("given", {})
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        _add(draft, (*at, "given"), _is(given), _GIVEN)
    if ("expect" in row) == ("expect_error" in row):
        both = Text("Scenariot säger inte vad som väntas.", "The scenario does not say what is expected.")
        _add(draft, at, both, _ONE)
    _because(draft, at, row.get("because", []))


def _because(draft: Draft, at: TablePath, because: Any) -> None:
    if not isinstance(because, list):
        _add(draft, (*at, "because"), _is(because), _PATHS)
        return
    for number, path in enumerate(because):
        known = isinstance(path, str) and path in draft.edition.paths()
        if draft.sources.text is not None and not known:
            found = Text(f"Sökvägen {shown(path).sv} leder ingenstans.", f"The path {shown(path).en} leads nowhere.")
            _add(draft, (*at, "because", number), found, _PATHS)


def _is(value: Any) -> Text:
    return Text(f"Här står {shown(value).sv}.", f"Here stands {shown(value).en}.")


def _add(draft: Draft, at: TablePath, found: Text, expected: Text, hint: Text | None = None) -> None:
    file, line = draft.sources.place(at, SCENARIOS_FILE)
    draft.found.append(Problem(file, line, "", found, expected, hint))
