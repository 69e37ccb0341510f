"""The typed wrapper around Numba's ``njit``: the one place where compiled functions get their types back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from numba import njit

__all__ = ["compiled", "compiled_parallel"]


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel; cached beside its module, so that workers do not compile again."""
    return cast(Callable[P, R], _njit()(function))


def compiled_parallel[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel whose ``prange`` loops run on all threads."""
    return cast(Callable[P, R], _njit(parallel=True)(function))


def _njit(parallel: bool = False) -> Any:
    return njit(cache=True, error_model="numpy", nogil=True, parallel=parallel)
