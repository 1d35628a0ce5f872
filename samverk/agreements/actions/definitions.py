"""What was agreed: importing versions and editions, and who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from samverk.accounts.policy import Actor, Denied, require
from samverk.agreements.actions.indexing import index_texts, rebuild_index, relearn_words
from samverk.agreements.actions.projections import rebuild_projections
from samverk.agreements.models import Agreement, AgreementVersion, Edition, EditionKind, Visibility
from samverk.agreements.policy import can_import_definition, can_import_original, can_set_visibility
from samverk.agreements.queries.versions import Words, definition_of, wording
from samverk.rules.canonical import digest
from samverk.rules.check import check
from samverk.rules.definition import Definition
from samverk.rules.originals.anchoring import anchors, unseen_in
from samverk.rules.problems import Problem
from samverk.rules.ruleset import load
from samverk.rules.text import parse_text
from samverk.rules.wording import Text

TEXT_FILE = "text.sv.md"


class ImportRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """Something that is not imported. ``message``: what was found, what was expected, what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


class DefinitionRefused(ImportRefused):
    """A definition with faults; ``problems`` holds all of them, by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__(
            Text(
                f"Definitionen har {count} fel och läses inte in. Det första: {problems[0].sentence('sv')}",
                f"The definition has {count} faults and is not imported. The first: {problems[0].sentence('en')}",
            )
        )
        self.problems = tuple(problems)


class VersionTaken(ImportRefused):
    """The version's number is already used, for other content."""


class UnknownVersion(ImportRefused):
    """There is no such agreement or version."""


class OtherStructure(ImportRefused):
    """An edition without the clauses of the version, or in which a citation leads nowhere."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A version in the database. ``made``: whether this import put it there, or it already was."""

    agreement: str
    version: str
    sha256: str
    made: bool


def import_definition(
    *,
    files: Mapping[str, bytes],
    by: Actor,
    recorded_at: datetime,
    visibility: Visibility = Visibility.PUBLIC,
) -> Imported:
    """A version of an agreement from its files (name → bytes), checked first. The same content twice is once.

    ``visibility`` is for a new agreement; one that is there keeps its own. Errors: NotAllowed, DefinitionRefused with
    every problem, VersionTaken. Nothing is stored on error.
    """
    read = _checked(files, by)
    with transaction.atomic():
        there = _there(read)
        if there is not None:
            return Imported(read.id, there.version, read.sha256, made=False)
        _store(read, files[TEXT_FILE].decode("utf-8-sig"), by, recorded_at, visibility)
        rebuild_projections(agreement=read.id)
        rebuild_index(agreement=read.id)
    return Imported(read.id, read.version, read.sha256, made=True)


def preview_definition(*, files: Mapping[str, bytes], by: Actor) -> Imported:
    """What ``import_definition`` would do, with the same refusals; nothing is stored. ``made``: whether it would be."""
    read = _checked(files, by)
    there = _there(read)
    return Imported(read.id, there.version if there is not None else read.version, read.sha256, made=there is None)


def _checked(files: Mapping[str, bytes], by: Actor) -> Definition:
    require(can_import_definition(by))
    problems = check(files)
    if problems:
        raise DefinitionRefused(problems)
    return load(files)


def _there(read: Definition) -> AgreementVersion | None:
    """The version with this very content. Error: VersionTaken when its number is used for other content."""
    there = AgreementVersion.objects.filter(agreement=read.id, sha256=read.sha256).first()
    if there is None:
        _refuse_taken(read)
    return there


@transaction.atomic
def import_edition(
    *,
    agreement: str,
    version: str,
    kind: EditionKind,
    language: str,
    text: str,
    by: Actor,
    recorded_at: datetime,
) -> Words:
    """Another edition of a version: the original wording, or a translation. It must have the same clauses, and every
    citation must lead somewhere in it. Replaces an earlier one.

    Errors: NotAllowed, UnknownVersion, OtherStructure.
    """
    require(_may_write_edition(by, agreement, kind))
    row = AgreementVersion.objects.filter(agreement=agreement, version=version).first()
    if row is None:
        raise UnknownVersion(
            Text(
                f"Avtalet {agreement} har ingen version {version}. Läs in versionen först.",
                f"The agreement {agreement} has no version {version}. Import the version first.",
            )
        )
    _refuse_other_structure(definition_of(row.sha256), kind, language, text)
    edition, _ = Edition.objects.update_or_create(
        version=row,
        kind=kind,
        language=language,
        defaults={"text": text, "sha256": digest(text), "recorded_at": recorded_at, "recorded_by": by.label},
    )
    index_texts(agreement=agreement)
    return Words(version, kind, language, text, edition.sha256, recorded_at, by.label)


def import_original(*, agreement: str, on: date, text: str, by: Actor, recorded_at: datetime) -> tuple[Text, ...]:
    """The signed wording of the version that holds on the day, as ``import_edition`` takes it.

    Gives the numbers, periods and dates of provisions that the cited words of this wording do not show: it is stored
    all the same, for the signed words are what they are, and the encoding has to be looked at. Errors: as there.
    """
    found = wording(agreement, on)
    if found is None:
        raise UnknownVersion(
            Text(
                f"Det finns inget avtal ”{agreement}”. Läs in det först: samverk import agreement {agreement}.",
                f"There is no agreement “{agreement}”. Import it first: samverk import agreement {agreement}.",
            )
        )
    import_edition(
        agreement=agreement,
        version=found.version,
        kind=EditionKind.ORIGINAL,
        language="sv",
        text=text,
        by=by,
        recorded_at=recorded_at,
    )
    return unseen_in(definition_of(found.sha256), parse_text(text)[0])


@transaction.atomic
def remove_edition(*, agreement: str, version: str, kind: EditionKind, language: str, by: Actor) -> bool:
    """Remove an edition that should not be kept. The plain-language edition belongs to the version and stays.

    Whether there was one to remove.
    """
    require(_may_write_edition(by, agreement, kind))
    if (kind, language) == (EditionKind.PLAIN, "sv"):
        return False
    rows = Edition.objects.filter(version__agreement=agreement, version__version=version, kind=kind, language=language)
    gone = rows.delete()[0] > 0
    index_texts(agreement=agreement)
    return gone


def remove_original(*, agreement: str, version: str, by: Actor) -> bool:
    """Remove the signed wording of a version. Whether there was one. Error: NotAllowed."""
    return remove_edition(agreement=agreement, version=version, kind=EditionKind.ORIGINAL, language="sv", by=by)


@transaction.atomic
def set_visibility(*, agreement: str, visibility: Visibility, by: Actor) -> None:
    """Open the agreement to the public, or close it. Error: UnknownVersion."""
    require(can_set_visibility(by))
    if not Agreement.objects.filter(id=agreement).update(visibility=visibility):
        raise UnknownVersion(Text(f"Det finns inget avtal ”{agreement}”.", f"There is no agreement “{agreement}”."))
    index_texts(agreement=agreement)  # the same entries, written anew: what searches have found is no longer so
    if visibility != Visibility.PUBLIC:
        relearn_words()  # what only some may see must not be suggested to others


def _may_write_edition(by: Actor, agreement: str, kind: EditionKind) -> Denied | None:
    return can_import_original(by, agreement) if kind == EditionKind.ORIGINAL else can_import_definition(by)


def _refuse_taken(read: Definition) -> None:
    if AgreementVersion.objects.filter(agreement=read.id, version=read.version).exists():
        raise VersionTaken(
            Text(
                f"{read.short.sv} har redan en version {read.version} med annat innehåll. "
                "En version ändras aldrig: ge den nya ett högre versionsnummer i agreement.toml.",
                f"{read.short.en} already has a version {read.version} with other content. "
                "A version is never changed: give the new one a higher number in agreement.toml.",
            )
        )


def _store(read: Definition, text: str, by: Actor, recorded_at: datetime, visibility: Visibility) -> None:
    names = {"title": read.title, "short_sv": read.short.sv, "short_en": read.short.en}
    Agreement.objects.update_or_create(id=read.id, defaults=names, create_defaults=names | {"visibility": visibility})
    version = AgreementVersion.objects.create(
        agreement_id=read.id,
        version=read.version,
        valid_from=read.valid_from,
        definition=read.canonical,
        sha256=read.sha256,
        recorded_at=recorded_at,
        recorded_by=by.label,
    )
    Edition.objects.create(
        version=version,
        kind=EditionKind.PLAIN,
        language="sv",
        text=text,
        sha256=digest(text),
        recorded_at=recorded_at,
        recorded_by=by.label,
    )


def _refuse_other_structure(read: Definition, kind: EditionKind, language: str, text: str) -> None:
    """Same clauses, every cited path; otherwise what differs."""
    if read.text is None or (kind, language) == (EditionKind.PLAIN, "sv"):
        raise OtherStructure(
            Text(
                "Den klarspråkliga texten hör till versionen. Läs in en ny version för att ändra den.",
                "The plain-language text belongs to the version. Import a new version to change it.",
            )
        )
    edition, problems = parse_text(text)
    if problems:
        raise OtherStructure(Text(problems[0].sentence("sv"), problems[0].sentence("en")))
    found = anchors(read, edition)
    missing, extra = sorted({*found.lacking, *found.missing}), sorted(found.extra)
    if missing or extra:
        lacking, beyond = ", ".join(missing[:9]) or "–", ", ".join(extra[:9]) or "–"
        raise OtherStructure(
            Text(
                f"Det här saknas i texten: {lacking}. Det här hör inte till avtalet: {beyond}. "
                "Ge varje punkt sitt nummer och dela upp den i stycken och meningar som i den klarspråkliga texten.",
                f"Missing in the text: {lacking}. Not part of the agreement: {beyond}. "
                "Give each clause its number and divide it into paragraphs and sentences like the plain-language text.",
            )
        )
