"""What may be added."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from downrange.damage.harm import Emission, Harm
from downrange.damage.valuation.combine import OVERLAPS, addable_sets, may_add, overlap
from downrange.damage.valuation.method import Context
from downrange.damage.valuation.methods import METHODS, method, summarise, value_all


def test_rivals_and_addends() -> None:
    assert not may_add(method("eu-ce-delft-2024"), method("kz-emission-fee-576")).addable
    assert not may_add(method("cleanup-cost"), method("cleanup-cost-uk")).addable
    assert not may_add(method("cleanup-cost"), method("us-boscem")).addable
    assert may_add(method("cleanup-cost"), method("hea")).addable  # clean-up and the loss until recovery
    assert may_add(method("us-sc-ghg-2023"), method("cleanup-cost")).addable
    assert not may_add(method("hea"), method("rea")).addable
    fee = may_add(method("kz-emission-fee-576"), method("cleanup-cost"))
    assert not fee.addable
    assert "dated rate" in fee.why
    assert "twice" in may_add(method("hea"), method("hea")).why


def test_health_is_already_in_prices_of_air() -> None:
    assert "health" in (overlap(("air",), ("health",)) or "")
    assert overlap(("climate",), ("soil",)) is None
    assert all(why for *_, why in OVERLAPS)


def test_adding_is_symmetric() -> None:
    for one, other in permutations(METHODS, 2):
        assert may_add(one, other).addable == may_add(other, one).addable


def test_sets_go_by_what_was_paid_for_in_the_case() -> None:
    harm = Harm(
        treated_volume_m3={"kerosene": 10.0},
        kerosene_on_ground_gal=100.0,
        emissions=(Emission("co2", 1e6, 0.0, 1e5),),
        casualty_expectation=1e-4,
    )
    context = Context("kz", date(2023, 1, 1))
    damages = [
        summarise(m.slug, context, [o]) for m, o in zip(METHODS, value_all(harm, context, {}), strict=True)
    ]
    sets = addable_sets(damages)
    assert ("cleanup-cost", "us-sc-ghg-2023", "us-vsl") in sets
    for chosen in sets:
        assert not {"us-vsl", "vsl-transfer"} <= set(chosen)
        assert not {"cleanup-cost", "us-boscem"} <= set(chosen)
        assert not any(set(chosen) < set(other) for other in sets)
    assert addable_sets(damages[:1]) == ()
    refused = {d.method for d in damages if d.status == "refused"}
    assert not any(refused & set(chosen) for chosen in sets)
