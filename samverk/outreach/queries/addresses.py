"""What a letter can be sent to: one address, as SMTP takes it without extensions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def is_address(text: str) -> bool:
    """Whether this is one mail address: no list, no name beside it, no line break, plain ASCII."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return text.isascii()
