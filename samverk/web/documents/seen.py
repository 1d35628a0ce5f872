"""A document as the visitor sees it, or the answer that it is not there: the same whether it exists or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from samverk.agreements import policy
from samverk.agreements.queries import listings
from samverk.agreements.queries.documents import Eyes, Listing
from samverk.agreements.queries.listings import Access
from samverk.records.queries import papers
from samverk.records.queries.papers import Paper, PaperVersion
from samverk.rules.wording import Text
from samverk.web.agreements.views import Seen, see
from samverk.web.errors import Missing

MOST_NAMED: Final = 50
"""Documents that one act can be about."""


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document of an agreement, with its versions, the newest first. ``may_open``: also the files themselves."""

    seen: Seen
    access: Access
    paper: Paper
    versions: tuple[PaperVersion, ...]
    may_open: bool

    @property
    def takes_part(self) -> bool:
        """Whether the visitor takes part in the agreement, and so sees who has done what."""
        return policy.takes_part(self.seen.actor, self.access)

    def version(self, number: int) -> PaperVersion:
        """The version with this number. Error: Missing."""
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise _missing(self.seen)
        return found


def access_of(seen: Seen) -> Access:
    """What the policy asks about the agreement: as it is, whatever the address supposes. Error: Missing."""
    if seen.moment.is_supposing:
        # A municipality that is only supposed to join takes part in nothing.
        found = listings.access(seen.id)
        if found is None:
            raise _missing(seen)
        return found
    one = next(item for item in seen.near.agreements if item.id == seen.id)
    return Access(one.id, one.visibility, frozenset(seen.answer.evaluation.situation.membership))


def eyes_of(seen: Seen, access: Access) -> Eyes:
    """Who looks at the list."""
    return Eyes(
        takes_part=policy.takes_part(seen.actor, access),
        keeps=policy.keeps_documents(seen.actor, seen.id),
        own=policy.own_parties(seen.actor, access),
        prepares=policy.prepares(seen.actor, seen.id),
        registers=policy.keeps_register(seen.actor, seen.id),
    )


def offered(seen: Seen, latest: int, named: Iterable[str]) -> list[Paper]:
    """What a form lets choose among: the documents changed last, and those that are named. At most two statements.

    ``named``: by the address, or by a form that has been sent: others may have added many documents since it was shown.
    """
    eyes = eyes_of(seen, access_of(seen))
    found = [row.paper for row in Listing(seen.id, eyes)[:latest]]
    more = set(list(dict.fromkeys(named))[:MOST_NAMED]) - {paper.key for paper in found}
    if more:
        found += [row.paper for row in Listing(seen.id, eyes, keys=more)[:MOST_NAMED]]
    return found


def see_document(request: HttpRequest, agreement: str, key: str) -> SeenDocument:
    """The document. Errors: Missing, NotAllowed for the agreement itself."""
    seen = see(request, agreement)
    access = access_of(seen)
    paper = papers.paper(agreement, key)
    if paper is None or policy.can_see_document(seen.actor, access, paper) is not None:
        raise _missing(seen)
    may_open = policy.can_open_content(seen.actor, access, paper) is None
    return SeenDocument(seen, access, paper, papers.versions_of(paper), may_open)


def see_content(request: HttpRequest, agreement: str, key: str, number: int) -> tuple[SeenDocument, PaperVersion]:
    """A version whose file the visitor may have. Errors: Missing, NotAllowed for the agreement itself."""
    found = see_document(request, agreement, key)
    if not found.may_open:
        raise _missing(found.seen)
    return found, found.version(number)


def _missing(seen: Seen) -> Missing:
    reason = Text(
        "Handlingen finns inte här, eller visas bara för dem som har hand om den.",
        "The document is not here, or is shown only to those who keep it.",
    )
    way = Text("Till handlingarna", "To the documents")
    return Missing(reason, way=way, href=reverse("documents", args=[seen.id]) + seen.moment.query)
