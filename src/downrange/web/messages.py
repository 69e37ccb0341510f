"""The words of the pages for translators: collected from code and templates, kept in ``locale``, compiled.

Django's own commands need GNU gettext on the machine; this needs Babel only. ``script/messages`` runs it::

    script/messages                   collect, bring the catalogues up to date, compile, say what is missing
    script/messages --add words.json  put translations in first: {"ru": {"Case": "Дело"}, "kk": {...}};
                                      plurals as lists: ru one/few/many, kk one/other
    script/messages --clean           also drop what no page says any more
"""

from __future__ import annotations

import ast
import fcntl
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

__all__ = [
    "LANGUAGES",
    "add",
    "collect",
    "compiled",
    "first",
    "main",
    "missing",
    "path_of",
    "read",
    "updated",
    "written",
]

HERE = Path(__file__).resolve().parent
LANGUAGES = ("ru", "kk")
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(
    rf"(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)", re.DOTALL
)


def path_of(language: str, ending: str = "po") -> Path:
    """Name a catalogue's file."""
    return HERE / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def collect() -> Catalog:
    """Collect every message of code and templates, with the files that say it."""
    found = Catalog(project="downrange", charset="utf-8")
    for path in sorted([*HERE.rglob("*.py"), *HERE.rglob("*.html")]):
        place = path.relative_to(HERE).as_posix()
        text = path.read_text("utf-8")
        said = _of_code(text) if path.suffix == ".py" else _of_template(text, place)
        for context, identifier in said:
            if identifier not in ("", ("", "")):
                found.add(identifier, locations=[(place, 1)], context=context)
    return found


def _of_code(text: str) -> Iterator[tuple[str | None, Any]]:
    for _, function, messages, _ in extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {}):
        parts = [messages] if isinstance(messages, str) else [one for one in messages if one is not None]
        yield from _said(str(function).removesuffix("_lazy").removesuffix("_noop"), [str(p) for p in parts])


def _of_template(text: str, place: str) -> Iterator[tuple[str | None, Any]]:
    for call in _CALL.finditer(templatize(text, origin=place)):
        literals = re.findall(_STRING, call[2], re.DOTALL)
        yield from _said(call[1], [str(ast.literal_eval(one)) for one in literals])


def _said(function: str, parts: list[str]) -> Iterator[tuple[str | None, Any]]:
    if not parts:
        return
    if function == "ngettext":
        yield None, (parts[0], parts[1])
    elif function == "pgettext":
        yield parts[0], parts[1]
    elif function == "npgettext":
        yield parts[0], (parts[1], parts[2])
    else:
        yield None, parts[0]


def read(language: str) -> Catalog:
    """Read a catalogue; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="downrange", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(catalogue: Catalog, template: Catalog, clean: bool = False) -> Catalog:
    """Bring a catalogue up to what the pages say; nothing is guessed from likeness."""
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    if clean:
        catalogue.obsolete.clear()
    return catalogue


def add(catalogue: Catalog, words: Mapping[str, Any]) -> list[str]:
    """Put translations into a catalogue; give the messages that no page says."""
    unknown = []
    by_text = {first(message): message for message in catalogue if message.id}
    for text, translation in words.items():
        message = by_text.get(text)
        if message is None:
            unknown.append(text)
        else:
            message.string = tuple(translation) if isinstance(translation, list) else translation
    return unknown


def first(message: Message) -> str:
    """Give the text of a message; the singular where it has a plural."""
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def missing(catalogue: Catalog) -> list[str]:
    """List the messages without a translation, with a fuzzy one, or with fewer plurals than the language."""
    return [first(message) for message in catalogue if message.id and not _whole(message, catalogue)]


def _whole(message: Message, catalogue: Catalog) -> bool:
    if message.fuzzy:
        return False
    if message.pluralizable:
        strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
        return len(strings) == catalogue.num_plurals and all(strings)
    return bool(message.string)


def compiled(catalogue: Catalog) -> bytes:
    """Compile a catalogue; the same text gives the same bytes at any time."""
    catalogue.creation_date = catalogue.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue as text: sorted, places without lines, no time, so that changes stay small."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
    head = "".join(
        f'"{name}: {value}\\n"\n'
        for name, value in (
            ("Language", str(catalogue.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", catalogue.plural_forms),
        )
    )
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + out.getvalue()


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date; give how many messages are missing."""
    words = (
        json.loads(Path(arguments[arguments.index("--add") + 1]).read_text("utf-8"))
        if "--add" in arguments
        else {}
    )
    number = 0
    with (HERE / "locale" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        template = collect()
        for language in LANGUAGES:
            catalogue = updated(read(language), template, "--clean" in arguments)
            for text in add(catalogue, words.get(language, {})):
                sys.stderr.write(f"{language}: no page says {text!r}\n")
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            path_of(language).write_bytes(written(catalogue))
            path_of(language, "mo").write_bytes(compiled(read(language)))
            left = missing(catalogue)
            number += len(left)
            sys.stderr.write(f"{language}: {len(catalogue)} messages, {len(left)} missing\n")
            for text in left:
                sys.stdout.write(f"{json.dumps(text, ensure_ascii=False)}\n")
    return number


if __name__ == "__main__":
    raise SystemExit(1 if main(sys.argv[1:]) else 0)
