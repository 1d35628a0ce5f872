"""Why a document cannot be read."""

from __future__ import annotations

from samverk.rules.wording import Text


class DocumentRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A file that is not read. ``message``: what it is, and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message
