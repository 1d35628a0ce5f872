"""What the program is made of, as CycloneDX 1.6: from the lock and the fonts, the same every time, no address in it.

`python -m scripts.sbom` writes `samverk/sbom.cdx.json`, which travels in the package (`make docs`, `make release`).
"""

import hashlib
import json
import re
import uuid
from pathlib import Path
from typing import Any

from samverk import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
STATIC = ROOT / "samverk" / "web" / "static"
FILE = ROOT / "samverk" / "sbom.cdx.json"

_PINNED = re.compile(r"^(?P<name>[a-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_FONT = re.compile(r"^\| `([\w-]+\.woff2)` \| (.+?) ([\d.]+),", re.MULTILINE)
_NAMESPACE = uuid.UUID("6f2e9a52-5b0e-5c6e-9d0b-3f6b7a1c2d48")
_ROOT_REF = "samverk"


def blocks(lock: str) -> list[list[str]]:
    """The lines of each pinned package: the pin, its hashes, and who wants it."""
    found: list[list[str]] = []
    for line in lock.splitlines():
        if _PINNED.match(line if line.endswith("\\") else f"{line} "):
            found.append([line])
        elif found:
            found[-1].append(line)
    return found


def _reference(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def component(lines: list[str]) -> dict[str, Any]:
    """A package: name, version, the hashes of its files, and on which machines it is wanted."""
    pin = _PINNED.match(lines[0])
    if pin is None:
        raise ValueError(f"no pin: {lines[0]!r}")
    reference = _reference(pin["name"], pin["version"])
    hashes = [found[1] for line in lines if (found := _HASH.search(line))]
    marker = [{"name": "python:marker", "value": pin["marker"]}] if pin["marker"] else []
    return {
        "type": "library",
        "bom-ref": reference,
        "name": pin["name"],
        "version": pin["version"],
        "purl": reference,
        "hashes": [{"alg": "SHA-256", "content": content} for content in hashes],
        **({"properties": marker} if marker else {}),
    }


def fonts() -> list[dict[str, Any]]:
    """The fonts that travel in the package, from the table beside them."""
    rows = _FONT.findall((STATIC / "fonts" / "README.md").read_text(encoding="utf-8"))
    return [
        {
            "type": "file",
            "bom-ref": f"file:{name}",
            "name": upstream,
            "version": version,
            "licenses": [{"license": {"id": "OFL-1.1"}}],
            "hashes": [
                {"alg": "SHA-256", "content": hashlib.sha256((STATIC / "fonts" / name).read_bytes()).hexdigest()}
            ],
        }
        for name, upstream, version in rows
    ]


def wanted_by(lines: list[str]) -> list[str]:
    """Who wants the package, from the comment "via": names of packages, and "" for ourselves."""
    comment = [line.strip().removeprefix("#").strip() for line in lines if line.strip().startswith("#")]
    names = [line.removeprefix("via").strip() for line in comment]
    return ["" if name.startswith("-r ") else name for name in names if name and not name.startswith("-c ")]


def bom(lock: str, version: str) -> dict[str, Any]:
    """The whole bill of materials of a version, from the text of its lock."""
    parts = [(component(lines), wanted_by(lines)) for lines in blocks(lock)]
    references = {"": _ROOT_REF} | {part["name"]: part["bom-ref"] for part, _ in parts}
    needs: dict[str, list[str]] = {reference: [] for reference in references.values()}
    for part, wanting in parts:
        for name in wanting:
            needs[references[name]].append(part["bom-ref"])
    own = {
        "type": "application", "bom-ref": _ROOT_REF, "name": "samverk", "version": version,
        "licenses": [{"license": {"id": "EUPL-1.2"}}],
    }  # fmt: skip
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, version + lock)}",
        "version": 1,
        "metadata": {"component": own},
        "components": [*(part for part, _ in parts), *fonts()],
        "dependencies": [
            {"ref": reference, "dependsOn": sorted(set(found))} for reference, found in sorted(needs.items())
        ],
    }


def text() -> str:
    """The file as it should be now."""
    made = bom(LOCK.read_text(encoding="utf-8"), __version__)
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
