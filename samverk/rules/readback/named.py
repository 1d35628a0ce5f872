"""What the agreement names, in sentences: roles, bodies, actors, areas, sub-regions, goals, indicators, groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from samverk.rules.definition import Actor, Area, Body, Role
from samverk.rules.readback.document import NamedRead
from samverk.rules.readback.names import Names
from samverk.rules.wording import Many, Text, say

_HELD_BY = {
    "party": Text("innehas av en part", "held by a party"),
    "person": Text("innehas av en person", "held by a person"),
    "organisation": Text("innehas av en organisation", "held by an organisation"),
    "function": Text("är en funktion", "a function"),
}


def named(names: Names) -> tuple[NamedRead, ...]:
    """The sections that have something in them."""
    held = names.definition
    sections = (
        NamedRead(Text("Roller", "Roles"), tuple(_role(role, names) for role in held.roles.values())),
        NamedRead(Text("Organ", "Bodies"), tuple(_body(body, names) for body in held.bodies.values())),
        NamedRead(Text("Aktörer", "Actors"), tuple(_actor(actor) for actor in held.actors.values())),
        NamedRead(Text("Områden", "Areas"), tuple(_area(area, names) for area in held.areas.values())),
        NamedRead(Text("Delregioner", "Sub-regions"), tuple(_subregions(names))),
        NamedRead(Text("Mål", "Goals"), _plain(held.goals)),
        NamedRead(Text("Mått", "Indicators"), _plain(held.indicators)),
        NamedRead(Text("Grupper av insatser", "Groups of measures"), _plain(held.groups)),
    )
    return tuple(section for section in sections if section.lines)


def _line(name: Text, parts: list[Text]) -> Text:
    return say("{name}: {x}.", "{name}: {x}.", name=name, x=tuple(parts)) if parts else say("{n}.", "{n}.", n=name)


def _role(role: Role, names: Names) -> Text:
    parts = [_HELD_BY[role.held_by]]
    if role.per == "party":
        parts.append(Text("finns i varje kommun", "one set in each municipality"))
    if role.max is not None:
        parts.append(say("högst {n} åt gången", "at most {n} at a time", n=Many(role.max)))
    if role.holder is not None:
        parts.append(say("det är {x}", "it is {x}", x=names.of(role.holder)))
    if role.employer is not None:
        parts.append(say("anställd av {x}", "employed by {x}", x=names.of(role.employer)))
    return _line(role.name, parts)


def _body(body: Body, names: Names) -> Text:
    parts: list[Text] = []
    if body.seat_role is not None:
        role = names.thing(f"role:{body.seat_role}")
        parts.append(say("ledamöter är de som har {x}", "its members are those who hold {x}", x=role))
    if body.many:
        parts.append(Text("kan finnas i flera", "there may be several"))
    if body.external:
        parts.append(Text("hör till någon annan", "belongs to somebody else"))
    return _line(body.name, parts)


def _actor(actor: Actor) -> Text:
    return _line(actor.name, [say("heter i dag {x}", "today called {x}", x=actor.today)] if actor.today else [])


def _area(area: Area, names: Names) -> Text:
    parts: list[Text] = []
    if area.examples:
        parts.append(say("till exempel {x}", "for example {x}", x=area.examples))
    if area.actors:
        actors = names.all_of(f"actor:{actor}" for actor in area.actors)
        parts.append(say("aktörer: {x}", "actors: {x}", x=actors))
    return _line(area.name, parts)


def _subregions(names: Names) -> Iterator[Text]:
    for key, name in names.definition.subregions.items():
        members = names.definition.subregion_members.get(key, ())
        yield _line(name, [say("dit hör {x}", "with {x}", x=names.all_of(members))] if members else [])


def _plain(texts: Mapping[str, Text]) -> tuple[Text, ...]:
    return tuple(_line(text, []) for text in texts.values())
