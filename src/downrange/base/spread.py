"""Spreads: how unsure a value is, and how it is drawn.

A spread is one of six shapes, each given by its quantile function, so that one uniform number in (0, 1) makes
one draw. The uniform numbers come from :func:`uniforms`: replicates of a Latin hypercube (McKay, Beckman and
Conover, Technometrics 21, 1979), one stream per parameter *name*. So a new parameter does not reshuffle the
others, draws can be added replicate by replicate, and any draw can be computed alone, on any worker.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "REPLICATE",
    "Choice",
    "Fixed",
    "LogUniform",
    "Lognormal",
    "Normal",
    "Spread",
    "Triangular",
    "Uniform",
    "generator",
    "uniform",
    "uniform_array",
    "uniforms",
]

REPLICATE = 128
"""Draws in one Latin-hypercube replicate."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def quantile(self, probability: float) -> float:
        """Give the value that the given share of draws stays below."""
        raise AssertionError("a shape defines its quantile function")


class Fixed(_Shape):
    """No spread: one value, known or chosen."""

    kind: Literal["fixed"] = "fixed"
    value: float

    def quantile(self, probability: float) -> float:
        """Give the value itself."""
        return self.value


class _Ranged(_Shape):
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise ValueError("low must not be above high, both finite")
        return self


class Uniform(_Ranged):
    """Every value between ``low`` and ``high`` alike."""

    kind: Literal["uniform"]

    def quantile(self, probability: float) -> float:
        """Give the linear quantile."""
        return self.low + probability * (self.high - self.low)


class LogUniform(_Ranged):
    """Every factor between ``low`` and ``high`` alike: for a share known to an order of magnitude."""

    kind: Literal["log-uniform"]

    @model_validator(mode="after")
    def _positive(self) -> Self:
        if self.low <= 0:
            raise ValueError("low must be above zero")
        return self

    def quantile(self, probability: float) -> float:
        """Give the quantile, linear in the logarithm."""
        return float(self.low * (self.high / self.low) ** probability)


class Triangular(_Ranged):
    """Between ``low`` and ``high``, most likely at ``mode``."""

    kind: Literal["triangular"]
    mode: float

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not self.low <= self.mode <= self.high:
            raise ValueError("mode must lie between low and high")
        return self

    def quantile(self, probability: float) -> float:
        """Give the quantile of the triangular distribution."""
        width = self.high - self.low
        if width == 0:
            return self.low
        split = (self.mode - self.low) / width
        if probability <= split:
            return self.low + math.sqrt(probability * width * (self.mode - self.low))
        return self.high - math.sqrt((1 - probability) * width * (self.high - self.mode))


class Normal(_Shape):
    """Gaussian with mean and standard deviation, cut at ``low`` and ``high`` where given."""

    kind: Literal["normal"]
    mean: float
    sd: Annotated[float, Field(ge=0)]
    low: float | None = None
    high: float | None = None

    def quantile(self, probability: float) -> float:
        """Give the quantile of the cut normal."""
        if self.sd == 0:
            return self.mean
        bottom = 0.0 if self.low is None else _phi((self.low - self.mean) / self.sd)
        top = 1.0 if self.high is None else _phi((self.high - self.mean) / self.sd)
        return self.mean + self.sd * _standard_normal(bottom + probability * (top - bottom))


class Lognormal(_Shape):
    """Median times a factor whose logarithm is Gaussian; ``spread_factor`` is one standard deviation."""

    kind: Literal["lognormal"]
    median: Annotated[float, Field(gt=0)]
    spread_factor: Annotated[float, Field(ge=1)]

    def quantile(self, probability: float) -> float:
        """Give the quantile of the lognormal."""
        return float(self.median * self.spread_factor ** _standard_normal(probability))


class Choice(_Shape):
    """One of several values, each with its weight (rival structures, disputed counts)."""

    kind: Literal["choice"]
    values: Annotated[tuple[float, ...], Field(min_length=1)]
    weights: tuple[float, ...] | None = None

    @model_validator(mode="after")
    def _weighted(self) -> Self:
        if self.weights is not None and (
            len(self.weights) != len(self.values) or min(self.weights) < 0 or sum(self.weights) <= 0
        ):
            raise ValueError("one weight for each value, none negative, not all zero")
        return self

    def quantile(self, probability: float) -> float:
        """Give the value whose turn it is when the weights are laid end to end."""
        weights = self.weights or (1.0,) * len(self.values)
        left = probability * sum(weights)
        for value, weight in zip(self.values, weights, strict=True):
            left -= weight
            if left < 0:
                return value
        return self.values[-1]


Spread = Annotated[
    Fixed | Uniform | LogUniform | Triangular | Normal | Lognormal | Choice, Field(discriminator="kind")
]
"""Any of the shapes; in YAML told apart by ``kind``."""


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def _standard_normal(probability: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(probability))


def generator(seed: int, name: str, number: int = 0) -> Any:
    """Make a random generator of its own for (seed, name, number): Philox keyed by their SHA-256.

    Counter-based streams after Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
    """
    import numpy as np

    key = hashlib.sha256(f"{seed}\x1f{name}\x1f{number}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(key[:16], "little")))


def _stratified(seed: int, name: str, replicate: int) -> Any:
    random = generator(seed, name, replicate)
    cells = random.permutation(REPLICATE)
    inside = random.random(REPLICATE)
    return (cells + inside) / REPLICATE


@lru_cache(maxsize=4096)
def _replicate(seed: int, name: str, replicate: int) -> tuple[float, ...]:
    return tuple(float(v) for v in _stratified(seed, name, replicate))


def uniform(seed: int, name: str, draw: int) -> float:
    """Give the uniform number of one draw of one parameter, in (0, 1); it depends on nothing else."""
    assert draw >= 0, "draws are counted from zero"
    value = _replicate(seed, name, draw // REPLICATE)[draw % REPLICATE]
    return min(max(value, 1e-12), 1.0 - 1e-12)


def uniforms(seed: int, name: str, draws: int) -> tuple[float, ...]:
    """Give the uniform numbers of the first ``draws`` draws of one parameter."""
    whole = range(-(-draws // REPLICATE))
    values = [value for number in whole for value in _replicate(seed, name, number)]
    return tuple(min(max(value, 1e-12), 1.0 - 1e-12) for value in values[:draws])


def uniform_array(seed: int, name: str, draws: int) -> Any:
    """Give :func:`uniforms` as an array, shape (draws,): for many streams that are drawn once."""
    import numpy as np

    whole = [_stratified(seed, name, number) for number in range(-(-draws // REPLICATE))]
    return np.clip(np.concatenate(whole)[:draws], 1e-12, 1.0 - 1e-12)
