"""The inputs of one draw: the case's own values first, then the library's, each drawn once by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from downrange.base.source import Sourced
from downrange.base.spread import uniform
from downrange.base.trace import Tracer
from downrange.errors import SourceError
from downrange.reference import library

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Drawn"]


class Drawn:
    """Draws inputs by name and remembers what was read, from where, and which were assumptions.

    Parameters
    ----------
    own : mapping of name to Sourced
        What the case itself knows; it takes the place of the library's value of the same name.
    seed, draw : int
        Which stream, which draw of it; attributes too.
    tracer : Tracer
        Where each value read is recorded as a leaf.
    """

    def __init__(self, own: Mapping[str, Sourced], seed: int, draw: int, tracer: Tracer) -> None:
        self._own = own
        self.seed = seed
        self.draw = draw
        self._tracer = tracer
        self.values: dict[str, float] = {}
        self.assumed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._own

    def __call__(self, name: str, library_value: Sourced | None = None) -> float:
        """Give the value of one input in this draw.

        Raises
        ------
        SourceError
            If neither the case nor the library has it.
        """
        if name in self.values:
            return self.values[name]
        sourced = self._own.get(name, library_value)
        if sourced is None:
            raise SourceError(f"neither the case nor the library gives {name}", [name])
        value = sourced.draw(uniform(self.seed, name, self.draw))
        if sourced.kind == "assumed":
            self.assumed.add(name)
        self.values[name] = self._tracer.read(name, sourced, value)
        return self.values[name]

    def probability(self, name: str) -> float:
        """Give a uniform number of this draw under a name: for a model that draws from its own table."""
        return uniform(self.seed, name, self.draw)

    def remember(self, name: str, value: float, unit: str, source: str, locator: str) -> float:
        """Record what a model drew from tables of its own: an assumption among the inputs of this draw."""
        if name not in self.values:
            self._tracer.leaf(name, value, unit, "assumed", source, locator)
            self.values[name] = value
            self.assumed.add(name)
        return self.values[name]

    def fill[P: DataclassInstance](self, parameters: type[P], path: str) -> P:
        """Fill a model's frozen parameters: each field by its name, from the case or the library's file.

        Parameters
        ----------
        parameters : type
            A dataclass whose fields are floats named as in the file.
        path : str
            File of the library, such as ``models/soil.yaml``.
        """
        known = library.values(path)
        filled = {f.name: self(f.name, known.get(f.name)) for f in fields(parameters)}
        return parameters(**filled)
