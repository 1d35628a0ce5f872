"""The few marks of a letter: read into parts, and nothing else than its words."""

from __future__ import annotations

from html.parser import HTMLParser

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from samverk.lib.letter_text import Block, Piece, blocks
from samverk.outreach.queries.letter_parts import Content

WORDS = st.text(alphabet=st.sampled_from("ab ÅäÖ.\n-#[](){}%<>&\"'/:https"), max_size=200)


def test_paragraphs_headings_lists_and_links() -> None:
    text = (
        "Hej!\r\nRad två.\n\n## Rubrik\nSe [sidan](https://a.example/x?y=1), eller https://b.example/z.\n- ett\n- två"
    )

    assert blocks(text) == (
        Block("paragraph", ((Piece("Hej!"),), (Piece("Rad två."),))),
        Block("heading", ((Piece("Rubrik"),),)),
        Block(
            "paragraph",
            (
                (
                    Piece("Se "), Piece("sidan", "https://a.example/x?y=1"), Piece(", eller "),
                    Piece("https://b.example/z", "https://b.example/z"), Piece("."),
                ),
            ),
        ),
        Block("list", ((Piece("ett"),), (Piece("två"),))),
    )  # fmt: skip


def test_only_the_web_becomes_a_link() -> None:
    for text in ("[x](javascript:alert(1))", "[x](data:text/html,y)", "mailto:a@b.example", "[x](//c.example)"):
        assert not any(piece.href for block in blocks(text) for line in block.lines for piece in line), text


class Read(HTMLParser):
    """The tags and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert all(name in ("href", "lang") for name, _ in attrs)


@given(WORDS)
def test_no_words_become_anything_but_words(text: str) -> None:
    page = Read()
    page.feed(render_to_string("emails/body.html", {"content": Content("x", blocks=blocks(text)), "class": "y"}))

    assert page.tags <= {"h1", "h2", "p", "br", "ul", "li", "a", "hr", "small"}
    assert all(link.startswith(("https://", "http://")) for link in page.links)


@given(WORDS)
def test_every_word_is_in_the_plain_text(text: str) -> None:
    said = "".join(block.plain for block in blocks(text))
    assert all(word in said for word in text.split() if word.isalpha())
