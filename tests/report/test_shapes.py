import re
from dataclasses import replace

import numpy as np
import pytest
from tests.report import examples

from downrange.damage.assessment import Assessment, Damage, QuantileError, Range
from downrange.damage.histograms import histogram_of
from downrange.damage.quantiles import range_of
from downrange.report.shapes import Shape, shape_chart, shapes


@pytest.fixture
def spread() -> Assessment:
    draws = np.concatenate([np.zeros(60), 10.0 ** np.linspace(2.0, 5.0, 240)])
    made = histogram_of(draws)
    assert made is not None
    sum_ = Damage("eu-ce-delft-2024", "computed", "persuasive", "why", "table", "EUR", 2021, range_of(draws))
    return replace(
        examples.assessment("example-case"),
        quantities={"udmh_to_soil_kg": Range(90.0, 1000.0, 9000.0)},
        damages=(sum_,),
        histograms={"damages.eu-ce-delft-2024": made, "quantities.udmh_to_soil_kg": made},
        errors={"damages.eu-ce-delft-2024": QuantileError(0.0, 20.0, float("inf"), "replicates")},
    )


def test_sums_and_quantities_have_a_bar_for_every_bin_that_holds_draws(spread: Assessment) -> None:
    drawn = shapes(spread)
    assert drawn is not None
    full = sum(share > 0 for share in spread.histograms["damages.eu-ce-delft-2024"].shares)
    assert drawn["chart"].count('class="hist persuasive"') == 2 * full  # wide and narrow
    assert drawn["chart"].count('class="hist model"') == 2 * full
    assert "steps of equal factor; 20\N{NO-BREAK SPACE}% at nought" in drawn["chart"]
    assert [row["nought"] for row in drawn["rows"]] == ["20\N{NO-BREAK SPACE}%"] * 2


def test_errors_stand_beside_the_quantiles_and_what_is_not_known_is_a_question(spread: Assessment) -> None:
    drawn = shapes(spread)
    assert drawn is not None
    rows = {row["title"]: row for row in drawn["rows"]}
    sum_ = rows["CE Delft prices, EU, EUR"]
    assert sum_["p50"].endswith(" ± 20")
    assert sum_["p95"].endswith(" ± ?")
    assert "±" not in rows["UDMH to soil, kg"]["p50"]


def test_no_bar_is_outside_the_picture(spread: Assessment) -> None:
    made = spread.histograms["damages.eu-ce-delft-2024"]
    chart = shape_chart([Shape("a " * 60, "EUR", "law", made, Range(0.0, 1.0, 1e9), None)], "t")
    for width, part in zip((860, 360), chart.split("<svg")[1:], strict=True):
        for x, wide in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', part):
            assert float(x) >= 0
            assert float(x) + float(wide) <= width


def test_nothing_spreads_nothing_is_drawn() -> None:
    assert shapes(replace(examples.assessment("example-case"), histograms={})) is None
