"""A small agreement for tests of evaluators: three municipalities, two bodies, one of each pattern. Stable names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from samverk.rules.definition import Definition
from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding
from samverk.rules.ruleset import load

START = date(2015, 1, 1)
ALE, BJUV, KIL = "1440", "1260", "1715"
NAMES = {ALE: "Ale", BJUV: "Bjuv", KIL: "Kil"}

TEXT = """# Prov
## 1 Parter
Ale, Bjuv och Kil är parter från den 1 januari 2015.
## 2 Åtagande
- Varje kommun utser en representant.
- Gruppen träffas två gånger om året.
- Värden har alltid en samordnare.
- Ordförande är värdens representant.
- Minst två kommuner sitter i styrgruppen.
- Varje kommun arbetar öppet.
- Värden betalar inom 30 dagar.
- Värden utses av gruppen.
"""

HEAD = """
format = "samverkan/1"
[agreement]
id = "prov"
title = "Prov"
short = { sv = "Prov", en = "Trial" }
language = "sv"
version = "1.0.0"
text = "text.sv.md"
valid_from = 2015-01-01
calendar = { zone = "Europe/Stockholm", months = "SFS1930:173-1", holidays = "SFS1989:253" }
money = { currency = "SEK", unit = "ore" }
clause_name = { sv = "punkt {n}", en = "clause {n}" }
clause_mark = { sv = "p. {n}", en = "cl. {n}" }
[clause.1]
kind = "operative"
heading = "Parter"
heading_en = "Parties"
summary = "Tre kommuner."
summary_en = "Three municipalities."
[clause.2]
kind = "operative"
heading = "Åtagande"
heading_en = "Duties"
summary = "Vad var och en gör."
summary_en = "What each does."
[party]
1440 = { name = "Ale kommun" }
1260 = { name = "Bjuvs kommun" }
1715 = { name = "Kils kommun" }
[role]
vard = { held_by = "party", max = 1, sv = "Värdkommun", en = "Host" }
samordnare = { held_by = "person", max = 1, sv = "Samordnare", en = "Coordinator" }
ledamot = { held_by = "person", per = "party", max = 1, sv = "Representant", en = "Representative" }
granskare = { held_by = "person", sv = "Granskare", en = "Reviewer" }
[body]
grupp = { sv = "Gruppen", en = "The group", seat_role = "ledamot" }
styrgrupp = { sv = "Styrgruppen", en = "The steering group" }
[subregion]
norr = { sv = "Norr", en = "North", members = ["1440"] }
soder = { sv = "Söder", en = "South", members = ["1260", "1715"] }
[rule.parter]
kind = "membership"
label = { sv = "Parter", en = "Parties" }
cite = ["1/s1"]
mode = "closed_list"
accession = "amendment"
parties = "party:*"
[rule.loptid]
kind = "term"
label = { sv = "Löptid", en = "Term" }
cite = ["1/s1"]
duration = "indefinite"
start = 2015-01-01
[rule.giltighet]
kind = "entry"
label = { sv = "Giltighet", en = "Entry" }
cite = ["1/s1"]
requires = ["adoption_decision"]
effective = "adoption_decision"
not_before = "rule:loptid.start"
legal_force = "not_required"
"""


def definition(rules: str = "") -> Definition:
    """The small agreement with further provisions in TOML."""
    return load({"agreement.toml": (HEAD + rules).encode(), "text.sv.md": TEXT.encode()})


class Story:
    """Facts told in order: ``story.on(day, kind, party, key=value)``."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def on(self, day: date, kind: str, party: str | None = None, /, **payload: Any) -> Story:
        """Add a fact, recorded at noon UTC on its day."""
        seq = len(self.facts) + 1
        recorded = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(seconds=seq)
        self.facts.append(Fact(seq, kind, day, recorded, party, payload))
        return self

    def all_adopted(self, day: date = START) -> Story:
        """All three municipalities adopt on a day."""
        for code in (ALE, BJUV, KIL):
            self.on(day, "decision.adopted", code)
        return self


def findings(rules: str, story: Story, as_of: date, rule: str) -> tuple[Finding, ...]:
    """The findings of one provision on a day."""
    return evaluated(rules, story, as_of).by_rule[rule]


def evaluated(rules: str, story: Story, as_of: date) -> Evaluation:
    """The evaluation of the small agreement with further provisions."""
    return evaluate(definition(rules), story.facts, as_of=as_of, names=NAMES)
