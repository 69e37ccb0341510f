import numpy as np

from downrange.base.source import Sourced
from downrange.base.trace import Tracer
from downrange.damage.assess import assess_one
from downrange.damage.chain.counting import count_harm, count_people
from downrange.damage.chain.member import Aloft, LetGo
from downrange.damage.chain.plan import plan
from downrange.damage.drawn import Drawn
from downrange.inputs.cases import read_case
from downrange.physics.puff import AirRelease, disperse, receptors
from downrange.physics.puff_parameters import central_air_parameters
from downrange.physics.weather import weather_draw


def test_nobody_without_a_cloud() -> None:
    prepared = plan(read_case("soyuz-nominal").case)
    assert count_people(prepared, Drawn(prepared.own, 1, 0, Tracer()), Aloft(46.0, 63.0), Tracer()) == {}


def test_a_cloud_over_baikonur_reaches_its_people_and_one_the_other_way_does_not() -> None:
    prepared = plan(read_case("proton-2013").case)
    city = next(s for s in prepared.settlements if s.name.startswith("Ba"))
    reached = []
    for wind_from in (360.0, 180.0):
        parameters = central_air_parameters(
            wind_speed_m_per_s=3.0, wind_from_deg=wind_from, rain_mm_per_h=0.0
        )
        air = disperse(AirRelease({"udmh": 1e5}, 20.0, 30.0), weather_draw(parameters), parameters)
        start = Aloft(city.latitude_deg + 0.08, city.longitude_deg, (air,), {"udmh": 1e-6})
        found = count_people(prepared, Drawn(prepared.own, 1, 0, Tracer()), start, Tracer())
        reached.append(found["population_over_aegl2_60min"])
    assert 20_000 < reached[0] < 80_000
    assert reached[1] == 0


def test_volumes_follow_areas_and_depths() -> None:
    prepared = plan(read_case("proton-2013").case)
    member = assess_one(prepared, 1, 1)
    quantities = member.quantities
    drawn = Drawn(prepared.own, 1, 1, Tracer())
    harm = count_harm(drawn, LetGo(), 1400.0, quantities, Tracer())
    splashed = quantities["soil_splash_area_over_limit_m2"] * member.inputs["treated_depth_m"]
    assert np.isclose(harm.treated_volume_m3["udmh"], splashed)
    assert np.isclose(harm.treated_mass_kg["udmh"], splashed * 1400.0)
    asked = {**prepared.own, "film_treated_share": Sourced(value=1.0, source="x", kind="published")}
    everything = count_harm(Drawn(asked, 1, 1, Tracer()), LetGo(), 1400.0, quantities, Tracer())
    film = quantities["soil_deposit_area_over_limit_m2"] * member.inputs["deposit_mixing_depth_m"]
    assert np.isclose(everything.treated_volume_m3["udmh"], splashed + film)


def test_the_annual_exposure_is_the_dosage_over_a_year_times_the_persons() -> None:
    """10 t of dioxide, the wind towards the city: persons x mean dosage / 365 d; the other way nobody."""
    prepared = plan(read_case("proton-2013").case)
    city = next(s for s in prepared.settlements if s.name.startswith("Ba"))
    found = []
    for wind_from in (360.0, 180.0):
        parameters = central_air_parameters(
            wind_speed_m_per_s=3.0, wind_from_deg=wind_from, rain_mm_per_h=0.0
        )
        air = disperse(AirRelease({"no2": 1e4}, 20.0, 30.0), weather_draw(parameters), parameters)
        start = Aloft(city.latitude_deg + 0.08, city.longitude_deg, (air,), {"no2": 1.0})
        tracer = Tracer()
        drawn = Drawn(prepared.own, 1, 0, tracer)
        found.append(count_people(prepared, drawn, start, tracer)["no2_exposure_persons_ug_per_m3"])
        persons = drawn.values["baikonur_population_persons"]
        middle = receptors(air.substances["no2"], 0.0, -0.08 * 111_200.0).dosage_mg_s_per_m3
        if wind_from == 360.0:
            highest = persons * float(middle) * 1e3 / (365 * 86_400)
            assert 0.02 * highest < found[0] < highest
    assert found[1] < 1e-3 * found[0]
