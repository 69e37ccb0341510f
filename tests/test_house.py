"""The rules of the house as tests: see docs/tour.md for why each is there."""

from __future__ import annotations

import ast
import collections.abc
import dataclasses
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import downrange
from downrange.base.units import is_dimensionless, unit_of

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "downrange"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
DEFINING = [
    p
    for p in MODULES
    if any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in ast.parse(p.read_text("utf-8")).body)
]


def _id(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _own_test(path: Path) -> Path:
    relative = path.relative_to(SOURCE)
    name = f"test_{relative.stem}.py" if relative.stem != "__init__" else "test_front_door.py"
    return ROOT / "tests" / relative.parent / name


@pytest.mark.parametrize("path", DEFINING, ids=_id)
def test_every_module_has_a_test_module(path: Path) -> None:
    assert _own_test(path).is_file(), f"{_id(path)} has no {_own_test(path).relative_to(ROOT)}"


@pytest.mark.parametrize("path", MODULES, ids=_id)
def test_modules_stay_under_500_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 500


def _bodies(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            start = node.body[1].lineno if documented and len(node.body) > 1 else first.lineno
            yield node.name, (node.end_lineno or start) - start + 1


@pytest.mark.parametrize("path", MODULES, ids=_id)
def test_function_bodies_stay_under_70_lines(path: Path) -> None:
    long = [(name, lines) for name, lines in _bodies(ast.parse(path.read_text("utf-8"))) if lines > 70]
    assert not long


def _import_all() -> list[str]:
    return [
        m.name
        for m in pkgutil.walk_packages([str(SOURCE)], "downrange.")
        if ".migrations" not in m.name
        and not m.name.startswith(("downrange.registry", "downrange.web", "downrange.service"))
    ]


FLOAT_NAMES_ALLOWED = {"p05", "p50", "p95", "low", "high"}


def _float_fields(cls: type) -> Iterator[str]:
    """Names of fields whose type has a bare float in it; classes that carry a unit beside the value are apart."""
    try:
        hints = typing.get_type_hints(cls)
    except NameError:
        hints = dict(getattr(cls, "__annotations__", {}))
    if {"unit", "currency"} & set(hints):
        return
    for name, hint in hints.items():
        if name.startswith("_") or name == "model_config" or typing.get_origin(hint) is typing.ClassVar:
            continue
        if typing.get_origin(hint) in (dict, collections.abc.Mapping):
            continue  # a mapping's keys carry the units, as in the quantities of an assessment
        if hint is float or float in typing.get_args(hint):
            yield name


def _singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def test_every_float_field_ends_in_its_unit_or_is_a_pure_number() -> None:
    wrong = []
    for module_name in _import_all():
        module = importlib.import_module(module_name)
        for cls in vars(module).values():
            if not inspect.isclass(cls) or cls.__module__ != module_name:
                continue
            if not (dataclasses.is_dataclass(cls) or issubclass(cls, BaseModel)):
                continue
            if module_name in ("downrange.base.spread", "downrange.base.units"):
                continue  # a spread and the converter carry the unit of the figure they belong to
            wrong += [
                f"{module_name}.{cls.__name__}.{name}"
                for name in _float_fields(cls)
                if name not in FLOAT_NAMES_ALLOWED
                and unit_of(name) is None
                and not is_dimensionless(_singular(name))
                and not name.startswith("population_")
            ]
    assert not wrong, "\n".join(wrong)


def test_every_public_function_and_class_is_documented() -> None:
    bare = []
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        if not ast.get_docstring(tree):
            bare.append(f"{_id(path)} (module)")
        bare += [
            f"{_id(path)}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert not bare, "\n".join(bare)


def test_every_library_value_has_a_source_and_every_source_a_user() -> None:
    from downrange.reference import library

    used = {sourced.source for _, _, sourced in library.every_value()}
    known = set(library.sources())
    assert used <= known, f"unknown sources: {sorted(used - known)}"
    text = "\n".join(
        p.read_text("utf-8")
        for p in [
            *SOURCE.rglob("*.yaml"),
            *SOURCE.rglob("*.csv"),
            *SOURCE.rglob("*.json"),
            *SOURCE.rglob("*.py"),
            *(ROOT / "casebook").rglob("*.yaml"),
        ]
        if "sources" not in p.relative_to(p.anchor).parts and p.name != "sources.yaml"
    )
    idle = sorted(key for key in known - used if key not in text)
    assert not idle, f"sources nobody uses: {idle}"


def test_importing_the_package_writes_opens_and_draws_nothing() -> None:
    script = (
        "import sys, downrange; "
        "heavy = {'numpy', 'scipy', 'numba', 'xarray', 'django', 'matplotlib', 'pydantic', 'typer'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_front_door_is_sorted_and_opens() -> None:
    assert list(downrange.__all__) == sorted(downrange.__all__)
    assert len(downrange.__all__) <= 14
    for name in downrange.__all__:
        assert getattr(downrange, name).__doc__


def test_no_machine_path_and_no_secret_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    wrong = []
    for name in listed:
        path = ROOT / name
        if not path.is_file() or path.suffix not in {
            ".py",
            ".md",
            ".yaml",
            ".toml",
            ".html",
            ".csv",
            ".json",
            "",
        }:
            continue
        text = path.read_text("utf-8", errors="replace")
        if path.name == "test_house.py":
            continue
        wrong += [
            f"{name}: {word}"
            for word in ("/work/main", "/root/.", "BEGIN PRIVATE KEY", "BEGIN OPENSSH")
            if word in text
        ]
    assert not wrong, "\n".join(wrong)


def test_no_private_exemption_lists() -> None:
    wrong = [
        f"{_id(p)}: {word}"
        for p in MODULES
        for word in ("# type: ignore", "NotImplementedError", "TODO", "FIXME", "except Exception:", "except:")
        if word in p.read_text("utf-8")
    ]
    assert not wrong


def test_no_browser_test_looks_before_the_page_is_there() -> None:
    """``is_visible`` answers at once, whatever the click before it is still waiting for."""
    looks = [p.name for p in (ROOT / "tests" / "web").rglob("*.py") if ".is_visible(" in p.read_text("utf-8")]
    assert not looks, "wait_for() instead: " + ", ".join(looks)


def test_floors_are_held() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [str(tool), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_rooms_have_no_cycles_inside() -> None:
    """No two modules of this package import each other, at the top or within a function, directly or in a circle."""
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        name = "downrange." + ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        name = name.removesuffix(".__init__")
        graph[name] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("downrange"):
                graph[name].add(node.module)
                graph[name] |= {f"{node.module}.{a.name}" for a in node.names}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail, name])
        if name in done or name not in graph:
            return
        for other in graph[name] & graph.keys():
            visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def test_the_vocabulary_holds_every_kind_that_a_case_may_name() -> None:
    """A word that a file may hold and the vocabulary does not is a word nobody agreed on."""
    from downrange.case import schema

    text = (ROOT / "docs" / "vocabulary.md").read_text("utf-8")
    fields: list[tuple[type[BaseModel], str]] = [
        (schema.Measure, "kind"),
        (schema.Claim, "basis"),
        (schema.Entry, "head"),
        (schema.Statement, "stance"),
        (schema.Verdict, "verdict"),
    ]
    missing = [
        f"{model.__name__}.{name}: {word}"
        for model, name in fields
        for word in typing.get_args(model.model_fields[name].annotation)
        if f"`{word}`" not in text and word != "other"
    ]
    assert not missing, missing
