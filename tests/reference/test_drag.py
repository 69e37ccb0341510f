from downrange.reference.drag import cylinder_curves


def test_the_curves_are_complete_and_assumed() -> None:
    curves = cylinder_curves()
    assert len(curves.mach_number) == len(curves.cross_flow_coefficient) == len(curves.face_coefficient)
    assert list(curves.mach_number) == sorted(curves.mach_number)
    assert curves.scale_factor.kind == "assumed"
    assert 0.1 < curves.drag_fraction < 0.3
