"""The parties of an agreement on a day: map, timeline, table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from samverk.agreements import policy
from samverk.rules.provisions import AdoptionRound, Entry, Membership, Withdrawal
from samverk.rules.standing import Standing, standings
from samverk.rules.wording import Language, Many, Text, say
from samverk.web.agreements.derivation import chips
from samverk.web.agreements.questions import basis_of
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.frame import Along, kept_along
from samverk.web.parties import choice as choices
from samverk.web.parties import margin, register, timeline
from samverk.web.parties.choice import Choice
from samverk.web.parties.figure import Figure
from samverk.web.shapes import Choice as Way
from samverk.web.words import page_language

_MOST_NAMED = 3
# Where the main part goes. Nothing that is escaped can hold it.
_PLACE: Final = SafeString("<!--parter-->")
_ASKED = ("visa", "del", "namn", "ordna")
_NAME = _ASKED.index("namn")


@require_safe
def parties(request: HttpRequest, agreement: str) -> HttpResponse:
    """Who is bound on a day and since when, and what each still lacks."""
    seen = see(request, agreement)
    language = page_language()
    here = reverse("parties", args=[agreement])
    asked = tuple(request.GET.get(name, "") for name in _ASKED)

    def main() -> dict[str, Any]:
        return _main(request, seen, language)

    # The verbs differ between those who may record something; everybody else sees the same page.
    who = seen.actor if policy.can_record_something(seen.actor, agreement) is None else None
    key = (seen.answer.key, seen.moment, seen.may_look_back, who, asked, language)
    write = _anew if asked[_NAME] else _kept
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "parties"),
        "timebar": seen.moment.timebar(here),
        "title": seen.answer.evaluation.situation.definition.short.in_language(language),
        "main": _PLACE,
        "example": any(fact.example for fact in seen.answer.evaluation.situation.facts),
    }
    page = render(request, "parties/parties.html", context)
    page.content = page.content.replace(_PLACE.encode(), write(key, Along(main)), 1)
    return page


def _anew(_key: Hashable, context: Along[Callable[[], dict[str, Any]]]) -> bytes:
    """The main part of the page. What somebody has searched for is not kept: there is no end to it.

    As bytes, put into the frame when that has been written: to join and encode half a megabyte for each view costs
    more than everything else the view does.
    """
    return render_to_string("parties/parties_main.html", context.value()).encode()


_kept = kept_along(_anew)


def _main(request: HttpRequest, seen: Seen, language: Language) -> dict[str, Any]:
    situation = seen.answer.evaluation.situation
    everyone = standings(seen.answer.evaluation)
    names = {one.party: situation.name(one.party).in_language(language) for one in everyone}
    parts = choices.parts_of(situation.definition, names, language)
    chosen = choices.read(request.GET, parts, {one.state for one in everyone})
    shown = choices.chosen(everyone, chosen, parts, names)
    by_name = choices.chosen(everyone, Choice(part=chosen.part), parts, names)
    here = reverse("parties", args=[seen.id])
    figure = Figure(seen, everyone, chosen, parts, language)
    return {
        "moment": seen.moment,
        "known_day": seen.moment.known[:10],
        "may_look_back": seen.may_look_back,
        "hidden_with_day": chosen.hidden(seen.moment.query),
        "hidden_with_choice": tuple(parse_qsl(seen.moment.query.removeprefix("?"))),
        "lead": _lead(seen, everyone).in_language(language),
        "days": tuple(_days(seen, everyone, chosen, language)),
        "chips": _chips(seen, language),
        "map": figure.chart({one.party for one in shown}) if everyone else None,
        "legend": figure.legend(),
        "parts": figure.rows(),
        "part": parts.names.get(chosen.part, ""),
        "chart": timeline.chart(situation, by_name, language),
        "terms": _terms(seen, language),
        "register": register.register(seen, shown, chosen, parts, language),
        "shown": len(shown),
        "all": len(everyone),
        "choice": chosen,
        "everyone_href": here + Choice(order=chosen.order).query(seen.moment.query),
        "shows": choices.shows(everyone, chosen, language),
        "part_options": tuple(choices.Option(part, name, part == chosen.part) for part, name in parts.names.items()),
        "orders": choices.orders(chosen, parts),
        "counts": margin.counts(seen, by_name, language),
        "leaving": tuple(islice(margin.leaving(seen, everyone, language), margin.MOST_LEAVING)),
        "leaving_href": margin.all_leaving(everyone, here, chosen, seen.moment.query),
        "outcomes": margin.outcomes(seen, language),
    }


def _lead(seen: Seen, everyone: Sequence[Standing]) -> Text:
    """How many are bound, who leaves when, and who is on the way."""
    situation = seen.answer.evaluation.situation
    bound = [one for one in everyone if one.is_bound]
    sentences = [_how_many(len(bound), seen.moment.day)]
    leaving = sorted((one for one in bound if one.state == "under_notice"), key=lambda one: _last_day(one) or date.max)
    if len(leaving) > _MOST_NAMED:
        sentences.append(say("{n} har sagt upp sig.", "{n} have given notice.", n=Many(len(leaving))))
    else:
        sentences += [_leaves(situation.name(one.party), _last_day(one)) for one in leaving]
    others = len(everyone) - len(bound)
    if others:
        sentences.append(
            say("{n} av {all} är inte bundna.", "{n} of {all} are not bound.", n=Many(others), all=len(everyone))
            if others > 1
            else say("En av {all} är inte bunden.", "One of {all} is not bound.", all=len(everyone))
        )
    return Text(" ".join(map(_capital, (s.sv for s in sentences))), " ".join(map(_capital, (s.en for s in sentences))))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _how_many(count: int, day: date) -> Text:
    if count == 0:
        return say("Ingen kommun är bunden den {day}.", "No municipality is bound on {day}.", day=day)
    if count == 1:
        return say("En kommun är bunden den {day}.", "One municipality is bound on {day}.", day=day)
    return say("{n} kommuner är bundna den {day}.", "{n} municipalities are bound on {day}.", n=Many(count), day=day)


def _leaves(name: Text, last: date | None) -> Text:
    if last is None:
        return say("{name} har sagt upp sig.", "{name} has given notice.", name=name)
    return say(
        "{name} har sagt upp sig och är part till och med {last}.",
        "{name} has given notice and is a party through {last}.",
        name=name,
        last=last,
    )


def _last_day(one: Standing) -> date | None:
    return one.history.last_day if one.history is not None else None


def _days(seen: Seen, everyone: Sequence[Standing], chosen: Choice, language: Language) -> Iterator[Way]:
    """Days to jump to: when it began, today, and the days after somebody leaves."""
    here = reverse("parties", args=[seen.id])

    def way(label: Text, day: date) -> Way:
        query = chosen.query(replace(seen.moment, day=day).query)
        return Way(label=label.in_language(language), href=here + query, current=day == seen.moment.day)

    situation = seen.answer.evaluation.situation
    starts = [held[0].start for held in situation.membership.values() if held]
    if starts and min(starts) != seen.moment.today:
        yield way(Text(f"Start {min(starts).year}", f"Start {min(starts).year}"), min(starts))
    yield way(Text("I dag", "Today"), seen.moment.today)
    leaving = [(last, one) for one in everyone if one.state == "under_notice" and (last := _last_day(one)) is not None]
    for last, one in sorted(leaving, key=lambda item: (item[0], item[1].party))[:2]:
        name = situation.name(one.party)
        yield way(say("När {name} lämnat", "When {name} has left", name=name), last + timedelta(days=1))


def _chips(seen: Seen, language: Language) -> tuple[Any, ...]:
    """The clauses that say who the parties are, how they come in and how they leave."""
    definition = seen.answer.evaluation.situation.definition
    kinds = (Membership, AdoptionRound, Entry, Withdrawal)
    cites = tuple(cite for kind in kinds for rule in definition.of_kind(kind) for cite in rule.cite[:1])
    return chips(seen.id, definition, cites, seen.moment.query, language)


def _terms(seen: Seen, language: Language) -> Mapping[str, Any] | None:
    """What makes a municipality a party, in the words of the provision, and how sure that is."""
    evaluation = seen.answer.evaluation
    definition = evaluation.situation.definition
    rule = definition.first(Entry)
    found = evaluation.current(rule.id) if rule is not None else ()
    if rule is None or not found:
        return None
    return {
        "label": rule.label.in_language(language),
        "chips": chips(seen.id, definition, rule.cite[:2], seen.moment.query, language),
        "basis": basis_of(found[0]),
        "why": reverse("why", args=[seen.id, found[0].key]) + seen.moment.query,
    }
