"""The derivations of an assessment as a value that can be kept: figures are explained later without a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from downrange.base.trace import Leaf, Step, Trace
from downrange.service.science.assessment import Assessed, figures_of, trace_json

__all__ = ["derivation_of", "derivations"]


def derivations(found: Assessed) -> dict[str, Any]:
    """Give every figure of an assessment with the traces that they rest on.

    Returns
    -------
    dict
        ``figures``: by name (``quantities.NAME``, ``damages.METHOD``, with ``EVENT.`` before those of an
        event that the case compares) the quantiles ``p05``, ``p50``, ``p95``, ``unit``, ``trace``, ``step``;
        ``traces``: by case the steps and leaves of the draw nearest the medians, as ``explain`` prints them.
    """
    owners = [(found.case.case, "", found.assessment)]
    owners += [(one.case.case, f"{one.case.case}.", one.assessment) for one in found.events]
    figures: dict[str, Any] = {}
    traces: dict[str, Any] = {}
    for owner, prefix, assessment in owners:
        rows = figures_of(assessment, prefix)
        if rows:
            traces[owner] = trace_json(assessment.central)
        for name, (interval, unit, _, step) in rows.items():
            figures[name] = {
                "p05": interval.p05, "p50": interval.p50, "p95": interval.p95,
                "unit": unit, "trace": owner, "step": step,
            }  # fmt: skip
    return {"figures": figures, "traces": traces}


def derivation_of(kept: Mapping[str, Any], figure: str) -> dict[str, Any] | None:
    """Explain a figure out of what :func:`derivations` gave; None if it holds no such figure.

    Returns
    -------
    dict
        ``value`` (the median, or the quantile that the name ends with), ``unit``, ``steps``, ``leaves``.
    """
    stem, _, quantile = figure.rpartition(".")
    if quantile not in ("p05", "p50", "p95"):
        stem, quantile = figure, "p50"
    row = kept["figures"].get(stem)
    if row is None:
        return None
    body = kept["traces"][row["trace"]]
    whole = Trace(
        tuple(Step(**{**step, "inputs": tuple(step["inputs"])}) for step in body["steps"]),
        tuple(Leaf(**leaf) for leaf in body["leaves"]),
    )
    return {"value": row[quantile], "unit": row["unit"], **trace_json(whole.why(row["step"]))}
