"""The registry of methods, and what draws come to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from downrange.damage.harm import Emission, Harm
from downrange.damage.valuation.method import Context, Outcome, Valued
from downrange.damage.valuation.methods import METHODS, amounts, method, summarise, value_all
from downrange.errors import SourceError
from downrange.reference.library import citation

HERE = Context("kz", date(2013, 7, 2))
PAGES = {
    "cleanup-cost-uk": "cleanup-cost",
    "vsl-transfer": "us-vsl",
    "ru-soil-238-waste": "ru-soil-238",
    "ru-moscow-589": "formula-unread",
    "ua-land-171": "formula-unread",
}
ROOT = Path(__file__).resolve().parents[3]


def _draws(masses: list[float]) -> list[Outcome]:
    return [method("eu-ce-delft-2024").value(Harm(to_soil_kg={"udmh": m}), HERE, {}) for m in masses]


def test_names_are_unique_and_each_method_has_its_page() -> None:
    slugs = [m.slug for m in METHODS]
    assert len(set(slugs)) == len(slugs)
    for m in METHODS:
        assert (ROOT / "docs" / "valuation" / f"{PAGES.get(m.slug, m.slug)}.md").is_file(), m.slug
        assert m.article
        assert all(citation(key) for key in m.sources)
        assert m.sources
        assert set(m.needs) <= set(Harm.__dataclass_fields__)


def test_the_overview_lists_every_method_in_its_order() -> None:
    text = (ROOT / "docs" / "valuation" / "README.md").read_text("utf-8")
    rows = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert rows == [m.slug for m in METHODS]


def test_every_method_gives_an_outcome_of_its_own_name_in_order() -> None:
    harm = Harm(to_air_kg={"udmh": 1.0}, emissions=(Emission("co2", 1.0, 0.0, 1.0),))
    outcomes = value_all(harm, HERE, {})
    assert [o.method for o in outcomes] == [m.slug for m in METHODS]
    for found, which in zip(outcomes, METHODS, strict=True):
        if isinstance(found, Valued):
            assert found.currency == which.currency
            assert set(found.parts) <= set(which.classes)
    assert {a.method for a in amounts(outcomes)} == {o.method for o in outcomes if isinstance(o, Valued)}


def test_parameters_are_drawn_by_name_and_unique() -> None:
    seen: dict[str, object] = {}
    for m in METHODS:
        for name, sourced in m.parameters().items():
            assert seen.setdefault(name, sourced) == sourced
            assert sourced.draw(0.5) is not None


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(SourceError, match="no valuation method"):
        method("kz-999")


def test_quantiles_of_the_draws() -> None:
    masses = [float(m) for m in range(1, 101)]
    damage = summarise("eu-ce-delft-2024", HERE, _draws(masses))
    assert damage.status == "computed"
    assert damage.amount is not None
    expected = np.quantile(np.array(masses) * 12.6, (0.05, 0.5, 0.95))
    assert [damage.amount.p05, damage.amount.p50, damage.amount.p95] == pytest.approx(list(expected))
    assert (damage.currency, damage.price_year) == ("EUR", 2021)


def test_draws_that_hold_nothing_count_as_nothing_beside_valued_ones() -> None:
    damage = summarise("eu-ce-delft-2024", HERE, _draws([0.0, 0.0, 0.0, 100.0]))
    assert damage.status == "computed"
    assert damage.amount is not None
    assert damage.amount.p50 == 0.0
    assert damage.amount.p95 > 0.0
    assert any("in 3 of 4 draws nothing had a price" in flag for flag in damage.flags)
    nothing = summarise("eu-ce-delft-2024", HERE, _draws([0.0, 0.0]))
    assert nothing.status == "refused"
    assert nothing.missing == ("a mass that the handbook prices",)


def test_a_refusal_in_one_draw_refuses_the_method_and_joins_what_is_missing() -> None:
    first = method("kz-535").value(Harm(to_soil_kg={"udmh": 1.0}), HERE, {})
    second = method("kz-535").value(Harm(to_air_kg={"udmh": 1.0}), HERE, {})
    damage = summarise("kz-535", HERE, [first, second])
    assert (damage.status, damage.applicability) == ("refused", "law")
    assert "air.multiplier_mci_per_t" in damage.missing
    assert "soil.multiplier_mci_per_t" in damage.missing
    assert damage.amount is None


def test_unpriced_masses_are_listed_with_their_median() -> None:
    harm = Harm(to_air_kg={"udmh": 1.0}, to_soil_kg={"n2o4": 8.0})
    outcomes = [method("eu-ce-delft-2024").value(harm, HERE, {})] * 3
    damage = summarise("eu-ce-delft-2024", HERE, outcomes)
    assert damage.unpriced == ("n2o4 to soil: 8 kg (median), the handbook has no price for it in soil",)


def test_a_sum_is_split_by_damage_class() -> None:
    harm = Harm(to_soil_kg={"udmh": 10.0}, to_air_kg={"udmh": 1.0})
    outcomes = [method("eu-ce-delft-2024").value(harm, HERE, {}), *_draws([0.0])]
    damage = summarise("eu-ce-delft-2024", HERE, outcomes)
    assert set(damage.parts) == {"soil", "air"}
    assert damage.parts["soil"].p95 == pytest.approx(0.95 * 126.0)
    assert damage.parts["air"].p50 == pytest.approx(147.0 / 2)
    assert damage.amount is not None
    assert damage.parts["soil"].p50 + damage.parts["air"].p50 == pytest.approx(damage.amount.p50)
