"""What hangs loose in an agreement's own build: each sort with an agreement that has it and one that has not."""

from __future__ import annotations

from datetime import date

import pytest

from samverk.rules.definition import Definition
from samverk.rules.health import inner
from samverk.rules.health.inner import SORTS, in_use, references
from samverk.rules.ruleset import load
from samverk.rules.wording import Text
from tests.rules.definitions import CORPUS, RESCUE, files
from tests.rules.small_world import ALE, BJUV, Story, definition, evaluated

NORRORT, COUNTY = (load(files(folder)) for folder in CORPUS)
WEST = load(files(RESCUE))

DUTY = """
[rule.{id}]
kind = "duty"
label = {{ sv = "Prov", en = "Trial" }}
cite = ["2/p1"]
bearer = "role:vard"
act = "report"
check = "auto"
evidence = ["document"]
{more}
"""


def found(held: Definition, sort: str) -> list[str]:
    """What is said of one sort, in Swedish."""
    return [item.text.sv for item in inner(held) if item.sort == sort]


def with_duty(more: str) -> Definition:
    return definition(DUTY.format(id="prov", more=more))


def test_every_sort_has_a_name_and_a_reason_in_both_languages() -> None:
    for name, why in SORTS.values():
        assert name.sv != name.en
        assert why.sv.endswith(".")
        assert why.en.endswith(".")


def test_a_role_that_nothing_speaks_of_is_unused_until_something_does() -> None:
    unused = found(definition(), "unused-role")
    assert "”Granskare”: ingen bestämmelse talar om rollen." in unused
    more = 'pattern = "continuous"\nto = ["role:granskare"]'
    assert "”Granskare”: ingen bestämmelse talar om rollen." not in found(with_duty(more), "unused-role")


def test_a_role_that_somebody_bears_but_nobody_fills_is_said_with_its_clause() -> None:
    held = with_duty('pattern = "continuous"')
    (remark,) = [item for item in inner(held) if item.sort == "unfilled-role" and "Värdkommun" in item.text.sv]
    assert remark.text == Text("”Värdkommun”: det sägs inte vem som utser.", "“Host”: it is not said who appoints.")
    assert remark.cites == ("2/p1",)
    appointed = definition(
        DUTY.format(id="prov", more='pattern = "continuous"')
        + '[rule.utse]\nkind = "appointment"\nlabel = { sv = "Utse", en = "Appoint" }\ncite = ["2/p8"]\n'
        'appoints = "role:vard"\nby = "body:grupp"\nfrom = "parties"\ncount = { min = 1, max = 1 }\n'
    )
    assert not [words for words in found(appointed, "unfilled-role") if "Värdkommun" in words]


def test_roles_held_by_name_or_kept_filled_are_filled() -> None:
    assert found(NORRORT, "unfilled-role") == []
    assert not [words for words in found(COUNTY, "unfilled-role") if "samordnar" in words]


@pytest.mark.parametrize(
    ("more", "loose"),
    [
        ('pattern = "recurring"\nquota = { per = "year" }', True),
        ('pattern = "recurring"\nquota = { per = "year", min = 1 }', False),
        ('pattern = "on_event"\ntrigger = "meeting_held"', True),
        ('pattern = "on_event"\ntrigger = "meeting_held"\nwithin = "open"', True),
        ('pattern = "on_event"\ntrigger = "meeting_held"\nwithin = "P30D"', False),
        ('pattern = "achieve"', True),
        ('pattern = "achieve"\ndue = 2026-06-30', False),
        ('pattern = "maintain"', False),
        ('pattern = "continuous"', False),
    ],
)
def test_a_duty_without_a_day_can_never_be_late(more: str, loose: bool) -> None:
    assert found(with_duty(more), "no-day") == (["Prov."] if loose else [])


def test_the_reading_that_would_give_a_day_is_named() -> None:
    said = {item.text.sv: item.reading for item in inner(NORRORT) if item.sort == "no-day"}
    assert said == {"Eget exemplar av överenskommelsen.": "t-f-2", "Ordna nätverksmöten.": "t-9-1"}


def test_a_trigger_that_no_fact_can_pull_is_said() -> None:
    more = 'pattern = "on_event"\nwithin = "P30D"\ntrigger = "{trigger}"'
    assert found(with_duty(more.format(trigger="moon_full")), "never-fires") == ["Prov: inget kan utlösa den."]
    assert found(with_duty(more.format(trigger="role_changed:vard")), "never-fires") == []


def test_bodies_that_decide_without_a_rule_are_counted() -> None:
    assert found(NORRORT, "no-rule-of-decision") == [
        "Ledningsgruppen: två sorters beslut väntar på en regel.",
        "Styrgruppen: ett sorts beslut väntar på en regel.",
    ]
    assert found(WEST, "no-rule-of-decision") == []


def test_a_body_of_which_it_is_not_said_who_sits_there() -> None:
    assert found(NORRORT, "no-members") == ["Nätverket."]
    assert found(COUNTY, "no-members") == ["Arbetsgruppen."]  # the association's own bodies are its own business
    assert found(WEST, "no-members") == []


def test_names_that_have_changed_are_said_with_the_name_of_today() -> None:
    """Norrort 9.1: KSL is Storsthlm, SKL is SKR."""
    assert found(NORRORT, "outdated-name") == [
        "Kommunförbundet Stockholms län heter i dag Storsthlm.",
        "Sveriges Kommuner och Landsting heter i dag Sveriges Kommuner och Regioner (SKR).",
    ]
    assert found(WEST, "outdated-name") == []


def test_remarks_come_sort_by_sort() -> None:
    order = list(SORTS)
    for held in (NORRORT, COUNTY):
        places = [order.index(item.sort) for item in inner(held)]
        assert places == sorted(places)


def test_words_are_found_however_deep_they_lie() -> None:
    assert list(references({"a": ("x", ["y"]), "b": 3})) == ["x", "y"]
    assert "role:ledamot" in set(references(NORRORT.rules["utse-ledamot"]))


# --- in use ----------------------------------------------------------------------------------------------

RULES = """
[rule.uttrade]
kind = "withdrawal"
label = { sv = "Utträde", en = "Exit" }
cite = ["2/p1"]
who = "any_party"
clock = "first_receipt"
period = "P6M"
month_rule = "same_day_else_last"
last_day = "inside"
effect = "party_leaves"
addressees = "other_parties"
form = "written"
holiday_shift = "none"
basis = { last_day = "t-1" }
[rule.far]
kind = "power"
label = { sv = "Får besluta", en = "May decide" }
cite = ["2/p1"]
holder = "body:grupp"
act = "decide_measure"
modality = "may"
decision_rule = "consensus"
evidence = ["minutes"]
[interpretation.t-1]
param = "rule.uttrade.last_day"
status = "provisional"
decides = "all_parties"
q = "Är dagen med?"
q_en = "Is the day included?"
why = "Texten säger inget."
why_en = "The text is silent."
options = ["inside", "outside"]
"""


def sorts(story: Story, as_of: date) -> dict[str, list[str]]:
    """What is said of the use of the small agreement on a day."""
    said: dict[str, list[str]] = {}
    for item in in_use(evaluated(RULES, story, as_of)):
        said.setdefault(item.sort, []).append(item.text.sv)
    return said


def test_what_waits_and_has_never_happened_is_said_after_a_year() -> None:
    story = Story().all_adopted()
    assert sorts(story, date(2015, 12, 31)) == {}
    later = sorts(story, date(2016, 1, 1))
    assert later == {"old-reading": ["Är dagen med?"], "never-used": ["Utträde.", "Får besluta."]}


def test_what_has_happened_is_used() -> None:
    story = Story().all_adopted()
    story.on(date(2015, 5, 1), "notice.given", ALE, dated="2015-05-01")
    story.on(date(2015, 5, 1), "notice.received", BJUV, notice_party=ALE)
    story.on(date(2015, 6, 1), "decision.made", None, act="decide_measure", body="grupp")
    assert "never-used" not in sorts(story, date(2016, 6, 1))


def test_a_duty_that_waits_for_something_is_unused_until_it_happens() -> None:
    more = 'pattern = "on_event"\nwithin = "P30D"\ntrigger = "meeting_held"'
    rules = DUTY.format(id="prov", more=more)
    story = Story().all_adopted()
    before = in_use(evaluated(rules, story, date(2016, 6, 1)))
    assert [item.text.sv for item in before if item.sort == "never-used"] == ["Prov."]
    story.on(date(2016, 5, 1), "meeting.held", None, body="grupp")
    assert in_use(evaluated(rules, story, date(2016, 6, 1))) == ()


def test_an_agreement_that_has_bound_nobody_is_not_unused() -> None:
    assert "never-used" not in sorts(Story(), date(2020, 1, 1))


def test_a_reading_that_has_been_decided_is_no_longer_old() -> None:
    story = Story().all_adopted()
    story.on(date(2015, 6, 1), "interpretation.adopted", None, interpretation="t-1", option="outside")
    assert "old-reading" not in sorts(story, date(2020, 1, 1))
