"""Which day a page shows, as known when, and what is supposed: ``?per=2025-09-09&kand=2025-01-31&tank=…``.

``per`` is the day the consequences are drawn for; ``kand`` the moment after which nothing recorded counts; each
``tank`` a supposition ("Tänk om", ``rules.suppositions.address``). All are kept in the links of a page, so that who
looks at another day, or at what is only supposed, stays there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.http import HttpRequest

from samverk.lib import clock
from samverk.rules.wording import Text, say
from samverk.web.errors import Missing
from samverk.web.shapes import Timebar
from samverk.web.words import page_language

FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)
DAY_PARAMETER, KNOWN_PARAMETER, SUPPOSED_PARAMETER = "per", "kand", "tank"
MOST_PARAMETERS = 40


@dataclass(frozen=True, slots=True)
class Moment:
    """The day shown, the moment known at (None: everything recorded), and what is supposed.

    ``written``: the suppositions as the address has them. An agreement's page knows which of them can be made:
    ``supposed`` in their one form, ``said`` the sentence about them in Swedish and English, and ``what_if`` the page
    where they are changed.
    """

    day: date
    today: date
    known_at: datetime | None = None
    known: str = ""
    written: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    said: tuple[str, str] = ("", "")
    what_if: str = ""

    @property
    def query(self) -> str:
        """What to add to an address to stay at this moment: "" today, else "?per=…" with what is supposed."""
        return _query([*self._days(), *self._suppositions()])

    @property
    def day_query(self) -> str:
        """The same without what is supposed, for pages it does not concern."""
        return _query(self._days())

    def query_for(self, same_agreement: bool) -> str:
        """The query for a page of this agreement, or of another: there nothing is supposed."""
        return self.query if same_agreement else self.day_query

    def _days(self) -> list[tuple[str, str]]:
        given = [(DAY_PARAMETER, self.day.isoformat())] if self.day != self.today else []
        return [*given, (KNOWN_PARAMETER, self.known)] if self.known else given

    def _suppositions(self) -> list[tuple[str, str]]:
        return [(SUPPOSED_PARAMETER, text) for text in self.supposed]

    @property
    def is_supposing(self) -> bool:
        """Whether what is shown rests on something only supposed; then nothing is offered to be recorded."""
        return bool(self.supposed)

    @property
    def is_now(self) -> bool:
        """Today, with everything that is known and nothing else."""
        return self.day == self.today and self.known_at is None and not self.supposed

    def timebar(self, href: str) -> Timebar | None:
        """The bar that says another day is shown, or what is only supposed, with the ways back; None today."""
        if self.is_now:
            return None
        language = page_language()
        return Timebar(
            sentence=self._sentence().in_language(language) if self._days() else "",
            today_href=href + _query(self._suppositions()),
            supposed=self.said[1 if language == "en" else 0],
            change_href=self.what_if + self.query if self.what_if else "",
            give_up_href=href + self.day_query,
        )

    def _sentence(self) -> Text:
        if self.known_at is None:
            return say("Du ser läget per den {day}.", "You see the state as of {day}.", day=self.day)
        return say(
            "Du ser läget per den {day}, som det var känt {known}.",
            "You see the state as of {day}, as known on {known}.",
            day=self.day,
            known=self.known_at.astimezone(clock.STOCKHOLM).date(),
        )


def _query(given: list[tuple[str, str]]) -> str:
    return f"?{urlencode(given, safe=':,=')}" if given else ""


def read(request: HttpRequest, *, may_look_back: bool) -> Moment:
    """The moment an address asks for. Error: Missing for what is no day, or a day no agreement can have.

    Only those who may see the register of facts may ask what was known when; for others ``kand`` is left out.
    """
    today = clock.today()
    wanted = request.GET.get(DAY_PARAMETER, "").strip()
    day = _day(wanted, request.path) if wanted else today
    known = request.GET.get(KNOWN_PARAMETER, "").strip() if may_look_back else ""
    written = tuple(text for text in request.GET.getlist(SUPPOSED_PARAMETER)[:MOST_PARAMETERS] if text.strip())
    return Moment(day, today, _moment(known, request.path) if known else None, known, written)


def _day(text: str, path: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise Missing(_no_day(text), way=_TO_TODAY, href=path)
    if not FIRST <= found <= LAST:
        reason = Text(
            f"Samverk kan visa dagar från {FIRST.year} till {LAST.year}. Dagen i adressen är {text}.",
            f"Samverk can show days from {FIRST.year} to {LAST.year}. The day in the address is {text}.",
        )
        raise Missing(reason, way=_TO_TODAY, href=path)
    return found


def _moment(text: str, path: str) -> datetime:
    """The end of a day, or a minute of it, Swedish time."""
    day, _, clock_time = text.partition("T")
    found = _day(day, path)
    try:
        hour = time.fromisoformat(clock_time) if clock_time else time.max
    except ValueError:
        raise Missing(_no_day(text), way=_TO_TODAY, href=path) from None
    return datetime.combine(found, hour.replace(tzinfo=None), clock.STOCKHOLM)


def _no_day(text: str) -> Text:
    return Text(
        f"”{text}” är inte en dag i kalendern. Skriv år, månad och dag, till exempel 2025-09-09.",
        f"“{text}” is not a day in the calendar. Write year, month and day, for example 2025-09-09.",
    )


_TO_TODAY = Text("Visa i dag i stället", "Show today instead")
