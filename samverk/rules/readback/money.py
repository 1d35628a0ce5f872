"""How costs are shared, what is paid each year, and what is shared when something happens."""

from __future__ import annotations

from samverk.rules.readback.duties import trigger
from samverk.rules.readback.names import Names, free
from samverk.rules.readback.phrases import month
from samverk.rules.readback.speaking import Sentences, Speaker, names_it
from samverk.rules.shares import bands_of
from samverk.rules.values import InvoiceRule, KeyUpdate, WeightTable
from samverk.rules.wording import Ore, Text, say, thousands

_SERIES = {
    "scb:BE0101/folkmangd": Text(
        "Statistiska centralbyråns folkmängd (BE0101)", "Statistics Sweden's population figures (BE0101)"
    ),
}
_BEFORE = {"next_invoice": Text("nästa faktura", "the next invoice")}


def _update(value: KeyUpdate, _names: Names) -> Text:
    said = say("Nya tal tas fram i {x} varje år", "New figures are taken in {x} every year", x=month(value.month))
    if value.before is None:
        return Text(f"{said.sv}.", f"{said.en}.")
    before = _BEFORE.get(value.before) or free(value.before)
    return say("{said}, före {x}.", "{said}, before {x}.", said=said, x=before)


def _table(value: WeightTable, names: Names) -> Text:
    if bands := bands_of(value):
        sizes = tuple(
            say("{n} från {least} invånare", "{n} from {least} inhabitants", n=weight, least=least)
            for least, weight in bands
        )
        return say("Vikterna efter storlek är: {x}.", "The weights by size are: {x}.", x=sizes)
    rows = tuple(Text(f"{names.party(code).sv} {thousands(n)}", f"{names.party(code).en} {thousands(n)}")
                 for code, n in value.weights.items())  # fmt: skip
    return say("Vikterna är: {x}.", "The weights are: {x}.", x=rows)


def _share(value: str, _names: Names) -> Text:
    if value == "open":
        return Text("Hur stor del som delas lika är en öppen fråga.", "How much is shared equally is an open question.")
    if not value.endswith("%"):
        return Text(f"{value} av kostnaden delas lika.", f"{value} of the costs is shared equally.")
    return Text(f"{value[:-1]} procent delas lika.", f"{value[:-1]} per cent is shared equally.")


APPORTIONMENT_KEY: Sentences = {
    "weights": {
        "population": Text("Kostnaden delas efter invånarantal.", "Costs are shared by population."),
        "equal": Text("Kostnaden delas lika.", "Costs are shared equally."),
        "table": Text("Kostnaden delas efter vikter i en tabell.", "Costs are shared by weights in a table."),
    },
    "form": {
        "proportional": Text("Delarna står i proportion till vikterna.", "Shares are in proportion to the weights."),
        "mixed": Text("En del är fast och resten i proportion till vikterna.",
                      "A part is fixed and the rest in proportion to the weights."),
        "table": Text("Delarna står i en tabell.", "Shares are given in a table."),
        "open": Text("Hur vikterna ger delar är en öppen fråga.", "How weights give shares is an open question."),
    },
    "fixed_share": _share,
    "table": _table,
    "series": lambda value, _names: say("Talen kommer från {x}.", "The figures come from {x}.",
                                        x=_SERIES.get(value) or Text(value, value)),
    "select": {
        "dec31_previous_year": Text("Talen avser den 31 december året före.",
                                    "The figures are those of 31 December of the year before."),
        "nov1_previous_year": Text("Talen avser den 1 november året före.",
                                   "The figures are those of 1 November of the year before."),
        "latest_quarter": Text("Talen avser det senaste kvartalet.", "The figures are those of the latest quarter."),
        "fixed": Text("Talen ändras inte.", "The figures do not change."),
        "open": Text("Vilken dag talen avser är en öppen fråga.", "Which day the figures are of is an open question."),
    },
    "update": _update,
    "method": {
        "largest_remainder": Text("Varje del avrundas nedåt och det som fattas läggs på de största resterna.",
                                  "Shares are rounded down and what is missing goes to the largest remainders."),
    },
    "unit": {
        "ore": Text("Det räknas i ören.", "The unit is the öre."),
        "krona": Text("Det räknas i hela kronor.", "The unit is the whole krona."),
    },
    "ties": {
        "higher_weight_then_code": Text("Vid lika rest går den med störst vikt före, sedan lägst kommunkod.",
                                        "On a tie the higher weight comes first, then the lowest code."),
        "lower_weight_then_code": Text("Vid lika rest går den med minst vikt före, sedan lägst kommunkod.",
                                       "On a tie the lower weight comes first, then the lowest code."),
        "code": Text("Vid lika rest går lägst kommunkod före.", "On a tie the lowest municipality code comes first."),
    },
    "zero_weight": {
        "pays_zero": Text("Den som har vikten noll betalar inget.", "Whoever has weight zero pays nothing."),
        "refuse": Text("Har någon vikten noll görs ingen fördelning.",
                       "If anyone has weight zero nothing is shared out."),
    },
    "missing_weight": {
        "refuse": Text("Saknas ett tal görs ingen fördelning.", "If a figure is missing nothing is shared out."),
        "previous_value": Text("Saknas ett tal används det förra.",
                               "If a figure is missing the one before it is used."),
    },
}  # fmt: skip

_PAYERS: Speaker = {
    "parties_in_period": Text("Alla som var parter någon dag under perioden betalar.",
                              "All who were parties on any day of the period pay."),
    "parties_on_trigger": Text("De som är parter den dag det sker betalar.",
                               "Those who are parties on the day it happens pay."),
    "open": Text("Vilka som betalar är en öppen fråga.", "Who pays is an open question."),
}  # fmt: skip
_PARTIAL: Speaker = {
    "weight_days": Text("Den som är part en del av året betalar för de dagarna; de andra delar på resten.",
                        "Whoever is a party for part of the year pays for those days; the others share the rest."),
    "full_year": Text("Den som är part en del av året betalar för hela året.",
                      "Whoever is a party for part of the year pays for the whole year."),
    "whole_months": Text("Den som är part en del av året betalar för hela månader.",
                         "Whoever is a party for part of the year pays for whole months."),
    "open": Text("Vad den betalar som är part en del av året är en öppen fråga.",
                 "What a party for part of the year pays is an open question."),
}  # fmt: skip


def _invoice(value: InvoiceRule, names: Names) -> Text:
    if value.not_before is None:
        return say("Fakturan skickas av {x}.", "The invoice is issued by {x}.", x=names.of(value.by))
    first = _FIRST.get(value.not_before) or free(value.not_before)
    return say("Fakturan skickas av {x}, tidigast när {y}.", "The invoice is issued by {x}, once {y} and not before.",
               x=names.of(value.by), y=first)  # fmt: skip


_FIRST = {"key_updated": Text("talen är uppdaterade", "the figures are updated")}

FEE: Sentences = {
    "total": {
        "none": Text("Ingen avgift betalas.", "No fee is paid."),
        "adopted_budget": Text("Avgifterna är tillsammans den beslutade budgeten.",
                               "The fees together are the adopted budget."),
        "adopted_budget.fee_total": Text("Avgifterna är tillsammans det belopp som budgeten anger.",
                                         "The fees together are the sum stated in the adopted budget."),
        "open": Text("Hur stora avgifterna är tillsammans är en öppen fråga.",
                     "How much the fees are together is an open question."),
    },
    "key": names_it("De fördelas enligt {x}.", "They are shared under {x}."),
    "period": {
        "calendar_year": Text("De avser ett kalenderår.", "They cover a calendar year."),
        "april_to_march": Text("De avser tiden från april till mars.", "They cover April to March."),
        "term": Text("De avser hela avtalstiden.", "They cover the whole term."),
        "open": Text("Vilken tid de avser är en öppen fråga.", "Which period they cover is an open question."),
    },
    "invoice": _invoice,
    "payers": _PAYERS,
    "partial_year": _PARTIAL,
}  # fmt: skip

COST_EVENT: Sentences = {
    "trigger": lambda value, names: say("Det gäller när {x}.", "It applies when {x}.", x=trigger(value, names)),
    "amount": {
        "outcome - adopted_budget": Text("Det som delas är utfallet minus budgeten.",
                                         "What is shared is the outcome less the budget."),
        "recognised_cost": Text("Det som delas är den fastställda kostnaden.",
                                "What is shared is the recognised cost."),
        "recognised_winddown_cost": Text("Det som delas är den fastställda kostnaden för att avsluta.",
                                         "What is shared is the recognised cost of winding down."),
    },
    "key": names_it("Det fördelas enligt {x}.", "It is shared under {x}."),
    "unit": {
        "ore": Text("Det räknas i ören.", "The unit is the öre."),
        "krona": Text("Det räknas i hela kronor.", "The unit is the whole krona."),
    },
    "payers": _PAYERS,
    "weights_of": {
        "period": Text("Periodens vikter används.", "The weights of the period are used."),
        "trigger": Text("Vikterna den dag det sker används.", "The weights on the day it happens are used."),
        "open": Text("Vilken tids vikter som används är en öppen fråga.",
                     "Which weights are used is an open question."),
    },
    "partial_year": _PARTIAL,
    "cap": lambda value, _names: say("Högst {x} delas.", "At most {x} is shared.", x=Ore(value)),
}  # fmt: skip
