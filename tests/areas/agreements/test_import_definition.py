"""Importing a version: checked first, once for the same content, never changed, everything wrong said at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from samverk.accounts.policy import VISITOR, NotAllowed
from samverk.agreements.actions.definitions import (
    DefinitionRefused,
    OtherStructure,
    UnknownVersion,
    VersionTaken,
    import_edition,
    remove_edition,
    set_visibility,
)
from samverk.agreements.models import Agreement, AgreementVersion, Edition, EditionKind, Visibility
from samverk.agreements.queries import listings, versions
from samverk.agreements.queries.versions import definition, definition_of, wording, wordings
from samverk.rules.ruleset import load
from tests.areas.agreements.world import BY, IMPORTED, KSL, NORRORT, NOW, REGISTRAR, STRATEGIST, files, imported

pytestmark = pytest.mark.django_db


NEW_TITLE = ("# ", "# Ny ")


def better(**keys: str) -> dict[str, bytes]:
    """The same signed text, encoded better: version 1.1.0 of the same day."""
    return files(**({"version": '"1.1.0"'} | keys), text=NEW_TITLE)


def amended() -> dict[str, bytes]:
    """Version 2.0.0 from 2020-01-01."""
    return better(version='"2.0.0"', valid_from="2020-01-01")


@pytest.mark.parametrize("agreement", [NORRORT, KSL])
def test_an_agreement_of_the_corpus_reads_back_from_the_database_as_from_its_files(agreement: str) -> None:
    found = imported(agreement)

    assert found.made
    definition_of.cache_clear()
    assert definition(agreement, date(2026, 1, 1)) == load(files(agreement))


def test_names_and_visibility_are_on_the_agreement() -> None:
    imported(visibility=Visibility.PARTIES)

    listed = listings.agreement(NORRORT)

    assert listed is not None
    assert (listed.short_sv, listed.visibility) == ("Koordination Norrort", "parties")
    assert listings.agreement("annat") is None


def test_the_same_content_twice_is_once() -> None:
    first, second = imported(), imported(recorded_at=NOW)

    assert (first.made, second.made, first.sha256) == (True, False, second.sha256)
    assert (AgreementVersion.objects.count(), Edition.objects.count()) == (1, 1)
    assert AgreementVersion.objects.get().recorded_at == IMPORTED


def test_everything_wrong_is_said_at_once_and_nothing_is_stored() -> None:
    broken = files(clock='"sundial"', text=("## 13 ", "## 12 "))

    with pytest.raises(DefinitionRefused) as caught:
        imported(content=broken)

    assert len(caught.value.problems) > 1
    assert {problem.file for problem in caught.value.problems} >= {"agreement.toml", "text.sv.md"}
    assert f"{len(caught.value.problems)} fel" in caught.value.message.sv
    assert Agreement.objects.count() == AgreementVersion.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"agreement.toml": b"", "text.sv.md": b""},
        {"agreement.toml": "ö".encode("latin-1"), "text.sv.md": "# ö".encode("latin-1")},
        {"agreement.toml": b'format = "samverkan/1"\n', "text.sv.md": b"# Titel\n"},
    ],
    ids=["no files", "empty", "latin-1", "hardly anything"],
)
def test_what_is_no_definition_is_refused_with_its_problems(content: dict[str, bytes]) -> None:
    with pytest.raises(DefinitionRefused) as caught:
        imported(content=content or {"annat.txt": b""})

    assert caught.value.problems
    assert Agreement.objects.count() == 0


def test_a_number_is_not_used_again_for_other_content() -> None:
    imported()

    with pytest.raises(VersionTaken, match=r"redan en version 1\.0\.0"):
        imported(content=files(text=NEW_TITLE))

    assert AgreementVersion.objects.count() == 1


def test_a_version_that_is_there_can_be_imported_again_after_a_newer_one() -> None:
    imported()
    imported(content=amended(), recorded_at=NOW)

    assert imported().made is False


def test_a_version_holds_until_the_next_ones_day() -> None:
    imported()
    imported(content=amended(), recorded_at=NOW)

    found = [(item.version, item.valid_from, item.valid_to) for item in wordings(NORRORT)]
    on = {
        day: getattr(wording(NORRORT, day), "version", None)
        for day in (date(2010, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
    }

    assert found == [("1.0.0", date(2014, 4, 15), date(2020, 1, 1)), ("2.0.0", date(2020, 1, 1), None)]
    assert list(on.values()) == ["1.0.0", "1.0.0", "2.0.0"]
    assert wording("annat", date(2020, 1, 1)) is None
    assert definition("annat", date(2020, 1, 1)) is None


def test_a_better_encoding_of_the_same_day_holds_from_when_it_was_recorded() -> None:
    imported()
    imported(content=better(), recorded_at=NOW)
    day = date(2020, 1, 1)

    then = wording(NORRORT, day, NOW - timedelta(seconds=1))
    now = wording(NORRORT, day, NOW)

    assert then is not None
    assert now is not None
    assert (then.version, now.version) == ("1.0.0", "1.1.0")
    assert wordings(NORRORT) == (now,)


def test_before_anything_was_recorded_the_first_version_answers() -> None:
    imported()
    imported(content=better(), recorded_at=NOW)

    found = wording(NORRORT, date(2020, 1, 1), IMPORTED - timedelta(days=1))

    assert found is not None
    assert found.version == "1.0.0"


def test_a_definition_costs_one_statement_once_it_has_been_read(django_assert_num_queries: object) -> None:
    imported()
    definition(NORRORT, NOW.date())

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture is untyped
        definition(NORRORT, NOW.date())


def test_the_names_follow_the_newest_version_and_visibility_stays() -> None:
    imported(visibility=Visibility.PARTIES)
    imported(content=better(short='{ sv = "Norrort", en = "North" }'))

    listed = listings.agreement(NORRORT)

    assert listed is not None
    assert (listed.short_sv, listed.visibility) == ("Norrort", "parties")


@pytest.mark.parametrize(
    "statement", ["UPDATE agreements_version SET definition = '{}'", "DELETE FROM agreements_version"]
)
def test_a_version_cannot_be_changed_or_removed(statement: str) -> None:
    imported()

    with pytest.raises(IntegrityError, match="import a new version instead"), transaction.atomic():
        connection.cursor().execute(statement)


def test_visibility_is_set_by_administrators() -> None:
    imported()

    set_visibility(agreement=NORRORT, visibility=Visibility.PARTIES, by=BY)

    assert Agreement.objects.get().visibility == "parties"
    with pytest.raises(UnknownVersion):
        set_visibility(agreement="annat", visibility=Visibility.PUBLIC, by=BY)


def test_who_may_not_import() -> None:
    for who in (VISITOR, STRATEGIST, REGISTRAR):
        with pytest.raises(NotAllowed):
            imported(by=who)
        with pytest.raises(NotAllowed):
            set_visibility(agreement=NORRORT, visibility=Visibility.PUBLIC, by=who)
        with pytest.raises(NotAllowed):
            edition("text", by=who, kind=EditionKind.PLAIN, language="en")
    for who in (VISITOR, REGISTRAR):
        with pytest.raises(NotAllowed):
            edition("text", by=who)


def test_the_strategist_imports_and_removes_the_original() -> None:
    imported()

    edition(plain(), by=STRATEGIST)

    kind = EditionKind.ORIGINAL
    assert remove_edition(agreement=NORRORT, version="1.0.0", kind=kind, language="sv", by=STRATEGIST) is True


def edition(text: str, **changes: object) -> versions.Words:
    values = {"agreement": NORRORT, "version": "1.0.0", "kind": EditionKind.ORIGINAL, "language": "sv", "by": BY}
    return import_edition(**(values | {"text": text, "recorded_at": NOW} | changes))  # type: ignore[arg-type]  # a helper


def plain() -> str:
    return files()["text.sv.md"].decode()


def test_an_original_with_the_same_clauses_is_kept_beside_the_plain_text_and_can_be_replaced_and_removed() -> None:
    imported()

    edition(plain().replace("# ", "# Original: ", 1))
    newest = edition(plain().replace("# ", "# Originalet: ", 1))

    version = wording(NORRORT, NOW.date())
    assert version is not None
    assert [(words.kind, words.text[:14]) for words in versions.editions(version.id)] == [
        ("original", "# Originalet: "),
        ("plain", plain()[:14]),
    ]
    assert newest in versions.editions(version.id)
    remove = {"agreement": NORRORT, "version": "1.0.0", "language": "sv", "by": BY}
    assert remove_edition(kind=EditionKind.ORIGINAL, **remove) is True  # type: ignore[arg-type]  # a dict of mixed values
    assert remove_edition(kind=EditionKind.ORIGINAL, **remove) is False  # type: ignore[arg-type]  # a dict of mixed values
    assert remove_edition(kind=EditionKind.PLAIN, **remove) is False  # type: ignore[arg-type]  # a dict of mixed values
    assert Edition.objects.count() == 1


def test_an_edition_in_which_a_citation_leads_nowhere_is_refused_with_the_address() -> None:
    imported()
    without_13 = plain().replace("## 13 ", "## 99 ", 1)

    with pytest.raises(OtherStructure) as caught:
        edition(without_13)

    assert "saknas i texten: 13" in caught.value.message.sv
    assert "hör inte till avtalet: 99" in caught.value.message.sv
    assert Edition.objects.count() == 1


def test_a_text_that_is_no_edition_is_refused_with_its_first_problem() -> None:
    imported()

    with pytest.raises(OtherStructure):
        edition("| en | tabell |\n")


def test_the_plain_text_is_not_replaced() -> None:
    imported()

    with pytest.raises(OtherStructure, match="Läs in en ny version"):
        edition(plain(), kind=EditionKind.PLAIN)


def test_an_edition_is_of_a_version_that_is_there() -> None:
    with pytest.raises(UnknownVersion, match=r"ingen version 1\.0\.0"):
        edition("text")
