"""All settings, read from the environment by strict parsers; docs/handbook/drift.md lists every variable.

A value that cannot be understood stops the start with one Swedish sentence: which variable, what was
found, what was expected. Nothing is guessed and nothing is silently replaced by a default.

All state of an installation lies in one folder, SAMVERK_HOME: the SQLite file, the documents, the secret
key and the collected static files. Two folders are two installations.
"""

import contextlib
import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from samverk.config.mail import mail_settings, mailers, public_address
from samverk.lib.home import default_home

PACKAGE = Path(__file__).resolve().parent.parent
type Database = dict[str, Any]


class SettingError(ImproperlyConfigured):
    """A setting that cannot be used; the text is shown to the administrator as it is."""


# --- parsers: text in, value out, or SettingError -------------------------------------------------------


def parse_bool(name: str, text: str) -> bool:
    """`1` or `0`; every other spelling is refused, so that `SAMVERK_DEBUG=false` can never mean yes."""
    if text not in {"0", "1"}:
        raise SettingError(f"{name} ska vara 1 (ja) eller 0 (nej) men är ”{text}”.")
    return text == "1"


def parse_hosts(name: str, text: str) -> list[str]:
    """Host names separated by commas, without scheme, port or path: `samverk.example,127.0.0.1,[::1]`."""
    hosts = [host.strip() for host in text.split(",")]
    for host in hosts:
        bare = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
        bad = not bare or "/" in host or " " in host or "*" in host or (":" in host and bare == host)
        if bad:
            raise SettingError(
                f"{name} ska vara värdnamn åtskilda av kommatecken, utan https:// och port, men innehåller ”{host}”."
            )
    return hosts


type Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


def parse_networks(name: str, text: str) -> Networks:
    """Addresses and networks separated by commas, `127.0.0.1,10.2.0.0/24`; the empty text for none."""
    found = []
    for part in [part.strip() for part in text.split(",")] if text.strip() else []:
        try:
            found.append(ipaddress.ip_network(part))
        except ValueError:
            raise SettingError(
                f"{name} ska vara IP-adresser eller nät åtskilda av kommatecken, till exempel "
                f"127.0.0.1,10.2.0.0/24, men innehåller ”{part}”."
            ) from None
    if any(network.prefixlen == 0 for network in found):
        raise SettingError(f"{name} får inte lita på alla adresser: vem som helst kunde då låtsas vara någon annan.")
    return tuple(found)


def parse_choice(name: str, text: str, choices: tuple[str, ...]) -> str:
    """One of `choices`, spelt exactly."""
    if text not in choices:
        raise SettingError(f"{name} ska vara {' eller '.join(choices)} men är ”{text}”.")
    return text


def parse_contact(name: str, text: str) -> str:
    """Where faults in the security are reported, as an address that can be followed; "" for nowhere."""
    if text and not re.fullmatch(r"mailto:[^\s@<>]+@[^\s@<>]+\.[a-z]+|https://[^\s<>]+|tel:\+[0-9-]+", text):
        raise SettingError(
            f"{name} ska vara mailto:adress, https://adress eller tel:+nummer men är ”{text}”, "
            "till exempel mailto:sakerhet@kommun.example."
        )
    return text


def parse_home(name: str, text: str) -> Path:
    """An absolute folder; `~` is allowed. A relative path would move with the caller's working folder."""
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise SettingError(f"{name} ska vara en hel sökväg, till exempel /var/lib/samverk, men är ”{text}”.")
    if path.exists() and not path.is_dir():
        raise SettingError(f"{name} ska vara en mapp, men {path} är en fil.")
    return path


DATABASE_FORMS = "sqlite:///fil.sqlite3 eller postgresql://användare:lösenord@värd:5432/databas"
POSTGRESQL_OPTIONS = ("application_name", "connect_timeout", "host", "sslmode", "sslrootcert")


def parse_database_url(name: str, text: str, home: Path) -> Database:
    """The `default` entry of DATABASES from an address; a relative SQLite path is taken from `home`."""
    scheme, separator, rest = text.partition("://")
    if separator and scheme == "sqlite":
        return _sqlite(name, rest, home)
    if separator and scheme in {"postgresql", "postgres"}:
        return _postgresql(name, text)
    # The text may hold a password: only its scheme is repeated.
    found = f"börjar med ”{scheme}://”" if separator else "saknar ”://”"
    raise SettingError(f"{name} ska skrivas {DATABASE_FORMS} men {found}.")


def _sqlite(name: str, rest: str, home: Path) -> Database:
    path = unquote(rest.removeprefix("/"))
    if not rest.startswith("/") or not path or "?" in rest or "#" in rest:
        raise SettingError(
            f"{name} ska ha tre snedstreck och en fil, sqlite:///fil.sqlite3 (i SAMVERK_HOME) "
            f"eller sqlite:////hel/sökväg/fil.sqlite3, men är ”sqlite://{rest}”."
        )
    return sqlite_database(home / path)


def sqlite_database(path: Path) -> Database:
    """SQLite as Samverk uses it: many readers beside one writer, and a writer that waits for its turn.

    IMMEDIATE takes the write lock when a transaction starts. With Django's default a reader that goes on
    to write can fail at once with "database is locked", however long the timeout is.
    """
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": "NORMAL",
        "foreign_keys": "ON",
        "mmap_size": "134217728",
        "journal_size_limit": "27103364",
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {key}={value};" for key, value in pragmas.items()),
        },
    }


def _postgresql(name: str, text: str) -> Database:
    try:
        parts = urlsplit(text)
        port = parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise SettingError(
            f"{name} ska skrivas {DATABASE_FORMS}, men porten eller det efter frågetecknet är fel."
        ) from None
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database or parts.fragment:
        raise SettingError(f"{name} ska sluta med databasens namn: {DATABASE_FORMS}.")
    unknown = sorted(options.keys() - set(POSTGRESQL_OPTIONS))
    if unknown:
        raise SettingError(
            f"{name} har ett okänt tillägg, ”{unknown[0]}”. Tillåtna är {', '.join(POSTGRESQL_OPTIONS)}."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def parse_megabytes(name: str, text: str) -> int:
    """A whole number of megabytes from 1 to 2000, as bytes."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 2000:
        raise SettingError(f"{name} ska vara ett helt antal megabyte, från 1 till 2000, men är ”{text}”.")
    return int(text) * 1_000_000


def parse_clamd(name: str, text: str) -> str:
    """Where ClamAV's daemon answers: `unix:/run/clamav/clamd.ctl` or `tcp:host:3310`; empty for none."""
    kind, _, rest = text.partition(":")
    host, _, port = rest.rpartition(":")
    is_file = kind == "unix" and rest.startswith("/")
    is_host = kind == "tcp" and bool(host) and port.isascii() and port.isdecimal() and 0 < int(port) < 65536
    if text and not is_file and not is_host:
        raise SettingError(
            f"{name} ska skrivas unix:/run/clamav/clamd.ctl eller tcp:värd:3310, eller vara tom, men är ”{text}”."
        )
    return text


def secret_key(environment: Mapping[str, str], home: Path) -> str:
    """SAMVERK_SECRET_KEY, or the key in the file `secret.key` of `home`, which is made the first time."""
    key = environment.get("SAMVERK_SECRET_KEY")
    if key is not None:
        if len(key) < 50:
            raise SettingError("SAMVERK_SECRET_KEY ska ha minst 50 tecken.")
        return key
    path = home / "secret.key"
    try:
        if not path.exists():
            _write_new_secret(path)
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingError(f"Den hemliga nyckeln kan inte läsas eller skapas i {path}: {error.strerror}.") from error
    if len(key) < 50:
        raise SettingError(f"Den hemliga nyckeln i {path} ska ha minst 50 tecken.")
    return key


def _write_new_secret(path: Path) -> None:
    # Written beside and then linked: two workers that start at once end up with one and the same key,
    # and neither can read a file that is still empty.
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(60) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def read[T](name: str, default: str, parse: Callable[[str, str], T]) -> T:
    """The environment variable `name`, or `default`, through its parser."""
    return parse(name, os.environ.get(name, default))


# --- values ---------------------------------------------------------------------------------------------

SAMVERK_HOME = read("SAMVERK_HOME", default_home(os.environ), parse_home)
DOCUMENTS = SAMVERK_HOME / "documents"
# Bytes that one document may have, and where its content is looked through for malware ("": nowhere).
LARGEST_DOCUMENT = read("SAMVERK_LARGEST_DOCUMENT", "100", parse_megabytes)
CLAMD = read("SAMVERK_CLAMD", "", parse_clamd)

DEBUG = read("SAMVERK_DEBUG", "0", parse_bool)
SECRET_KEY = secret_key(os.environ, SAMVERK_HOME)
ALLOWED_HOSTS = read("SAMVERK_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", parse_hosts)
HTTPS = read("SAMVERK_HTTPS", "0", parse_bool)
# The web servers in front of us: only what they say in X-Forwarded-For about who asks is believed.
TRUSTED_PROXIES = read("SAMVERK_TRUSTED_PROXIES", "127.0.0.1,::1", parse_networks)
# hashed: names with a fingerprint, compressed, collected by `samverk serve`. plain: straight from the source.
STATIC_FILES = read(
    "SAMVERK_STATIC",
    "plain" if DEBUG else "hashed",
    lambda name, text: parse_choice(name, text, ("hashed", "plain")),
)

DATABASES = {
    "default": read(
        "DATABASE_URL",
        "sqlite:///db.sqlite3",
        lambda name, text: parse_database_url(name, text, SAMVERK_HOME),
    )
}
# For `samverk move`, which takes the address of another database.
DATABASE_FROM_URL = parse_database_url
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "samverk.config.urls"
WSGI_APPLICATION = "samverk.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "samverk.lib",
    "samverk.accounts",
    "samverk.records",
    "samverk.parties",
    "samverk.statistics",
    "samverk.agreements",
    "samverk.outreach",
    "samverk.web",
    "samverk.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samverk.web.compression.Compression",
    # Before all that may refuse, so that a refusal tells the browser as much.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samverk.web.errors.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "samverk.web.shell.shell",
            ],
        },
    }
]

# --- people, language, time -----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["samverk.web.accounts.backend.Backend"]
SESSION_ENGINE = "samverk.lib.sessions"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "samverk.web.errors.form_from_elsewhere"
# Long rather than odd, and neither one's own address nor what everybody chooses (NIST SP 800-63B).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}", "OPTIONS": options}
    for validator, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "title")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
# How long a link to choose a password works.
PASSWORD_RESET_TIMEOUT = 24 * 3600

# allauth leads through sign-in and its second step; the pages, the limits (samverk.web.accounts.limits) and the
# accounts are ours. Nobody signs up: accounts come from administrators, invitations and the organisations' own sign-in.
ACCOUNT_ADAPTER = "samverk.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "samverk.web.accounts.adapters.SecondStepAdapter"
MFA_TOTP_ISSUER = "Samverk"
# A code of the half minute before and after is right too: telephones' clocks differ.
MFA_TOTP_TOLERANCE = 1

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- mail and background jobs ---------------------------------------------------------------------------

MAIL = mail_settings(os.environ, SAMVERK_HOME)
PUBLIC_ADDRESS = read("SAMVERK_ADDRESS", "http://127.0.0.1:8000", public_address)
MAILERS = mailers(MAIL)
DEFAULT_FROM_EMAIL = MAIL["sender"] or "samverk@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# default: work in the database alone, done and recorded in one transaction. mail: work that reaches outside.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}

# --- the log --------------------------------------------------------------------------------------------

# Secrets that stand in addresses are masked wherever Django writes about a request.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masking": {"()": "samverk.lib.masking.Masking"}},
    "loggers": {name: {"filters": ["masking"]} for name in ("django.request", "django.security.csrf")},
}

# --- static files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = SAMVERK_HOME / "static"
_STORAGE = {
    "hashed": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    "plain": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DOCUMENTS}},
    "staticfiles": {"BACKEND": _STORAGE[STATIC_FILES]},
}
WHITENOISE_AUTOREFRESH = STATIC_FILES == "plain"
WHITENOISE_USE_FINDERS = STATIC_FILES == "plain"
WHITENOISE_KEEP_ONLY_HASHED_FILES = STATIC_FILES == "hashed"

# --- what the browser may do ----------------------------------------------------------------------------

# Everything comes from ourselves and nothing is inline: no script, no style attribute, no other host.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURITY_CONTACT = read("SAMVERK_SECURITY_CONTACT", "", parse_contact)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Browsers' preload list is a promise for the whole domain; that is for its owner to make, not for Samverk.
# Letters as files are no development's backend here: an installation without a mail server says so on its pages.
SILENCED_SYSTEM_CHECKS = ["security.W021", "mail.E001"]
if not HTTPS:
    # `check --deploy` is run with SAMVERK_HTTPS=1; on a laptop without a certificate these would be noise.
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
