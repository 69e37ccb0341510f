"""YAML with the line of every key kept.

The scalar rules are those of YAML 1.2's core schema, because the older ones read ``on:`` as True, ``no`` as
False and ``02:38`` as 158. Dates stay text (the schemas read them). Duplicate keys are problems, not silent
losses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

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


def _int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(str(node.value))  # decimal only: 0123 is a hundred and twenty-three, not octal


def _float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    return float(str(node.value))


_Loader.add_constructor("tag:yaml.org,2002:int", _int)
_Loader.add_constructor("tag:yaml.org,2002:float", _float)


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
        If the text is not YAML or repeats a key; with file and line.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Marked(None, file)
        lines: dict[Path, int] = {}
        repeated: list[Problem] = []
        _mark(node, (), lines, file, repeated)
        if repeated:
            raise InputError(repeated)
        return Marked(loader.construct_document(node), file, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise InputError(
            Problem(Where(file, "", line), f"not YAML: {error.problem or error.context}")
        ) from error
    except yaml.YAMLError as error:
        raise InputError(Problem(Where(file), f"not YAML: {error}")) from error
    finally:
        loader.dispose()


def _mark(node: yaml.Node, path: Path, lines: dict[Path, int], file: str, repeated: list[Problem]) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            where = (*path, name)
            if name in seen:
                repeated.append(
                    Problem(
                        Where(file, dotted(where), key.start_mark.line + 1),
                        "this key stands twice",
                        value=name,
                        expected="each key once",
                    )
                )
            seen.add(name)
            lines[where] = key.start_mark.line + 1
            _mark(value, where, lines, file, repeated)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*path, index)] = value.start_mark.line + 1
            _mark(value, (*path, index), lines, file, repeated)
