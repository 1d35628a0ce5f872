"""The quick ways of reading, against the simple ones they replaced: nothing that is read may differ."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import assume, example, given
from hypothesis import strategies as st

from samverk.rules import text
from samverk.rules.originals.blocks import Block, joined, read_blocks
from samverk.rules.originals.lines import STRAY, read_lines
from samverk.rules.originals.sections import place
from samverk.rules.text import ends_sentence, parse_text, sentences

WORDS = (
    "t.ex.", "T.ex.", "(bl.a.", "m.m.", "ca", "nr.", "NR.", "kap.", "Ja.", "nej?", "Så!", 'sagt."', "”Hej.”", "slut.)",
    "«Ah!»", "och", "eller", "social-", "Upplands-", "x-", "-", "\u2010", "Bro", "2014", "m", "än", "män", "e", "n",
    "en", "i", "å", "é", "män,", "_", "\u00ad", "\u200b", "\ufeff", "kommun", "Kommunen", "1.", "2)", "•", "İ.", "K.",
)  # fmt: skip
SPACES = (" ", " ", " ", "  ", "\t", "\u00a0", "\u2028", "\x1f", "\f", "")
running = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=14).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)
indented = st.tuples(st.sampled_from(("", "", " ", "    ", "\u00a0 ", "\u200b", "\t")), running).map("".join)

_END = re.compile(r"[.!?][\"”’»)]*(?=\s+[\"“”‘»«(]*(\S))")


def _abbreviated(sentence: str) -> bool:
    last = sentence.rsplit(None, 1)[-1].lstrip('("“”').lower()
    return last.endswith(".") and last[:-1] in text._ABBREVIATIONS


def _sentences(words: str) -> tuple[str, ...]:
    found, start = [], 0
    for match in _END.finditer(words):
        following = words[match.end() :].lstrip()[:1]
        if (match.group(1).isupper() or following in '"“”‘»«') and not _abbreviated(words[start : match.end()]):
            found.append(words[start : match.end()].strip())
            start = match.end()
    found.append(words[start:].strip())
    return tuple(sentence for sentence in found if sentence)


@given(st.one_of(running, st.text(alphabet=' .!?"”“«»)(\n\u00a0aAåÅ1kapnr', max_size=40)))
@example('Hej. "." Nu')
@example(". \u201c\u201c")
def test_sentences_are_those_of_looking_at_all_that_is_left(words: str) -> None:
    assert sentences(words) == _sentences(words)


@given(running.filter(str.strip))
def test_a_text_ends_as_a_sentence_when_its_last_word_is_no_abbreviation(words: str) -> None:
    simple = words.rstrip('"”’»)').endswith((".", "!", "?")) and not _abbreviated(words)
    assert ends_sentence(words) == simple


def _joined(lines: Sequence[str]) -> str:
    whole = ""
    for line in lines:
        if not whole:
            whole = line
        elif whole[-1] in "-\u2010" and whole[-2:-1].isalpha():
            if line.split(None, 1)[0] in ("och", "eller", "samt", "respektive"):
                whole = f"{whole} {line}"
            else:
                whole = whole + line if line[:1].isupper() or line[:1].isdigit() else whole[:-1] + line
        else:
            whole = f"{whole} {line}"
    return whole


@given(st.sampled_from(("", "Parterna", "-")), st.lists(running.map(lambda words: " ".join(words.split())), max_size=6))
def test_lines_are_joined_as_when_each_is_added_to_the_text_so_far(first: str, lines: list[str]) -> None:
    whole = [first, *filter(None, lines)]
    assert joined(whole) == _joined(whole)


@given(st.lists(indented, max_size=8))
def test_lines_are_freed_and_mended_as_when_each_is_asked_about_everything(source: list[str]) -> None:
    blank = " \t\u00a0\u2007\u202f\u200b\ufeff"
    raw = [line.replace("\f", "").replace("\u00ad", "").rstrip() for line in source]
    plain = [" ".join(line.split()) for line in raw]
    kept, unplaced = read_lines(source)
    numbers = {number for number, words in enumerate(plain, 1) if words.strip(blank)}
    assert {*(line.number for line in kept), *(gone.line for gone in unplaced)} == numbers
    everything = "\n".join(plain[line.number - 1] for line in kept)
    letter = re.compile(r"(?<!\S)([^\W\d_iåöàIÅÖÀ]) ([^\W\d_]+)")

    def whole(match: re.Match[str]) -> str:
        word = match.group(1) + match.group(2)
        return word if re.search(rf"\b{word}\b", everything) else match.group()

    for line in kept:
        before = raw[line.number - 1]
        assert line.text == letter.sub(whole, plain[line.number - 1])
        assert line.indent == len(before) - len(before.lstrip(blank))


pieces = st.sampled_from(
    ("Alla får bada i sjön.", "Underskrift", "Bad och bryggor", "och så vidare", "Namn: ____", "- en sak", "Slut.")
)


@given(st.lists(st.tuples(st.integers(0, 4), pieces), min_size=1, max_size=8), st.booleans())
def test_what_strays_between_clauses_is_only_headings_to_the_next_one(found: list[tuple[int, str]], last: bool) -> None:
    lines = ["Avtal om bad", "", "1. Syfte"]
    for gap, words in found:
        lines += [*[""] * gap, words]
    lines += ["", "2. Regler", "Bada.", *(["", "", "", "Bilagor", "", "3. Slut"] if last else [])]
    blocks = read_blocks(read_lines(lines)[0])
    airy = any(block.line.apart for block in blocks)
    clauses = [at for at, block in enumerate(blocks) if block.kind == "clause"]
    expected, above = [], list[Block]()
    for at in range(clauses[0], clauses[-1]):
        block, rest = blocks[at], blocks[at : next(other for other in clauses if other > at)]
        headings = all(other.heading_like for other in rest)
        apart = block.line.apart or block.line.gap > 1 or not airy
        if block.kind == "clause":
            above = []
        elif above and above[-1].stopped and headings and apart:
            expected.append(block.line.number)
        else:
            above.append(block)
    unplaced = place(blocks)[2]
    assert [gone.line for gone in unplaced if gone.reason == STRAY] == expected


@given(st.text(alphabet="|>`~!<-*_[]:+1٣³.) aÅ", min_size=1, max_size=8).map(str.strip))
def test_a_line_is_foreign_or_an_item_as_its_pattern_says(line: str) -> None:
    """What a line begins with says which patterns it is asked about; no line may slip by."""
    assume(line and not line.startswith("<!--"))
    foreign = re.match(r"\||>|```|~~~|!\[|<[a-zA-Z/]|(?:[-*_]\s*){3,}$|\[[^\]]+\]:", line)
    item = re.fullmatch(r"(?:[-*+]|(\d+)[.)])\s+(.*)", line)
    edition, problems = parse_text(f"# Bad\n\n## 1 Syfte\n\nFörst.\n\n{line}\n")
    blocks = edition.clauses["1"].blocks
    assert bool(problems) == bool(foreign)
    assert len(blocks) == (1 if foreign else 2)
    assert foreign or blocks[-1].is_item == bool(item)
