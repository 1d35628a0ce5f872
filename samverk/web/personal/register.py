"""The register of processing (GDPR art. 30): what personal data are kept, why, on what ground, who gets them.

The times are those of ``lib.retention``. The handbook's page is written from both (`make docs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from samverk.lib.retention import PERIODS, Kept
from samverk.rules.wording import Language, Text


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the register and its answer."""

    question: Text
    answer: Text


REGISTER: Final[tuple[Answer, ...]] = (
    Answer(
        Text("Vem ansvarar?", "Who is responsible?"),
        Text(
            "Varje myndighet som är part ansvarar för uppgifterna om sina egna tjänster. Den som driver installationen "
            "behandlar dem för parternas räkning; förhållandet regleras i personuppgiftsbiträdesavtal. För den "
            "gemensamma listan över kontakter kan parterna vara gemensamt ansvariga (art. 26).",
            "Each authority that is a party is the controller of the data about its own posts. Whoever runs the "
            "installation processes them on the parties' behalf, under a processing agreement. For the joint list of "
            "contacts the parties may be joint controllers (art. 26).",
        ),
    ),
    Answer(
        Text("Varför?", "What for?"),
        Text(
            "Att samarbeta enligt avtalen: nå rätt tjänst hos varje part, ge rätt person rätt behörighet, påminna om "
            "det som ska göras och kunna visa vem som gjorde vad.",
            "To cooperate under the agreements: to reach the right post of each party, give the right person the right "
            "access, remind of what is to be done and be able to show who did what.",
        ),
    ),
    Answer(
        Text("Med vilket stöd?", "On what ground?"),
        Text(
            "Uppgift av allmänt intresse och myndighetsutövning (art. 6.1 e), med stöd i kommunallagen och avtalen; "
            "arkivering enligt arkivlagen. Varje ansvarig prövar det för sin del.",
            "A task in the public interest and the exercise of authority (art. 6.1 e), by the Local Government Act and "
            "the agreements; archiving under the Archives Act. Each controller decides for its part.",
        ),
    ),
    Answer(
        Text("Om vilka?", "About whom?"),
        Text(
            "Anställda och förtroendevalda hos parterna, kommunförbundet och den som driver installationen. Inga "
            "uppgifter om invånare: bara antal och andelar.",
            "Employees and elected representatives of the parties, the county association and whoever runs the "
            "installation. No data about inhabitants: only numbers and shares.",
        ),
    ),
    Answer(
        Text("Vilka uppgifter?", "Which data?"),
        Text(
            "Tjänstens namn, e-postadress och telefon i tjänsten, roller med dagar, språk och utseende, hur och när "
            "någon loggade in, utskick till adressen, och vad någon har registrerat i sin tjänst. Inga personnummer, "
            "inga privata adresser, inga känsliga uppgifter.",
            "The title of the post, official e-mail address and telephone, roles with days, language and theme, how "
            "and when somebody signed in, letters to the address, and what somebody recorded in a post. No personal "
            "identity numbers, no private addresses, no sensitive data.",
        ),
    ),
    Answer(
        Text("Vem får se dem?", "Who gets to see them?"),
        Text(
            "Kontakter: de som deltar i ett avtal tillsammans med parten. Konton och roller: den som administrerar, "
            "och avtalets strateg. Utskick: den som sköter avtalet. Allmänheten ser inga kontaktuppgifter.",
            "Contacts: those who take part in an agreement together with the party. Accounts and roles: those who "
            "administer, and the agreement's strategist. Letters: those who run the agreement. The public sees no "
            "contact details.",
        ),
    ),
    Answer(
        Text("Lämnas de till andra, eller utanför EU?", "Are they passed on, or outside the EU?"),
        Text(
            "Nej. Sidorna hämtar inget från andra. Utskick går genom den e-postserver som installationen har ställt "
            "in. En uppgift kan behöva lämnas ut enligt offentlighetsprincipen.",
            "No. The pages fetch nothing from others. Letters go through the mail server that the installation has "
            "been set up with. Data may have to be disclosed under the principle of public access.",
        ),
    ),
    Answer(
        Text("Hur skyddas de?", "How are they protected?"),
        Text(
            "Behörighet efter daterade roller, andra steg vid inloggning, spår som inte går att ändra, krypterad "
            "trafik och krypterbara säkerhetskopior, gallring varje dag. Vem som får vad prövas av tester, rad för "
            "rad.",
            "Access by dated roles, a second step at sign-in, traces that cannot be changed, encrypted traffic and "
            "backups that can be encrypted, erasure every day. Who may do what is proved by tests, line by line.",
        ),
    ),
    Answer(
        Text("Vilka rättigheter har den som finns här?", "What rights do those concerned have?"),
        Text(
            "Se sina uppgifter (Mina uppgifter, när du är inloggad, annars genom den som administrerar), få fel "
            "rättade, invända, och klaga hos Integritetsskyddsmyndigheten. Fel i en kontakt rättar kommunen själv.",
            "To see their data (My data, when signed in, otherwise through those who administer), have errors "
            "corrected, object, and complain to the Swedish Authority for Privacy Protection. The municipality itself "
            "corrects an error in a contact.",
        ),
    ),
)


def time_kept(kept: Kept, language: Language) -> str:
    """``2 år från det att …``: how long, and since when."""
    since = kept.since.in_language(language)
    return since if kept.time is None else f"{_long(kept.time).in_language(language)} {since}"


def periods() -> tuple[Kept, ...]:
    """Everything that is kept, in the order of the register."""
    return PERIODS


def _long(time: timedelta) -> Text:
    year = 365
    years, days = divmod(time.days, year)
    if years and not days:
        return Text(f"{years} år", f"{years} year{'s' if years > 1 else ''}")
    return Text(f"{time.days} dygn", f"{time.days} day{'s' if time.days > 1 else ''}")
