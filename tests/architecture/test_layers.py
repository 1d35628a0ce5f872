"""The list of layers is complete, is printed where people look, and holds for foreign keys too.

`lint-imports` checks the imports themselves (scripts/checks.sh); these are what it cannot see.
"""

import sys

import grimp
from django.apps import apps
from django.db import models

from scripts.docs import outdated
from tests.architecture.repository import PACKAGE, contract, heights, stack

FACES = {"web", "api", "ops"}
AREAS = {name for name, height in heights().items() if heights()["accounts"] <= height < heights()["web"]}


def folders() -> set[str]:
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("samverk.")]


def test_a_name_in_parentheses_is_a_folder_not_yet_made_and_every_other_name_is_one() -> None:
    planned = {name for row in stack() for name in row if name.startswith("(")}
    made = {name for row in stack() for name in row} - planned

    assert made == folders()
    assert {name.strip("()") for name in planned} & folders() == set()


def test_the_contract_on_file_names_covers_every_area() -> None:
    assert set(contract(3)["containers"]) == {f"samverk.{area}" for area in AREAS & folders()}


def test_the_contract_on_faces_covers_every_face() -> None:
    assert set(contract(4)["source_modules"]) == {f"samverk.{face}" for face in FACES & folders()}


def test_foreign_keys_point_down() -> None:
    height = heights()
    up = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label in height
        and field.related_model._meta.app_label != model._meta.app_label
        and height[field.related_model._meta.app_label] >= height[model._meta.app_label]
    ]

    assert up == []


def test_every_model_names_its_table() -> None:
    # A table with a name of its own can change area by a migration of state alone.
    unnamed = [model._meta.label for model in own_models() if "db_table" not in model._meta.original_attrs]

    assert unnamed == []


def test_no_model_reads_the_clock() -> None:
    clocks = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]

    assert clocks == []


def test_rules_import_only_the_standard_library() -> None:
    graph = grimp.build_graph("samverk", include_external_packages=True, cache_dir=None)
    used = {
        imported.split(".")[0]
        for module in graph.modules
        if module.startswith("samverk.rules")
        for imported in graph.find_modules_directly_imported_by(module)
    }

    assert used - {"samverk"} <= set(sys.stdlib_module_names)


def test_the_documents_repeat_what_the_code_says() -> None:
    assert outdated() == [], "run `make docs`"
