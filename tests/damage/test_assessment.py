from dataclasses import FrozenInstanceError

import pytest

from downrange.base.trace import Manifest
from downrange.damage.assessment import Assessment, Damage, Place, Range


def test_an_assessment_is_a_frozen_value() -> None:
    found = Assessment("x", 1, 1, Manifest("0", {}, 1, 1), {"a_kg": Range(1, 2, 3)}, (), (), (), ())
    with pytest.raises(FrozenInstanceError):
        setattr(found, "samples", 2)  # noqa: B010
    assert found.central.steps == ()


def test_a_refusal_has_no_amount_and_names_what_is_missing() -> None:
    refused = Damage("kz-535", "refused", "law", "tables missing", "Resolution 535", missing=("K",))
    assert refused.amount is None
    assert refused.missing == ("K",)
    assert Place("pad", "pad", 46.0, 63.0).outline == ()
