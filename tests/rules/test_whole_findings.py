"""Everything a finding says and rests on, compared as a whole: words, days, steps, inputs, facts, readings, bearers."""

from __future__ import annotations

from datetime import date

from samverk.rules.frozen import replace
from tests.rules.small_world import ALE, BJUV, KIL, START, Story, findings
from tests.rules.test_bodies import BODIES, seated
from tests.rules.test_duties import CONDITIONED, COPY, OPENLY, PAY
from tests.rules.test_holdings import COORDINATOR, REPRESENTATIVE
from tests.rules.whole import whole

MEETINGS = """
[rule.moten]
kind = "meeting"
label = { sv = "Gruppen träffas", en = "The group meets" }
cite = ["2/p2"]
body = "body:grupp"
quota = { per = "year", min = 2, max = 4 }
basis = { quota = "t-9" }
[interpretation.t-9]
param = "rule.moten.quota"
status = "provisional"
decides = "body:grupp"
options = [{ per = "year", min = 2, max = 4 }, { per = "year", min = 1 }]
q = "Hur ofta?"
q_en = "How often?"
why = "Texten tiger."
why_en = "The text is silent."
"""
QUOTA_READ = ["t-9 provisional {'max': 4, 'min': 2, 'per': 'year'}"]


def met(*days: date) -> Story:
    story = Story().all_adopted()
    for day in days:
        story.on(day, "meeting.held", None, body="grupp")
    return story


def test_a_year_of_meetings_and_the_one_that_has_begun() -> None:
    """N-8g; one meeting is enough under the other reading, so no breach is stated (decisions.md 9)."""
    past, begun = findings(MEETINGS, met(date(2015, 3, 4)), date(2016, 2, 1), "moten")
    assert whole(past) == {
        "who": ("moten", "meeting", "body:grupp", "body:grupp"),
        "verdict": "unknown",
        "headline": (
            "Gruppen har haft ett möte 2015, kravet är 2–4",
            "The group has had one meeting in 2015; required: 2–4",
        ),
        "detail": (
            "Läsningarna av texten ger olika svar, så Samverk säger inte att den är bruten.",
            "The readings of the text give different answers, so no breach is stated.",
        ),
        "cites": ("2/p2",),
        "basis": "assumed",
        "period": "2015-01-01–2015-12-31",
        "value": {"held": 1, "min": 2, "max": 4, "days": ["2015-03-04"]},
        "due_on": "2015-12-31",
        "steps": [
            ("Period: 1 januari 2015–31 december 2015", "Period: 1 January 2015–31 December 2015", ""),
            ("I tid: 1, för sent: 0", "In time: 1, too late: 0", ""),
            ("Krav: 2–4", "Required: 2–4", ""),
        ],
        "inputs": [(("Hållet", "Held"), "2015-03-04", "fact", 4)],
        "because": (4,),
        "readings": QUOTA_READ,
        "as_of": "2016-02-01",
    }
    assert whole(begun) == {
        "who": ("moten", "meeting", "body:grupp", "body:grupp"),
        "verdict": "pending",
        "headline": (
            "Gruppen har inte haft något möte 2016, kravet är 2–4",
            "The group has had no meeting in 2016; required: 2–4",
        ),
        "detail": ("Sista dag är 31 december 2016.", "The last day is 31 December 2016."),
        "cites": ("2/p2",),
        "basis": "assumed",
        "period": "2016-01-01–2016-12-31",
        "value": {"held": 0, "min": 2, "max": 4, "days": []},
        "due_on": "2016-12-31",
        "steps": [
            ("Period: 1 januari 2016–31 december 2016", "Period: 1 January 2016–31 December 2016", ""),
            ("I tid: 0, för sent: 0", "In time: 0, too late: 0", ""),
            ("Krav: 2–4", "Required: 2–4", ""),
        ],
        "readings": QUOTA_READ,
        "as_of": "2016-02-01",
    }


def test_no_meeting_at_all_is_a_breach_under_every_reading() -> None:
    (past, _) = findings(MEETINGS, met(), date(2016, 2, 1), "moten")
    assert past.verdict == "breached"


def test_one_meeting_in_half_a_year_is_judged_by_the_window_the_other_reading_closes_in_the_year() -> None:
    """The other reading counts by half-year: one of them is missed, so both readings give a breach."""
    halves = MEETINGS.replace('{ per = "year", min = 1 }]', '{ per = "half_year", min = 1 }]')
    (past, _) = findings(halves, met(date(2015, 3, 4)), date(2016, 2, 1), "moten")
    assert past.verdict == "breached"


def halves_and_threes(story: Story, as_of: date) -> dict[int, str]:
    """Three times a year, or once each half-year: which of them is a reading."""
    rules = MEETINGS.replace('{ per = "year", min = 2, max = 4 }', '{ per = "year", min = 3 }')
    rules = rules.replace('{ per = "year", min = 1 }]', '{ per = "half_year", min = 1 }]')
    found = findings(rules, story, as_of, "moten")
    return {item.period.start.year: item.verdict.value for item in found if item.period is not None}


def test_the_other_reading_is_asked_about_the_windows_that_close_in_the_year_and_no_others() -> None:
    """The autumn of 2015 was missed under both readings; 2016 had a meeting in each half."""
    story = met(date(2015, 3, 4), date(2016, 3, 4), date(2016, 10, 4), date(2017, 3, 4))
    assert halves_and_threes(story, date(2018, 2, 1)) == {
        2015: "breached",
        2016: "unknown",
        2017: "breached",
        2018: "pending",
    }


def test_a_window_of_the_other_reading_that_has_been_excepted_is_no_breach() -> None:
    story = met(date(2015, 3, 4))
    story.on(START, "waiver.granted", None, rule="moten", **{"from": "2015-07-01", "to": "2015-12-31"})
    assert halves_and_threes(story, date(2016, 1, 1))[2015] == "unknown"


def test_a_number_that_rests_on_a_reading_of_something_else_has_no_other_number() -> None:
    other = MEETINGS.replace('param = "rule.moten.quota"', 'param = "rule.moten.above_max"').replace(
        'options = [{ per = "year", min = 2, max = 4 }, { per = "year", min = 1 }]', 'options = ["note", "deviation"]'
    )
    (past, _) = findings(other, met(date(2015, 3, 4)), date(2016, 2, 1), "moten")
    assert (past.verdict, past.basis) == ("breached", "assumed")


def test_a_meeting_that_is_an_example_makes_the_finding_an_example() -> None:
    story = met(date(2015, 3, 4))
    story.facts[-1] = replace(story.facts[-1], example=True)
    past, begun = findings(MEETINGS, story, date(2016, 2, 1), "moten")
    assert (past.example, begun.example) == (True, False)


def test_a_meeting_on_an_adopted_reading_is_judged_by_it_alone() -> None:
    story = met(date(2015, 3, 4)).on(
        date(2015, 2, 1),
        "interpretation.adopted",
        None,
        interpretation="t-9",
        option={"per": "year", "min": 2, "max": 4},
    )
    (past, _) = findings(MEETINGS, story, date(2016, 2, 1), "moten")
    assert (past.verdict, past.basis) == ("breached", "stated")


def test_late_meetings_are_shown_with_their_number_and_the_day_of_the_last() -> None:
    """N-11: a window in the autumn that was met only after it had closed, and before the year was out."""
    spring = MEETINGS.replace(
        'quota = { per = "year", min = 2, max = 4 }\nbasis = { quota = "t-9" }',
        'quota = { per = "year", min = 2, window = { from = "03-01", to = "04-30" } }',
    )
    days = [date(2015, 4, 30), date(2015, 5, 1), date(2015, 6, 2)]
    more = findings(spring, met(*days, date(2015, 7, 3)), date(2016, 2, 1), "moten")[0]
    assert more.detail is not None
    assert "3\xa0juli 2015" in more.detail.sv
    past, _ = findings(spring, met(*days), date(2016, 2, 1), "moten")
    assert whole(past) == {
        "who": ("moten", "meeting", "body:grupp", "body:grupp"),
        "verdict": "fulfilled_late",
        "headline": (
            "Gruppen har haft tre möten 2015, kravet är minst 2",
            "The group has had three meetings in 2015; required: at least 2",
        ),
        "detail": (
            "Gjort 2 juni 2015; sista dag var 30 april 2015.",
            "Done 2 June 2015; the last day was 30 April 2015.",
        ),
        "cites": ("2/p2",),
        "basis": "stated",
        "period": "2015-03-01–2015-04-30",
        "value": {"held": 3, "min": 2, "max": None, "days": ["2015-04-30", "2015-05-01", "2015-06-02"]},
        "due_on": "2015-04-30",
        "steps": [
            ("Period: 1 mars 2015–30 april 2015", "Period: 1 March 2015–30 April 2015", ""),
            ("I tid: 1, för sent: 2", "In time: 1, too late: 2", ""),
            ("Krav: minst 2", "Required: at least 2", ""),
        ],
        "inputs": [
            (("Hållet", "Held"), "2015-04-30", "fact", 4),
            (("Hållet", "Held"), "2015-05-01", "fact", 5),
            (("Hållet", "Held"), "2015-06-02", "fact", 6),
        ],
        "because": (4, 5, 6),
        "as_of": "2016-02-01",
    }


def test_an_exception_lifts_only_the_windows_that_lie_wholly_in_it() -> None:
    story = met()
    for seq, (rule, first, last) in enumerate(
        [
            ("moten", "2015-01-01", "2015-12-31"),
            ("moten", "2016-01-01", "2016-12-30"),  # a day too few
            ("moten", "2017-06-01", "2017-05-01"),  # no day at all
            ("moten", "2018-01-01", "2018-12-31"),
            ("another", "2017-01-01", "2017-12-31"),
        ],
        4,
    ):
        story.on(START, "waiver.granted", None, rule=rule, **{"from": first, "to": last})
        assert story.facts[-1].seq == seq
    found = findings(MEETINGS, story, date(2019, 1, 1), "moten")
    assert [item.verdict for item in found] == ["waived", "breached", "breached", "waived", "pending"]


# --- bodies ---------------------------------------------------------------------------------------------

ALONE = {
    "count": 1,
    "parties": [ALE],
    "faults": [{"sv": "en kommun, minst 2 ska det vara", "en": "one municipality; it should be at least 2"}],
}
ALONE_STEPS = [
    ("Platser som är tillsatta", "Seats that are filled", "1"),
    ("Olika kommuner", "Distinct municipalities", "1"),
    ("en kommun, minst 2 ska det vara", "one municipality; it should be at least 2", ""),
]


def test_a_body_with_too_few_and_then_enough() -> None:
    """K-6c: the gap with its first and last day, and the body as it is on the day."""
    story = seated(ALE, BJUV).on(date(2016, 3, 4), "body.member_removed", BJUV, body="styrgrupp")
    story.on(date(2016, 5, 1), "body.member_added", KIL, body="styrgrupp")
    gap, today = findings(BODIES, story, date(2016, 6, 1), "styrgruppen")
    assert whole(gap) == {
        "who": ("styrgruppen", "composition", "body:styrgrupp", "body:styrgrupp"),
        "verdict": "breached",
        "headline": (
            "Styrgruppen: en kommun, minst 2 ska det vara 4 mars 2016–30 april 2016",
            "The steering group: one municipality; it should be at least 2 4 March 2016–30 April 2016",
        ),
        "cites": ("2/p5",),
        "basis": "stated",
        "period": "2016-03-04–2016-04-30",
        "value": ALONE,
        "since": "2016-03-04",
        "steps": ALONE_STEPS,
        "inputs": [(("Ale", "Ale"), "2015-01-01", "fact", 8)],
        "because": (8,),
        "as_of": "2016-06-01",
    }
    assert whole(today) == {
        "who": ("styrgruppen", "composition", "body:styrgrupp", "body:styrgrupp"),
        "verdict": "fulfilled",
        "headline": (
            "Styrgruppen: två ledamöter från två kommuner, som avtalat",
            "The steering group: two members from two municipalities, as agreed",
        ),
        "cites": ("2/p5",),
        "basis": "stated",
        "value": {"count": 2, "parties": [ALE, KIL], "faults": []},
        "steps": [
            ("Platser som är tillsatta", "Seats that are filled", "2"),
            ("Olika kommuner", "Distinct municipalities", "2"),
        ],
        "inputs": [(("Ale", "Ale"), "2015-01-01", "fact", 8), (("Kil", "Kil"), "2016-05-01", "fact", 11)],
        "because": (8, 11),
        "as_of": "2016-06-01",
    }


def test_a_body_with_too_few_today() -> None:
    story = seated(ALE, BJUV).on(date(2016, 3, 4), "body.member_removed", BJUV, body="styrgrupp")
    (gap,) = findings(BODIES, story, date(2016, 4, 1), "styrgruppen")
    assert whole(gap) == {
        "who": ("styrgruppen", "composition", "body:styrgrupp", "body:styrgrupp"),
        "verdict": "breached",
        "headline": (
            "Styrgruppen: en kommun, minst 2 ska det vara sedan 4 mars 2016",
            "The steering group: one municipality; it should be at least 2 since 4 March 2016",
        ),
        "cites": ("2/p5",),
        "basis": "stated",
        "period": "2016-03-04–",
        "value": ALONE,
        "since": "2016-03-04",
        "steps": ALONE_STEPS,
        "inputs": [(("Ale", "Ale"), "2015-01-01", "fact", 8)],
        "because": (8,),
        "as_of": "2016-04-01",
    }


def test_a_body_of_which_nothing_is_known() -> None:
    (unknown,) = findings(BODIES, Story().all_adopted(), date(2016, 4, 1), "styrgruppen")
    assert whole(unknown) == {
        "who": ("styrgruppen", "composition", "body:styrgrupp", "body:styrgrupp"),
        "verdict": "unknown",
        "headline": (
            "Styrgruppen: ingen uppgift om vilka som är med",
            "The steering group: no record of who is in it",
        ),
        "cites": ("2/p5",),
        "basis": "stated",
        "value": {"count": 0, "parties": [], "faults": []},
        "steps": [
            ("Platser som är tillsatta", "Seats that are filled", "0"),
            ("Olika kommuner", "Distinct municipalities", "0"),
        ],
        "as_of": "2016-04-01",
    }


# --- duties ---------------------------------------------------------------------------------------------


def test_a_role_that_is_empty_today() -> None:
    """N-6a with t-6-5: longer than every reading allows."""
    story = Story().all_adopted().on(START, "role.assigned", None, role="samordnare", employer="party:1440")
    story.on(date(2015, 3, 1), "role.ended", None, role="samordnare")
    (found,) = findings(COORDINATOR, story, date(2015, 6, 2), "samordnare")
    assert whole(found) == {
        "who": ("samordnare", "duty", "role:vard", "role:vard"),
        "verdict": "overdue",
        "headline": ("Samordnare saknas sedan 1 mars 2015", "Coordinator has been missing since 1 March 2015"),
        "cites": ("2/p3",),
        "basis": "assumed",
        "period": "2015-03-01–",
        "since": "2015-03-01",
        "steps": [("Tomt från 1 mars 2015", "Empty from 1 March 2015", "")],
        "readings": ["t-1 open None"],
        "as_of": "2015-06-02",
    }


def test_the_words_for_a_gap_of_one_party_and_of_all_running_and_over() -> None:
    """N-5a, N-8a."""
    story = Story().all_adopted()
    story.on(START, "role.assigned", ALE, role="ledamot").on(date(2015, 2, 1), "role.ended", ALE, role="ledamot")
    story.on(date(2015, 3, 1), "role.assigned", ALE, role="ledamot")
    story.on(date(2015, 4, 1), "role.assigned", None, role="samordnare")
    each = {(item.subject, item.since): item for item in findings(REPRESENTATIVE, story, date(2015, 6, 1), "ledamot")}
    over = each["party:1440", date(2015, 2, 1)]
    running = each["party:1260", START]
    assert whole(over)["headline"] == (
        "Ale saknade representant 1 februari 2015–28 februari 2015",
        "Ale had no representative 1 February 2015–28 February 2015",
    )
    assert whole(running)["headline"] == (
        "Bjuv saknar representant sedan 1 januari 2015",
        "Bjuv has had no representative since 1 January 2015",
    )
    joint = findings(COORDINATOR, story, date(2015, 6, 1), "samordnare")
    assert whole(joint[0])["headline"] == (
        "Samordnare saknades 1 januari 2015–31 mars 2015",
        "Coordinator was missing 1 January 2015–31 March 2015",
    )


def test_a_payment_that_came_a_day_late() -> None:
    """N-10b with t-10-7."""
    story = Story().all_adopted().on(date(2015, 5, 12), "invoice.issued", ALE, year=2015, amount=100)
    story.on(date(2015, 6, 12), "payment.received", ALE, year=2015, amount=100)
    (found,) = findings(PAY, story, date(2015, 7, 1), "betala")
    assert whole(found) == {
        "who": ("betala", "duty", "party:1440", "party:1440"),
        "verdict": "fulfilled_late",
        "headline": (
            "Ale: betala avgiften, gjort 12 juni 2015, efter 11 juni 2015",
            "Ale: pay the fee, done 12 June 2015, after 11 June 2015",
        ),
        "cites": ("2/p7",),
        "basis": "stated",
        "period": "2015-05-12–2015-06-12",
        "due_on": "2015-06-11",
        "since": "2015-05-12",
        "steps": [
            ("Utlöst 12 maj 2015", "Set off 12 May 2015", ""),
            ("12 maj 2015 + 30 dagar", "12 May 2015 + 30 days", "2015-06-11"),
        ],
        "inputs": [(("Uppgift", "Fact"), "4", "fact", 4), (("Uppgift", "Fact"), "5", "fact", 5)],
        "because": (4, 5),
        "as_of": "2015-07-01",
    }


def test_a_duty_without_a_time_says_how_old_it_is() -> None:
    """N-F."""
    (found,) = findings(COPY, Story().on(START, "decision.adopted", ALE), date(2015, 7, 1), "exemplar")
    assert whole(found) == {
        "who": ("exemplar", "duty", "party:1440", "party:1440"),
        "verdict": "counted",
        "headline": ("Ale: ett exemplar till var och en, inte gjort än", "Ale: a copy to each, not done yet"),
        "detail": ("Texten anger ingen tid. Det har gått 181 dagar.", "The text gives no time. 181 days have passed."),
        "cites": ("2/p6",),
        "basis": "assumed",
        "period": "2015-01-01–",
        "since": "2015-01-01",
        "steps": [("Utlöst 1 januari 2015", "Set off 1 January 2015", "")],
        "readings": ["t-3 open None"],
        "as_of": "2015-07-01",
    }


def test_attestations_given_and_missing() -> None:
    """N-11, K-8c."""
    story = Story().all_adopted()
    for code, grade in ((ALE, "partly"), (BJUV, "full")):
        story.on(date(2015, 11, 20), "attestation.given", code, rule="oppet", year=2015, grade=grade)
    bjuv, ale, kil = findings(OPENLY, story, date(2016, 1, 1), "oppet")
    assert whole(bjuv)["headline"] == ("Arbeta öppet: intygat för 2015", "Work openly: attested for 2015")
    assert whole(ale) == {
        "who": ("oppet", "duty", "party:1440", "party:1440"),
        "verdict": "attested_partly",
        "headline": ("Arbeta öppet: intygat till en del för 2015", "Work openly: attested in part for 2015"),
        "cites": ("2/p6",),
        "basis": "stated",
        "period": "2015-01-01–2015-12-31",
        "value": {"grade": "partly", "year": 2015},
        "inputs": [(("Intyg", "Attestation"), "2015-11-20", "fact", 4)],
        "because": (4,),
        "as_of": "2016-01-01",
    }
    assert whole(kil) == {
        "who": ("oppet", "duty", "party:1715", "party:1715"),
        "verdict": "attestation_missing",
        "headline": ("Arbeta öppet: intyg för 2015 saknas", "Work openly: attestation for 2015 is missing"),
        "detail": (
            "Kan inte räknas ut. Den som har åtagandet intygar en gång om året.",
            "Cannot be computed. Whoever bears it attests once a year.",
        ),
        "cites": ("2/p6",),
        "basis": "stated",
        "period": "2015-01-01–2015-12-31",
        "value": {"grade": None, "year": 2015},
        "due_on": "2015-12-31",
        "as_of": "2016-01-01",
    }


def test_a_decision_that_lacks_what_must_come_before_it() -> None:
    """K-U3, K-6h."""
    story = Story().all_adopted()
    story.on(date(2015, 4, 1), "decision.made", None, body="grupp", act="decide_measure", prepared_on="2015-04-02")
    _, found = findings(CONDITIONED, story, date(2016, 1, 1), "beslut")
    lacks = [
        ("uppgift om barns perspektiv saknas", "nothing is said of the child's perspective"),
        ("ärendet bereddes först efteråt", "the matter was prepared only afterwards"),
    ]
    assert whole(found) == {
        "who": ("beslut", "power", "body:grupp", "body:grupp"),
        "verdict": "overdue",
        "headline": (
            f"Gruppen beslutade 1 april 2015: {lacks[0][0]} och {lacks[1][0]}",
            f"The group decided 1 April 2015: {lacks[0][1]} and {lacks[1][1]}",
        ),
        "detail": ("Det gäller ”Besluta om insats”.", "It concerns “Decide a measure”."),
        "cites": ("2/p2", "2/p6"),
        "basis": "stated",
        "period": "2015-04-01–2015-04-01",
        "since": "2015-04-01",
        "steps": [(*lack, "") for lack in lacks],
        "inputs": [(("Besluta om insats", "Decide a measure"), "2015-04-01", "fact", 4)],
        "because": (4,),
        "missing": lacks,
        "as_of": "2016-01-01",
    }
