"""What is said of notices and of a managing municipality that leaves (N-14, K-9b; semantics C.2, C.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samverk.rules import notice
from samverk.rules.definition import Definition
from samverk.rules.exit_day import Exit, Notice
from samverk.rules.exit_words import addressee_name, waits_for
from samverk.rules.finding import Finding, Verdict
from samverk.rules.provisions import Fee, Withdrawal
from samverk.rules.situation import Situation, situation
from samverk.rules.values import InvoiceRule
from samverk.rules.wording import Text
from tests.rules.lifecycle import (
    CHANGES_MANAGER,
    KSL_WITHDRAWAL,
    MANAGER,
    NORRORT,
    WITHDRAWAL,
    Diary,
    ksl,
    norrort,
    same,
    started,
)

AS_OF = date(2026, 1, 15)
FEE = Fee(
    id="avgift", label=Text("Årsavgift", "Annual fee"), cite=("10",), total="adopted_budget",
    invoice=InvoiceRule(by="role:forvaltande-kommun"),
)  # fmt: skip


def made(definition: Definition, diary: Diary, as_of: date = AS_OF) -> Situation:
    return situation(definition, diary.facts, as_of=as_of, names=NORRORT)


def found(definition: Definition, diary: Diary, as_of: date = AS_OF) -> dict[str, Finding]:
    here = made(definition, diary, as_of)
    rule = here.definition.first(Withdrawal)
    assert rule is not None
    return {item.subject: item for item in notice.findings(here, rule)}


def vaxholm() -> Diary:
    """Semantics C.2."""
    return started().leaves(
        "0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)), dated="2025-08-29", sent="2025-08-31", form="written"
    )


def test_nobody_has_given_notice() -> None:
    whole = found(norrort(), started())["parties"]
    assert (whole.verdict, whole.headline.sv, whole.value) == (Verdict.NOT_APPLICABLE, "Ingen har sagt upp sig", [])


def test_a_party_under_notice_with_its_last_day_and_every_other_reading() -> None:
    """N-14: the chosen day, the spread of the readings, the arithmetic."""
    items = found(norrort(replace(WITHDRAWAL, obligations_until_exit="all")), vaxholm())
    item = items["party:0187"]
    assert (item.verdict, item.value) == (Verdict.UNDER_NOTICE, "2026-09-02")
    assert item.headline.sv == "Vaxholm är part till och med 2\u00a0september 2026"
    assert item.detail is not None
    assert item.detail.sv == (
        "Vaxholm har alla sina skyldigheter till dess. "
        "Alla läsningar ger en dag mellan 28\u00a0augusti 2026 och 2\u00a0september 2026."
    )
    assert [step.text.sv for step in item.steps] == [
        "Ordföranden i ledningsgruppen fick uppsägningen 2\u00a0september 2025",
        "2\u00a0september 2025 + 12 månader = 2\u00a0september 2026",
        "Dagen är med: part till och med 2\u00a0september 2026",
    ]
    assert {(other.reading, str(other.option)): other.value for other in item.alternatives} == {
        ("t-14-1", "notice_dated"): "2026-08-29",
        ("t-14-1", "notice_sent"): "2026-08-31",
        ("t-14-2", "same_day_else_next_first"): "2026-09-02",
        ("t-14-3", "outside"): "2026-09-01",
        ("t-14-4", "body:ledningsgrupp.chair"): "2026-09-02",
    }
    assert item.because == (31, 32)
    assert (item.since, item.period.start if item.period else None) == (date(2025, 8, 29), date(2025, 8, 29))
    assert item.period is not None
    assert item.period.last_day == date(2026, 9, 2)
    first = item.inputs[0]
    assert (first.label.sv, first.value, first.basis) == ("Uppsägningstid", "12 månader", "stated")
    whole = items["parties"]
    assert (whole.headline.sv, whole.value) == ("Vaxholm har sagt upp sig", ["0187"])
    assert whole.detail is not None
    assert whole.detail.sv == "14 parter från 3\u00a0september 2026."


def test_a_party_whose_time_has_come_was_a_party() -> None:
    items = found(norrort(), vaxholm(), date(2026, 9, 3))
    assert items["party:0187"].verdict is Verdict.INFORMATION
    assert items["party:0187"].headline.en == "Vaxholm was a party through 2\u00a0September 2026"
    assert items["party:0187"].detail is None
    assert items["parties"].headline.sv == "Ingen har sagt upp sig"


def test_while_a_receipt_is_missing_no_day_is_guessed() -> None:
    """K-9b: waiting, and for whom."""
    diary = Diary()
    for code in ("0180", "0136", "0160", "0139"):
        diary.add("decision.adopted", date(2013, 9, 1), code)
    diary.leaves("0180", date(2025, 5, 28), ("0136", date(2025, 5, 29)))
    item = found(ksl(), diary)["party:0180"]
    assert (item.verdict, item.value, item.steps) == (Verdict.UNDER_NOTICE, None, ())
    assert item.headline.sv == "0180 har sagt upp sig; slutdagen väntar på två mottagningsbevis"
    assert [text.sv for text in item.missing] == ["mottagningsbevis från Upplands-Bro", "mottagningsbevis från Täby"]
    values = {str(other.option): other.value for other in item.alternatives}
    assert values["first_receipt"] == "2026-02-28"
    assert values["receipt_by_coordinator"] is None
    literal = next(other for other in item.alternatives if other.option == "agreement_ends_for_all")
    assert literal.value is None
    assert item.period is not None
    assert item.period.end is None


def test_the_literal_reading_is_shown_beside_the_one_in_use() -> None:
    """K-9b, t-9-1."""
    diary = Diary().add("decision.adopted", date(2013, 9, 1), "0180").add("decision.adopted", date(2013, 9, 1), "0136")
    diary.leaves("0180", date(2025, 5, 28), ("0136", date(2025, 6, 3)))
    item = found(ksl(), diary)["party:0180"]
    literal = next(other for other in item.alternatives if other.option == "agreement_ends_for_all")
    assert literal.value == "2026-03-03"
    assert literal.text is not None
    assert literal.text.sv == "”agreement_ends_for_all”: överenskommelsen upphör för alla efter 3\u00a0mars 2026"
    ends = found(ksl(replace(KSL_WITHDRAWAL, effect="agreement_ends_for_all")), diary)["parties"]
    assert ends.detail is not None
    assert ends.detail.sv == "Överenskommelsen upphör för alla efter 3\u00a0mars 2026."


@pytest.mark.parametrize(
    ("payload", "headline"),
    [({"form": "oral"}, "Uppsägningen från Vaxholm gäller inte: den har inte den form som krävs")],
)
def test_a_notice_without_effect_says_why(payload: dict[str, str], headline: str) -> None:
    item = found(norrort(), started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)), **payload))[
        "party:0187"
    ]
    assert (item.verdict, item.headline.sv, item.value) == (Verdict.NOT_APPLICABLE, headline, None)
    assert (item.steps, item.alternatives, item.missing) == ((), (), ())


def test_a_notice_taken_back_is_said() -> None:
    rule = replace(WITHDRAWAL, revocable="until_exit_with_consent_of_all")
    others = [code for code in NORRORT if code != "0187"]
    item = found(norrort(rule), vaxholm().add("notice.revoked", date(2025, 10, 1), "0187", consents=others))[
        "party:0187"
    ]
    assert (item.verdict, item.headline.sv) == (Verdict.NOT_APPLICABLE, "Vaxholm har tagit tillbaka sin uppsägning")


def test_while_nobody_has_decided_whether_it_can_be_taken_back_it_is_unclear() -> None:
    others = [code for code in NORRORT if code != "0187"]
    item = found(norrort(), vaxholm().add("notice.revoked", date(2025, 10, 1), "0187", consents=others))["party:0187"]
    assert item.verdict is Verdict.UNKNOWN
    assert item.headline.sv == "Vaxholm har sagt upp sig; vilken dag som är den sista är inte avgjort"
    assert [text.sv for text in item.missing] == ["ett besked om en uppsägning kan återkallas"]


def test_a_second_notice_changes_nothing() -> None:
    diary = vaxholm().leaves("0187", date(2025, 12, 1), (MANAGER, date(2025, 12, 2)))
    here = made(norrort(), diary)
    rule = here.definition.first(Withdrawal)
    assert rule is not None
    items = [item for item in notice.findings(here, rule) if item.subject == "party:0187"]
    assert [item.verdict for item in items] == [Verdict.UNDER_NOTICE, Verdict.NOT_APPLICABLE]
    assert items[1].headline.sv == "En annan uppsägning från Vaxholm avgör"
    assert len({item.key for item in items}) == 2


def test_two_parties_under_notice_are_counted() -> None:
    diary = vaxholm().leaves("0139", date(2025, 12, 1), (MANAGER, date(2025, 12, 2)))
    whole = found(norrort(), diary)["parties"]
    assert (whole.headline.sv, whole.value) == ("2 parter har sagt upp sig", ["0139", "0187"])


def test_only_payment_may_be_owed_until_the_exit() -> None:
    item = found(norrort(replace(WITHDRAWAL, obligations_until_exit="financial_only", basis={})), vaxholm())[
        "party:0187"
    ]
    assert item.detail is not None
    assert item.detail.sv == "Vaxholm betalar till dess."
    plain = found(norrort(replace(WITHDRAWAL, basis={})), vaxholm())["party:0187"]
    assert plain.detail is None
    assert plain.basis == "derived"


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        ({"clock": "notice_dated", "holiday_shift": "next_working_day"},
         ["Uppsägningens datum: 29\u00a0augusti 2025", "29\u00a0augusti 2025 + 12 månader = 31\u00a0augusti 2026",
          "Flyttad till närmaste vardag: 31\u00a0augusti 2026",
          "Dagen är med: part till och med 31\u00a0augusti 2026"]),
        ({"last_day": "outside"},
         ["Ordföranden i ledningsgruppen fick uppsägningen 2\u00a0september 2025",
          "2\u00a0september 2025 + 12 månader = 2\u00a0september 2026",
          "Dagen är inte med: part till och med 1\u00a0september 2026"]),
        ({"not_before": date(2027, 1, 1)},
         ["Ordföranden i ledningsgruppen fick uppsägningen 2\u00a0september 2025",
          "2\u00a0september 2025 + 12 månader = 2\u00a0september 2026",
          "Dagen är med: part till och med 2\u00a0september 2026", "Ingen kan lämna före 1\u00a0januari 2027"]),
        ({"month_rule": "refuse_if_ambiguous"},
         ["Ordföranden i ledningsgruppen fick uppsägningen 2\u00a0september 2025",
          "2\u00a0september 2025 + 12 månader = 2\u00a0september 2026",
          "Dagen är med: part till och med 2\u00a0september 2026"]),
    ],
)  # fmt: skip
def test_each_move_of_the_count_is_a_step(change: dict[str, object], steps: list[str]) -> None:
    item = found(norrort(replace(WITHDRAWAL, **change)), vaxholm())["party:0187"]  # type: ignore[arg-type]  # any field it has
    assert [step.text.sv for step in item.steps] == steps


def test_a_count_that_cannot_be_finished_stops_where_it_stands() -> None:
    diary = started().leaves("0187", date(2024, 2, 29), (MANAGER, date(2024, 2, 29)))
    item = found(norrort(replace(WITHDRAWAL, month_rule="refuse_if_ambiguous")), diary)["party:0187"]
    assert [step.text.sv for step in item.steps] == [
        "Ordföranden i ledningsgruppen fick uppsägningen 29\u00a0februari 2024"
    ]
    assert item.headline.sv.endswith("slutdagen väntar på en regel för månader som saknar dag 29")


def test_a_period_that_is_open_has_no_number_to_show() -> None:
    item = found(norrort(replace(WITHDRAWAL, period="open", basis={})), vaxholm())["party:0187"]
    assert item.steps == ()
    assert [given.basis for given in item.inputs] == ["fact", "fact"]


def test_addressees_have_names() -> None:
    assert addressee_name(same, "coordinator").sv == "samordnaren"
    assert addressee_name(same, "").sv == "någon"
    assert addressee_name(same, "body:x.chair").sv == "ordföranden i body:x"
    nothing = Exit(Notice("0187", AS_OF, AS_OF, None, None, 1))
    assert waits_for(nothing).sv == "en uppgift"
    assert waits_for(replace(nothing, waiting_for=("",))).en == "a receipt"


# --- the managing municipality leaves --------------------------------------------------------------------


def manager_leaves(*received: date) -> Diary:
    diary = started().add("role.assigned", date(2014, 4, 15), None, role="strateg")
    diary.add("notice.given", date(2025, 3, 1), MANAGER)
    others = [code for code in NORRORT if code != MANAGER]
    for day in received:
        for code in others:
            diary.add("notice.received", day, code, notice_party=MANAGER)
    return diary


def test_a_leaving_manager_sets_a_chain_in_motion() -> None:
    """Semantics C.4: role empty, no chair, nobody to invoice; three things to hand over."""
    item = found(norrort(FEE), manager_leaves(date(2025, 3, 2)))["role:forvaltande-kommun"]
    assert (item.verdict, item.due_on) == (Verdict.DUE_SOON, date(2026, 3, 2))
    assert item.headline.sv == "Ledningsgruppen behöver utse ny förvaltande kommun senast 2\u00a0mars 2026"
    assert [step.text.sv for step in item.steps] == [
        "Lidingö är förvaltande kommun och sade upp sig 1\u00a0mars 2025",
        "Lidingö är part till och med 2\u00a0mars 2026; från 3\u00a0mars 2026 saknas förvaltande kommun",
        "Då saknas ordförande i ledningsgruppen",
        "Då finns ingen som kan fakturera: årsavgift",
        "Senast 2\u00a0mars 2026: strateg: anställningen tas över",
        "Senast 2\u00a0mars 2026: medlen och bokföringen lämnas över",
        "Senast 2\u00a0mars 2026: ordförandeskapet följer med",
    ]
    assert set(item.cites) == {"14/s1", "14/s2", "5/s1", "8", "10"}
    assert item.bearers == ("body:ledningsgrupp",)


def test_a_fee_that_somebody_else_invoices_is_no_link_of_the_chain() -> None:
    other = replace(FEE, invoice=InvoiceRule(by="role:strateg"))
    item = found(norrort(other), manager_leaves(date(2025, 3, 2)))["role:forvaltande-kommun"]
    assert not any("fakturera" in step.text.sv for step in item.steps)


def test_while_the_day_is_unknown_the_successor_is_still_needed() -> None:
    item = found(norrort(), manager_leaves())["role:forvaltande-kommun"]
    assert (item.verdict, item.due_on) == (Verdict.PENDING, None)
    assert item.steps[1].text.sv == "När Lidingö har lämnat saknas förvaltande kommun"
    assert item.steps[-1].text.sv == "Vid bytet: ordförandeskapet följer med"


def test_without_a_successor_the_role_stands_empty_after_the_exit() -> None:
    item = found(norrort(), manager_leaves(date(2025, 3, 2)), date(2026, 4, 1))["role:forvaltande-kommun"]
    assert item.verdict is Verdict.OVERDUE
    assert item.headline.sv == "Lidingö har lämnat, och ingen är förvaltande kommun sedan 3\u00a0mars 2026"


@pytest.mark.parametrize(
    ("start", "verdict"), [(date(2026, 3, 3), Verdict.FULFILLED), (date(2026, 3, 10), Verdict.FULFILLED_LATE)]
)
def test_a_successor_appointed_ahead_settles_it(start: date, verdict: Verdict) -> None:
    diary = manager_leaves(date(2025, 3, 2))
    diary.add("role.assigned", start, None, role="forvaltande-kommun", holder="party:0163", decided_on="2025-11-20")
    item = found(norrort(), diary)["role:forvaltande-kommun"]
    assert (item.verdict, item.value) == (verdict, "0163")
    assert item.headline.sv.startswith("Sollentuna tar över som förvaltande kommun")


def test_an_appointment_not_yet_decided_on_the_day_is_not_known() -> None:
    diary = manager_leaves(date(2025, 3, 2))
    diary.add(
        "role.assigned", date(2026, 3, 3), None, role="forvaltande-kommun", holder="party:0163", decided_on="2026-02-01"
    )
    assert found(norrort(), diary)["role:forvaltande-kommun"].verdict is Verdict.DUE_SOON
    assert found(norrort(), diary, date(2026, 2, 1))["role:forvaltande-kommun"].verdict is Verdict.FULFILLED


def test_an_appointment_without_a_decision_day_counts_from_its_recording() -> None:
    diary = manager_leaves(date(2025, 3, 2))
    diary.add("role.assigned", date(2026, 3, 3), "0163", role="forvaltande-kommun")
    assert found(norrort(), diary)["role:forvaltande-kommun"].value == "0163"


def test_reappointing_the_one_who_leaves_or_another_role_settles_nothing() -> None:
    diary = manager_leaves(date(2025, 3, 2))
    diary.add("role.assigned", date(2025, 6, 1), None, role="forvaltande-kommun", holder=f"party:{MANAGER}")
    diary.add("role.assigned", date(2025, 6, 1), "0163", role="strateg")
    assert found(norrort(), diary)["role:forvaltande-kommun"].verdict is Verdict.DUE_SOON


def test_one_who_handed_over_before_the_notice_sets_nothing_in_motion() -> None:
    diary = started().add("role.assigned", date(2017, 1, 1), None, role="forvaltande-kommun", holder="party:0163")
    diary.leaves(MANAGER, date(2025, 3, 1), ("0163", date(2025, 3, 2)))
    assert "role:forvaltande-kommun" not in found(norrort(), diary)


def test_any_other_party_leaves_without_a_chain() -> None:
    assert "role:forvaltande-kommun" not in found(norrort(), vaxholm())


def test_an_agreement_that_says_nothing_of_the_change_has_nothing_to_hand_over() -> None:
    silent = norrort(without=[CHANGES_MANAGER.id, "ordforande"])
    diary = manager_leaves(date(2025, 3, 2))
    steps = found(silent, diary)["role:forvaltande-kommun"].steps
    assert len(steps) == 2
