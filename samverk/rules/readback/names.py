"""What the things a definition points at are called in a sentence, in Swedish without inflecting anybody's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from samverk.rules.clauses import Edition
from samverk.rules.definition import Definition
from samverk.rules.naming import EVERYBODY
from samverk.rules.provisions import Term
from samverk.rules.wording import Text, joined

_DEFINITE = re.compile(r"den \w|\w+(en|et|rn|eln)\b", re.IGNORECASE)
_ORDINALS_SV = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde",
                "elfte", "tolfte")  # fmt: skip
_ORDINALS_EN = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
                "eleventh", "twelfth")  # fmt: skip

_FIXED = {
    **EVERYBODY,
    "agreement": Text("överenskommelsen själv", "the agreement itself"),
    "open": Text("någon som inte är bestämd än", "somebody not yet decided"),
    "party:*": Text("parterna", "the parties"),
    "actor:*": Text("de externa aktörerna", "the external actors"),
    "area:*": Text("områdena", "the areas"),
    "municipalities:any": Text("andra kommuner", "other municipalities"),
    "authorities:any": Text("myndigheter", "authorities"),
    "organisations:any": Text("organisationer", "organisations"),
    "municipal_board": Text("kommunstyrelsen", "the municipal executive board"),
    "chairs_of_municipal_boards": Text("kommunstyrelsernas ordförande", "the chairs of the municipal executive boards"),
    "chief_executives_and_responsible_boards": Text(
        "kommundirektörerna och de ansvariga nämnderna", "the chief executives and the boards responsible"
    ),
    "competent_board": Text("den nämnd som är behörig", "the board that is competent"),
    "per_delegation_order": Text(
        "den som kommunens delegationsordning pekar ut", "whoever the municipality's delegation order points out"
    ),
    "council": Text("kommunfullmäktige", "the municipal council"),
    "executive_board": Text("kommunstyrelsen", "the municipal executive board"),
}
_THINGS = {
    "newsletter": Text("nyhetsbrev", "newsletters"),
    "register": Text("ett register", "a register"),
}
_PARTS = {
    "chair": Text("ordföranden i {0}", "the chair of {0}"),
    "members": Text("alla ledamöter i {0}", "every member of {0}"),
}


def free(word: str) -> Text:
    """A word of the definition that we have no other words for: itself, readable."""
    plain = word.replace("_", " ").replace("-", " ")
    return Text(f"”{plain}”", f"“{plain}”")


def lower(text: Text) -> Text:
    """For the middle of a sentence: a small first letter, unless the word is an abbreviation or a name in capitals."""
    return Text(_lower(text.sv), _lower(text.en))


def _lower(words: str) -> str:
    return words if len(words) > 1 and not words[1].islower() else words[:1].lower() + words[1:]


class Names:
    """The names of one definition, and of the places in its text."""

    def __init__(self, definition: Definition, edition: Edition | None, municipalities: Mapping[str, str]) -> None:
        self.definition = definition
        self.edition = edition
        self.municipalities = municipalities

    def of(self, reference: str) -> Text:
        """Somebody or something, as part of a sentence: "ordföranden i ledningsgruppen", "den som är strateg"."""
        kind, _, rest = reference.partition(":")
        name, _, part = rest.partition(".")
        if reference in _FIXED:
            return _FIXED[reference]
        if re.fullmatch(r"\d{4}", reference):
            return self.party(reference)
        found = self._entity(kind, name)
        if found is None and not rest and reference in self.definition.actors:
            found = self.definition.actors[reference].name
        if found is None:
            return (
                Text(reference, reference) if " " in reference or reference[:1].isupper() else free(rest or reference)
            )
        if part in _PARTS:
            return Text(_PARTS[part].sv.format(found.sv), _PARTS[part].en.format(found.en))
        return found

    def thing(self, reference: str) -> Text:
        """What an act is about: a role is named as a role, a plain word with our word for it."""
        kind, _, name = reference.partition(":")
        if kind == "role" and name in self.definition.roles:
            role = self.definition.roles[name].name
            return Text(f"rollen ”{role.sv}”", f"the role “{role.en}”")
        return _THINGS.get(reference) or self.of(reference)

    def all_of(self, references: Iterable[str]) -> tuple[Text, ...]:
        return tuple(self.of(reference) for reference in references)

    def party(self, code: str) -> Text:
        name = self.definition.parties.get(code) or self.municipalities.get(code)
        return Text(name, name) if name else Text(f"kommunen med kod {code}", f"the municipality with code {code}")

    def _entity(self, kind: str, name: str) -> Text | None:
        held = self.definition
        if kind == "party":
            return self.party(name)
        if kind == "body" and name in held.bodies:
            body = held.bodies[name]
            return _with_article(body.name if body.external else lower(body.name), body.name.en)
        if kind == "role" and name in held.roles:
            return _holder(held.roles[name].name)
        if kind == "actor" and name in held.actors:
            return held.actors[name].name
        if kind == "area" and name in held.areas:
            return held.areas[name].name
        if kind == "rule" and name in held.rules:
            label = held.rules[name].label
            return Text(f"bestämmelsen ”{label.sv}”", f"the provision “{label.en}”")
        if kind == "agreement":
            return Text(f"avtalet {free(name).sv}", f"the agreement {free(name).en}")
        return None

    def start_of(self, reference: str) -> date | None:
        """The day "rule:x.start" points at."""
        rule = self.definition.rules.get(reference.removeprefix("rule:").partition(".")[0])
        return rule.start if isinstance(rule, Term) and isinstance(rule.start, date) else None

    def place(self, path: str) -> Text:
        """Where a path leads: "punkt 14, andra meningen", "punkt 6, fjärde ledet"."""
        clause, *steps = path.split("/")
        info = self.definition.clauses.get(clause)
        sv, en = (info.name.sv, info.name.en) if info is not None else (clause, clause)
        for step in steps:
            number = int(step[1:])
            noun_sv, noun_en = self._noun(clause, step)
            sv += f", {_ordinal(number, _ORDINALS_SV, ':e')} {noun_sv}"
            en += f", {_ordinal(number, _ORDINALS_EN, 'th')} {noun_en}"
        return Text(sv, en)

    def places(self, paths: Iterable[str]) -> Text:
        """Several places together: "punkt 5, första och andra meningen; punkt 6, fjärde ledet i listan"."""
        groups: dict[tuple[str, str], list[int]] = {}
        for path in paths:
            head, _, last = path.rpartition("/")
            groups.setdefault((head or path, last[:1] if head else ""), []).append(int(last[1:]) if head else 0)
        found = [self._group(head, kind, numbers) for (head, kind), numbers in groups.items()]
        return Text("; ".join(text.sv for text in found), "; ".join(text.en for text in found))

    def _group(self, head: str, kind: str, numbers: list[int]) -> Text:
        where = self.place(head)
        if not kind:
            return where
        sv, en = self._noun(head.split("/", 1)[0], kind)
        in_swedish = joined(_ordinals(numbers, _ORDINALS_SV, ":e", "till"), "sv")
        in_english = joined(_ordinals(numbers, _ORDINALS_EN, "th", "to"), "en")
        return Text(f"{where.sv}, {in_swedish} {sv}", f"{where.en}, {in_english} {en}")

    def _noun(self, clause: str, step: str) -> tuple[str, str]:
        if step[0] == "s":
            return "meningen", "sentence"
        held = self.edition.clauses.get(clause) if self.edition is not None else None
        if held is not None and any(block.is_item for block in held.blocks):
            return "ledet i listan", "list item"
        return "stycket", "paragraph"


def _ordinal(number: int, words: tuple[str, ...], ending: str) -> str:
    return words[number - 1] if number <= len(words) else f"{number}{ending}"


def _ordinals(numbers: list[int], words: tuple[str, ...], ending: str, to: str) -> list[str]:
    """ "första", "tredje till sjätte": three or more in a row are a range."""
    rows: list[list[int]] = []
    for number in sorted(numbers):
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    found: list[str] = []
    for row in rows:
        said = [_ordinal(number, words, ending) for number in row]
        found += said if len(row) < 3 else [f"{said[0]} {to} {said[-1]}"]
    return found


def _with_article(name: Text, english: str) -> Text:
    plain = english if english.lower().startswith("the ") else f"the {_lower(english)}"
    return Text(name.sv, _lower(plain))


def _holder(name: Text) -> Text:
    """Whoever holds a role: "den som är strateg", but "registratorn hos KSL" as it stands."""
    small = lower(name)
    sv = small.sv if _DEFINITE.match(small.sv) else f"den som är {small.sv}"
    return _with_article(Text(sv, name.en), name.en)
