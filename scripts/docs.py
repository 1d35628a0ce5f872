"""Writes again what the documents repeat from the code: the layers, the targets of make.

A repeated part stands between `<!-- name -->` and `<!-- /name -->`. `outdated()` is what the tests ask.
"""

import re
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def layers() -> str:
    """The layers from the top down with the comment beside each, from the first import contract."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("exhaustive = true")[2].partition("layers = [\n")[2].partition("\n]")[0]
    rows = re.findall(r'^\s*"(?P<row>[^"]+)",\s*# (?P<why>.+)$', block, re.MULTILINE)
    width = max(len(row) for row, _ in rows)
    return "\n".join(["```text", *(f"{row:<{width}}   {why}" for row, why in rows), "```"])


def targets() -> str:
    """The targets of the Makefile with what each does."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    rows = re.findall(r"^([a-z-]+):[^#\n]*## (.+)$", text, re.MULTILINE)
    return "\n".join(
        ["| command | what it does |", "|---|---|", *(f"| `make {name}` | {what} |" for name, what in rows)]
    )


REPEATED: list[tuple[str, str, Callable[[], str]]] = [
    ("ARCHITECTURE.md", "layers", layers),
    ("CONTRIBUTING.md", "targets", targets),
]


def written_again(text: str, name: str, part: str) -> str:
    """`text` with what stands between the marks of `name` replaced by `part`."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    result, count = pattern.subn(lambda marks: f"{marks[1]}{part}\n{marks[2]}", text)
    if count != 1:
        raise ValueError(f"expected <!-- {name} --> … <!-- /{name} --> once, found {count}")
    return result


def outdated() -> list[str]:
    """The documents that no longer say what the code says."""
    return [
        file
        for file, name, part in REPEATED
        if (text := (ROOT / file).read_text(encoding="utf-8")) != written_again(text, name, part())
    ]


def main() -> None:
    """Write every repeated part."""
    for file, name, part in REPEATED:
        path = ROOT / file
        text = path.read_text(encoding="utf-8")
        path.write_text(written_again(text, name, part()), encoding="utf-8")


if __name__ == "__main__":
    main()
