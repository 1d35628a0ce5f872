"""Ids, codes and clauses: written as agreed, and the same in the tables as in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from samverk.rules.check.draft import Draft, items, tables
from samverk.rules.grammar import CODE, COVERS, ID, VERSION
from samverk.rules.layout import TEXT_FILE
from samverk.rules.problems import TablePath
from samverk.rules.wording import Text

_SLUG_TABLES = (
    "role",
    "body",
    "actor",
    "area",
    "subregion",
    "goal",
    "indicator",
    "group",
    "rule",
    "plan",
    "interpretation",
)
_HEADING = re.compile(r"#{2,3} +(\S+)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A Swedish number with area code, in the usual groups; a year, a paragraph or a registry number is none.
_PHONE = re.compile(r"(?<![\w/:-])(?:\+46 ?\(?0?\)?|0)\d{1,3} ?[-–/ ] ?\d{2,3}(?: ?\d{2,3}){1,3}(?![\w/:-])")
_NO_CONTACTS = Text(
    "Personuppgifter hör inte hemma i texten: ta bort den och nämn rollen i stället.",
    "Personal data has no place in the text: remove it and name the role instead.",
)
_SLUG = Text("Ett id har små bokstäver a–z, siffror och bindestreck.", "An id has lower-case a–z, digits and hyphens.")
_CODE = Text("En kommunkod har fyra siffror.", "A municipality code has four digits.")
_REQUIREMENT = Text("Ett krav heter som N-14a eller K-5.1.", "A requirement is called like N-14a or K-5.1.")


def inspect(draft: Draft) -> None:
    """Ids of tables, the agreement's own id and version, codes, requirement ids, clauses against the text."""
    for table in _SLUG_TABLES:
        for key in draft.table(table):
            if not re.fullmatch(ID, key):
                draft.add((table, key), _is(f"Id:t ”{key}”", f"The id “{key}”"), _SLUG)
    for code in draft.table("party"):
        if not re.fullmatch(CODE, code):
            draft.add(("party", code), _is(f"Nyckeln ”{code}”", f"The key “{code}”"), _CODE)
    _header(draft)
    _covers(draft)
    _personal(draft)
    if draft.sources.text is not None and draft.table("clause"):
        _clauses(draft)


def _personal(draft: Draft) -> None:
    """An agreement is public and kept for ever; how to reach a person is neither part of it nor stays true."""
    clause = ""
    for number, line in enumerate((draft.sources.text or "").splitlines(), 1):
        heading = _HEADING.match(line)
        clause = heading.group(1) if heading else clause
        for pattern, sv, en in ((_MAIL, "E-postadressen", "The e-mail address"), (_PHONE, "Numret", "The number")):
            hit = pattern.search(line)
            if hit is not None:
                draft.add_text(number, clause, _stands(sv, en, hit.group()), _NO_CONTACTS)


def _stands(sv: str, en: str, words: str) -> Text:
    return Text(f"{sv} ”{words}” står i texten.", f"{en} “{words}” stands in the text.")


def _is(sv: str, en: str) -> Text:
    return Text(f"{sv} är inte skrivet som det ska.", f"{en} is not written as it should be.")


def _header(draft: Draft) -> None:
    header = draft.table("agreement")
    name, version, text = header.get("id"), header.get("version"), header.get("text")
    if isinstance(name, str) and not re.fullmatch(ID, name):
        draft.add(("agreement", "id"), _is(f"Id:t ”{name}”", f"The id “{name}”"), _SLUG)
    if isinstance(version, str) and not re.fullmatch(VERSION, version):
        expected = Text("En version skrivs som 1.0.0.", "A version is written like 1.0.0.")
        draft.add(("agreement", "version"), _is(f"Versionen ”{version}”", f"The version “{version}”"), expected)
    if isinstance(text, str) and text != TEXT_FILE:
        found = Text(f"Texten sägs ligga i ”{text}”.", f"The text is said to be in “{text}”.")
        draft.add(("agreement", "text"), found, Text(f"Texten ligger i {TEXT_FILE}.", f"The text is in {TEXT_FILE}."))
    for key in ("clause_name", "clause_mark"):
        pattern = header.get(key)
        words = [pattern] if isinstance(pattern, str) else list(pattern.values()) if isinstance(pattern, dict) else []
        if any(isinstance(word, str) and "{n}" not in word for word in words):
            found = Text(f"{key} saknar {{n}}.", f"{key} lacks {{n}}.")
            expected = Text("{n} står där punktens nummer ska stå.", "{n} stands where the clause's number goes.")
            draft.add(("agreement", key), found, expected)


def _covers(draft: Draft) -> None:
    for at, table in _covering(draft):
        for number, name in enumerate(items(table.get("covers"))):
            if isinstance(name, str) and not re.fullmatch(COVERS, name):
                draft.add((*at, "covers", number), _is(f"Kravet ”{name}”", f"The requirement “{name}”"), _REQUIREMENT)


def _covering(draft: Draft) -> Iterator[tuple[TablePath, dict[str, Any]]]:
    """Every table that may say which requirements it covers."""
    for key, rule in draft.tables("rule"):
        yield ("rule", key), rule
    for plan, table in draft.tables("plan"):
        for number, measure in tables(table.get("measure")):
            yield ("plan", plan, "measure", number), measure
    for place, row in enumerate(items(draft.merged.get("unmodelled"))):
        if isinstance(row, dict):
            yield ("unmodelled", place), row


def _clauses(draft: Draft) -> None:
    """Each clause stands in both places, under the same heading."""
    told, written = draft.table("clause"), draft.edition.clauses
    for clause in written.values():
        if clause.id not in told:
            found = Text(f"Punkt {clause.id} finns i texten men inte under [clause].",
                         f"Clause {clause.id} is in the text but not under [clause].")  # fmt: skip
            expected = Text("Varje punkt i texten har en rad under [clause].", "Each clause of the text has an entry.")
            draft.add_text(clause.line, clause.id, found, expected)
    for key, table in told.items():
        if key not in written:
            found = Text(f"Punkt {key} finns inte i texten.", f"Clause {key} is not in the text.")
            draft.add(("clause", key), found, Text(f"Punkterna i {TEXT_FILE}.", f"The clauses of {TEXT_FILE}."))
        elif (
            isinstance(table, dict)
            and isinstance(table.get("heading"), str)
            and table["heading"] != written[key].heading
        ):
            heading = written[key].heading
            found = Text(f"Rubriken för punkt {key} är ”{table['heading']}”, i texten ”{heading}”.",
                         f"The heading of clause {key} is “{table['heading']}”, in the text “{heading}”.")  # fmt: skip
            draft.add(
                ("clause", key, "heading"), found, Text("Samma rubrik på båda ställena.", "The same heading in both.")
            )
