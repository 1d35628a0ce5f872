"""Who is bound, from when, for how long, and how the agreement is changed and ended."""

from __future__ import annotations

from samverk.rules.definition import Definition
from samverk.rules.health import laws
from samverk.rules.health.question import Question
from samverk.rules.health.told import all_of, named_parties, says
from samverk.rules.provisions import (
    Entry,
    Membership,
    Term,
    Withdrawal,
)
from samverk.rules.wording import Text


def _no_notice(definition: Definition) -> Text | None:
    if definition.first(Withdrawal) is not None:
        return None
    return Text(
        "Avtalet säger inget om uppsägning alls. Svara på den frågan först.",
        "The agreement says nothing of notice at all. Answer that question first.",
    )


BOUND: tuple[Question, ...] = (
    Question(
        id="parties",
        group="bound",
        consequence="bound",
        asks=Text("Vilka är parter?", "Who are the parties?"),
        why=Text(
            "Utan en lista eller en beskrivning av kretsen går det inte att säga vem som är bunden, vem som betalar "
            "eller vem som ska skriva under en ändring.",
            "Without a list, or a description of who may join, nobody can say who is bound, who pays or who must sign "
            "an amendment.",
        ),
        heading=Text("Parter", "Parties"),
        wording=Text(
            "Parter är de kommuner som har beslutat att anta {avtalet} och som står i bilagan. Bilagan visar från "
            "vilken dag var och en är bunden.",
            "The parties are the municipalities that have decided to adopt {avtalet} and are listed in the annex. The "
            "annex shows from which day each of them is bound.",
        ),
        near=(Membership,),
        finds=all_of(named_parties, says(Membership, "class")),
        meanwhile=Text(
            "Samverk kan inte säga vem som är bunden och räknar inget per part.",
            "Samverk cannot say who is bound and computes nothing for any party.",
        ),
    ),
    Question(
        id="entry",
        group="bound",
        consequence="bound",
        asks=Text(
            "Vad krävs för att en part ska bli bunden, och från vilken dag?",
            "What makes a party bound, and from which day?",
        ),
        why=Text(
            "Varje kommun beslutar för sig, ofta olika dagar. Står det inte vilken handling som binder och vilken dag "
            "som räknas, går det inte att säga vem som var part när något hände.",
            "Each municipality decides for itself, often on different days. Unless the text says which act binds and "
            "which day counts, nobody can tell who was a party when something happened.",
        ),
        law=(laws.kl(5, "1"), laws.kl(6, "37–38")),
        heading=Text("När {avtalet} börjar gälla", "Entry into force"),
        wording=Text(
            "{Avtalet} binder en {part} från den dag då dess behöriga organ har beslutat att anta {det} och {parten} "
            "har skrivit under. Är det olika dagar räknas den senare.",
            "{Avtalet} binds a {part} from the day its competent body has decided to adopt it and {parten} has "
            "signed. If those are different days, the later one counts.",
        ),
        near=(Entry, Term),
        finds=says(Entry, "requires", "effective", also=("not_before", "decided_by", "signature_equivalent")),
        meanwhile=Text("Ingen räknas som bunden.", "Nobody is counted as bound."),
    ),
    Question(
        id="legal-force",
        group="bound",
        consequence="bound",
        asks=Text(
            "Måste beslutet att gå med ha fått laga kraft?",
            "Must the decision to join have gained legal force?",
        ),
        why=Text(
            "Ett kommunalt beslut kan överklagas i tre veckor från det att det har anslagits. Upphävs beslutet har "
            "kommunen aldrig blivit bunden.",
            "A municipal decision can be appealed for three weeks after it is announced. If it is annulled, the "
            "municipality was never bound.",
        ),
        law=(laws.kl(13, "5"), laws.kl(8, "12")),
        heading=Text("Laga kraft", "Legal force"),
        wording=Text(
            "{Avtalet} gäller från {partens} beslut även om det inte har fått laga kraft. Upphävs beslutet räknas "
            "{parten} inte som part från och med den dagen, men svarar för sina åtaganden dessförinnan.",
            "{Avtalet} holds from {partens} decision even if it has not gained legal force. If the decision is "
            "annulled, {parten} is not a party from that day, but answers for what it undertook before.",
        ),
        near=(Entry,),
        finds=says(Entry, "legal_force"),
    ),
    Question(
        id="fewest",
        group="bound",
        consequence="bound",
        asks=Text(
            "Hur många parter måste det vara för att avtalet ska gälla?",
            "How many parties must there be for the agreement to hold?",
        ),
        why=Text(
            "Går flera ur kan kostnaderna för dem som är kvar bli orimliga, och en ensam part har ingen att samverka "
            "med.",
            "If several leave, the cost to those who remain can become unreasonable, and a single party has nobody to "
            "cooperate with.",
        ),
        heading=Text("Minsta antal parter", "Fewest parties"),
        wording=Text(
            "{Avtalet} gäller så länge minst tre {parter} är bundna. Blir de färre upphör {det} vid nästa årsskifte.",
            "{Avtalet} holds as long as at least three {parter} are bound. If they become fewer it ends at the next "
            "turn of the year.",
        ),
        near=(Entry, Term),
        finds=says(Entry, "min_parties"),
        meanwhile=Text(
            "Samverk räknar avtalet som gällande så länge någon är bunden.",
            "Samverk counts the agreement as in force as long as anyone is bound.",
        ),
    ),
    Question(
        id="late-joiners",
        group="bound",
        consequence="bound",
        asks=Text("Hur går en kommun med i efterhand?", "How does a municipality join later?"),
        why=Text(
            "Är namnen en del av texten krävs en ändring som alla skriver under. Är kretsen öppen räcker ett eget "
            "beslut. Det första tar mycket längre tid.",
            "If the names are part of the text, joining takes an amendment that everyone signs. If the circle is "
            "open, a decision of one's own is enough. The former takes much longer.",
        ),
        heading=Text("Nya parter", "New parties"),
        wording=Text(
            "En kommun som vill gå med ansöker hos {ledning}. Den blir part när {ledning} har godkänt ansökan och "
            "kommunen har beslutat att anta {avtalet}, och har då samma rättigheter och skyldigheter som de andra.",
            "A municipality that wants to join applies to {ledning}. It becomes a party once {ledning} has approved "
            "the application and the municipality has decided to adopt {avtalet}, and then has the same rights and "
            "obligations as the others.",
        ),
        near=(Membership,),
        finds=says(Membership, "accession", "closes"),
        meanwhile=Text("Samverk tar inte in någon ny part.", "Samverk admits no new party."),
    ),
    Question(
        id="term",
        group="bound",
        consequence="bound",
        asks=Text(
            "Hur länge gäller avtalet, och hur förlängs det?",
            "How long does the agreement run; how is it renewed?",
        ),
        why=Text(
            "Ett avtal utan slut behöver en väg ut, och ett avtal med slut behöver ett besked om vad som händer dagen "
            "efter.",
            "An agreement without an end needs a way out, and one with an end needs a word about the day after.",
        ),
        heading=Text("Avtalstid", "Term"),
        wording=Text(
            "{Avtalet} gäller tills vidare från den dag den första {parten} är bunden. {Ledning} prövar vart fjärde "
            "år om {det} ska ändras eller avslutas.",
            "{Avtalet} runs until further notice from the day the first {part} is bound. Every four years {ledning} "
            "considers whether to amend or end it.",
        ),
        near=(Term,),
        finds=says(Term, "duration", "start", "end", "renew", "notice_before_end"),
        meanwhile=Text(
            "Samverk räknar avtalet som gällande så länge någon är bunden.",
            "Samverk counts the agreement as in force as long as anyone is bound.",
        ),
    ),
    Question(
        id="notice",
        group="bound",
        consequence="bound",
        asks=Text(
            "Hur lång är uppsägningstiden, och från vilken dag räknas den?",
            "How long is the period of notice, and from which day does it run?",
        ),
        why=Text(
            "Dagen då brevet dateras, skickas, tas emot av en och tas emot av alla kan ligga månader isär. Vilken som "
            "räknas avgör hur länge kommunen betalar.",
            "The days on which a letter is dated, sent, received by one and received by all can lie months apart. "
            "Which of them counts decides how long the municipality pays.",
        ),
        heading=Text("Uppsägningstid", "Period of notice"),
        wording=Text(
            "Uppsägningstiden är tolv månader och räknas från den dag då {vard} har tagit emot uppsägningen. {Vard} "
            "bekräftar dagen i skrift till samtliga {parter} inom en vecka.",
            "The period of notice is twelve months and runs from the day {vard} has received the notice. {Vard} "
            "confirms the day in writing to all {parter} within a week.",
        ),
        near=(Withdrawal,),
        finds=says(Withdrawal, "period", "clock", also=("addressees_fixed_on",)),
        meanwhile=Text(
            "Samverk räknar ingen dag för utträde: den som är part är det tills vidare.",
            "Samverk computes no day of exit: whoever is a party stays one until further notice.",
        ),
    ),
    Question(
        id="notice-form",
        group="bound",
        consequence="bound",
        asks=Text(
            "Vilken form ska uppsägningen ha, och vem ska ha den?",
            "What form must notice take; who is to have it?",
        ),
        why=Text(
            "Det måste gå att visa att den kom fram. Till en kommun lämnas den bäst till registratorn, där den blir "
            "en inkommen handling med dag och nummer.",
            "It must be possible to prove that it arrived. To a municipality it is best given to the registrar, where "
            "it becomes a received record with a day and a number.",
        ),
        law=(laws.tf("9"), laws.osl(5, "1–2")),
        heading=Text("Uppsägningens form", "Form of notice"),
        wording=Text(
            "En uppsägning ska vara skriftlig, beslutad av {partens} behöriga organ och lämnad till registratorn hos "
            "{vard}. Säger den som förvaltar upp {avtalet} lämnas uppsägningen till samtliga {parter}.",
            "Notice must be in writing, decided by {partens} competent body and given to the registrar of {vard}. If "
            "the one who manages gives notice of {avtalet}, it is given to all {parter}.",
        ),
        near=(Withdrawal,),
        applies=_no_notice,
        finds=says(Withdrawal, "form", "addressees", also=("addressee_if_self",)),
    ),
    Question(
        id="last-day",
        group="bound",
        consequence="bound",
        asks=Text("Vilken är den sista dagen som part?", "Which is the last day as a party?"),
        why=Text(
            "Slutmånaden kan sakna dagen, dagen kan vara en helgdag, och dagen kan räknas med eller inte. En dag kan "
            "avgöra om ett helt års avgift ska betalas.",
            "The final month may lack the day, the day may be a holiday, and it may or may not be included. One day "
            "can decide whether a whole year's fee is due.",
        ),
        law=(laws.CALENDAR,),
        heading=Text("Sista dagen", "The last day"),
        wording=Text(
            "Den dag tiden går ut är {partens} sista dag som part. Saknar slutmånaden den dagen gäller månadens "
            "sista. Dagen flyttas inte när den är en helgdag.",
            "The day the period ends is {partens} last day as a party. If the final month lacks that day, its last "
            "day counts. The day does not move when it is a holiday.",
        ),
        near=(Withdrawal,),
        applies=_no_notice,
        finds=says(Withdrawal, "last_day", "month_rule", "holiday_shift"),
    ),
    Question(
        id="revoked",
        group="bound",
        consequence="bound",
        asks=Text("Kan en uppsägning tas tillbaka?", "Can a notice be withdrawn?"),
        why=Text(
            "De andra planerar budget och bemanning efter uppsägningen. Får den tas tillbaka fritt vet de inget "
            "förrän sista dagen.",
            "The others plan budget and staff by the notice. If it can be taken back freely they know nothing until "
            "the last day.",
        ),
        heading=Text("Återtagen uppsägning", "Withdrawn notice"),
        wording=Text(
            "En uppsägning kan tas tillbaka fram till sista dagen om samtliga övriga {parter} går med på det i skrift.",
            "A notice can be withdrawn until the last day if all the other {parter} agree in writing.",
        ),
        near=(Withdrawal,),
        applies=_no_notice,
        finds=says(Withdrawal, "revocable"),
    ),
    Question(
        id="exit-effect",
        group="bound",
        consequence="bound",
        asks=Text(
            "Vad händer för de andra när en part säger upp avtalet?",
            "What happens to the others when one party gives notice?",
        ),
        why=Text(
            "”Avtalet upphör” kan läsas som att det faller för alla. Då kan en enda kommun avsluta samarbetet för "
            "tjugofem.",
            "“The agreement ceases” can be read as ceasing for everyone. Then one municipality could end the "
            "cooperation for twenty-five.",
        ),
        heading=Text("Verkan av en uppsägning", "Effect of notice"),
        wording=Text(
            "Säger en {part} upp {avtalet} upphör {det} att gälla för den {parten}. För de övriga fortsätter {det} "
            "att gälla.",
            "If a {part} gives notice, {avtalet} ceases to hold for that {part}. For the others it continues to hold.",
        ),
        near=(Withdrawal,),
        applies=_no_notice,
        finds=says(Withdrawal, "effect"),
    ),
    Question(
        id="until-exit",
        group="bound",
        consequence="money",
        asks=Text("Vad är en part skyldig fram till sista dagen?", "What does a party owe until its last day?"),
        why=Text(
            "Den som har sagt upp sig slutar gärna delta. Ska den också betala, svara på uppföljningen och skriva "
            "under ändringar till dess?",
            "Whoever has given notice tends to stop taking part. Must it still pay, answer the follow-up and sign "
            "amendments until then?",
        ),
        heading=Text("Skyldigheter under uppsägningstiden", "Obligations during notice"),
        wording=Text(
            "Alla åtaganden gäller till och med {partens} sista dag. Kostnader som då är beslutade betalas även om de "
            "faktureras senare.",
            "All undertakings hold up to and including {partens} last day. Costs decided by then are paid even if "
            "they are invoiced later.",
        ),
        near=(Withdrawal,),
        applies=_no_notice,
        finds=says(Withdrawal, "obligations_until_exit"),
    ),
)
