"""One note per provision: the worst state decides, an unknown is never hidden, an example says that it is one."""

from __future__ import annotations

from datetime import date

from samverk.rules import agenda, summary
from samverk.rules.evaluate import evaluate
from samverk.rules.finding import SEVERITY, Verdict, status_of, worst
from samverk.rules.frozen import replace
from samverk.rules.provisions import Duty
from samverk.rules.values import Period
from samverk.rules.wording import Text
from tests.rules.lifecycle import MANAGER, NORRORT, WITHDRAWAL, Diary, norrort, same, started
from tests.rules.small_world import ALE, BJUV, KIL, START, Story, definition, evaluated
from tests.rules.test_bodies import BODIES, seated
from tests.rules.test_duties import OPENLY, PAY
from tests.rules.test_holdings import COORDINATOR, REPRESENTATIVE
from tests.rules.test_whole_findings import MEETINGS
from tests.rules.whole import both


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


# --- sums and orders ------------------------------------------------------------------------------------


def paid(*codes: str) -> Story:
    """An invoice to each of the three in May; those named paid in time."""
    story = Story().all_adopted()
    for code in (ALE, BJUV, KIL):
        story.on(date(2015, 5, 12), "invoice.issued", code, year=2015, amount=100)
    for code in codes:
        story.on(date(2015, 5, 20), "payment.received", code, year=2015, amount=100)
    return story


def test_a_note_leads_to_its_worst_finding_and_names_its_clause() -> None:
    """N-10b: the oldest of what is late comes first."""
    note = notes(PAY, paid(ALE), date(2015, 7, 1))["betala"]
    assert (note.clause, note.status, note.basis, note.readings) == ("2", "late", "stated", ())
    assert note.key == "betala~party.1260~2015-05-12"
    assert [item.subject for item in note.findings] == ["party:1260", "party:1715", "party:1440"]


def test_a_note_is_as_sure_as_its_least_sure_finding() -> None:
    """N-8g, N-4: assumed before derived before stated."""
    found = notes(MEETINGS, Story().all_adopted(), date(2016, 2, 1))
    assert (found["moten"].basis, [use.id for use in found["moten"].readings]) == ("assumed", ["t-9"])
    assert (found["parter"].basis, found["loptid"].basis) == ("derived", "stated")


def test_what_is_due_sooner_comes_first_then_what_began_sooner_then_the_name() -> None:
    story = paid()
    story.facts[4] = replace(story.facts[4], valid_on=date(2015, 5, 11))  # Bjuv a day earlier
    note = notes(PAY, story, date(2015, 7, 1))["betala"]
    assert [item.subject for item in note.findings] == ["party:1260", "party:1440", "party:1715"]
    joined = Story().on(START, "decision.adopted", KIL).on(date(2015, 2, 1), "decision.adopted", ALE)
    empty = notes(REPRESENTATIVE, joined, date(2016, 1, 1))["ledamot"]
    assert [item.subject for item in empty.findings] == ["party:1715", "party:1440"]


def test_of_what_is_past_the_latest_is_shown() -> None:
    """N-10b: two years' fees paid; the margin speaks of the second."""
    story = Story().all_adopted()
    for number in (2015, 2016):
        story.on(date(number, 5, 12), "invoice.issued", ALE, year=number, amount=100)
        story.on(date(number, 5, 20), "payment.received", ALE, year=number, amount=100)
    note = notes(PAY, story, date(2018, 1, 1))["betala"]
    assert [item.since for item in note.findings] == [date(2016, 5, 12)]


def test_what_a_party_that_has_left_did_is_not_shown() -> None:
    """Kil never was a party; its old invoice is nobody's any more."""
    story = Story().on(START, "decision.adopted", ALE)
    for code in (ALE, KIL):
        story.on(date(2015, 5, 12), "invoice.issued", code, year=2015, amount=100)
        story.on(date(2015, 5, 20), "payment.received", code, year=2015, amount=100)
    note = notes(PAY, story, date(2018, 1, 1))["betala"]
    assert [item.subject for item in note.findings] == ["party:1440"]


def test_two_alike_are_both_said() -> None:
    """N-8h: the chair of one body and of the other."""
    story = seated(ALE, BJUV)
    note = notes(BODIES, story, date(2016, 1, 1))["ordforande"]
    assert (note.headline.sv, note.detail and note.detail.sv) == ("Ale leder gruppen", "Ale leder styrgruppen.")
    assert note.detail is not None
    assert note.detail.en == "Ale chairs the steering group."


def test_one_remark_of_two_says_that_the_other_has_none() -> None:
    story = Story().on(START, "decision.adopted", ALE).on(START, "decision.adopted", KIL)
    story.on(START, "role.assigned", ALE, role="ledamot")
    note = notes(REPRESENTATIVE, story, date(2016, 1, 1))["ledamot"]
    assert note.detail == Text("Den andra är utan anmärkning.", "The other one has no remark.")


def test_those_attested_are_counted_among_the_others() -> None:
    """N-11: two have attested, one in part; the third is not asked until the follow-up closes."""
    story = Story().all_adopted()
    for code, grade in ((ALE, "full"), (BJUV, "partly")):
        story.on(date(2015, 11, 20), "attestation.given", code, rule="oppet", year=2015, grade=grade)
    note = notes(OPENLY, story, date(2015, 12, 1))["oppet"]
    assert (note.headline, note.detail) == (Text("Arbeta öppet: två av tre", "Work openly: two of three"), None)


def test_several_remarks_are_listed_in_a_sentence() -> None:
    note = notes(PAY, paid(ALE), date(2015, 7, 1))["betala"]
    assert note.headline == Text("Betala avgiften: två av tre återstår", "Pay the fee: two of three remain")
    assert both(note.detail) == (
        "Bjuv: betala avgiften, sista dagen var 11 juni 2015 och Kil: betala avgiften, sista dagen var 11 juni 2015.",
        "Bjuv: pay the fee, the last day was 11 June 2015 and Kil: pay the fee, the last day was 11 June 2015.",
    )


def test_at_most_six_remarks_are_listed() -> None:
    """N-15: of fifteen that have not entered the note names six."""
    codes = list(NORRORT)
    diary = Diary().joins(*codes[:7])
    for code in codes[:7]:
        diary.add("invoice.issued", date(2015, 5, 12), code, year=2015, amount=100)
    duty = Duty(
        id="betala", label=same("Betala"), cite=("10",), bearer="each_party", act="pay", pattern="on_event",
        trigger="invoice_issued", within=Period(30, "D"), check="auto", evidence=("payment",),
    )  # fmt: skip
    found = summary.note(evaluate(norrort(duty), diary.facts, as_of=date(2016, 1, 1), names=NORRORT), duty)
    assert found is not None
    assert found.detail is not None
    assert len(found.findings) == 7
    assert found.detail.sv.count("betala") == 6


def test_one_remark_stands_for_the_sum_and_several_do_not() -> None:
    """N-14: with one notice the note speaks of it, with two of the sum."""
    one = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    assert both(leaving(one).headline) == (
        "Vaxholm är part till och med 2 september 2026",
        "Vaxholm is a party through 2 September 2026",
    )
    two = one.leaves("0114", date(2025, 8, 30), (MANAGER, date(2025, 9, 2)))
    assert leaving(two).headline.sv.endswith("parter har sagt upp sig")
    assert leaving(started()).headline == Text("Ingen har sagt upp sig", "Nobody has given notice")


def test_where_the_remark_has_no_detail_the_sum_s_is_shown() -> None:
    """N-14: until the receipt there is no day to explain."""
    waiting = leaving(started().leaves("0187", date(2025, 8, 29)))
    assert waiting.headline.sv.startswith("Vaxholm har sagt upp sig; slutdagen väntar på")
    assert waiting.detail is None
    plain = norrort(replace(WITHDRAWAL, basis={}))
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    found = {note.rule: note for note in summary.notes(evaluate(plain, diary.facts, as_of=AS_OF, names=NORRORT))}
    assert both(found["uttrade"].detail) == ("14 parter från 3 september 2026.", "14 parties from 3 September 2026.")


AS_OF = date(2026, 1, 1)


def leaving(diary: Diary) -> summary.Note:
    found = summary.notes(evaluate(norrort(), diary.facts, as_of=AS_OF, names=NORRORT))
    return next(note for note in found if note.rule == "uttrade")


def test_a_provision_that_cites_nothing_or_says_nothing_has_no_note() -> None:
    silent = norrort(replace(WITHDRAWAL, cite=()))
    prepared = evaluate(silent, started().facts, as_of=AS_OF, names=NORRORT)
    assert prepared.by_rule["uttrade"]
    assert summary.note(prepared, silent.rules["uttrade"]) is None
    assert summary.note(evaluated(PAY, Story().all_adopted(), AS_OF), definition(PAY).rules["betala"]) is None


def test_a_clause_shows_its_worst_note_and_the_tally_counts_all() -> None:
    found = list(notes(PAY + REPRESENTATIVE, paid(ALE, BJUV, KIL), date(2015, 7, 1)).values())
    assert summary.tally(found) == {"breach": 1, "ok": 4}
    assert list(summary.tally(found)) == ["breach", "ok"]
    assert summary.clause_status(found) == "breach"
    assert summary.clause_status(found[:1]) == "ok"
    assert summary.clause_status([]) is None


def test_what_concerns_a_municipality_is_its_own_and_what_it_bears_the_worst_first() -> None:
    prepared = evaluated(PAY + REPRESENTATIVE + COORDINATOR, paid(BJUV), date(2015, 7, 1))
    mine = summary.of_subject(prepared, "party:1440")
    assert [(item.rule, item.status) for item in mine] == [
        ("ledamot", "breach"),
        ("betala", "late"),
        ("giltighet", "ok"),
    ]
    assert [item.rule for item in summary.of_subject(prepared, "role:vard")] == ["samordnare"]
