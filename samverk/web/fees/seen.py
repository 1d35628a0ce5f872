"""The fee of an agreement as the visitor sees it: its provision, its years, a year under the terms it was fixed by."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from samverk.agreements.queries.terms import under_version_of
from samverk.rules import fee_sheet
from samverk.rules.facts import Fact
from samverk.rules.fee_sheet import FeeYear
from samverk.rules.provisions import Fee
from samverk.rules.situation import Situation
from samverk.rules.wording import Text
from samverk.web.agreements.views import Seen, see
from samverk.web.errors import Missing


@dataclass(frozen=True, slots=True)
class SeenFee:
    """An agreement with a fee to split, at the moment asked for, and the years that have a budget."""

    seen: Seen
    situation: Situation
    rule: Fee
    years: tuple[int, ...]

    @property
    def newest(self) -> int | None:
        """The newest year with a budget."""
        return self.years[-1] if self.years else None


def fee_rule(seen: Seen) -> Fee | None:
    """The provision on a fee, None where the agreement has none or says that nothing is paid."""
    rule = seen.answer.evaluation.situation.definition.first(Fee)
    return rule if rule is not None and rule.total != "none" else None


def fee_of(seen: Seen) -> SeenFee | None:
    """The fee of the agreement, None where there is none to split."""
    rule = fee_rule(seen)
    situation = seen.answer.evaluation.situation
    return SeenFee(seen, situation, rule, fee_sheet.years(situation)) if rule is not None else None


def see_fee(request: HttpRequest, agreement: str) -> SeenFee:
    """The fee of an agreement the visitor may see. Errors: Missing, NotAllowed."""
    found = fee_of(see(request, agreement))
    if found is None:
        reason = Text("Avtalet har ingen avgift att räkna ut.", "The agreement has no fee to compute.")
        raise Missing(reason, way=Text("Till avtalet", "To the agreement"), href=reverse("agreement", args=[agreement]))
    return found


def require_year(fee: SeenFee, year: int) -> None:
    """Lets through a year that has a budget, or could get one. Error: Missing."""
    latest = max(fee.seen.moment.day.year + 1, fee.newest or 0)
    earliest = min((fee.situation.definition.valid_from.year, *fee.years[:1]))
    if earliest <= year <= latest:
        return
    reason = Text(
        f"Det finns ingen avgift för {year}. Avtalet har avgifter från {earliest} till {latest}.",
        f"There is no fee for {year}. The agreement has fees from {earliest} to {latest}.",
    )
    href = reverse("fees", args=[fee.seen.id]) + fee.seen.moment.query
    raise Missing(reason, way=Text("Till avgifterna", "To the fees"), href=href)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A year under the terms it was fixed by. ``other_version``: they are those of an earlier version of the agreement;
    then the derivations are those of the day it was fixed.
    """

    situation: Situation
    rule: Fee
    found: FeeYear
    other_version: bool
    fixed_by: Fact | None


def fixed_year(fee: SeenFee, year: int) -> Fixed:
    """The year's fee. One statement more when its figures have been fixed: which version of the agreement held then."""
    situation, rule, other = fee.situation, fee.rule, False
    fact = fixing(situation, year)
    if fact is not None:
        earlier = under_version_of(fee.seen.answer, situation.first_day(fact), fact.recorded_at)
        own = earlier.definition.rules.get(rule.id) if earlier is not None else None
        if earlier is not None and isinstance(own, Fee):
            situation, rule, other = earlier, own, True
    found = fee_sheet.fee_year(situation, rule, year)
    if found is None:  # an earlier version without a fee: the present one answers
        situation, rule, other = fee.situation, fee.rule, False
        found = fee_sheet.fee_year(situation, rule, year)
    assert found is not None  # noqa: S101 - the rule has a fee, or see_fee would have refused
    return Fixed(situation, rule, found, other, fact)


def fixing(situation: Situation, year: int) -> Fact | None:
    """The fact that fixed a year's figures, the latest in force."""
    facts = [fact for fact in situation.of("weights.updated") if int(fact.payload["year"]) == year]
    return facts[-1] if facts else None


def is_example(situation: Situation, year: int) -> bool:
    """Whether something a year's fee is made of is made up."""
    kinds = ("budget.adopted", "weights.updated", "outcome.recognised")
    return any(fact.example for fact in situation.of(*kinds) if int(fact.payload["year"]) == year)
