"""Reads of the whole trace of accounts and rights: how much there is, and whether it holds together."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef

from samverk.accounts.models import Trace, TraceKind


def trace_rows() -> int:
    """How many rows."""
    return Trace.objects.count()


def closes_nothing() -> list[int]:
    """Rows that close what their actor had not opened in that agreement before."""
    opened = Trace.objects.filter(
        pk=OuterRef("closes"), kind=TraceKind.CONTENT_OPENED, actor_id=OuterRef("actor_id"),
        agreement=OuterRef("agreement"), at__lte=OuterRef("at"),
    )  # fmt: skip
    closing = Trace.objects.filter(kind=TraceKind.CONTENT_CLOSED).exclude(Exists(opened))
    return list(closing.order_by("pk").values_list("pk", flat=True)) + list(
        Trace.objects.filter(closes__gte=F("pk")).order_by("pk").values_list("pk", flat=True)
    )
