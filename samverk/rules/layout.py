"""How a definition lies in its files: names of files, top-level tables, and the types of what only files have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from samverk.rules.definition import Actor, Area, Body, Reading, Role
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

FORMAT = "samverkan/1"
TEXT_FILE = "text.sv.md"
AGREEMENT_FILE = "agreement.toml"
SCENARIOS_FILE = "scenarios.toml"
PLAN_PREFIX = "action-plan"

# What a scenario, and `samverk ask`, can ask.
QUESTIONS = (
    "exit_date", "in_force_from", "fees", "overrun", "chair", "meetings", "composition", "amendment_in_force", "due",
)  # fmt: skip


@frozen(kw_only=True)
class Calendar:
    """How days are counted: time zone, the rule for months (SFS 1930:173 § 1), the public holidays (SFS 1989:253)."""

    zone: Literal["Europe/Stockholm"]
    months: Literal["SFS1930:173-1"]
    holidays: Literal["SFS1989:253"]


@frozen(kw_only=True)
class Money:
    """Currency and smallest unit; sums are integers of that unit."""

    currency: Literal["SEK"]
    unit: Literal["ore"]


@frozen(kw_only=True)
class Header:
    """The agreement itself: its id, title, version, text, and how its clauses are called.

    ``clause_name`` and ``clause_mark`` hold ``{n}`` where the clause's id goes: "punkt {n}", "p. {n}".
    """

    id: str
    title: str
    short: Text
    language: Literal["sv"]
    version: str
    text: str
    valid_from: date
    calendar: Calendar
    money: Money
    clause_name: Text | str
    clause_mark: Text | str
    reference: str | None = None


@frozen(kw_only=True)
class ClauseTable:
    """A heading of the text, in order. ``name`` and ``mark`` only where the agreement's own pattern does not fit."""

    kind: Literal["letter", "preamble", "operative", "closing", "annex"]
    heading: Text
    summary: Text
    name: Text | None = None
    mark: Text | None = None


@frozen(kw_only=True)
class PartyTable:
    """A party of a closed list; the key is its municipality code, ``name`` as written in the agreement."""

    name: str


@frozen(kw_only=True)
class SubregionTable:
    """A part of the county that seats are shared by; ``members`` are municipality codes."""

    name: Text
    members: tuple[str, ...] = ()


@frozen(kw_only=True)
class NameTable:
    """A name in both languages: a goal, an indicator, a group of measures."""

    name: Text


# Fields in two languages that are written as two keys beside the others: field → (Swedish key, English key).
_NAME = {"name": ("sv", "en")}
SPELLING: Mapping[type, Mapping[str, tuple[str, str]]] = {
    Role: _NAME,
    Body: _NAME,
    Actor: _NAME,
    Area: _NAME,
    SubregionTable: _NAME,
    NameTable: _NAME,
    ClauseTable: {"heading": ("heading", "heading_en"), "summary": ("summary", "summary_en")},
    Reading: {"question": ("q", "q_en"), "why": ("why", "why_en")},
}

# Top-level tables whose entries have an id as key, in the order a reader wants them.
NAMED_TABLES: Mapping[str, type] = {
    "clause": ClauseTable,
    "party": PartyTable,
    "role": Role,
    "body": Body,
    "actor": Actor,
    "subregion": SubregionTable,
    "area": Area,
    "goal": NameTable,
    "indicator": NameTable,
    "group": NameTable,
}
OTHER_TABLES = ("rule", "plan", "interpretation")
TABLES = (*NAMED_TABLES, *OTHER_TABLES)
