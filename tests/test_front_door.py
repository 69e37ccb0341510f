import pytest

import downrange


def test_public_names_open_where_they_live() -> None:
    assert downrange.Money.parse("1 KZT").minor == 100
    assert "assess" in dir(downrange)


def test_other_names_do_not_exist() -> None:
    with pytest.raises(AttributeError):
        _ = downrange.nonsense
