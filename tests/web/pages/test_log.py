"""The log as a file: whole, provable without us, for those who run the agreement, and giving nothing else away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from samverk.accounts.actions import open_content
from samverk.accounts.models import Role, Trace, User
from samverk.accounts.policy import Actor
from samverk.accounts.queries import actor
from samverk.lib import clock
from samverk.outreach.models import MailingAct, Step
from samverk.outreach.queries.log import FIELDS, as_csv, rows
from samverk.records.actions import record_fact
from samverk.records.models import Document, Event
from samverk.records.queries import sealed
from samverk.records.queries.papers import paper_chain
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in

LOG = f"/avtal/{NORRORT}/logg"


def fetched(browser: Client, address: str = f"{LOG}.jsonl") -> list[dict[str, Any]]:
    """The rows of the file."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.content.decode().splitlines()]


def resealed(row: Mapping[str, Any]) -> str:
    """The hash of a row, from what the file says alone."""
    return sealed(
        {
            **row,
            "is_example": bool(row["example"]),
            "origin": row["origin"] if ":" in row["origin"] else "",
            "corrects": row["corrects"] or None,
            "recorded_at": datetime.fromisoformat(row["at"]),
            "valid_on": date.fromisoformat(row["day"]),
            "seq": row["number"],
            "kind": row["what"],
            "payload": row["details"],
        }
    )


def test_the_log_holds_everything_of_the_agreement_and_nothing_else(strategist: Client) -> None:
    found = fetched(strategist)

    counted = {part: sum(row["part"] == part for row in found) for part in ("facts", "documents", "rights", "mail")}
    assert counted == {
        "facts": Event.objects.filter(agreement=NORRORT).count(),
        "documents": Event.objects.filter(agreement=paper_chain(NORRORT)).count(),
        "rights": Trace.objects.filter(agreement=NORRORT).count(),
        "mail": Step.objects.filter(message__agreement=NORRORT).count()
        + MailingAct.objects.filter(agreement=NORRORT).count(),
    }
    assert min(counted.values()) > 0
    assert COUNTY not in strategist.get(f"{LOG}.jsonl").content.decode()


def test_each_row_says_who_when_and_from_where(strategist: Client) -> None:
    user = User.objects.get(email="strateg@demo.example")
    form = {"valid_on": "2026-11-20", "body": "styrgrupp"}
    assert strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held", form).status_code == 302

    row = [one for one in fetched(strategist) if one["part"] == "facts"][-1]

    assert tuple(row) == FIELDS
    assert {name: row[name] for name in ("what", "origin", "actor", "actor_id", "roles", "about", "day")} == {
        "what": "meeting.held", "origin": "account", "actor": user.title, "actor_id": str(user.pk),
        "roles": "strategist", "about": "styrgrupp", "day": "2026-11-20",
    }  # fmt: skip


def test_a_role_is_the_one_held_that_day(strategist: Client) -> None:
    user = User.objects.get(email="strateg@demo.example")
    Role.objects.create(user=user, kind="reader", agreement=NORRORT, from_day=date(2010, 1, 1), to_day=NOW.date())
    Role.objects.create(user=user, kind="controller", agreement=COUNTY, from_day=date(2010, 1, 1))
    form = {"valid_on": "2026-11-20", "body": "styrgrupp"}
    strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held", form)

    assert [one for one in fetched(strategist) if one["part"] == "facts"][-1]["roles"] == "strategist"


def test_who_came_by_a_link_is_told_apart(strategist: Client) -> None:
    by = Actor(user_id="", label="Kontaktperson, Solna", origin="link:contact_person")
    payload = {"body": "styrgrupp"}
    record_fact(
        agreement=NORRORT, kind="meeting.held", valid_on=NOW.date(), payload=payload, by=by, recorded_at=clock.now()
    )

    row = [one for one in fetched(strategist) if one["part"] == "facts"][-1]

    assert (row["origin"], row["roles"], row["actor"]) == ("link:contact_person", "contact_person", by.label)
    assert resealed(row) == row["hash"]


def test_the_chain_is_proved_by_the_file_alone(strategist: Client) -> None:
    before = {"facts": "", "documents": ""}
    for row in fetched(strategist):
        if row["part"] in before:
            assert row["prev_hash"] == before[row["part"]]
            if row["details"] != '{"withheld":true}':
                assert resealed(row) == row["hash"]
            before[row["part"]] = row["hash"]


def test_a_changed_letter_shows(strategist: Client) -> None:
    row = fetched(strategist)[0]
    assert resealed(row | {"details": row["details"] + " "}) != row["hash"]
    assert resealed(row | {"actor": "Någon annan"}) != row["hash"]


def test_what_a_party_keeps_for_itself_is_not_told() -> None:
    paper = Document.objects.filter(agreement=NORRORT, party="").earliest("key")
    Document.objects.filter(pk=paper.pk).update(party="0187", reach="own")
    theirs = Document.objects.exclude(party="").values("key")
    acts = Event.objects.filter(agreement=paper_chain(NORRORT), subject__in=theirs)

    told = [row for row in rows(NORRORT, papers="cooperation") if row["part"] == "documents"]

    held_back = [row for row in told if row["details"] == '{"withheld":true}']
    assert {row["number"] for row in held_back} == {act.seq for act in acts}
    shown = {name for row in held_back for name, value in row.items() if value != ""}
    assert shown <= {"part", "agreement", "number", "at", "what", "details", "prev_hash", "hash"}
    assert any(row["about"] == paper.key for row in rows(NORRORT, papers="all"))


def test_csv_says_the_same_and_holds_no_formula(strategist: Client) -> None:
    answer = strategist.get(f"{LOG}.csv")
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert answer["Content-Disposition"] == f'attachment; filename="logg-{NORRORT}-2026-11-21.csv"'
    table = list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert [row["hash"] for row in table] == [row["hash"] for row in fetched(strategist)]

    sly = dict.fromkeys(FIELDS, "") | {"actor": "=HYPERLINK(1)", "about": "+1"}
    assert "'=HYPERLINK(1)" in "".join(as_csv([sly]))
    assert "'+1" in "".join(as_csv([sly]))


@pytest.mark.parametrize("name", ["kontaktperson", "registrator", "controller", "forbund", "lasare", "administrator"])
def test_others_do_not_get_it(name: str) -> None:
    assert signed_in(name).get(f"{LOG}.jsonl").status_code == 403


def test_a_visitor_is_asked_to_sign_in(visitor: Client) -> None:
    assert visitor.get(f"{LOG}.jsonl").status_code == 302


def test_an_administrator_opens_the_content_first() -> None:
    user = User.objects.get(email="administrator@demo.example")
    by = actor(user, NOW.date(), clock.now())
    open_content(agreement=NORRORT, reason="Ett prov av loggen", by=by, at=clock.now())

    found = fetched(signed_in("administrator"))

    assert found[-1]["part"] in ("rights", "mail")
    assert any(row["what"] == "content_opened" and row["actor"] == user.title for row in found)


def test_the_page_leads_there_and_other_forms_do_not_exist(strategist: Client) -> None:
    page = strategist.get(f"/avtal/{NORRORT}/behorigheter/").content.decode()
    assert f'href="{LOG}.csv"' in page
    assert f'href="{LOG}.jsonl"' in page
    assert strategist.get(f"{LOG}.xml").status_code == 404
    assert strategist.get("/avtal/finns-inte/logg.csv").status_code == 404
