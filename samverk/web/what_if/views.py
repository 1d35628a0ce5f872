"""What if: what is supposed, the form that adds to it, and what follows beside what follows today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samverk.agreements.queries import situations
from samverk.agreements.queries.what_if import Comparison, comparison
from samverk.lib.collation import sort_key
from samverk.rules.admission import may_be_party
from samverk.rules.intervals import FOREVER
from samverk.rules.provisions import Fee, Withdrawal
from samverk.rules.suppositions import address, words
from samverk.rules.suppositions.applying import notice_day
from samverk.rules.suppositions.counts import holders
from samverk.rules.suppositions.kinds import Budget, GivesNotice, Growth, Joins, Leaves, MixedKey, Supposition
from samverk.rules.wording import Language, Text, say
from samverk.web.agreements.views import Seen, look, switcher
from samverk.web.frame import Along, body
from samverk.web.moment import FIRST, LAST, Moment
from samverk.web.shapes import Choice, Shape
from samverk.web.what_if.effects import Effects
from samverk.web.what_if.forms import SupposeForm
from samverk.web.what_if.hinges import hinges
from samverk.web.what_if.money import YEAR_PARAMETER, money
from samverk.web.words import page_language

ADD_PARAMETER, COMPARED_PARAMETER = "lagg", "dag"


@dataclass(frozen=True, slots=True)
class Made(Shape):
    """A supposition in force on the page, and the address without it."""

    text: str
    without: str


@require_safe
def what_if(request: HttpRequest, agreement: str) -> HttpResponse:
    """The page. A form that adds something leads on to the address that says it; one that cannot says why."""
    seen = look(request, agreement, settled=True)
    moment = seen.moment
    compared = comparison(seen.answer, moment.day, _day(request, seen), moment.known_at)
    form = _form(seen, compared, request.GET) if ADD_PARAMETER in request.GET else None
    if form is not None and (following := _added(seen, form)) is not None:
        return redirect(following)
    language = page_language()
    key = (seen.answer.key, seen.moment, compared.day, language)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "what-if"),
        "timebar": seen.moment.timebar(reverse("what-if", args=[agreement])),
        "short": seen.answer.evaluation.situation.definition.short.in_language(language),
        "supposed": body("what_if/supposed.html", key, Along(lambda: _supposed(seen, compared, language))),
        "results": _results(request, seen, compared, language) if seen.answer.suppositions else "",
        "margin": _margin(seen, compared, language, form),
        "example": _example(seen),
    }
    wrong = bool(seen.refused) or form is not None
    return render(
        request,
        "what_if/what_if.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
    )


def _supposed(seen: Seen, compared: Comparison, language: Language) -> dict[str, Any]:
    return {
        "made": tuple(_made(seen, language)),
        "examples": () if seen.answer.suppositions else tuple(_examples(seen, compared, language)),
        "refused": tuple(item.why.in_language(language) for item in seen.refused),
        "clear": reverse("what-if", args=[seen.id]) + seen.moment.day_query,
    }


def _margin(seen: Seen, compared: Comparison, language: Language, form: SupposeForm | None) -> str:
    """The form and what is beside it. A form with something wrong in it is written out anew, an empty one is kept."""

    def made() -> dict[str, Any]:
        shown = form if form is not None else _form(seen, compared, None)
        return {
            "moment": seen.moment,
            "form": shown,
            "closed": _closed(seen, shown, language),
            "made": bool(seen.answer.suppositions),
            "assumptions": tuple(_assumptions(seen, language)),
            "pages": tuple(_pages(seen, compared)),
            "day": compared.day,
        }

    if form is not None:
        return render_to_string("what_if/margin.html", made())
    return body("what_if/margin.html", (seen.answer.key, seen.moment, compared.day, language), Along(made))


def _example(seen: Seen) -> bool:
    return any(fact.example for fact in seen.answer.evaluation.situation.facts)


def _day(request: HttpRequest, seen: Seen) -> date:
    """The day compared: the one asked for, else the first on which everybody has joined or left."""
    try:
        asked = date.fromisoformat(request.GET.get(COMPARED_PARAMETER, "").strip())
    except ValueError:
        asked = None
    if asked is not None and FIRST <= asked <= LAST:
        return asked
    return min(max(seen.moment.day, seen.takes_effect or FIRST), LAST)


def _examples(seen: Seen, compared: Comparison, language: Language) -> Iterator[Choice]:
    """Something to begin with, each with the agreement's own parties and words."""
    prepared = seen.answer.evaluation.situation
    here = reverse("what-if", args=[seen.id])
    for item in _to_begin_with(seen, compared):
        text = words.sentence(item, prepared.definition, prepared.name).in_language(language)
        moment = replace(seen.moment, supposed=(address.written(item),))
        yield Choice(label=text[:1].upper() + text[1:], href=here + moment.query)


def _to_begin_with(seen: Seen, compared: Comparison) -> Iterator[Supposition]:
    """Whoever holds a role leaves, the largest gives notice today, more money, another key."""
    prepared = seen.answer.evaluation.situation
    definition = prepared.definition
    following = seen.moment.today.year + 1
    roles = [item.now for item in holders(compared.now.situation, compared.now.situation) if item.now is not None]
    yield from (Leaves(code, date(following, 12, 31)) for code in (roles or prepared.parties_on(seen.moment.day))[:1])
    people = situations.latest_population()
    notice = definition.first(Withdrawal)
    staying = {code for code, spells in prepared.membership.items() if any(one.stop == FOREVER for one in spells)}
    if staying and notice is not None:
        yield GivesNotice(max(sorted(staying), key=lambda code: people.get(code, 0)), seen.moment.today)
    rule = definition.first(Fee)
    if rule is not None and rule.total != "none":
        yield Growth(Fraction(4))
        yield MixedKey(following, Fraction(25))


# --- the form -------------------------------------------------------------------------------------------


def _form(seen: Seen, compared: Comparison, data: Mapping[str, Any] | None) -> SupposeForm:
    """The form with those who may leave and join, as things would stand with what is already supposed."""
    prepared = compared.ahead
    held = prepared.membership
    names = {code: prepared.name(code).in_language(page_language()) for code in {*prepared.names, *held}}
    day = seen.moment.day
    leaving = [code for code, spells in held.items() if any(spell.stop > day for spell in spells)]
    staying = {code for code, spells in held.items() if any(spell.stop == FOREVER for spell in spells)}
    joining = [code for code in names if may_be_party(code, prepared.definition) and code not in staying]
    return SupposeForm(
        seen.answer.evaluation.situation.definition,
        _sorted(names, leaving),
        _sorted(names, joining),
        data,
        seen.moment.today.year + 1,
    )


def _sorted(names: Mapping[str, str], codes: list[str]) -> dict[str, str]:
    return {code: names[code] for code in sorted(codes, key=lambda code: sort_key(names[code]))}


def _added(seen: Seen, form: SupposeForm) -> str | None:
    """The address with what the form adds; None with every reason in the form when something cannot be supposed."""
    readable = form.is_valid()
    new = {address.written(item): item for item in form.found}
    told = {_about(text) for text in new}
    together = [*(text for text in seen.moment.supposed if _about(text) not in told), *new]
    found = situations.supposing(seen.id, together, seen.moment.day, seen.moment.known_at)
    refused = found.refused if found is not None else ()
    language = page_language()
    for item in refused:
        if item.written in new:
            form.refuse(new[item.written], item.why.in_language(language))
        else:
            form.add_error(None, item.why.in_language(language))
    if refused or not readable:
        return None
    moment = replace(seen.moment, supposed=tuple(dict.fromkeys(together)))
    return reverse("what-if", args=[seen.id]) + moment.query + "#resultat"


def _about(text: str) -> tuple[str, str]:
    """What a supposition is about: a later one about the same thing takes its place."""
    word, _mark, rest = text.partition(":")
    if word in {"tillvaxt", "nyckel"}:
        return word, ""
    if word in {"lamnar", "sager-upp"}:
        return "lamnar", rest.partition(":")[0]
    return (word, rest) if word == "gar-med" else (word, rest.partition(":")[0])


def _made(seen: Seen, language: Language) -> Iterator[Made]:
    prepared = seen.answer.evaluation.situation
    here = reverse("what-if", args=[seen.id])
    for item in seen.answer.suppositions:
        text = words.sentence(item, prepared.definition, prepared.name).in_language(language)
        own = address.written(item)
        rest = replace(seen.moment, supposed=tuple(one for one in seen.moment.supposed if one != own))
        yield Made(text[:1].upper() + text[1:], here + rest.query)


def _closed(seen: Seen, form: SupposeForm, language: Language) -> str:
    """That nobody can join, where every municipality the agreement is open to is a party already."""
    if "med_part" in form.fields:
        return ""
    return say(
        "Alla som {agreement} är öppet för är redan parter. En till kräver att avtalet ändras.",
        "Everybody {agreement} is open to is a party already. One more takes an amendment.",
        agreement=seen.answer.evaluation.situation.definition.short,
    ).in_language(language)


# --- what follows ---------------------------------------------------------------------------------------


def _results(request: HttpRequest, seen: Seen, compared: Comparison, language: Language) -> str:
    wanted = request.GET.get(YEAR_PARAMETER, "")[:4]

    def main() -> dict[str, Any]:
        effects = Effects(compared, seen.moment, seen.id, language)
        return {
            "day": compared.day,
            "money": money(compared, wanted, seen.moment, seen.id, language),
            "groups": effects.groups(),
            "of_parties": effects.of_parties(),
            "bodies": effects.bodies(),
            "counts": effects.counts(),
            "due": effects.due(seen.moment.day),
            "hinges": hinges(compared, seen.moment, seen.id, language),
        }

    key = (seen.answer.key, seen.moment, compared.day, wanted, language)
    return body("what_if/results.html", key, Along(main))


def _assumptions(seen: Seen, language: Language) -> Iterator[str]:
    """What each supposition takes for granted."""
    prepared = seen.answer.evaluation.situation
    rule = prepared.definition.first(Withdrawal)
    for item in seen.answer.suppositions:
        match item:
            case Leaves(party, day) if rule is not None:
                text = _about_leaving(prepared.name(party), day, notice_day(rule, day), seen.moment.today)
                yield text.in_language(language)
            case GivesNotice(party, day):
                yield say(
                    "Alla som ska ha uppsägningen från {name} har den {day}. Sista dagen följer av avtalet.",
                    "Everybody who must have the notice from {name} has it on {day}. The last day follows.",
                    name=prepared.name(party),
                    day=day,
                ).in_language(language)
            case Joins(party, day):
                yield say(
                    "{name} gör allt som krävs av en ny part {day}.",
                    "{name} does all that is asked of a new party on {day}.",
                    name=prepared.name(party),
                    day=day,
                ).in_language(language)
            case Budget() | Growth():
                text = Text(
                    "Bara summan är antagen, inte att någon har beslutat den.",
                    "Only the sum is supposed, not that anybody has decided it.",
                )
                yield text.in_language(language)
            case _:
                pass


def _about_leaving(name: Text, day: date, notice: date, today: date) -> Text:
    late = Text(" Den dagen har passerat.", " That day has passed.") if notice < today else Text("", "")
    return say(
        "{day} är sista dagen som part för {name}, hur det än går till. Med uppsägning ska alla ha den {notice}.{late}",
        "{day} is the last day as a party for {name}, however it comes about. By notice, all must have it on {notice}."
        "{late}",
        day=day,
        name=name,
        notice=notice,
        late=late,
    )


def _pages(seen: Seen, compared: Comparison) -> Iterator[Choice]:
    """The other pages of the agreement with the same supposed, on the day compared."""
    if not seen.answer.suppositions:
        return
    moment: Moment = replace(seen.moment, day=compared.day)
    for name, label in (
        ("agreement", _("Avtalet den dagen")),
        ("parties", _("Parterna")),
        ("fees", _("Avgifterna")),
        ("wheel", _("Årshjulet")),
    ):
        try:
            yield Choice(label=label, href=reverse(name, args=[seen.id]) + moment.query)
        except NoReverseMatch:
            continue
