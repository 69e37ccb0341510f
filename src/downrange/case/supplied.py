"""Tables that a user brings for a method whose own tables the library does not hold."""

from __future__ import annotations

from pydantic import Field

from downrange.base.source import Source, Sourced
from downrange.case.values import Model

__all__ = ["SuppliedRules"]


class SuppliedRules(Model):
    """The tables of one rule set, from ``rules/<method>.yaml`` beside the case.

    Attributes
    ----------
    file : str
        Where they were read, as printed with every sum that rests on them.
    sources : dict
        The file's own citations by key.
    values : dict
        Dotted name to sourced value.
    """

    file: str
    sources: dict[str, Source] = Field(default_factory=dict)
    values: dict[str, Sourced] = Field(default_factory=dict)
