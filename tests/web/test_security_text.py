"""RFC 9116: Contact and Expires are there once, the day is ahead and less than a year off."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings

from samverk.config.settings import SettingError, parse_contact
from samverk.lib import clock

ADDRESS = "/.well-known/security.txt"


@override_settings(SECURITY_CONTACT="mailto:sakerhet@kommun.example")
def test_it_says_where_to_turn_and_for_how_long() -> None:
    answer = Client().get(ADDRESS)
    fields = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    said = dict(fields)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert len(said) == len(fields)
    assert said["Contact"] == "mailto:sakerhet@kommun.example"
    assert timedelta(0) < datetime.fromisoformat(said["Expires"]) - clock.now() < timedelta(days=365)
    assert said["Canonical"].endswith(ADDRESS)


@override_settings(SECURITY_CONTACT="")
def test_an_installation_without_a_contact_has_none() -> None:
    assert Client().get(ADDRESS).status_code == 404


@pytest.mark.parametrize("text", ["", "mailto:a@b.example", "https://kommun.example/sakerhet", "tel:+46-8-1"])
def test_what_can_be_followed_is_taken(text: str) -> None:
    assert parse_contact("X", text) == text


@pytest.mark.parametrize("text", ["a@b.example", "http://kommun.example", "mailto:a", "mailto:a@b.example\nExpires: x"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="mailto:sakerhet"):
        parse_contact("X", text)
