from pathlib import Path

import numpy as np
import pytest

from downrange.damage.draws.block import Block, column
from downrange.damage.draws.store import Store
from downrange.damage.draws.table import Table
from downrange.damage.swings import udmh_split


def _table(folder: Path, values: dict[str, list[float]]) -> Table:
    store = Store(folder, {})
    numbers = np.array(list(values.values())).T
    store.put(Block(0, len(numbers), tuple(values), numbers, {}, (), ()))
    return Table(store, [range(len(numbers))])


def test_172_tonnes_of_heptyl_all_in_the_soil_or_all_in_the_air(tmp_path: Path) -> None:
    """Handbook prices, central: 12.6 EUR/kg in soil, 147 in air; 2,167,200 against 25,284,000 EUR."""
    air_kg, soil_kg, other_eur = 72_000.0, 100_000.0, 1_000.0
    table = _table(
        tmp_path / "d",
        {
            column("quantity", "udmh_to_air_kg"): [air_kg],
            column("quantity", "udmh_to_soil_kg"): [soil_kg],
            column("input", "ce_delft_price_scenario_number"): [2.0],
            column("sum", "eu-ce-delft-2024"): [air_kg * 147 + soil_kg * 12.6 + other_eur],
        },
    )
    (found,) = udmh_split(table)
    assert found.low == pytest.approx(2_167_200 + other_eur)
    assert found.high == pytest.approx(25_284_000 + other_eur)
    assert found.ratio == pytest.approx(11.7, abs=0.05)


def test_a_case_without_heptyl_has_no_such_line(tmp_path: Path) -> None:
    assert udmh_split(_table(tmp_path / "d", {column("sum", "eu-ce-delft-2024"): [1.0]})) == ()
