"""What a letter is made of before it is set as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass

from samverk.integrations.mail import Enclosure
from samverk.lib.letter_text import Block
from samverk.outreach.queries.links import NewLink


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a list: what, more about it, and where it is done."""

    heading: str
    detail: str
    href: str
    link: str = ""
    """A link to do it, without signing in."""


@dataclass(frozen=True, slots=True)
class Content:
    """A letter before it is set. ``way``: a label and an address to go on to. ``why``: why one gets it."""

    subject: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    way: tuple[str, str] = ("", "")
    why: str = ""
    links: tuple[NewLink, ...] = ()
    """Links to one act that stand in it, and hold when it has left."""
    enclosed: tuple[Enclosure, ...] = ()
    blocks: tuple[Block, ...] = ()
    """Words that somebody has written, read into parts."""
    secrets: tuple[str, ...] = ()
    """What of it is the recipient's alone, besides links to one act: it is sent, and not kept."""
    signed: str = ""
    """Who wrote it, after the words."""
