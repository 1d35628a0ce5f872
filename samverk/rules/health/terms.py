"""The agreement's own words, for sentences that are to be pasted into it: what it calls itself, its parties, its
clauses, whoever manages it and the body that leads.

Swedish words come with their forms, because a proposal that cannot be inflected cannot be pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from samverk.rules.definition import ClauseInfo, Definition, Role
from samverk.rules.health.told import deciding
from samverk.rules.provisions import Composition, Power, Provision
from samverk.rules.readback.names import Names, lower
from samverk.rules.wording import Text, say

_PARTY = {
    "part": "part", "parten": "parten", "partens": "partens", "parter": "parter", "parterna": "parterna",
    "parternas": "parternas",
}  # fmt: skip
_MUNICIPALITY = {
    "part": "kommun", "parten": "kommunen", "partens": "kommunens", "parter": "kommuner", "parterna": "kommunerna",
    "parternas": "kommunernas",
}  # fmt: skip
_ENGLISH = {
    "part": "party", "parten": "the party", "partens": "the party's", "parter": "parties", "parterna": "the parties",
    "parternas": "the parties'", "avtalet": "the agreement", "avtalets": "the agreement's", "det": "it",
}  # fmt: skip
_ENGLISH_MUNICIPALITY = {
    "part": "municipality", "parten": "the municipality", "partens": "the municipality's",
    "parter": "municipalities", "parterna": "the municipalities", "parternas": "the municipalities'",
}  # fmt: skip
_CALLS_PARTIES = re.compile(r"\bpart(?:en|ens|er|ers|erna|ernas|s)?\b", re.IGNORECASE)
_CALLS_MUNICIPALITIES = re.compile(r"\bkommun(?:en|ens|er|ers|erna|ernas|s)?\b", re.IGNORECASE)
_NEUTER = frozenset({"avsnitt", "kapitel", "stycke", "moment"})
_SPELLED = {"§": "paragraf"}


def terms_of(names: Names) -> Mapping[str, Text]:
    """Words for the places of a proposed wording: {avtalet}, {parterna}, {vard}, {ledning} … also with a capital."""
    definition = names.definition
    own = _own_name(definition)
    party = _MUNICIPALITY if _speaks_of_municipalities(definition) else _PARTY
    english = _ENGLISH | (_ENGLISH_MUNICIPALITY if party is _MUNICIPALITY else {})
    found = {key: Text(word, english[key]) for key, word in (own | party).items()}
    found["vard"] = host(names, found)
    found["ledning"] = leading(names, found)
    found["ledningens"] = _genitive(found["ledning"])
    return found | {key.capitalize(): _capital(text) for key, text in found.items()}


def _own_name(definition: Definition) -> dict[str, str]:
    """ "Överenskommelse om …" calls itself överenskommelsen, everything else avtalet."""
    title = definition.title.lower()
    name = "överenskommelsen" if "överenskommelse" in title else "avtalet"
    return {"avtalet": name, "avtalets": f"{name}s", "det": "det" if name == "avtalet" else "den"}


def _speaks_of_municipalities(definition: Definition) -> bool:
    """Whether the clauses say "kommunerna" more often than "parterna"."""
    words = " ".join(_operative(definition))
    return len(_CALLS_MUNICIPALITIES.findall(words)) > len(_CALLS_PARTIES.findall(words))


def _operative(definition: Definition) -> Iterator[str]:
    for clause in definition.text.clauses.values() if definition.text is not None else ():
        info = definition.clauses.get(clause.id)
        if info is not None and info.kind == "operative":
            yield clause.text


def host(names: Names, words: Mapping[str, Text]) -> Text:
    """Whoever runs the cooperation for the others: a party by its role, or an organisation by its name."""
    definition = names.definition
    role = host_role(definition)
    if role is None:
        sv, en = words["part"].sv, words["part"].en
        return Text(
            f"den {sv} som {words['parterna'].sv} utser", f"the {en} that {words['parterna'].en} appoint"
        )  # fmt: skip
    if role.held_by == "organisation" and role.holder is not None:
        name = names.of(role.holder)
        short = re.search(r"\(([A-ZÅÄÖ]{2,})\)", name.sv)
        return Text(short.group(1), short.group(1)) if short else name
    return _definite(role.name, " ".join(_operative(definition)).lower())


def host_role(definition: Definition) -> Role | None:
    """The role of the one who manages: held by one party, or else by one organisation."""
    roles = definition.roles.values()
    by_party = next((role for role in roles if role.held_by == "party" and role.max == 1 and role.per is None), None)
    by_other = next((role for role in roles if role.held_by == "organisation" and role.max == 1), None)
    return by_party or by_other


def _definite(name: Text, text: str) -> Text:
    """ "värdkommunen", "den förvaltande kommunen" where the text says so; otherwise "den som är värd"."""
    plain = lower(name).sv
    head, _, last = plain.rpartition(" ")
    for ending in ("en", "n", "et", "t"):
        form = f"den {head} {last}{ending}" if head else f"{last}{ending}"
        if re.search(rf"\b{re.escape(form)}\b", text):
            return Text(form, f"the {lower(name).en}")
    return Text(f"den som är {plain}", f"the {lower(name).en}")


def leading(names: Names, words: Mapping[str, Text]) -> Text:
    """The body that decides for all: the budget, else the plan, else where every party sits, else any that decides."""
    body = leading_body(names.definition)
    if body is None:
        return Text(f"{words['parterna'].sv} tillsammans", f"{words['parterna'].en} together")
    return names.of(body)


def leading_body(definition: Definition) -> str | None:
    """The reference of that body; None when no body of its own decides anything."""
    bodies = deciding(definition)
    powers = definition.of_kind(Power)
    chosen = [rule.holder for act in ("decide_budget", "adopt_plan") for rule in powers if rule.act == act]
    of_all = [rule.body for rule in definition.of_kind(Composition) if rule.seats.per == "party"]
    return next((body for body in (*chosen, *of_all, *bodies) if body in bodies), None)


def _genitive(text: Text) -> Text:
    sv = text.sv if text.sv.endswith(("s", "x", "z")) else f"{text.sv}s"
    return Text(sv, f"{text.en}'s")


def _capital(text: Text) -> Text:
    return Text(text.sv[:1].upper() + text.sv[1:], text.en[:1].upper() + text.en[1:])


# --- where a proposal goes -------------------------------------------------------------------------------


def place(names: Names, cites: Iterable[str], near: tuple[type[Provision], ...]) -> Text:
    """ "Tillägg till punkt 14" where the agreement already speaks of it, otherwise "Ny punkt".

    ``cites``: where it does; ``near``: kinds of provisions it would stand beside.
    """
    definition = names.definition
    beside = (cite for kind in near for rule in definition.of_kind(kind) for cite in rule.cite)
    info = _clause(definition, (*cites, *beside))
    return say("Tillägg till {clause}", "Addition to {clause}", clause=info.name) if info else _new(definition)


def _clause(definition: Definition, cites: Iterable[str]) -> ClauseInfo | None:
    clauses = (definition.clauses.get(cite.split("/", 1)[0]) for cite in cites)
    return next((info for info in clauses if info is not None and info.kind == "operative"), None)


def _new(definition: Definition) -> Text:
    noun = clause_noun(definition)
    new = "Nytt" if noun.sv in _NEUTER else "Ny"
    return Text(f"{new} {noun.sv}", f"New {noun.en}")


def clause_noun(definition: Definition) -> Text:
    """What the agreement calls its clauses: "punkt", "paragraf", "avsnitt"."""
    for info in definition.clauses.values():
        if info.kind == "operative":
            sv = info.name.sv.replace(info.id, "").strip(" .")
            en = info.name.en.replace(info.id, "").strip(" .")
            return Text(_SPELLED.get(sv, sv) or "punkt", "section" if en == "§" else en or "clause")
    return Text("punkt", "clause")
