from dataclasses import replace

from tests.report import examples

from downrange.case.schema import Refused
from downrange.damage.assessment import Assessment, Damage, Driver, Range
from downrange.damage.refusals import standing_refusals
from downrange.report.refused import refused_lines, standing_lines


def _assessment() -> Assessment:
    unpriced = ("n2o4 to soil: 1.3e+03 kg (median), no price",)
    computed = Range(1.0, 2.0, 3.0)
    return replace(
        examples.assessment("example-case"),
        damages=(
            Damage("kz-535", "refused", "law", "not read", "535", missing=("air.udmh.norm_t", "a table")),
            Damage(
                "eu-ce-delft-2024", "computed", "analogy", "", "t", "EUR", 2021, computed, unpriced=unpriced
            ),
            Damage(
                "uk-defra-person", "computed", "analogy", "", "t", "GBP", 2022, computed, unpriced=unpriced
            ),
        ),
        drivers=(Driver("damages.uk-defra-person", "", 0.0, 0.0, 0.0, resolved=False),),
    )


def test_methods_masses_and_drivers_stand_in_one_table_each_once() -> None:
    lines = {line.what: line for line in refused_lines([_assessment(), _assessment()])}
    assert len(lines) == 3
    assert lines["Resolution 535 (Kazakhstan)"].missing == ("air UDMH norm", "a table")
    assert lines["Resolution 535 (Kazakhstan)"].completes == "rules/kz-535.yaml beside the case"
    mass = lines["N₂O₄ to soil"]
    assert "CE Delft prices, EU" in mass.why
    assert "never counted as nothing" in mass.why
    assert mass.completes == "a price with its source"
    assert lines["Which input moves a figure"].completes == "more draws (--samples)"


def test_what_a_comparison_asks_in_vain_stands_there_too() -> None:
    (line,) = refused_lines([], [Refused(asked="soyuz-5", missing=("stage masses",))])
    assert (line.what, line.missing) == ("soyuz-5", ("stage masses",))


def test_standing_refusals_are_those_of_the_library() -> None:
    assert [line.what for line in standing_lines()] == [one.what for one in standing_refusals()]
    assert all(line.why and line.completes for line in standing_lines())
