"""``samverk export-text`` and ``samverk reindex``."""

from __future__ import annotations

from pathlib import Path

import pytest

from samverk.agreements.models import SearchEntry, SearchWord
from samverk.ops import export_text_command, reindex_command
from samverk.ops.import_text_command import run as import_text
from samverk.ops.refused import Refused
from tests.ops.test_import_text import NORRORT, agreement, original, signed

__all__ = ["agreement"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("agreement")
def test_the_text_is_given_byte_for_byte(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    import_text([str(signed(tmp_path)), "--into", NORRORT])
    capfdbinary.readouterr()

    assert export_text_command.run([NORRORT]) == 0
    assert capfdbinary.readouterr().out == original().encode()
    assert export_text_command.run([NORRORT, "--to", str(tmp_path / "ut.md")]) == 0
    assert capfdbinary.readouterr().out == b""
    assert (tmp_path / "ut.md").read_bytes() == original().encode()


@pytest.mark.usefixtures("agreement")
def test_what_cannot_be_exported_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="är inte inläst"):
        export_text_command.run([NORRORT])
    with pytest.raises(Refused, match="finns inget avtal"):
        export_text_command.run(["finns-inte"])
    import_text([str(signed(tmp_path)), "--into", NORRORT])
    with pytest.raises(Refused, match="går inte att skriva"):
        export_text_command.run([NORRORT, "--to", str(tmp_path / "saknas" / "ut.md")])


@pytest.mark.usefixtures("agreement")
def test_the_index_is_built_again(capsys: pytest.CaptureFixture[str]) -> None:
    before = SearchEntry.objects.count()
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()

    assert reindex_command.run([]) == 0

    assert "1 avtal" in capsys.readouterr().out
    assert SearchEntry.objects.count() == before > 0
    assert SearchWord.objects.exists()


@pytest.mark.parametrize("command", [export_text_command, reindex_command])
def test_help(command: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["--help"]) == 0  # type: ignore[attr-defined]  # a command's module
    assert "samverk" in capsys.readouterr().out
