"""Every Swedish text of the pages has its English, and the compiled catalogue is the one that was written."""

import gettext
import io
import re

import pytest

from scripts import messages
from scripts.messages import Catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return messages.parse(messages.PO.read_text(encoding="utf-8"))


def test_the_catalogue_holds_the_texts_in_use_and_no_others(catalogue: Catalogue) -> None:
    assert set(catalogue) == messages.used(), "run `make messages`"


def test_every_text_has_its_english(catalogue: Catalogue) -> None:
    assert messages.untranslated(catalogue) == []


def test_the_file_is_written_as_make_messages_writes_it(catalogue: Catalogue) -> None:
    assert messages.PO.read_text(encoding="utf-8") == messages.written(catalogue), "run `make messages`"


def test_the_compiled_file_is_that_of_the_catalogue(catalogue: Catalogue) -> None:
    assert messages.MO.read_bytes() == messages.compiled(catalogue), "run `make messages`"


def test_a_translation_keeps_the_placeholders(catalogue: Catalogue) -> None:
    changed = {
        msgid
        for (msgid, plural), translations in catalogue.items()
        for words in translations
        if words
        and sorted(PLACEHOLDER.findall(words)) not in (sorted(PLACEHOLDER.findall(t)) for t in (msgid, plural or msgid))
    }

    assert changed == set()


def test_gettext_reads_what_we_compile() -> None:
    one = ("Hej å ö", "")
    many = ("%(n)s sak", "%(n)s saker")
    compiled = messages.compiled({one: ["Hello"], many: ["%(n)s thing", "%(n)s things"], ("Otolkad", ""): [""]})

    read = gettext.GNUTranslations(io.BytesIO(compiled))

    assert read.gettext("Hej å ö") == "Hello"
    assert read.ngettext(*many, 1) == "%(n)s thing"
    assert read.ngettext(*many, 2) == "%(n)s things"
    assert read.gettext("Otolkad") == "Otolkad"


def test_what_is_written_is_read_back() -> None:
    kept: Catalogue = {
        ('Med "citat" och \\', ""): ['With "quotes" and \\'],
        ("en", "två\nrader"): ["one", "two\nlines"],
    }

    assert messages.parse(messages.written(kept)) == kept


def test_a_text_given_twice_is_refused() -> None:
    entry = '\nmsgid "Hej"\nmsgstr "Hello"\n'

    with pytest.raises(ValueError, match="twice: Hej"):
        messages.parse(messages.HEADER + entry + entry)


def test_texts_are_found_in_templates() -> None:
    template = (
        '{% translate "a)b" %}{% blocktranslate count n=n trimmed %}en\n sak{% plural %}{{ n }} saker'
        '{% endblocktranslate %}{{ x|default:_("Hej") }}{% include "x.html" with y=_("då") only %}'
    )

    found = set(messages.in_template(template))

    assert found == {("a)b", ""), ("en sak", "%(n)s saker"), ("Hej", ""), ("då", "")}


def test_texts_are_found_in_code() -> None:
    code = 'a = _("ett")\nb = translation.gettext("två")\nc = ngettext("en", "flera", n)\nd = other("nej")\ne = _(x)'

    assert set(messages.in_python(code)) == {("ett", ""), ("två", ""), ("en", "flera")}


def test_new_texts_are_added_empty_and_unused_ones_dropped() -> None:
    before: Catalogue = {("kvar", ""): ["left"], ("borta", ""): ["gone"]}

    after = messages.in_step(before, [("kvar", ""), ("ny", ""), ("en", "flera")])

    assert after == {("kvar", ""): ["left"], ("ny", ""): [""], ("en", "flera"): ["", ""]}
    assert messages.untranslated(after) == ["en", "ny"]
