"""What every answer carries, and the static files as they are in production."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.django_db
def test_every_answer_tells_the_browser_what_it_may_do(client: Client) -> None:
    answer = client.get("/det-har-finns-inte/")

    assert answer.status_code == 404
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.django_db
def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "nagon-annan.example"}).status_code == 400


def manage(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "SAMVERK_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_static_files_are_collected_with_fingerprints_and_compressed(tmp_path: Path) -> None:
    # Fails also when a style sheet refers to a file that is not there.
    collected = manage(tmp_path, "collectstatic", "--no-input", "--verbosity", "0")

    assert (collected.returncode, collected.stderr) == (0, "")
    names = json.loads((tmp_path / "static" / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    style = names["samverk.css"]
    assert style != "samverk.css"
    assert (tmp_path / "static" / f"{style}.gz").stat().st_size < (tmp_path / "static" / style).stat().st_size / 2
    assert not (tmp_path / "static" / "samverk.css").exists()
