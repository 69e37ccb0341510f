"""Use case: a counter-assessment, written back with its author: what was set, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from downrange.case.override import Override
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment

__all__ = ["CounterAssessment", "counter_of", "write_counter"]


@dataclass(frozen=True)
class CounterAssessment:
    """One side's version of a case with its results.

    Attributes
    ----------
    case : str
        The case it answers.
    by, because : str
        Its author (``party/...``) and the reason given.
    override : Override
        What it sets, each value with its source.
    results : mapping
        ``samples``, ``seed``, ``manifest``, ``quantities``, ``damages`` (decimal strings).
    """

    case: str
    by: str
    because: str
    override: Override
    results: Mapping[str, Any]

    def as_yaml(self) -> str:
        """Give it as a file that ``contest --with`` reads again; the results stand under ``results``."""
        import yaml

        body = self.override.model_dump(mode="json", exclude_defaults=True)
        body |= {"by": self.by, "because": self.because, "case": self.case, "results": dict(self.results)}
        return str(yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=110))

    @property
    def sha256(self) -> str:
        """Digest of the file's bytes."""
        from downrange.base.canonical import digest

        return digest(self.as_yaml().encode())


def counter_of(override: Override, case: Case, found: Assessment) -> CounterAssessment:
    """Put an override and the assessment of ``case``, which is the case with it, together."""
    from downrange.service.science.sides import side_of

    side = side_of(override.by, found, case)
    results = {"samples": found.samples, "seed": found.seed, **{k: v for k, v in side.items() if k != "by"}}
    bare = override.model_copy(update={"case": None, "results": None})
    return CounterAssessment(case.case, override.by, override.because, bare, results)


def write_counter(counter: CounterAssessment, folder: Path) -> Path:
    """Write ``folder/CASE/counter-AUTHOR.yaml``, whole or not at all; gives its path."""
    path = folder / counter.case / f"counter-{counter.by.split('/')[-1]}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_text(counter.as_yaml(), "utf-8")
    half.replace(path)
    return path
