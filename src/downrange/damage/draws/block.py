"""A block of draws: what each came to as one row of numbers, and the words they have in common.

A row holds every input, quantity, sum, part, unpriced mass and fall of one draw under a name of its own;
what a draw is without is not a number there. Blocks are what workers send and the store keeps: the numbers
as they are, so that nothing depends on who walked a draw or when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from downrange.damage.assess import assess_one
from downrange.damage.chain.mapping import MAPPED_DRAWS, grid_for
from downrange.damage.chain.member import Member
from downrange.damage.chain.plan import Plan
from downrange.damage.valuation.method import Valued
from downrange.damage.valuation.methods import METHODS
from downrange.damage.valuation.tally import Tally, merged, tally_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BLOCK_DRAWS", "Block", "block_from", "blocks_of", "column", "row_of", "walk", "words_of"]

BLOCK_DRAWS = 32
"""Draws in a block: half a second of work, the most that a killed worker loses; a replicate has four."""

SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Block:
    """Draws ``start`` to ``stop`` (without it).

    Attributes
    ----------
    names : tuple of str
        Columns: ``input``, ``quantity``, ``sum``, ``part``, ``unpriced`` and ``fall``, each with its own
        name behind :data:`SEPARATOR`.
    values : array, shape (draws, names)
        Not a number where a draw is without it.
    tallies : mapping of method to Tally
        Counts and words of each method.
    assumed : tuple of str
        Inputs that were drawn from an assumption.
    bodies : tuple of (str, int)
        What came down, and how many of each.
    members : tuple of Member
        The whole draws, of those that are mapped and walked in this process; neither sent nor stored.
    """

    start: int
    stop: int
    names: tuple[str, ...]
    values: NDArray[np.float64]
    tallies: Mapping[str, Tally]
    assumed: tuple[str, ...]
    bodies: tuple[tuple[str, int], ...]
    members: tuple[Member, ...] = field(default=(), repr=False)


def blocks_of(first: int, last: int) -> tuple[range, ...]:
    """Divide draws into blocks that begin at multiples of :data:`BLOCK_DRAWS`."""
    assert first % BLOCK_DRAWS == 0, "draws are added block by block"
    return tuple(range(start, min(start + BLOCK_DRAWS, last)) for start in range(first, last, BLOCK_DRAWS))


def walk(prepared: Plan, draws: range, seed: int, *, mapped: bool) -> Block:
    """Walk each draw of a block down the spine.

    Parameters
    ----------
    prepared : Plan
        The case made ready.
    draws : range
        Which; with the seed nothing else decides the numbers.
    seed : int
        Of every stream.
    mapped : bool
        Keep the first draws whole, with their fields on the map's grid.
    """
    import numpy as np

    grid = grid_for(prepared) if mapped else None
    rows: list[dict[str, float]] = []
    tallies: list[dict[str, Tally]] = []
    assumed: set[str] = set()
    whole: list[Member] = []
    bodies: tuple[tuple[str, int], ...] = ()
    for draw in draws:
        on_map = mapped and draw < MAPPED_DRAWS
        member = assess_one(prepared, draw, seed, grid if on_map else None)
        rows.append(row_of(member))
        tallies.append({method.slug: tally_of(o) for method, o in zip(METHODS, member.outcomes, strict=True)})
        assumed |= member.assumed
        bodies = tuple((down.body, down.count) for down in member.down)
        if on_map:
            whole.append(member)
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    values = np.array([[row.get(name, np.nan) for name in names] for row in rows], dtype=np.float64)
    return Block(
        draws.start, draws.stop, names, values.reshape(len(rows), len(names)),
        {method.slug: merged([one[method.slug] for one in tallies]) for method in METHODS},
        tuple(sorted(assumed)), bodies, tuple(whole),
    )  # fmt: skip


def row_of(member: Member) -> dict[str, float]:
    """Lay one draw out as a row: column name to number."""
    row = {column("input", name): value for name, value in member.inputs.items()}
    row |= {column("quantity", name): value for name, value in member.quantities.items()}
    for method, outcome in zip(METHODS, member.outcomes, strict=True):
        if not isinstance(outcome, Valued):
            continue
        row[column("sum", method.slug)] = outcome.amount
        row |= {column("part", method.slug, name): value for name, value in outcome.parts.items()}
        for item in outcome.unpriced:
            name = column("unpriced", method.slug, item.what, item.why)
            row[name] = row.get(name, 0.0) + item.mass_kg
    for index, down in enumerate(member.down):
        row[column("fall", str(index), "latitude_deg")] = down.latitude_deg
        row[column("fall", str(index), "longitude_deg")] = down.longitude_deg
        row[column("fall", str(index), "range_from_pad_km")] = down.range_from_pad_km
        if down.arrives is not None:
            row[column("fall", str(index), "arrives")] = float(down.arrives)
    return row


def column(kind: str, *names: str) -> str:
    """Name a column."""
    return SEPARATOR.join((kind, *names))


def words_of(block: Block) -> dict[str, Any]:
    """Give what of a block is not a number, as JSON holds it."""
    return {
        "names": list(block.names),
        "tallies": {slug: tally.as_json() for slug, tally in block.tallies.items()},
        "assumed": list(block.assumed),
        "bodies": [list(body) for body in block.bodies],
    }


def block_from(start: int, stop: int, values: NDArray[np.float64], words: Mapping[str, Any]) -> Block:
    """Put a block together again from its numbers and its words."""
    return Block(
        start, stop, tuple(words["names"]), values,
        {slug: Tally.from_json(body) for slug, body in words["tallies"].items()},
        tuple(words["assumed"]), tuple((str(body), int(count)) for body, count in words["bodies"]),
    )  # fmt: skip
