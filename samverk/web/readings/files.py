"""The readings desk's list as a document to keep: what a meeting that is to decide has before it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from samverk.integrations.paper import Heading, Items, Paper, Part, Span, Spans, Words, plain
from samverk.rules.wording import Language, say
from samverk.web import papers
from samverk.web.agreements.views import see
from samverk.web.readings.rows import Answer, ChangeRow, Place, Row, row
from samverk.web.readings.views import all_weighed, groups


@require_safe
def readings_file(request: HttpRequest, agreement: str, form: str) -> HttpResponse:
    """Every reading with what its answers change, as PDF or Word."""
    seen = see(request, agreement)

    def paper(language: Language) -> Paper:
        place = Place(agreement, seen.answer.evaluation, seen.moment.query, language)
        short = place.definition.short.in_language(language)
        as_of = say("Läget den {day}.", "As of {day}.", day=seen.moment.day).in_language(language)
        tried = _("Varje svar är prövat på det som har hänt, som om läsningen alltid hade gällt.")
        return Paper(
            title=f"{_('Tolkningar')}: {short}",
            language=language,
            day=seen.moment.day,
            parts=tuple(_parts([row(place, one) for one in all_weighed(seen)])),
            lead=plain(" ".join([*papers.supposed(seen.moment, language), as_of, tried])),
            contents=1,
        )

    return papers.sent(request, form, f"{agreement}-tolkningar", (seen.answer.key, seen.moment), paper)


def _parts(rows: list[Row]) -> Iterator[Part]:
    for group in groups(rows):
        yield Heading(1, (Span(group.heading), Span(f" {len(group.rows)}", "quiet")))
        for one in group.rows:
            yield from _reading(one)


def _reading(one: Row) -> Iterator[Part]:
    yield Heading(2, plain(one.question))
    yield Words(plain(one.why))
    marks = [span for chip in one.chips for span in (Span(" "), Span(chip.mark, "chip"))]
    yield Words((Span(f"{one.id}. {one.settled}", "quiet"), *marks))
    if one.case:
        yield Words((Span(f"{_('Exempel:')} {one.case}.", "quiet"),))
    for answer in one.answers:
        used = (Span(f" ({_('används')})"),) if answer.used else ()
        case = (Span(f" {answer.example}", "strong"),) if answer.example else ()
        label = f"{answer.label[:1].upper()}{answer.label[1:]}"
        yield Words((Span(label, "strong"), *used, Span(f". {answer.sentence}"), *case))
        lines = tuple(_lines(answer))
        if lines:
            yield Items(lines)


def _lines(answer: Answer) -> Iterator[Spans]:
    for change in answer.changes:
        yield plain(_change(change))
    if answer.more:
        yield plain(ngettext("Och en ändring till", "Och %(n)s ändringar till", answer.more) % {"n": answer.more})
    for item in answer.ahead:
        yield plain(f"{_('Framåt: %(label)s.') % {'label': item.label}} {item.before} {_('blir')} {item.after}")
    yield from (plain(told) for told in _past(answer))


def _past(answer: Answer) -> Iterator[str]:
    for label, count in answer.past:
        told = ngettext("%(label)s: en tidigare period", "%(label)s: %(n)s tidigare perioder", count)
        yield told % {"label": label, "n": count}
    if answer.more_past:
        more = ngettext(
            "Tidigare perioder av en bestämmelse till", "Tidigare perioder av %(n)s bestämmelser till", answer.more_past
        )
        yield more % {"n": answer.more_past}


def _change(change: ChangeRow) -> str:
    if change.before is None:
        return f"{_('Tillkommer:')} {change.after.text if change.after is not None else ''}"
    if change.after is None:
        return f"{_('Sägs inte längre:')} {change.before.text}"
    return f"{change.before.text} {_('blir')} {change.after.text}"
