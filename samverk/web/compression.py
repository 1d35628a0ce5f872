"""Sends pages compressed, and keeps what has been compressed.

A page is the same on every load until something it shows changes, so most of the time the compressed page is only
looked up; compressing anew would cost more than writing the page out.
"""

from __future__ import annotations

import gzip
import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

# Below this a page fits into one packet either way.
_SMALL: Final = 1024
# gzip's header without a file name, as ``gzip.compress`` writes it, is 10 bytes; the flags are the fourth.
_HEADER: Final = 10
_HAS_NAME: Final = 0x08


class Compression:
    """Middleware for pages; static files are compressed when they are collected."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return response
        page = response.content
        if len(page) < _SMALL or not response.headers["Content-Type"].startswith("text/html"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            packed = _padded(_compressed(page))
            response.content = packed
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(packed))
        return response


@lru_cache(maxsize=128)
def _compressed(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)


def _padded(compressed: bytes) -> bytes:
    """The same with a file name of random length, so that the length of a page does not tell what is on it.

    Against the attack called BREACH, the way Django's own middleware does it.
    """
    name = b"a" * secrets.randbelow(100)
    header = bytearray(compressed[:_HEADER])
    header[3] |= _HAS_NAME
    return bytes(header) + name + b"\0" + compressed[_HEADER:]
