"""Adding documents: one or several files at once, each kept or refused on its own, every refusal with its reason."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import NotAllowed, require
from samverk.agreements import policy
from samverk.agreements.actions import documents
from samverk.agreements.actions.documents import Told, plain_name, too_large
from samverk.agreements.queries.listings import Access
from samverk.lib import clock
from samverk.records.actions.papers import PaperRefused
from samverk.records.queries.papers import OWN, PUBLIC, REACHES
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.documents.forms import JOINT, DocumentForm
from samverk.web.documents.seen import access_of
from samverk.web.documents.upload import IntoStore, Uploaded, as_file, files_in
from samverk.web.sent_once import form_number
from samverk.web.words import page_language


@csrf_exempt  # the token is checked by _add, once it is settled where an upload goes
@require_http_methods(["GET", "HEAD", "POST"])
def add_documents(request: HttpRequest, agreement: str) -> HttpResponse:
    """The form, and what it sends."""
    seen = see(request, agreement)
    access = access_of(seen)
    require(policy.can_add_document(seen.actor, access, None))
    if request.method != "POST":
        return _page(request, seen, _form(seen, access))
    handler = IntoStore(request)
    request.upload_handlers = [handler]
    try:
        return _add(request, seen, access)
    finally:
        handler.clear()


@csrf_protect
def _add(request: HttpRequest, seen: Seen, access: Access) -> HttpResponse:
    form = _form(seen, access, request)
    files = files_in(request, "files")
    if not files:
        form.add_error(None, _("Välj minst en fil."))
    if form.is_valid() and _would_be_lost(seen, access, form):
        form.add_error("reach", _("Då ser bara partens egna den, och inte du. Välj vilka fler som får se den."))
    if not form.is_valid():
        return _page(request, seen, form)
    once = str(form_number(request))
    kept: list[str] = []
    refused: list[str] = []
    for file in files:
        try:
            kept.append(_add_one(seen, form, file, alone=len(files) == 1, once=once))
        except PaperRefused as refusal:
            refused.append(refusal.message.in_language(page_language()))
        except NotAllowed as refusal:
            refused.append(refusal.denied.reason.in_language(page_language()))
    if refused:
        return _page(request, seen, form, kept=kept, refused=refused)
    done = ngettext("Handlingen är inlagd.", "%(n)s handlingar är inlagda.", len(kept)) % {"n": len(kept)}
    messages.success(request, done, extra_tags="ok")
    return redirect(reverse("documents", args=[seen.id]) + seen.moment.query)


def _would_be_lost(seen: Seen, access: Access, form: DocumentForm) -> bool:
    """Another party's own working material is not seen by the one who adds it, and could not be opened again."""
    party = form.cleaned_data["party"]
    return form.cleaned_data["reach"] == OWN and party not in {JOINT, *policy.own_parties(seen.actor, access)}


def _add_one(seen: Seen, form: DocumentForm, uploaded: Uploaded, *, alone: bool, once: str) -> str:
    """Keep one of the files; its name. Errors: PaperRefused, NotAllowed."""
    name = plain_name(uploaded.name or "")
    file = as_file(uploaded)
    if file is None:
        raise too_large(name, uploaded.size or 0)
    said = form.cleaned_data
    title = (said["title"] if alone else "") or PurePath(name).stem.replace("_", " ")
    told = Told(
        title=title, kind=said["kind"], party="" if said["party"] == JOINT else said["party"], reach=said["reach"]
    )
    documents.add_document(agreement=seen.id, file=file, told=told, by=seen.actor, recorded_at=clock.now(), once=once)
    return name


def _form(seen: Seen, access: Access, request: HttpRequest | None = None) -> DocumentForm:
    language = page_language()
    situation = seen.answer.evaluation.situation
    keeps = policy.keeps_documents(seen.actor, seen.id)
    codes = access.parties if keeps else policy.own_parties(seen.actor, access)
    named = sorted((situation.name(code).in_language(language), code) for code in codes)
    parties = [(JOINT, _("Samarbetets egen"))] * keeps + [(code, name) for name, code in named]
    public = any(policy.can_publish_document(seen.actor, access, code) is None for code in ("", *codes))
    return DocumentForm(
        request.POST if request is not None else None,
        parties=parties,
        reaches=[one for one in REACHES if one != PUBLIC or public],
        language=language,
        # The narrowest: it can be shown to more later, never to fewer.
        initial={"reach": next(iter(REACHES))},
    )


def _page(
    request: HttpRequest,
    seen: Seen,
    form: DocumentForm,
    *,
    kept: list[str] | None = None,
    refused: list[str] | None = None,
) -> HttpResponse:
    here = reverse("add-document", args=[seen.id])
    context: dict[str, Any] = {
        "section": "agreements",
        "switcher": switcher(seen, "documents"),
        "timebar": seen.moment.timebar(here),
        "title": seen.answer.evaluation.situation.definition.short.in_language(page_language()),
        "form": form,
        "once": form_number(request),
        "kept": kept or [],
        "refused": refused or [],
        "largest": settings.LARGEST_DOCUMENT // 1_000_000,
        "scanned": bool(settings.CLAMD),
        "back": reverse("documents", args=[seen.id]) + seen.moment.query,
    }
    wrong = bool(form.errors or refused)
    return render(
        request, "documents/add.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    )
