"""Reader of a user's rule files: ``rules/<method>.yaml`` beside ``case.yaml``.

Each completes one valuation method whose tables the library does not hold; the format stands in
docs/valuation/kz-535.md and is checked by :func:`downrange.damage.valuation.rule_set.read_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from downrange.base.marked import parse
from downrange.case.supplied import SuppliedRules
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
            table = read_rules(parse(path.read_text("utf-8"), shown))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(Where(shown), f"cannot be read: {error}", expected="UTF-8 text"))
            continue
        except InputError as error:
            problems += error.problems
            continue
        if fault := _fault(table, found):
            problems.append(Problem(Where(shown, "rules"), *fault))
        else:
            found[table.rules] = SuppliedRules(
                file=shown, sources=dict(table.sources), values=dict(table.values)
            )
    if problems:
        raise InputError(problems)
    return found


def _fault(table: RuleTable, found: Mapping[str, SuppliedRules]) -> tuple[str] | None:
    if table.rules not in {m.slug for m in METHODS}:
        return (f"there is no method {table.rules!r} to complete",)
    if table.rules in found:
        return (f"{table.rules!r} is completed twice, also by {found[table.rules].file}",)
    return None
