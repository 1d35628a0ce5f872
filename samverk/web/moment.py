"""Which day a page shows, and as known when: ``?per=2025-09-09&kand=2025-01-31``.

``per`` is the day the consequences are drawn for; ``kand`` the moment after which nothing recorded counts. Both are
kept in the links of a page, so that who looks at another day stays there.
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
DAY_PARAMETER, KNOWN_PARAMETER = "per", "kand"


@dataclass(frozen=True, slots=True)
class Moment:
    """The day shown, and the moment known at (None: everything recorded)."""

    day: date
    today: date
    known_at: datetime | None = None
    known: str = ""

    @property
    def query(self) -> str:
        """What to add to an address to stay at this moment: "" today, else "?per=…"."""
        given = {DAY_PARAMETER: self.day.isoformat()} if self.day != self.today else {}
        if self.known:
            given[KNOWN_PARAMETER] = self.known
        return f"?{urlencode(given)}" if given else ""

    @property
    def is_now(self) -> bool:
        """Today, with everything that is known."""
        return self.day == self.today and self.known_at is None

    def timebar(self, href: str) -> Timebar | None:
        """The bar that says another day is shown, with the way back; None today."""
        if self.is_now:
            return None
        if self.known_at is None:
            sentence = say("Du ser läget per den {day}.", "You see the state as of {day}.", day=self.day)
        else:
            sentence = say(
                "Du ser läget per den {day}, som det var känt {known}.",
                "You see the state as of {day}, as known on {known}.",
                day=self.day,
                known=self.known_at.astimezone(clock.STOCKHOLM).date(),
            )
        return Timebar(sentence=sentence.in_language(page_language()), today_href=href)


def read(request: HttpRequest, *, may_look_back: bool) -> Moment:
    """The moment an address asks for. Error: Missing for what is no day, or a day no agreement can have.

    Only those who may see the register of facts may ask what was known when; for others ``kand`` is left out.
    """
    today = clock.today()
    wanted = request.GET.get(DAY_PARAMETER, "").strip()
    day = _day(wanted, request.path) if wanted else today
    known = request.GET.get(KNOWN_PARAMETER, "").strip() if may_look_back else ""
    return Moment(day, today, _moment(known, request.path) if known else None, known)


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
