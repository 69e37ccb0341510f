from downrange.reference.ascent import ascent_defaults


def test_every_shared_figure_is_an_assumption_with_its_range() -> None:
    found = ascent_defaults()
    assert len(found.mach_number) == len(found.drag_coefficient)
    assert {figure.kind for figure in found.figures.values()} == {"assumed"}
    for figure in found.figures.values():
        low, high = figure.low_high()
        assert low <= figure.value <= high
    assert found.value("orbit_altitude_m") == 200000.0
