"""Which documents are under a secrecy mark: a line in force of the register, with a ground, is about them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from samverk.records.models import Document, RegisterEntry, RegisterPaper


def superseded(prefix: str = "") -> Exists:
    """Whether a line of the register has been corrected by a later revision. ``prefix``: the way to the line."""
    same = {name: OuterRef(f"{prefix}{name}") for name in ("organisation", "year", "number")}
    return Exists(RegisterEntry.objects.filter(**same, revision__gt=OuterRef(f"{prefix}revision")))


def marked() -> Exists:
    """Whether a document is under a secrecy mark."""
    lines = RegisterPaper.objects.filter(document=OuterRef("pk"), entry__chapter__isnull=False)
    return Exists(lines.filter(~superseded("entry__")))


def documents() -> QuerySet[Document]:
    """Documents, each with ``secret``: whether it is under a mark."""
    return Document.objects.annotate(secret=marked())
