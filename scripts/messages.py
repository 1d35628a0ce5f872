"""The interface's English: finds every Swedish text in pages and code, keeps the catalogue in step, and compiles it.

Swedish is the source language: a text is its own key. Translations lie in samverk/locale/en/LC_MESSAGES/django.po,
one entry per text, sorted; the compiled django.mo is committed beside it, so that no machine needs gettext's tools.
`make messages` adds new texts with an empty translation, drops those no longer used, and compiles.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "samverk"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

# A text, and its plural form or "": what is said of one thing and of several.
type Message = tuple[str, str]
# Its translations: one, or two where there is a plural form.
type Catalogue = dict[Message, list[str]]

HEADER = """\
# The interface in English. `make messages` keeps the entries in step with the pages; only msgstr is written by hand.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
META = "Language: en\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

_SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(n?gettext|_)\(\s*({_LITERAL})\s*(?:,\s*({_LITERAL}))?")
_LINE = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[([01])\])?) "(.*)"$')


# --- what the pages and the code say ----------------------------------------------------------------------


def used() -> set[Message]:
    """Every text that is marked for translation, in templates and in Python."""
    found: set[Message] = set()
    templates = PACKAGE / "web" / "templates"
    for path in sorted([*templates.rglob("*.html"), *templates.rglob("*.txt")]):
        found.update(in_template(path.read_text(encoding="utf-8")))
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(in_python(path.read_text(encoding="utf-8")))
    return found


def in_template(text: str) -> Iterator[Message]:
    """The texts of `{% translate %}`, `{% blocktranslate %}` and `_("…")`."""
    for call in _CALL.finditer(templatize(text)):
        name, first, second = call.groups()
        plural = ast.literal_eval(second) if name == "ngettext" else ""
        yield ast.literal_eval(first), plural


def in_python(text: str) -> Iterator[Message]:
    """The texts given to gettext and its relatives as literals."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        texts = [word for word in words if isinstance(word, str)]
        if name in _SINGULAR and texts:
            yield texts[0], ""
        elif name in _PLURAL:
            yield texts[0], texts[1]


# --- the catalogue on disk --------------------------------------------------------------------------------


def parse(text: str) -> Catalogue:
    """A catalogue as `written` writes it: every string on one line."""
    catalogue: Catalogue = {}
    for block in text.split("\n\n")[1:]:
        msgid = plural = ""
        translations: list[str] = []
        for line in block.strip().splitlines():
            match = _LINE.match(line)
            if match is None:
                raise ValueError(f"{PO.name}: not understood: {line}")
            keyword, _, quoted = match.groups()
            words = ast.literal_eval(f'"{quoted}"')
            if keyword == "msgid":
                msgid = words
            elif keyword == "msgid_plural":
                plural = words
            else:
                translations.append(words)
        if (msgid, plural) in catalogue:
            raise ValueError(f"{PO.name}: twice: {msgid}")
        catalogue[msgid, plural] = translations
    return catalogue


def written(catalogue: Catalogue) -> str:
    """The text of the file: sorted, one string a line, so that two changes seldom meet."""
    return HEADER + "".join(f"\n{_entry(message, catalogue[message])}" for message in sorted(catalogue))


def _entry(message: Message, translations: list[str]) -> str:
    msgid, plural = message
    lines = [f"msgid {_quoted(msgid)}"]
    if plural:
        lines.append(f"msgid_plural {_quoted(plural)}")
        lines += [f"msgstr[{n}] {_quoted(words)}" for n, words in enumerate(translations)]
    else:
        lines.append(f"msgstr {_quoted(translations[0])}")
    return "".join(f"{line}\n" for line in lines)


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def in_step(catalogue: Catalogue, messages: Iterable[Message]) -> Catalogue:
    """The catalogue with an entry for each of `messages` and no other; new ones without translation."""
    return {message: catalogue.get(message, [""] * (2 if message[1] else 1)) for message in messages}


def untranslated(catalogue: Catalogue) -> list[str]:
    """The texts that still lack a translation."""
    return [msgid for (msgid, _), translations in sorted(catalogue.items()) if not all(translations)]


def compiled(catalogue: Catalogue) -> bytes:
    """The catalogue in gettext's binary form: two sorted tables of (length, offset), then the strings."""
    pairs = {"": META}
    for (msgid, plural), translations in catalogue.items():
        if all(translations):
            pairs[f"{msgid}\0{plural}" if plural else msgid] = "\0".join(translations)
    keys = sorted(key.encode() for key in pairs)
    values = [pairs[key.decode()].encode() for key in keys]
    start = 28
    strings = start + 16 * len(keys)
    tables, data = b"", b""
    for word in (*keys, *values):
        tables += struct.pack("<II", len(word), strings + len(data))
        data += word + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(keys), start, start + 8 * len(keys), 0, strings) + tables + data


def main() -> int:
    """Bring the catalogue in step, compile it, and say what still lacks a translation."""
    settings.configure(USE_I18N=True)
    django.setup()
    before = parse(PO.read_text(encoding="utf-8")) if PO.exists() else {}
    catalogue = in_step(before, used())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(written(catalogue), encoding="utf-8")
    MO.write_bytes(compiled(catalogue))
    missing = untranslated(catalogue)
    for msgid in missing:
        print(f"no English: {msgid}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
