import pytest

from downrange.errors import ValidityError
from downrange.physics.ascent import Mission
from downrange.physics.ascent_nominal import Fit, bare_flight, heating_ends_s, nominal_flight, settings_of
from downrange.reference.ascent import ascent_defaults
from downrange.reference.vehicles import vehicle

SETTINGS = settings_of(ascent_defaults())
EAST = Mission(46.0, 63.0, 0.0, 62.3, 200e3)


def test_soyuz_without_any_fit_stages_where_it_is_published() -> None:
    flight = nominal_flight(vehicle("soyuz-2.1b"), EAST, SETTINGS, payload_kg=7600.0)
    staging = next(mark.time_s for mark in flight.plan.marks if mark.name == "booster-separation")
    assert flight.closed
    assert flight.fitted_to[0] == "least propellant"
    assert flight.state(staging).altitude_m == pytest.approx(43200.0, rel=0.15)


def test_the_payload_that_just_closes_is_found_and_said() -> None:
    fit = Fit("stage-1-separation", 42400.0, "stage-1-separation")
    flight = nominal_flight(vehicle("proton-m"), EAST, SETTINGS, fit=fit)
    assert abs(flight.margin_kg) < 0.01 * flight.plan.payload_kg
    assert any("payload" in item for item in flight.fitted_to)
    assert any("orbit height" in item for item in flight.fitted_to)
    # 21 to 26 t are printed for low orbits
    assert 20e3 < flight.plan.payload_kg < 27e3
    staging = next(mark.time_s for mark in flight.plan.marks if mark.name == "stage-1-separation")
    assert flight.state(staging).altitude_m == pytest.approx(42400.0, abs=30.0)


def test_the_fairing_leaves_when_the_heating_ends() -> None:
    flight = nominal_flight(
        vehicle("soyuz-2.1b"), EAST, SETTINGS, payload_kg=7600.0, fit=Fit("booster-separation", 43200.0, "x")
    )
    leaves = next(mark.time_s for mark in flight.plan.marks if mark.leaves == "fairing")
    ends = heating_ends_s(flight, SETTINGS.heating_limit_w_per_m2)
    assert ends is not None
    assert leaves == pytest.approx(ends + SETTINGS.fairing_delay_s, abs=3.0)
    assert 170.0 < leaves < 280.0


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(ValidityError, match="no event"):
        nominal_flight(
            vehicle("proton-m"), EAST, SETTINGS, payload_kg=2e4, fit=Fit("booster-cutoff", 4e4, "x")
        )


def test_a_bare_flight_is_a_gravity_turn() -> None:
    flight = bare_flight(vehicle("proton-m"), EAST, SETTINGS, 22000.0, 0.036)
    assert not flight.closed
    assert 30e3 < flight.state(flight.plan.first_staging_s).altitude_m < 60e3


def test_flight_from_a_place_meets_the_orbit() -> None:
    from downrange.physics.ascent_nominal import flight_from

    flight = flight_from(vehicle("soyuz-2.1b"), 46.0, 63.3, 100.0, 60.0)
    assert flight.closed
    assert flight.state(float(flight.path[-1, 0])).altitude_m == pytest.approx(200e3, rel=0.02)
