"""What people call the subjects of an agreement: parties, bodies, roles, actors, areas, provisions."""

from __future__ import annotations

from collections.abc import Mapping

from samverk.rules.definition import Actor, Area, Body, Definition, Role
from samverk.rules.wording import Text

# Those whom an agreement speaks of without naming anybody.
EVERYBODY: Mapping[str, Text] = {
    "each_party": Text("varje part", "each party"),
    "all_parties_jointly": Text("alla parter tillsammans", "all parties jointly"),
    "all_parties": Text("alla parter tillsammans", "all parties jointly"),
    "all": Text("alla som berörs av överenskommelsen", "everyone concerned by the agreement"),
    "any_party": Text("vilken part som helst", "any party"),
    "other_parties": Text("alla andra parter", "all the other parties"),
    "each_in_class": Text("varje kommun i kretsen", "each municipality of the class"),
    "class": Text("alla kommuner i kretsen", "all municipalities of the class"),
}


def name_of(definition: Definition, names: Mapping[str, str], subject: str) -> Text:
    """The name of a subject: "party:0186", "body:styrgrupp", "role:strateg", "parties" or a bare code.

    ``names``: presented names by municipality code. What has no name is shown as it is.
    """
    if subject == "parties":
        return Text("parterna", "the parties")
    if subject in EVERYBODY:
        return EVERYBODY[subject]
    kind, _, rest = subject.rpartition(":")
    if kind in ("", "party"):
        name = names.get(rest) or definition.parties.get(rest) or rest
        return Text(name, name)
    return _entity_name(definition, kind, rest) or Text(rest, rest)


def _entity_name(definition: Definition, kind: str, name: str) -> Text | None:
    entities: dict[str, Mapping[str, Body] | Mapping[str, Role] | Mapping[str, Actor] | Mapping[str, Area]] = {
        "body": definition.bodies,
        "role": definition.roles,
        "actor": definition.actors,
        "area": definition.areas,
    }
    found = entities.get(kind, {}).get(name)
    if found is not None:
        return found.name
    rule = definition.rules.get(name) if kind == "rule" else None
    return rule.label if rule is not None else None
