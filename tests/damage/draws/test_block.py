import json

import numpy as np

from downrange.case.schema import Case
from downrange.damage.assess import assess_one, plan
from downrange.damage.draws.block import BLOCK_DRAWS, block_from, blocks_of, column, row_of, walk, words_of
from downrange.damage.valuation.method import Valued


def test_draws_are_divided_without_gap_or_overlap() -> None:
    for last in (1, BLOCK_DRAWS, BLOCK_DRAWS + 1, 5 * BLOCK_DRAWS - 1):
        blocks = blocks_of(0, last)
        assert [draw for block in blocks for draw in block] == list(range(last))
        assert all(block.start % BLOCK_DRAWS == 0 for block in blocks)
    assert blocks_of(0, 2 * BLOCK_DRAWS)[:1] == blocks_of(0, BLOCK_DRAWS)


def test_a_row_holds_all_that_a_draw_came_to(proton_2013: Case) -> None:
    member = assess_one(plan(proton_2013), 3, 1)
    row = row_of(member)
    assert row[column("quantity", "udmh_to_soil_kg")] == member.quantities["udmh_to_soil_kg"]
    assert row[column("input", "burnt_fuel_share")] == member.inputs["burnt_fuel_share"]
    delft = next(o for o in member.outcomes if o.method == "eu-ce-delft-2024")
    assert isinstance(delft, Valued)
    assert row[column("sum", delft.method)] == delft.amount
    parts = [row[column("part", delft.method, name)] for name in delft.parts]
    assert sum(parts) == np.float64(sum(delft.parts.values()))
    assert row[column("fall", "0", "latitude_deg")] == member.down[0].latitude_deg


def test_a_block_is_its_draws_in_order_and_comes_back_from_its_words(proton_2013: Case) -> None:
    prepared = plan(proton_2013)
    block = walk(prepared, range(2, 5), 7, mapped=False)
    for place, draw in enumerate((2, 3, 4)):
        row = row_of(assess_one(prepared, draw, 7))
        assert dict(zip(block.names, block.values[place].tolist(), strict=True)) == row
    assert block.tallies["kz-535"].refused == 3
    assert "burnt_fuel_share" in block.assumed
    again = block_from(2, 5, block.values, json.loads(json.dumps(words_of(block))))
    assert (again.names, again.tallies, again.assumed, again.bodies) == (
        block.names, block.tallies, block.assumed, block.bodies,
    )  # fmt: skip
    assert block.values.nbytes / len(block.values) < 2_500  # bytes that each further draw adds
    assert block.members == ()
    assert walk(prepared, range(2), 7, mapped=True).members[0].aloft.clouds[0].grid is not None
