"""Order 87 against its worked example, in both ways of rounding."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.marked import parse
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.ru_water_87 import (
    METHOD,
    Discharge,
    discharge_mass_t,
    film_mass_t,
    harm_rub,
    season,
)
from downrange.damage.valuation.rule_set import read_rules

# substance: concentration, norm (mg/l), H (RUB/t), Kiz, mass as printed (t), part as printed (thousand RUB)
EXAMPLE = {
    "suspended": (15.6, 10.0, 30_000.0, 1.0, 0.001, 0.053),
    "ammonium": (2.32, 0.39, 280_000.0, 1.0, 0.00034, 0.168),
    "nitrite": (0.582, 0.02, 670_000.0, 2.0, 0.0001, 0.236),
    "oil": (4.4, 0.05, 670_000.0, 5.0, 0.0008, 4.72),
    "iron": (1.09, 0.1, 510_000.0, 2.0, 0.00018, 0.323),
}
VOLUME_M3 = 180.0
HEAD = """
rules: ru-water-87
sources: {example: {publisher: Studfile, title: Worked example 1}}
values:
  volume_m3: {value: 180, source: example}
  water_body_coefficient: {value: 1.41, source: example}
  index_coefficient: {value: 1.0, source: example}
  substances:
"""


def _file(printed: bool) -> str:
    text = HEAD
    for name, (concentration, norm, _, intensity, mass, _) in EXAMPLE.items():
        text += f"    {name}:\n      intensity_coefficient: {{value: {intensity}, source: example}}\n"
        if printed:
            text += f"      mass_t: {{value: {mass:.6f}, source: example}}\n"
        else:
            text += f"      concentration_mg_per_l: {{value: {concentration}, source: example}}\n"
            text += f"      norm_mg_per_l: {{value: {norm}, source: example}}\n"
    return text


def _amount(printed: bool) -> Valued:
    supplied = {"ru-water-87": read_rules(parse(_file(printed), "discharge.yaml"))}
    valued = METHOD.value(Harm(), Context("ru", date(2010, 4, 15), supplied=supplied), {})
    assert isinstance(valued, Valued)
    return valued


def test_g1_with_the_masses_as_printed() -> None:
    valued = _amount(printed=True)
    assert valued.amount / 1000 == pytest.approx(5.504, abs=0.0005)
    assert round(valued.amount / 1000, 1) == 5.5
    for line in valued.lines:
        assert line.amount / 1000 == pytest.approx(EXAMPLE[line.name][5], rel=0.01)
    assert any("masses given" in flag for flag in valued.flags)


def test_g1_with_the_masses_computed() -> None:
    valued = _amount(printed=False)
    assert valued.amount / 1000 == pytest.approx(5.407, abs=0.0005)
    assert not any("masses given" in flag for flag in valued.flags)


def test_g1_by_the_function() -> None:
    discharges = {
        name: Discharge(discharge_mass_t(VOLUME_M3, c, norm), tariff, kiz)
        for name, (c, norm, tariff, kiz, _, _) in EXAMPLE.items()
    }
    parts = harm_rub(discharges, season_coefficient=1.25, water_body_coefficient=1.41, index_coefficient=1.0)
    assert sum(parts.values()) / 1000 == pytest.approx(5.407, abs=0.0005)


def test_g2_mass_of_a_film() -> None:
    assert film_mass_t(795.0, 315.0) == pytest.approx(0.250425)


def test_seasons() -> None:
    assert [season(m) for m in (12, 1, 2, 3, 5, 6, 8, 9, 11)] == [
        "winter", "winter", "winter", "spring", "spring", "summer", "summer", "autumn", "autumn",
    ]  # fmt: skip


def test_a_flood_is_the_user_s_to_say() -> None:
    text = _file(printed=False) + "  season_coefficient: {value: 1.05, source: example}\n"
    supplied = {"ru-water-87": read_rules(parse(text, "discharge.yaml"))}
    valued = METHOD.value(Harm(), Context("ru", None, supplied=supplied), {})
    assert isinstance(valued, Valued)
    assert valued.amount / 1000 == pytest.approx(5.407 * 1.05 / 1.25, abs=0.001)


def test_without_a_discharge_it_names_what_is_missing() -> None:
    refused = METHOD.value(Harm(), Context("ru", None), {})
    assert isinstance(refused, Refused)
    assert "water_body_coefficient" in refused.missing
    assert "season_coefficient" in refused.missing
    text = HEAD + "    heptyl:\n      intensity_coefficient: {value: 5, source: example}\n"
    supplied = {"ru-water-87": read_rules(parse(text, "discharge.yaml"))}
    refused = METHOD.value(Harm(), Context("ru", date(2020, 1, 1), supplied=supplied), {})
    assert isinstance(refused, Refused)
    assert set(refused.missing) == {
        "substances.heptyl.concentration_mg_per_l", "substances.heptyl.norm_mg_per_l",
        "substances.heptyl.tariff_rub_per_t",
    }  # fmt: skip


def test_it_is_law_in_russia_only() -> None:
    assert METHOD.applies(Context("ru", None)).applicability == "law"
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"
    assert METHOD.applies(Context("ru", date(2008, 9, 1))).applicability == "analogy"


@given(st.floats(0, 1e4), st.floats(0, 100), st.floats(0, 100))
def test_below_the_norm_there_is_no_mass(volume: float, concentration: float, norm: float) -> None:
    mass = discharge_mass_t(volume, concentration, norm)
    assert mass >= 0
    if concentration <= norm:
        assert mass == 0
