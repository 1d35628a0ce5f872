"""Encryption of a backup to a recipient's key, in the age format (age-encryption.org), by the library pyrage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyrage

from samverk.lib.archive.file import ArchiveError
from samverk.rules.wording import Text

MAGIC = b"age-encryption.org/"

type Seal = Callable[[Path, Path], None]


def for_recipient(recipient: str) -> Seal:
    """What turns a file into one that only the recipient can read. Error: ArchiveError for what is no public key."""
    key = _recipient(recipient)
    return lambda plain, sealed: pyrage.encrypt_file(str(plain), str(sealed), [key])


def is_sealed(path: Path) -> bool:
    """Whether a file is encrypted in the age format. Error: OSError."""
    with path.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def unseal(sealed: Path, plain: Path, identity: Path) -> None:
    """Decrypt with the key in a file, as ``age-keygen`` writes it. Error: ArchiveError, OSError."""
    words = identity.read_text(encoding="utf-8").split()
    keys = [word for word in words if word.startswith("AGE-SECRET-KEY-")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (pyrage.IdentityError, ValueError) as error:
        raise ArchiveError(_no_identity(identity)) from error
    if not found:
        raise ArchiveError(_no_identity(identity))
    try:
        pyrage.decrypt_file(str(sealed), str(plain), found)
    except pyrage.DecryptError as error:
        raise ArchiveError(_wrong_key(identity)) from error


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except (pyrage.RecipientError, ValueError) as error:
        raise ArchiveError(
            Text(
                f"”{text}” är ingen offentlig nyckel; den börjar med age1 och skrivs ut av age-keygen.",
                f"“{text}” is no public key; it begins with age1 and is printed by age-keygen.",
            )
        ) from error


def _no_identity(path: Path) -> Text:
    return Text(
        f"{path} innehåller ingen privat nyckel; raden ska börja med AGE-SECRET-KEY-.",
        f"{path} holds no private key; its line begins with AGE-SECRET-KEY-.",
    )


def _wrong_key(path: Path) -> Text:
    return Text(
        f"Säkerhetskopian går inte att öppna med nyckeln i {path}, eller så är den skadad.",
        f"The backup cannot be opened with the key in {path}, or it is damaged.",
    )
