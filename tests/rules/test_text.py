"""The text of an agreement becomes an edition in which every sentence has an address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.text import ends_sentence, parse_text, sentences
from tests.rules.definitions import ALL, files, named

TEXT = """\
# Avtal om A

<!-- en anmärkning
över två rader -->

## 6 Åtaganden

Varje kommun ska. Det gäller alltid:

- välja en person
  som företräder den. Den ska vara chef.
- betala

1. tredje

Sist ett stycke.

### 7.1 Anställning
Första stycket
löper på två rader. Andra meningen.

Andra stycket.
"""


def test_paths_lead_to_the_words() -> None:
    edition, problems = parse_text(TEXT)
    assert problems == ()
    assert edition.title == "Avtal om A"
    assert dict(edition.paths()) == {
        "6": "Varje kommun ska. Det gäller alltid: välja en person som företräder den. Den ska vara chef. "
        "betala tredje Sist ett stycke.",
        "6/s1": "Varje kommun ska.",
        "6/s2": "Det gäller alltid:",
        "6/s3": "Sist ett stycke.",
        "6/p1": "välja en person som företräder den. Den ska vara chef.",
        "6/p1/s1": "välja en person som företräder den.",
        "6/p1/s2": "Den ska vara chef.",
        "6/p2": "betala",
        "6/p2/s1": "betala",
        "6/p3": "tredje",
        "6/p3/s1": "tredje",
        "7.1": "Första stycket löper på två rader. Andra meningen. Andra stycket.",
        "7.1/s1": "Första stycket löper på två rader.",
        "7.1/s2": "Andra meningen.",
        "7.1/s3": "Andra stycket.",
        "7.1/p1": "Första stycket löper på två rader. Andra meningen.",
        "7.1/p1/s1": "Första stycket löper på två rader.",
        "7.1/p1/s2": "Andra meningen.",
        "7.1/p2": "Andra stycket.",
        "7.1/p2/s1": "Andra stycket.",
    }


def test_blocks_know_their_line_number_and_kind() -> None:
    edition, _ = parse_text(TEXT)
    blocks = edition.clauses["6"].blocks
    assert [(block.path, block.line, block.is_item, block.number) for block in blocks] == [
        ("6/s1", 8, False, ""),
        ("6/p1", 10, True, ""),
        ("6/p2", 12, True, ""),
        ("6/p3", 14, True, "1"),
        ("6/s3", 16, False, ""),
    ]
    assert [(clause.id, clause.heading, clause.level, clause.line) for clause in edition.clauses.values()] == [
        ("6", "Åtaganden", 2, 6),
        ("7.1", "Anställning", 3, 18),
    ]


def test_every_sentence_is_listed_once_with_a_path_that_leads_to_it() -> None:
    edition, _ = parse_text(TEXT)
    listed = [(path, words) for clause in edition.clauses.values() for _, path, words in clause.sentences()]
    assert [path for path, _ in listed] == [
        "6/s1", "6/s2", "6/p1/s1", "6/p1/s2", "6/p2/s1", "6/p3/s1", "6/s3", "7.1/s1", "7.1/s2", "7.1/s3",
    ]  # fmt: skip
    assert all(edition.words(path) == words for path, words in listed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ett. Två! Tre? Fyra", ["Ett.", "Två!", "Tre?", "Fyra"]),
        ("Det gäller t.ex. Arvika och bl.a. Eda.", ["Det gäller t.ex. Arvika och bl.a. Eda."]),
        ("Introduktion m.m. Kommunerna svarar.", ["Introduktion m.m. Kommunerna svarar."]),
        ("Summan är 1.500 kr. Den delas.", ["Summan är 1.500 kr.", "Den delas."]),
        ("Enligt 9 kap. Kommunallagen gäller.", ["Enligt 9 kap. Kommunallagen gäller."]),
        ("Rådet sade: ”Nej.” Det stod fast.", ["Rådet sade: ”Nej.”", "Det stod fast."]),
        ("Svar. ”Ja” är ett svar.", ["Svar.", "”Ja” är ett svar."]),
        ("Enligt lag (2010:1122). Även barn.", ["Enligt lag (2010:1122).", "Även barn."]),
        ("Slut. fortsätter med liten bokstav.", ["Slut. fortsätter med liten bokstav."]),
        ("Åtta. Östra sidan. Älven.", ["Åtta.", "Östra sidan.", "Älven."]),
    ],
)
def test_sentences_end_before_a_capital_letter_but_not_after_an_abbreviation(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


@given(
    st.lists(
        st.sampled_from(
            ["Ett", "två", "t.ex.", "kap.", "9", "2014.", "slut.", "Vad?", "Nej!”", "(ja.)", "m.m.", "…", "»a.«", "B.)"]
        ),
        min_size=1,
    ).map(" ".join)
)
def test_a_text_ends_as_a_sentence_exactly_when_another_sentence_can_follow(text: str) -> None:
    """Whether it ends is asked about every line of a document; splitting the text in two ways says the same."""
    assert ends_sentence(text) == (len(sentences(f"{text} Ny")) > len(sentences(text)))


@pytest.mark.parametrize(
    ("source", "line", "clause", "found"),
    [
        ("## 1 A\n\nText.\n", 1, "1", "Överenskommelsens titel saknas"),
        ("# T\n\nText före.\n\n## 1 A\n\nText.\n", 3, "", "står före den första punkten"),
        ("# T\n\n## 1 A\n\n## 2 B\n\nText.\n", 3, "1", "Punkt 1 är tom"),
        ("# T\n\n## 1 A\n\nText.\n\n## 1 B\n\nText.\n", 7, "1", "Punkt 1 står två gånger; den första gången på rad 3"),
        ("# T\n\n## Inledning\n\nText.\n", 3, "", "börjar inte med ett punktnummer"),
        ("# T\n\n## 1 A\n\nText.\n\n#### 1.1.1 B\n", 7, "1", "Rubrik på nivå 4"),
        ("# T\n\n## 1 A\n\nText.\n\n# U\n", 7, "1", "Rubrik på nivå 1"),
        ("# T\n\n## 1 A\n\n| a | b |\n\nText.\n", 5, "1", "är varken rubrik, stycke eller punkt"),
        ("# T\n\n## 1 A\n\n> citat\n\nText.\n", 5, "1", "är varken rubrik, stycke eller punkt"),
        ("# T\n\n## 1 A\n\n- ett\n  - två\n", 6, "1", "En lista inuti en lista"),
        ("# T\n", 1, "", "Texten har inga punkter"),
    ],
)
def test_what_is_no_part_of_an_edition_is_reported_with_its_line(
    source: str, line: int, clause: str, found: str
) -> None:
    _, problems = parse_text(source)
    assert [(p.file, p.line, p.clause) for p in problems if found in p.found.sv] == [("text.sv.md", line, clause)]


def test_a_clause_without_words_is_allowed_when_they_are_in_the_clauses_below() -> None:
    _, problems = parse_text("# T\n\n## 7 Uppgifter\n\n### 7.1 Anställning\n\nText.\n")
    assert problems == ()


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    edition, problems = parse_text("\ufeff# T\n\n## 1 A\n\nText.\n")
    assert (edition.title, problems) == ("T", ())


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_no_word_of_a_text_is_lost(folder: Path) -> None:
    source = files(folder)["text.sv.md"].decode()
    edition, problems = parse_text(source)
    plain = re.sub(
        r"^(#+ |- |[0-9]+\. )|^ *", "", re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL), flags=re.MULTILINE
    )
    read = [edition.title, *(f"{c.id} {c.heading} {c.text}" for c in edition.clauses.values())]
    assert problems == ()
    assert " ".join(read).split() == plain.split()
