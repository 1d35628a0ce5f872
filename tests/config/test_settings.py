"""Settings take one spelling each and say plainly what is wrong with any other."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from samverk.config.settings import (
    SettingError,
    parse_bool,
    parse_choice,
    parse_database_url,
    parse_home,
    parse_hosts,
    parse_networks,
    secret_key,
    sqlite_database,
)

HOME = Path("/var/lib/samverk")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("0", False)])
def test_yes_and_no_are_one_and_zero(text: str, value: bool) -> None:
    assert parse_bool("SAMVERK_DEBUG", text) is value


@pytest.mark.parametrize("text", ["", "true", "True", "no", "ja", "2", " 1"])
def test_other_spellings_of_yes_and_no_are_refused(text: str) -> None:
    with pytest.raises(SettingError) as refusal:
        parse_bool("SAMVERK_DEBUG", text)

    assert str(refusal.value) == f"SAMVERK_DEBUG ska vara 1 (ja) eller 0 (nej) men är ”{text}”."


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("", []),
        (" ", []),
        ("127.0.0.1,::1", ["127.0.0.1/32", "::1/128"]),
        ("10.2.0.0/24, 192.0.2.7", ["10.2.0.0/24", "192.0.2.7/32"]),
    ],
)
def test_trusted_proxies_are_addresses_and_networks(text: str, networks: list[str]) -> None:
    assert [str(network) for network in parse_networks("SAMVERK_TRUSTED_PROXIES", text)] == networks


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("localhost", "innehåller ”localhost”"),
        ("127.0.0.1,", "innehåller ””"),
        ("10.2.0.5/24", "innehåller ”10.2.0.5/24”"),
        ("*", "innehåller ”*”"),
        ("0.0.0.0/0", "får inte lita på alla"),
        ("::/0", "får inte lita på alla"),
    ],
)
def test_what_is_no_proxy_is_refused(text: str, words: str) -> None:
    with pytest.raises(SettingError, match=re.escape(words)):
        parse_networks("SAMVERK_TRUSTED_PROXIES", text)


def test_hosts_are_names_and_addresses() -> None:
    text = "samverk.example, 127.0.0.1,[::1],.kommun.example"

    assert parse_hosts("SAMVERK_ALLOWED_HOSTS", text) == ["samverk.example", "127.0.0.1", "[::1]", ".kommun.example"]


@pytest.mark.parametrize(
    "text", ["", "a.example,", "https://a.example", "a.example:8000", "*", "a b", "a.example/x", "[]"]
)
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="SAMVERK_ALLOWED_HOSTS ska vara värdnamn åtskilda av kommatecken"):
        parse_hosts("SAMVERK_ALLOWED_HOSTS", text)


def test_a_choice_is_one_of_its_words() -> None:
    assert parse_choice("SAMVERK_STATIC", "plain", ("hashed", "plain")) == "plain"
    with pytest.raises(SettingError, match=r"SAMVERK_STATIC ska vara hashed eller plain men är ”Plain”\."):
        parse_choice("SAMVERK_STATIC", "Plain", ("hashed", "plain"))


def test_the_home_is_a_whole_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/samverk")

    assert parse_home("SAMVERK_HOME", "~/state") == Path("/srv/samverk/state")
    assert parse_home("SAMVERK_HOME", "/var/lib/samverk") == HOME


@pytest.mark.parametrize("text", ["", ".", "state", "./state"])
def test_a_home_that_moves_with_the_terminal_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="SAMVERK_HOME ska vara en hel sökväg"):
        parse_home("SAMVERK_HOME", text)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "home"
    file.write_text("", encoding="utf-8")

    with pytest.raises(SettingError, match=r"ska vara en mapp, men .*/home är en fil"):
        parse_home("SAMVERK_HOME", str(file))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite:///db.sqlite3", "/var/lib/samverk/db.sqlite3"),
        ("sqlite:////srv/data/samverk.sqlite3", "/srv/data/samverk.sqlite3"),
        ("sqlite:////srv/m%C3%A5l/a%20b.sqlite3", "/srv/mål/a b.sqlite3"),
    ],
)
def test_a_sqlite_file_lies_in_the_home_or_where_it_says(text: str, path: str) -> None:
    assert parse_database_url("DATABASE_URL", text, HOME) == sqlite_database(Path(path))


def test_sqlite_waits_for_its_turn_and_keeps_its_keys() -> None:
    options = sqlite_database(HOME / "db.sqlite3")["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["init_command"].startswith(
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    )


def postgresql(**parts: object) -> dict[str, object]:
    empty = {"NAME": "samverk", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}
    fixed = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return fixed | empty | parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("postgresql:///samverk", {}),
        ("postgres://db.example/samverk", {"HOST": "db.example"}),
        (
            "postgresql://anna:hem%40lig%2F1@db.example:5433/samverk",
            {"USER": "anna", "PASSWORD": "hem@lig/1", "HOST": "db.example", "PORT": "5433"},
        ),
        ("postgresql://[::1]:5432/samverk", {"HOST": "::1", "PORT": "5432"}),
        ("postgresql:///samverk?host=/run/postgresql", {"HOST": "/run/postgresql"}),
        (
            "postgresql://db.example/samverk?sslmode=verify-full",
            {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}},
        ),
    ],
)
def test_a_postgresql_address_is_taken_apart(text: str, parts: dict[str, object]) -> None:
    assert parse_database_url("DATABASE_URL", text, HOME) == postgresql(**parts)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "saknar ”://”"),
        ("db.sqlite3", "saknar ”://”"),
        ("mysql://anna:hemlig@db.example/samverk", "börjar med ”mysql://”"),
        ("sqlite://db.sqlite3", "tre snedstreck"),
        ("sqlite:///", "tre snedstreck"),
        ("sqlite:///db.sqlite3?mode=ro", "tre snedstreck"),
        ("postgresql://anna:hemlig@db.example", "databasens namn"),
        ("postgresql://anna:hemlig@db.example/a/b", "databasens namn"),
        ("postgresql://anna:hemlig@db.example:port/samverk", "porten eller det efter frågetecknet"),
        ("postgresql://anna:hemlig@db.example:99999/samverk", "porten eller det efter frågetecknet"),
        ("postgresql://anna:hemlig@db.example/samverk?sslmode", "porten eller det efter frågetecknet"),
        ("postgresql://anna:hemlig@db.example/samverk?sslmod=require", "okänt tillägg, ”sslmod”"),
    ],
)
def test_any_other_address_is_refused_without_repeating_the_password(text: str, why: str) -> None:
    with pytest.raises(SettingError) as refusal:
        parse_database_url("DATABASE_URL", text, HOME)

    assert why in str(refusal.value)
    assert str(refusal.value).startswith("DATABASE_URL ")
    assert "hemlig" not in str(refusal.value)


def test_a_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new"

    first, second = secret_key({}, home), secret_key({}, home)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert [path.name for path in home.iterdir()] == ["secret.key"]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert secret_key({}, tmp_path / "a") != secret_key({}, tmp_path / "b")


def test_workers_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    code = "from samverk.config.settings import SECRET_KEY; print(SECRET_KEY)"
    environment = {"PATH": os.environ["PATH"], "SAMVERK_HOME": str(tmp_path / "home")}
    workers = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]

    keys = {worker.communicate(timeout=60)[0] for worker in workers}

    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret.key"]


def test_a_key_from_the_environment_wins_and_leaves_no_file(tmp_path: Path) -> None:
    assert secret_key({"SAMVERK_SECRET_KEY": "k" * 50}, tmp_path) == "k" * 50
    assert list(tmp_path.iterdir()) == []


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SAMVERK_SECRET_KEY ska ha minst 50 tecken"):
        secret_key({"SAMVERK_SECRET_KEY": "k" * 49}, tmp_path)
    (tmp_path / "secret.key").write_text("kort\n", encoding="ascii")
    with pytest.raises(SettingError, match=r"secret\.key ska ha minst 50 tecken"):
        secret_key({}, tmp_path)


def test_a_home_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(SettingError, match="Den hemliga nyckeln kan inte läsas eller skapas"):
        secret_key({}, tmp_path / "file" / "home")


def started_with(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A fresh Python that imports the settings with these variables and prints what matters in production."""
    code = (
        "from samverk.config import settings as s;"
        "print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS > 0, s.STATIC_FILES, s.DATABASES['default']['NAME'])"
    )
    environment = {"PATH": os.environ["PATH"], "SAMVERK_HOME": str(tmp_path), **variables}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_without_any_setting_it_is_ready_for_a_laptop(tmp_path: Path) -> None:
    started = started_with(tmp_path)

    assert started.stdout == f"False False False False False hashed {tmp_path}/db.sqlite3\n"


def test_https_turns_on_everything_that_depends_on_it(tmp_path: Path) -> None:
    started = started_with(tmp_path, SAMVERK_HTTPS="1")

    assert started.stdout == f"False True True True True hashed {tmp_path}/db.sqlite3\n"


def test_a_bad_setting_stops_the_start_with_its_sentence(tmp_path: Path) -> None:
    started = started_with(tmp_path, SAMVERK_HTTPS="yes")

    assert started.returncode == 1
    assert started.stderr.splitlines()[-1].endswith("SAMVERK_HTTPS ska vara 1 (ja) eller 0 (nej) men är ”yes”.")
