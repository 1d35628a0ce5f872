"""Asking another organisation's server for what it publishes: which addresses are asked, and how much is heard."""

from __future__ import annotations

import ipaddress
import socket
from http.client import HTTPException
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT: Final = 10
"""Seconds."""
LARGEST: Final = 1_000_000
"""Bytes that are listened to."""

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Unreachable(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """The organisation's server does not answer, or answers what cannot be understood."""


def is_safe(address: str, *, near: str = "") -> bool:
    """Whether the address is https; http only on this machine, and only when ``near`` is on it too."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host) and parts.username is None
    return parts.scheme == "http" and host in _LOOPBACK and urlsplit(near or address).hostname in _LOOPBACK


def is_outside(address: str, *, near: str) -> bool:
    """Whether an address that somebody has written in a form may be asked: safe, and not this machine itself or its
    link (where clouds keep their secrets), unless ``near``, our own address, is on this machine too.

    A network of the organisation's own is not shut out: its server for signing in often stands there.
    """
    if not is_safe(address, near=near):
        return False
    if urlsplit(near).hostname in _LOOPBACK:
        return True
    try:
        parts = urlsplit(address)
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        places = [ipaddress.ip_address(str(place[4][0]).partition("%")[0]) for place in found]
    except (OSError, ValueError):
        return False
    places += [place.ipv4_mapped for place in places if isinstance(place, ipaddress.IPv6Address) and place.ipv4_mapped]
    return bool(places) and not any(
        place.is_loopback or place.is_link_local or place.is_unspecified or place.is_multicast for place in places
    )


class _NoRedirect(HTTPRedirectHandler):
    """An answer that points elsewhere is no answer: it could point inside our own network."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """None: the answer itself is an error."""


def fetched(request: Request) -> bytes:
    """What the server answers, at most LARGEST bytes of it. Error: Unreachable."""
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as response:
            said: bytes = response.read(LARGEST)
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"{request.full_url.partition('?')[0]}: {type(error).__name__}") from error
    return said
