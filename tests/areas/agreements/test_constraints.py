"""What the tables of agreements, versions and editions refuse."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samverk.agreements.models import Agreement, AgreementVersion, Edition
from tests.areas.agreements.world import NORRORT, NOW, START, imported

pytestmark = pytest.mark.django_db


def refused(row: Any) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save(force_insert=True)
    return str(caught.value)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("agreements_agreement_visibility", {"visibility": "secret"}),
        ("agreements_agreement_named", {"id": ""}),
        ("agreements_agreement_named", {"title": ""}),
        ("agreements_agreement_named", {"short_sv": ""}),
        ("agreements_agreement_named", {"short_en": ""}),
    ],
)
def test_the_agreement_constraint_holds(constraint: str, changes: dict[str, str]) -> None:
    values = {"id": "a", "title": "A", "short_sv": "A", "short_en": "A"}

    assert constraint in refused(Agreement(**(values | changes)))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("agreements_version_filled", {"version": ""}),
        ("agreements_version_filled", {"definition": ""}),
        ("agreements_version_filled", {"sha256": ""}),
        ("agreements_version_filled", {"recorded_by": ""}),
        ("agreements_version", {"version": "1.0.0"}),
        ("agreements_version", {"sha256": "SAME"}),
    ],
)
def test_the_version_constraint_holds(constraint: str, changes: dict[str, str]) -> None:
    same = imported().sha256
    values: dict[str, Any] = {"version": "9.0.0", "definition": "{}", "sha256": "x", "recorded_by": "Prov"}
    row = AgreementVersion(agreement_id=NORRORT, valid_from=START, recorded_at=NOW, **(values | changes))
    row.sha256 = same if row.sha256 == "SAME" else row.sha256

    assert constraint in refused(row)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("agreements_edition_kind", {"kind": "pirate"}),
        ("agreements_edition_filled", {"language": "fi"}),
        ("agreements_edition_filled", {"text": ""}),
        ("agreements_edition_filled", {"sha256": ""}),
        ("agreements_edition_filled", {"recorded_by": ""}),
        ("agreements_edition", {"kind": "plain"}),
    ],
)
def test_the_edition_constraint_holds(constraint: str, changes: dict[str, str]) -> None:
    imported()
    values: dict[str, Any] = {"kind": "original", "language": "sv", "text": "t", "sha256": "x", "recorded_by": "Prov"}

    assert constraint in refused(Edition(version=AgreementVersion.objects.get(), recorded_at=NOW, **(values | changes)))
