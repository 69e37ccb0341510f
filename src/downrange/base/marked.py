"""YAML with the line of every key kept.

The scalar rules are those of YAML 1.2's core schema, because the older ones read ``on:`` as True, ``no`` as
False and ``02:38`` as 158. Dates stay text (the schemas read them). Duplicate keys are problems, not silent
losses.

libyaml reads, where PyYAML was built with it, at a sixth of the time; what it refuses is read once more by
the loader in Python, whose words name the sign that is wrong, and whose verdict counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.composer import Composer

from downrange.errors import InputError, Problem, Where

__all__ = ["Marked", "parse"]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Marked:
    """Parsed data with the line (1-based) of every path in it."""

    data: Any
    file: str
    lines: dict[Path, int] = field(repr=False, default_factory=dict)

    def where(self, path: Path) -> Where:
        """Give the place of a path; a path that is absent points at its nearest parent that is there."""
        key = dotted(path)
        while path and path not in self.lines:
            path = path[:-1]
        return Where(self.file, key, self.lines.get(path))


def dotted(path: Path) -> str:
    """Spell a path as people write it: ``parties[2].name``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text


class _Loader(yaml.SafeLoader):
    pass


def _int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(str(node.value))  # decimal only: 0123 is a hundred and twenty-three, not octal


def _float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    return float(str(node.value))


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
        "-+.0123456789",
    ),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:int", _int)
_Loader.add_constructor("tag:yaml.org,2002:float", _float)


def _quick_loader() -> type[_Loader] | type[yaml.CSafeLoader]:
    if not yaml.__with_libyaml__:
        return _Loader

    class Quick(Composer, yaml.CSafeLoader):
        """Events by libyaml, nodes in Python: the composer in C dies of a deeply nested text."""

        def __init__(self, text: str) -> None:
            yaml.CSafeLoader.__init__(self, text)
            Composer.__init__(self)

        yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers
        yaml_constructors = _Loader.yaml_constructors

    return Quick


_QUICK = _quick_loader()

MOST_DEEP = 100
MOST_WRITTEN_OUT = 10
"""How many times longer than it is a text may become by its aliases: a few hundred bytes can name millions of
values, and aliases that hold each other have no end."""


def _kind(file: str) -> str:
    """Name what a file is meant to be: every JSON text is YAML, and its writer thinks of it as JSON."""
    return "JSON" if file.lower().endswith(".json") else "YAML"


def parse(text: str, file: str) -> Marked:
    """Parse YAML text.

    Parameters
    ----------
    text : str
        The whole document.
    file : str
        Its name, for the places of problems.

    Raises
    ------
    InputError
        If the text is not YAML or repeats a key; with file and line. If it is nested deeper than
        ``MOST_DEEP``, or its aliases make it longer than ``MOST_WRITTEN_OUT`` times itself.
    """
    try:
        return _parsed(text, file, _QUICK)
    except (yaml.YAMLError, UnicodeEncodeError):
        pass  # read again below, for its words
    except RecursionError as error:
        raise InputError(Problem(Where(file), _TOO_DEEP)) from error
    try:
        return _parsed(text, file, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise InputError(
            Problem(Where(file, "", line), f"not {_kind(file)}: {error.problem or error.context}")
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"not {_kind(file)}: a sign that no text may hold, #x{ord(str(text[error.position])):04x}"
        raise InputError(Problem(Where(file, "", line), message)) from error
    except RecursionError as error:
        raise InputError(Problem(Where(file), _TOO_DEEP)) from error


_TOO_DEEP = f"nested deeper than {MOST_DEEP} levels"


def _parsed(text: str, file: str, kind: type[_Loader] | type[yaml.CSafeLoader]) -> Marked:
    loader = kind(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Marked(None, file)
        lines: dict[Path, int] = {}
        repeated: list[Problem] = []
        _mark(node, (), _Marks(lines, file, repeated, MOST_WRITTEN_OUT * (len(text) + 1000)))
        if repeated:
            raise InputError(repeated)
        return Marked(loader.construct_document(node), file, lines)
    finally:
        loader.dispose()


@dataclass(frozen=True)
class _Marks:
    """What is gathered while walking through a document, and how many values it may have."""

    lines: dict[Path, int]
    file: str
    repeated: list[Problem]
    most_number: int


def _mark(node: yaml.Node, path: Path, found: _Marks) -> None:
    line = node.start_mark.line + 1
    if len(path) > MOST_DEEP:
        raise InputError(Problem(Where(found.file, f"{dotted(path[:3])}...", line), _TOO_DEEP))
    if len(found.lines) > found.most_number:
        raise InputError(Problem(Where(found.file, "", line), "its aliases make it too long"))
    found.lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            where = (*path, name)
            if name in seen:
                place = Where(found.file, dotted(where), key.start_mark.line + 1)
                found.repeated.append(
                    Problem(place, "this key stands twice", value=name, expected="each key once")
                )
            seen.add(name)
            found.lines[where] = key.start_mark.line + 1
            _mark(value, where, found)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            found.lines[(*path, index)] = value.start_mark.line + 1
            _mark(value, (*path, index), found)
