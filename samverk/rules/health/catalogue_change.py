"""How the agreement is changed, and what holds when something goes wrong or comes to an end."""

from __future__ import annotations

from samverk.rules.health import laws
from samverk.rules.health.question import Question
from samverk.rules.health.told import all_of, does, first_of, mentions, says
from samverk.rules.provisions import AmendmentRule, Entry, RenegotiationRule, Term
from samverk.rules.wording import Text

CHANGE: tuple[Question, ...] = (
    Question(
        id="amendment",
        group="bound",
        consequence="bound",
        asks=Text(
            "Hur ändras avtalet, och från när gäller en ändring?",
            "How is the agreement amended, and from when does it hold?",
        ),
        why=Text(
            "Ingen blir bunden av nya villkor utan att ha gått med på dem. Står det inget krävs därför allas ja, med "
            "nytt beslut i varje kommun.",
            "Nobody is bound by new terms without having agreed to them. If nothing is said, everyone's consent is "
            "needed, with a new decision in each municipality.",
        ),
        law=(laws.kl(5, "1"),),
        heading=Text("Ändringar och tillägg", "Amendments"),
        wording=Text(
            "Ändringar och tillägg ska vara skriftliga. De gäller från den dag då den sista av {parterna} har skrivit "
            "under. Varje {part} beslutar om dem på samma sätt som när den antog {avtalet}.",
            "Amendments must be in writing. They hold from the day the last of {parterna} has signed. Each {part} "
            "decides on them in the way it adopted {avtalet}.",
        ),
        near=(AmendmentRule,),
        finds=says(AmendmentRule, "form", "consent", "effective", "share", also=("electorate_at", "internal_decision")),
        meanwhile=Text("Samverk räknar ingen ändring som gällande.", "Samverk counts no amendment as being in force."),
    ),
    Question(
        id="renegotiation",
        group="bound",
        consequence="order",
        asks=Text(
            "Kan en part kräva omförhandling, och inom vilken tid?",
            "Can a party demand renegotiation, and within what time?",
        ),
        why=Text(
            "När lagar, folkmängd eller uppdrag ändras i grunden är omförhandling det som hindrar att den missnöjda "
            "säger upp sig.",
            "When laws, population or tasks change fundamentally, renegotiation is what keeps the dissatisfied from "
            "leaving.",
        ),
        heading=Text("Omförhandling", "Renegotiation"),
        wording=Text(
            "Ändras förutsättningarna väsentligt får en {part} i skrift kräva omförhandling hos {ledning}. "
            "Förhandlingen ska börja inom två månader. {Avtalet} gäller oförändrat till dess att {det} har ändrats.",
            "If conditions change substantially a {part} may in writing demand renegotiation of {ledning}. "
            "Negotiations must begin within two months. {Avtalet} holds unchanged until it has been amended.",
        ),
        near=(RenegotiationRule, AmendmentRule),
        finds=says(RenegotiationRule, "who", "form", "start_within", also=("condition", "suspends_obligations")),
        meanwhile=Text(
            "Ett krav på omförhandling kan registreras men får ingen följd.",
            "A demand for renegotiation can be recorded but has no effect.",
        ),
    ),
    Question(
        id="disputes",
        group="bound",
        consequence="order",
        asks=Text("Hur löses tvister?", "How are disputes settled?"),
        why=Text(
            "Utan en trappa går parterna direkt från oenighet till domstol eller uppsägning. För kommunalförbund "
            "kräver lagen att ordningen är bestämd; för avtal är den fri.",
            "Without a ladder the parties go straight from disagreement to court or notice. For municipal federations "
            "the law requires an order to be set; for agreements it is free.",
        ),
        law=(laws.kl(9, "6"),),
        heading=Text("Tvister", "Disputes"),
        wording=Text(
            "En tvist om {avtalet} ska i första hand lösas i {ledning}, och därefter mellan {parternas} "
            "kommundirektörer. Har den inte lösts inom tre månader avgörs den av allmän domstol.",
            "A dispute about {avtalet} is first to be settled in {ledning}, and then between {parternas} chief "
            "executives. If it is not settled within three months a general court decides it.",
        ),
        finds=first_of(does("settle_disputes"), mentions(r"\btvist")),
        meanwhile=Text(
            "Inget. Två läsningar visas bredvid varandra tills den som får bestämma har valt.",
            "Nothing. Two readings are shown side by side until whoever may decide has chosen.",
        ),
    ),
    Question(
        id="breach",
        restates=False,
        group="bound",
        consequence="order",
        asks=Text("Vad händer om en part inte gör det den ska?", "What happens if a party does not do what it must?"),
        why=Text(
            "Ett åtagande utan följd blir en önskan. Står inget återstår att säga upp avtalet.",
            "An undertaking without a consequence becomes a wish. If nothing is said, notice is all that remains.",
        ),
        heading=Text("Om en part brister", "Failure to perform"),
        wording=Text(
            "Följer en {part} inte {avtalet} tar {ledning} upp det och bestämmer en tid för rättelse. Sker ingen "
            "rättelse får {ledning} föreslå {parterna} att samarbetet med den {parten} upphör, vilket då är en "
            "uteslutning.",
            "If a {part} does not follow {avtalet}, {ledning} takes it up and sets a time to put it right. If that is "
            "not done {ledning} may propose to {parterna} that the cooperation with that {part} ends, which is an "
            "exclusion.",
        ),
        finds=first_of(
            does("pay_penalty", "exclude_party"),
            mentions(r"\b(vite|avtalsbrott|kontraktsbrott|uteslut\w*|häva|häver|hävning|påföljd\w*)\b"),
        ),
        meanwhile=Text(
            "Samverk visar vad som är försenat eller inte följt. Det får ingen följd i sig.",
            "Samverk shows what is late or not followed. That has no effect in itself.",
        ),
    ),
    Question(
        id="force-majeure",
        group="bound",
        consequence="order",
        asks=Text(
            "Vad gäller när något utanför parternas kontroll hindrar dem?",
            "What holds when something beyond the parties' control prevents them?",
        ),
        why=Text(
            "En kris kan göra möten och leveranser omöjliga. Utan en bestämmelse räknas varje uteblivet möte som en "
            "avvikelse.",
            "A crisis can make meetings and deliveries impossible. Without a provision every meeting that is not held "
            "counts as a deviation.",
        ),
        heading=Text("Hinder utanför parternas kontroll", "Force majeure"),
        wording=Text(
            "En {part} som hindras av något som den inte har kunnat råda över, till exempel en extraordinär händelse "
            "eller en ny lag, är fri från det åtagande som hindret gäller så länge det varar. {Parten} meddelar "
            "{ledning} genast.",
            "A {part} prevented by something beyond its control, such as an extraordinary event or a new law, is free "
            "from the undertaking concerned for as long as the obstacle lasts. {Parten} tells {ledning} at once.",
        ),
        finds=mentions(r"force majeure|\brå[dt]t? över\b|\bråda över\b|extraordinär händelse|utanför \w+ kontroll"),
        meanwhile=Text(
            "Ett krav som inte har följts visas som inte följt, vad som än hindrade, tills någon registrerar ett "
            "medgivet undantag.",
            "A requirement not followed is shown as not followed, whatever prevented it, until someone records a "
            "waiver that was granted.",
        ),
    ),
    Question(
        id="dissolution",
        group="bound",
        consequence="money",
        asks=Text("Hur avslutas samarbetet helt?", "How is the cooperation wound up?"),
        why=Text(
            "Pengar, inventarier, handlingar och anställningar finns hos någon. Utan en plan stannar de där, och "
            "arbetsgivaren bär kostnaden.",
            "Money, equipment, records and employments are with somebody. Without a plan they stay there, and the "
            "employer bears the cost.",
        ),
        law=(laws.kl(9, "6"), laws.EMPLOYMENT),
        heading=Text("Avveckling", "Winding up"),
        wording=Text(
            "Upphör {avtalet} helt gör {ledning} en plan för avvecklingen. Tillgångar som är kvar när skulderna är "
            "betalda fördelas mellan {parterna} på samma sätt som kostnaderna. Handlingarna stannar hos {vard}.",
            "If {avtalet} ends altogether {ledning} draws up a plan for winding up. Assets left when debts are paid "
            "are shared between {parterna} in the way costs are. The records stay with {vard}.",
        ),
        near=(Term,),
        finds=mentions(
            r"\bupplös(?:s|t|a|er|ning\w*)\b|\bplan för avveckl|samarbetet (?:upphör|avvecklas)|upphör \w+ helt"
            r"|\blikvid(?:eras|ation)"
        ),
    ),
    Question(
        id="signatures",
        group="bound",
        consequence="bound",
        asks=Text(
            "Hur skrivs avtalet under, och i hur många exemplar?",
            "How is the agreement signed, in how many copies?",
        ),
        why=Text(
            "Femton namnteckningar samlas sällan på ett papper. Text på skilda exemplar, elektronisk underskrift "
            "eller beslut som gäller som underskrift behöver alla stå i texten.",
            "Fifteen signatures are seldom gathered on one paper. Counterparts, electronic signatures or decisions "
            "that count as signing all need to be in the text.",
        ),
        law=(laws.EIDAS,),
        heading=Text("Underskrifter", "Signatures"),
        wording=Text(
            "{Avtalet} skrivs under på likalydande exemplar, ett för varje {part}. Det får ske elektroniskt med en "
            "avancerad elektronisk underskrift. {Vard} samlar exemplaren och skickar en kopia till samtliga.",
            "{Avtalet} is signed in identical counterparts, one for each {part}. It may be signed electronically with "
            "an advanced electronic signature. {Vard} gathers the copies and sends one to everybody.",
        ),
        near=(Entry,),
        finds=all_of(
            says(Entry, "signature_equivalent"),
            first_of(does("deliver_copy"), mentions(r"\bexemplar\b|elektronisk\w* underskrift")),
        ),
    ),
)
