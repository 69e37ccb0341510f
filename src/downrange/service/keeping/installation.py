"""Use case: what this installation can and cannot do, and why."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["doctor"]

_NEEDED = (
    "numpy",
    "scipy",
    "numba",
    "xarray",
    "contourpy",
    "pyproj",
    "shapely",
    "pydantic",
    "jinja2",
    "matplotlib",
    "django",
)
_OPTIONAL = {
    "psycopg": "PostgreSQL for the registry: install the extra 'postgres'",
    "dask": "ensembles on a cluster",
    "pymsis": "air above 80 km by NRLMSIS 2.1: install the extra 'msis'",
    "cfgrib": "weather in GRIB: install the extra 'grib'",
    "eccodes": "weather in GRIB: install the extra 'grib'",
    "h5netcdf": "weather in NetCDF 4 files",
}


def doctor() -> dict[str, Any]:
    """Check the installation; every row says what, whether, and why.

    Returns
    -------
    dict
        ``{"checks": [{"name", "ok", "why"}]}``, as ``doctor --json``.
    """
    checks = [
        _row("python", sys.version_info >= (3, 12), f"{platform.python_version()}, at least 3.12 needed")
    ]
    for name in _NEEDED:
        found = _version(name)
        checks.append(_row(name, found is not None, found or "not installed, and the chain needs it"))
    for name, why in _OPTIONAL.items():
        found = _version(name)
        checks.append(_row(f"{name} (optional)", found is not None, found or f"not installed: {why}"))
    checks.append(_names_model())
    checks.append(_library())
    checks.append(_casebook())
    folder = os.environ.get("DOWNRANGE_DATA")
    checks.append(
        _row(
            "measured data",
            folder is not None and Path(folder).is_dir(),
            folder or "DOWNRANGE_DATA is not set: validation against measured tracer sets cannot run",
        )
    )
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    checks.append(
        _row("browser (tests only)", browser is not None, browser or "no Chromium: page tests cannot run")
    )
    checks.append(_row("network", True, "never used"))
    return {"checks": checks}


def _row(name: str, ok: bool, why: str) -> dict[str, Any]:
    return {"name": name, "ok": bool(ok), "why": why}


def _version(package: str) -> str | None:
    if find_spec(package) is None:
        return None
    try:
        return version(package)
    except PackageNotFoundError:
        return "present"


def _names_model() -> dict[str, Any]:
    from downrange.evidence.intake.names_model import MODEL, available

    why = f"spaCy {_version('spacy')} with {MODEL}" if available() else (
        "not installed: intake runs on its rules alone; the extra 'nlp' proposes further names"
    )  # fmt: skip
    return _row("names in articles (optional)", available(), why)


def _library() -> dict[str, Any]:
    from downrange.errors import SourceError
    from downrange.reference import library

    try:
        count = sum(1 for _ in library.every_value())
    except SourceError as error:
        return _row("library", False, str(error))
    return _row("library", True, f"{count} sourced values, {len(library.sources())} sources")


def _casebook() -> dict[str, Any]:
    from downrange.errors import InputError
    from downrange.inputs.cases import list_cases

    try:
        return _row("casebook", True, f"{len(list_cases())} cases")
    except InputError as error:
        return _row("casebook", False, str(error.problems[0]))
