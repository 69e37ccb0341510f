from downrange.base.source import Sourced
from downrange.damage.assess import assess_one
from downrange.damage.chain.plan import AZIMUTH, Plan, plan
from downrange.inputs.cases import read_case


def test_what_is_the_same_for_every_draw() -> None:
    prepared = plan(read_case("proton-2013").case)
    assert prepared.vehicle.slug == "proton-m"
    assert prepared.pad[0] > 46
    assert prepared.soil == "desert-sandy-loam"
    assert prepared.context.jurisdiction == "kz"
    assert any("500" in note for note in prepared.notes)
    assert {p.where.key for p in prepared.problems} >= {"scenario.inputs.impact_azimuth_deg"}
    assert all(p.severity == "warning" for p in prepared.problems)


def test_the_northward_heading_is_taken_and_said_and_the_case_may_say_otherwise() -> None:
    case = read_case("soyuz-nominal").case
    assert case.scenario is not None
    north = plan(case)
    assert 60.0 < north.azimuth_deg < 63.0
    [note] = [one for one in north.notes if "northward" in one]
    assert "51.6 degrees" in note
    assert f"{north.azimuth_deg:.1f}" in note
    source = case.scenario.inputs["inclination_deg"].source
    south = Sourced(value=120.0, unit="deg", source=source, kind="published")
    inputs = {**case.scenario.inputs, AZIMUTH: south}
    changed = case.model_copy(update={"scenario": case.scenario.model_copy(update={"inputs": inputs})})
    chosen = plan(changed)
    assert chosen.azimuth_deg == 120.0
    assert not any("northward" in one for one in chosen.notes)
    falls = {name: assess_one(prepared, 0, 1) for name, prepared in (("north", north), ("south", chosen))}
    latitudes = {name: min(fall.latitude_deg for fall in member.down) for name, member in falls.items()}
    assert latitudes["south"] < case_latitude(chosen) < latitudes["north"]
    assert AZIMUTH in falls["south"].inputs
    assert AZIMUTH not in falls["north"].inputs


def case_latitude(prepared: Plan) -> float:
    return prepared.pad[0]
