"""Documents of the demonstration: a minutes extract as PDF, a report in Word, and working material. All made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from samverk.accounts.policy import Actor
from samverk.agreements.actions.documents import File, Told, add_document
from samverk.integrations.paper import Heading, Items, Paper, Words, pdf, plain
from samverk.integrations.word_writing import word
from samverk.lib import store
from samverk.lib.clock import STOCKHOLM
from samverk.ops.demo.norrort import AGREEMENT, LIDINGO
from samverk.records.queries import chains
from samverk.records.queries.papers import paper_chain

EXAMPLE = "Påhittat exempel ur förevisningen av Samverk."


@dataclass(frozen=True, slots=True)
class _Example:
    """A document of the demonstration, and the day it was added."""

    day: date
    name: str
    told: Told
    data: Callable[[], bytes]


def add_papers(now: datetime, by: Actor) -> int:
    """Add those known by now, unless the agreement has documents already. How many. Error: PaperRefused."""
    if paper_chain(AGREEMENT) in chains():
        return 0
    return sum(1 for example in _EXAMPLES if _add(example, now, by))


def _add(example: _Example, now: datetime, by: Actor) -> bool:
    moment = datetime.combine(example.day, time(10, 0), STOCKHOLM)
    if moment > now:
        return False
    arriving = store.documents().arriving()
    arriving.write(example.data())
    file = File(arriving.finish(), example.name)
    add_document(agreement=AGREEMENT, file=file, told=example.told, by=by, recorded_at=moment, example=True)
    return True


def _extract() -> bytes:
    day = date(2025, 10, 16)
    parts = (
        Words(plain("Styrgruppen sammanträdde i Lidingö stadshus. Närvarande var företrädare för fem kommuner.")),
        Heading(1, plain("§ 14 Budget för nästa år")),
        Words(plain("Strategen redovisade förslaget till budget. Styrgruppen diskuterade vikarier och lokaler.")),
        Items((plain("Budgeten fastställs enligt förslaget."), plain("Avgiften fördelas efter folkmängd."))),
        Heading(1, plain("§ 15 Uppföljning")),
        Words(plain("Kommunerna lämnar sina svar om boendekedjan senast i november.")),
        Words(plain(EXAMPLE)),
    )
    return pdf(Paper("Protokollsutdrag från styrgruppen", "sv", day, parts))


def _report() -> bytes:
    day = date(2026, 2, 4)
    parts = (
        Heading(1, plain("Samordning under året")),
        Words(plain("Nätverket för boendefrågor träffades fyra gånger. Hälsokommunikatörerna nådde alla kommuner.")),
        Words(plain(EXAMPLE)),
    )
    return word(Paper("Verksamhetsberättelse", "sv", day, parts))


def notes() -> bytes:
    """The working material; tests know it by its bytes."""
    return f"Minnesanteckningar\n\nFrågor inför mötet med överförmyndarna.\n\n{EXAMPLE}\n".encode()


_EXAMPLES = (
    _Example(
        date(2025, 10, 20),
        "protokollsutdrag-2025-10-16.pdf",
        Told("Protokollsutdrag, budget 2026 (exempel)", "decision", LIDINGO, "public"),
        _extract,
    ),
    _Example(
        date(2026, 2, 5),
        "verksamhetsberattelse-2025.docx",
        Told("Verksamhetsberättelse 2025 (exempel)", "report", "", "parties"),
        _report,
    ),
    _Example(
        date(2026, 3, 10),
        "minnesanteckningar.txt",
        Told("Minnesanteckningar (exempel)", "other", "", "own"),
        notes,
    ),
)
