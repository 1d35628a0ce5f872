"""Several processes use the same links at once, and are killed: each link is used once, and leaves one act."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from datetime import date
from pathlib import Path

import pytest

from samverk.accounts.models import Role
from samverk.agreements.queries.situations import forget
from samverk.ops.demo.filling import fill
from samverk.outreach.actions.leaving import keep_links
from samverk.outreach.models import Link, Message
from samverk.outreach.queries.links import HAND_IN, NewLink
from samverk.records.models import DocumentVersion, Event
from samverk.records.queries import verify_chain
from samverk.records.queries.papers import paper_chain
from tests.areas.outreach.test_workers import url
from tests.web.filled import NORRORT, NOW

__all__ = ["url"]
pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, EACH, KILLS = 3, 6, 3

USER = """
import os, sys, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
name, *secrets = sys.argv[1:]
client = Client(SERVER_NAME="localhost")
print("ready", flush=True)
sys.stdin.readline()
for place, secret in enumerate(secrets):
    form = {"valid_on": "2026-11-20", "demand": f"{name} {place}"}
    if place % 2:
        form = {"kind": "letter", "title": name, "files": SimpleUploadedFile("brev.txt", f"{name} {place}".encode())}
    answer = client.post(f"/lank/{secret}/", form)
    print(answer.status_code, flush=True)
"""


def use_at_once(url: str, home: Path, secrets: list[str], kills: int) -> list[str]:
    """The statuses that all were answered. Killed processes are started again."""
    environment = os.environ | {
        "DATABASE_URL": url, "SAMVERK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "samverk.config.settings",
        "SAMVERK_TODAY": NOW.date().isoformat(), "SAMVERK_STATIC": "plain",
    }  # fmt: skip

    def start(name: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", USER, str(name), *secrets], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def go(process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
        process.stdin.write("\n")
        process.stdin.flush()

    chance = random.Random(1)
    running = [start(name) for name in range(PROCESSES)]
    for process in running:
        go(process)
    for number in range(kills):
        time.sleep(chance.uniform(0.02, 0.25))
        victim = running.pop(0)
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        running.append(start(PROCESSES + number))
        go(running[-1])
    told: list[str] = []
    for process in running:
        out, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
        told += out.split()
    return told


def test_each_link_is_used_once_by_several_and_by_some_that_are_killed(url: str, tmp_path: Path) -> None:
    forget()
    for _step in fill(NOW):
        pass
    forget()

    told = use_at_once(url, tmp_path, out(), 0)
    assert sorted(told) == ["200"] * EACH + ["410"] * EACH * (PROCESSES - 1)
    assert_once(EACH)

    told = use_at_once(url, tmp_path, out(), KILLS)
    assert set(told) <= {"200", "410"}
    assert_once(EACH * 2)


def out() -> list[str]:
    """The secrets of new links: every other to a fact, every other to hand in a document."""
    role = Role.objects.get(user__email="kontaktperson@demo.example")
    new = [
        NewLink(role, NORRORT, role.party, HAND_IN if place % 2 else "negotiation.joined", date(2027, 1, 1))
        for place in range(EACH)
    ]
    message = Message.objects.create(
        kind="service", letter="plain", address="x@example.org", recipient="x", language="sv", payload={},
        token=uuid.uuid4(), created_at=NOW, created_by="Prov", send_at=NOW, poke_after=NOW,
    )  # fmt: skip
    keep_links(message=message, links=new, at=NOW)
    return [one.secret for one in new]


def assert_once(number: int) -> None:
    """So many links, all used, and for each one act that says that it was done by a link."""
    used = Link.objects.filter(used_at__isnull=False)
    facts = used.exclude(kind=HAND_IN).values_list("used_as", flat=True)
    papers = used.filter(kind=HAND_IN).values_list("used_as", flat=True)
    by_link = Event.objects.filter(origin="link:contact_person")
    assert used.count() == Link.objects.count() == by_link.count() == number
    assert sorted(facts) == sorted(map(str, by_link.filter(agreement=NORRORT).values_list("seq", flat=True)))
    assert sorted(papers) == sorted(by_link.filter(agreement=paper_chain(NORRORT)).values_list("subject", flat=True))
    assert DocumentVersion.objects.filter(document__key__in=list(papers)).count() == len(papers)
    assert verify_chain(NORRORT) is None
    assert verify_chain(paper_chain(NORRORT)) is None
