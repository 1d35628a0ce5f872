"""The installation: its settings, its folder, the room on the disk, the secret key."""

from __future__ import annotations

import importlib
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from samverk.integrations import clamd
from samverk.ops import django_ready
from samverk.ops.diagnosis import Line, note, well, wrong
from samverk.ops.refused import Refused, why_not
from samverk.rules.wording import Text

LEAST_FREE = 500_000_000
"""Bytes. Below this the doctor speaks up, long before the database counts as full."""


def settings_and_folder() -> Iterator[Line]:
    """The settings can be used, and SAMVERK_HOME can be written to."""
    try:
        django_ready.start()
    except Refused as refused:
        yield wrong(
            refused.text.sv,
            refused.text.en,
            "Rätta inställningen; alla står i handboken under Drift.",
            "Mend the setting; the handbook lists them all under Drift.",
        )
        return
    home = settings.SAMVERK_HOME
    trouble = _unwritable(home)
    if trouble:
        yield wrong(
            f"Mappen {home} går inte att skriva i: {trouble}.",
            f"The folder {home} cannot be written to: {trouble}.",
            "Ge den användare som kör Samverk rätt till mappen, eller välj en annan med SAMVERK_HOME.",
            "Give the user that runs Samverk rights to the folder, or choose another with SAMVERK_HOME.",
        )
    else:
        yield well(f"Mappen {home} går att skriva i", f"The folder {home} can be written to")
    yield from _space(home)
    yield from scanner(settings.CLAMD)
    yield from _secret(home / "secret.key")


def _unwritable(folder: Path) -> str:
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.touch()
        probe.unlink()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _space(home: Path) -> Iterator[Line]:
    free = shutil.disk_usage(next(path for path in (home, *home.parents) if path.exists())).free
    shown = f"{free / 1e9:.1f}"
    if free < LEAST_FREE:
        yield note(
            f"Bara {shown.replace('.', ',')} GB ledigt där {home} ligger.",
            f"Only {shown} GB free where {home} is.",
            "Frigör utrymme innan disken blir full.",
            "Free some space before the disk is full.",
        )
    else:
        yield well(f"{shown.replace('.', ',')} GB ledigt på disken", f"{shown} GB free on the disk")


def scanner(address: str) -> Iterator[Line]:
    """What looks uploaded files through for malware: does it answer?"""
    if not address:
        yield note(
            "Uppladdade filer kontrolleras inte mot skadlig kod.",
            "Uploaded files are not checked for malware.",
            "Installera ClamAV (clamav-daemon) och ange det i SAMVERK_CLAMD.",
            "Install ClamAV (clamav-daemon) and give it in SAMVERK_CLAMD.",
        )
        return
    try:
        version = clamd.version(address)
    except clamd.ScanFailed as error:
        why = why_not(error.__cause__) if isinstance(error.__cause__, OSError) else Text(str(error), str(error))
        yield wrong(
            f"Kontrollen mot skadlig kod svarar inte på {address}: {why.sv}.",
            f"The check for malware does not answer at {address}: {why.en}.",
            "Starta clamav-daemon, eller rätta SAMVERK_CLAMD. Inga filer tas emot förrän den svarar.",
            "Start clamav-daemon, or mend SAMVERK_CLAMD. No files are accepted until it answers.",
        )
        return
    yield well(f"Uppladdade filer kontrolleras av {version}", f"Uploaded files are checked by {version}")


def _secret(path: Path) -> Iterator[Line]:
    if not path.exists():
        yield well("Den hemliga nyckeln kommer från omgivningen", "The secret key comes from the environment")
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield wrong(
            f"Andra på datorn kan läsa den hemliga nyckeln i {path}.",
            f"Others on the computer can read the secret key in {path}.",
            f"Kör ”chmod 600 {path}”. Kan någon ha läst den, ta bort filen; en ny skapas vid nästa start.",
            f"Run “chmod 600 {path}”. If anyone may have read it, remove it; a new one is made at next start.",
        )
    else:
        yield well("Den hemliga nyckeln kan bara läsas av dig", "Only you can read the secret key")


def database_and_files() -> Iterator[Line]:
    """The rest needs the areas, which cannot be imported before the settings have been read."""
    if apps.ready:
        state: Any = importlib.import_module("samverk.ops.diagnosis.state")
        yield from state.database_state()
        yield from state.files()
        yield from state.mail_and_work()


EXAMINATIONS: tuple[Callable[[], Iterator[Line]], ...] = (settings_and_folder, database_and_files)
