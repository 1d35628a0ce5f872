"""The fees of an agreement: the newest year with a budget, or the year asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.agreements import policy
from samverk.rules.provisions import Fee
from samverk.rules.wording import Language, Text
from samverk.web.agreements import derivation, questions
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.errors import Missing
from samverk.web.fees import leaflet, table_file
from samverk.web.fees.book import Book, book_of
from samverk.web.fees.seen import SeenFee, fee_of, is_example, require_year, see_fee
from samverk.web.fees.year import YearPage, choice, why_address, year_address
from samverk.web.frame import Along, body, kept_along
from samverk.web.moment import Moment
from samverk.web.words import page_language


@require_safe
def fees(request: HttpRequest, agreement: str) -> HttpResponse:
    """The newest year with a budget; that there is none, where the agreement has no fee or no budget is known."""
    seen = see(request, agreement)
    fee = fee_of(seen)
    if fee is None:
        return _without_fee(request, seen)
    asked = request.GET.get("ar", "")
    if asked.isascii() and asked.isdecimal() and len(asked) == 4:
        return redirect(year_address(fee, int(asked)))
    if fee.newest is None:
        return _without_budget(request, fee)
    return _year(request, fee, fee.newest)


@require_safe
def fees_of_year(request: HttpRequest, agreement: str, year: int) -> HttpResponse:
    """One year's fee."""
    fee = see_fee(request, agreement)
    require_year(fee, year)
    return _year(request, fee, year)


def _workbook(book: Book, day: date) -> bytes:
    """Loaded when the first workbook is asked for: it takes 13 MB that most workers never need."""
    written: bytes = importlib.import_module("samverk.web.fees.spreadsheet").workbook(book, day)
    return written


# What a year can be taken away as: the kind of file, and what makes it.
_FILES: dict[str, tuple[str, Callable[[Book, date], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "pdf": ("application/pdf", leaflet.document),
    "csv": ("text/csv; charset=utf-8", lambda book, _day: table_file.table(book)),
}


@require_safe
def fees_file(request: HttpRequest, agreement: str, year: int, form: str) -> HttpResponse:
    """A year's fee as a spreadsheet that calculates itself, a document, or a table for other programs."""
    fee = see_fee(request, agreement)
    require_year(fee, year)
    if form not in _FILES:
        reason = Text(
            f"Avgifterna finns inte som ”{form}”. De finns som xlsx, pdf och csv.",
            f"The fees are not to be had as “{form}”, but as xlsx, pdf and csv.",
        )
        raise Missing(reason, way=_TO_THE_YEAR, href=year_address(fee, year))
    seen, language = fee.seen, page_language()
    made = _made((seen.answer.key, seen.moment, year, form, language), Along(fee))
    if made is None:
        reason = Text(
            f"Avgifterna för {year} går inte att räkna ut än, så det finns inget att hämta.",
            f"The fees of {year} cannot be computed yet, so there is nothing to fetch.",
        )
        raise Missing(reason, way=_TO_THE_YEAR, href=year_address(fee, year))
    answer = HttpResponse(made, content_type=_FILES[form][0])
    supposed = "tank-om-" if seen.moment.is_supposing else ""
    answer["Content-Disposition"] = f'attachment; filename="{supposed}avgifter-{year}-{agreement}.{form}"'
    return answer


_TO_THE_YEAR = Text("Till årets avgifter", "To the fees of the year")


@kept_along
def _made(key: tuple[Any, Moment, int, str, Language], along: Along[SeenFee]) -> bytes | None:
    """The file; ``key`` holds everything it depends on."""
    _, moment, year, form, language = key
    book = book_of(along.value, year, language)
    return _FILES[form][1](book, moment.day) if book is not None else None


def _frame(seen: Seen, here: str) -> dict[str, Any]:
    return {"section": "agreements", "switcher": switcher(seen, "fees"), "timebar": seen.moment.timebar(here)}


def _without_fee(request: HttpRequest, seen: Seen) -> HttpResponse:
    language = page_language()
    evaluation = seen.answer.evaluation
    rule = evaluation.situation.definition.first(Fee)
    finding = next(iter(evaluation.by_rule.get(rule.id, ())), None) if rule is not None else None
    if rule is None or rule.silent:
        finding = None
        text = Text(
            "Avtalet säger inget om en avgift, och parterna betalar ingen.",
            "The agreement says nothing of a fee, and the parties pay none.",
        )
    else:
        text = Text("Parterna betalar ingen avgift.", "The parties pay no fee.")
    cites = rule.cite if rule is not None else ()
    context = {
        **_frame(seen, reverse("fees", args=[seen.id])),
        "lead": text.in_language(language),
        "finding": finding,
        "basis": questions.basis_of(finding) if finding is not None else "",
        "why": why_address(seen, finding.key) if finding is not None else "",
        "chips": derivation.chips(seen.id, evaluation.situation.definition, cites, seen.moment.query, language),
    }
    return render(request, "fees/none.html", context)


def _without_budget(request: HttpRequest, fee: SeenFee) -> HttpResponse:
    text = Text(
        "Ingen budget är beslutad än. Avgiften räknas ut när budgeten och folkmängden är på plats.",
        "No budget has been adopted yet. The fee is computed once the budget and the population are there.",
    )
    seen, day = fee.seen, fee.seen.moment.day
    start = fee.situation.definition.valid_from.year
    context = {
        **_frame(seen, reverse("fees", args=[seen.id])),
        "lead": text.in_language(page_language()),
        "years": tuple(choice(fee, year, None) for year in range(day.year + 1, start - 1, -1)),
    }
    return render(request, "fees/none.html", context)


def _keep_href(fee: SeenFee, year: int) -> str:
    """Where the year's sheet is kept as a document, for those who may; "" for others, and for another day."""
    seen = fee.seen
    may = seen.moment.is_now and policy.keeps_documents(seen.actor, seen.id)
    return reverse("keep-fees", args=[seen.id, year]) if may and year in fee.years else ""


def _year(request: HttpRequest, fee: SeenFee, year: int) -> HttpResponse:
    seen, language = fee.seen, page_language()
    may = policy.can_record_fact(seen.actor, seen.id, kind="weights.updated", party=None) is None

    def main() -> dict[str, Any]:
        return YearPage(fee, year, language, may=may and not seen.moment.query).context()

    key = (seen.answer.key, seen.moment, year, may, seen.may_look_back, language)
    context = {
        **_frame(seen, reverse("fees-of-year", args=[seen.id, year])),
        "year": year,
        "main": body("fees/year_main.html", key, Along(main)),
        "keep_href": _keep_href(fee, year),
        "example": is_example(fee.situation, year),
    }
    return render(request, "fees/year.html", context)
