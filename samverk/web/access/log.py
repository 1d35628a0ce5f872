"""The log of an agreement as a file to keep: for those who run it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samverk.accounts.policy import require
from samverk.accounts.queries import actor
from samverk.agreements.queries import listings
from samverk.lib import clock
from samverk.outreach.policy import can_export_log, kept_by
from samverk.outreach.queries import log
from samverk.rules.wording import Text
from samverk.web.agreements.views import look
from samverk.web.errors import Missing

_TYPES: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}
_BACK: Final = Text("Till behörigheterna", "To the rights")


@require_safe
@never_cache
def log_file(request: HttpRequest, agreement: str, form: str) -> HttpResponse:
    """Facts, acts on documents, rights and mail of the agreement. What is not there, and for whom, is said first."""
    asking = actor(request.user, clock.today(), clock.now())
    denied = can_export_log(asking, agreement=agreement)
    if denied is not None or listings.agreement(agreement) is None:
        look(request, agreement)  # says that there is none, to who may not see it
    require(denied)
    if form not in _TYPES:
        reason = Text(
            f"Loggen finns inte som ”{form}”, men som csv och jsonl.", f"The log is csv or jsonl, not “{form}”."
        )
        raise Missing(reason, way=_BACK, href=reverse("agreement-access", args=[agreement]))
    # An administrator who has opened the content does not read what is kept by those who run the agreement.
    found = log.rows(agreement, papers="cooperation" if agreement in kept_by(asking) else "public")
    made = "".join(log.FORMS[form](found))
    answer = HttpResponse(made, content_type=_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="logg-{agreement}-{clock.today()}.{form}"'
    return answer
