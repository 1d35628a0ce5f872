"""The run of ``bench.crash`` on the database the environment names; prints what it found as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.crashes.run import crash
from tests.ops.installations import Installation

KILLS = int(os.environ.get("BENCH_KILLS", "200"))


def main() -> None:
    """One run; what is wrong is also told on standard error."""
    home = Path(os.environ["SAMVERK_HOME"])
    outcome = crash(Installation(home, os.environ.get("DATABASE_URL", "")), kills=KILLS)
    found = outcome.found
    for said in (*found.wrong, *found.refusals, outcome.verified[1]):
        print(said, file=sys.stderr)
    fates = {fate: sum(count for (_, one), count in found.acts.items() if one == fate) for _, fate in found.acts}
    print(
        json.dumps(
            {
                "kills": outcome.kills.total(),
                "done": fates.get("done", 0),
                "cut": fates.get("cut off", 0),
                "refused": fates.get("refused", 0),
                "acts": {f"{kind} {fate}": count for (kind, fate), count in found.acts.items()},
                "resent": found.resent,
                "letters": found.letters,
                "uncertain": found.uncertain,
                "reminders": found.reminders,
                "wrong": found.wrong,
                "clean": outcome.verified[0] == 0,
                "seconds": outcome.seconds,
            }
        )
    )


if __name__ == "__main__":
    main()
