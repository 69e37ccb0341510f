import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.canonical import canonical, digest
from downrange.base.money import Money

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_one_spelling() -> None:
    assert (
        canonical({"b": 1, "a": [True, None, 1.5], "ж": "é"})
        == '{"a":[true,null,1.5],"b":1,"ж":"é"}'.encode()
    )


@given(st.dictionaries(st.text(), json_values))
def test_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(list(value.items()))))


def test_the_values_of_this_package() -> None:
    @dataclass(frozen=True)
    class Thing:
        when: date
        rate: Decimal

    assert canonical(Thing(date(2023, 3, 7), Decimal("0.10"))) == b'{"rate":"0.10","when":"2023-03-07"}'
    assert canonical(Money(1250, "KZT")) == b'{"amount":"12.50","currency":"KZT"}'
    assert canonical({"x": np.float64(0.5), "y": np.arange(2)}) == b'{"x":0.5,"y":[0,1]}'


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(ValueError, match="canonical"):
        canonical(float("nan"))
    with pytest.raises(TypeError):
        canonical(object())


def test_digest_of_bytes_is_plain_sha256() -> None:
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()
