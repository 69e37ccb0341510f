from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.registry.marks import (
    digit_fault,
    normal,
    one_slip_apart,
    skeleton,
    slips_asked,
    slips_kept,
    slug_of,
    slug_slips,
    variants,
)

SIGNS = st.text("ABKIO01X9", min_size=5, max_size=12)


def test_one_form() -> None:
    assert normal("csqu 305438-3") == "CSQU3054383"
    assert normal("№ 12/34") == "NO1234"
    assert skeleton("ОI-10") == skeleton("0110") == skeleton("o1io")
    assert skeleton("АВЕКМНРСТУХ") == "ABEKMHPCTYX"


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("CSQU3054383", True),
        ("CSQU3O54383", True),
        ("СSQU3054383", True),  # a Cyrillic letter first
        ("CSQU3054388", True),
        ("CSQU305438", True),
        ("CSQU30543833", True),
        ("CSQU3045383", True),
        ("CSQU3045338", False),
        ("CSQU30543", False),
        ("XSQU305438X", False),
    ],
)
def test_one_slip(other: str, near: bool) -> None:
    assert one_slip_apart("CSQU3054383", other) is near
    assert one_slip_apart(other, "CSQU3054383") is near
    if near:
        assert variants("CSQU3054383") & variants(other)


def distance(a: str, b: str) -> int:
    """Damerau's edit distance, written out as the recurrence says."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            same = a[i - 1] == b[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(SIGNS, st.data())
def test_it_is_damerau_and_the_index_misses_none(one: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(one) - 1))
    sign = data.draw(st.sampled_from("ABKIO01X9"))
    other = data.draw(
        st.sampled_from(
            [
                one[:place] + one[place + 1 :],
                one[:place] + sign + one[place:],
                one[:place] + sign + one[place + 1 :],
            ]
        )
        | SIGNS
    )
    near = distance(skeleton(one), skeleton(other)) <= 1
    assert one_slip_apart(one, other) is near
    if near and min(len(one), len(other)) >= 5:
        assert variants(one) & variants(other)


@given(SIGNS, SIGNS)
def test_slips_meet_where_and_only_where_marks_are_one_slip_apart(one: str, other: str) -> None:
    meet = bool(slips_kept(skeleton(one)) & slips_asked(skeleton(other)))
    assert meet == one_slip_apart(one, other)


@given(st.text("AB1", min_size=5, max_size=9), st.integers(0, 8))
def test_slips_know_two_signs_swapped(mark: str, place: int) -> None:
    place = min(place, len(mark) - 2)
    swapped = mark[:place] + mark[place + 1] + mark[place] + mark[place + 2 :]
    assert slips_kept(skeleton(mark)) & slips_asked(skeleton(swapped))


def test_a_wrong_check_digit_is_seen_by_shape_or_kind() -> None:
    assert digit_fault("100000000002") is not None
    assert digit_fault("218124712173") is None  # a wagon
    assert digit_fault("not a container", "container") is not None
    assert digit_fault("csqu 305438-4") is not None
    assert digit_fault("CSQU3054383") is None
    assert digit_fault("SN-1") is None


def test_a_slug_is_read_however_it_is_typed() -> None:
    for text in ("ASSET/CRANE-07", " asset/\u0441rane-07 ", "Asset/Crane-\uff10\uff17"):
        assert slug_of(text) == "asset/crane-07"


@given(st.text("abc01-", min_size=2, max_size=8), st.text("abc01-", min_size=2, max_size=8))
def test_slugs_one_slip_apart_are_those_that_are_tried(one: str, other: str) -> None:
    def apart(a: str, b: str) -> bool:
        """One sign changed, dropped, added or swapped with the next, by trying out."""
        if len(a) == len(b):
            odd = [i for i in range(len(a)) if a[i] != b[i]]
            swap = (
                len(odd) == 2 and odd[1] == odd[0] + 1 and a[odd[0]] == b[odd[1]] and a[odd[1]] == b[odd[0]]
            )
            return len(odd) == 1 or swap
        small, large = sorted((a, b), key=len)
        return len(large) - len(small) == 1 and any(
            large[:i] + large[i + 1 :] == small for i in range(len(large))
        )

    assert (f"asset/{other}" in slug_slips(f"asset/{one}")) == apart(one, other)


def test_no_slips_of_what_is_too_short_or_too_long() -> None:
    assert slug_slips("asset/a") == slug_slips("asset/" + "a" * 65) == []
