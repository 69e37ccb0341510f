from downrange.damage.chain.plan import plan
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
