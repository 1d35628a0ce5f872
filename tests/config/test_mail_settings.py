"""The settings of mail: one spelling each, refused with a sentence, and what Django's own mailers get of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from samverk.config.mail import mail_settings, mailers, public_address

HOME = Path("/srv/samverk")
SMTP = {
    "SAMVERK_MAIL": "smtp",
    "SAMVERK_MAIL_HOST": "mail.kommun.example",
    "SAMVERK_MAIL_SENDER": "samverk@kommun.example",
}


def test_without_settings_letters_wait() -> None:
    found = mail_settings({}, HOME)

    assert (found["mode"], found["sender"], found["lease"]) == ("off", "", 300)
    assert mailers(found)["default"]["OPTIONS"] == {"file_path": "/srv/samverk/mail/direct"}


def test_a_demonstration_writes_files() -> None:
    found = mail_settings({"SAMVERK_MAIL": "folder"}, HOME)

    assert (found["folder"], found["sender"]) == (HOME / "mail", "samverk@demo.example")


def test_a_server_is_given_to_djangos_own_mailers_too() -> None:
    given = SMTP | {"SAMVERK_MAIL_USER": "samverk", "SAMVERK_MAIL_PASSWORD": "hemligt", "SAMVERK_MAIL_TLS": "tls",
                    "SAMVERK_MAIL_PORT": "465"}  # fmt: skip
    options = mailers(mail_settings(given, HOME))["default"]["OPTIONS"]

    assert options == {
        "host": "mail.kommun.example", "port": 465, "username": "samverk", "password": "hemligt",
        "use_tls": False, "use_ssl": True, "timeout": 30,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SAMVERK_MAIL": "ja"}, "SAMVERK_MAIL ska vara off eller folder eller smtp men är ”ja”"),
        ({"SAMVERK_MAIL": "smtp"}, "SAMVERK_MAIL_HOST saknas"),
        ({**SMTP, "SAMVERK_MAIL_SENDER": ""}, "SAMVERK_MAIL_SENDER saknas"),
        ({**SMTP, "SAMVERK_MAIL_HOST": "mail.example:25"}, "utan port"),
        ({**SMTP, "SAMVERK_MAIL_HOST": "smtp://mail.example"}, "utan port"),
        ({**SMTP, "SAMVERK_MAIL_PORT": "0"}, "heltal från 1 till 65535"),
        ({**SMTP, "SAMVERK_MAIL_PORT": "²5"}, "heltal från 1 till 65535"),
        ({**SMTP, "SAMVERK_MAIL_TLS": "ssl"}, "starttls eller tls eller none"),
        ({**SMTP, "SAMVERK_MAIL_SENDER": "Samverk <a@b.example>"}, "utan namn"),
        ({**SMTP, "SAMVERK_MAIL_SENDER": "a@b.example\nBcc: c@d.example"}, "utan namn"),
        ({**SMTP, "SAMVERK_MAIL_USER": "x"}, "båda två"),
        (
            {**SMTP, "SAMVERK_MAIL_USER": "x", "SAMVERK_MAIL_PASSWORD": "y", "SAMVERK_MAIL_TLS": "none"},
            "oskyddat",
        ),
        ({"SAMVERK_MAIL_LEASE": "-1"}, "heltal från 1 till 86400"),
    ],
)
def test_what_cannot_be_used_is_refused(given: dict[str, str], words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        mail_settings(given, HOME)


def test_the_public_address_has_neither_path_nor_end() -> None:
    assert public_address("X", "https://samverk.example/") == "https://samverk.example"
    for wrong in ("samverk.example", "ftp://samverk.example", "https://samverk.example/x", "https:///x"):
        with pytest.raises(ImproperlyConfigured, match="ska skrivas som https"):
            public_address("X", wrong)
