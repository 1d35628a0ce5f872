"""The five patterns of duty, and what a power amounts to (N-6, N-7, N-10, N-11, K-6, K-8; semantics C.5)."""

from __future__ import annotations

from datetime import date

import pytest

from samverk.rules.finding import Finding, Verdict
from samverk.rules.frozen import replace
from samverk.rules.intervals import Interval
from tests.rules.small_world import ALE, BJUV, KIL, START, Story, evaluated, findings

PAY = """
[rule.betala]
kind = "duty"
label = { sv = "Betala avgiften", en = "Pay the fee" }
cite = ["2/p7"]
bearer = "each_party"
act = "pay"
pattern = "on_event"
trigger = "invoice_issued"
within = "P30D"
check = "auto"
evidence = ["payment"]
"""
OPENLY = """
[rule.oppet]
kind = "duty"
label = { sv = "Arbeta öppet", en = "Work openly" }
cite = ["2/p6"]
bearer = "each_party"
act = "work_openly"
pattern = "continuous"
check = "attested"
evidence = ["attestation"]
[rule.uppfoljning]
kind = "duty"
label = { sv = "Följa upp", en = "Follow up" }
cite = ["2/p6"]
bearer = "role:vard"
act = "follow_up"
pattern = "recurring"
quota = { per = "year", min = 1, window = { from = "09-01", to = "12-31" } }
collects = "attestations"
check = "auto"
evidence = ["document"]
basis = { quota = "t-2" }
[interpretation.t-2]
param = "rule.uppfoljning.quota"
status = "provisional"
decides = "body:grupp"
options = [{ per = "year", min = 1, window = { from = "09-01", to = "12-31" } }, { per = "year", min = 2 }]
q = "Hur ofta?"
q_en = "How often?"
why = "Texten tiger."
why_en = "The text is silent."
"""
COPY = """
[rule.exemplar]
kind = "duty"
label = { sv = "Ett exemplar till var och en", en = "A copy to each" }
cite = ["2/p6"]
bearer = "role:vard"
act = "deliver_copy"
pattern = "on_event"
trigger = "party_entered"
within = "open"
check = "auto"
evidence = ["delivery_receipt"]
basis = { within = "t-3" }
[interpretation.t-3]
param = "rule.exemplar.within"
status = "open"
decides = "body:grupp"
options = ["P30D"]
q = "Inom vilken tid?"
q_en = "Within what time?"
why = "Texten tiger."
why_en = "The text is silent."
"""
REPORT = """
[rule.rapport]
kind = "duty"
label = { sv = "Lämna en rapport", en = "Hand in a report" }
cite = ["2/p6"]
bearer = "role:vard"
act = "report_once"
pattern = "achieve"
due = 2015-06-30
check = "auto"
evidence = ["document"]
basis = { due = "t-4" }
[interpretation.t-4]
param = "rule.rapport.due"
status = "provisional"
decides = "body:grupp"
options = ["2015-06-30", "2015-12-31"]
q = "När?"
q_en = "When?"
why = "Texten tiger."
why_en = "The text is silent."
"""
BUDGET = """
[rule.budget]
kind = "power"
label = { sv = "Gruppen beslutar budget", en = "The group decides the budget" }
cite = ["2/p2"]
holder = "body:grupp"
act = "decide_budget"
modality = "must"
decision_rule = "open"
evidence = ["decision"]
quota = { per = "year", min = 1 }
basis = { quota = "t-5", decision_rule = "t-6" }
[rule.halla]
kind = "duty"
label = { sv = "Hålla budgeten", en = "Keep the budget" }
cite = ["2/p2"]
bearer = "role:vard"
act = "keep_within_budget"
pattern = "maintain"
check = "auto"
evidence = ["ledger"]
[rule.grupp]
kind = "power"
label = { sv = "Tillsätta arbetsgrupp", en = "Set up a working group" }
cite = ["2/p2"]
holder = "body:grupp"
act = "create_body"
modality = "may"
decision_rule = "open"
evidence = ["decision"]
[interpretation.t-5]
param = "rule.budget.quota"
status = "provisional"
decides = "body:grupp"
options = [{ per = "year", min = 1 }, { per = "year", min = 1, max = 1 }]
q = "Hur ofta?"
q_en = "How often?"
why = "Texten tiger."
why_en = "The text is silent."
[interpretation.t-6]
param = "rule.budget.decision_rule"
status = "open"
decides = "body:grupp"
options = ["consensus", "simple_majority"]
q = "Hur fattas beslut?"
q_en = "How are decisions made?"
why = "Texten tiger."
why_en = "The text is silent."
"""


def of(found: tuple[Finding, ...], subject: str) -> Finding:
    (one,) = [item for item in found if item.subject == subject]
    return one


@pytest.mark.parametrize(
    ("paid", "as_of", "verdict"),
    [
        (None, date(2015, 5, 20), Verdict.DUE_SOON),
        (None, date(2015, 6, 11), Verdict.DUE_SOON),  # the thirtieth day is inside
        (None, date(2015, 6, 12), Verdict.OVERDUE),
        (date(2015, 6, 11), date(2015, 7, 1), Verdict.FULFILLED),
        (date(2015, 6, 12), date(2015, 7, 1), Verdict.FULFILLED_LATE),
    ],
)
def test_thirty_days_from_the_invoice(paid: date | None, as_of: date, verdict: Verdict) -> None:
    """N-10b with t-10-7: 12 May + 30 days = 11 June."""
    story = Story().all_adopted().on(date(2015, 5, 12), "invoice.issued", ALE, year=2015, amount=100)
    if paid is not None:
        story.on(paid, "payment.received", ALE, year=2015, amount=100)
    found = of(findings(PAY, story, as_of, "betala"), "party:1440")
    assert (found.verdict, found.due_on) == (verdict, date(2015, 6, 11))


def test_payment_of_another_year_or_party_settles_nothing() -> None:
    story = Story().all_adopted().on(date(2015, 5, 12), "invoice.issued", ALE, year=2015, amount=100)
    story.on(date(2015, 5, 20), "payment.received", ALE, year=2014, amount=100)
    story.on(date(2015, 5, 20), "payment.received", BJUV, year=2015, amount=100)
    assert of(findings(PAY, story, date(2015, 7, 1), "betala"), "party:1440").verdict is Verdict.OVERDUE


def test_continuous_duty_is_never_a_breach() -> None:
    """N-6g: honesty about what a machine cannot know."""
    story = Story().all_adopted()
    found = findings(OPENLY, story, date(2025, 6, 1), "oppet")
    assert {item.verdict for item in found} == {Verdict.NOT_MEASURABLE}


def test_missing_attestation_shows_when_the_follow_up_has_closed() -> None:
    """N-11: asked every bearer; Kil has not answered."""
    story = Story().all_adopted()
    story.on(date(2015, 11, 20), "attestation.given", ALE, rule="oppet", year=2015, grade="full")
    story.on(date(2015, 11, 20), "attestation.given", BJUV, rule="oppet", year=2015, grade="no")
    during = findings(OPENLY, story, date(2015, 12, 31), "oppet")
    after = findings(OPENLY, story, date(2016, 1, 1), "oppet")
    assert of(during, "party:1715").verdict is Verdict.NOT_MEASURABLE
    assert of(after, "party:1440").verdict is Verdict.ATTESTED_FULL
    assert of(after, "party:1260").verdict is Verdict.ATTESTED_NO
    assert of(after, "party:1715").verdict is Verdict.ATTESTATION_MISSING


def test_follow_up_missed_under_every_reading_is_a_breach_otherwise_unclear() -> None:
    """Provisional reading: one option wants one, the other two (decisions.md 9)."""
    story = Story().all_adopted()
    none = [item for item in findings(OPENLY, story, date(2016, 1, 1), "uppfoljning") if item.period]
    assert none[0].verdict is Verdict.BREACHED
    once = story.on(date(2015, 10, 1), "document.published", None, act="follow_up")
    met = [item for item in findings(OPENLY, once, date(2016, 1, 1), "uppfoljning") if item.period]
    assert met[0].verdict is Verdict.FULFILLED


def test_no_time_in_the_text_is_counted_with_its_age() -> None:
    """N-F."""
    story = Story().all_adopted().on(date(2015, 1, 20), "copy.delivered", ALE)
    found = findings(COPY, story, date(2015, 3, 1), "exemplar")
    assert of(found, "party:1440").verdict is Verdict.FULFILLED
    waiting = of(found, "party:1260")
    assert waiting.verdict is Verdict.COUNTED
    assert waiting.detail is not None
    assert "59" in waiting.detail.sv


@pytest.mark.parametrize(
    ("done", "verdict"),
    [(None, Verdict.OVERDUE), (date(2015, 6, 30), Verdict.FULFILLED), (date(2015, 7, 1), Verdict.FULFILLED_LATE)],
)
def test_once_by_a_day(done: date | None, verdict: Verdict) -> None:
    """H-13d: the last day is inside."""
    story = Story().all_adopted()
    if done is not None:
        story.on(done, "document.published", None, act="report_once")
    (found,) = findings(REPORT, story, date(2015, 8, 1), "rapport")
    assert found.verdict is verdict
    assert found.basis == "assumed"


def test_budget_for_a_year_may_be_decided_the_year_before() -> None:
    """N-8b."""
    story = Story().all_adopted().on(date(2015, 11, 20), "budget.adopted", None, year=2016, amount=1000)
    found = {
        item.period.start.year: item.verdict
        for item in findings(BUDGET, story, date(2017, 3, 1), "budget")
        if item.period
    }
    assert (found[2015], found[2016]) == (Verdict.BREACHED, Verdict.FULFILLED)


def test_overrun_is_outcome_above_budget() -> None:
    """N-7g, N-10d."""
    story = Story().all_adopted().on(START, "budget.adopted", None, year=2015, amount=100_000_00)
    story.on(date(2016, 2, 1), "outcome.recognised", None, year=2015, amount=112_000_00)
    (found,) = findings(BUDGET, story, date(2016, 3, 1), "halla")
    assert found.verdict is Verdict.BREACHED
    assert found.value == {"over": 12_000_00}
    assert "12\u202f000\u00a0kr" in found.headline.sv


def test_power_that_is_only_allowed_is_never_missed() -> None:
    """K-6f."""
    (unused,) = findings(BUDGET, Story().all_adopted(), date(2016, 1, 1), "grupp")
    assert unused.verdict is Verdict.NOT_APPLICABLE
    story = Story().all_adopted().on(date(2015, 4, 1), "decision.made", None, body="grupp", act="create_body")
    (used,) = findings(BUDGET, story, date(2016, 1, 1), "grupp")
    assert (used.verdict, used.because) == (Verdict.FULFILLED, (4,))


def test_waiver_lifts_the_window_it_covers() -> None:
    story = Story().all_adopted()
    story.on(date(2015, 12, 1), "waiver.granted", None, rule="budget", from_="x", to="2015-12-31")
    story.facts[-1].payload["from"] = "2015-01-01"  # type: ignore[index]  # a keyword in Python, a key in the fact
    found = {item.period: item.verdict for item in findings(BUDGET, story, date(2016, 6, 1), "budget")}
    assert found[Interval(date(2015, 1, 1), date(2016, 1, 1))] is Verdict.WAIVED


def test_known_later_is_not_known_before() -> None:
    """Bitemporal: as known before the payment was recorded, the invoice is unpaid."""
    story = Story().all_adopted().on(date(2015, 5, 12), "invoice.issued", KIL, year=2015, amount=1)
    story.on(date(2015, 5, 20), "payment.received", KIL, year=2015, amount=1)
    assert evaluated(PAY, story, date(2015, 7, 1)).by_rule["betala"][0].verdict is Verdict.FULFILLED
    story.facts.pop()
    assert evaluated(PAY, story, date(2015, 7, 1)).by_rule["betala"][0].verdict is Verdict.OVERDUE


CONDITIONED = """
[rule.beslut]
kind = "power"
label = { sv = "Besluta om insats", en = "Decide a measure" }
cite = ["2/p2"]
holder = "body:grupp"
act = "decide_measure"
modality = "may"
decision_rule = "open"
evidence = ["decision"]
precondition = "child_perspective"
bound_by = ["rule:beredning"]
basis = { decision_rule = "t-6" }
[rule.beredning]
kind = "duty"
label = { sv = "Bereda ärenden", en = "Prepare matters" }
cite = ["2/p6"]
bearer = "body:styrgrupp"
act = "prepare_matters"
pattern = "continuous"
check = "attested"
evidence = ["minutes"]
[rule.arbetsgrupp]
kind = "power"
label = { sv = "Tillsätta arbetsgrupp", en = "Set up a working group" }
cite = ["2/p2"]
holder = "body:grupp"
act = "create_body"
modality = "may"
decision_rule = "open"
evidence = ["decision"]
precondition = "measure_decided"
bound_by = ["rule:beslut"]
basis = { decision_rule = "t-6" }
[interpretation.t-6]
param = "rule.beslut.decision_rule"
status = "open"
decides = "body:grupp"
options = ["consensus", "simple_majority"]
q = "Hur fattas beslut?"
q_en = "How are decisions made?"
why = "Texten tiger."
why_en = "The text is silent."
"""


def lacking(story: Story, rule: str) -> list[list[str]]:
    found = findings(CONDITIONED, story, date(2016, 1, 1), rule)
    return [[text.sv for text in item.missing] for item in found if item.verdict is Verdict.OVERDUE]


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"child_perspective": "Barn berörs inte", "prepared_on": "2015-03-20"}, []),
        ({"prepared_on": "2015-03-20"}, [["uppgift om barns perspektiv saknas"]]),
        ({"child_perspective": "Beaktat"}, [["ärendet är inte berett"]]),
        ({"child_perspective": "Beaktat", "prepared_on": "2015-04-02"}, [["ärendet bereddes först efteråt"]]),
        ({"child_perspective": " "}, [["uppgift om barns perspektiv saknas", "ärendet är inte berett"]]),
    ],
)
def test_a_decision_says_the_child_s_perspective_and_is_prepared(
    said: dict[str, str], missing: list[list[str]]
) -> None:
    """K-U3, K-6h: on every decision, and no later than its day."""
    story = (
        Story().all_adopted().on(date(2015, 4, 1), "decision.made", None, body="grupp", act="decide_measure", **said)
    )
    assert lacking(story, "beslut") == missing


def test_a_working_group_follows_a_decided_measure() -> None:
    """K-6f."""
    early = Story().all_adopted().on(date(2015, 3, 1), "decision.made", None, body="grupp", act="create_body")
    assert lacking(early, "arbetsgrupp") == [["ingen insats var beslutad"]]
    story = Story().all_adopted().on(date(2015, 3, 1), "decision.made", None, body="grupp", act="decide_measure")
    story.on(date(2015, 3, 1), "decision.made", None, body="grupp", act="create_body")
    assert lacking(story, "arbetsgrupp") == []


def test_a_decision_before_the_agreement_binds_anyone_is_not_asked() -> None:
    story = Story().on(date(2014, 6, 1), "decision.made", None, body="grupp", act="decide_measure").all_adopted()
    assert lacking(story, "beslut") == []


def test_a_matter_prepared_the_day_it_is_decided_is_prepared() -> None:
    """K-6h: no later than the day."""
    story = Story().all_adopted()
    story.on(
        date(2015, 4, 1), "decision.made", None,
        body="grupp", act="decide_measure", child_perspective="Beaktat", prepared_on="2015-04-01",
    )  # fmt: skip
    assert lacking(story, "beslut") == []


def test_what_a_decision_lacks_names_the_reading_it_rests_on_and_whether_it_is_an_example() -> None:
    """K-6h: which conditions there are is a reading here, so what is lacking is assumed."""
    rules = CONDITIONED.replace(
        'bound_by = ["rule:beredning"]\nbasis = { decision_rule = "t-6" }',
        'bound_by = ["rule:beredning"]\nbasis = { precondition = "t-7", bound_by = "t-8" }',
    )
    for rid, param, options in (("t-7", "precondition", '["child_perspective", "prepared"]'),
                                ("t-8", "bound_by", '[["rule:beredning"], []]')):  # fmt: skip
        rules += (
            f'[interpretation.{rid}]\nparam = "rule.beslut.{param}"\nstatus = "provisional"\ndecides = "body:grupp"\n'
            f'options = {options}\nq = "Vad?"\nq_en = "What?"\nwhy = "Texten tiger."\nwhy_en = "The text is silent."\n'
        )
    story = Story().all_adopted().on(date(2015, 4, 1), "decision.made", None, body="grupp", act="decide_measure")
    story.facts[-1] = replace(story.facts[-1], example=True)
    (found,) = [item for item in findings(rules, story, date(2016, 1, 1), "beslut") if item.missing]
    assert ([use.id for use in found.readings], found.basis, found.example) == (["t-7", "t-8"], "assumed", True)
