from pathlib import Path

import numpy as np
import pytest

from downrange.case.schema import Case
from downrange.damage.assess import plan
from downrange.damage.draws.block import blocks_of, walk
from downrange.damage.draws.store import Store
from downrange.damage.draws.summary import figure_columns, summary
from downrange.damage.draws.table import Table
from downrange.damage.ensemble import manifest_of
from downrange.inputs.cases import read_case


def _table(case: Case, draws: int, folder: Path) -> Table:
    store = Store(folder, {})
    for block in blocks_of(0, draws):
        store.put(walk(plan(case), block, 1, mapped=False))
    return Table(store, blocks_of(0, draws))


def test_every_figure_has_its_quantiles_and_their_error(proton_2013: Case, tmp_path: Path) -> None:
    prepared = plan(proton_2013)
    found = summary(prepared, _table(proton_2013, 48, tmp_path / "d"), (), manifest_of(proton_2013, 48, 1))
    figures = {f"quantities.{name}" for name in found.quantities}
    figures |= {f"damages.{damage.method}" for damage in found.damages if damage.amount is not None}
    assert set(found.errors) == figures
    delft = next(damage for damage in found.damages if damage.method == "eu-ce-delft-2024")
    assert delft.amount is not None
    assert 0 < found.errors["damages.eu-ce-delft-2024"].p50 < delft.amount.p50
    assert found.swings[0].ratio == pytest.approx(11.65, abs=0.05)
    assert any(words.startswith("eu-ce-delft-2024: ") for words in found.narrowing)


def test_outcomes_of_a_failure_aloft_keep_their_own_draws(tmp_path: Path) -> None:
    case = read_case("proton-1999-10").case
    columns = figure_columns(plan(case), _table(case, 32, tmp_path / "d"))
    crater, whole = columns["quantities.crater_diameter_m_given_arrival"]
    assert not whole
    assert 0 < len(crater) < 32
    sums, whole = columns["damages.eu-ce-delft-2024"]
    assert whole
    assert len(sums) == 32
    assert not np.isnan(sums).any()
