"""Importing the signed document: choose a file, see how it was read, put it right, confirm.

Nothing is stored before it is confirmed. Every step is a form that works without JavaScript; what was put right can be
taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.agreements import policy
from samverk.agreements.actions import definitions
from samverk.agreements.queries import versions
from samverk.integrations.documents import LARGEST, too_large
from samverk.lib import clock
from samverk.rules.originals.corrections import Correction, CorrectionRefused
from samverk.rules.wording import Text
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.originals import preview
from samverk.web.originals.desk import Desk, desk, put
from samverk.web.originals.upload import IntoUploads, Uploaded
from samverk.web.originals.views import require_original
from samverk.web.words import page_language

_NO_FILE = Text("Välj först filen med avtalets text.", "First choose the file with the text of the agreement.")
_CHANGED = Text(
    "Texten har ändrats i ett annat fönster sedan du öppnade sidan. Så här ser den ut nu.",
    "The text has been changed in another window since you opened the page. This is what it looks like now.",
)


@csrf_exempt  # the token is checked by _act, once it is settled where an upload goes
@require_http_methods(["GET", "HEAD", "POST"])
def import_original(request: HttpRequest, agreement: str) -> HttpResponse:
    """The page of the import, in whatever state it is, and everything that is done on it."""
    seen = see(request, agreement)
    require_original(seen)
    require(policy.can_import_original(seen.actor, agreement))
    if request.method == "POST":
        request.upload_handlers = [IntoUploads(request)]
        return _act(request, seen)
    on_desk = desk(agreement, seen.actor.user_id, clock.now())
    if on_desk is None or (on_desk.answer is not None and on_desk.answer.refused is not None):
        refused = on_desk.answer.refused if on_desk is not None and on_desk.answer is not None else None
        return _choose(request, seen, refused, on_desk.name if on_desk is not None else "")
    if on_desk.answer is None:
        return _reading(request, seen, on_desk)
    return _preview(request, seen, on_desk)


@csrf_protect
def _act(request: HttpRequest, seen: Seen) -> HttpResponse:
    act = _ACTS.get(request.POST.get("act", "upload"), _upload)
    return act(request, seen)


def _here(seen: Seen, fragment: str = "") -> str:
    return reverse("import-original", args=[seen.id]) + seen.moment.query + (f"#{fragment}" if fragment else "")


def _frame(seen: Seen) -> dict[str, Any]:
    return {
        "section": "agreements",
        "switcher": switcher(seen, "original"),
        "timebar": seen.moment.timebar(reverse("import-original", args=[seen.id])),
        "title": seen.answer.evaluation.situation.definition.short.in_language(page_language()),
        "back": reverse("original", args=[seen.id]) + seen.moment.query,
    }


# --- the file ---------------------------------------------------------------------------------------------


def _choose(request: HttpRequest, seen: Seen, refused: Text | None = None, name: str = "") -> HttpResponse:
    context = {
        **_frame(seen),
        "refused": refused,
        "name": name,
        "largest": LARGEST // 1_000_000,
        "stored": versions.original(seen.id, seen.answer.sha256),
        "version": seen.answer.evaluation.situation.definition.version,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused is not None else HTTPStatus.OK
    return render(request, "originals/choose.html", context, status=status)


def _upload(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Take the file and read it. A file that is not taken leaves what was on the desk before."""
    file = request.FILES.get("file")
    if not isinstance(file, Uploaded):
        return _choose(request, seen, _NO_FILE)
    size, name = file.size or 0, file.name or ""
    if size > LARGEST:
        file.path.unlink()
        return _choose(request, seen, too_large(size).message, name)
    put(seen.id, seen.actor.user_id, file.path, name, clock.now())
    return redirect(_here(seen))


def _reading(request: HttpRequest, seen: Seen, on_desk: Desk) -> HttpResponse:
    """How far the reading has come. Looked at again by the script of the pages, or by the visitor."""
    context = {**_frame(seen), "name": on_desk.name, "done": on_desk.done, "total": on_desk.total, "here": _here(seen)}
    return render(request, "originals/reading.html", context)


# --- the preview ------------------------------------------------------------------------------------------


def _preview(request: HttpRequest, seen: Seen, on_desk: Desk, refused: Text | None = None) -> HttpResponse:
    draft, original = on_desk.draft()
    language = page_language()
    definition = seen.answer.evaluation.situation.definition
    looking = preview.Looking(definition, draft, original, request.GET.get("rad", ""), language)
    context = {
        **_frame(seen),
        "refused": refused,
        "name": on_desk.name,
        "notices": [notice.in_language(language) for notice in on_desk.notices],
        "shown": looking.preview(),
        "steps": len(on_desk.steps),
        "stored": versions.original(seen.id, seen.answer.sha256),
        "here": _here(seen),
        "version": definition.version,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused is not None else HTTPStatus.OK
    return render(request, "originals/preview.html", context, status=status)


def _on_desk(seen: Seen) -> Desk | None:
    """The desk when a document lies on it, read."""
    found = desk(seen.id, seen.actor.user_id, clock.now())
    ready = found is not None and found.answer is not None and found.answer.refused is None
    return found if ready else None


def _correct(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Make one correction, and show the place it was made at."""
    on_desk = _on_desk(seen)
    if on_desk is None:
        return redirect(_here(seen))
    if request.POST.get("step") != str(len(on_desk.steps)):
        return _preview(request, seen, on_desk, _CHANGED)
    words = tuple(request.POST.get("words", "").replace("\r\n", "\n").split("\n"))
    at, do = request.POST.get("at", ""), request.POST.get("do", "")
    step = Correction(do, at, request.POST.get("to", "").strip(), words if do == "split" else ())
    try:
        on_desk.add(step)
    except CorrectionRefused as refusal:
        return _preview(request, seen, on_desk, refusal.message)
    return redirect(_here(seen, preview.fragment(at)))


def _undo(request: HttpRequest, seen: Seen) -> HttpResponse:
    on_desk = _on_desk(seen)
    if on_desk is not None and request.POST.get("step") == str(len(on_desk.steps)):
        at = on_desk.steps[-1].at if on_desk.steps else ""
        on_desk.undo()
        return redirect(_here(seen, preview.fragment(at)))
    return redirect(_here(seen))


def _cancel(request: HttpRequest, seen: Seen) -> HttpResponse:
    found = desk(seen.id, seen.actor.user_id, clock.now())
    if found is not None:
        found.clear()
    messages.success(request, _("Dokumentet är borttaget. Inget lagrades."), extra_tags="ok")
    return redirect(reverse("original", args=[seen.id]) + seen.moment.query)


def _store(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Store what the preview shows as the original wording of the version of the day shown."""
    on_desk = _on_desk(seen)
    if on_desk is None:
        return redirect(_here(seen))
    if request.POST.get("step") != str(len(on_desk.steps)):
        return _preview(request, seen, on_desk, _CHANGED)
    text = on_desk.draft()[1].text if on_desk.steps else preview.as_read(on_desk)
    try:
        definitions.import_original(
            agreement=seen.id, on=seen.moment.day, text=text, by=seen.actor, recorded_at=clock.now()
        )
    except definitions.ImportRefused as refusal:
        return _preview(request, seen, on_desk, refusal.message)
    on_desk.clear()
    messages.success(request, _("Originalet är lagrat."), extra_tags="ok")
    return redirect(reverse("original", args=[seen.id]) + seen.moment.query)


def _remove(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Remove the stored original."""
    version = seen.answer.evaluation.situation.definition.version
    if definitions.remove_original(agreement=seen.id, version=version, by=seen.actor):
        messages.success(request, _("Originalet är borttaget."), extra_tags="ok")
    return redirect(reverse("original", args=[seen.id]) + seen.moment.query)


_ACTS: dict[str, Callable[[HttpRequest, Seen], HttpResponse]] = {
    "upload": _upload,
    "correct": _correct,
    "undo": _undo,
    "cancel": _cancel,
    "store": _store,
    "remove": _remove,
}
