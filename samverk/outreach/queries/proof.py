"""Is what was dispatched, and what the parties did with it, as it was recorded? Each act has its digest in a chain.

One chain for the dispatches of an organisation, beside that of its register. The digest holds the random number of the
line of the register, so that it does not give away to whom something was sent, or under which number it was registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from samverk.outreach.models import Dispatch, DispatchPaper, DispatchTo, Receipt
from samverk.records import queries
from samverk.rules.canonical import canonical, digest

MADE: Final = "dispatch.made"
RECEIVED: Final = "dispatch.received"
_DISPATCHES: Final = "/expedierat"

type Rows = Iterable[Mapping[str, Any]]


def dispatch_chain(organisation: str) -> str:
    """The chain of what an organisation has dispatched."""
    return organisation + _DISPATCHES


def is_dispatch_chain(chain: str) -> bool:
    """Whether a chain is about what has been dispatched."""
    return chain.endswith(_DISPATCHES)


_ENTRY: Final = ("entry__organisation", "entry__year", "entry__number", "entry__nonce")
DISPATCH_FIELDS: Final = (
    "id",
    "token",
    "agreement",
    "subject",
    "words",
    "at",
    "actor",
    "actor_id",
    "is_example",
    *_ENTRY,
)
"""What is read of a dispatch, and of the line of the register that it is under."""
RECEIPT_FIELDS: Final = ("dispatch_id", "party", "kind", "at", "actor", "actor_id", "note")


def number_of(row: Mapping[str, Any]) -> str:
    """The number of the line in the register: "2026/14"."""
    return f"{row['entry__year']}/{row['entry__number']}"


def dispatch_content(row: Mapping[str, Any], papers: Iterable[tuple[str, int]], to: Iterable[tuple[str, ...]]) -> str:
    """The digest of a dispatch. ``papers``: names and versions; ``to``: party, title, address, letter."""
    stated = {name: row[name] for name in DISPATCH_FIELDS if name not in ("id", "token", "at")}
    return digest(
        canonical(
            stated
            | {"token": str(row["token"]), "at": queries.utc_text(row["at"])}
            | {"papers": sorted(map(list, papers)), "to": sorted(map(list, to))}
        )
    )


def receipt_content(row: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
    """The digest of what a party did. ``sent``: the dispatch."""
    stated = {name: row[name] for name in RECEIPT_FIELDS if name not in ("dispatch_id", "at")}
    return digest(canonical(stated | {"at": queries.utc_text(row["at"])} | {name: sent[name] for name in _ENTRY}))


def said_of(row: Mapping[str, Any], content: str) -> dict[str, Any]:
    """What the event of a dispatch says."""
    return {"entry": number_of(row), "content": content}


def said_of_receipt(row: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What the event of a receipt says."""
    return {"entry": number_of(sent), "receipt": row["kind"], "content": receipt_content(row, sent)}


def contents(sent: Rows, papers: Iterable[tuple[int, str, int]], to: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    """The digest of each dispatch by its id. ``papers`` and ``to`` as PAPER_FIELDS and TO_FIELDS."""
    with_papers: dict[int, list[tuple[str, int]]] = {}
    for number, key, version in papers:
        with_papers.setdefault(number, []).append((key, version))
    with_to: dict[int, list[tuple[str, ...]]] = {}
    for number, party, title, address, letter in to:
        with_to.setdefault(number, []).append((party, title, address, str(letter or "")))
    return {
        row["id"]: dispatch_content(row, with_papers.get(row["id"], ()), with_to.get(row["id"], ())) for row in sent
    }


PAPER_FIELDS: Final = ("dispatch_id", "document__key", "version")
TO_FIELDS: Final = ("dispatch_id", "party", "title", "address", "letter")


def row_of(made: Dispatch) -> dict[str, Any]:
    """A dispatch as it stands in the database. One statement."""
    row: dict[str, Any] = Dispatch.objects.values(*DISPATCH_FIELDS).get(pk=made.pk)
    return row


def content_of(row: Mapping[str, Any]) -> str:
    """The digest of a dispatch with its parts, as they stand in the database. Two statements."""
    papers = DispatchPaper.objects.filter(dispatch=row["id"]).values_list(*PAPER_FIELDS)
    to = DispatchTo.objects.filter(dispatch=row["id"]).values_list(*TO_FIELDS)
    return contents([row], papers, to)[row["id"]]


def dispatches_unlike_chain() -> Iterator[str]:
    """Dispatches and receipts that are not as the chain says, or in only one of the two: "organisation year/number"."""
    told: dict[tuple[str, str, str], tuple[str, str]] = {}
    for chain in queries.chains():
        for act in queries.facts(chain) if is_dispatch_chain(chain) else ():
            name = f"{chain.removesuffix(_DISPATCHES)} {act.payload['entry']}"
            told[name, act.party or "", act.payload.get("receipt", "")] = (act.payload["content"], act.actor)
    sent = {row["id"]: row for row in Dispatch.objects.values(*DISPATCH_FIELDS)}
    digests = contents(
        sent.values(), DispatchPaper.objects.values_list(*PAPER_FIELDS), DispatchTo.objects.values_list(*TO_FIELDS)
    )
    there = {(_name(row), "", ""): (digests[number], row["actor"]) for number, row in sent.items()}
    for row in Receipt.objects.values(*RECEIPT_FIELDS):
        under = sent[row["dispatch_id"]]
        there[_name(under), row["party"], row["kind"]] = (receipt_content(row, under), row["actor"])
    yield from sorted({key[0] for key in {*told, *there} if told.get(key) != there.get(key)})


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['entry__organisation']} {number_of(row)}"
