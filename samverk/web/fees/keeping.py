"""A year's fee sheet kept as a document of the agreement: the PDF of the day, as the parties were shown it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samverk.accounts.policy import require
from samverk.agreements import policy
from samverk.agreements.actions import documents
from samverk.agreements.actions.documents import File, Told
from samverk.lib import clock, store
from samverk.records.actions.papers import PaperRefused
from samverk.records.queries import papers
from samverk.records.queries.papers import FEES, PARTIES
from samverk.web.documents.seen import access_of
from samverk.web.fees import leaflet
from samverk.web.fees.book import book_of
from samverk.web.fees.seen import require_year, see_fee
from samverk.web.fees.year import year_address
from samverk.web.words import page_language


@require_POST
def keep_fees(request: HttpRequest, agreement: str, year: int) -> HttpResponse:
    """Keep the sheet for those who take part; a later day's sheet is a new version of the same document."""
    fee = see_fee(request, agreement)
    require_year(fee, year)
    seen = fee.seen
    require(policy.can_add_document(seen.actor, access_of(seen), ""))
    book = book_of(fee, year, page_language()) if seen.moment.is_now else None
    if book is None:
        return redirect(year_address(fee, year))
    arriving = store.documents().arriving()
    arriving.write(leaflet.document(book, seen.moment.day))
    file = File(arriving.finish(), f"avgifter-{year}-{agreement}.pdf")
    title = f"Avgiftsblad {year}"
    kept = papers.paper_called(agreement, FEES, title)
    now = clock.now()
    try:
        if kept is None:
            told = Told(title, FEES, "", PARTIES)
            kept = documents.add_document(agreement=agreement, file=file, told=told, by=seen.actor, recorded_at=now)
        else:
            documents.add_version(paper=kept, file=file, by=seen.actor, recorded_at=now)
        messages.success(request, _("Sparad som handling."), extra_tags="ok")
    except PaperRefused:
        if kept is None:
            raise
        messages.info(request, _("Årets avgiftsblad finns redan som handling, likadant."), extra_tags="ok")
    return redirect(reverse("document", args=[agreement, kept.key]))
