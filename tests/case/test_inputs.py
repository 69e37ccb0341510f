import shutil
from pathlib import Path

import pytest

from downrange.base.source import Sourced
from downrange.base.spread import Uniform
from downrange.base.units import unit_of
from downrange.case.inputs import unfit, unfit_together
from downrange.errors import InputError
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
        ("udmh_on_board_kg", 1e12, None, None, "at most 10,000,000"),
        ("inclination_deg", -5.0, None, None, "between 0 and 180"),
        ("wind_from_deg", 1e12, None, None, "between -360 and 360"),
        ("soil_temperature_c", 295.0, None, None, "degrees Celsius"),
        ("rain_mm_per_h", 5.0, 1.0, 900.0, "rain between"),
        ("sampling_day_d", -5.0, None, None, "a century"),
        ("samples_number", 0.0, None, None, "a count between 1"),
        ("flight_time_s", -17.0, None, None, "seconds between"),
        ("failure_altitude_m", 1e12, None, None, "metres between"),
        ("impact_distance_m", -330_000.0, None, None, "half way round"),
        ("fallen_length_m", 0.0, None, None, "metres between 0.01"),
        ("local_solar_time_h", 25.0, None, None, "an hour of the day"),
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
        assert unfit_together(scenario.inputs if scenario else {}) == {}, folder


def test_a_treatment_is_checked_after_it_and_has_its_mass_beside_its_day() -> None:
    day, mass, checked = "treatment_day_d", "treatment_peroxide_kg", "treatment_checked_day_d"
    given = {name: _value(name, value) for name, value in ((day, 30.0), (mass, 5e3), (checked, 31.0))}
    assert unfit_together(given) == {}
    assert unfit_together({}) == {}
    early = given | {checked: _value(checked, 20.0)}
    assert unfit_together(early) == {checked: "more than treatment_day_d, 30"}
    assert unfit_together({day: given[day]}) == {day: "treatment_peroxide_kg beside it"}
    assert unfit_together({mass: given[mass]}) == {mass: "treatment_day_d beside it"}


def test_what_a_file_holds_is_checked_together(tmp_path: Path) -> None:
    folder = tmp_path / "treated"
    shutil.copytree(casebook() / "proton-2013", folder)
    text = (folder / "case.yaml").read_text("utf-8")
    mark = "    sampling_day_d:"
    day = "    treatment_day_d: {value: 30.0, source: pubmed-33120344, locator: x, kind: published}\n"
    (folder / "case.yaml").write_text(text.replace(mark, day + mark, 1), "utf-8")
    with pytest.raises(InputError) as caught:
        read_case(str(folder))
    [problem] = caught.value.problems
    assert problem.where.key == "scenario.inputs.treatment_day_d"
    assert problem.where.line is not None
    assert problem.expected == "treatment_peroxide_kg beside it"
