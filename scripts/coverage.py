"""Writes docs/coverage.md: each requirement of the two agreements, where it is modelled, shown and proved."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from samverk.reference import corpus
from samverk.rules.definition import Definition
from samverk.rules.provisions import Provision
from samverk.rules.ruleset import load

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "coverage.md"
AGREEMENTS = ("koordination-norrort", "ksl-nyanlanda")
EVERY = "tests/corpus/test_corpus.py"

# Where the consequence of each kind of provision can be seen, and asked for.
FEATURES = {
    "purpose": "agreement page: attested",
    "scope": "agreement page",
    "membership": "agreement page, municipality page",
    "relation": "agreement page, read-back",
    "term": "agreement page",
    "entry": "agreement page, municipality page, `ask in_force_from`",
    "adoption_round": "agreement page: round",
    "withdrawal": "agreement page, Överblick, `ask exit_date`",
    "amendment": "agreement page, `ask amendment_in_force`",
    "renegotiation": "agreement page",
    "composition": "agreement page, Överblick, `ask composition`",
    "chair": "agreement page, `ask chair`",
    "appointment": "agreement page, Överblick",
    "meeting": "agreement page, Överblick, `ask meetings`, `ask due`",
    "duty": "agreement page, Överblick, municipality page, `ask due`",
    "power": "agreement page, Överblick",
    "apportionment_key": "agreement page, `ask fees`",
    "fee": "agreement page, `ask fees`",
    "cost_event": "agreement page, `ask overrun`",
    "areas": "agreement page",
    "plan": "agreement page, action plan",
    "measure": "agreement page, action plan",
    "not modelled": "read-back: not a provision, with the reason",
}


@cache
def definitions() -> dict[str, Definition]:
    """Both agreements as data."""
    return {agreement: load(corpus.locate(agreement).files) for agreement in AGREEMENTS}


def covered(definition: Definition) -> dict[str, list[tuple[str, str]]]:
    """Each requirement a definition covers, with the kind and the id of what covers it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, name, ids in _covering(definition):
        for requirement in ids:
            found.setdefault(requirement, []).append((kind, name))
    return found


def _covering(definition: Definition) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for rule in definition.rules.values():
        yield rule.kind, rule.id, rule.covers
    for plan in definition.plans.values():
        for measure in plan.measures:
            yield "measure", f"insats {measure.number}", measure.covers
            for commitment in measure.commitments:
                yield "measure", f"insats {measure.number}", commitment.covers
    for item in definition.not_modelled:
        yield "not modelled", item.clause, item.covers


def places(requirement: str) -> list[tuple[str, str]]:
    """What covers a requirement: kind and id, each once."""
    found = (place for one in definitions().values() for place in covered(one).get(requirement, []))
    return list(dict.fromkeys(found))


@cache
def _cited() -> dict[str, list[str]]:
    """Test files by the requirement ids they name; `N-8` in a file stands for N-8a as well."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = str(path.relative_to(ROOT))
        for requirement in set(
            re.findall(r"\b[NKH]-(?:[A-Z]?\d+(?:\.\d+)?[a-z]?|[A-Z]\d*)\b", path.read_text("utf-8"))
        ):
            found.setdefault(requirement, []).append(name)
    return found


def tests_of(requirement: str) -> list[str]:
    """Files that prove a requirement: those that name it, and the corpus test that walks every one."""
    named = _cited().get(requirement, []) + _cited().get(requirement.rstrip("abcdefghij"), [])
    scenarios = [f"corpus/{one}" for one in AGREEMENTS if requirement in covered(definitions()[one])]
    return sorted({*named, EVERY}) if scenarios else sorted(set(named))


def table() -> str:
    """The document."""
    rows = tomllib.loads((ROOT / "docs" / "requirements.toml").read_text(encoding="utf-8"))["requirement"]
    lines = [
        "# Every clause: where it is modelled, shown and proved",
        "",
        "Written by `make docs` from `docs/requirements.toml`, what the provisions in `corpus/` cover and the ids that",
        "tests name. `tests/corpus/test_corpus.py` walks every row; scenarios lie beside each agreement.",
        "",
    ]
    for agreement in AGREEMENTS:
        own = [row for row in rows if row["agreement"] == agreement]
        lines += [
            f"## {agreement} ({len(own)})",
            "",
            "| id | requirement | provision | feature | test |",
            "|---|---|---|---|---|",
        ]
        lines += [_row(row["id"], row["summary_en"]) for row in own]
        lines.append("")
    return "\n".join(lines)


def _row(requirement: str, summary: str) -> str:
    found = places(requirement)
    provisions = ", ".join(f"{kind} `{name}`" for kind, name in found)
    features = "; ".join(dict.fromkeys(FEATURES[kind] for kind, _name in found))
    tests = ", ".join(f"`{name.removeprefix('tests/')}`" for name in tests_of(requirement))
    return f"| {requirement} | {summary.replace('|', '/')} | {provisions} | {features} | {tests} |"


def kinds() -> set[str]:
    """Every kind a requirement is covered by."""
    return {rule.kind for one in definitions().values() for rule in one.of_kind(Provision)} | {
        "measure",
        "not modelled",
    }


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
