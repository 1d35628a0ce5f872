"""What the readers say when they are asked for something that does not exist."""

from __future__ import annotations

from samverk.rules.wording import Text


class NotFoundError(LookupError):
    """Asked for a municipality, a year, an actor or an agreement that is not there.

    ``text`` says in both languages what was asked for and what exists; ``str()`` gives the Swedish sentence.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text.sv)
        self.text = text


class DamagedError(ValueError):
    """A file that ships with the product does not hold what it held when it was released."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.sv)
        self.text = text
