from __future__ import annotations

import pytest

from downrange.inputs.identifiers import number_doubts


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("serial", "ТLM-0003", "cyrillic and latin"),
        ("serial", "CSQU3054383", "kind container"),
        ("serial", "csqu 305438-3", "kind container"),
        ("plate", "1M8GDM9AXKP042788", "kind vin"),
        ("bin", "009931000017", "person's (iin)"),
        ("iin", "001340000101", None),
        ("bin", "000040000101", None),
        ("serial", "CSQU3054384", None),  # fails the check: no container
        ("serial", "TLM-0003", None),
        ("serial", "ЗАВ-0003", None),  # one alphabet is no doubt
        ("container", "CSQU3054383", None),
    ],
)
def test_doubts_about_a_number(kind: str, value: str, told: str | None) -> None:
    found = list(number_doubts(kind, value))
    if told is None:
        assert found == []
    else:
        assert any(told in one for one in found), found
