"""Duties: who owes what, how it is set off, by when, and how it shows."""

from __future__ import annotations

from samverk.rules.provisions import Duty
from samverk.rules.readback.frame import indicators
from samverk.rules.readback.joining import condition
from samverk.rules.readback.names import Names
from samverk.rules.readback.organs import GRACE
from samverk.rules.readback.phrases import count, each, period, quota
from samverk.rules.readback.speaking import Sentences, both, dated, either, names_it, sentence
from samverk.rules.readback.words import EVIDENCE, TRIGGERS, act, all_worded, worded
from samverk.rules.values import Period
from samverk.rules.wording import Text, say


def trigger(value: str, names: Names) -> Text:
    """What sets a duty or a cost off, as a clause."""
    kind, _, role = value.partition(":")
    if kind in ("role_changed", "role_abolished") and role:
        what = names.thing(f"role:{role}")
        if kind == "role_changed":
            return say("{x} går över till någon annan", "{x} passes to somebody else", x=what)
        return say("{x} avslutas", "{x} is abolished", x=what)
    return worded(TRIGGERS, kind)


_HOW = {
    "achieve": Text("ska en gång", "must once"),
    "maintain": Text("ska alltid", "must always"),
    "recurring": Text("ska återkommande", "must recurrently"),
    "on_event": Text("ska", "must"),
    "continuous": Text("ska fortlöpande", "must continuously"),
}


def _owed(rule: Duty, names: Names) -> Text:
    """Who must do what, how, with whom and for whom."""
    thing = names.thing(rule.object) if rule.object is not None else None
    return sentence(
        names.of(rule.bearer),
        _HOW[rule.pattern],
        act(rule.act, thing),
        say(", tillsammans med {x}", ", together with {x}", x=names.of(rule.with_)) if rule.with_ else None,
        say(", riktat till {x}", ", addressed to {x}", x=both(names.all_of(rule.to))) if rule.to else None,
    )


def _set_off(rule: Duty, names: Names) -> Text:
    """What sets it off, and how soon after that."""
    clause = trigger(rule.trigger, names) if rule.trigger is not None else None
    done = Text("det ska göras", "it must be done")
    if isinstance(rule.within, Period) and rule.within.count > 0:
        soon = say("inom {x}", "within {x}", x=period(rule.within))
        return sentence(done, soon, Text("från det att", "after") if clause else None, clause)
    if isinstance(rule.within, Period):
        return sentence(done, Text("samma dag", "the same day"), Text("som", "that") if clause else None, clause)
    undecided = Text("; inom vilken tid är en öppen fråga", "; within what time is an open question")
    return sentence(done, Text("när", "when") if clause else None, clause, undecided if rule.within else None)


def _shown(rule: Duty, _names: Names) -> Text:
    """How it shows: by facts, or by the word of whoever is responsible."""
    if rule.check == "auto":
        kept = rule.pattern == "maintain"
        what = Text("att det är så", "that it is so") if kept else Text("att det är gjort", "that it is done")
        return sentence(what, Text("visas med", "is shown by"), either(all_worded(EVIDENCE, rule.evidence)))
    other = either(all_worded(EVIDENCE, tuple(word for word in rule.evidence if word != "attestation")))
    return sentence(
        Text("den som är ansvarig intygar hur det har gått", "whoever is responsible attests how it went"),
        say(", med stöd av {x}", ", supported by {x}", x=other) if other else None,
    )


DUTY: Sentences = {
    ("bearer", "pattern", "act", "object", "with_", "to"): _owed,
    "count": lambda value, _names: say("Antalet ska vara {x}.", "The number must be {x}.", x=count(value)),
    ("trigger", "within"): _set_off,
    "condition": lambda value, names: say("Det gäller när {x}.", "It applies when {x}.", x=condition(value, names)),
    "quota": lambda value, _names: (
        say("Det ska göras {x}.", "It must be done {x}.", x=quota(value))
        if value.min or value.max
        else say(
            "Hur många gånger {x} är inte bestämt; det räknas men bedöms inte.",
            "How many times {x} is not given; it is counted but not judged.", x=each(value)
        )
    ),
    "due": dated("Sista dagen är den {x}.", "The last day is {x}."),
    "grace": GRACE,
    "collects": {
        "attestations": Text("Här lämnas årets intyg om de andra skyldigheterna.",
                             "The year's attestations on the other duties are given here."),
    },
    ("check", "evidence"): _shown,
    "indicators": indicators,
    "discharged_by": names_it("Det är uppfyllt när {x} är det.", "It is met when {x} is."),
}  # fmt: skip
