"""Words for the words of the vocabulary: kinds, evidence, acts and more. A word without an entry is read as it is."""

from __future__ import annotations

from samverk.rules.readback.names import free
from samverk.rules.wording import Text

KINDS = {
    "purpose": Text("Syfte", "Purpose"),
    "scope": Text("Målgrupp", "Scope"),
    "membership": Text("Parter", "Parties"),
    "relation": Text("Förhållande till annat", "Relation"),
    "term": Text("Löptid", "Term"),
    "entry": Text("Ikraftträdande för varje part", "Entry into force"),
    "adoption_round": Text("Antagande", "Adoption"),
    "withdrawal": Text("Utträde", "Withdrawal"),
    "amendment": Text("Ändring", "Amendment"),
    "renegotiation": Text("Omförhandling", "Renegotiation"),
    "composition": Text("Sammansättning", "Composition"),
    "chair": Text("Ordförande", "Chair"),
    "appointment": Text("Tillsättning", "Appointment"),
    "meeting": Text("Möten", "Meetings"),
    "duty": Text("Skyldighet", "Duty"),
    "power": Text("Befogenhet", "Power"),
    "apportionment_key": Text("Fördelningsnyckel", "Apportionment key"),
    "fee": Text("Avgift", "Fee"),
    "cost_event": Text("Gemensam kostnad", "Shared cost"),
    "areas": Text("Områden", "Areas"),
    "plan": Text("Handlingsplan", "Action plan"),
}

EVIDENCE = {
    "decision": Text("ett beslut", "a decision"),
    "minutes": Text("protokoll", "minutes"),
    "signature": Text("en underskrift", "a signature"),
    "appointment_record": Text("uppgift om vem som är utsedd", "a record of who is appointed"),
    "meeting_record": Text("uppgift om mötet", "a record of the meeting"),
    "attendance": Text("närvaro", "attendance"),
    "payment": Text("en betalning", "a payment"),
    "publication": Text("något som getts ut", "a publication"),
    "document": Text("ett dokument", "a document"),
    "attestation": Text("ett intyg", "an attestation"),
    "delivery_receipt": Text("ett mottagningsbevis", "a receipt of delivery"),
    "dataset_update": Text("uppdaterade tal", "updated figures"),
    "ledger": Text("räkenskaperna", "the accounts"),
}

LEVELS = {
    "socialchef": Text("socialchef", "director of social services"),
    "förvaltningschef": Text("förvaltningschef", "head of administration"),
    "sakkunnig": Text("sakkunnig", "expert"),
    "datum": Text("datum", "date"),
    "kommun": Text("kommun", "municipality"),
    "kontaktperson": Text("kontaktperson", "contact"),
    "underskrift": Text("underskrift", "signature"),
    "namnförtydligande": Text("namnförtydligande", "name in print"),
}

ACTS = {
    "keep_role_filled": Text("hålla rollen tillsatt", "keep the role filled"),
    "take_over_employment": Text("ta över anställningen", "take over the employment"),
    "manage_funds": Text("förvalta pengarna", "manage the funds"),
    "pay": Text("betala", "pay"),
    "attend": Text("delta i mötena", "attend the meetings"),
    "contribute": Text("bidra i arbetet", "contribute to the work"),
    "contribute_knowledge": Text("bidra med kunskap", "contribute knowledge"),
    "work_jointly": Text("arbeta tillsammans", "work jointly"),
    "report": Text("rapportera", "report"),
    "report_back": Text("återkoppla till den egna organisationen", "report back to the own organisation"),
    "advocate": Text("driva frågor", "pursue issues"),
    "carry_out_measures": Text("genomföra insatser", "carry out measures"),
    "coordinate": Text("samordna arbetet", "coordinate the work"),
    "arrange_meetings": Text("ordna möten", "arrange meetings"),
    "monitor": Text("bevaka det som händer", "monitor what happens"),
    "publish": Text("ge ut det som behövs", "publish what is needed"),
    "represent": Text("företräda parterna", "represent the parties"),
    "assist": Text("bistå de andra", "assist the others"),
    "keep_within_budget": Text("hålla budgeten", "keep within the budget"),
    "keep_contact": Text("hålla kontakt", "keep in contact"),
    "participate": Text("medverka i nätverk", "take part in networks"),
    "relay": Text("förmedla vidare det som är av vikt", "pass on what matters"),
    "relay_results": Text("sprida resultat", "spread results"),
    "prepare": Text("bereda ärenden", "prepare matters"),
    "prepare_matters": Text("bereda ärenden", "prepare matters"),
    "update_weights": Text("uppdatera talen", "update the figures"),
    "follow_up": Text("följa upp arbetet", "follow up the work"),
    "follow_up_plan": Text("följa upp planen", "follow up the plan"),
    "follow_work": Text("följa arbetet", "follow the work"),
    "deliver_copy": Text("lämna ett exemplar", "deliver a copy"),
    "decide_budget": Text("besluta om budget", "decide the budget"),
    "adopt_plan": Text("besluta om handlingsplan", "adopt the action plan"),
    "lead_work": Text("leda arbetet", "lead the work"),
    "mandate": Text("ge mandat", "give a mandate"),
    "decide_measure": Text("besluta om insatser", "decide on measures"),
    "create_body": Text("tillsätta en grupp", "set up a group"),
    "process_results": Text("behandla resultat", "handle results"),
    "align_steering": Text("låta överenskommelsen styra", "let the agreement steer"),
    "promote_resources": Text("ta till vara resurser", "put resources to use"),
    "consider_high_inflow": Text("ta hänsyn till stor inflyttning", "consider high arrivals"),
    "consider_child_perspective": Text("väga in barns perspektiv", "consider the child's perspective"),
    "cooperate": Text("samarbeta", "cooperate"),
    "develop_integration": Text("utveckla integrationen", "develop integration"),
    "offer_support": Text("erbjuda stöd", "offer support"),
    "negotiate": Text("förhandla", "negotiate"),
    "recommend": Text("rekommendera", "recommend"),
    "refer": Text("skicka på remiss", "refer for comments"),
    "adopt": Text("anta", "adopt"),
    "consult": Text("samråda", "consult"),
    "inform": Text("informera", "inform"),
    "review_previous": Text("granska det tidigare", "review what was before"),
    "decide_revision": Text("besluta om omarbetning", "decide on a revision"),
    "weigh_comments": Text("väga in synpunkter", "weigh comments"),
    "produce": Text("ta fram", "produce"),
    "propose": Text("föreslå", "propose"),
    "arrange": Text("ordna", "arrange"),
    "staff": Text("bemanna", "staff"),
    "decide": Text("besluta", "decide"),
}

OUTCOMES = {
    "adopts": Text("antar", "adopts"),
    "declines": Text("avböjer", "declines"),
    "adopts_with_reservation": Text("antar med förbehåll", "adopts with a reservation"),
    "postponed": Text("skjuter upp frågan", "postpones"),
    "no_answer": Text("svarar inte", "does not answer"),
}

TRIGGERS = {
    "party_entered": Text("en kommun blir part", "a municipality becomes a party"),
    "invoice_issued": Text("en faktura skickas", "an invoice is issued"),
    "result_produced": Text("ett resultat kommer fram", "a result is produced"),
    "meeting_held": Text("ett möte hålls", "a meeting is held"),
    "renegotiation_demanded": Text("någon begär omförhandling", "somebody demands renegotiation"),
    "recommendation_issued": Text("en rekommendation beslutas", "a recommendation is issued"),
    "decision_made": Text("ett beslut fattas", "a decision is made"),
    "notice_given": Text("någon säger upp sig", "somebody gives notice"),
    "outcome_exceeds_adopted_budget": Text("utfallet blir högre än budgeten", "the outcome exceeds the budget"),
    "cost_recognised": Text("kostnaden är fastställd", "the cost is recognised"),
}

CONDITIONS = {
    "substantially_changed_conditions": Text(
        "förutsättningarna har ändrats avsevärt", "conditions have changed substantially"
    ),
    "benefits_target_group": Text("det gynnar målgruppen", "it benefits the target group"),
    "high_inflow": Text("många nyanlända flyttar dit", "many newly arrived people settle there"),
    "child_perspective": Text("barns perspektiv är beaktat", "the child's perspective has been considered"),
    "measure_decided": Text("en insats är beslutad", "a measure has been decided"),
}

WHEN = {
    "spring": Text("våren", "the spring"),
    "summer": Text("sommaren", "the summer"),
    "autumn": Text("hösten", "the autumn"),
    "winter": Text("vintern", "the winter"),
}

DELIVERIES = {
    "email": Text("med e-post", "by e-mail"),
    "post": Text("med brev", "by post"),
    "portal": Text("i en e-tjänst", "through an e-service"),
}

_COUNTIES = (
    "01 Stockholms län|Stockholm County", "03 Uppsala län|Uppsala County", "04 Södermanlands län|Södermanland County",
    "05 Östergötlands län|Östergötland County", "06 Jönköpings län|Jönköping County",
    "07 Kronobergs län|Kronoberg County", "08 Kalmar län|Kalmar County", "09 Gotlands län|Gotland County",
    "10 Blekinge län|Blekinge County", "12 Skåne län|Skåne County", "13 Hallands län|Halland County",
    "14 Västra Götalands län|Västra Götaland County", "17 Värmlands län|Värmland County",
    "18 Örebro län|Örebro County", "19 Västmanlands län|Västmanland County", "20 Dalarnas län|Dalarna County",
    "21 Gävleborgs län|Gävleborg County", "22 Västernorrlands län|Västernorrland County",
    "23 Jämtlands län|Jämtland County", "24 Västerbottens län|Västerbotten County",
    "25 Norrbottens län|Norrbotten County",
)  # fmt: skip
COUNTIES = {row[:2]: Text(*row[3:].split("|")) for row in _COUNTIES}

# Acts that take their object into the sentence; the others name it after themselves.
_ON_OBJECT = {
    "keep_role_filled": Text("hålla {o} tillsatt", "keep {o} filled"),
    "take_over_employment": Text("ta över anställningen för {o}", "take over the employment for {o}"),
    "pay": Text("betala enligt {o}", "pay under {o}"),
    "attend": Text("delta i {o}", "take part in {o}"),
    "advocate": Text("driva frågor hos {o}", "pursue issues with {o}"),
    "carry_out_measures": Text("genomföra insatser enligt {o}", "carry out measures under {o}"),
    "arrange_meetings": Text("ordna möten för {o}", "arrange meetings for {o}"),
    "publish": Text("ge ut {o}", "publish {o}"),
    "update_weights": Text("uppdatera talen för {o}", "update the figures for {o}"),
    "follow_up_plan": Text("följa upp det som {o} handlar om", "follow up what {o} is about"),
    "adopt_plan": Text("besluta enligt {o}", "decide under {o}"),
    "mandate": Text("ge {o} mandat", "give {o} a mandate"),
    "create_body": Text("tillsätta {o}", "set up {o}"),
    "cooperate": Text("samarbeta om {o}", "cooperate in {o}"),
    "produce": Text("ta fram {o}", "produce {o}"),
    "propose": Text("föreslå {o}", "propose {o}"),
    "arrange": Text("ordna {o}", "arrange {o}"),
    "staff": Text("bemanna {o}", "staff {o}"),
    "decide": Text("besluta om {o}", "decide on {o}"),
    "monitor": Text("bevaka {o}", "monitor {o}"),
    "report": Text("rapportera om {o}", "report on {o}"),
}


def act(name: str, thing: Text | None) -> Text:
    """The act with what it is about: "hålla rollen ”Strateg” tillsatt"."""
    if name not in ACTS:
        return _unknown_act(name, thing)
    if thing is None:
        return ACTS[name]
    form = _ON_OBJECT.get(name)
    if form is not None:
        return Text(form.sv.format(o=thing.sv), form.en.format(o=thing.en))
    return Text(f"{ACTS[name].sv}, i fråga om {thing.sv}", f"{ACTS[name].en}, as regards {thing.en}")


def _unknown_act(name: str, thing: Text | None) -> Text:
    """An act of the author's own: its heading says it in words, the name is kept beside them."""
    named = free(name)
    if thing is None:
        return Text(f"göra det som rubriken säger ({named.sv})", f"do what the heading says ({named.en})")
    return Text(f"sköta {thing.sv} ({named.sv})", f"see to {thing.en} ({named.en})")


def worded(words: dict[str, Text], value: str) -> Text:
    """The words for a value, or the value itself made readable."""
    return words.get(value) or free(value)


def all_worded(words: dict[str, Text], values: tuple[str, ...]) -> tuple[Text, ...]:
    return tuple(worded(words, value) for value in values)
