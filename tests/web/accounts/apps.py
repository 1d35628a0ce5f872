"""What an app for codes shows, worked out here from the standard (RFC 6238) and not with the library under test."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def code_of(secret: str, *, steps: int = 0) -> str:
    """The six digits of now, or of ``steps`` half minutes from now."""
    now = int(time.time())  # noqa: TID251 - the app has a clock of its own
    counter = now // 30 + steps
    digest = hmac.new(base64.b32decode(secret.replace(" ", "")), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
