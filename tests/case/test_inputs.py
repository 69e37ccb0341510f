import pytest

from downrange.base.source import Sourced
from downrange.base.spread import Uniform
from downrange.base.units import unit_of
from downrange.case.inputs import unfit
from downrange.inputs.cases import casebook, read_case


def _value(name: str, value: float, low: float | None = None, high: float | None = None) -> Sourced:
    spread = None if low is None or high is None else Uniform(kind="uniform", low=low, high=high)
    return Sourced(value=value, unit=unit_of(name) or "", spread=spread, source="x", kind="published")


@pytest.mark.parametrize(
    ("name", "value", "low", "high", "expected"),
    [
        ("udmh_on_board_kg", -5.0, None, None, "nought or more"),
        ("udmh_on_board_kg", 5.0, -1.0, 9.0, "nought or more"),
        ("burnt_fuel_share", 1.7, None, None, "a share"),
        ("burnt_fuel_share", 0.5, 0.2, 1.3, "a share"),
        ("soil_moisture_fraction", -0.1, None, None, "a share"),
        ("wind_speed_m_per_s", 1e9, None, None, "a speed"),
        ("wind_speed_m_per_s", -3.0, None, None, "a speed"),
        ("crater_diameter_m", float("inf"), None, None, "finite"),
    ],
)
def test_what_cannot_be_is_said_with_what_was_expected(
    name: str, value: float, low: float | None, high: float | None, expected: str
) -> None:
    assert expected in str(unfit(name, _value(name, value, low, high)))


@pytest.mark.parametrize(
    ("name", "value"),
    [("air_temperature_c", -40.0), ("obukhov_length_m", -10.0), ("longitude_deg", -70.0), ("x_factor", 3.0)],
)
def test_what_may_be_below_nought_passes(name: str, value: float) -> None:
    assert unfit(name, _value(name, value)) is None


def test_no_case_of_the_casebook_holds_what_cannot_be() -> None:
    for folder in casebook().glob("**/case.yaml"):
        scenario = read_case(str(folder.parent)).case.scenario
        for name, sourced in (scenario.inputs if scenario else {}).items():
            assert unfit(name, sourced) is None, (folder, name)
