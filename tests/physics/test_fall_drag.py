import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.fall_drag import (
    MACH_STEP,
    ConstantDrag,
    MachDrag,
    NoDrag,
    TumblingCylinder,
    drag_table,
)
from downrange.reference.drag import cylinder_curves


def cylinder(length_m: float, diameter_m: float) -> TumblingCylinder:
    curves = cylinder_curves()
    return TumblingCylinder(
        length_m, diameter_m, curves.mach_number, curves.cross_flow_coefficient, curves.face_coefficient
    )


@given(st.floats(2.0, 12.0))
def test_the_hypersonic_end_is_klett(slenderness: float) -> None:
    found = drag_table(cylinder(slenderness, 1.0))[-1]
    assert found == pytest.approx(0.720 + 0.326 / slenderness, rel=0.02)


def test_newtonian_cylinder_without_ends() -> None:
    # <sin^3> over orientations alike is 3 pi / 16
    long = TumblingCylinder(1e6, 1.0, (0.0,), (1.2,), (1.7,))
    assert drag_table(long)[0] == pytest.approx(1.2 * 3.0 * 3.141592653589793 / 16.0, rel=1e-5)


def test_the_reference_area_is_the_broadside() -> None:
    assert cylinder(21.2, 4.1).reference_area_m2 == pytest.approx(86.92)


def test_drag_peaks_in_the_transonic() -> None:
    table = drag_table(cylinder(21.2, 4.1))
    peak = int(table.argmax()) * MACH_STEP
    assert 1.0 <= peak <= 1.6
    assert table.max() > 1.15 * table[-1]


def test_none_constant_and_curve() -> None:
    assert not drag_table(NoDrag()).any()
    assert set(drag_table(ConstantDrag(0.7, 3.0)).tolist()) == {0.7}
    curve = drag_table(MachDrag((0.5, 1.5), (1.0, 2.0), 1.0))
    assert (curve[0], curve[20], curve[-1]) == (1.0, pytest.approx(1.5), 2.0)


@pytest.mark.parametrize(
    "wrong", [lambda: ConstantDrag(-0.1, 1.0), lambda: ConstantDrag(1.0, 0.0), lambda: MachDrag((1.0, 0.5), (1.0, 1.0), 1.0),
              lambda: MachDrag((1.0,), (1.0, 1.0), 1.0), lambda: MachDrag((1.0,), (1.0,), 0.0), lambda: cylinder(0.0, 1.0)]
)  # fmt: skip
def test_nonsense_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"above zero|Mach|negative"):
        wrong()
