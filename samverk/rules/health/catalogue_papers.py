"""What the cooperation is for and how it is followed up; records, data and liability."""

from __future__ import annotations

from samverk.rules.definition import Definition
from samverk.rules.health import laws
from samverk.rules.health.question import Question
from samverk.rules.health.told import does, first_of, mentions, says
from samverk.rules.provisions import Duty, PlanRule, Purpose, Scope
from samverk.rules.wording import Text


def _names_no_law(definition: Definition) -> Text | None:
    if any(rule.law for rule in definition.of_kind(Scope)):
        return None
    return Text("Avtalet hänvisar inte till någon lag.", "The agreement refers to no statute.")


WORK: tuple[Question, ...] = (
    Question(
        id="purpose",
        group="work",
        consequence="order",
        asks=Text("Vad är syftet?", "What is the purpose?"),
        why=Text(
            "Syftet är det som en oklar punkt läses mot, och det som samarbetet utvärderas mot.",
            "The purpose is what an unclear clause is read against, and what the cooperation is evaluated against.",
        ),
        heading=Text("Syfte", "Purpose"),
        wording=Text(
            "{Parterna} samverkar för att ge invånarna likvärdig service och använda gemensamma resurser bättre än "
            "var och en för sig.",
            "{Parterna} cooperate to give residents equal service and to use joint resources better than each by "
            "itself.",
        ),
        near=(Purpose,),
        finds=says(Purpose, "goals"),
    ),
    Question(
        id="scope",
        group="work",
        consequence="bound",
        asks=Text("Vad och vilka gäller samarbetet?", "What and whom does the cooperation concern?"),
        why=Text(
            "Gränsen avgör vad gemensamma pengar får användas till och vilka ärenden som hör hit.",
            "The limit decides what joint money may be used for and which matters belong here.",
        ),
        heading=Text("Vad {avtalet} gäller", "Scope"),
        wording=Text(
            "{Avtalet} gäller de uppgifter som räknas upp i bilagan. Andra uppgifter kräver en ändring.",
            "{Avtalet} concerns the tasks listed in the annex. Other tasks take an amendment.",
        ),
        near=(Scope, Purpose),
        finds=says(Scope, "include", "exclude", "law"),
    ),
    Question(
        id="law-changes",
        group="work",
        consequence="bound",
        asks=Text("Följer avtalet med när lagen ändras?", "Does the agreement follow when the law changes?"),
        why=Text(
            "En hänvisning utan dag kan läsas som lagen då eller lagen nu. När en förordning ersätts kan avtalet bli "
            "utan innehåll.",
            "A reference without a day can be read as the law then or the law now. When a statute is replaced the "
            "agreement can lose its content.",
        ),
        heading=Text("Hänvisningar till lagar", "References to statutes"),
        wording=Text(
            "Hänvisningar till lagar och förordningar avser deras lydelse vid varje tid och det som kan komma i deras "
            "ställe.",
            "References to statutes mean their wording at any time and what may come in their place.",
        ),
        near=(Scope,),
        applies=_names_no_law,
        finds=says(Scope, "tracks_law_changes"),
    ),
    Question(
        id="plan",
        group="work",
        consequence="order",
        asks=Text(
            "Vem beslutar en plan för arbetet, och för vilken tid?",
            "Who adopts a plan for the work, for what period?",
        ),
        why=Text(
            "Avtalet säger vad parterna får göra; planen säger vad de ska göra i år. Utan plan finns inget att följa "
            "upp.",
            "The agreement says what the parties may do; the plan says what they are to do this year. Without a plan "
            "there is nothing to follow up.",
        ),
        heading=Text("Verksamhetsplan", "Plan"),
        wording=Text(
            "{Ledning} beslutar före årsskiftet en verksamhetsplan för nästa kalenderår. Varje insats har en "
            "ansvarig, en tid och ett väntat resultat.",
            "Before the turn of the year {ledning} adopts a plan for the next calendar year. Each measure has someone "
            "responsible, a time and an expected result.",
        ),
        near=(PlanRule,),
        finds=says(PlanRule, "adopted_by", "period", also=("covers_max", "reviewed_by")),
        meanwhile=Text("Ingen plan väntas.", "No plan is expected."),
    ),
    Question(
        id="follow-up",
        group="work",
        consequence="order",
        asks=Text("Vem följer upp samarbetet, och när?", "Who follows up the cooperation, and when?"),
        why=Text(
            "Revisorer hittar samma fel gång på gång: samverkan som ingen följer upp. Ett namn och en dag räcker "
            "långt.",
            "Auditors find the same fault again and again: cooperation that nobody follows up. A name and a day go a "
            "long way.",
        ),
        law=(laws.kl(6, "6"), laws.kl(9, "38")),
        heading=Text("Uppföljning", "Follow-up"),
        wording=Text(
            "{Vard} följer varje år upp arbetet och ekonomin tillsammans med {parterna} och lämnar en rapport till "
            "{ledning} senast den 31 mars.",
            "Each year {vard} follows up the work and the finances together with {parterna} and reports to {ledning} "
            "by 31 March.",
        ),
        finds=does("follow_up", "report", kinds=(Duty,), where=lambda rule: rule.pattern == "recurring"),
        meanwhile=Text("Ingen uppföljning väntas.", "No follow-up is expected."),
    ),
    Question(
        id="council-report",
        group="work",
        consequence="law",
        asks=Text(
            "Hur når uppföljningen varje kommuns fullmäktige?",
            "How does the follow-up reach each municipal council?",
        ),
        why=Text(
            "Styrelsen ska varje år rapportera kommunens avtalssamverkan till fullmäktige. Det blir lätt när "
            "underlaget kommer samma dag till alla, och glöms annars.",
            "The executive board must report the municipality's contractual cooperation to the council every year. "
            "That is easy when everybody gets the material on the same day, and otherwise forgotten.",
        ),
        law=(laws.kl(9, "38"),),
        heading=Text("Rapport till fullmäktige", "Report to the councils"),
        wording=Text(
            "{Vard} lämnar senast den 15 februari ett underlag om det gångna året till varje {part}, för styrelsens "
            "årliga rapport till fullmäktige.",
            "By 15 February {vard} gives each {part} material on the past year, for the executive board's yearly "
            "report to the council.",
        ),
        finds=first_of(
            does("report_to_council"),
            mentions(r"(?=.*\bfullmäktige)(?=.*(?:rapport|redovis|återkoppl|informera))"),
        ),
        meanwhile=Text(
            "Samverk visar avtalets parter och läge per dag, så att underlaget går att göra.",
            "Samverk shows the agreement's parties and state on any day, so that the material can be made.",
        ),
    ),
    Question(
        id="legal-form",
        group="work",
        consequence="law",
        asks=Text("Vilken rättslig form har samarbetet?", "What legal form does the cooperation have?"),
        why=Text(
            "Avtalssamverkan, gemensam nämnd, kommunalförbund och en policy utan överlämnade uppgifter har olika "
            "regler om delegation, ansvar och insyn.",
            "Contractual cooperation, a joint board, a municipal federation and a policy without transferred tasks "
            "have different rules on delegation, liability and access.",
        ),
        law=(laws.kl(9, "1", "19", "37"),),
        heading=Text("Rättslig form", "Legal form"),
        wording=Text(
            "Samarbetet är avtalssamverkan enligt 9 kap. 37 § kommunallagen. Det är ingen egen juridisk person, och "
            "ingen uppgift som innebär myndighetsutövning lämnas över.",
            "The cooperation is contractual cooperation under chapter 9, section 37 of the Local Government Act. It "
            "is no legal person, and no exercise of public authority is transferred.",
        ),
        near=(Purpose,),
        finds=mentions(r"\bavtalssamverkan|\bgemensam nämnd|\bkommunalförbund|9 kap\. 37|\bjuridisk person"),
        meanwhile=Text(
            "Inget. Formen påverkar inte vad Samverk räknar ut.",
            "Nothing. The form does not affect what is computed.",
        ),
    ),
    Question(
        id="procurement",
        group="work",
        consequence="law",
        asks=Text("Varför behöver samarbetet inte upphandlas?", "Why need the cooperation not be put out to tender?"),
        why=Text(
            "En kommun som utför tjänster åt andra mot betalning kan omfattas av upphandlingslagen, om inte målen är "
            "gemensamma och mindre än en femtedel säljs på marknaden.",
            "A municipality that performs services for others for payment may fall under procurement law, unless the "
            "aims are joint and less than a fifth is sold on the market.",
        ),
        law=(laws.PROCUREMENT,),
        heading=Text("Upphandling", "Procurement"),
        wording=Text(
            "{Parterna} samverkar om gemensamma mål av allmänt intresse. Mindre än en femtedel av verksamheten utförs "
            "på den öppna marknaden, och samarbetet är därför undantaget från upphandling.",
            "{Parterna} cooperate on joint aims of public interest. Less than a fifth of the activity is carried out "
            "on the open market, and the cooperation is therefore exempt from procurement.",
        ),
        near=(Purpose,),
        finds=mentions(r"\bupphandl"),
        meanwhile=Text("Inget. Frågan prövas av var och en.", "Nothing. Each party considers the question."),
    ),
)

PAPERS: tuple[Question, ...] = (
    Question(
        id="archives",
        group="papers",
        consequence="law",
        asks=Text("Vem diarieför och arkiverar samarbetets handlingar?", "Who registers and archives the records?"),
        why=Text(
            "Varje handling som kommer in till eller skickas från en kommun ska registreras eller hållas ordnad utan "
            "dröjsmål. Utan en utpekad arkivmyndighet saknas originalen efter nästa byte.",
            "Every record received by or sent from a municipality must be registered or kept in order without delay. "
            "Without an archive authority pointed out, originals are missing after the next change.",
        ),
        law=(laws.osl(5, "1–2"), laws.ARCHIVES),
        heading=Text("Diarium och arkiv", "Register and archive"),
        wording=Text(
            "{Vard} diarieför och arkiverar samarbetets handlingar och är arkivansvarig för dem. Varje {part} "
            "ansvarar för de handlingar som kommer in till den. Gallring beslutas av var och en.",
            "{Vard} registers and archives the cooperation's records and is responsible for that archive. Each {part} "
            "is responsible for the records it receives. Disposal is decided by each of them.",
        ),
        finds=first_of(does("keep_records"), mentions(r"\barkiv|\bdiari(?:um|e)|\bgallr|\bbevaras?\b")),
        meanwhile=Text(
            "Samverk bevarar uppgifterna och vem som registrerade dem, men avgör inte vilken kommuns handlingar de är.",
            "Samverk keeps the facts and who recorded them, but does not decide whose records they are.",
        ),
    ),
    Question(
        id="public-access",
        group="papers",
        consequence="law",
        asks=Text("Vad gäller om allmänna handlingar och sekretess?", "What holds for public records and secrecy?"),
        why=Text(
            "Det som görs synligt för de andra parterna är i samma stund inkommet hos dem alla, och var och en prövar "
            "utlämnande för sig. Sekretess följer inte med utan stöd i lag.",
            "What is made visible to the other parties is at that moment received by all of them, and each decides on "
            "disclosure by itself. Secrecy does not follow without support in law.",
        ),
        law=(laws.tf("9", "15"), laws.osl(8, "1"), laws.osl(5, "1")),
        heading=Text("Offentlighet och sekretess", "Public access and secrecy"),
        wording=Text(
            "En handling som delas med samtliga {parter} är därmed inkommen och allmän handling hos var och en. Den "
            "som får en begäran om att lämna ut den prövar själv om den omfattas av sekretess och underrättar {vard}. "
            "Uppgifter om enskilda delas inte.",
            "A record shared with all {parter} is thereby received by each and a public record there. Whoever is "
            "asked to disclose it decides whether it is secret and informs {vard}. Information about individuals is "
            "not shared.",
        ),
        finds=mentions(r"\ballmän(?:na)? handling|\bsekretess|\boffentlighet|\btystnadsplikt"),
        meanwhile=Text(
            "Avtalet visas för alla eller bara för parterna, som installationen är inställd.",
            "The agreement is shown to everyone or only to the parties, as the installation is set.",
        ),
    ),
    Question(
        id="personal-data",
        group="papers",
        consequence="law",
        asks=Text("Vem är personuppgiftsansvarig?", "Who is the controller of personal data?"),
        why=Text(
            "Kontaktlistor, nyhetsbrev och deltagarlistor är personuppgifter. Bestämmer flera gemensamt varför och "
            "hur krävs ett arrangemang mellan dem; behandlar en för de andra krävs ett biträdesavtal.",
            "Contact lists, newsletters and attendance lists are personal data. If several decide together why and "
            "how, an arrangement is required; if one processes for the others, a processor agreement.",
        ),
        law=(laws.GDPR,),
        heading=Text("Personuppgifter", "Personal data"),
        wording=Text(
            "{Vard} är personuppgiftsansvarig för det som behandlas i samarbetets gemensamma register och kanaler. "
            "Varje {part} ansvarar för de uppgifter den själv lämnar. Bara kontaktuppgifter till dem som har uppdrag "
            "behandlas, och de tas bort när uppdraget har upphört.",
            "{Vard} is the controller for what is processed in the joint registers and channels. Each {part} is "
            "responsible for the data it provides. Only contact data of those with a task are processed, and they are "
            "removed when the task has ended.",
        ),
        finds=mentions(r"\bpersonuppgift|\bdataskydd|\bGDPR\b"),
        meanwhile=Text(
            "Namn på dem som har uppdrag visas bara för inloggade som deltar i samarbetet.",
            "Names of those with a task are shown only to signed-in people who take part.",
        ),
    ),
    Question(
        id="liability",
        group="papers",
        consequence="money",
        asks=Text("Vem svarar för skada, och vem har försäkring?", "Who is liable for damage, and who is insured?"),
        why=Text(
            "Samarbetet är ingen juridisk person. Den som har anställt, hyrt eller beslutat blir den som krävs, och "
            "försäkringen gäller ofta bara den egna verksamheten.",
            "The cooperation is no legal person. Whoever employed, rented or decided is the one who is claimed, and "
            "insurance often covers only one's own activity.",
        ),
        law=(laws.DAMAGES,),
        heading=Text("Ansvar och försäkring", "Liability and insurance"),
        wording=Text(
            "Var och en av {parterna} svarar för skada som den själv orsakar. Skada i den gemensamma verksamheten som "
            "ingen försäkring ersätter delas på samma sätt som kostnaderna. {Vard} håller verksamheten försäkrad.",
            "Each of {parterna} is liable for damage it causes itself. Damage in the joint activity that no insurance "
            "covers is shared in the way costs are. {Vard} keeps the activity insured.",
        ),
        finds=mentions(
            r"\bskadestånd|\bersättningsskyld|\bförsäkring(?:en|ar|ad)?\b|\bansvarsförsäkr|\bför skad(?:a|or)\b",
            unless=r"försäkringskassan",
        ),
    ),
    Question(
        id="intellectual-property",
        group="papers",
        consequence="order",
        asks=Text("Vem får använda det som tas fram tillsammans?", "Who may use what is made together?"),
        why=Text(
            "Rapporter, system och utbildningar tillhör den som gjorde dem eller dess arbetsgivare. Utan en rätt att "
            "använda dem kan den som lämnar stå utan, och de andra likaså.",
            "Reports, systems and courses belong to whoever made them or its employer. Without a right to use them a "
            "party that leaves may be left without, and so may the others.",
        ),
        law=(laws.COPYRIGHT,),
        heading=Text("Rätt till resultat", "Rights in results"),
        wording=Text(
            "Varje {part} har nyttjanderätt till det som tas fram i samarbetet och får ändra det, också efter att den "
            "har lämnat. Det publiceras öppet om inget hindrar det.",
            "Each {part} has the right to use and change what is made in the cooperation, also after it has left. It "
            "is published openly unless something prevents it.",
        ),
        finds=mentions(r"\bupphovsrätt|\bnyttjanderätt|\bimmateriell|\blicens"),
    ),
    Question(
        id="spokesperson",
        group="papers",
        consequence="order",
        asks=Text("Vem företräder samarbetet utåt?", "Who represents the cooperation to the outside?"),
        why=Text(
            "Den som svarar på en remiss eller talar med pressen i allas namn behöver ett uppdrag. Annars binder "
            "uttalandet ingen.",
            "Whoever answers a referral or speaks to the press in everyone's name needs a mandate. Otherwise the "
            "statement binds nobody.",
        ),
        heading=Text("Företrädare", "Representation"),
        wording=Text(
            "Ordföranden i {ledning} företräder samarbetet utåt i frågor som {ledning} har beslutat om. I övrigt "
            "talar varje {part} för sig.",
            "The chair of {ledning} represents the cooperation in matters {ledning} has decided. Otherwise each "
            "{part} speaks for itself.",
        ),
        finds=first_of(does("represent"), mentions(r"\btalesperson|\bföreträder samarbetet")),
    ),
)
