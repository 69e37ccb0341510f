"""Check digits: the published container, and one wrong sign is always seen where the check can see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.law.identifiers import (
    container_check_digit,
    fault,
    is_container,
    is_kazakh_number,
    is_vin,
    is_wagon,
    kazakh_check_digit,
    vin_check_digit,
    wagon_check_digit,
)


def test_the_container_of_the_standard() -> None:
    assert container_check_digit("CSQU305438") == 3
    assert is_container("CSQU3054383")
    assert not is_container("CSQU3054384")
    assert not is_container("CSQA3054383")
    with pytest.raises(ValueError, match="six digits"):
        container_check_digit("CSQU30543")


def test_the_second_pass_of_a_kazakh_number() -> None:
    """First pass of 00000000014: 10 x 1 + 11 x 4 = 54 = 10 mod 11; second: 1 x 1 + 2 x 4 = 9."""
    assert kazakh_check_digit("00000000014") == 9
    assert kazakh_check_digit("00000000001") == 0
    assert kazakh_check_digit("10000000000") == 1
    assert is_kazakh_number("100000000001")
    assert not is_kazakh_number("100000000002")
    assert not is_kazakh_number("10000000000A")
    with pytest.raises(ValueError, match="eleven"):
        kazakh_check_digit("123")


def test_some_numbers_are_never_issued() -> None:
    never = [f"{number:011d}" for number in range(3000) if kazakh_check_digit(f"{number:011d}") is None]
    assert never
    assert not any(is_kazakh_number(f"{number}{digit}") for number in never for digit in range(10))


@given(st.from_regex(r"[A-Z]{3}U[0-9]{6}", fullmatch=True), st.integers(4, 9), st.integers(1, 9))
def test_a_wrong_digit_of_a_container_changes_the_sum(first: str, place: int, more: int) -> None:
    wrong = first[:place] + str((int(first[place]) + more) % 10) + first[place + 1 :]
    here, there = container_check_digit(first), container_check_digit(wrong)
    # ten becomes nought: only a true remainder of ten can be taken for nought
    assert here != there or here == 0


@pytest.mark.parametrize(
    ("vin", "digit"), [("1M8GDM9AXKP042788", "X"), ("1G4AH59H45G118341", "4"), ("1J9RP1A36A1644345", "6")]
)
def test_the_published_vehicle_numbers(vin: str, digit: str) -> None:
    assert vin_check_digit(vin) == digit
    assert is_vin(vin)
    assert not is_vin(vin[:8] + ("5" if digit != "5" else "6") + vin[9:])


def test_vehicle_numbers_outside_north_america_need_no_check_digit() -> None:
    assert is_vin("ZZZ00000000000001")
    assert not is_vin("ZZZO0000000000001")
    with pytest.raises(ValueError, match="seventeen"):
        vin_check_digit("1M8GDM9A")


@pytest.mark.parametrize(("digits", "digit"), [("21812471217", 3), ("51800843001", 0), ("21801559084", 5)])
def test_the_published_wagons(digits: str, digit: int) -> None:
    assert wagon_check_digit(digits) == digit
    assert is_wagon(f"{digits}{digit}")
    assert not is_wagon(f"{digits}{(digit + 1) % 10}")
    with pytest.raises(ValueError, match="eleven"):
        wagon_check_digit("123")


@given(st.from_regex(r"[0-9]{7}", fullmatch=True), st.integers(0, 6), st.integers(1, 9))
def test_every_wrong_digit_of_a_wagon_is_seen(first: str, place: int, more: int) -> None:
    wrong = first[:place] + str((int(first[place]) + more) % 10) + first[place + 1 :]
    assert wagon_check_digit(first) != wagon_check_digit(wrong)


def test_a_fault_is_told_by_the_kind() -> None:
    assert fault("container", "csqu 305438-3") is None
    assert "container" in str(fault("container", "CSQU3054384"))
    assert "bin" in str(fault("bin", "100000000002"))
    assert "check digit does not fit" in str(fault("container", "CSQU3054384"))
    assert "no well-formed" in str(fault("container", "CSQ3054383"))
    assert "cyrillic capital letter es" in str(fault("container", "СSQU3054383"))
    assert fault("cadastral", "00:000:000:001") is None
    assert fault("serial", "anything") is None
