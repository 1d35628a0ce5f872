"""Where on the network a request comes from, also behind a web server that passes it on."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "?"


def client_address(request: HttpRequest) -> str:
    """The address of who asks. ``X-Forwarded-For`` is believed only as far as the trusted proxies wrote it.

    Read from the right, where the nearest proxy adds what it saw: the first address that is no trusted proxy is who
    asks. What stands further left the visitor may have written.
    """
    seen = request.META.get("REMOTE_ADDR", "") or UNKNOWN
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while _is_trusted(seen) and forwarded:
        said = forwarded.pop().strip()
        if _address(said) is None:
            break
        seen = said
    return _grouped(seen)


def _grouped(text: str) -> str:
    """An IPv6 visitor has 2⁶⁴ addresses to try from: the network is what counts."""
    address = _address(text)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address) if address is not None else UNKNOWN


def _is_trusted(text: str) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
