"""Entry, adoption, withdrawal, amendment, renegotiation."""

from __future__ import annotations

from datetime import date

from samverk.rules.numbers import MONTHS
from samverk.rules.provisions import Withdrawal
from samverk.rules.readback.names import Names, free
from samverk.rules.readback.phrases import month, period
from samverk.rules.readback.speaking import Sentences, dated, either, lasts, lists, names_it, sentence
from samverk.rules.readback.words import (
    ACTS,
    CONDITIONS,
    DELIVERIES,
    EVIDENCE,
    LEVELS,
    OUTCOMES,
    WHEN,
    all_worded,
    worded,
)
from samverk.rules.values import Period, RoundResponse, RoundStep
from samverk.rules.wording import Many, Text, say

_REQUIRED = {
    "adoption_decision": Text("den har beslutat att anta överenskommelsen", "it has decided to adopt the agreement"),
    "signature": Text("den har skrivit under", "it has signed"),
    "all_parties_adopted": Text("alla parter har beslutat att anta den", "all parties have decided to adopt it"),
    "deposit": Text("beslutet har lämnats in", "the decision has been deposited"),
}


def _not_before(value: str, names: Names) -> Text:
    if value == "none":
        return Text("Det finns ingen tidigaste dag.", "There is no earliest day.")
    if not value.startswith("rule:"):
        return say("Ingen är bunden före den {x}.", "Nobody is bound before {x}.", x=date.fromisoformat(value))
    day, rule = names.start_of(value), names.of(value.partition(".")[0])
    if day is None:
        return say("Ingen är bunden före den dag {x} anger.", "Nobody is bound before the day set by {x}.", x=rule)
    return say(
        "Ingen är bunden före den {day}, som {x} anger.", "Nobody is bound before {day}, set by {x}.", day=day, x=rule
    )


ENTRY: Sentences = {
    "requires": lists("En kommun är bunden när {x}.", "A municipality is bound once {x}.",
                      lambda values: all_worded(_REQUIRED, values)),
    "effective": {
        "latest_of_requirements": Text("Den sista av dagarna räknas.", "The latest of the days counts."),
        "adoption_decision": Text("Beslutets dag räknas.", "The day of the decision counts."),
        "signature": Text("Underskriftens dag räknas.", "The day of the signature counts."),
    },
    "not_before": _not_before,
    "legal_force": {
        "required": Text("Beslutet måste ha vunnit laga kraft.", "The decision must have gained legal force."),
        "not_required": Text("Beslutet behöver inte ha vunnit laga kraft.",
                             "The decision need not have gained legal force."),
        "open": Text("Om beslutet måste ha vunnit laga kraft är en öppen fråga.",
                     "Whether the decision must have gained legal force is an open question."),
    },
    "decided_by": names_it("Beslutet fattas av {x}.", "The decision is taken by {x}."),
    "signature_equivalent": {
        "adoption_decision": Text("Beslutet räknas som underskrift.", "The decision counts as a signature."),
    },
    "signature_form": lists("Underskriften har fält för: {x}.", "The signature form has fields for: {x}.",
                            lambda values: all_worded(LEVELS, values)),
    "min_parties": lambda value, _names: _min_parties(value),
}  # fmt: skip


def _min_parties(value: int) -> Text:
    """How many must be bound; one means that nobody waits for another."""
    if value <= 1:
        return Text("Den första kommunen är bunden innan någon annan är det.",
                    "The first municipality is bound before any other is.")  # fmt: skip
    return say(
        "Minst {n} kommuner måste vara bundna för att överenskommelsen ska gälla.",
        "At least {n} municipalities must be bound for the agreement to be in force.",
        n=Many(value),
    )


def _steps(values: tuple[RoundStep, ...], names: Names) -> Text:
    """Every step in order, each as one sentence."""
    steps = tuple(_step(number, step, names) for number, step in enumerate(values, 1))
    return Text(" ".join(step.sv for step in steps), " ".join(step.en for step in steps))


def _step(number: int, step: RoundStep, names: Names) -> Text:
    parts = [_said(step), *_who(step, names), *_by_when(step)]
    what = worded(ACTS, step.act)
    head = say("Steg {n}, {what}:", "Step {n}, {what}:", n=str(number), what=what)
    return Text(
        f"{head.sv} {'; '.join(part.sv for part in parts if part)}.",
        f"{head.en} {'; '.join(part.en for part in parts if part)}.",
    )


def _said(step: RoundStep) -> Text:
    return Text(step.sv or "", step.en or step.sv or "")


def _who(step: RoundStep, names: Names) -> list[Text]:
    told = (
        ("av {x}", "by {x}", step.by),
        ("med {x}", "with {x}", step.with_),
        ("till {x}", "to {x}", step.to),
        ("riktas till {x}", "addressed to {x}", step.addressed_to),
        ("avgörs av {x}", "settled by {x}", step.organ),
    )
    return [say(sv, en, x=names.of(value)) for sv, en, value in told if value is not None]


def _by_when(step: RoundStep) -> list[Text]:
    found: list[Text] = []
    if step.when is not None:
        found.append(say("tid: {x}", "time: {x}", x=when(step.when)))
    if step.sent is not None:
        found.append(say("skickas: {x}", "sent: {x}", x=when(step.sent)))
    if step.on is not None:
        found.append(say("den {x}", "on {x}", x=step.on))
    if step.due is not None:
        found.append(say("senast den {x}", "by {x}", x=step.due))
    return found


def when(text: str) -> Text:
    """ "2013-02" as "februari 2013", "2012-autumn" as "hösten 2012"."""
    parts = text.split("-")
    year = next((part for part in parts if len(part) == 4 and part.isdecimal()), "")
    found = [
        month(int(part)) for part in parts if len(part) == 2 and part.isdecimal() and 1 <= int(part) <= len(MONTHS)
    ]
    found += [worded(WHEN, part) for part in parts if not part.isdecimal()]
    sv, en = " ".join(word.sv for word in found), " ".join(word.en for word in found)
    return Text(f"{sv} {year}".strip(), f"{en} {year}".strip())


def _response(value: RoundResponse, names: Names) -> Text:
    channel = worded(DELIVERIES, value.channel) if value.channel else Text("", "")
    shown = all_worded(EVIDENCE, value.evidence)
    to = say("Svaret skickas till {x}", "The answer is sent to {x}", x=names.of(value.to))
    sv, en = f"{to.sv} {channel.sv}".rstrip(), f"{to.en} {channel.en}".rstrip()
    if not shown:
        return Text(f"{sv}.", f"{en}.")
    proof = say(" och visas med {x}.", " and shown by {x}.", x=shown)
    return Text(sv + proof.sv, en + proof.en)


ADOPTION_ROUND: Sentences = {
    "steps": _steps,
    "response": _response,
    "outcomes": lambda values, _names: sentence(
        Text("svaret kan vara att kommunen", "the answer may be that the municipality"),
        either(all_worded(OUTCOMES, values)),
    ),
    "late_answer": {
        "accepted": Text("Ett sent svar gäller ändå.", "A late answer still counts."),
        "refused": Text("Ett sent svar gäller inte.", "A late answer does not count."),
        "open": Text("Om ett sent svar gäller är en öppen fråga.", "Whether a late answer counts is an open question."),
    },
}  # fmt: skip


_FORMS = {
    "written": Text("uppsägningen ska vara skriftlig", "the notice must be in writing"),
    "written_signed": Text(
        "uppsägningen ska vara skriftlig och undertecknad", "the notice must be in writing and signed"
    ),
    "any": Text("uppsägningen får ha vilken form som helst", "the notice may take any form"),
    "open": Text(
        "vilken form uppsägningen ska ha är en öppen fråga", "which form the notice must have is an open question"
    ),
}
_CLOCKS = {
    "notice_dated": Text("från den dag som står på uppsägningen", "from the day written on the notice"),
    "notice_sent": Text("från den dag uppsägningen skickades", "from the day the notice was sent"),
    "notice_received": Text("från den dag uppsägningen kom fram", "from the day the notice was received"),
    "first_receipt": Text("från den dag den första mottagaren fick uppsägningen",
                          "from the day the first addressee received the notice"),
    "last_receipt": Text("från den dag den sista mottagaren fick uppsägningen",
                         "from the day the last addressee received the notice"),
    "receipt_by_coordinator": Text("från den dag samordnaren fick uppsägningen",
                                   "from the day the coordinator received the notice"),
    "calendar_year_end_after_receipt": Text("från slutet av det kalenderår då uppsägningen kom fram",
                                            "from the end of the calendar year in which the notice was received"),
    "open": Text("från en dag som är en öppen fråga", "from a day that is an open question"),
}  # fmt: skip


def _notice(rule: Withdrawal, names: Names) -> Text:
    who = Text("varje part får lämna;", "any party may leave;")
    to = say("och lämnas till {x}", "and is given to {x}", x=names.of(rule.addressees))
    return sentence(who, _FORMS[rule.form], to)


def _length(rule: Withdrawal, _names: Names) -> Text:
    undecided = Text("en öppen fråga", "an open question")
    length = period(rule.period) if isinstance(rule.period, Period) else undecided
    clock = _CLOCKS[rule.clock]
    return sentence(
        say("uppsägningstiden är {x} och räknas {y}", "the period of notice is {x} and runs {y}", x=length, y=clock)
    )


WITHDRAWAL: Sentences = {
    ("who", "form", "addressees"): _notice,
    "addressee_if_self": names_it(
        "Är mottagaren uppsägarens egen företrädare lämnas den i stället till {x}.",
        "Where the addressee is the sender's own representative, it is given to {x} instead.",
    ),
    "addressees_fixed_on": {
        "notice_date": Text("Mottagare är de som är parter den dag uppsägningen skickas.",
                            "The addressees are those who are parties on the day the notice is sent."),
        "last_receipt_date": Text("Mottagare är de som är parter den dag den sista får uppsägningen.",
                                  "The addressees are those who are parties on the day the last one receives it."),
        "open": Text("Vilken dag som avgör vilka mottagarna är, är en öppen fråga.",
                     "Which day decides who the addressees are is an open question."),
    },
    ("period", "clock"): _length,
    "month_rule": {
        "same_day_else_last": Text("Finns inte samma datum i slutmånaden gäller månadens sista dag.",
                                   "If the final month lacks the date, its last day counts."),
        "same_day_else_next_first": Text("Finns inte samma datum i slutmånaden gäller den första i nästa månad.",
                                         "If the final month lacks the date, the first of the next month counts."),
        "refuse_if_ambiguous": Text("Finns inte samma datum i slutmånaden räknas ingen dag ut, utan frågan ställs.",
                                    "If the final month lacks the date, no day is computed and the question is put."),
        "open": Text("Vilken dag som gäller när slutmånaden saknar datumet är en öppen fråga.",
                     "Which day counts when the final month lacks the date is an open question."),
    },
    "last_day": {
        "inside": Text("Den uträknade dagen är den sista dagen som part.",
                       "The computed day is the last day as a party."),
        "outside": Text("Dagen före den uträknade är den sista dagen som part.",
                        "The day before the computed one is the last day as a party."),
        "open": Text("Om den uträknade dagen är den sista som part är en öppen fråga.",
                     "Whether the computed day is the last as a party is an open question."),
    },
    "holiday_shift": {
        "none": Text("Dagen flyttas inte när den är en helgdag.", "The day does not move when it is a holiday."),
        "next_working_day": Text("Är dagen en helgdag flyttas den till nästa vardag.",
                                 "If the day is a holiday it moves to the next working day."),
        "open": Text("Om dagen flyttas när den är en helgdag är en öppen fråga.",
                     "Whether the day moves when it is a holiday is an open question."),
    },
    "effect": {
        "party_leaves": Text("Den som säger upp lämnar; för de andra gäller överenskommelsen vidare.",
                             "The party that gives notice leaves; for the others the agreement goes on."),
        "agreement_ends_for_all": Text("Överenskommelsen upphör för alla.", "The agreement ends for all."),
        "open": Text("Om bara den som säger upp lämnar, eller om överenskommelsen upphör för alla, är en öppen fråga.",
                     "Whether only the party leaves or the agreement ends for all is an open question."),
    },
    "obligations_until_exit": {
        "all": Text("Alla skyldigheter gäller till och med sista dagen.", "All obligations hold to the last day."),
        "financial_only": Text("Bara de ekonomiska skyldigheterna gäller till och med sista dagen.",
                               "Only the financial obligations hold to the last day."),
        "open": Text("Vilka skyldigheter som gäller till sista dagen är en öppen fråga.",
                     "Which obligations hold to the last day is an open question."),
    },
    "revocable": {
        "no": Text("En uppsägning kan inte tas tillbaka.", "A notice cannot be withdrawn."),
        "until_exit_with_consent_of_all": Text("En uppsägning kan tas tillbaka före utträdet om alla går med på det.",
                                               "A notice can be withdrawn until the exit if all consent."),
        "open": Text("Om en uppsägning kan tas tillbaka är en öppen fråga.",
                     "Whether a notice can be withdrawn is an open question."),
    },
    "not_before": dated("Ingen kan lämna före den {x}.", "Nobody can leave before {x}."),
}  # fmt: skip

AMENDMENT: Sentences = {
    "form": {
        "written": Text("En ändring ska vara skriftlig.", "An amendment must be in writing."),
        "written_signed": Text("En ändring ska vara skriftlig och undertecknad.",
                               "An amendment must be in writing and signed."),
        "open": Text("Vilken form en ändring ska ha är en öppen fråga.",
                     "Which form an amendment must have is an open question."),
    },
    "consent": {
        "all_parties": Text("Alla parter måste gå med på den.", "All parties must consent to it."),
        "qualified": Text("En kvalificerad del av parterna måste gå med på den.",
                          "A qualified share of the parties must consent to it."),
        "body": Text("Ett gemensamt organ beslutar om den.", "A joint body decides on it."),
        "open": Text("Vilka som måste gå med på den är en öppen fråga.", "Who must consent to it is an open question."),
    },
    "effective": {
        "last_signature": Text("Den gäller från den dag den sista har skrivit under.",
                               "It holds from the day the last one has signed."),
        "fixed_date": Text("Den gäller från en dag som bestäms i ändringen.",
                           "It holds from a day set in the amendment."),
        "decision": Text("Den gäller från beslutet.", "It holds from the decision."),
        "open": Text("Från vilken dag den gäller är en öppen fråga.", "From which day it holds is an open question."),
    },
    "electorate_at": {
        "each_signature_and_effect": Text(
            "Alla är de som är parter den dag ändringen börjar gälla.",
            "All means those who are parties on the day the amendment takes effect."),
        "on_proposal": Text("Alla är de som var parter när ändringen föreslogs.",
                            "All means those who were parties when the amendment was proposed."),
        "open": Text("Vilka som räknas som alla är en öppen fråga.", "Who counts as all is an open question."),
    },
    "internal_decision": {
        "as_entry": Text("Varje part beslutar om den på samma sätt som när den gick med.",
                         "Each party decides on it in the same way as on entry."),
        "signature_only": Text("Underskriften räcker; inget eget beslut behövs.",
                               "The signature is enough; no decision of its own is needed."),
        "open": Text("Om varje part måste fatta ett eget beslut är en öppen fråga.",
                     "Whether each party must take a decision of its own is an open question."),
    },
    "share": lambda value, _names: say("Den del som krävs är {x}.", "The share required is {x}.", x=Text(value, value)),
}  # fmt: skip


def condition(value: str, names: Names) -> Text:
    """What somebody has to assess, or an indicator that decides."""
    kind, _, rest = value.partition(":")
    if kind == "assessed":
        what = CONDITIONS.get(rest) or say("villkoret {x} är uppfyllt", "the condition {x} is met", x=free(rest))
        return say("{x}; det bedömer människor, med skäl", "{x}; people judge that, with reasons", x=what)
    indicator, _, part = rest.partition(".")
    name = names.definition.indicators.get(indicator) or free(indicator)
    if part == "top_quartile":
        return say(
            "kommunen hör till den fjärdedel som har högst tal för ”{x}”",
            "the municipality is in the quarter with the highest figures for “{x}”",
            x=name,
        )
    return say("måttet ”{x}” visar det", "the indicator “{x}” shows it", x=name)


RENEGOTIATION: Sentences = {
    "who": {"any_party": Text("Varje part får begära omförhandling.", "Any party may demand renegotiation.")},
    "condition": lambda value, names: say("Det gäller när {x}.", "It applies when {x}.", x=condition(value, names)),
    "others_must": {"negotiate": Text("De andra måste då förhandla.", "The others must then negotiate.")},
    "form": {
        "written": Text("Begäran ska vara skriftlig.", "The demand must be in writing."),
        "any": Text("Begäran får ha vilken form som helst.", "The demand may take any form."),
        "open": Text("Vilken form begäran ska ha är en öppen fråga.",
                     "Which form the demand must have is an open question."),
    },
    "start_within": lasts("Förhandlingen ska börja inom {x}.", "Negotiations must begin within {x}.",
                          Text("Hur snart förhandlingen ska börja är en öppen fråga.",
                               "How soon negotiations must begin is an open question.")),
    "suspends_obligations": {
        True: Text("Skyldigheterna vilar under tiden.", "Obligations are suspended meanwhile."),
        False: Text("Skyldigheterna gäller under tiden.", "Obligations hold meanwhile."),
        "open": Text("Om skyldigheterna vilar under tiden är en öppen fråga.",
                     "Whether obligations are suspended meanwhile is an open question."),
    },
}  # fmt: skip
