"""Writes docs/handbook/personuppgifter.md from the register of processing and the times that erasure keeps."""

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverk.config.settings")
django.setup()

from samverk.web.personal.register import REGISTER, periods, time_kept  # noqa: E402 - models need settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "handbook" / "personuppgifter.md"
HEAD = """\
# Personuppgifter

Skrivs av `make docs` ur samma register som sidan `/personuppgifter/` visar (dataskyddsförordningen, artikel 30).
Tiderna är de som den dagliga gallringen följer. Ett utkast för varje ansvarig att pröva, komplettera och fastställa:
Samverk kan inte avgöra den rättsliga grunden.
"""


def page() -> str:
    """The whole page."""
    answers = [f"## {one.question.sv}\n\n{one.answer.sv}\n" for one in REGISTER]
    rows = [f"| {one.what.sv} | {time_kept(one, 'sv')} | {one.then.sv} |" for one in periods()]
    table = ["## Hur länge sparas de?", "", "| uppgifter | sparas | sedan |", "|---|---|---|", *rows, ""]
    return "\n".join([HEAD, *answers, *table])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
