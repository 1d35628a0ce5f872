"""A form that is sent twice is carried out once: who got no answer can send it again.

The page puts ``once``, a number of its own, in a hidden field; what the form leads to is known by it.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest


def sent_number(request: HttpRequest) -> uuid.UUID | None:
    """The number in the form that was sent; None without one that can be read."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def form_number(request: HttpRequest) -> uuid.UUID:
    """The number for the form that is shown: that of the one that was sent, so that it stays; otherwise a new one."""
    return sent_number(request) or uuid.uuid4()
