"""Who may see, add, open and withdraw a document; and what a search finds of them, for whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from samverk.accounts.policy import VISITOR, Actor, HeldRole, NotAllowed
from samverk.agreements import policy
from samverk.agreements.actions import documents
from samverk.agreements.actions.indexing import rebuild_index
from samverk.agreements.models import Agreement
from samverk.agreements.queries import listings, searching
from samverk.agreements.queries.documents import Eyes, Listing, searchable
from samverk.lib.search.stems import stem
from samverk.records.actions.papers import PaperRefused
from samverk.records.queries import papers
from samverk.records.queries.papers import Paper
from tests.areas.agreements.papers import (
    ADMINISTRATOR,
    EVERYONE,
    HEAD,
    OUTSIDER,
    PAPERS_REGISTRAR,
    READER,
    STAFF,
    add,
    file,
    later,
    prepared,
    told,
    without_looking,
)
from tests.areas.agreements.world import (
    CONTROLLER,
    LIDINGO,
    NORRORT,
    REGISTRAR,
    SOLNA,
    STRATEGIST,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agreement(db: None) -> Iterator[None]:
    """The agreement, and an empty folder of documents."""
    with prepared():
        yield


# --- who may ----------------------------------------------------------------------------------------------


def seen_by(actor: Actor) -> set[str]:
    """Keys in the list, as a page asks for them."""
    access = listings.access(NORRORT)
    assert access is not None
    eyes = Eyes(
        policy.takes_part(actor, access), policy.keeps_documents(actor, NORRORT), policy.own_parties(actor, access),
        prepares=policy.prepares(actor, NORRORT),
    )  # fmt: skip
    return {row.paper.key for row in Listing(NORRORT, eyes)[:100]}


def every_document() -> list[Paper]:
    """One of each: whose, for whom, withdrawn or not."""
    made = []
    for number, (party, reach, withdrawn) in enumerate(
        product(["", LIDINGO, SOLNA], ["own", "prep", "parties", "public"], [False, True])
    ):
        paper = add(f"{number}".encode(), party=party, reach=reach)
        if withdrawn:
            paper = documents.withdraw_document(
                paper=paper, reasons="Fel.", by=Actor("", "Prov", is_system=True), recorded_at=later()
            )
        made.append(paper)
    return made


def test_the_list_and_the_policy_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    without_looking(monkeypatch)
    made = every_document()
    for actor in EVERYONE:
        for visibility in ("public", "parties"):
            Agreement.objects.filter(id=NORRORT).update(visibility=visibility)
            access = listings.access(NORRORT)
            assert access is not None
            if policy.can_see_agreement(actor, access) is not None:
                continue  # the page itself is refused
            allowed = {paper.key for paper in made if policy.can_see_document(actor, access, paper) is None}
            assert seen_by(actor) == allowed, (actor.label, visibility)


def test_who_sees_what() -> None:
    shown = {
        (party, reach): add(f"{party}{reach}".encode(), party=party, reach=reach)
        for party in ("", LIDINGO, SOLNA)
        for reach in ("own", "parties", "public")
    }
    names = {paper.key: f"{party or 'ksl'} {reach}" for (party, reach), paper in shown.items()}

    def what(actor: Actor) -> set[str]:
        return {names[key] for key in seen_by(actor)}

    public = {"ksl public", "0186 public", "0184 public"}
    parties = {"ksl parties", "0186 parties", "0184 parties"}
    assert what(VISITOR) == what(STAFF) == what(ADMINISTRATOR) == public
    assert what(READER) == public | parties
    assert what(STRATEGIST) == what(CONTROLLER) == public | parties | {"ksl own"}
    assert what(PAPERS_REGISTRAR) == public | parties | {"ksl own", "0186 own"}
    assert what(REGISTRAR) == public | parties | {"0186 own"}
    assert what(HEAD) == public | parties | {"0184 own"}
    assert what(OUTSIDER) == public


@pytest.mark.parametrize(
    ("actor", "mine", "public"),
    [
        (STRATEGIST, {"", LIDINGO, SOLNA}, {"", LIDINGO, SOLNA}),
        (CONTROLLER, {"", LIDINGO, SOLNA}, {"", LIDINGO, SOLNA}),
        (PAPERS_REGISTRAR, {"", LIDINGO, SOLNA}, {"", LIDINGO, SOLNA}),
        (REGISTRAR, {LIDINGO}, {LIDINGO}),
        (HEAD, {SOLNA}, set()),
        (READER, set(), set()),
        (STAFF, set(), set()),
        (ADMINISTRATOR, set(), set()),
        (OUTSIDER, set(), set()),
        (VISITOR, set(), set()),
    ],
    ids=lambda value: value.label if isinstance(value, Actor) else "",
)
def test_who_may_add_and_publish(actor: Actor, mine: set[str], public: set[str]) -> None:
    every = ("", LIDINGO, SOLNA)
    access = listings.access(NORRORT)
    assert access is not None
    assert {party for party in every if policy.can_add_document(actor, access, party) is None} == mine
    assert {party for party in every if policy.can_publish_document(actor, access, party) is None} == public
    assert (policy.can_add_document(actor, access, None) is None) == bool(mine)


def test_another_party_s_working_material_is_not_touched() -> None:
    paper = add(party=SOLNA, reach="own", by=HEAD)
    for actor in (STRATEGIST, REGISTRAR, ADMINISTRATOR, READER, VISITOR):
        with pytest.raises(NotAllowed, match="finns inte här"):
            documents.add_version(paper=paper, file=file(b"x"), by=actor, recorded_at=later())
        with pytest.raises(NotAllowed, match="finns inte här"):
            documents.open_document(paper=paper, reach="parties", by=actor, recorded_at=later())
        with pytest.raises(NotAllowed, match="finns inte här"):
            documents.withdraw_document(paper=paper, reasons="x", by=actor, recorded_at=later())
    assert papers.paper(NORRORT, paper.key) == paper
    with pytest.raises(NotAllowed, match="gör en handling offentlig"):
        documents.open_document(paper=paper, reach="public", by=HEAD, recorded_at=later())


def test_the_content_of_what_is_withdrawn_is_for_those_who_keep_it() -> None:
    paper = add(by=STRATEGIST)
    gone = documents.withdraw_document(paper=paper, reasons="Fel.", by=STRATEGIST, recorded_at=later())
    access = listings.access(NORRORT)
    assert access is not None

    may = {actor.label for actor in EVERYONE if policy.can_open_content(actor, access, gone) is None}

    assert may == {"Strateg", "Controller, Sollentuna", "Registrator"}


# --- found ------------------------------------------------------------------------------------------------


def found(words: str, actor: Actor = STRATEGIST) -> list[str]:
    return [hit.ref for hit in searching.search(words, actor, ("document",)).hits.get("document", ())]


def test_a_document_is_found_by_its_title_and_its_words_in_every_version() -> None:
    paper = add(b"Vindkraftverken ska besiktigas.", title="Utlåtande om vinden")
    assert found("vindkraftverk") == found("utlåtandet") == [paper.key]

    documents.add_version(paper=paper, file=file(b"Solpaneler."), by=STRATEGIST, recorded_at=later())

    assert found("vindkraftverk") == []
    assert found("solpanel") == [paper.key]
    rebuild_index(agreement=NORRORT)
    assert found("solpanel") == found("utlåtandet") == [paper.key]


def test_the_search_leaks_nothing() -> None:
    own = add(b"Zeppelinare", reach="own", by=STRATEGIST)
    parties = add(b"Zeppelinare i luften", reach="parties")
    public = add(b"Zeppelinare p\xc3\xa5 marken")

    assert found("zeppelinare", VISITOR) == found("zeppelinare", STAFF) == [public.key]
    assert set(found("zeppelinare", READER)) == {parties.key, public.key}
    assert set(found("zeppelinare", STRATEGIST)) == {parties.key, public.key}  # working material is not searched
    assert own.key not in found("zeppelinare", ADMINISTRATOR)

    documents.open_document(paper=own, reach="public", by=STRATEGIST, recorded_at=later())
    before = searching.state(0).stamp
    assert set(found("zeppelinare", VISITOR)) == {public.key, own.key}
    documents.withdraw_document(paper=public, reasons="Fel.", by=STRATEGIST, recorded_at=later())
    assert found("zeppelinare", VISITOR) == [own.key]
    assert searching.state(0).stamp != before


def test_the_words_of_a_document_are_not_suggested() -> None:
    add(b"Hemligt: kvasikristallografi", title="Rapport", reach="public")

    assert found("kvasikristallografi") != []
    assert stem("kvasikristallografi", "sv") not in searching.vocabulary()
    assert stem("rapport", "sv") in searching.vocabulary()


def test_who_added_and_told_are_in_the_listing() -> None:
    add(b"1", "a.txt", STRATEGIST, kind="fees")
    add(b"2", "b.txt", STRATEGIST, party=LIDINGO, at=later())
    eyes = Eyes(takes_part=True, keeps=True, own=frozenset())

    assert [(row.name, row.size, row.actor) for row in Listing(NORRORT, eyes)[:9]] == [
        ("b.txt", 1, "Strateg"),
        ("a.txt", 1, "Strateg"),
    ]
    assert [row.name for row in Listing(NORRORT, eyes, kind="fees")[:9]] == ["a.txt"]
    assert [row.name for row in Listing(NORRORT, eyes, party=LIDINGO)[:9]] == ["b.txt"]
    assert len(Listing(NORRORT, eyes)) == 2
    assert told().title == "Protokollsutdrag"


# --- the three places -------------------------------------------------------------------------------------


def test_what_is_in_preparation_is_for_those_with_a_task_in_the_agreement_and_whose_it_is() -> None:
    access = listings.access(NORRORT)
    assert access is not None
    joint, theirs = add(b"1", reach="prep"), add(b"2", reach="prep", party=SOLNA)

    def seen(paper: Paper) -> set[str]:
        return {actor.label for actor in EVERYONE if policy.can_see_document(actor, access, paper) is None}

    task = {STRATEGIST.label, CONTROLLER.label, PAPERS_REGISTRAR.label}
    assert seen(joint) == task
    assert seen(theirs) == {*task, HEAD.label}
    assert policy.prepares(Actor("10", "Ledamot", (HeldRole("body_member", NORRORT, body="styrgrupp"),)), NORRORT)
    assert not policy.prepares(READER, NORRORT)
    assert [found.key for found in searchable(NORRORT)] == []


def test_a_document_goes_from_draft_to_preparation_to_the_parties_and_never_back() -> None:
    paper = add(reach="own")
    for reach in ("prep", "parties"):
        paper = documents.open_document(paper=paper, reach=reach, by=STRATEGIST, recorded_at=later())
        assert paper.reach == reach
    with pytest.raises(PaperRefused):
        documents.open_document(paper=paper, reach="prep", by=STRATEGIST, recorded_at=later())


def test_each_document_is_in_one_place() -> None:
    everything = Eyes(takes_part=True, keeps=True, own=frozenset({LIDINGO, SOLNA}), registers=True, prepares=True)
    made = every_document()

    found = [{row.paper.key for row in Listing(NORRORT, everything, place=place)[:100]} for place in papers.PLACES]

    assert [len(keys) for keys in found] == [6, 6, 12]
    assert set.union(*found) == {paper.key for paper in made}
