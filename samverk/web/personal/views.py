"""The register of processing for everyone; what is kept about oneself, to read and to take along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from samverk.accounts.policy import can_administer, can_keep_sign_ins, require
from samverk.accounts.queries import actor
from samverk.lib import clock
from samverk.outreach.actions.erasing import ERASURE
from samverk.outreach.queries.outbox import last_run
from samverk.outreach.queries.subject_access import everything_about
from samverk.rules.wording import Language
from samverk.web.outreach.rows import moment
from samverk.web.personal.register import REGISTER, periods, time_kept
from samverk.web.personal.values import said
from samverk.web.words import page_language

SORTS: Final[Mapping[str, str]] = {
    "account": gettext_noop("Konto"),
    "second_steps": gettext_noop("Andra steg vid inloggning"),
    "roles": gettext_noop("Roller"),
    "sign_ins": gettext_noop("Inloggningar"),
    "organisations": gettext_noop("Inloggning genom organisation"),
    "calendar": gettext_noop("Kalenderadress"),
    "successors": gettext_noop("Efterträdare"),
    "trace": gettext_noop("Spår av konto, roller och behörighet"),
    "contacts": gettext_noop("Kontakter med adressen"),
    "contacts_kept": gettext_noop("Kontakter som du har skött"),
    "recorded": gettext_noop("Händelser som du har registrerat"),
    "registered": gettext_noop("Poster i diariet som du har gjort"),
    "letters": gettext_noop("Utskick till adressen"),
    "dispatched_to": gettext_noop("Expedieringar till adressen"),
    "receipts": gettext_noop("Kvitton som du har lämnat"),
    "mailings": gettext_noop("Brev till många som du har skött"),
    "links": gettext_noop("Länkar i brev"),
    "reminders": gettext_noop("Påminnelser"),
    "declined": gettext_noop("Avböjda utskick"),
}
"""What each sort of data is called."""

FIELDS: Final[Mapping[str, str]] = {
    "email": gettext_noop("E-postadress"),
    "title": gettext_noop("Tjänst"),
    "language": gettext_noop("Språk"),
    "theme": gettext_noop("Utseende"),
    "is_active": gettext_noop("Öppet"),
    "kind": gettext_noop("Slag"),
    "name": gettext_noop("Namn"),
    "made_at": gettext_noop("Gjort"),
    "used_at": gettext_noop("Använt"),
    "agreement": gettext_noop("Avtal"),
    "party": gettext_noop("Part"),
    "organisation_id": gettext_noop("Part"),
    "body": gettext_noop("Organ"),
    "from_day": gettext_noop("Från och med"),
    "to_day": gettext_noop("Före"),
    "given_through": gettext_noop("Given genom"),
    "method": gettext_noop("Sätt"),
    "device": gettext_noop("Enhet"),
    "signed_in_at": gettext_noop("Inloggad"),
    "provider__title": gettext_noop("Organisation"),
    "subject": gettext_noop("Ärende eller beteckning"),
    "named_at": gettext_noop("Angiven"),
    "decided_at": gettext_noop("Avgjort"),
    "decided_by": gettext_noop("Av vem"),
    "outcome": gettext_noop("Utfall"),
    "at": gettext_noop("När"),
    "actor": gettext_noop("Av vem"),
    "about": gettext_noop("Om"),
    "role": gettext_noop("Roll"),
    "reason": gettext_noop("Skäl"),
    "phone": gettext_noop("Telefon"),
    "what": gettext_noop("Vad"),
    "organisation": gettext_noop("Part"),
    "year": gettext_noop("År"),
    "number": gettext_noop("Nummer"),
    "seq": gettext_noop("Nummer"),
    "valid_on": gettext_noop("Gäller dagen"),
    "recorded_at": gettext_noop("Registrerad"),
    "created_at": gettext_noop("Skapat"),
    "letter": gettext_noop("Brev"),
    "recipient": gettext_noop("Mottagare"),
    "state": gettext_noop("Läge"),
    "ended_at": gettext_noop("Avslutat"),
    "until": gettext_noop("Gäller till"),
    "revoked_at": gettext_noop("Återkallad"),
    "text": gettext_noop("Text"),
    "day": gettext_noop("Dag"),
    "thing": gettext_noop("Sak"),
    "due_on": gettext_noop("Sista dag"),
    "step": gettext_noop("Steg"),
    "dispatch__at": gettext_noop("När"),
    "dispatch__agreement": gettext_noop("Avtal"),
    "dispatch__subject": gettext_noop("Ärende eller beteckning"),
    "note": gettext_noop("Anteckning"),
}
"""What each field is called."""


@require_safe
def processing(request: HttpRequest) -> HttpResponse:
    """The register of processing. Those who run the installation also see when data were last erased."""
    language = page_language()
    asking = actor(request.user, clock.today(), clock.now())
    run = last_run(ERASURE) if can_administer(asking) is None else None
    context = {
        "answers": [(one.question.in_language(language), one.answer.in_language(language)) for one in REGISTER],
        "periods": [
            (one.what.in_language(language), time_kept(one, language), one.then.in_language(language))
            for one in periods()
        ],
        "administers": can_administer(asking) is None,
        "run_at": moment(run.ended_at or run.asked_at) if run is not None else "",
        "problem": run.problem if run is not None else "",
    }
    return render(request, "personal/processing.html", context)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about the one who asks."""
    found, language = _about(request), page_language()
    sorts = [(_(SORTS[name]), [_lines(name, row, language) for row in rows]) for name, rows in found.items() if rows]
    return render(request, "personal/mine.html", {"sorts": sorts, "today": clock.today()})


@require_safe
@login_required
def mine_as_file(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    told = {"written_on": clock.today().isoformat(), **_about(request)}
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    response["Cache-Control"] = "no-store"
    return response


def _about(request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
    user = request.user
    asking = actor(user, clock.today(), clock.now())
    require(can_keep_sign_ins(asking, str(user.pk)))
    return everything_about(user.email if isinstance(user, AbstractBaseUser) else "")


def _lines(sort: str, row: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """A row as names and values; what is empty is left out."""
    return [
        (_(FIELDS.get(name, name)), said(sort, name, value, language))
        for name, value in row.items()
        if value not in ("", None)
    ]
