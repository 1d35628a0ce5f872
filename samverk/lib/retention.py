"""How long personal data are kept. The only place where the times stand: the daily erasure, the register of processing
and the handbook read them here.

What is erased is how somebody is reached and signs in. What somebody did in a post stands in the records under the
title of the post: it is the authority's record (TF 2; arkivlagen 1990:782), and erasing it would change the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from samverk.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Kept:
    """Something kept for a time: what, since when, what becomes of it then. ``time`` None: no fixed time."""

    what: Text
    time: timedelta | None
    since: Text
    then: Text


CONTACT: Final = timedelta(days=365)
ACCOUNT: Final = timedelta(days=365)
SUCCESSOR: Final = timedelta(days=365)
LETTER: Final = timedelta(days=730)
TRY: Final = timedelta(days=1)

PERIODS: Final[tuple[Kept, ...]] = (
    Kept(
        Text("Kontakter: tjänst, e-postadress, telefon", "Contacts: post, e-mail address, telephone"),
        CONTACT,
        Text("från kontaktens sista dag", "from the contact's last day"),
        Text("tas bort; spåret behåller tjänstens namn", "removed; the trace keeps the title of the post"),
    ),
    Kept(
        Text("Konton med roller, andra steg och inloggningar", "Accounts with roles, second steps and sign-ins"),
        ACCOUNT,
        Text("från sista rollens sista dag", "from the last day of the last role"),
        Text("tas bort; spåret behåller tjänstens namn", "removed; the trace keeps the title of the post"),
    ),
    Kept(
        Text("Efterträdare som har angetts", "Successors that have been named"),
        SUCCESSOR,
        Text("från det att det avgjordes", "from when it was decided"),
        Text("tas bort", "removed"),
    ),
    Kept(
        Text("Utskick: mottagarens adress och serverns svar", "Letters: the recipient's address, the server's answer"),
        LETTER,
        Text("från det att brevet skickades eller stoppades", "from when the letter was sent or stopped"),
        Text("adressen tas bort; brevet och titeln står kvar", "the address is removed; letter and title stand"),
    ),
    Kept(
        Text("Utkast till brev till många", "Drafts of letters to many"),
        LETTER,
        Text("från den senaste ändringen", "from the latest change"),
        Text("kastas; spåret säger vem som skrev", "thrown away; the trace says who wrote"),
    ),
    Kept(
        Text("Minnet av påminnelser, och avböjda utskick", "The memory of reminders, and declined letters"),
        LETTER,
        Text("från dagen det gäller", "from the day in question"),
        Text("tas bort", "removed"),
    ),
    Kept(
        Text("Försök att logga in (utan adress i klartext)", "Tries to sign in (the address not in plain text)"),
        TRY,
        Text("från försöket", "from the try"),
        Text("tas bort", "removed"),
    ),
    Kept(
        Text("Sessioner och webbläsarens namn", "Sessions and the name of the browser"),
        None,
        Text("medan inloggningen gäller", "while the sign-in lasts"),
        Text("tas bort", "removed"),
    ),
    Kept(
        Text("Expedieringar: mottagarens tjänst och adress", "Dispatches: the recipient's post and address"),
        None,
        Text("så länge handlingen finns i diariet", "as long as the document stands in the register"),
        Text("bevaras: de visar vem som fick handlingen", "kept: they show who got the document"),
    ),
    Kept(
        Text("Händelser, handlingar och spår, med tjänstens namn", "Facts, documents and traces, with titles of posts"),
        None,
        Text("så länge samarbetet och arkivreglerna kräver", "as long as the cooperation and archive rules require"),
        Text("bevaras eller gallras enligt varje myndighets beslut", "kept or disposed of as each authority decides"),
    ),
)
