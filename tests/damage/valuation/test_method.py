"""The shape that all methods share."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.base.source import Sourced
from downrange.base.trace import Tracer
from downrange.case.schema import Case
from downrange.damage.harm import Harm
from downrange.damage.valuation import hea
from downrange.damage.valuation.eu_ce_delft_2024 import METHOD
from downrange.damage.valuation.method import (
    Context,
    Refused,
    Unpriced,
    Valued,
    context_of,
    price,
    record,
    settle,
)
from downrange.errors import SourceError

HARM = Harm(to_air_kg={"udmh": 10.0, "n2o4": 2.0}, to_soil_kg={"udmh": 1.0})


def test_context_of_a_case_takes_the_scenario_s_date_first() -> None:
    case = Case.model_validate(
        {
            "case": "x",
            "title": "X",
            "from": "2013",
            "to": "2014",
            "incident": {"title": "A fall", "on": "2013-07-02"},
            "scenario": {"kind": "impact", "on": "2013-07", "jurisdiction": "kz", "leased_land": True},
        }
    )
    assert context_of(case) == Context("kz", date(2013, 7, 1), "impact", True, {})
    bare = Case.model_validate({"case": "x", "title": "X", "from": "2013", "to": "2014"})
    assert context_of(bare) == Context("other", None, "none", False, {})


def test_the_sum_is_its_parts() -> None:
    valued = METHOD.value(HARM, Context("kz", None), {})
    assert isinstance(valued, Valued)
    assert sum(valued.parts.values()) == pytest.approx(valued.amount)
    assert set(valued.parts) == {"air", "soil"} <= set(METHOD.classes)


def test_the_trace_leads_from_the_sum_to_sourced_prices() -> None:
    valued = METHOD.value(HARM, Context("kz", None), {"ce_delft_price_scenario_number": 3.0})
    assert isinstance(valued, Valued)
    tracer = Tracer()
    drawn = Sourced(value=3.0, source="case", kind="published")
    tracer.read("ce_delft_price_scenario_number", drawn)
    record(tracer, valued)
    trace = tracer.done().why("damages.eu-ce-delft-2024")
    leaves = {leaf.name: leaf for leaf in trace.leaves}
    assert leaves["tariffs.eu.ce-delft-2024.prices.udmh.air.upper_eur_per_kg"].value == 221.0
    assert leaves["ce_delft_price_scenario_number"].source == "case"  # what the case gave is not overwritten
    step = next(s for s in trace.steps if s.name == "eu-ce-delft-2024.udmh-to-air")
    assert step.inputs[0] == "udmh_to_air_kg"
    assert step.output == 2210.0


def test_what_a_method_works_out_itself_is_traced_to_the_case_s_inputs() -> None:
    given = {
        "hea_initial_loss_share": 1.0, "hea_recovery_y": 10.0, "hea_gain_share": 1.0, "hea_rise_y": 5.0,
        "hea_gain_until_y": 50.0, "hea_discount_per_y": 0.03, "hea_dating_number": 2.0,
        "hea_injured_area_ha": 10.0, "hea_restoration_cost_usd_per_ha": 1000.0,
    }  # fmt: skip
    valued = hea.METHOD.value(Harm(), Context("kz", None), given)
    assert isinstance(valued, Valued)
    tracer = Tracer()
    for name, value in given.items():
        tracer.read(name, Sourced(value=value, source="case", kind="published"))
    record(tracer, valued)
    trace = tracer.done().why("damages.hea")
    made = {step.name for step in trace.steps} | {leaf.name for leaf in trace.leaves}
    assert all(name in made for step in trace.steps for name in step.inputs)
    assert "hea_recovery_y" in {leaf.name for leaf in trace.leaves}


def test_nothing_priced_is_a_refusal_and_not_a_zero() -> None:
    found = settle("m", "EUR", 2021, (), [Unpriced("hno3 to soil", 5.0, "no price")], prices_what="a mass")
    assert isinstance(found, Refused)
    assert found.nothing_to_price
    assert "hno3 to soil" in found.why


def test_an_unknown_price_is_refused_by_name() -> None:
    with pytest.raises(SourceError) as refusal:
        price("tariffs/eu/ce-delft-2024.yaml", "prices.kerosene.air.central_eur_per_kg")
    assert "kerosene" in refusal.value.missing[0]
