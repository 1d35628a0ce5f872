"""Who decides, how, and who sits where."""

from __future__ import annotations

from samverk.rules.definition import Definition
from samverk.rules.health import laws
from samverk.rules.health.question import Question
from samverk.rules.health.terms import host_role
from samverk.rules.health.told import all_of, deciding, does, first_of, for_each_body, mentions, says
from samverk.rules.provisions import Appointment, ChairRule, Composition, Duty, Meeting, Power
from samverk.rules.wording import Text


def _no_bodies(definition: Definition) -> Text | None:
    if deciding(definition):
        return None
    return Text(
        "Inget organ i avtalet får besluta något. Svara på den frågan först.",
        "No body of the agreement may decide anything. Answer that question first.",
    )


def _no_host(definition: Definition) -> Text | None:
    if host_role(definition) is not None:
        return None
    return Text("Ingen förvaltar samarbetet åt de andra.", "Nobody manages the cooperation for the others.")


def _of_host(rule: Appointment) -> bool:
    """Appointments that can be to the role of the one who manages: of parties, not of the members of a body."""
    return rule.appoints.startswith("role:") and rule.from_ == "parties"


BODIES: tuple[Question, ...] = (
    Question(
        id="powers",
        group="bodies",
        consequence="decision",
        asks=Text("Vilket organ får besluta vad?", "Which body may decide what?"),
        why=Text(
            "Ett organ av tjänstemän har bara de befogenheter som avtalet och varje kommuns delegationsordning ger "
            "det. Det som ingen har fått besluta om måste tillbaka till varje kommun.",
            "A body of officials has only the powers that the agreement and each municipality's delegation order give "
            "it. What nobody may decide must go back to every municipality.",
        ),
        law=(laws.kl(6, "37–38"), laws.kl(9, "37")),
        heading=Text("Beslut i samarbetet", "Decisions"),
        wording=Text(
            "{Parterna} har en gemensam ledningsgrupp. Den beslutar om budget, verksamhetsplan och vem som förvaltar "
            "samarbetet. Andra beslut fattas av varje {part} för sig.",
            "{Parterna} have a joint management group. It decides the budget, the plan and who manages the "
            "cooperation. Other decisions are taken by each {part} for itself.",
        ),
        near=(Power,),
        finds=says(Power, "act", where=lambda rule: rule.modality != "must_not"),
        meanwhile=Text("Samverk väntar inga beslut av något organ.", "Samverk expects no decisions of any body."),
    ),
    Question(
        id="composition",
        group="bodies",
        consequence="decision",
        asks=Text("Vilka sitter i varje organ som beslutar?", "Who sits in each body that decides?"),
        why=Text(
            "Den som inte vet vilka som ska sitta där kan inte säga om rätt personer var med när beslutet togs.",
            "Unless it is known who is to sit there, nobody can say whether the right people took the decision.",
        ),
        heading=Text("Sammansättning", "Composition"),
        wording=Text(
            "Varje {part} utser en ledamot i {ledning}. Ledamoten ska ha rätt att binda {parten} i det som {ledning} "
            "får besluta.",
            "Each {part} appoints one member of {ledning}. The member must be able to bind {parten} in what {ledning} "
            "may decide.",
        ),
        near=(Composition, Power),
        applies=_no_bodies,
        finds=for_each_body(
            Composition,
            lambda rule: (rule.body,),
            ("body", "seats", "must_include"),
            ("{body}: inget sägs om vilka som sitter där.", "{body}: nothing is said of who sits there."),
        ),
        meanwhile=Text(
            "Samverk bedömer inte om organet är rätt sammansatt.",
            "Samverk does not judge whether the body is complete.",
        ),
    ),
    Question(
        id="substitutes",
        group="bodies",
        consequence="decision",
        asks=Text("Får en ersättare sitta i ledamotens ställe?", "May a substitute sit in a member's place?"),
        why=Text(
            "Chefer är ofta upptagna. Får ingen ersättare komma ställs möten in; kommer en ändå kan beslutet "
            "ifrågasättas.",
            "Heads are often busy. If no substitute may come, meetings are cancelled; if one comes all the same, the "
            "decision can be questioned.",
        ),
        heading=Text("Ersättare", "Substitutes"),
        wording=Text(
            "Varje {part} utser en ersättare för sin ledamot. Ersättaren har samma rätt som ledamoten när den inte är "
            "med.",
            "Each {part} appoints a substitute for its member. The substitute has the member's rights when the member "
            "is not there.",
        ),
        near=(Composition,),
        applies=_no_bodies,
        finds=says(Composition, "substitutes"),
        meanwhile=Text("Samverk räknar den som är registrerad, vem det än är.", "Samverk counts whoever is recorded."),
    ),
    Question(
        id="terms-of-office",
        group="bodies",
        consequence="order",
        asks=Text("Hur länge är den som utses utsedd?", "For how long is an appointee appointed?"),
        why=Text(
            "Val som gäller tills vidare omprövas sällan. Med en tid blir bytet en vana i stället för en konflikt.",
            "Appointments until further notice are seldom reviewed. With a term, change becomes a habit rather than a "
            "conflict.",
        ),
        heading=Text("Mandattid", "Terms of office"),
        wording=Text(
            "Val i samarbetet gäller för två kalenderår. Den som utses under tiden sitter till periodens slut.",
            "Appointments hold for two calendar years. Whoever is appointed meanwhile serves until the end of the "
            "period.",
        ),
        near=(Appointment, Composition),
        applies=_no_bodies,
        finds=says(Appointment, "term"),
        meanwhile=Text(
            "Ett val gäller tills någon annan utses.",
            "An appointment holds until somebody else is appointed.",
        ),
    ),
    Question(
        id="vacancy",
        group="bodies",
        consequence="order",
        asks=Text("Hur länge får en plats stå tom?", "How long may a seat stand empty?"),
        why=Text(
            "Utan en gräns går det inte att skilja ett vanligt byte från en kommun som har slutat delta.",
            "Without a limit an ordinary change cannot be told from a municipality that has stopped taking part.",
        ),
        heading=Text("Vakanser", "Vacancies"),
        wording=Text(
            "När ett uppdrag blir ledigt utser {parten} en ny person inom tre månader.",
            "When a post falls vacant {parten} appoints a new person within three months.",
        ),
        near=(Duty, Composition),
        finds=all_of(says(Duty, "grace"), says(Composition, "grace")),
        meanwhile=Text(
            "Samverk visar sedan när platsen är tom, utan att döma.",
            "Samverk shows since when the seat is empty, without a verdict.",
        ),
    ),
    Question(
        id="meetings",
        group="bodies",
        consequence="order",
        asks=Text("Hur ofta möts varje organ?", "How often does each body meet?"),
        why=Text(
            "”Regelbundet” går inte att följa upp. Ett lägsta tal gör det möjligt att se i september att ett möte "
            "saknas.",
            "“Regularly” cannot be followed up. A lowest number makes it possible to see in September that one is "
            "missing.",
        ),
        heading=Text("Möten", "Meetings"),
        wording=Text(
            "{Ledning} möts minst två gånger per kalenderår. Ett extra möte hålls när minst två {parter} begär det.",
            "{Ledning} meets at least twice a calendar year. An extra meeting is held when at least two {parter} ask "
            "for it.",
        ),
        near=(Meeting, Power),
        applies=_no_bodies,
        finds=for_each_body(
            Meeting,
            lambda rule: (rule.body,),
            ("body", "quota", "on_demand", "max_gap"),
            ("{body}: inget sägs om hur ofta.", "{body}: nothing is said of how often."),
        ),
        meanwhile=Text("Möten räknas men bedöms inte.", "Meetings are counted, not judged."),
    ),
    Question(
        id="calling",
        group="bodies",
        consequence="decision",
        asks=Text("Vem kallar till möte, och hur långt före?", "Who calls meetings, and how long before?"),
        why=Text(
            "Den som inte har kallats i tid kan inte ha varit med om beslutet. Handlingarna ska hinna läsas hos varje "
            "part.",
            "Whoever was not called in time cannot have taken part in the decision. Papers must have time to be read "
            "at each party.",
        ),
        heading=Text("Kallelse", "Notice of meetings"),
        wording=Text(
            "Ordföranden kallar till möte. Kallelse och handlingar ska ha kommit fram senast tio vardagar före mötet.",
            "The chair calls meetings. The notice and the papers must have arrived at least ten working days before.",
        ),
        near=(Meeting, Power),
        applies=_no_bodies,
        finds=first_of(does("call_meetings"), mentions(r"\bkallelse|\bkallar till|\bkallas? till möte")),
        meanwhile=Text("Ett möte räknas även utan kallelse.", "A meeting counts even if it was not called."),
    ),
    Question(
        id="quorum",
        group="bodies",
        consequence="decision",
        asks=Text("När är organen beslutföra?", "When do the bodies have a quorum?"),
        why=Text(
            "För en nämnd står det i lagen: mer än hälften. Regeln gäller inte en grupp av tjänstemän, så står det "
            "inget kan två av femton besluta.",
            "For a board the law says it: more than half. That rule does not apply to a group of officials, so if "
            "nothing is said two of fifteen can decide.",
        ),
        law=(laws.kl(6, "27"),),
        heading=Text("Beslutförhet", "Quorum"),
        wording=Text(
            "{Ledning} är beslutför när mer än hälften av ledamöterna är med. Den som deltar på distans räknas som "
            "närvarande.",
            "{Ledning} has a quorum when more than half of its members take part. Whoever takes part at a distance "
            "counts as present.",
        ),
        near=(Power, Composition),
        applies=_no_bodies,
        finds=mentions(r"\bbeslut(?:s)?för(?:a|t|het\w*)?\b|\bbeslutsmässig"),
        meanwhile=Text(
            "Samverk antecknar vilka som var med och dömer inte om beslutet är giltigt.",
            "Samverk notes who was there and passes no judgement on whether the decision is valid.",
        ),
    ),
    Question(
        id="decisions",
        group="bodies",
        consequence="decision",
        asks=Text("Hur fattar organen beslut?", "How do the bodies decide?"),
        why=Text(
            "Enighet ger varje part veto, majoritet kan binda den som är emot, och vägda röster ger den största "
            "makten. Texten måste välja.",
            "Consensus gives each party a veto, a majority can bind the unwilling, and weighted votes give power to "
            "the largest. The text must choose.",
        ),
        law=(laws.kl(6, "33"),),
        heading=Text("Omröstning", "Voting"),
        wording=Text(
            "{Ledning} eftersträvar enighet. Går det inte fattas beslut med enkel majoritet, en röst per {part}, och "
            "vid lika röster avgör ordföranden.",
            "{Ledning} seeks consensus. Failing that, decisions are taken by simple majority, one vote per {part}, "
            "and the chair decides on a tie.",
        ),
        near=(Power,),
        applies=_no_bodies,
        finds=says(Power, "decision_rule", where=lambda rule: rule.modality != "must_not"),
    ),
    Question(
        id="chair",
        group="bodies",
        consequence="decision",
        asks=Text("Vem är ordförande?", "Who is in the chair?"),
        why=Text(
            "Ordföranden kallar, leder och tar emot uppsägningar. Är det oklart vem det är blir det oklart om de kom "
            "fram.",
            "The chair calls, leads and receives notices. If it is unclear who that is, it is unclear whether they "
            "arrived.",
        ),
        heading=Text("Ordförande", "Chair"),
        wording=Text(
            "{Ledning} väljer ordförande och vice ordförande bland ledamöterna för två år i taget.",
            "{Ledning} elects a chair and a vice chair among its members for two years at a time.",
        ),
        near=(ChairRule, Power),
        applies=_no_bodies,
        finds=for_each_body(
            ChairRule,
            lambda rule: rule.bodies,
            ("bodies", "ex_officio", "elected_by", "rotates"),
            ("{body}: inget sägs om ordförande.", "{body}: nothing is said of a chair."),
        ),
        meanwhile=Text("Ordförande är den som har registrerats som det.", "The chair is whoever is recorded as such."),
    ),
    Question(
        id="chair-absent",
        group="bodies",
        consequence="decision",
        asks=Text("Vem leder mötet när ordföranden inte kan?", "Who presides when the chair cannot?"),
        why=Text(
            "Följer ordförandeskapet en roll finns ingen ersättare av sig själv, och då kan ingen öppna mötet.",
            "If the chair goes with a role there is no deputy by itself, and then nobody can open the meeting.",
        ),
        heading=Text("När ordföranden inte kan", "When the chair is absent"),
        wording=Text(
            "Är ordföranden inte med leder vice ordföranden mötet, och annars den ledamot som har suttit längst.",
            "If the chair is not there the vice chair presides, or else the member who has served longest.",
        ),
        near=(ChairRule, Power),
        applies=_no_bodies,
        finds=mentions(
            r"\bvice ordförande|ordförandens (?:ställe|ersättare|frånvaro)|ersättare för ordföranden|mötesordförande"
        ),
        meanwhile=Text("Ett möte räknas vem som än ledde det.", "A meeting counts whoever presided."),
    ),
    Question(
        id="minutes",
        group="bodies",
        consequence="law",
        asks=Text("Vem för minnesanteckningar, och vems är de?", "Who takes the minutes, and whose are they?"),
        why=Text(
            "Lagens regler om protokoll gäller nämnder, inte en grupp av tjänstemän. Men anteckningar som har "
            "skickats till parterna är allmänna handlingar hos var och en av dem.",
            "The law's rules on minutes bind boards, not a group of officials. But notes that have been sent to the "
            "parties are public records at each of them.",
        ),
        law=(laws.kl(6, "35"), laws.tf("9", "12")),
        heading=Text("Minnesanteckningar", "Minutes"),
        wording=Text(
            "Vid varje möte förs minnesanteckningar med beslut, närvaro och avvikande meningar. De justeras av "
            "ordföranden och en ledamot inom två veckor och skickas till samtliga {parter}. {Vard} bevarar originalet.",
            "At each meeting minutes are taken with decisions, attendance and dissent. They are approved by the chair "
            "and one member within two weeks and sent to all {parter}. {Vard} keeps the original.",
        ),
        near=(Meeting, Power),
        applies=_no_bodies,
        finds=first_of(
            does("keep_minutes"), mentions(r"\bprotokoll|\bminnesanteckning|\bmötesanteckning|\bjuster(?:as|ar|ing)")
        ),
        meanwhile=Text(
            "Ett möte räknas när det är registrerat, med eller utan anteckningar.",
            "A meeting counts once it is recorded, with or without minutes.",
        ),
    ),
    Question(
        id="host",
        group="bodies",
        consequence="order",
        asks=Text(
            "Vem förvaltar samarbetet, och hur utses den?",
            "Who manages the cooperation, and how is it appointed?",
        ),
        why=Text(
            "Någon måste ta emot pengar, anställa och föra diarium: ett samarbete som inte är en egen juridisk person "
            "kan inte göra det.",
            "Somebody must receive money, employ and keep a register: a cooperation that is no legal person cannot.",
        ),
        law=(laws.kl(9, "37"),),
        heading=Text("Förvaltning", "Management"),
        wording=Text(
            "{Ledning} utser den {part} som förvaltar samarbetet. Den tar emot avgifterna, är arbetsgivare för dem "
            "som anställs och för samarbetets diarium.",
            "{Ledning} appoints the {part} that manages the cooperation. It receives the fees, employs those who are "
            "employed and keeps the register.",
        ),
        near=(Appointment, Power),
        finds=all_of(
            says(Appointment, "appoints", also=("holder", "vacancy"), where=_of_host),
            does("coordinate", kinds=(Duty,)),
        ),
    ),
    Question(
        id="host-change",
        group="bodies",
        consequence="money",
        asks=Text("Vad händer när den som förvaltar slutar?", "What happens when the one who manages stops?"),
        why=Text(
            "Anställning, pengar, handlingar och behörigheter följer inte med av sig själva. För den anställda gäller "
            "reglerna om övergång av verksamhet.",
            "Employment, money, records and access rights do not move by themselves. For the employee the rules on "
            "transfers of undertakings apply.",
        ),
        law=(laws.EMPLOYMENT,),
        heading=Text("Byte av den som förvaltar", "Change of manager"),
        wording=Text(
            "Den som förvaltar kan lämna uppdraget med ett års varsel. {Ledning} utser då en ny. Anställningar, "
            "pengar och pågående ärenden förs över vid ett månadsskifte; avslutade års handlingar stannar hos den "
            "gamla.",
            "The one who manages may give up the task with a year's warning. {Ledning} then appoints a new one. "
            "Employments, money and open cases move at the turn of a month; records of closed years stay with the old "
            "one.",
        ),
        near=(Appointment,),
        applies=_no_host,
        finds=says(Appointment, "on_change", also=("replaces",), where=_of_host),
        meanwhile=Text(
            "Den senast utsedda räknas som den som förvaltar tills någon annan är utsedd.",
            "The one last appointed counts as the manager until somebody else is appointed.",
        ),
    ),
)
