"""Duties that something sets off (N-7.1, N-10b, N-13, N-F, K-7): for whom, from which day, answered by what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.small_world import ALE, BJUV, KIL, START, Story, findings
from tests.rules.whole import whole

DUTY = """
[rule.svara]
kind = "duty"
label = { sv = "Svara", en = "Answer" }
cite = ["2/p7"]
pattern = "on_event"
check = "auto"
evidence = ["document"]
"""
MET = date(2015, 5, 12)


def duty(trigger: str, *, bearer: str = "each_party", act: str = "answer", **more: str) -> str:
    lines = [f'trigger = "{trigger}"', f'bearer = "{bearer}"', f'act = "{act}"']
    return DUTY + "\n".join(lines + [f'{name} = "{value}"' for name, value in more.items()])


def answers(rule: str, story: Story, as_of: date) -> list[dict[str, Any]]:
    return [whole(item) for item in findings(rule, story, as_of, "svara")]


def short(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    """For whom, the verdict, the last day."""
    return [(item["who"][2], item["verdict"], item.get("due_on")) for item in found]


WORDS = [
    (None, MET, "senast 11 juni 2015", "due 11 June 2015"),
    (None, date(2015, 6, 12), "sista dagen var 11 juni 2015", "the last day was 11 June 2015"),
    (date(2015, 6, 11), date(2015, 6, 12), "gjort 11 juni 2015", "done 11 June 2015"),
    (
        date(2015, 6, 12),
        date(2015, 6, 12),
        "gjort 12 juni 2015, efter 11 juni 2015",
        "done 12 June 2015, after 11 June 2015",
    ),
]


@pytest.mark.parametrize(("done", "as_of", "sv", "en"), WORDS)
def test_the_state_is_said_in_a_sentence(done: date | None, as_of: date, sv: str, en: str) -> None:
    """N-10b; also on the very day that sets it off."""
    story = Story().all_adopted().on(MET, "decision.made", ALE, body="grupp", act="x")
    if done is not None:
        story.on(done, "document.published", ALE, act="answer")
    (found,) = answers(duty("decision_made", within="P30D"), story, as_of)
    assert found["headline"] == (f"Ale: svara, {sv}", f"Ale: answer, {en}")
    assert "detail" not in found


def test_done_without_a_time_is_done_and_needs_no_age() -> None:
    story = Story().all_adopted().on(MET, "decision.made", ALE, body="grupp", act="x")
    story.on(MET, "document.published", ALE, act="answer")
    (found,) = answers(duty("decision_made", within="open"), story, date(2016, 1, 1))
    assert (found["verdict"], found["headline"][0]) == ("fulfilled", "Ale: svara, gjort 12 maj 2015")
    assert "detail" not in found
    assert "due_on" not in found
    assert found["because"] == (4, 5)


def test_a_day_of_its_own_goes_before_the_time_of_the_text() -> None:
    """K-L: the letter says when it wants the answer."""
    story = Story().all_adopted().on(MET, "decision.made", ALE, body="grupp", act="x", due="2015-05-20")
    assert short(answers(duty("decision_made", within="P30D"), story, date(2015, 5, 21))) == [
        ("party:1440", "overdue", "2015-05-20")
    ]
    assert short(answers(duty("decision_made"), story, date(2015, 5, 20))) == [("party:1440", "due_soon", "2015-05-20")]


def test_what_lies_ahead_has_set_nothing_off() -> None:
    story = Story().all_adopted().on(MET, "decision.made", ALE, body="grupp", act="x")
    assert len(answers(duty("decision_made"), story, MET)) == 1
    assert answers(duty("decision_made"), story, date(2015, 5, 11)) == []


@pytest.mark.parametrize(
    ("party", "bearer", "subject"),
    [
        (ALE, "each_party", "party:1440"),
        (None, "each_party", "parties"),
        (ALE, "all_parties_jointly", "parties"),
        (ALE, "role:vard", "role:vard"),
        (None, "body:grupp", "body:grupp"),
    ],
)
def test_who_owes_the_answer(party: str | None, bearer: str, subject: str) -> None:
    """Each party its own; otherwise whoever the text names."""
    story = Story().all_adopted().on(MET, "decision.made", party, body="grupp", act="x")
    assert [item["who"][2] for item in answers(duty("decision_made", bearer=bearer), story, MET)] == [subject]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"day": MET, "party": ALE, "year": 2015}, "fulfilled"),
        ({"day": MET, "party": ALE}, "fulfilled"),  # of no year in particular
        ({"day": MET, "party": None, "year": 2015}, "fulfilled"),  # of nobody in particular
        ({"day": date(2015, 5, 11), "party": ALE, "year": 2015}, "due_soon"),  # before it was asked for
        ({"day": MET, "party": ALE, "year": 2014}, "due_soon"),
        ({"day": MET, "party": BJUV, "year": 2015}, "due_soon"),
    ],
)
def test_what_counts_as_the_answer(answer: dict[str, Any], verdict: str) -> None:
    """N-10b: the same matter, the same party, no earlier than the day."""
    story = Story().all_adopted().on(MET, "invoice.issued", ALE, year=2015, amount=100)
    more = {"year": answer["year"]} if "year" in answer else {}
    story.on(answer["day"], "payment.received", answer["party"], amount=100, **more)
    found = answers(duty("invoice_issued", act="pay", within="P30D"), story, MET)
    assert [item["verdict"] for item in found] == [verdict]


def test_an_answer_with_a_year_settles_what_has_none() -> None:
    story = Story().all_adopted().on(MET, "decision.made", ALE, body="grupp", act="x")
    story.on(MET, "payment.received", ALE, year=2015, amount=1)
    assert answers(duty("decision_made", act="pay"), story, MET)[0]["verdict"] == "fulfilled"


def test_what_a_party_did_before_it_entered_counts_for_its_entry() -> None:
    """N-F: the copy may have come before the first day."""
    story = Story().on(date(2014, 12, 1), "copy.delivered", KIL).on(START, "decision.adopted", KIL)
    (found,) = answers(duty("party_entered", act="deliver_copy"), story, MET)
    assert (found["who"][2], found["verdict"], found["since"]) == ("party:1715", "fulfilled", "2015-01-01")


def test_an_event_of_another_kind_sets_nothing_off() -> None:
    story = Story().all_adopted().on(MET, "decision.made", ALE, body="grupp", act="x")
    assert answers(duty("notice_given"), story, MET) == []


# --- a new managing municipality ------------------------------------------------------------------------

TAKE_OVER = duty("role_changed:vard", act="take_over_employment", object="role:samordnare", within="P1M")
CHANGED = date(2017, 1, 1)


def moved() -> Story:
    """Ale hosts and employs the coordinator; Bjuv hosts from 2017; appointing Ale once more changes nothing."""
    story = Story().all_adopted().on(START, "role.assigned", None, role="vard", holder="party:1440")
    story.on(START, "role.assigned", None, role="samordnare", holder="person:1", employer="party:1440")
    story.on(date(2016, 1, 1), "role.assigned", None, role="vard", holder="party:1440")
    return story.on(CHANGED, "role.assigned", None, role="vard", holder="party:1260")


def test_a_new_host_takes_over_the_employment() -> None:
    """N-7.1: set off once, for the new host, by the appointment."""
    assert short(answers(TAKE_OVER, moved(), date(2017, 2, 1))) == [("party:1260", "due_soon", "2017-02-01")]
    story = moved().on(date(2017, 1, 20), "role.assigned", None, role="samordnare", employer="1260")
    (found,) = answers(TAKE_OVER, story, date(2017, 3, 1))
    assert found["headline"][0] == "Bjuv: svara, gjort 20 januari 2017"
    assert (found["verdict"], found["since"], found["because"]) == ("fulfilled", "2017-01-01", (7, 8))


def test_one_already_employed_by_the_new_host_has_been_taken_over_from_the_first_day() -> None:
    story = moved().on(date(2016, 6, 1), "role.assigned", None, role="samordnare", employer="party:1260")
    (found,) = answers(TAKE_OVER, story, date(2017, 3, 1))
    assert found["headline"][0] == "Bjuv: svara, gjort 1 januari 2017"


def test_one_whom_the_new_host_employed_once_before_has_not_been_taken_over() -> None:
    """The post ended the day the host changed; an earlier time in office says nothing of who takes over now."""
    story = moved().on(date(2016, 6, 1), "role.assigned", None, role="samordnare", employer="party:1260")
    story.on(CHANGED, "role.ended", None, role="samordnare")
    (found,) = answers(TAKE_OVER, story, date(2017, 3, 1))
    assert found["verdict"] == "overdue"


def test_only_the_employment_is_shown_by_who_employs() -> None:
    story = moved().on(date(2017, 1, 20), "role.assigned", None, role="samordnare", employer="party:1260")
    other = duty("role_changed:vard", act="publish_news", object="role:samordnare", within="P1M")
    assert [item["verdict"] for item in answers(other, story, date(2017, 1, 31))] == ["due_soon"]
