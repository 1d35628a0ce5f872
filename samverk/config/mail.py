"""The settings of mail: read by strict parsers, together, since most of them mean nothing without the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("off", "folder", "smtp")
TLS = ("starttls", "tls", "none")
DEMO_SENDER = "samverk@demo.example"
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]")

type Environment = Mapping[str, str]


def mail_settings(environment: Environment, home: Path) -> dict[str, Any]:
    """What ``settings.MAIL`` holds. Error: ImproperlyConfigured with one sentence in Swedish.

    ``mode`` off: messages wait in the outbox. folder: they become files in ``folder``. smtp: they leave.
    """
    mode = _choice(environment, "SAMVERK_MAIL", "off", MODES)
    found = {
        "mode": mode,
        "folder": home / "mail",
        "host": environment.get("SAMVERK_MAIL_HOST", ""),
        "port": _number(environment, "SAMVERK_MAIL_PORT", 587, 1, 65_535),
        "tls": _choice(environment, "SAMVERK_MAIL_TLS", "starttls", TLS),
        "user": environment.get("SAMVERK_MAIL_USER", ""),
        "password": environment.get("SAMVERK_MAIL_PASSWORD", ""),
        "sender": _mail_address(environment, "SAMVERK_MAIL_SENDER", DEMO_SENDER if mode == "folder" else ""),
        "bounces": _mail_address(environment, "SAMVERK_MAIL_BOUNCES", ""),
        "lease": _number(environment, "SAMVERK_MAIL_LEASE", 300, 1, 86_400),
    }
    if mode == "smtp":
        _complete(found)
    if bool(found["user"]) != bool(found["password"]):
        raise ImproperlyConfigured("SAMVERK_MAIL_USER och SAMVERK_MAIL_PASSWORD ska anges båda två eller ingen av dem.")
    if found["user"] and found["tls"] == "none":
        raise ImproperlyConfigured(
            "SAMVERK_MAIL_TLS är none, och då skulle SAMVERK_MAIL_PASSWORD skickas oskyddat. Välj starttls eller tls."
        )
    return found


def _complete(found: Mapping[str, Any]) -> None:
    for key, name in (("host", "SAMVERK_MAIL_HOST"), ("sender", "SAMVERK_MAIL_SENDER")):
        if not found[key]:
            raise ImproperlyConfigured(f"{name} saknas. Den behövs när SAMVERK_MAIL är smtp.")
    if not HOST.fullmatch(found["host"]):
        raise ImproperlyConfigured(
            f"SAMVERK_MAIL_HOST ska vara e-postserverns namn, utan port, men är ”{found['host']}”."
        )


def public_address(name: str, text: str) -> str:
    """Where people reach the site, for links in mail: ``https://samverk.example``. Error: ImproperlyConfigured."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/") or parts.query:
        raise ImproperlyConfigured(f"{name} ska skrivas som https://samverk.kommun.example men är ”{text}”.")
    return f"{parts.scheme}://{parts.netloc}"


def mailers(mail: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Django's own MAILERS, for what is sent without the outbox: to the server, or else to files."""
    if mail["mode"] != "smtp":
        options: dict[str, Any] = {"file_path": str(mail["folder"] / "direct")}
        return {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": options}}
    options = {
        "host": mail["host"],
        "port": mail["port"],
        "username": mail["user"],
        "password": mail["password"],
        "use_tls": mail["tls"] == "starttls",
        "use_ssl": mail["tls"] == "tls",
        "timeout": 30,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def _choice(environment: Environment, name: str, default: str, choices: tuple[str, ...]) -> str:
    text = environment.get(name, default)
    if text not in choices:
        raise ImproperlyConfigured(f"{name} ska vara {' eller '.join(choices)} men är ”{text}”.")
    return text


def _number(environment: Environment, name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise ImproperlyConfigured(f"{name} ska vara ett heltal från {least} till {most} men är ”{text}”.")
    return int(text)


def _mail_address(environment: Environment, name: str, default: str) -> str:
    text = environment.get(name, default)
    if text and not ADDRESS.fullmatch(text):
        raise ImproperlyConfigured(f"{name} ska vara en e-postadress, utan namn, men är ”{text}”.")
    return text
