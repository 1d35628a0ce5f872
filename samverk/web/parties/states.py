"""How a municipality's state is shown: its word, its status and its fill on the map, which differ in shape as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from samverk.rules.finding import Status
from samverk.rules.situation import Situation
from samverk.rules.standing import Standing, State, state_name
from samverk.rules.wording import Language, Text, lowered, say
from samverk.web.shapes import Shape

# A party that holds an office for everybody (the managing municipality) is drawn apart from the others.
OFFICE: Final = "office"
OUTSIDE: Final = "outside"

# In the order of the legend. The fills are patterns of their own where the state is not "party": see ``map.html``.
FILLS: Final[dict[str, str]] = {
    "in_force": "g-mid", OFFICE: "g-acc", "under_notice": "g-hatch", "signed": "g-dots", "decided": "g-dots",
    "reserved": "g-rings", "postponed": "g-grey", "declined": "g-cross", "named": "g-open", "silent": "g-open",
    "exited": "g-bars", OUTSIDE: "g-none",
}  # fmt: skip
STATUSES: Final[dict[State, Status]] = {
    "in_force": "ok", "under_notice": "notice", "signed": "coming", "decided": "coming", "reserved": "unclear",
    "postponed": "coming", "declined": "na", "named": "coming", "silent": "coming", "exited": "na",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Legend(Shape):
    """A line of the legend; ``names`` are written out where they are few."""

    fill: str
    word: str
    count: int
    names: str


def look(standing: Standing) -> str:
    """Which of ``FILLS`` a municipality is drawn with. Notice is what matters of one that holds an office too."""
    return OFFICE if standing.offices and standing.state == "in_force" else standing.state


def word(situation: Situation, look_: str, language: Language) -> str:
    """The words for a look: "Part", "Part, förvaltande kommun", "Uppsagd" …"""
    return _word(situation, look_).in_language(language)


def _word(situation: Situation, look_: str) -> Text:
    match look_:
        case "in_force":
            return Text("Part", "Party")
        case "under_notice":
            return Text("Part, har sagt upp sig", "Party, has given notice")
        case "office":
            roles = [
                lowered(role.name)
                for role in situation.definition.roles.values()
                if role.held_by == "party" and role.max == 1 and role.per is None
            ]
            return say("Part och {roles}", "Party and {roles}", roles=roles)
        case "outside":
            return Text("Inte part", "No party")
        case state:
            return state_name(state)  # type: ignore[arg-type]  # every other look is a state
