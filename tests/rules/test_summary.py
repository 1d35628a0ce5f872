"""One note per provision: the worst state decides, an unknown is never hidden, an example says that it is one."""

from __future__ import annotations

from datetime import date

from samverk.rules import agenda, summary
from samverk.rules.finding import SEVERITY, Verdict, status_of, worst
from tests.rules.small_world import ALE, BJUV, KIL, START, Story, evaluated
from tests.rules.test_bodies import BODIES
from tests.rules.test_duties import PAY
from tests.rules.test_holdings import REPRESENTATIVE


def notes(rules: str, story: Story, as_of: date) -> dict[str, summary.Note]:
    return {note.rule: note for note in summary.notes(evaluated(rules, story, as_of))}


def represented(*codes: str) -> Story:
    story = Story().all_adopted()
    for code in codes:
        story.on(START, "role.assigned", code, role="ledamot")
    return story


def test_all_well_is_said_in_one_sentence() -> None:
    note = notes(REPRESENTATIVE, represented(ALE, BJUV, KIL), date(2016, 1, 1))["ledamot"]
    assert (note.status, note.headline.sv) == ("ok", "Utse representant: alla tre")


def test_one_exception_is_the_headline() -> None:
    note = notes(REPRESENTATIVE, represented(ALE, BJUV), date(2016, 1, 1))["ledamot"]
    assert note.status == "breach"
    assert note.headline.sv.startswith("Kil saknar representant sedan")
    assert note.detail is not None
    assert note.detail.sv == "Övriga två är utan anmärkning."


def test_several_exceptions_are_counted_and_named() -> None:
    note = notes(REPRESENTATIVE, represented(ALE), date(2016, 1, 1))["ledamot"]
    assert note.headline.sv == "Utse representant: två av tre återstår"
    assert note.detail is not None
    assert "Bjuv" in note.detail.sv
    assert "Kil" in note.detail.sv


def test_a_party_that_has_left_is_history() -> None:
    """Its old invoices do not stand in the margin for ever."""
    story = Story().all_adopted().on(date(2015, 5, 12), "invoice.issued", ALE, year=2015, amount=100)
    story.on(date(2015, 5, 20), "payment.received", ALE, year=2015, amount=100)
    assert notes(PAY, story, date(2018, 1, 1))["betala"].status == "ok"


def test_a_missing_seat_is_one_thing_to_do_not_two() -> None:
    """The duty of the party and the composition of the body say the same."""
    story = represented(ALE, BJUV)
    found = agenda.todo(evaluated(REPRESENTATIVE + BODIES, story, date(2016, 1, 1)))
    assert [item.rule for item in found if "Kil" in item.what.sv] == ["ledamot"]


def test_what_an_example_amounts_to_is_an_example() -> None:
    story = represented(ALE, BJUV)
    fact = story.facts[-1]
    story.facts[-1] = type(fact)(
        fact.seq, fact.kind, fact.valid_on, fact.recorded_at, fact.party, fact.payload, None, "", example=True
    )
    assert notes(REPRESENTATIVE, story, date(2016, 1, 1))["ledamot"].example
    assert not notes(REPRESENTATIVE, represented(ALE, BJUV), date(2016, 1, 1))["ledamot"].example


def test_every_verdict_has_a_place_and_a_word() -> None:
    assert set(SEVERITY) == set(Verdict)
    assert {status_of(verdict) for verdict in Verdict} >= {"ok", "late", "breach", "unclear", "due", "na"}


def test_a_summary_never_hides_an_unknown() -> None:
    """Semantics C.1."""
    assert worst([Verdict.FULFILLED, Verdict.UNKNOWN, Verdict.PENDING]) is Verdict.UNKNOWN
    assert worst([Verdict.UNKNOWN, Verdict.BREACHED]) is Verdict.BREACHED
    assert worst([]) is None


def test_the_calendar_of_a_year_is_drawn_from_the_clauses() -> None:
    meeting = """
[rule.moten]
kind = "meeting"
label = { sv = "Gruppen träffas", en = "The group meets" }
cite = ["2/p2"]
body = "body:grupp"
quota = { per = "half_year", min = 1 }
"""
    prepared = evaluated(meeting, Story().all_adopted(), date(2016, 2, 1))
    days = [item.due_on for item in agenda.year(prepared, 2017)]
    assert days == [date(2017, 6, 30), date(2017, 12, 31)]
    assert [item.due_on for item in agenda.coming(prepared, date(2016, 12, 31))] == [
        date(2016, 6, 30),
        date(2016, 12, 31),
    ]
