"""Reader of a user's rule files: ``rules/<method>.yaml`` beside ``case.yaml``.

Each completes one valuation method whose tables the library does not hold; the format stands in
docs/valuation/kz-535.md and is checked by :func:`downrange.damage.valuation.rule_set.read_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from downrange.base.marked import Marked, parse
from downrange.case.supplied import SuppliedRules
from downrange.damage.harm import SUBSTANCES
from downrange.damage.valuation.methods import METHODS
from downrange.damage.valuation.rule_set import RuleTable, read_rules
from downrange.errors import InputError, Problem, Where

__all__ = ["read_rule_files"]

FOLDER = "rules"


def read_rule_files(folder: Path) -> Mapping[str, SuppliedRules]:
    """Read every rule file of a case's folder.

    Parameters
    ----------
    folder : Path
        The case's folder; without a ``rules`` folder there are none.

    Returns
    -------
    mapping
        Method to tables; files are named relative to the case's folder.

    Raises
    ------
    InputError
        With every problem of every file: file, key, line, value, expected.
    """
    found: dict[str, SuppliedRules] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        shown = f"{FOLDER}/{path.name}"
        try:
            marked = parse(path.read_text("utf-8"), shown)
            table = read_rules(marked)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(Where(shown), f"cannot be read: {error}", expected="UTF-8 text"))
            continue
        except InputError as error:
            problems += error.problems
            continue
        faults = _faults(marked, table, found)
        problems += faults
        if not faults:
            found[table.rules] = SuppliedRules(
                file=shown, sources=dict(table.sources), values=dict(table.values)
            )
    if problems:
        raise InputError(problems)
    return found


def _faults(marked: Marked, table: RuleTable, found: Mapping[str, SuppliedRules]) -> list[Problem]:
    """Find what it cannot complete: no such method, the same one twice, values that it has no use for."""
    takes = {method.slug: method.takes for method in METHODS if method.takes}
    where = marked.where(("rules",))
    if table.rules not in takes:
        why = f"there is no method {table.rules!r} to complete"
        return [Problem(where, why, value=table.rules, expected=f"one of {', '.join(sorted(takes))}")]
    if table.rules in found:
        return [Problem(where, f"{table.rules!r} is completed twice, also by {found[table.rules].file}")]
    told = tuple(name for pattern in takes[table.rules] for name in _written_out(pattern))
    return [
        Problem(
            marked.where(("values", *name.split("."))),
            f"{table.rules} has no use for this value",
            value=name,
            expected=", ".join(get_close_matches(name, told, 3, 0.5) or takes[table.rules]),
        )
        for name in table.values
        if name not in told
    ]


def _written_out(pattern: str) -> tuple[str, ...]:
    """Write a name with a ``*`` out: it stands for each substance that may reach a medium."""
    return tuple(pattern.replace("*", name) for name in SUBSTANCES) if "*" in pattern else (pattern,)
