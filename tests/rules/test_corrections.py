"""Putting a reading right: every correction keeps the document's words, and says plainly what it cannot do."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.originals.anchoring import anchors
from samverk.rules.originals.corrections import ACTS, REMOVED, Correction, CorrectionRefused, correct, home_of
from samverk.rules.originals.draft import Chapter, Draft, Piece
from samverk.rules.originals.edition import read_draft, read_original, settled
from samverk.rules.originals.lines import HEADER, Unplaced
from samverk.rules.ruleset import load
from tests.rules.definitions import ALL, CORPUS, FOOD, files, named

DOCUMENT = """Avtal om badplatser

1. Syfte

Badplatserna ska vara öppna. Alla får bada.

Kommunerna delar på kostnaden.

2. Skötsel

Varje kommun ska:

- Hålla bryggorna hela.
- Tömma papperskorgar.

3. Tid

Avtalet gäller ett år.
"""
TEXT = DOCUMENT.split("\n")


def draft() -> Draft:
    found = read_draft(TEXT)
    return Draft(found.title, found.chapters, (Unplaced(9, "Sida 2", HEADER), Unplaced(30, "Namn", HEADER)))


def shape(found: Draft) -> list[tuple[str, str, list[str]]]:
    def said(part: Piece) -> str:
        return f"{part.number or '-'} {part.text}" if part.is_item else part.text

    return [(chapter.id, chapter.heading, [said(part) for part in chapter.parts]) for chapter in found.chapters]


def after(*steps: tuple[str, ...]) -> Draft:
    found = draft()
    for act, at, *rest in steps:
        found = correct(found, Correction(act, at, rest[0] if rest else "", tuple(rest[1:])))
    return found


PURPOSE = ("1", "Syfte", ["Badplatserna ska vara öppna. Alla får bada.", "Kommunerna delar på kostnaden."])
CARE = ("2", "Skötsel", ["Varje kommun ska:", "- Hålla bryggorna hela.", "- Tömma papperskorgar."])
TIME = ("3", "Tid", ["Avtalet gäller ett år."])


def test_nothing_corrected_is_what_was_read() -> None:
    assert shape(draft()) == [PURPOSE, CARE, TIME]
    assert settled(read_draft(TEXT))[1] == read_original(TEXT)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([("item", "0.1")], [("1", "Syfte", [PURPOSE[2][0], "- Kommunerna delar på kostnaden."]), CARE, TIME]),
        ([("paragraph", "1.1")],
         [PURPOSE, ("2", "Skötsel", ["Varje kommun ska:", "Hålla bryggorna hela.", CARE[2][2]]), TIME]),
        ([("join", "0.1")], [("1", "Syfte", [" ".join(PURPOSE[2])]), CARE, TIME]),
        ([("join", "1.2")],
         [PURPOSE, ("2", "Skötsel", ["Varje kommun ska:", "- Hålla bryggorna hela. Tömma papperskorgar."]), TIME]),
        ([("split", "0.0", "", "Badplatserna ska vara öppna.", "Alla får bada.")],
         [("1", "Syfte", ["Badplatserna ska vara öppna.", "Alla får bada.", PURPOSE[2][1]]), CARE, TIME]),
        ([("split", "1.2", "", "Tömma", "papperskorgar.")],
         [PURPOSE, ("2", "Skötsel", [*CARE[2][:2], "- Tömma", "- papperskorgar."]), TIME]),
        ([("heading", "0.1", "1.1")],
         [("1", "Syfte", PURPOSE[2][:1]), ("1.1", "Kommunerna delar på kostnaden.", []), CARE, TIME]),
        ([("heading", "1.0", "§ 7.")], [PURPOSE, ("2", "Skötsel", []), ("7", "Varje kommun ska:", CARE[2][1:]), TIME]),
        ([("renumber", "2", "B1")], [PURPOSE, CARE, ("B1", *TIME[1:])]),
        ([("renumber", "2", "3")], [PURPOSE, CARE, TIME]),
        ([("dissolve", "1")], [("1", "Syfte", [*PURPOSE[2], "Skötsel", *CARE[2]]), TIME]),
        ([("up", "1.1")], [PURPOSE, ("2", "Skötsel", [CARE[2][1], CARE[2][0], CARE[2][2]]), TIME]),
        ([("up", "2.0")], [PURPOSE, ("2", "Skötsel", [*CARE[2], *TIME[2]]), ("3", "Tid", [])]),
        ([("down", "0.1")], [("1", "Syfte", PURPOSE[2][:1]), ("2", "Skötsel", [PURPOSE[2][1], *CARE[2]]), TIME]),
        ([("move", "0.0", "2")], [("1", "Syfte", PURPOSE[2][1:]), CARE, ("3", "Tid", [*TIME[2], PURPOSE[2][0]])]),
        ([("place", "u0", "0")], [("1", "Syfte", [*PURPOSE[2], "Sida 2"]), CARE, TIME]),
        ([("place", "u1", "1")], [PURPOSE, ("2", "Skötsel", [*CARE[2], "Namn"]), TIME]),
        ([("drop", "2.0")], [PURPOSE, CARE, ("3", "Tid", [])]),
    ],
)  # fmt: skip
def test_what_each_correction_does(steps: list[tuple[str, ...]], expected: list[object]) -> None:
    assert shape(after(*steps)) == expected


def test_a_heading_loses_the_number_that_is_now_the_clause_s() -> None:
    found = correct(
        Draft("A", (Chapter("1", "Syfte", 1, (Piece(2, ("§ 4 Tvister",)), Piece(3, ("Löses i samråd.",)))),), ()),
        Correction("heading", "0.0", "4"),
    )
    assert shape(found) == [("1", "Syfte", []), ("4", "Tvister", ["Löses i samråd."])]


def test_another_line_becomes_the_title() -> None:
    found = after(("title", "2.0"))
    assert found.title == "Avtalet gäller ett år."
    assert shape(found)[0] == ("1", "Syfte", ["Avtal om badplatser", *PURPOSE[2]])


def test_a_paragraph_s_own_sign_becomes_the_item_s() -> None:
    found = correct(Draft("A", (Chapter("1", "B", 1, (Piece(2, ("3) Bada.",)),)),), ()), Correction("item", "0.0"))
    assert found.chapters[0].parts == (Piece(2, ("Bada.",), is_item=True, number="3"),)


def test_what_is_taken_out_can_be_put_in_again_where_it_stood() -> None:
    out = after(("drop", "0.0"))
    assert [line.text for line in out.unplaced if line.reason is REMOVED] == [PURPOSE[2][0]]
    place = next(at for at, line in enumerate(out.unplaced) if line.reason is REMOVED)
    assert home_of(out, out.unplaced[place]) == 0
    assert shape(correct(out, Correction("place", f"u{place}", "0"))) == shape(draft())


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (("join", "0.0"), "inget stycke före"),
        (("dissolve", "0"), "första punkten"),
        (("up", "0.0"), "inget stycke före"),
        (("down", "2.0"), "ingenting efter"),
        (("heading", "0.1", "2"), "redan en punkt 2"),
        (("renumber", "0", "3"), "redan en punkt 3"),
        (("renumber", "0", "fjorton"), "inget punktnummer"),
        (("renumber", "0", ""), "inget punktnummer"),
        (("renumber", "0", "1" * 13), "inget punktnummer"),
        (("split", "0.0", "", "Badplatserna ska vara stängda.", "Alla får bada."), "Orden måste vara desamma"),
        (("split", "0.0", "", "Badplatserna ska vara öppna. Alla får bada."), "inte delad"),
        (("drop", "9.0"), "finns inte längre"),
        (("drop", "0"), "finns inte längre"),
        (("drop", "-1.0"), "finns inte längre"),
        (("place", "0.0", "1"), "finns inte längre"),
        (("place", "u7", "1"), "finns inte längre"),
        (("move", "0.0", "x"), "finns inte längre"),
        (("burn", "0.0"), "Rättelsen finns inte"),
    ],
)
def test_what_cannot_be_done_is_said(step: tuple[str, ...], said: str) -> None:
    with pytest.raises(CorrectionRefused) as refused:
        after(step)
    assert said in refused.value.message.sv
    assert refused.value.message.en != refused.value.message.sv


def words(found: Draft) -> Counter[str]:
    """Every word with letters, wherever it is: in a heading, a part, or unplaced."""
    texts = [found.title, *(line.text for line in found.unplaced)]
    for chapter in found.chapters:
        texts += [chapter.heading, *(part.text for part in chapter.parts)]
    return Counter(re.findall(r"[^\W\d_]+", " ".join(texts)))


PLACES = st.sampled_from(["0", "1", "2", "3", "0.0", "0.1", "1.0", "1.1", "1.2", "2.0", "3.0", "u0", "u1", "u2"])
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(set(ACTS) - {"split"})), PLACES, st.sampled_from(["0", "1", "2", "7", "B2"])),
    max_size=12,
)


@given(STEPS)
def test_no_word_is_lost_or_added_by_any_row_of_corrections(steps: list[tuple[str, str, str]]) -> None:
    found = draft()
    for act, at, to in steps:
        try:
            found = settled(correct(found, Correction(act, at, to)))[0]
        except CorrectionRefused:
            continue
        assert words(found) == words(draft())
        numbers = [chapter.id for chapter in found.chapters]
        assert len(set(numbers)) == len(numbers)


@given(STEPS)
def test_what_is_written_out_is_read_again_as_it_stands(steps: list[tuple[str, str, str]]) -> None:
    found = draft()
    for act, at, to in steps:
        try:
            found = correct(found, Correction(act, at, to))
        except CorrectionRefused:
            continue
    text = settled(found)[1].text
    assert read_original(text.split("\n")).text == text


@pytest.mark.parametrize("at", ["99", "99.0", "u99", "", "x", "0.x"])
@pytest.mark.parametrize("act", ACTS)
def test_every_act_refuses_a_place_that_is_not_there(act: str, at: str) -> None:
    with pytest.raises(CorrectionRefused):
        after((act, at, "9", "a", "b"))


def test_a_document_without_a_title_is_given_one() -> None:
    nameless = Draft("", draft().chapters, ())
    found = correct(nameless, Correction("title", "0.0"))
    assert shape(found)[0] == ("1", "Syfte", PURPOSE[2][1:])


def test_what_already_is_an_edition_can_be_put_right_too() -> None:
    text = read_original(TEXT).text
    found = read_draft(text.split("\n"))
    assert shape(found) == [PURPOSE, CARE, TIME]
    assert shape(correct(found, Correction("renumber", "2", "4")))[2] == ("4", *TIME[1:])


@pytest.mark.parametrize("folder", CORPUS, ids=named)
def test_every_provision_of_the_corpus_is_anchored_in_its_own_text(folder: Path) -> None:
    definition = load(files(folder))
    assert definition.text is not None
    found = anchors(definition, definition.text)
    assert found.holds
    assert (found.missing, found.lacking, found.extra) == ({}, (), ())
    assert {who for rules in found.found.values() for who in rules} >= {
        rule.id for rule in definition.rules.values() if rule.cite
    }


def test_what_another_text_lacks_and_has_beyond_is_told_with_what_rests_on_it() -> None:
    definition = load(files(FOOD))
    text = (FOOD / "text.sv.md").read_text(encoding="utf-8")
    first = next(iter(definition.clauses))
    heading = re.search(rf"^## {re.escape(first)}\b", text, re.MULTILINE)
    assert heading is not None
    edition = read_original(text.replace(heading.group(), "## ZZ", 1).split("\n")).edition

    found = anchors(definition, edition)

    assert not found.holds
    assert (found.lacking, found.extra) == ((first,), ("ZZ",))
    assert {path.split("/", 1)[0] for path in found.missing} == {first}
    cited = {rule.id for rule in definition.rules.values() for path in rule.cite if path.split("/", 1)[0] == first}
    assert {who for rules in found.missing.values() for who in rules} >= cited


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_every_path_leads_to_the_block_and_sentence_with_its_words(folder: Path) -> None:
    """``Clause.spots`` against ``Edition.words``, which finds words in another way."""
    edition = load(files(folder)).text
    assert edition is not None
    for clause in edition.clauses.values():
        spots = clause.spots()
        assert {*spots, clause.id} == {path for path in edition.paths() if path.split("/", 1)[0] == clause.id}
        for path, (block, number) in spots.items():
            whole = path == block.path and "/p" in path
            assert edition.words(path) == (block.text if whole else block.sentences[number])
