"""The list of an agreement's documents, and one document: its newest words and pages, its versions, what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from samverk.agreements import policy
from samverk.agreements.actions import documents as actions
from samverk.agreements.actions.documents import plain_name, too_large
from samverk.agreements.queries.documents import Listing
from samverk.agreements.queries.documents import Row as Listed
from samverk.integrations.file_types import disagrees, ending, type_name, type_of
from samverk.lib import clock
from samverk.records.actions.papers import PaperRefused
from samverk.records.queries import papers, register
from samverk.records.queries.papers import ACTS, DOCUMENT_KINDS, PLACES, REACHES, PaperVersion
from samverk.rules.facts import Fact
from samverk.rules.wording import Language, Text, thousands
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.documents.seen import SeenDocument, access_of, eyes_of, see_document
from samverk.web.documents.upload import IntoStore, as_file, files_in
from samverk.web.shapes import Choice, Shape
from samverk.web.words import origin_words, page_language

PER_PAGE: Final = 40
EXCERPT: Final = 700
"""Letters of a document's words that its page shows."""


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A document in the list."""

    href: str
    title: str
    kind: str
    party: str
    reach: str
    file: str
    changed_at: datetime
    actor: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Version(Shape):
    """A version on the page of its document. ``misnamed``: what the content is, when the name says something else."""

    number: int
    name: str
    file: str
    recorded_at: datetime
    actor: str
    href: str
    show_href: str
    current: bool
    misnamed: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Act(Shape):
    """Something done with a document."""

    name: str
    what: str
    recorded_at: datetime
    actor: str


# --- the list ---------------------------------------------------------------------------------------------


@require_safe
def documents(request: HttpRequest, agreement: str) -> HttpResponse:
    """``?slag=`` one kind, ``&part=`` one party's, ``&sida=`` a page of them."""
    seen = see(request, agreement)
    language = page_language()
    access = access_of(seen)
    kind, party = request.GET.get("slag", ""), request.GET.get("part", "")
    kind = kind if kind in DOCUMENT_KINDS else ""
    place = request.GET.get("rum", "")
    place = place if place in PLACES else ""
    listing = Listing(agreement, eyes_of(seen, access), kind=kind, party=party, place=place)
    page: Any = Paginator(listing, PER_PAGE).get_page(request.GET.get("sida"))  # type: ignore[arg-type]  # has a length and slices
    takes_part = policy.takes_part(seen.actor, access)
    rows = [_row(seen, one, language, people=takes_part) for one in page.object_list]
    situation = seen.answer.evaluation.situation
    may_add = policy.can_add_document(seen.actor, access, None) is None
    parties = sorted((situation.name(code).in_language(language), code) for code in access.parties)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "documents"),
        "timebar": seen.moment.timebar(reverse("documents", args=[agreement])),
        "title": situation.definition.short.in_language(language),
        "moment": seen.moment,
        "rows": rows,
        "page": page,
        "total": page.paginator.count,
        "kinds": [(one, name.in_language(language), one == kind) for one, name in DOCUMENT_KINDS.items()],
        "parties": [(code, name, code == party) for name, code in parties],
        "narrowed": bool(kind or party or place),
        "place": place,
        "places": _places(request, place, language) if takes_part else [],
        "takes_part": takes_part,
        "add_href": reverse("add-document", args=[agreement]) if may_add and not seen.moment.query else "",
        "back": reverse("agreement", args=[agreement]) + seen.moment.query,
        "example": seen.moment.is_supposing,
    }
    return render(request, "documents/documents.html", context)


def _places(request: HttpRequest, place: str, language: Language) -> list[Choice]:
    """The three places documents are in, and all of them together."""
    named = {"": _("Alla"), **{one: name.in_language(language) for one, (name, _reaches) in PLACES.items()}}
    found = []
    for one, label in named.items():
        query = request.GET.copy()
        query["rum"] = one
        query.pop("sida", None)
        found.append(Choice(label=label, href=f"?{query.urlencode()}", current=one == place))
    return found


def _row(seen: Seen, found: Listed, language: Language, *, people: bool) -> Row:
    """``people``: with the post of who added it."""
    paper = found.paper
    return Row(
        href=reverse("document", args=[seen.id, paper.key]) + seen.moment.query,
        title=paper.title,
        kind=DOCUMENT_KINDS[paper.kind].in_language(language),
        party=_party(seen, paper.party, language),
        reach=_REACHED[paper.reach].in_language(language),
        file=f"{type_name(found.media_type).in_language(language)}, {size(found.size, language)}",
        changed_at=paper.changed_at,
        actor=found.actor if people else "",
        withdrawn=paper.withdrawn_at is not None,
    )


_REACHED: dict[str, Text] = {
    papers.OWN: Text("Arbetsmaterial", "Working material"),
    papers.PREPARATION: Text("De som bereder", "Those who prepare"),
    papers.PARTIES: Text("Deltagarna", "Participants"),
    papers.PUBLIC: Text("Alla", "Everyone"),
}


def _party(seen: Seen, code: str, language: Language) -> str:
    return seen.answer.evaluation.situation.name(code).in_language(language) if code else ""


def size(count: int, language: Language) -> str:
    """A number of bytes as people say it: "12 kB", "3,4 MB"."""
    if count < 1_000_000:
        return f"{thousands(max(1, round(count / 1000)))} kB"
    shown = f"{count / 1_000_000:.1f}"
    return f"{shown if language == 'en' else shown.replace('.', ',')} MB"


# --- one document -----------------------------------------------------------------------------------------


@csrf_exempt  # the token is checked by _act, once it is settled where an upload goes
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, agreement: str, key: str) -> HttpResponse:
    """The document; ``?version=`` an earlier version, ``&blad=`` one of its pages."""
    found = see_document(request, agreement, key)
    if request.method != "POST":
        return _page(request, found)
    handler = IntoStore(request)
    request.upload_handlers = [handler]
    try:
        return _act(request, found)
    finally:
        handler.clear()


@csrf_protect
def _act(request: HttpRequest, found: SeenDocument) -> HttpResponse:
    act = _ACTS.get(request.POST.get("act", ""), _renew)
    try:
        done = act(request, found)
    except PaperRefused as refusal:
        return _page(request, found, refusal.message)
    messages.success(request, done, extra_tags="ok")
    return redirect(reverse("document", args=[found.seen.id, found.paper.key]) + found.seen.moment.query)


def _renew(request: HttpRequest, found: SeenDocument) -> str:
    files = files_in(request, "file")
    if not files:
        raise PaperRefused(Text("Välj filen med den nya versionen.", "Choose the file with the new version."))
    file = as_file(files[0])
    if file is None:
        raise too_large(plain_name(files[0].name or ""), files[0].size or 0)
    actions.add_version(paper=found.paper, file=file, by=found.seen.actor, recorded_at=clock.now())
    return _("Den nya versionen är inlagd.")


def _open(request: HttpRequest, found: SeenDocument) -> str:
    reach = request.POST.get("reach", "")
    actions.open_document(paper=found.paper, reach=reach, by=found.seen.actor, recorded_at=clock.now())
    return _("Handlingen visas nu för fler.")


def _withdraw(request: HttpRequest, found: SeenDocument) -> str:
    reasons = request.POST.get("reasons", "")
    actions.withdraw_document(paper=found.paper, reasons=reasons, by=found.seen.actor, recorded_at=clock.now())
    return _("Handlingen är tillbakadragen.")


_ACTS: Final[dict[str, Callable[[HttpRequest, SeenDocument], str]]] = {
    "version": _renew,
    "open": _open,
    "withdraw": _withdraw,
}


def _page(request: HttpRequest, found: SeenDocument, refused: Text | None = None) -> HttpResponse:
    seen, paper, language = found.seen, found.paper, page_language()
    here = reverse("document", args=[seen.id, paper.key])
    shown = found.version(_number(request, "version") or paper.version)
    may_change = policy.can_change_document(seen.actor, found.access, paper) is None and not seen.moment.query
    may_change = may_change and paper.withdrawn_at is None
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "documents"),
        "timebar": seen.moment.timebar(here),
        "title": paper.title,
        "paper": paper,
        "kind": DOCUMENT_KINDS[paper.kind].in_language(language),
        "party": _party(seen, paper.party, language),
        "reach": REACHES[paper.reach].in_language(language),
        "is_draft": paper.reach == papers.OWN,
        "is_prepared": paper.reach == papers.PREPARATION,
        "refused": refused,
        "shown": _version(found, shown, shown, here, language),
        "versions": [_version(found, one, shown, here, language) for one in found.versions],
        "acts": [_told(act, language) for act in papers.acts_on(paper)] if found.takes_part else [],
        "may_open": found.may_open,
        "may_change": may_change,
        "reaches": _wider(found, language) if may_change else [],
        "largest": settings.LARGEST_DOCUMENT // 1_000_000,
        "registered": _registered(found, language),
        "register_href": _register_address(found),
        "dispatch_href": _dispatch_address(found),
        "back": reverse("documents", args=[seen.id]) + seen.moment.query,
        **(_look(request, found, shown, here) if found.may_open else {}),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused is not None else HTTPStatus.OK
    return render(request, "documents/document.html", context, status=status)


def _registered(found: SeenDocument, language: Language) -> list[Choice]:
    """The lines of the register that are about the document: the number, with the ground of a secrecy mark."""
    secrets = policy.can_see_secrecy(found.seen.actor, found.seen.id) is None
    return [
        Choice(
            label=", ".join(part for part in (one.name, one.ground.in_language(language)) if part),
            href=reverse("register-entry", args=[one.agreement, one.organisation, one.year, one.number])
            + found.seen.moment.query,
        )
        for one in register.about(found.paper.id, secrets=secrets)
    ]


def _register_address(found: SeenDocument) -> str:
    """Where the document is registered; "" for those who do not keep the register."""
    seen = found.seen
    if policy.can_register(seen.actor, seen.id) is not None or seen.moment.query:
        return ""
    return f"{reverse('register-line', args=[seen.id])}?handling={found.paper.key}"


def _dispatch_address(found: SeenDocument) -> str:
    """Where the document is dispatched; "" for those who may not, and for one that may not be."""
    if found.paper.secret or found.paper.withdrawn_at is not None or not _register_address(found):
        return ""
    return f"{reverse('dispatch', args=[found.seen.id])}?handling={found.paper.key}"


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


def _version(found: SeenDocument, one: PaperVersion, shown: PaperVersion, here: str, language: Language) -> Version:
    kind = type_of(one.media_type)
    misnamed = type_name(one.media_type).in_language(language) if disagrees(kind, one.name) else ""
    return Version(
        number=one.number,
        name=one.name,
        file=f"{type_name(one.media_type).in_language(language)}, {size(one.size, language)}",
        recorded_at=one.recorded_at,
        actor=one.actor if found.takes_part else "",
        href=reverse("document-file", args=[found.seen.id, found.paper.key, one.number]) if found.may_open else "",
        show_href=f"{here}?version={one.number}" if found.may_open else "",
        current=one.number == shown.number,
        misnamed=f".{ending(one.name)} – {misnamed}" if misnamed else "",
        sha256=one.sha256,
    )


def _look(request: HttpRequest, found: SeenDocument, shown: PaperVersion, here: str) -> dict[str, Any]:
    """What can be seen of a version: a page as a picture, and how its words begin."""
    words = papers.text_of(shown.sha256)
    sheet = min(max(1, _number(request, "blad")), shown.pages)
    at = f"{here}?version={shown.number}&blad="

    def step(to: int, label: str) -> Choice | None:
        return Choice(label=label, href=f"{at}{to}#h-visa") if 1 <= to <= shown.pages else None

    return {
        "sheet": sheet,
        "pages": shown.pages,
        "picture": reverse("document-page", args=[found.seen.id, found.paper.key, shown.number, sheet])
        if sheet
        else "",
        "before": step(sheet - 1, _("Föregående sida")),
        "after": step(sheet + 1, _("Nästa sida")),
        "excerpt": f"{words[:EXCERPT].rsplit(' ', 1)[0]} …" if len(words) > EXCERPT else words,
        "is_cut": shown.is_cut,
        "is_unread": shown.is_unread,
    }


def _wider(found: SeenDocument, language: Language) -> list[tuple[str, str]]:
    """Whom the document could be opened to."""
    order = list(REACHES)
    wider = order[order.index(found.paper.reach) + 1 :]
    may = policy.can_publish_document(found.seen.actor, found.access, found.paper.party) is None
    return [(one, REACHES[one].in_language(language)) for one in wider if one != papers.PUBLIC or may]


def _told(act: Fact, language: Language) -> Act:
    given = act.payload
    if "version" in given:
        what = f"{_('Version')} {given['version']}, {given['name']}"
    else:
        what = REACHES[given["reach"]].in_language(language) if "reach" in given else str(given.get("reasons", ""))
    who = ", ".join(part for part in (act.actor, origin_words(act.origin)) if part)
    return Act(ACTS[act.kind].in_language(language), what, act.recorded_at, who)
