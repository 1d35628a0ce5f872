"""The health check asks every agreement the same questions, finds what answers them and what does not.

Every question is tried in both directions: on an agreement that answers it and on one that does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from samverk.rules.clauses import Edition
from samverk.rules.definition import ClauseInfo, Definition, Role
from samverk.rules.frozen import replace
from samverk.rules.health import CATALOGUE, CONSEQUENCES, GROUPS, Question, Row, examine
from samverk.rules.health.question import answer
from samverk.rules.health.terms import clause_noun, host, leading_body, terms_of
from samverk.rules.health.told import ORDER, Told, worst
from samverk.rules.readback.names import Names
from samverk.rules.readings import apply
from samverk.rules.ruleset import load
from samverk.rules.text import parse_text
from samverk.rules.wording import Text
from tests.rules.definitions import ALL, CORPUS, FOOD, RESCUE, files, named

LOADED = {folder: load(files(folder)) for folder in ALL}
NORRORT, COUNTY = (LOADED[folder] for folder in CORPUS)
HOUSE, WEST = LOADED[FOOD], LOADED[RESCUE]
QUESTIONS = {question.id: question for question in CATALOGUE}
EVERY = (HOUSE, WEST, NORRORT, COUNTY)


def row(definition: Definition, question: str) -> Row:
    """What a definition makes of one question."""
    names = Names(definition, definition.text, {})
    return answer(QUESTIONS[question], names, terms_of(names))


def with_clause(folder: Path, words: str) -> Definition:
    """The agreement of a folder with one more clause, Z, that says these words."""
    held = LOADED[folder]
    assert held.text is not None
    more, problems = parse_text(f"# Tillägg\n\n## Z Tillägg\n\n{words}\n")
    assert not problems
    name = Text("Tillägg", "Addition")
    clauses = {**held.clauses, "Z": ClauseInfo("Z", "operative", name, name, name, name)}
    return replace(held, clauses=clauses, text=Edition(held.text.title, {**held.text.clauses, **more.clauses}))


def without_rules(definition: Definition) -> Definition:
    """The same agreement as words that say nothing and no provision at all."""
    return replace(definition, rules={}, text=None)


def pasted(question: Question, folder: Path) -> str:
    """The proposal for a question as it would be pasted into the agreement of a folder."""
    definition = LOADED[folder]
    terms = terms_of(Names(definition, definition.text, {}))
    return question.wording.sv.format(**{key: text.sv for key, text in terms.items()})


# --- the catalogue ---------------------------------------------------------------------------------------


def test_the_catalogue_is_closed_and_each_question_has_its_own_name() -> None:
    ids = [question.id for question in CATALOGUE]
    assert len(ids) == len(set(ids)) == 57
    assert {question.group for question in CATALOGUE} == set(GROUPS)
    assert {question.consequence for question in CATALOGUE} == set(CONSEQUENCES)


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_every_question_has_everything_in_both_languages(question: Question) -> None:
    for text in (question.asks, question.why, question.heading, question.wording, question.meanwhile, *question.law):
        assert text.sv.strip() == text.sv != ""
        assert text.en.strip() == text.en != ""
        assert text.sv != text.en or text is question.heading
    assert question.asks.sv.endswith("?")
    assert question.asks.en.endswith("?")
    assert question.wording.sv.endswith(".")
    assert question.why.sv[-1] in ".?"


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_both_languages_of_a_proposal_have_the_same_places(question: Question) -> None:
    """A proposal says the same in both languages; a pronoun needs no place in English."""
    sv, en = (set(re.findall(r"{(\w+)}", words.lower())) for words in (question.wording.sv, question.wording.en))
    assert sv - {"det"} <= en | {"part", "parten"}
    assert en <= sv | {"part", "parten"}


# --- every question in both directions -------------------------------------------------------------------

# What makes an agreement answer: one of the four that does, or a provision or sentence added to one that does not.
_ANSWERS: dict[str, Definition] = {}


def _add(question: str, definition: Definition) -> None:
    _ANSWERS[question] = definition


for _definition in EVERY:
    for _row in examine(_definition).rows:
        if _row.state in ("found", "decided", "assumed", "open") and _row.question.id not in _ANSWERS:
            _add(_row.question.id, _definition)


def unanswered() -> Iterator[Question]:
    """Questions that no agreement we have answers: a clause of its own has to."""
    return (question for question in CATALOGUE if question.id not in _ANSWERS)


@pytest.mark.parametrize("question", [q for q in CATALOGUE if q.id in _ANSWERS], ids=lambda question: question.id)
def test_an_agreement_that_answers_is_seen_to_and_says_where(question: Question) -> None:
    definition = _ANSWERS[question.id]
    found = row(definition, question.id)
    counted = [item for item in found.told if item.counted]
    assert counted
    assert found.state == worst(found.told)
    for item in counted:
        assert item.cites or item.state in ("open", "assumed", "silent")
        for cite in item.cites:
            assert definition.text is not None
            assert definition.text.words(cite), cite


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_an_agreement_without_provisions_and_words_answers_nothing(question: Question) -> None:
    empty = without_rules(WEST)
    found = answer(question, Names(empty, None, {}), terms_of(Names(empty, None, {})))
    assert found.state in ("silent", "na")
    assert found.told == ()
    if found.state == "silent":
        assert found.proposal is not None
        assert found.meanwhile == (question.meanwhile,)
    else:
        assert found.reason is not None
        assert found.proposal is None


# Questions that only the words can answer: no kind of provision is about them.
_BY_WORDS = (
    "disputes", "breach", "force-majeure", "dissolution", "calling", "quorum", "chair-absent", "minutes", "surplus",
    "vat", "council-report", "legal-form", "procurement", "archives", "public-access", "personal-data", "liability",
    "intellectual-property",
)  # fmt: skip


@pytest.mark.parametrize("question", _BY_WORDS)
@pytest.mark.parametrize("folder", [FOOD, RESCUE], ids=named)
def test_a_proposal_pasted_into_the_text_answers_its_question(question: str, folder: Path) -> None:
    """What we propose is what we look for: pasted in, the gap is gone, and the words are quoted from their place."""
    before = row(LOADED[folder], question)
    asked = before.question
    after = row(with_clause(folder, pasted(asked, folder)), question)
    assert before.state in ("silent", "assumed")
    assert after.state == "found" or (before.state == "assumed" and after.told == before.told)
    assert after.quoted is (after.state == "found")
    for item in after.told:
        assert not item.quote or (item.cites[0].startswith("Z/") and item.text.sv in pasted(asked, folder))


def test_every_question_that_nothing_answers_is_one_that_words_can_answer() -> None:
    assert {question.id for question in unanswered()} <= set(_BY_WORDS)


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_a_proposal_answers_only_its_own_question_of_those_by_words(folder: Path) -> None:
    """A pattern that is too wide would find every other proposal."""
    found: dict[str, set[str]] = {}
    for asked in CATALOGUE:
        definition = with_clause(folder, pasted(asked, folder))
        for other in _BY_WORDS:
            quoted = [item for item in row(definition, other).told if item.quote and item.cites[0].startswith("Z/")]
            if quoted and other != asked.id:
                found.setdefault(asked.id, set()).add(other)
    # A vice chair is elected with the chair, and whoever manages keeps the register: those do answer the other too.
    assert found == {"chair": {"chair-absent"}, "host": {"archives"}}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("liability", "Försäkringskassan är med i samarbetet."),
        ("liability", "Varje part försäkrar att texten är läst."),
        ("archives", "Arkitekten ritar huset."),
        ("minutes", "Den justerade budgeten gäller."),
        ("council-report", "Fullmäktige i varje kommun har godkänt avtalet."),
        ("legal-form", "Kommunförbundet Stockholms län samordnar."),
        ("quorum", "Beslutet förs vidare till parterna."),
        ("vat", "Momentet tas bort."),
        ("procurement", "Handlingarna hämtas upp hos kommunen."),
        ("personal-data", "Personalens uppgifter är många."),
    ],
)
def test_words_that_only_look_alike_answer_nothing(question: str, words: str) -> None:
    assert row(with_clause(RESCUE, words), question).state == "silent"


def test_a_letter_that_came_with_the_agreement_is_no_part_of_it() -> None:
    """The recommendation asks for minutes extracts; that says nothing of who takes minutes."""
    assert COUNTY.text is not None
    assert "protokollet" in COUNTY.text.clauses["R"].text
    assert row(COUNTY, "minutes").state == "silent"


# --- states ----------------------------------------------------------------------------------------------


def test_an_answer_is_as_sure_as_its_weakest_part() -> None:
    def told(state: str, *, counted: bool = True) -> Told:
        return Told(Text("x", "x"), state, counted=counted)  # type: ignore[arg-type]  # one of ORDER

    for place, state in enumerate(ORDER):
        assert worst([told(other) for other in ORDER[place:]]) == state
    assert worst([]) == "silent"
    assert worst([told("found"), told("silent", counted=False)]) == "found"


@pytest.mark.parametrize(
    ("definition", "question", "state"),
    [
        (NORRORT, "notice", "assumed"),  # twelve months stated, from which day assumed (N-14b)
        (NORRORT, "exit-effect", "found"),  # N-14
        (COUNTY, "exit-effect", "assumed"),  # two readings (K-9b)
        (NORRORT, "amendment", "assumed"),  # N-12: who are all parties is a reading
        (COUNTY, "amendment", "assumed"),  # silent: what Samverk assumes
        (COUNTY, "renegotiation", "silent"),
        (NORRORT, "renegotiation", "open"),  # N-13: no time given
        (NORRORT, "decisions", "open"),
        (COUNTY, "decisions", "open"),
        (NORRORT, "quorum", "silent"),
        (COUNTY, "quorum", "silent"),
        (COUNTY, "chair", "silent"),  # of one body open, of the other nothing
        (NORRORT, "chair", "found"),  # N-8h
        (NORRORT, "meetings", "open"),  # two bodies without a number (N-9a, N-9c)
        (COUNTY, "cost-sharing", "assumed"),  # no fee
        (COUNTY, "overrun", "na"),
        (NORRORT, "overrun", "found"),  # N-10d
        (NORRORT, "wind-down-costs", "found"),  # N-10e
        (NORRORT, "surplus", "silent"),
        (NORRORT, "population-day", "assumed"),
        (WEST, "population-day", "na"),  # shared equally
        (WEST, "law-changes", "na"),
        (HOUSE, "law-changes", "decided"),
        (HOUSE, "decisions", "found"),
        (WEST, "host-change", "na"),
        (HOUSE, "host-change", "found"),
        (COUNTY, "signatures", "found"),  # a decision counts as signing (K-11)
        (NORRORT, "signatures", "found"),  # N-F
        (HOUSE, "breach", "assumed"),
        (NORRORT, "personal-data", "silent"),
        (COUNTY, "archives", "silent"),
    ],
    ids=lambda part: part.id if isinstance(part, Definition) else str(part),
)
def test_what_each_agreement_makes_of_a_question(definition: Definition, question: str, state: str) -> None:
    assert row(definition, question).state == state


def test_a_reading_that_is_decided_is_no_longer_an_assumption() -> None:
    """Once those who may decide have chosen, the agreement answers."""
    decided = apply(NORRORT, {"t-14-1": "notice_dated"})
    found = row(decided, "notice")
    assert found.state == "decided"
    assert found.proposal is None
    assert found.meanwhile == ()
    assert "från den dag som står på uppsägningen" in found.told[0].text.sv


def test_what_is_assumed_meanwhile_is_the_reading_in_use_and_who_may_settle_it() -> None:
    (said,) = row(COUNTY, "exit-effect").meanwhile
    assert "Slutar överenskommelsen att gälla för den som säger upp den, eller för alla?" in said.sv
    assert "Samverk räknar med: för den som säger upp." in said.sv
    assert "Avgörs av alla parter tillsammans." in said.sv
    assert "Samverk counts on: for the party giving notice." in said.en


def test_an_open_question_has_no_answer_in_use() -> None:
    said = row(NORRORT, "revoked").meanwhile
    assert len(said) == 1
    assert "Inget svar används" in said[0].sv


def test_counts_cover_every_question_and_the_gravest_come_first() -> None:
    for definition in EVERY:
        found = examine(definition)
        assert sum(found.counts.values()) == len(CATALOGUE)
        assert len(found.settled) + len(found.beside) + len(found.unsettled) == len(CATALOGUE)
        gravity = list(CONSEQUENCES)
        order = [gravity.index(item.question.consequence) for item in found.unsettled]
        assert order == sorted(order)


def test_the_counts_of_both_agreements() -> None:
    """Figures that a reader of both texts can count."""
    assert examine(NORRORT).counts == {"silent": 19, "open": 7, "assumed": 17, "found": 14}
    assert examine(COUNTY).counts == {"silent": 21, "open": 6, "assumed": 12, "found": 8, "na": 10}


# --- proposals in the agreement's own words ---------------------------------------------------------------


@pytest.mark.parametrize("folder", ALL, ids=named)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_proposal_has_a_place_left_empty(folder: Path, language: str) -> None:
    for item in examine(LOADED[folder]).rows:
        if item.proposal is not None:
            words = item.proposal.wording.in_language(language) + item.proposal.heading.in_language(language)
            assert not re.search(r"[{}]|\bNone\b|party:|body:|role:", words), words
            assert item.proposal.where.in_language(language)


@pytest.mark.parametrize(
    ("definition", "own", "manager", "noun", "body"),
    [
        (NORRORT, "överenskommelsen", "den förvaltande kommunen", "punkt", "body:ledningsgrupp"),
        (COUNTY, "överenskommelsen", "KSL", "paragraf", "body:styrgrupp"),
        (HOUSE, "avtalet", "värdkommunen", "punkt", "body:kontrollrad"),
        (WEST, "avtalet", "den kommun som kommunerna utser", "avsnitt", "body:rad"),
    ],
    ids=lambda part: part.id if isinstance(part, Definition) else None,
)
def test_the_agreement_s_own_words(definition: Definition, own: str, manager: str, noun: str, body: str) -> None:
    names = Names(definition, definition.text, {})
    terms = terms_of(names)
    assert terms["avtalet"].sv == own
    assert terms["Avtalet"].sv == own.capitalize()
    assert host(names, terms).sv == manager
    assert clause_noun(definition).sv == noun
    assert leading_body(definition) == body


def test_a_text_that_speaks_of_parties_gets_proposals_about_parties() -> None:
    words = "Parterna samarbetar. Varje part svarar för sin del. Parternas ansvar gäller parten själv. En part betalar."
    terms = terms_of(Names(with_clause(RESCUE, words * 4), with_clause(RESCUE, words * 4).text, {}))
    assert terms["parterna"].sv == "parterna"
    assert terms_of(Names(WEST, WEST.text, {}))["parterna"].sv == "kommunerna"


def test_a_manager_whose_name_the_text_never_inflects_is_described() -> None:
    roles = {"ansvarig": Role("ansvarig", Text("Ansvarig", "Lead"), "party", max=1)}
    held = replace(WEST, roles=roles)
    assert host(Names(held, held.text, {}), terms_of(Names(held, held.text, {}))).sv == "den som är ansvarig"


def test_an_agreement_without_bodies_or_clauses_still_gets_proposals() -> None:
    empty = replace(WEST, rules={}, bodies={}, clauses={}, text=None)
    terms = terms_of(Names(empty, None, {}))
    assert terms["ledning"].sv == "parterna tillsammans"
    assert clause_noun(empty).sv == "punkt"
    proposal = answer(QUESTIONS["disputes"], Names(empty, None, {}), terms).proposal
    assert proposal is not None
    assert proposal.where.sv == "Ny punkt"


def test_what_is_partly_decided_names_only_what_is_left() -> None:
    """Of two readings behind one sentence one is decided: the other is what Samverk still assumes."""
    rule = COUNTY.rules["uppsagning"]
    both = replace(rule, basis={**rule.basis, "period": "t-9-5"})
    held = replace(COUNTY, rules={**COUNTY.rules, rule.id: both})
    found = row(apply(held, {"t-9-2": "first_receipt"}), "notice")
    assert found.state == "assumed"
    (said,) = found.meanwhile
    assert said.sv.startswith("Vilken dag blir det, om slutmånaden saknar dagen?")


def test_a_proposal_says_where_it_goes_in_the_agreement_s_own_numbering() -> None:
    def where(definition: Definition, question: str) -> str:
        proposal = row(definition, question).proposal
        assert proposal is not None
        return proposal.where.sv

    assert where(NORRORT, "notice") == "Tillägg till punkt 14"
    assert where(COUNTY, "notice") == "Tillägg till § 9"
    assert where(NORRORT, "disputes") == "Ny punkt"
    assert where(COUNTY, "disputes") == "Ny paragraf"
    assert where(WEST, "disputes") == "Nytt avsnitt"


def test_what_is_assumed_is_proposed_as_it_is_assumed() -> None:
    """A proposal must not change what the text does say: nine months stay nine months."""
    proposal = row(COUNTY, "notice").proposal
    assert proposal is not None
    assert proposal.restated
    assert "nio månader" in proposal.wording.sv
    assert "tolv" not in proposal.wording.sv
    house = row(HOUSE, "fewest").proposal
    assert house is not None
    assert house.wording.sv == "Minst två kommuner måste vara bundna för att avtalet ska gälla."
