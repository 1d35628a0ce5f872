"""Whose tries are counted: the visitor behind the web server, never what a visitor claims to be."""

import ipaddress

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from samverk.web.accounts.origin_address import client_address


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        # Nobody who is not trusted may say who they are.
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        # The web server on the same machine is believed, and only the part it wrote itself.
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 10.2.0.5", "198.51.100.1"),
        ("10.2.0.4", "198.51.100.1, 127.0.0.1", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "okänd", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, skräp", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, <script>, 10.2.0.5", "10.2.0.5"),
        ("", "198.51.100.1", "?"),
        # A visitor with IPv6 has a network to choose from: it counts as one.
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("::1", "2001:db8:1:2:aaaa::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
    ],
)
def test_who_asks(remote: str, forwarded: str, found: str, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = tuple(map(ipaddress.ip_network, ("127.0.0.1", "::1", "10.2.0.0/24")))
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == found


def test_without_trusted_proxies_nothing_is_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ()
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1")

    assert client_address(request) == "127.0.0.1"
