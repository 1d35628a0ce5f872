"""Rows of the overview for rounds in which the parties confirm their contacts: what is not answered, and the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from samverk.agreements.queries.situations import Answer
from samverk.outreach.queries.debts import Debt, unconfirmed
from samverk.parties.policy import can_keep_posts, can_open_round
from samverk.parties.queries import Round, rounds
from samverk.rules.wording import Many, say
from samverk.web import formats
from samverk.web.overview.rows import For
from samverk.web.shapes import Todo


def unanswered(answers: Sequence[Answer], reader: For) -> list[tuple[str, Todo]]:
    """A row for each of the reader's own parties that has not answered, with the act; for those who run the agreement
    one for all parties together. Nothing for anybody else. One statement.
    """
    wanted = (
        [one for one in answers if reader.chosen.agreement in ("", one.agreement)] if not reader.chosen.body else []
    )
    asked = rounds([one.agreement for one in wanted if _concerns(one, reader)])
    found = []
    for answer in wanted:
        if answer.agreement in asked:
            found += [(_status(asked[answer.agreement], reader), row) for row in _rows(answer, asked, reader)]
    return found


def _concerns(answer: Answer, reader: For) -> bool:
    """Whether the reader runs the agreement, or speaks for any party."""
    runs = can_open_round(reader.asking, agreement=answer.agreement) is None
    return runs or bool(reader.asking.parties())


def _status(asked: Round, reader: For) -> str:
    return "late" if reader.today > asked.last_day else "due"


def _rows(answer: Answer, asked: dict[str, Round], reader: For) -> Iterator[Todo]:
    chosen, one = reader.chosen.party, asked[answer.agreement]
    owed = [debt for debt in unconfirmed(answer, one) if chosen in ("", _party(debt))]
    runs = can_open_round(reader.asking, agreement=answer.agreement) is None
    if runs and not chosen:
        if owed:
            yield _all_of_them(answer, one, len(owed), reader)
        return
    for debt in owed:
        may = can_keep_posts(reader.asking, agreement=answer.agreement, party=_party(debt)) is None
        if may and (runs or _party(debt) in reader.asking.parties()):
            yield _own(answer, debt, reader)


def _party(debt: Debt) -> str:
    return debt.subject.partition(":")[2]


def _all_of_them(answer: Answer, asked: Round, count: int, reader: For) -> Todo:
    situation = answer.evaluation.situation
    heading = say(
        "{count} av {all} parter har inte bekräftat sina kontaktuppgifter",
        "{count} of {all} parties have not confirmed their contact details",
        count=Many(count),
        all=Many(len(situation.parties_on(situation.as_of))),
    ).in_language(reader.language)
    page = reverse("agreement-contacts", args=[answer.agreement])
    return _row(answer, reader, asked.last_day, heading=heading, verb=_("Se vilka"), href=page)


def _own(answer: Answer, debt: Debt, reader: For) -> Todo:
    page = reverse("party-contacts", args=[_party(debt)])
    heading = debt.what.in_language(reader.language)
    who = debt.who.in_language(reader.language)
    return _row(answer, reader, debt.due_on, heading=heading, who=who, verb=_("Bekräfta"), href=page)


def _row(answer: Answer, reader: For, day: date, *, heading: str, verb: str, href: str, who: str = "") -> Todo:
    short = answer.evaluation.situation.definition.short
    return Todo(
        heading=heading[:1].upper() + heading[1:],
        href=href,
        day=day,
        day_text=formats.day(day, reader.language, year=reader.today.year),
        countdown=formats.countdown(day, reader.today, reader.language),
        late=reader.today > day,
        who=who,
        where=short.in_language(reader.language) if reader.many else "",
        verb=verb,
        verb_href=href,
    )
