"""Purpose, scope, parties, relations, term, areas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from samverk.rules.provisions import Relation
from samverk.rules.readback.names import Names, free
from samverk.rules.readback.speaking import Sentences, Speaker, apart, both, dated, lasts, lists, sentence
from samverk.rules.readback.words import COUNTIES, worded
from samverk.rules.values import ClassOf
from samverk.rules.wording import Text, say


def _goals(values: tuple[str, ...], names: Names) -> Text:
    found = names.definition.goals
    goals = apart(found.get(key) or free(key) for key in values)
    return say(
        "Mål som visas och följs upp men aldrig bedöms: {x}.",
        "Goals that are shown and followed up but never judged: {x}.",
        x=goals,
    )


def indicators(values: tuple[str, ...], names: Names) -> Text:
    """What is measured, without any limit."""
    found = names.definition.indicators
    listed = apart(found.get(key) or free(key) for key in values)
    return say("Detta mäts, utan gräns: {x}.", "This is measured, without a limit: {x}.", x=listed)


def _circle(value: ClassOf, _names: Names) -> Text:
    if value.all:
        return Text("Alla landets kommuner kan bli parter.", "All municipalities of the country may become parties.")
    county = worded(COUNTIES, value.county or "")
    return say("Kommunerna i {x} kan bli parter.", "The municipalities of {x} may become parties.", x=county)


def _parties(_value: str, names: Names) -> Text:
    listed = tuple(Text(name, name) for name in names.definition.parties.values())
    return say("Parterna räknas upp: {x}.", "The parties are listed: {x}.", x=listed)


def _closes(value: str, _names: Names) -> Text:
    if value == "never":
        return Text("Det finns ingen sista dag att ansluta sig.", "There is no last day to join.")
    if value == "open":
        return Text("Om det finns en sista dag att ansluta sig är en öppen fråga.",
                    "Whether there is a last day to join is an open question.")  # fmt: skip
    return say("Sista dagen att ansluta sig är den {x}.", "The last day to join is {x}.", x=date.fromisoformat(value))


def _start(value: date | str, _names: Names) -> Text:
    if isinstance(value, date):
        return say("Första dagen är den {x}.", "The first day is {x}.", x=value)
    return Text("Första dagen är olika för varje part.", "The first day differs between the parties.")


PURPOSE: Sentences = {"goals": _goals, "indicators": indicators}


def _kept_apart(sv: str, en: str, none: Text) -> Speaker:
    return lambda values, _names: say(sv, en, x=apart(values)) if values else none


SCOPE: Sentences = {
    "include": _kept_apart("Hit hör: {x}.", "Included: {x}.", Text("Ingen räknas upp särskilt.", "Nobody is listed.")),
    "exclude": _kept_apart("Hit hör inte: {x}.", "Not included: {x}.",
                           Text("Ingen är undantagen.", "Nobody is excluded.")),
    "law": lists("Målgruppen bestäms av {x}.", "The scope is set by {x}.",
                 lambda laws: tuple(Text(law, law) for law in laws),
                 Text("Målgruppen beskrivs i ord och inte med någon lag.",
                      "The scope is described in words, by no law.")),
    "tracks_law_changes": {
        True: Text("När lagen ändras följer målgruppen med.", "When the law changes the scope follows."),
        False: Text("Målgruppen ändras inte när lagar ändras.", "The scope does not change when laws do."),
        "open": Text("Om målgruppen följer med när lagen ändras är en öppen fråga.",
                     "Whether the scope follows when the law changes is an open question."),
    },
}  # fmt: skip

MEMBERSHIP: Sentences = {
    "mode": {
        "closed_list": Text("Kretsen av parter är sluten.", "The circle of parties is closed."),
        "open_class": Text("Kretsen av parter är öppen.", "The circle of parties is open."),
    },
    "parties": _parties,
    "class_": _circle,
    "accession": {
        "amendment": Text("En ny part kommer med genom att överenskommelsen ändras.",
                          "A new party joins by amendment of the agreement."),
        "own_decision": Text("En kommun blir part genom sitt eget beslut.",
                             "A municipality becomes a party by its own decision."),
        "body_decision": Text("En ny part tas in genom ett beslut i ett gemensamt organ.",
                              "A new party is admitted by decision of a joint body."),
        "open": Text("Hur en ny part kommer med är en öppen fråga.", "How a new party joins is an open question."),
    },
    "closes": _closes,
}  # fmt: skip

_RELATIONS = {
    "non_exclusive": Text("en part får sluta avtal om samma frågor med {x}",
                          "a party may make agreements on the same matters with {x}"),
    "may_have_children": Text("särskilda avtal kan slutas med {x} och bygga på överenskommelsen",
                              "specific agreements may be made with {x} and build on this one"),
    "is_basis_for": Text("överenskommelsen är en grund för samarbete med {x}",
                         "the agreement is a basis for cooperation with {x}"),
    "coordinated_with": Text("arbetet samordnas med {x}", "the work is coordinated with {x}"),
    "works_with": Text("parterna ska arbeta med {x}", "the parties are to work with {x}"),
    "supersedes": Text("överenskommelsen ersätter {x}", "the agreement replaces {x}"),
}  # fmt: skip


def _relation(rule: Relation, names: Names) -> Text:
    others = [names.of(reference) for reference in rule.with_]
    if rule.actors is not None:
        others += [actor.name for actor in names.definition.actors.values()]
    whom = both(others) if others else Text("andra", "others")
    form = _RELATIONS[rule.type]
    return sentence(say(form.sv, form.en, x=whom))


RELATION: Sentences = {
    ("type", "with_", "actors"): _relation,
    "exhaustive": {
        True: Text("Uppräkningen är fullständig.", "The list is complete."),
        False: Text("Fler kan komma till.", "More may be added."),
    },
    "levels": lists("De kan vara: {x}.", "They may be: {x}.", tuple),
}

TERM: Sentences = {
    "duration": {
        "indefinite": Text("Överenskommelsen gäller tills vidare.", "The agreement runs until further notice."),
        "fixed": Text("Överenskommelsen gäller en bestämd tid och förlängs inte av sig själv.",
                      "The agreement runs for a fixed term and is not renewed by itself."),
        "auto_renew": Text("Överenskommelsen gäller en bestämd tid och förlängs sedan av sig själv.",
                           "The agreement runs for a fixed term and is then renewed by itself."),
    },
    "start": _start,
    "end": dated("Sista dagen är den {x}.", "The last day is {x}."),
    "renew": lasts("Den förlängs med {x} i sänder.", "It is renewed by {x} at a time.",
                   Text("Hur länge den förlängs är en öppen fråga.",
                        "For how long it is renewed is an open question.")),
    "notice_before_end": lasts(
        "Den som inte vill förlänga säger upp den senast {x} före sista dagen.",
        "Whoever does not want it renewed gives notice at least {x} before the last day.",
        Text("Hur långt före sista dagen man måste säga upp den är en öppen fråga.",
             "How long before the last day notice must be given is an open question."),
    ),
}  # fmt: skip


def _areas(_value: Any, names: Names) -> Text:
    held = names.definition.areas
    return say("Områdena är: {x}.", "The areas are: {x}.", x=apart(area.name for area in held.values()))


AREAS: Sentences = {
    "areas": _areas,
    "modality": {
        "may": Text("Parterna får samarbeta i vart och ett av områdena; inget av dem är en skyldighet.",
                    "The parties may cooperate in each of the areas; none of them is a duty."),
        "must": Text("Parterna ska samarbeta i vart och ett av områdena.",
                     "The parties must cooperate in each of the areas."),
    },
    "shared_with_others": lambda value, _names: _SHARED.get(value) or say(
        "Ansvaret delas med andra: {x}.", "Responsibility is shared with others: {x}.", x=free(value)
    ),
}  # fmt: skip
_SHARED: Mapping[str, Text] = {
    "some": Text(
        "I en del av områdena delas ansvaret med andra.", "In some areas responsibility is shared with others."
    ),
    "all": Text("I alla områdena delas ansvaret med andra.", "In all areas responsibility is shared with others."),
    "none": Text("Ansvaret delas inte med andra.", "Responsibility is not shared with others."),
}
