"""The official list of a year as PDF or Word: what may be given to anybody who asks, whoever fetches it.

What is under a secrecy mark is left out of it also for those who may see it: the list is made to leave the house.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samverk.integrations.paper import Paper, Spans, Table, Words, plain
from samverk.lib import clock
from samverk.records import queries as records
from samverk.records.queries.register import DIRECTIONS, Entry, Lines, Sought, register_chain
from samverk.rules.wording import Language, Text
from samverk.web import papers
from samverk.web.agreements.views import see
from samverk.web.errors import Missing
from samverk.web.register.views import name_of


@require_safe
def register_file(request: HttpRequest, agreement: str, year: int, form: str) -> HttpResponse:
    """The lines of a year, the first first. Error: Missing for a year without lines."""
    seen = see(request, agreement)
    found = Lines(agreement, Sought(year=year), secrets=False).oldest_first() if 1900 <= year < 10_000 else []
    if not found:
        raise Missing(Text(f"Inget är diariefört {year}.", f"Nothing was registered in {year}."))
    organisations = sorted({one.organisation for one in found})
    heads = tuple(head.hash for head in records.heads([register_chain(one) for one in organisations]).values())
    names = ", ".join(name_of(one) for one in organisations)
    short = seen.answer.evaluation.situation.definition.short
    today = clock.today()

    def paper(language: Language) -> Paper:
        title = Text(f"Diarium {year}: {short.sv}", f"Register {year}: {short.en}").in_language(language)
        said = Text(
            f"Diariet förs av {names}. Uppgifter som är sekretessmarkerade är utelämnade. Nummer som saknas här hör "
            "till andra avtal som samma organisation förvaltar.",
            f"The register is kept by {names}. Details under a secrecy mark are left out. Numbers that are missing "
            "here belong to other agreements that the same organisation manages.",
        )
        return Paper(title, language, today, (Words(plain(said.in_language(language))), _table(found, language)))

    return papers.sent(request, form, f"diarium-{year}-{agreement}", (agreement, year, heads, names, today), paper)


def _table(found: list[Entry], language: Language) -> Table:
    heads = (
        Text("Nummer", "Number"), Text("Dag", "Day"), Text("Riktning", "Direction"),
        Text("Avsändare eller mottagare", "Sender or recipient"), Text("Vad ärendet rör", "Subject"),
    )  # fmt: skip
    return Table(
        tuple((head.in_language(language), False) for head in heads),
        tuple(_row(one, language) for one in found),
        widths=(2.2, 2, 1.8, 4, 6),
    )


def _row(one: Entry, language: Language) -> tuple[Spans, ...]:
    theirs = Text(f" (deras nummer {one.their_number})", f" (their number {one.their_number})").in_language(language)
    if one.is_masked:
        marked = Text("Sekretessmarkerad", "Under a secrecy mark").in_language(language)
        subject = f"{marked}: {one.ground.in_language(language)}"
    else:
        subject = one.subject
    counterpart = one.counterpart + (theirs if one.their_number else "")
    direction = DIRECTIONS[one.direction].in_language(language)
    return tuple(plain(text) for text in (one.name, one.day.isoformat(), direction, counterpart, subject))
