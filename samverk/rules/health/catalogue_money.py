"""What it costs, who pays, when, and what happens to what is left."""

from __future__ import annotations

from samverk.rules.definition import Definition
from samverk.rules.health import laws
from samverk.rules.health.question import Question
from samverk.rules.health.told import all_of, does, first_of, mentions, says
from samverk.rules.provisions import ApportionmentKey, CostEvent, Duty, Fee, Power
from samverk.rules.wording import Text


def _nothing_is_paid(definition: Definition) -> Text | None:
    """An agreement that says nothing of money has the first question to answer, not these."""
    fees = definition.of_kind(Fee)
    if definition.of_kind(ApportionmentKey) or any(fee.total != "none" for fee in fees):
        return None
    return Text("Avtalet fördelar inga kostnader.", "The agreement shares no costs.")


def _not_by_population(definition: Definition) -> Text | None:
    keys = definition.of_kind(ApportionmentKey)
    if any(key.weights == "population" for key in keys):
        return None
    return _nothing_is_paid(definition) or Text(
        "Kostnaden delas inte efter folkmängd.",
        "Costs are not shared by population.",
    )


WIND_DOWN = frozenset({"role_abolished", "cost_recognised"})


def _winds_down(rule: CostEvent) -> bool:
    """Whether a shared cost is that of ending something."""
    return rule.trigger.partition(":")[0] in WIND_DOWN or rule.amount == "recognised_winddown_cost"


MONEY: tuple[Question, ...] = (
    Question(
        id="cost-sharing",
        group="money",
        consequence="money",
        asks=Text("Hur delas kostnaderna?", "How are costs shared?"),
        why=Text(
            "Utan nyckel finns bara två svar, lika eller inget, och båda är orättvisa mot någon.",
            "Without a key there are only two answers, equally or not at all, and each is unfair to somebody.",
        ),
        law=(laws.kl(9, "37"), laws.kl(11, "1")),
        heading=Text("Kostnader", "Costs"),
        wording=Text(
            "{Parterna} betalar kostnaden för samarbetet i förhållande till folkmängden den 31 december året före, "
            "enligt Statistiska centralbyrån.",
            "{Parterna} pay the cost of the cooperation in proportion to population on 31 December of the year "
            "before, by Statistics Sweden.",
        ),
        near=(Fee, ApportionmentKey),
        finds=all_of(
            says(ApportionmentKey, "weights", "form", "fixed_share", "table", also=("series",)),
            says(Fee, "total"),
        ),
        meanwhile=Text("Ingen avgift räknas.", "No fee is computed."),
    ),
    Question(
        id="population-day",
        group="money",
        consequence="money",
        asks=Text(
            "Vilken dags folkmängd gäller, och när uppdateras den?",
            "The population of which day, updated when?",
        ),
        why=Text(
            "Folkmängden den 1 november används i skatteutjämningen, den 31 december är årets tal och kvartalens "
            "kommer senare. Skillnaden är riktiga pengar för en växande kommun.",
            "The population of 1 November is used in tax equalisation, 31 December is the year's figure and quarters "
            "come later. The difference is real money to a growing municipality.",
        ),
        heading=Text("Folkmängd", "Population"),
        wording=Text(
            "Folkmängden är den som Statistiska centralbyrån har publicerat för den 31 december året före. {Vard} "
            "uppdaterar talen i april, innan årets avgift faktureras.",
            "The population is that published by Statistics Sweden for 31 December of the year before. {Vard} updates "
            "the figures in April, before the year's fee is invoiced.",
        ),
        near=(ApportionmentKey, Fee),
        applies=_not_by_population,
        finds=says(ApportionmentKey, "select", also=("update",)),
    ),
    Question(
        id="rounding",
        group="money",
        consequence="money",
        asks=Text("Hur avrundas delarna?", "How are the shares rounded?"),
        why=Text(
            "Avrundas varje del för sig blir summan ofta en krona fel. Någon måste bära kronan, och det ska inte bero "
            "på listans ordning.",
            "If each share is rounded by itself the sum is often one krona wrong. Somebody must bear the krona, and "
            "it must not depend on the order of the list.",
        ),
        heading=Text("Avrundning", "Rounding"),
        wording=Text(
            "Delarna räknas i hela kronor. Varje del avrundas nedåt, och de kronor som fattas läggs på dem som har "
            "störst rest. Är resterna lika går den större folkmängden före.",
            "Shares are in whole kronor. Each is rounded down, and the missing kronor go to those with the largest "
            "remainder. If remainders are equal the larger population comes first.",
        ),
        near=(ApportionmentKey, Fee),
        applies=_nothing_is_paid,
        finds=says(ApportionmentKey, "unit", "method", "ties"),
    ),
    Question(
        id="budget",
        group="money",
        consequence="money",
        asks=Text("Vem beslutar budgeten, och när?", "Who decides the budget, and when?"),
        why=Text(
            "Varje kommun beslutar sin egen budget på hösten. Kommer samarbetets senare är pengarna redan fördelade.",
            "Each municipality decides its own budget in the autumn. If the cooperation's comes later the money is "
            "already allotted.",
        ),
        law=(laws.kl(11, "8–10"),),
        heading=Text("Budget", "Budget"),
        wording=Text(
            "{Ledning} beslutar budgeten för nästa kalenderår senast den 30 september.",
            "{Ledning} decides the budget for the next calendar year by 30 September.",
        ),
        near=(Fee, Power),
        applies=_nothing_is_paid,
        finds=does("decide_budget", kinds=(Power,)),
    ),
    Question(
        id="payment",
        restates=False,
        group="money",
        consequence="money",
        asks=Text("När ska avgiften betalas?", "When is the fee to be paid?"),
        why=Text(
            "Utan en förfallodag löper ränta först trettio dagar efter krav, och ingen kan säga att en betalning är "
            "sen.",
            "Without a due day interest runs only thirty days after a demand, and nobody can say that a payment is "
            "late.",
        ),
        law=(laws.INTEREST,),
        heading=Text("Betalning", "Payment"),
        wording=Text(
            "{Vard} fakturerar avgiften i maj. Den betalas inom trettio dagar från fakturans datum. Därefter löper "
            "dröjsmålsränta enligt räntelagen.",
            "{Vard} invoices the fee in May. It is paid within thirty days of the date of the invoice. After that "
            "interest runs under the Interest Act.",
        ),
        near=(Fee,),
        applies=_nothing_is_paid,
        finds=all_of(
            says(Duty, "trigger", "within", where=lambda rule: rule.act == "pay"),
            says(Fee, "period", also=("invoice",)),
        ),
        meanwhile=Text("En faktura får ingen sista dag.", "An invoice has no last day."),
    ),
    Question(
        id="part-year",
        group="money",
        consequence="money",
        asks=Text("Vad betalar den som är part en del av året?", "What does a party for part of the year pay?"),
        why=Text(
            "Den som går in eller ur mitt i året kan betala för dagarna, för påbörjade månader eller för hela året. "
            "De andra bär skillnaden.",
            "Whoever joins or leaves mid-year may pay for the days, for months begun or for the whole year. The "
            "others bear the difference.",
        ),
        heading=Text("Del av år", "Part of a year"),
        wording=Text(
            "Den som är part en del av året betalar för de dagarna. Övriga {parter} delar på resten, så att summan är "
            "budgeten. Ingen avgift tas ut för inträde eller utträde.",
            "Whoever is a party for part of the year pays for those days. The other {parter} share the rest, so that "
            "the sum is the budget. No fee is charged for joining or leaving.",
        ),
        near=(Fee,),
        applies=_nothing_is_paid,
        finds=says(Fee, "partial_year", also=("payers",)),
    ),
    Question(
        id="overrun",
        group="money",
        consequence="money",
        asks=Text("Vem betalar om det blir dyrare än budgeten?", "Who pays if it costs more than the budget?"),
        why=Text(
            "Står det inget stannar underskottet hos den som förvaltar, som då bär alla andras risk.",
            "If nothing is said the deficit stays with the one who manages, who then bears everyone else's risk.",
        ),
        law=(laws.kl(11, "1"),),
        heading=Text("Överskridande", "Overrun"),
        wording=Text(
            "Blir kostnaden högre än budgeten delar de som var parter under året på det som överskrider den, enligt "
            "samma nyckel. {Vard} meddelar {ledning} så snart en avvikelse på mer än fem procent väntas.",
            "If the cost exceeds the budget those who were parties during the year share the excess by the same key. "
            "{Vard} tells {ledning} as soon as a deviation of more than five per cent is expected.",
        ),
        near=(CostEvent, Fee),
        applies=_nothing_is_paid,
        finds=first_of(
            says(
                CostEvent,
                "amount",
                also=("key", "payers", "weights_of", "cap"),
                where=lambda rule: rule.trigger == "outcome_exceeds_adopted_budget",
            ),
            mentions(r"\böverskrid|\bunderskott"),
        ),
    ),
    Question(
        id="surplus",
        group="money",
        consequence="money",
        asks=Text("Vad händer med ett överskott?", "What becomes of a surplus?"),
        why=Text(
            "Pengar som blir över är parternas. Står det inget är det oklart om de betalas tillbaka, sparas eller "
            "sänker nästa avgift, och vad den får som har lämnat.",
            "Money left over is the parties'. If nothing is said it is unclear whether it is repaid, saved or "
            "deducted from the next fee, and what a party that has left receives.",
        ),
        heading=Text("Överskott", "Surplus"),
        wording=Text(
            "Ett överskott räknas av från nästa års avgift enligt samma nyckel. Den som har lämnat får sin del "
            "utbetald inom tre månader från det att utfallet är fastställt.",
            "A surplus is deducted from next year's fee by the same key. Whoever has left is paid its share within "
            "three months of the outcome being established.",
        ),
        near=(CostEvent, Fee),
        applies=_nothing_is_paid,
        finds=mentions(r"\böverskott"),
        meanwhile=Text(
            "Samverk visar att året gav ett överskott men fördelar det inte.",
            "Samverk shows that the year left a surplus but does not share it out.",
        ),
    ),
    Question(
        id="wind-down-costs",
        group="money",
        consequence="money",
        asks=Text(
            "Vem bär kostnaden för att avveckla en tjänst eller en verksamhet?",
            "Who bears the cost of winding down a post or an activity?",
        ),
        why=Text(
            "Uppsägningslön, hyra och avtal löper vidare. Den som är arbetsgivare står annars ensam för dem.",
            "Salary during notice, rent and contracts run on. Otherwise the employer bears them alone.",
        ),
        law=(laws.EMPLOYMENT,),
        heading=Text("Kostnader för avveckling", "Wind-down costs"),
        wording=Text(
            "Kostnader för att avveckla en gemensam tjänst eller verksamhet delas enligt årets nyckel av dem som är "
            "parter den dag beslutet fattas, även den som har sagt upp sig.",
            "The costs of winding down a joint post or activity are shared by the year's key between those who are "
            "parties on the day of the decision, including any under notice.",
        ),
        near=(CostEvent, Fee),
        applies=_nothing_is_paid,
        finds=says(CostEvent, "amount", also=("trigger", "key", "payers"), where=_winds_down),
    ),
    Question(
        id="vat",
        group="money",
        consequence="law",
        asks=Text("Är avgiften med eller utan moms?", "Is the fee with or without VAT?"),
        why=Text(
            "Att dela på en kostnad kan vara att sälja en tjänst, och då ska moms läggas på. Det är en skattefråga "
            "som ska avgöras innan den första fakturan skickas.",
            "Sharing a cost can be selling a service, and then VAT is due. That is a tax question to be settled "
            "before the first invoice.",
        ),
        law=(laws.VAT,),
        heading=Text("Mervärdesskatt", "VAT"),
        wording=Text(
            "Avgifterna anges utan mervärdesskatt. Ska skatt tas ut läggs den till på fakturan.",
            "Fees are stated without value added tax. If tax is due it is added on the invoice.",
        ),
        near=(Fee,),
        applies=_nothing_is_paid,
        finds=mentions(r"\bmoms|\bmervärdesskatt"),
        meanwhile=Text("Samverk räknar avgifterna utan moms.", "Samverk computes fees without VAT."),
    ),
)
