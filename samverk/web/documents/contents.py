"""The bytes of a document, and its pages as pictures. Nothing of it is ever shown as a page of ours."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from samverk.integrations import looking
from samverk.integrations.file_types import PDF, SENT_AS_THEY_ARE
from samverk.lib import store
from samverk.lib.store import PIECE
from samverk.rules.wording import Text
from samverk.web.documents.seen import see_content
from samverk.web.errors import Missing

LOCKED_UP: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""A browser that opens the file all the same runs nothing in it, loads nothing and sends nothing."""

MOST_PICTURES: Final = 2_000
"""Pictures of pages that are kept, of about 50 kB each; then the oldest half goes."""


@require_safe
def content(request: HttpRequest, agreement: str, key: str, number: int) -> HttpResponseBase:
    """The file as it came in, to save. One that is not as it came in is not sent."""
    _, version = see_content(request, agreement, key, number)
    path = _whole(version.sha256)
    if path is None:
        return render(request, "documents/damaged.html", {"section": "agreements", "name": version.name}, status=500)
    kind = version.media_type if version.media_type in SENT_AS_THEY_ARE else "application/octet-stream"
    answer = (
        HttpResponse(path.read_bytes(), content_type=kind)
        if version.size <= PIECE
        else StreamingHttpResponse(_pieces(path), content_type=kind)
    )
    answer["Content-Disposition"] = content_disposition_header(True, version.name) or "attachment"
    answer["Content-Length"] = str(version.size)
    return _locked_up(answer)


@require_safe
def picture(request: HttpRequest, agreement: str, key: str, number: int, page: int) -> HttpResponseBase:
    """A page of a PDF as a picture."""
    _, version = see_content(request, agreement, key, number)
    drawn = _drawn(version.sha256, page) if version.media_type == PDF.media_type and page <= version.pages else None
    if drawn is None:
        raise Missing(Text("Sidan går inte att visa som bild.", "The page cannot be shown as a picture."))
    return _locked_up(HttpResponse(drawn, content_type="image/png"))


def _whole(sha256: str) -> Path | None:
    """The file, when it is as it came in."""
    place = store.documents()
    try:
        return place.open(sha256) if place.is_whole(sha256) else None
    except OSError:
        return None


def _pieces(path: Path) -> Iterator[bytes]:
    """Opened when the first piece is asked for."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _locked_up(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Content-Security-Policy"] = LOCKED_UP
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    # Who has signed out must not find it with the "back" button, and no proxy may keep it.
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _drawn(sha256: str, page: int) -> bytes | None:
    """The picture, drawn once and kept in the cache of the installation."""
    folder: Path = settings.SAMVERK_HOME / "cache" / "pages"
    path = folder / f"{sha256}-{page}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    try:
        found = looking.page(store.documents().open(sha256), page)
    except FileNotFoundError:
        return None
    if found is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / f"{secrets.token_hex(8)}.part"
        part.write_bytes(found)
        part.replace(path)
        _thin_out(folder)
    return found


def _thin_out(folder: Path) -> None:
    kept = [entry for entry in os.scandir(folder) if entry.is_file()]
    if len(kept) > MOST_PICTURES:
        for entry in sorted(kept, key=lambda one: one.stat().st_mtime)[: len(kept) // 2]:
            Path(entry.path).unlink(missing_ok=True)
