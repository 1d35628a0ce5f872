"""The register of processing for everyone, and what is kept about oneself for oneself."""

from __future__ import annotations

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samverk.outreach.models import JobRun
from scripts.personal import PAGE, page
from tests.web.filled import NOW, signed_in
from tests.web.pages.test_agreement import text

MINE = "/installningar/mina-uppgifter"


def test_the_register_is_public_and_says_how_long(visitor: Client) -> None:
    shown = text(visitor, "/personuppgifter/")

    assert "Med vilket stöd?" in shown
    assert "Kontakter: tjänst, e-postadress, telefon 1 år från kontaktens sista dag tas bort" in shown
    assert "2 år från det att brevet skickades" in shown
    assert "Gallring" not in shown


def test_who_runs_the_installation_sees_when_data_were_erased() -> None:
    client = signed_in("administrator")
    assert "Har aldrig körts här." in text(client, "/personuppgifter/")

    run = JobRun.objects.create(name="erase", day=NOW.date(), asked_at=NOW, ended_at=NOW, outcome="0 0 0 0 0 0")
    assert "Kördes senast 2026-11-21 12.00." in text(client, "/personuppgifter/")
    JobRun.objects.filter(pk=run.pk).update(problem="DatabaseError: no room")
    assert "Gallringen misslyckades 2026-11-21 12.00: DatabaseError: no room" in text(client, "/personuppgifter/")


def test_the_handbooks_page_is_as_the_register() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it again: make docs"


def test_everyone_sees_and_takes_along_their_own() -> None:
    client = signed_in("registrator")
    shown = text(client, f"{MINE}/")
    assert "E-postadress registrator@demo.example Tjänst Registrator, Vaxholm" in shown
    assert "Öppet Ja" in shown
    assert "Roller 1 Slag Registrator Part Vaxholm" in shown
    assert "Slag Roll given" in shown

    answer = client.get(f"{MINE}.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mina-uppgifter.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.content)
    assert told["account"][0]["email"] == "registrator@demo.example"
    assert "strateg@demo.example" not in answer.content.decode()


def test_the_statements_are_as_many_as_the_sorts_of_data() -> None:
    """One for each sort, and those of every page: no more when there is more of a sort."""
    client = signed_in("strateg")
    client.get(f"{MINE}/")
    with CaptureQueriesContext(connection) as made:
        client.get(f"{MINE}/")

    assert len(made) <= 24
