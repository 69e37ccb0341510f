"""How far one thing alone moves a sum, laid wholly one way or the other.

Most of what is not certain is an input with a range, and the drivers rank those. How much of the heptyl that
did not burn went into the air and how much into the soil follows from several of them at once; where a
method prices the two twelve-fold apart, that division matters more than any single input, so it has a line of
its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from downrange.damage.assessment import Swing
from downrange.damage.valuation import eu_ce_delft_2024

if TYPE_CHECKING:
    from downrange.damage.draws.table import Table

__all__ = ["udmh_split"]


def udmh_split(table: Table) -> tuple[Swing, ...]:
    """Give the CE Delft sum with all UDMH that did not react in the soil, and with all of it in the air.

    Each draw keeps its own mass, price scenario and every other line of its sum; ``ratio`` is the median of
    (price in air / price in soil) over the draws' scenarios. Empty where the case has no UDMH in both.
    """
    import numpy as np

    slug, named = eu_ce_delft_2024.SLUG, set(table.names("quantity"))
    if slug not in set(table.names("sum")) or not {"udmh_to_air_kg", "udmh_to_soil_kg"} <= named:
        return ()
    air, soil = (
        np.nan_to_num(table.column("quantity", f"udmh_to_{medium}_kg"), nan=0.0) for medium in ("air", "soil")
    )
    chosen = table.column("input", eu_ce_delft_2024.SCENARIO)
    whole = table.column("sum", slug)
    use = ~np.isnan(chosen) & ~np.isnan(whole) & (air + soil > 0.0)
    if not use.any():
        return ()
    price = {
        medium: np.array([prices[eu_ce_delft_2024.SCENARIOS[round(number)]] for number in chosen[use]])
        for medium in ("air", "soil")
        if (prices := eu_ce_delft_2024.prices("udmh", medium)) is not None
    }
    rest = whole[use] - air[use] * price["air"] - soil[use] * price["soil"]
    mass = (air + soil)[use]
    return (
        Swing(
            f"damages.{slug}", "all UDMH that did not react into the soil, or all of it into the air",
            float(np.median(rest + mass * price["soil"])), float(np.median(rest + mass * price["air"])),
            float(np.median(price["air"] / price["soil"])),
        ),
    )  # fmt: skip
