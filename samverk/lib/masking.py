"""Keeps secrets that stand in addresses out of the log: a link to one act is worth what a password is."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

_SECRET: Final = re.compile(r"(/lank/)[^/?\s'\"]+")


def masked(text: str) -> str:
    """The text with such secrets replaced."""
    return _SECRET.sub(r"\1…", text)


class Masking(logging.Filter):
    """Lets every record through, its words and their arguments masked and the request that may hang on it taken off."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True."""
        record.msg = masked(record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(_argument(one) for one in record.args)
        if "/lank/" in str(getattr(record, "request", "")):
            record.__dict__.pop("request")
        return True


def _argument(value: Any) -> Any:
    """Numbers stay numbers, for the words may ask for one; whatever shows a secret becomes text."""
    return masked(text) if (text := str(value)) != masked(text) else value
