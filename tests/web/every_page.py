"""Every page of the site by the name of its address, with an address that shows real matter of the demonstration."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

from samverk.ops.demo.letters import token_of
from samverk.ops.demo.mailings import DRAFT, SENT
from tests.web.filled import COUNTY, NORRORT

PAGES = {
    "start": "/",
    "overview": "/overblick/",
    "agreements": "/avtal/",
    "agreement": f"/avtal/{NORRORT}/",
    "readback": f"/avtal/{NORRORT}/aterlasning/",
    "readings": f"/avtal/{NORRORT}/tolkningar/",
    "reading": f"/avtal/{NORRORT}/tolkningar/t-14-1/",
    "what-if": f"/avtal/{NORRORT}/tank-om/?tank=lamnar:0163:2027-02-28&tank=tillvaxt:4",
    "plan": f"/avtal/{COUNTY}/handlingsplan/2013-2014/",
    "areas": f"/avtal/{COUNTY}/omraden/",
    "wheel": f"/avtal/{NORRORT}/arshjul/",
    "municipality-wheel": "/kommun/0184/arshjul/",
    "my-wheel": "/arshjul/",
    "processing": "/personuppgifter/",
    "my-data": "/installningar/mina-uppgifter/",
    "successor": "/installningar/eftertradare/",
    "successions": "/behorigheter/eftertradare/",
    "calendar-address": "/installningar/kalender/",
    "why": f"/avtal/{NORRORT}/varfor/uttrade~party.0184~2026-03-02/",
    "original": f"/avtal/{NORRORT}/original/",
    "import-original": f"/avtal/{NORRORT}/original/ny/",
    "documents": f"/avtal/{NORRORT}/handlingar/",
    "add-document": f"/avtal/{NORRORT}/handlingar/ny/",
    "document": f"/avtal/{NORRORT}/handlingar/019d62c2bedb/",
    "register": f"/avtal/{NORRORT}/diarium/",
    "register-line": f"/avtal/{NORRORT}/diarium/ny/",
    "register-entry": f"/avtal/{NORRORT}/diarium/0163/2025/1/",
    "register-inbox": f"/avtal/{NORRORT}/diarium/inkorg/",
    "dispatch": f"/avtal/{NORRORT}/expediera/",
    "dispatched": f"/avtal/{NORRORT}/expedierat/0163/2026/4/",
    "dispatches": f"/avtal/{NORRORT}/expedierat/",
    "health": f"/avtal/{NORRORT}/halsokontroll/",
    "versions": f"/avtal/{NORRORT}/versioner/",
    "compare-agreements": "/avtal/jamfor/",
    "facts": f"/avtal/{NORRORT}/handelser/",
    "record-fact": f"/avtal/{NORRORT}/handelser/ny/",
    "correct-fact": f"/avtal/{NORRORT}/handelser/1/ratta/",
    "parties": f"/avtal/{NORRORT}/parter/",
    "fees": f"/avtal/{NORRORT}/avgifter/",
    "fees-of-year": f"/avtal/{NORRORT}/avgifter/2022/",
    "fees-update": f"/avtal/{NORRORT}/avgifter/2026/folkmangd/",
    "municipalities": "/kommuner/",
    "compare-municipalities": "/kommuner/jamfor/?kommun=0184&kommun=0187&kommun=0163",
    "municipality": "/kommun/0184/",
    "party-contacts": "/kommun/0187/kontakter/",
    "add-contact": f"/kommun/0187/kontakter/ny/?avtal={NORRORT}",
    "agreement-contacts": f"/avtal/{NORRORT}/kontakter/",
    "outbox": "/utskick/",
    "message": f"/utskick/{token_of('sigtuna')}/",
    "mailings": f"/avtal/{NORRORT}/utskick/",
    "write-mailing": f"/avtal/{NORRORT}/utskick/nytt/",
    "mailing": f"/avtal/{NORRORT}/utskick/{SENT}/",
    "check-mailing": f"/avtal/{NORRORT}/utskick/{DRAFT}/granska/",
    "mail-choices": "/installningar/brev/",
    "reminders": "/utskick/paminnelser/",
    "links": "/utskick/lankar/",
    "ask-by-link": f"/avtal/{NORRORT}/be/",
    "search": "/sok/?q=uppsägning",
    "access": "/behorigheter/",
    "agreement-access": f"/avtal/{NORRORT}/behorigheter/",
    "sign-in": "/logga-in/",
    "sign-out": "/logga-ut/",
    "settings": "/installningar/",
    "mfa_authenticate": "/logga-in/andra-steget/",
    "confirm-identity": "/logga-in/bekrafta/",
    "forgotten-password": "/losenord/glomt/",
    "security": "/installningar/inloggning/",
    "change-password": "/installningar/inloggning/losenord/",
    "code-app": "/installningar/inloggning/kod/",
    "passkey": "/installningar/inloggning/passernyckel/",
    "reserve-codes": "/installningar/inloggning/reservkoder/",
}
# What an address gives to keep and not to look at: a sheet, a calendar, a document. And those that need something this
# list cannot hold: a link that is good once, somebody's own second step, the administrator, a script.
FILES: dict[str, str] = {
    "security-text": "/.well-known/security.txt",
    "readback-file": f"/avtal/{NORRORT}/aterlasning.pdf",
    "readings-file": f"/avtal/{NORRORT}/tolkningar.pdf",
    "wheel-feed": f"/avtal/{NORRORT}/arshjul.ics",
    "municipality-wheel-feed": "/kommun/0184/arshjul.ics",
    "my-wheel-feed": "/arshjul/ingens-adress.ics",
    "document-file": f"/avtal/{NORRORT}/handlingar/019d62c2bedb/1/fil",
    "document-page": f"/avtal/{NORRORT}/handlingar/019d62c2bedb/1/sida-1.png",
    "register-file": f"/avtal/{NORRORT}/diarium/2026.pdf",
    "log-file": f"/avtal/{NORRORT}/logg.csv",
    "keep-fees": f"/avtal/{NORRORT}/avgifter/2022/handling/",
    "my-data-file": "/installningar/mina-uppgifter.json",
    "end-role": "/behorigheter/roll/999999/",
    "change-contact": "/kommun/0187/kontakter/999999/",
    "fees-file": f"/avtal/{NORRORT}/avgifter/2022.csv",
    "account_login": "/logga-in/",
    "by-organisation": "/logga-in/organisation/ingen/",
    "from-organisation": "/logga-in/organisation/ingen/svar/",
    "saml-answer": "/logga-in/organisation/ingen/saml/",
    "saml-metadata": "/logga-in/organisation/ingen/metadata/",
    "sign-ins": "/installningar/organisationer/",
    "sign-in-of": "/installningar/organisationer/ingen/",
    "open-content": f"/behorigheter/oppna/{NORRORT}/",
    "second-step-rules": "/installningar/krav/",
    "new-password": "/losenord/nytt/MQ/ingen-lank/",
    "remove-step": "/installningar/inloggning/ta-bort/1/",
    "passkey-options": "/logga-in/passernyckel/",
    "passkey-creation": "/installningar/inloggning/passernyckel/ny/",
}
# What only a secret in the address opens.
SECRET: dict[str, str] = {
    "decline-mail": "/utskick/avboj/ingens-hemlighet/",
    "one-act": "/lank/ingens-hemlighet/",
}
EVERY = {**PAGES, **FILES, **SECRET}


def names() -> set[str]:
    """The name of every address in the urlconf. Error: ValueError for an address without a name."""
    found: set[str] = set()

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif pattern.name is None:
                raise ValueError(f"no name: {pattern.pattern}")
            else:
                found.add(pattern.name)

    walk(get_resolver("samverk.config.urls").url_patterns)
    return found
