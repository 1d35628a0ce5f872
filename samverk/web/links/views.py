"""The page behind a link in a letter: one act, once, without signing in, and nothing else.

Looking never writes: programs that guard mailboxes open every link. The POST does the act. It asks for no token, for
the secret in the address is all that counts, and a token would set a cookie; no session is made. The page is kept by
no browser, tells no other server where it was, and its address is masked in the log (``samverk.lib.masking``).
"""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import ROLE_NAMES, NotAllowed
from samverk.agreements.actions.documents import plain_name, too_large
from samverk.agreements.queries.acts import verb_of
from samverk.agreements.queries.situations import evaluation
from samverk.lib import clock
from samverk.outreach.actions.links import LinkOver, hand_in_by_link, record_by_link
from samverk.outreach.queries.debts import debts_of
from samverk.outreach.queries.letters import HANDS_IN
from samverk.outreach.queries.links import HAND_IN, Standing, link_of, standing
from samverk.records.actions.papers import PaperRefused
from samverk.rules.admission import FactRefused
from samverk.rules.facts import FACT_KINDS
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, lowered, say
from samverk.web.accounts import limits
from samverk.web.accounts.origin_address import client_address
from samverk.web.documents.upload import IntoStore, as_file, files_in
from samverk.web.links.forms import HandInForm, OneActForm
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.outreach.models import Link

LANGUAGES: Final = ("sv", "en")


@csrf_exempt  # the secret is what counts, see above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_act(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows what one is about to do, POST does it once."""
    link = link_of(secret)
    asked = request.GET.get("sprak", "")
    if asked in LANGUAGES or link is not None:
        with override(asked if asked in LANGUAGES or link is None else link.user.language):
            return _private(_answer(request, link, secret))
    return _private(_answer(request, link, secret))


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answer(request: HttpRequest, link: Link | None, secret: str) -> HttpResponse:
    if link is None:
        if not limits.count((limits.LINK_FROM_PLACE, client_address(request))).allowed:
            return limits.too_many(request)
        return _over(request, None, None)
    if request.method == "POST" and not limits.count((limits.LINK_FORM, link.secret_hash)).allowed:
        return limits.too_many(request)
    found = standing(link, clock.now())
    if found is not Standing.OPEN:
        return _over(request, link, found)
    try:
        if link.kind == HAND_IN:
            return _hand_in(request, link, secret)
        return _record(request, link, secret)
    except LinkOver as over:
        return _over(request, link_of(secret), over.standing)


# --- a fact -----------------------------------------------------------------------------------------------


def _record(request: HttpRequest, link: Link, secret: str) -> HttpResponse:
    answer = evaluation(link.agreement, clock.today())
    if answer is None or link.kind not in FACT_KINDS:
        return _over(request, link, Standing.ENDED)
    situation = answer.evaluation.situation
    kind = FACT_KINDS[link.kind]
    data = request.POST if request.method == "POST" else None
    form = OneActForm(kind, situation.definition, link.given, page_language(), data, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            fact = record_by_link(
                secret=secret, valid_on=form.cleaned_data["valid_on"], payload=form.payload(), at=clock.now()
            )
        except FactRefused as refusal:
            form.add_error(None, refusal.message.in_language(page_language()))
        except NotAllowed:
            return _over(request, link, Standing.ENDED)
        else:
            done = [*form.filled(), (_("Nummer i händelserna"), str(fact.seq))]
            return _done(request, link, situation, kind.name, done)
    owed = next((debt.what for debt in debts_of(answer) if link.thing and debt.thing == link.thing), None)
    more = {
        "form": form,
        "fields": form.asked(),
        "more": form.more(),
        "settled": form.settled(),
        "owed": owed.in_language(page_language()) if owed is not None else "",
    }
    return _page(request, link, situation, _to_do(link, situation), more)


def _to_do(link: Link, situation: Situation) -> Text:
    """What one is about to do: the verb, and the provision or post that it is about, otherwise the kind of fact."""
    about = next((f"{key}:{link.given[key]}" for key in ("rule", "role", "body") if key in link.given), None)
    what = situation.name(about) if about is not None else FACT_KINDS[link.kind].name
    verb = verb_of(link.kind)
    with override("sv"):
        sv = _(verb)
    with override("en"):
        en = _(verb)
    return say("{verb}: {what}", "{verb}: {what}", verb=Text(sv, en), what=lowered(what))


# --- a document -------------------------------------------------------------------------------------------


def _hand_in(request: HttpRequest, link: Link, secret: str) -> HttpResponse:
    situation = _situation(link)
    if situation is None:
        return _over(request, link, Standing.ENDED)
    if request.method != "POST":
        return _document_page(request, link, situation, HandInForm(None, page_language()))
    handler = IntoStore(request)
    request.upload_handlers = [handler]
    try:
        return _sent(request, link, secret, situation)
    finally:
        handler.clear()


def _sent(request: HttpRequest, link: Link, secret: str, situation: Situation) -> HttpResponse:
    form = HandInForm(request.POST, page_language())
    files = files_in(request, "files")
    if len(files) != 1:
        form.add_error(None, _("Välj en fil."))
    if not form.is_valid():
        return _document_page(request, link, situation, form)
    try:
        file = as_file(files[0])
        name = plain_name(files[0].name or "")
        if file is None:
            raise too_large(name, files[0].size or 0)
        title = form.cleaned_data["title"] or PurePath(name).stem.replace("_", " ")
        kept = hand_in_by_link(secret=secret, file=file, kind=form.cleaned_data["kind"], title=title, at=clock.now())
    except PaperRefused as refusal:
        form.add_error(None, refusal.message.in_language(page_language()))
        return _document_page(request, link, situation, form)
    except NotAllowed:
        return _over(request, link, Standing.ENDED)
    return _done(request, link, situation, HANDS_IN, [(_("Titel"), kept.title), (_("Fil"), name)])


def _document_page(request: HttpRequest, link: Link, situation: Situation, form: HandInForm) -> HttpResponse:
    more = {
        "form": form,
        "fields": list(form),
        "files": True,
        "largest": settings.LARGEST_DOCUMENT // 1_000_000,
        "scanned": bool(settings.CLAMD),
    }
    return _page(request, link, situation, HANDS_IN, more)


# --- the pages --------------------------------------------------------------------------------------------


def _situation(link: Link) -> Situation | None:
    answer = evaluation(link.agreement, clock.today())
    return answer.evaluation.situation if answer is not None else None


def _named(link: Link, situation: Situation, name: Text) -> dict[str, Any]:
    language = page_language()
    return {
        "language": language,
        "other": "en" if language == "sv" else "sv",
        "heading": name.in_language(language),
        "agreement": situation.definition.short.in_language(language),
        "party": situation.name(link.party).in_language(language),
        "role": ROLE_NAMES[link.role.kind].in_language(language),
        "title": link.user.title,
    }


def _page(request: HttpRequest, link: Link, situation: Situation, name: Text, more: dict[str, Any]) -> HttpResponse:
    context = {
        **_named(link, situation, name),
        "last": _last_day(link),
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if more["form"].errors else HTTPStatus.OK
    return render(request, "links/act.html", context, status=status)


def _last_day(link: Link) -> date:
    return (link.until - timedelta(seconds=1)).astimezone(clock.STOCKHOLM).date()


def _done(
    request: HttpRequest, link: Link, situation: Situation, name: Text, done: list[tuple[str, str]]
) -> HttpResponse:
    return render(request, "links/done.html", {**_named(link, situation, name), "done": done})


def _over(request: HttpRequest, link: Link | None, found: Standing | None) -> HttpResponse:
    """What has happened to the link and what to do; nothing of what it was for, which a stranger could be reading."""
    language = page_language()
    used = link.used_at.astimezone(clock.STOCKHOLM) if link is not None and link.used_at is not None else None
    context = {
        "language": language,
        "other": "en" if language == "sv" else "sv",
        "standing": str(found) if found is not None and link is not None else "unknown",
        "used": used,
        "last": _last_day(link) if link is not None else None,
    }
    status = HTTPStatus.GONE if link is not None else HTTPStatus.NOT_FOUND
    return render(request, "links/over.html", context, status=status)
