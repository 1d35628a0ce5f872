"""What every page needs around its own matter: language, theme, masthead. Nothing is looked up until it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from samverk.accounts.queries import Opening, openings_shown
from samverk.lib import clock
from samverk.rules.wording import Language
from samverk.web.navigation import entries
from samverk.web.shapes import Shape
from samverk.web.words import page_language

THEME_COOKIE: Final = "theme"
THEMES: Final = ("light", "dark")


class Shell(Shape):
    """The frame of one page."""

    __slots__ = ("_request",)

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def language(self) -> Language:
        """The language the page is written in."""
        return page_language()

    @property
    def theme(self) -> str:
        """The theme chosen on this device, or "" for as the device is set. A cookie, so no page asks the database."""
        theme = self._request.COOKIES.get(THEME_COOKIE, "")
        return theme if theme in THEMES else ""

    @property
    def menu_path(self) -> str:
        """The address of the page if it is one of the main menu's, otherwise ""."""
        path = self._request.path
        return path if any(entry.href == path for entry in entries(settings.ROOT_URLCONF)) else ""

    @property
    def user_title(self) -> str:
        """The title of the post of the one who has signed in, or ""."""
        user = getattr(self._request, "user", None)
        return user.title if user is not None and user.is_authenticated else ""

    @property
    def lacks_second_step(self) -> bool:
        """Whether the page shows as little as it does because the one who asks has no second step."""
        # Only of one who has been read already: the page for what is broken reads nothing.
        return getattr(getattr(self._request, "_cached_user", None), "lacks_second_step", False)

    @property
    def openings(self) -> tuple[Opening, ...]:
        """What the one who has signed in sees for a while as an administrator, in Swedish time."""
        found = openings_shown(getattr(self._request, "user", None), clock.today(), clock.now())
        return tuple(replace(one, until=one.until.astimezone(clock.STOCKHOLM)) for one in found)

    @property
    def keeps(self) -> bool:
        """Whether the page knows that the one who has signed in looks after roles."""
        return bool(getattr(getattr(self._request, "user", None), "keeps", False))

    @property
    def messages(self) -> Iterable[Message]:
        """What the previous act left to say."""
        return get_messages(self._request)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor."""
    return {"shell": Shell(request)}
