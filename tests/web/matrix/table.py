"""The matrix: every address and act, every action and every command that writes, and who may.

``docs/handbook/behorigheter.md`` is written from it (`make docs`), and the tests beside walk every line for real.
The columns are ``COLUMNS`` of people.py: a visitor, someone with a role elsewhere, each role with a part in the
agreement, and an administrator who has opened its content.
"""

from __future__ import annotations

from dataclasses import dataclass

from samverk.accounts.models import RoleKind

VISITOR, ELSEWHERE, OPENED = "visitor", "elsewhere", "opened"
COLUMNS = (VISITOR, ELSEWHERE, *(str(kind) for kind in RoleKind), OPENED)

EVERYONE = frozenset(COLUMNS)
SIGNED_IN = EVERYONE - {VISITOR}
TAKES_PART = frozenset(str(kind) for kind in RoleKind) - {"administrator"} | {OPENED}
KEEPERS = frozenset({"strategist", "association_staff"})
RUNS = frozenset({"administrator", OPENED})
NOBODY: frozenset[str] = frozenset()
OF_PARTY = frozenset({"registrar", "head_of_administration", "contact_person", "representative"})
PAPERS = KEEPERS | OF_PARTY - {"representative"} | {"controller"}
RECORDS = KEEPERS | OF_PARTY | {"controller", "body_chair"}


@dataclass(frozen=True, slots=True)
class Row:
    """Who gets in, and what the others get when the agreement is open and when it is closed to all but its own.

    ``yes``: the status of those who may. ``visitor``, ``refused``: of a visitor and of the others who may not; "in" is
    to be asked to sign in. ``agreement``: whether it is about an agreement, so that closed makes a difference.
    ``runs_see``: those who run the installation come here without seeing the agreement. ``offers``: the form offers
    what one may record, so that who may record something else is told "not in the list" (422).
    ``sv``: what it is, in Swedish.
    """

    sv: str
    who: frozenset[str] = EVERYONE
    yes: str = "200"
    visitor: str = "in"
    refused: str = "403"
    agreement: bool = False
    runs_see: bool = False
    offers: bool = False

    def expected(self, column: str, *, closed: bool = False) -> str:
        """What someone of the column gets. A closed agreement is not there for those without a part in it."""
        if closed and self.agreement and column not in TAKES_PART and not (self.runs_see and column in RUNS):
            return "404"
        if column in self.who:
            return self.yes
        if self.offers and column in RECORDS:
            return "422"
        return self.visitor if column == VISITOR else self.refused


def _page(sv: str) -> Row:
    return Row(sv, agreement=True)


# Reading: GET of every address, by the name it has in the urlconf.
READING: dict[str, Row] = {
    "start": Row("Startsidan", yes="on"),
    "overview": Row("Överblick", SIGNED_IN),
    "agreements": Row("Listan över avtal (visar bara dem man får se)"),
    "agreement": _page("Avtalet"),
    "readback": _page("Återläsning"),
    "readback-file": _page("Återläsning som dokument"),
    "readings": _page("Tolkningar"),
    "readings-file": _page("Tolkningar som dokument"),
    "reading": _page("En tolkning"),
    "what-if": _page("Tänk om"),
    "plan": Row("Handlingsplan (i ett annat, öppet avtal)"),
    "areas": Row("Områden (i ett annat, öppet avtal)"),
    "wheel": _page("Årshjul"),
    "wheel-feed": _page("Årshjulet som kalender"),
    "municipality-wheel": Row("En kommuns årshjul (bara avtal man får se)"),
    "municipality-wheel-feed": Row("En kommuns årshjul som kalender (bara öppna avtal)"),
    "my-wheel": Row("Mitt årshjul", SIGNED_IN),
    "my-wheel-feed": Row("En kalenderadress som ingen har", NOBODY, visitor="404", refused="404"),
    "calendar-address": Row("Min kalenderadress", SIGNED_IN),
    "why": _page("Varför?"),
    "original": Row("Originalet", TAKES_PART, agreement=True),
    "import-original": Row("Formuläret att läsa in originalet", KEEPERS | {OPENED}, agreement=True),
    "health": _page("Hälsokontroll"),
    "versions": _page("Versioner"),
    "compare-agreements": Row("Jämför avtal (bara avtal man får se)"),
    "facts": _page("Händelser"),
    "record-fact": Row("Formuläret att registrera", RECORDS, agreement=True),
    "correct-fact": Row("Formuläret att rätta en händelse om en annan part", KEEPERS, agreement=True),
    "parties": _page("Parter"),
    "fees": _page("Avgifter"),
    "fees-of-year": _page("Ett års avgifter"),
    "fees-file": _page("Ett års avgifter som fil"),
    "fees-update": Row("Formuläret att fastställa folkmängden", KEEPERS | {"controller"}, agreement=True),
    "municipalities": Row("Kommuner"),
    "compare-municipalities": Row("Jämför kommuner (bara avtal man får se)"),
    "municipality": Row("En kommun (bara avtal man får se)"),
    "processing": Row("Register över behandling av personuppgifter"),
    "my-data": Row("Allt som finns om en själv", SIGNED_IN),
    "my-data-file": Row("Allt som finns om en själv, som fil", SIGNED_IN),
    "successor": Row("Ange vem som kommer efter en själv", SIGNED_IN),
    "successions": Row("Efterträdare att avgöra (bara roller man ger)", KEEPERS | RUNS | {ELSEWHERE}),
    "party-contacts": Row("En kommuns kontakter (bara i avtal man har del i)", TAKES_PART),
    "add-contact": Row("Formuläret att lägga till en kontakt hos den egna parten", KEEPERS | OF_PARTY),
    "change-contact": Row("En kontakt som inte finns", TAKES_PART, yes="404"),
    "agreement-contacts": Row("Parternas kontakter", TAKES_PART, agreement=True),
    "search": Row("Sök (bara det man får se hittas, räknas och föreslås)"),
    "access": Row("Behörigheter", KEEPERS | RUNS | {ELSEWHERE}),
    "agreement-access": Row("Avtalets roller och spår", KEEPERS | RUNS, visitor="in", agreement=True, runs_see=True),
    "log-file": Row("Loggen som fil", KEEPERS | {OPENED}, agreement=True),
    "end-role": Row("En roll som inte finns, eller som man inte får avsluta", NOBODY, refused="404"),
    "open-content": Row("Formuläret att öppna innehållet", RUNS, agreement=True, runs_see=True),
    "documents": _page("Handlingar (bara dem man får se)"),
    "document": _page("En öppen handling"),
    "document-file": _page("En öppen handlings fil"),
    "document-page": _page("En öppen handlings sida som bild"),
    "add-document": Row("Formuläret att lägga till en handling", PAPERS, agreement=True),
    "keep-fees": Row("Spara ett års avgifter som handling (läsa går inte)", yes="405"),
    "register": _page("Diariet (utan det som är sekretessmarkerat)"),
    "register-file": _page("Ett års diarium som fil (utan det som är sekretessmarkerat)"),
    "register-entry": _page("En rad i diariet (utan det som är sekretessmarkerat)"),
    "register-line": Row("Formuläret att diarieföra", KEEPERS, agreement=True),
    "register-inbox": Row("Registratorns inkorg", KEEPERS | OF_PARTY, agreement=True),
    "dispatch": Row("Formuläret att expediera", KEEPERS, agreement=True),
    "dispatches": Row("Expedierat", TAKES_PART, agreement=True),
    "dispatched": Row("En försändelse med kvitton", TAKES_PART, agreement=True),
    "outbox": Row("Utskick (bara de avtal man sköter)", KEEPERS | RUNS | {ELSEWHERE}),
    "message": Row("Ett utskick i ett avtal", KEEPERS | RUNS),
    "mailings": Row("Brev till många", KEEPERS, agreement=True),
    "write-mailing": Row("Formuläret att skriva till många", KEEPERS, agreement=True),
    "mailing": Row("Ett brev till många", KEEPERS, agreement=True),
    "check-mailing": Row("Granska ett brev till många", KEEPERS, agreement=True),
    "mail-choices": Row("Vilka brev man själv får", SIGNED_IN),
    "reminders": Row("Vem som påminns (bara de avtal man sköter)", KEEPERS | RUNS | {ELSEWHERE}),
    "decline-mail": Row("En avböjningslänk som ingen har", NOBODY, visitor="404", refused="404"),
    "one-act": Row("En länk till en sak som ingen har", NOBODY, visitor="404", refused="404"),
    "links": Row("Länkar till en sak (bara de avtal man sköter)", KEEPERS | RUNS | {ELSEWHERE}),
    "ask-by-link": Row("Formuläret att be någon om en sak", KEEPERS, agreement=True),
    "security-text": Row("security.txt när ingen kontakt är inställd", NOBODY, visitor="404", refused="404"),
    "sign-in": Row("Logga in"),
    "account_login": Row("Logga in"),
    "by-organisation": Row("Logga in genom en organisation som inte finns", NOBODY, visitor="404", refused="404"),
    "from-organisation": Row("Svar från en organisation som inte finns", NOBODY, visitor="404", refused="404"),
    "saml-answer": Row("Svar med SAML (läsa går inte)", yes="405"),
    "saml-metadata": Row("Metadata för en organisation som inte finns", NOBODY, visitor="404", refused="404"),
    "sign-ins": Row("Organisationernas inloggning (bekräfta först)", SIGNED_IN, yes="on"),
    "sign-in-of": Row("En organisations inloggning (bekräfta först)", SIGNED_IN, yes="on"),
    "mfa_authenticate": Row("Andra steget, utan ett första", yes="on"),
    "confirm-identity": Row("Bekräfta att det är du", SIGNED_IN),
    "forgotten-password": Row("Glömt lösenord"),
    "new-password": Row("En länk till nytt lösenord som inte finns", NOBODY, visitor="404", refused="404"),
    "passkey-options": Row("Fråga från skript, bara POST", yes="405"),
    "passkey-creation": Row("Fråga från skript, bara POST", yes="405"),
    "security": Row("Inloggning och säkerhet", SIGNED_IN),
    "second-step-rules": Row("Krav på ett andra steg", RUNS),
    "change-password": Row("Byta lösenord (bekräfta först)", SIGNED_IN, yes="on"),
    "code-app": Row("Kodapp (bekräfta först)", SIGNED_IN, yes="on"),
    "passkey": Row("Passernyckel (bekräfta först)", SIGNED_IN, yes="on"),
    "reserve-codes": Row("Reservkoder (bekräfta först)", SIGNED_IN, yes="on"),
    "remove-step": Row("Ta bort ett andra steg (bekräfta först)", SIGNED_IN, yes="on"),
    "sign-out": Row("Logga ut"),
    "settings": Row("Inställningar: språk och utseende"),
}

# Writing: POST of a form that holds, so that a no is a policy's. The name is an address's, and what is sent.
WRITING: dict[str, Row] = {
    "record-fact: meeting of the steering group": Row(
        "Registrera ett möte i styrgruppen", KEEPERS | {"body_chair"}, "302", "403", agreement=True
    ),
    "record-fact: meeting of another body": Row(
        "Registrera ett möte i ett annat organ", KEEPERS, "302", "403", agreement=True
    ),
    "record-fact: decision of own party": Row(
        "Registrera den egna partens beslut", KEEPERS | {"registrar"}, "302", "403", agreement=True, offers=True
    ),
    "record-fact: decision of another party": Row(
        "Registrera en annan parts beslut", KEEPERS, "302", "403", agreement=True, offers=True
    ),
    "record-fact: cost": Row("Registrera en kostnad", KEEPERS | {"controller"}, "302", "403", agreement=True),
    "record-fact: attestation of own party": Row(
        "Lämna den egna partens intyg",
        KEEPERS | {"contact_person", "representative", "head_of_administration"}, "302", "403", agreement=True,
    ),
    "correct-fact: another party's": Row("Rätta en händelse om en annan part", KEEPERS, "302", "403", agreement=True),
    "correct-fact: withdraw": Row("Ta tillbaka en händelse om en annan part", KEEPERS, "302", "403", agreement=True),
    "register-line: line": Row("Diarieföra", KEEPERS, "302", "403", agreement=True),
    "register-entry: correct": Row("Rätta en rad i diariet", KEEPERS, "302", "403", agreement=True),
    "write-mailing: draft": Row("Skriva till många", KEEPERS, "302", "403", agreement=True),
    "mailing: back": Row("Ta tillbaka ett brev till många", KEEPERS, "302", "403", agreement=True),
    "check-mailing: send": Row("Skicka ett brev till många", KEEPERS, "302", "403", agreement=True),
    "mail-choices: choose": Row("Välja vilka brev man själv får", SIGNED_IN, "302"),
    "dispatch: send": Row("Expediera", KEEPERS, "302", "403", agreement=True),
    "agreement-access: give": Row(
        "Ge en roll i avtalet", KEEPERS | RUNS, "302", "403", agreement=True, runs_see=True
    ),
    "access: give": Row("Göra någon till administratör", RUNS, "302", "in"),
    "end-role: another's": Row("Avsluta någon annans roll i avtalet", KEEPERS | RUNS, "302", "in", refused="404"),
    "end-role: in another agreement": Row("Avsluta en roll i ett annat avtal", RUNS, "302", "in", refused="404"),
    "open-content: open": Row(
        "Öppna innehållet en stund", RUNS, "302", "403", agreement=True, runs_see=True
    ),
    "add-contact: own party's": Row("Lägga till en kontakt hos den egna parten", KEEPERS | OF_PARTY, "302", "403"),
    "add-contact: another party's": Row("Lägga till en kontakt hos en annan part", KEEPERS, "302", "403"),
    "change-contact: own party's": Row(
        "Ändra en kontakt hos den egna parten", KEEPERS | OF_PARTY, "302", "403"
    ),
    "change-contact: another party's": Row(
        "Avsluta en kontakt hos en annan part", KEEPERS, "302", "403"
    ),
    "party-contacts: confirm own party's": Row(
        "Bekräfta den egna partens kontakter", KEEPERS | OF_PARTY, "302", "403"
    ),
    "agreement-contacts: ask": Row("Be parterna bekräfta sina kontakter", KEEPERS, "302", "403", agreement=True),
    "calendar-address: make": Row("Skapa min kalenderadress", SIGNED_IN),
    "settings: theme": Row("Välja språk och utseende", EVERYONE, "303"),
    "sign-out: out": Row("Logga ut", EVERYONE, "302"),
}  # fmt: skip

# Actions: called directly, for Koordination Norrort and for a party of it (OWN in people.py, the registrar's …).
ACTIONS: dict[str, Row] = {
    "accounts.create_user": Row("Lägga upp ett konto", RUNS),
    "accounts.give_role": Row("Ge en roll i avtalet", KEEPERS | RUNS),
    "accounts.end_role": Row("Avsluta en roll i avtalet", KEEPERS | RUNS),
    "accounts.name_successor": Row("Ange någon annans efterträdare", NOBODY),
    "accounts.withdraw_successor": Row("Ta tillbaka någon annans efterträdare", NOBODY),
    "accounts.hand_over": Row("Lämna över en roll i avtalet till den som är angiven", KEEPERS | RUNS),
    "accounts.refuse_successor": Row("Neka den som är angiven", KEEPERS | RUNS),
    "outreach.hand_over_and_tell": Row("Lämna över en roll med kontakter och brev", KEEPERS | RUNS),
    "accounts.erase_accounts": Row("Ta bort konton vars tid har gått", RUNS),
    "accounts.erase_successions": Row("Ta bort efterträdare vars tid har gått", RUNS),
    "outreach.erase": Row("Gallra personuppgifter vars tid har gått", RUNS),
    "accounts.open_content": Row("Öppna innehållet en stund", RUNS),
    "accounts.close_content": Row("Stänga det man själv har öppnat", frozenset({OPENED})),
    "accounts.set_preferences": Row("Ändra någon annans språk och utseende", NOBODY),
    "accounts.make_calendar_address": Row("Skapa någon annans kalenderadress", NOBODY),
    "accounts.close_calendar_address": Row("Stänga någon annans kalenderadress", NOBODY),
    "agreements.import_definition": Row("Läsa in ett avtal som data", RUNS),
    "agreements.preview_definition": Row("Pröva inläsning av ett avtal", RUNS),
    "agreements.import_edition": Row("Läsa in originalets ord", KEEPERS | {OPENED}),
    "agreements.import_original": Row("Läsa in originalet", KEEPERS | {OPENED}),
    "agreements.remove_edition": Row("Ta bort originalets ord", KEEPERS | {OPENED}),
    "agreements.remove_original": Row("Ta bort originalet", KEEPERS | {OPENED}),
    "agreements.set_visibility": Row("Öppna eller stänga avtalet för allmänheten", RUNS),
    "agreements.record_fact": Row("Registrera den egna partens beslut", KEEPERS | {"registrar"}),
    "agreements.record_facts": Row("Registrera en annan parts beslut", KEEPERS),
    "agreements.withdraw_fact": Row("Ta tillbaka en annan parts beslut", KEEPERS),
    "parties.load_reference": Row("Läsa in kommuner som följer med", RUNS),
    "parties.import_municipalities": Row("Läsa in kommuner från fil", RUNS),
    "parties.record_post": Row("Lägga till den egna partens kontaktpost", KEEPERS | OF_PARTY),
    "parties.change_post": Row("Ändra den egna partens kontaktpost", KEEPERS | OF_PARTY),
    "parties.end_post": Row("Avsluta den egna partens kontaktpost", KEEPERS | OF_PARTY),
    "parties.open_round": Row("Öppna en runda där parterna bekräftar sina kontakter", KEEPERS),
    "parties.confirm_posts": Row("Bekräfta den egna partens kontakter", KEEPERS | OF_PARTY),
    "outreach.ask_to_confirm": Row("Öppna rundan och skicka breven", KEEPERS),
    "parties.remove_ended_posts": Row("Gallra avslutade kontaktposter", RUNS),
    "statistics.import_population": Row("Läsa in folkmängd från fil", RUNS),
    "statistics.load_shipped_population": Row("Läsa in folkmängd som följer med", RUNS),
}

# Actions that ask nobody: reached only through those above, which have asked, or by a command.
INNER: dict[str, str] = {
    "records.record_fact": "Skriver i kedjan; avtalens åtgärder har frågat först",
    "records.record_facts": "Skriver i kedjan; avtalens åtgärder har frågat först",
    "records.add_paper": "Skriver handlingen; avtalens åtgärder har frågat först",
    "records.add_version": "Skriver handlingen; avtalens åtgärder har frågat först",
    "records.open_paper": "Skriver handlingen; avtalens åtgärder har frågat först",
    "records.withdraw_paper": "Skriver handlingen; avtalens åtgärder har frågat först",
    "records.add_line": "Skriver raden i diariet; avtalens åtgärder har frågat först",
    "records.amend_line": "Skriver raden i diariet; avtalens åtgärder har frågat först",
    "accounts.leave_trace": "Lämnar spår; den som ändrar har frågat först",
    "accounts.trace_role": "Lämnar spår av en roll; den som ändrar har frågat först",
    "accounts.trace_change": "Lämnar spår av en ändrad inloggning; den som ändrar har frågat först",
    "outreach.put": "Lägger brevet i utskicken; expedieringen har frågat först",
    "records.append": "Skriver i kedjan; avtalens åtgärder har frågat först",
}

# Actions whose refusals are proved beside them, in the area's own tests.
BESIDE: dict[str, str] = {
    **dict.fromkeys(
        ("accounts.add_provider", "accounts.close_provider", "accounts.know_person", "accounts.map_organisation",
         "accounts.map_role", "accounts.open_provider", "accounts.trust_second_step", "accounts.unmap_organisation",
         "accounts.unmap_role"), "tests/areas/accounts/test_organisations.py",
    ),
    **dict.fromkeys(
        ("accounts.add_pair", "accounts.add_saml_provider", "accounts.change_pair", "accounts.let_it_start",
         "accounts.renew_server"), "tests/areas/accounts/test_saml.py",
    ),
    **dict.fromkeys(
        ("accounts.require_second_step", "accounts.lift_second_step"), "tests/areas/accounts/test_requiring.py"
    ),
    **dict.fromkeys(
        ("accounts.end_other_sign_ins", "accounts.end_sign_in", "accounts.remove_second_steps",
         "accounts.set_password"), "tests/areas/accounts/test_signing_in.py",
    ),
    **dict.fromkeys(
        ("agreements.add_document", "agreements.add_version", "agreements.open_document",
         "agreements.withdraw_document"), "tests/areas/agreements/test_documents.py",
    ),
    **dict.fromkeys(
        ("outreach.ask_by_link", "outreach.revoke_link", "outreach.revoke_links_of"),
        "tests/areas/outreach/test_links.py",
    ),
    **dict.fromkeys(
        ("agreements.register_line", "agreements.correct_line"), "tests/areas/agreements/test_register.py"
    ),
    **dict.fromkeys(
        ("outreach.check_sending", "outreach.dispatch", "outreach.receive"),
        "tests/areas/outreach/test_dispatching.py",
    ),
    **dict.fromkeys(
        ("outreach.write_mailing", "outreach.change_mailing", "outreach.discard_mailing", "outreach.send_mailing",
         "outreach.take_back_mailing", "outreach.choose_mail"), "tests/areas/outreach/test_mailing.py",
    ),
    "outreach.open_due_rounds": "tests/areas/outreach/test_yearly_rounds.py",
    **dict.fromkeys(
        ("outreach.deliver_message", "outreach.hold_after_restore", "outreach.mark_handled", "outreach.queue",
         "outreach.remind", "outreach.send_again", "outreach.stop"), "tests/areas/outreach",
    ),
}  # fmt: skip

# Commands of `samverk` that write. Whoever has the machine's shell has everything; the chain says which command it was.
COMMANDS: dict[str, str] = {
    "demo": "Fyller med exempel; vägrar i en installation i bruk",
    "import": "Läser in avtal, folkmängd, kommuner",
    "import-text": "Läser in originalet",
    "reindex": "Bygger sökindexet",
    "backup": "Skriver en säkerhetskopia",
    "restore": "Återställer i en tom installation",
    "upgrade": "För databasen till programmets version",
    "move": "Flyttar till en annan databas",
    "manage": "Djangos egna kommandon",
    "serve": "Startar webbplatsen",
    "work": "Skickar det som väntar",
    "remind": "Gör dagens arbete",
    "erase": "Tar bort personuppgifter vars tid har gått",
    "bounce": "Tar emot brev som kom tillbaka",
    "units": "Skriver tjänster för systemd",
}
ONLY_READ = frozenset({"ask", "check", "health", "readback", "export-text", "log", "verify", "sbom", "doctor"})
