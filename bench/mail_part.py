"""The runs of ``bench.mail`` on the database the environment names; prints what it found as JSON."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from samverk.outreach.models import Message
from tests.mail_run import Run, do_jobs, send
from tests.mail_sink import sink

LETTERS, JOBS, KILLS = 1_000, 10_000, 20


def main() -> None:
    """Letters and jobs, in peace and with workers killed."""
    call_command("migrate", verbosity=0, interactive=False)
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATABASES['default']['NAME']}"
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for kills in (0, KILLS):
            Message.objects.all().delete()
            with sink() as server:
                found.append(_letters(send(LETTERS, server, url, Path(folder), kills=kills)))
            DBTaskResult.objects.all().delete()
            found.append(_jobs(do_jobs(JOBS, url, Path(folder), kills=kills)))
    print(json.dumps(found))


def _letters(run: Run) -> dict[str, Any]:
    """An uncertain letter is neither lost nor sent twice: it is shown to somebody, who asks."""
    lost = LETTERS - (run.found["taken"] - run.found["uncertain_taken"]) - run.found["uncertain"]
    return {"what": "letters", "number": LETTERS, "lost": lost} | _common(run)


def _jobs(run: Run) -> dict[str, Any]:
    return {"what": "jobs", "number": JOBS, "lost": run.found["lost"] + run.found["failed"]} | _common(run)


def _common(run: Run) -> dict[str, Any]:
    return {
        "twice": run.found["twice"], "killed": run.killed, "seconds": run.seconds,
        "uncertain": run.found.get("uncertain", 0),
    }  # fmt: skip


if __name__ == "__main__":
    main()
