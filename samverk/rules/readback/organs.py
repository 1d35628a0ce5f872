"""Bodies: who sits in them, who chairs, who appoints, how often they meet, what they decide, their plans."""

from __future__ import annotations

from samverk.rules.provisions import Appointment, ChairRule, Composition, Meeting, Power
from samverk.rules.readback.names import Names, free
from samverk.rules.readback.phrases import between, count, each, period, quota
from samverk.rules.readback.speaking import (
    Sentences,
    Speaker,
    apart,
    both,
    either,
    lasts,
    lists,
    names_it,
    names_them,
    sentence,
)
from samverk.rules.readback.words import CONDITIONS, EVIDENCE, LEVELS, act, all_worded, worded
from samverk.rules.values import Period, Seats
from samverk.rules.wording import Many, Text, say

_NO_NUMBER = Text("utan bestämt antal", "no number given")


def _seats(rule: Composition, names: Names) -> Text:
    """Every rule about seats, joined into one sentence."""
    seats = rule.seats
    parts: list[Text] = []
    if seats.per == "party":
        each = between(seats.min, seats.max, _NO_NUMBER)
        parts.append(say("{n} från varje part", "{n} from each party", n=each))
    elif seats.min is not None or seats.max is not None:
        one = 1 in (seats.min, seats.max) and seats.max in (None, 1)
        noun = Text("ledamot", "member") if one else Text("ledamöter", "members")
        number = between(seats.min, seats.max, _NO_NUMBER)
        parts.append(say("{n} {noun}", "{n} {noun}", n=number, noun=noun))
    if seats.distinct_parties_min is not None or seats.distinct_parties_max is not None:
        number = between(seats.distinct_parties_min, seats.distinct_parties_max, _NO_NUMBER)
        parts.append(say("ledamöter från {n} olika kommuner", "members from {n} different municipalities", n=number))
    parts += _subregions(seats, names)
    what = apart(parts) if parts else Text("ett antal som inte är bestämt", "a number not given")
    return sentence(say("{body} består av {x}", "{body} consists of {x}", body=names.of(rule.body), x=what))


def _subregions(value: Seats, names: Names) -> list[Text]:
    found: list[Text] = []
    listed = tuple(names.definition.subregions.get(key) or free(key) for key in value.subregions)
    if value.min_per_subregion is not None:
        number = Many(value.min_per_subregion)
        found.append(say("minst {n} från varje delregion", "at least {n} from each sub-region", n=number))
    if listed:
        found.append(say("delregionerna är {x}", "the sub-regions are {x}", x=listed))
    if value.counted is not None:
        found.append(_COUNTED[value.counted])
    return found


_COUNTED = {
    "each_body": Text("kravet gäller varje grupp för sig", "the requirement holds for each body by itself"),
    "bodies_together": Text("kravet gäller grupperna tillsammans", "the requirement holds for the bodies together"),
}

GRACE: Speaker = lasts(
    "Ett avbrott får vara i högst {x} innan det är en avvikelse.",
    "It may lapse for at most {x} before it is a deviation.",
    Text("Hur långt ett avbrott får vara innan det är en avvikelse är en öppen fråga.",
         "How long it may lapse before it is a deviation is an open question."),
)  # fmt: skip


def _levels(values: tuple[str, ...], _names: Names) -> Text:
    if not values:
        return Text("Ledamöterna kan ha vilken befattning som helst.", "Members may hold any position.")
    return sentence(Text("varje ledamot ska vara", "each member must be"), either(all_worded(LEVELS, values)))


COMPOSITION: Sentences = {
    ("body", "seats"): _seats,
    "level": _levels,
    "must_include": names_them("{x} måste vara med.", "{x} must be in it."),
    "substitutes": {
        "allowed": Text("Ersättare får tjänstgöra.", "Substitutes may serve."),
        "not_allowed": Text("Ersättare får inte tjänstgöra.", "Substitutes may not serve."),
        "free": Text("Vilka som är med får skifta.", "Who takes part may vary."),
        "open": Text(
            "Om ersättare får tjänstgöra är en öppen fråga.", "Whether substitutes may serve is an open question."
        ),
    },
    "bodies_count": lambda value, _names: say(
        "Antalet sådana grupper är {x}.", "The number of such bodies is {x}.", x=count(value)
    ),
    "grace": GRACE,
}


def _chair(rule: ChairRule, names: Names) -> Text:
    bodies = both(names.all_of(rule.bodies))
    if rule.ex_officio is not None:
        said = say("företrädaren för {x} är ordförande i {y}", "the representative of {x} chairs {y}",
                   x=names.of(rule.ex_officio), y=bodies)  # fmt: skip
        if rule.elected_by is None:
            return sentence(said)
        return sentence(
            said, say("om inte {x} väljer en annan", "unless {x} elects another", x=names.of(rule.elected_by))
        )
    if rule.elected_by is not None:
        by = names.of(rule.elected_by)
        return sentence(say("ordförande i {y} väljs av {x}", "the chair of {y} is elected by {x}", x=by, y=bodies))
    return sentence(say("{y} har en ordförande", "{y} have a chair", y=bodies))


CHAIR: Sentences = {
    ("bodies", "ex_officio", "elected_by"): _chair,
    "rotates": lasts("Ordförandeskapet växlar varje gång det har gått {x}.",
                     "The chair moves on each time {x} has passed.",
                     Text("Hur ofta ordförandeskapet växlar är en öppen fråga.",
                          "How often the chair rotates is an open question.")),
}  # fmt: skip


def _on_change(values: tuple[str, ...], names: Names) -> Text:
    return say("När någon ny tar över följer med: {x}.", "When somebody new takes over, with it goes: {x}.",
               x=tuple(_moved(value.removeprefix("transfer:"), names) for value in values))  # fmt: skip


def _moved(what: str, names: Names) -> Text:
    if what == "chair":
        return Text("ordförandeskapet", "the chair")
    if what == "ledger":
        return Text("räkenskaperna", "the accounts")
    return say("anställningen av {x}", "the employment of {x}", x=names.of(what.removesuffix(".employment")))


_AMONG = {
    "parties": Text("bland parterna", "among the parties"),
    "persons": Text("bland personer", "among persons"),
    "class": Text("i kretsen av möjliga parter", "in the class of possible parties"),
}


def _appoint(rule: Appointment, names: Names) -> Text:
    held = names.thing(rule.appoints)
    whom = (
        say("ledamöterna i {x}", "the members of {x}", x=held)
        if rule.appoints.startswith("body:")
        else say("den som ska ha {x}", "whoever is to hold {x}", x=held)
    )
    said = say("{by} utser {whom}, {among}", "{by} appoints {whom}, {among}",
               by=names.of(rule.by), whom=whom, among=_AMONG[rule.from_])  # fmt: skip
    if rule.count.min is None and rule.count.max is None:
        return sentence(said)
    return sentence(said, say(": {n}", ": {n}", n=count(rule.count)))


APPOINTMENT: Sentences = {
    ("by", "appoints", "from_", "count"): _appoint,
    "holder": names_it("Den som utses är {x}.", "The one appointed is {x}."),
    "vacancy": {
        "maintain": Text("Det måste alltid finnas någon.", "There must always be somebody."),
        "achieve_once": Text("Det räcker att någon har utsetts en gång.",
                             "It is enough that somebody was appointed once."),
        "open": Text("Om det alltid måste finnas någon är en öppen fråga.",
                     "Whether there must always be somebody is an open question."),
    },
    "replaces": {
        True: Text("Den nya ersätter den gamla.", "The new one replaces the old."),
    },
    "on_change": _on_change,
    "term": lasts("Valet gäller i {x}.", "The choice holds for {x}.",
                  Text("Hur länge valet gäller är en öppen fråga.",
                       "For how long the choice holds is an open question.")),
}  # fmt: skip


def _meets(rule: Meeting, names: Names) -> Text:
    body = names.of(rule.body)
    if rule.quota.min is None and rule.quota.max is None:
        return sentence(
            say("hur många gånger {each} {x} möts är inte bestämt", "how many times {each} {x} meets is not given",
                each=each(rule.quota), x=body),
            Text("; det räknas men bedöms inte", "; it is counted but not judged"),
        )  # fmt: skip
    return sentence(say("{x} ska mötas {q}", "{x} must meet {q}", x=body, q=quota(rule.quota)))


_ABOVE = {
    "note": Text("Fler möten än så noteras men är ingen avvikelse.", "More meetings are noted and are no deviation."),
    "deviation": Text("Fler möten än så är en avvikelse.", "More meetings are a deviation."),
    "open": Text("Om fler möten är en avvikelse är en öppen fråga.",
                 "Whether more meetings are a deviation is an open question."),
}  # fmt: skip


def _matters(rule: Meeting) -> bool:
    """Without a highest number there is nothing above it, unless the definition says so all the same."""
    return rule.quota.max is not None or rule.above_max != "note" or "above_max" in rule.basis


MEETING: Sentences = {
    ("body", "quota"): _meets,
    ("above_max",): lambda rule, _names: _ABOVE[rule.above_max] if _matters(rule) else Text("", ""),
    "regular": {True: Text("Mötena ska återkomma regelbundet.", "Meetings must recur regularly.")},
    "on_demand": {True: Text("Möten hålls när de behövs.", "Meetings are held when needed.")},
    "max_gap": lasts("Mellan två möten får det gå högst {x}.", "At most {x} may pass between two meetings.",
                     Text("Hur långt det får gå mellan två möten är en öppen fråga.",
                          "How much time may pass between two meetings is an open question.")),
}  # fmt: skip


def _power(rule: Power, names: Names) -> Text:
    thing = names.thing(rule.object) if rule.object is not None else None
    form = {
        "may": Text("{x} får {act}", "{x} may {act}"),
        "must": Text("{x} ska {act}", "{x} must {act}"),
        "must_not": Text("{x} får inte {act}", "{x} must not {act}"),
    }[rule.modality]
    return sentence(say(form.sv, form.en, x=names.of(rule.holder), act=act(rule.act, thing)))


POWER: Sentences = {
    ("holder", "modality", "act", "object"): _power,
    "quota": lambda value, _names: say("Det ska göras {x}.", "It must be done {x}.", x=quota(value)),
    "decision_rule": {
        "consensus": Text("Alla måste vara överens.", "All must agree."),
        "simple_majority": Text("Enkel majoritet avgör.", "A simple majority decides."),
        "chair_casts": Text("Enkel majoritet avgör, och vid lika röster ordföranden.",
                            "A simple majority decides, and the chair on a tie."),
        "qualified_two_thirds": Text("Två tredjedelar måste vara för.", "Two thirds must be in favour."),
        "population_weighted": Text("Rösterna vägs efter invånarantal.", "Votes are weighted by population."),
        "open": Text("Vilken beslutsregel som gäller är en öppen fråga.",
                     "Which decision rule holds is an open question."),
    },
    "precondition": lambda value, _names: say("Först måste detta gälla: {x}.", "First this must hold: {x}.",
                                              x=worded(CONDITIONS, value)),
    "bound_by": names_them("Beslutet är bundet av {x}.", "The decision is bound by {x}."),
    "evidence": lambda values, _names: sentence(
        Text("att det är gjort visas med", "that it is done is shown by"), either(all_worded(EVIDENCE, values))
    ),
}  # fmt: skip


def _covers(value: Period | str, _names: Names) -> Text:
    if isinstance(value, Period):
        return say("En plan får avse högst {x}.", "A plan may cover at most {x}.", x=period(value))
    return Text("Hur lång tid en plan får avse är en öppen fråga.", "How long a plan may cover is an open question.")


def _groups(values: tuple[str, ...], names: Names) -> Text:
    if not values:
        return Text("Insatserna är inte delade i grupper.", "The measures are not divided into groups.")
    found = names.definition.groups
    return say("Insatserna är delade i: {x}.", "The measures are divided into: {x}.",
               x=tuple(found.get(key) or free(key) for key in values))  # fmt: skip


PLAN: Sentences = {
    "adopted_by": names_it("Planen beslutas av {x}.", "The plan is adopted by {x}."),
    "period": {
        "calendar_year": Text("Den avser ett kalenderår.", "It covers a calendar year."),
        "april_to_march": Text("Den avser tiden från april till mars.", "It covers April to March."),
        "per_plan": Text("Varje plan anger sin egen tid.", "Each plan states its own period."),
        "open": Text("Vilken tid den avser är en öppen fråga.", "Which period it covers is an open question."),
    },
    "covers_max": _covers,
    "groups": _groups,
    "measure_fields": lists("För varje insats anges: {x}.", "For each measure is given: {x}.", tuple,
                            Text("Vad som anges för varje insats är inte bestämt.",
                                 "What is given for each measure is not settled.")),
    "order_is_priority": {
        True: Text("Ordningen visar vad som går först.", "The order shows what comes first."),
    },
    "reviewed_by": names_it("Den följs upp av {x}.", "It is reviewed by {x}."),
    "review_at": {
        "each_meeting": Text("Det görs på varje möte.", "That is done at each meeting."),
        "year_end": Text("Det görs vid årets slut.", "That is done at the end of the year."),
        "open": Text("När det görs är en öppen fråga.", "When that is done is an open question."),
    },
}  # fmt: skip
