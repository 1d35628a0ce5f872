"""Reads: documents with their versions, what has been done with them, and whether all is as it was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samverk.records import queries
from samverk.records.models import PAPER_ACTS, Blob, Document, DocumentKind, DocumentVersion, Event, Reach
from samverk.records.queries.secrecy import documents
from samverk.rules.facts import Fact
from samverk.rules.wording import Text

FEES = DocumentKind.FEES.value
OWN, PREPARATION = Reach.OWN.value, Reach.PREPARATION.value
PARTIES, PUBLIC = Reach.PARTIES.value, Reach.PUBLIC.value
DOCUMENT_KINDS: dict[str, Text] = {
    DocumentKind.AGREEMENT: Text("Avtal och bilagor", "Agreement and appendices"),
    DocumentKind.DECISION: Text("Beslut eller protokollsutdrag", "Decision or minutes extract"),
    DocumentKind.MINUTES: Text("Protokoll eller mötesanteckningar", "Minutes or meeting notes"),
    DocumentKind.NOTICE: Text("Kallelse eller dagordning", "Summons or agenda"),
    DocumentKind.REPORT: Text("Rapport eller underlag", "Report or supporting paper"),
    DocumentKind.FEES: Text("Avgifter och budget", "Fees and budget"),
    DocumentKind.LETTER: Text("Brev eller svar", "Letter or answer"),
    DocumentKind.OTHER: Text("Annan handling", "Other document"),
}
REACHES: dict[str, Text] = {
    Reach.OWN: Text("Bara vi själva: arbetsmaterial", "Only ourselves: working material"),
    Reach.PREPARATION: Text(
        "De som bereder i avtalet: samråd om utkast", "Those who prepare in the agreement: consultation on drafts"
    ),
    Reach.PARTIES: Text("De som deltar i samarbetet", "Those who take part in the cooperation"),
    Reach.PUBLIC: Text("Alla som får se avtalet", "Everyone who may see the agreement"),
}
"""From the narrowest to the widest."""

PLACES: dict[str, tuple[Text, frozenset[str]]] = {
    "utkast": (Text("Utkast", "Drafts"), frozenset({OWN})),
    "beredning": (Text("Beredning", "Preparation"), frozenset({PREPARATION})),
    "expedierat": (Text("Expedierat", "Dispatched"), frozenset({PARTIES, PUBLIC})),
}
"""The three places a document can be in: only with those who keep it, in consultation, received by the parties."""

DRAFTS = frozenset({OWN, PREPARATION})
"""What has not been dispatched: nobody finds it by searching, and no register waits for it."""

ADDED, NEW_VERSION, OPENED, TAKEN_BACK = PAPER_ACTS
ACTS: dict[str, Text] = {
    ADDED: Text("Lades in", "Added"),
    NEW_VERSION: Text("Ny version", "New version"),
    OPENED: Text("Öppnades för fler", "Opened to more"),
    TAKEN_BACK: Text("Drogs tillbaka", "Withdrawn"),
}
_PAPERS = "/handlingar"


def paper_chain(agreement: str) -> str:
    """The chain of everything done with an agreement's documents. One of its own: not all may be seen by everyone."""
    return agreement + _PAPERS


def is_paper_chain(chain: str) -> bool:
    """Whether a chain is about documents; no agreement's name has a stroke in it."""
    return chain.endswith(_PAPERS)


def is_side_chain(chain: str) -> bool:
    """Whether a chain is about something else than an agreement's facts: its documents, or a register."""
    return "/" in chain


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it stands now. ``version``: the number of the newest; ``secret``: it is under a secrecy mark."""

    id: int
    key: str
    agreement: str
    party: str
    kind: str
    title: str
    reach: str
    version: int
    changed_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str
    secret: bool


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """A version of a document, and what is known of its content. ``size`` in bytes."""

    number: int
    name: str
    recorded_at: datetime
    actor: str
    sha256: str
    size: int
    media_type: str
    pages: int
    is_cut: bool
    is_unread: bool


PAPER_FIELDS = (
    "id", "key", "agreement", "party", "kind", "title", "reach", "version", "changed_at", "withdrawn_at",
    "withdrawn_why", "secret",
)  # fmt: skip
VERSION_FIELDS = (
    "number", "name", "recorded_at", "actor", "blob_id", "blob__size", "blob__media_type", "blob__pages",
    "blob__is_cut", "blob__is_unread",
)  # fmt: skip


def paper(agreement: str, key: str) -> Paper | None:
    """The document, or None. One statement."""
    row = documents().filter(agreement=agreement, key=key).values_list(*PAPER_FIELDS).first()
    return None if row is None else Paper(*row)


def paper_called(agreement: str, kind: str, title: str) -> Paper | None:
    """The cooperation's own document of this kind and title that has not been withdrawn, or None. One statement."""
    rows = documents().filter(agreement=agreement, party="", kind=kind, title=title, withdrawn_at__isnull=True)
    row = rows.order_by("id").values_list(*PAPER_FIELDS).first()
    return None if row is None else Paper(*row)


def versions_of(found: Paper) -> tuple[PaperVersion, ...]:
    """Every version, the newest first. One statement."""
    rows = DocumentVersion.objects.filter(document=found.id).order_by("-number")
    return tuple(PaperVersion(*row) for row in rows.values_list(*VERSION_FIELDS))


def text_of(sha256: str) -> str:
    """The words of a content."""
    return Blob.objects.filter(sha256=sha256).values_list("text", flat=True).first() or ""


def has_blob(sha256: str) -> bool:
    """Whether some document has this content."""
    return Blob.objects.filter(sha256=sha256).exists()


def acts_on(found: Paper) -> tuple[Fact, ...]:
    """What has been done with the document, oldest first."""
    rows = Event.objects.filter(agreement=paper_chain(found.agreement), subject=found.key, kind__in=PAPER_ACTS)
    return queries.read(rows.order_by("seq"))


def blob_sizes() -> dict[str, int]:
    """Every content there is a row for, with its size in bytes."""
    return dict(Blob.objects.values_list("sha256", "size"))


def papers_unlike_chain() -> Iterator[str]:
    """Documents that are not as their chain says: "agreement: key"."""
    told: dict[str, dict[str, Any]] = {}
    for chain in queries.chains():
        for act in queries.facts(chain) if is_paper_chain(chain) else ():
            _retell(told, chain, act)
    there: dict[str, dict[str, Any]] = {
        f"{row['agreement']}: {row['key']}": row | {"contents": {}}
        for row in Document.objects.values("key", "agreement", "party", "kind", "title", "reach", "withdrawn_why")
    }
    rows = DocumentVersion.objects.values_list("document__agreement", "document__key", "number", "blob", "name")
    for agreement, key, number, blob, name in rows:
        there[f"{agreement}: {key}"]["contents"][number] = (blob, name)
    yield from (name for name in sorted({*told, *there}) if told.get(name) != there.get(name))


def _retell(told: dict[str, dict[str, Any]], chain: str, act: Fact) -> None:
    """One act more of a chain."""
    agreement, given = chain.removesuffix(_PAPERS), act.payload
    name = f"{agreement}: {given['paper']}"
    if act.kind == ADDED:
        told[name] = {
            "key": given["paper"], "agreement": agreement, "party": act.party or "", "kind": given["kind"],
            "title": given["title"], "reach": given["reach"], "withdrawn_why": "", "contents": {},
        }  # fmt: skip
    if act.kind in (ADDED, NEW_VERSION):
        told[name]["contents"][given["version"]] = (given["sha256"], given["name"])
    elif act.kind == OPENED:
        told[name]["reach"] = given["reach"]
    elif act.kind == TAKEN_BACK:
        told[name]["withdrawn_why"] = given["reasons"]
