"""What was dispatched and received before it stood in a chain is entered in one now, in the order it happened.

The digests say how it stood at the upgrade; that nobody had changed it before is what the triggers saw to.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

from samverk.lib.clock import STOCKHOLM
from samverk.outreach.queries import proof
from samverk.records.queries import sealed, window
from samverk.rules.canonical import canonical


def enter(apps: Any, schema_editor: Any) -> None:
    """Every dispatch and receipt of the database that is migrated, which need not be the one in use (``move``)."""
    alias = schema_editor.connection.alias
    events = apps.get_model("records", "Event").objects.using(alias)
    for row in _acts(apps, alias):
        last = events.filter(agreement=row["agreement"]).order_by("-seq").first()
        row["seq"] = 1 if last is None else last.seq + 1
        row["prev_hash"] = "" if last is None else last.hash
        row["recorded_at"] = row["recorded_at"] if last is None else max(row["recorded_at"], last.recorded_at)
        row["valid_on"] = row["recorded_at"].astimezone(STOCKHOLM).date()
        row["win"] = window(row["valid_on"])
        row["hash"] = sealed(row)
        events.create(**row)


def _acts(apps: Any, alias: str) -> Iterator[dict[str, Any]]:
    def model(name: str) -> Any:
        return apps.get_model("outreach", name).objects.using(alias)

    sent = {row["id"]: row for row in model("Dispatch").values(*proof.DISPATCH_FIELDS)}
    digests = proof.contents(
        sent.values(), model("DispatchPaper").values_list(*proof.PAPER_FIELDS),
        model("DispatchTo").values_list(*proof.TO_FIELDS),
    )  # fmt: skip
    acts = [(row, row, proof.MADE, "", proof.said_of(row, digests[number])) for number, row in sent.items()]
    for row in model("Receipt").values(*proof.RECEIPT_FIELDS):
        under = sent[row["dispatch_id"]]
        acts.append((row, under, proof.RECEIVED, row["party"], proof.said_of_receipt(row, under)))
    for row, under, kind, party, said in sorted(acts, key=lambda act: (act[0]["at"], act[2] != proof.MADE)):
        yield {
            "agreement": proof.dispatch_chain(under["entry__organisation"]), "kind": kind, "party": party,
            "recorded_at": row["at"], "actor": row["actor"], "actor_id": row["actor_id"], "origin": "", "subject": "",
            "rule": "", "payload": canonical(said), "is_example": under["is_example"], "corrects": None,
        }  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("outreach", "0004_mailing"), ("records", "0006_preparation")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
