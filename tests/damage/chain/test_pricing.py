from downrange.base.trace import Tracer
from downrange.damage.chain.plan import plan
from downrange.damage.chain.pricing import price_harm
from downrange.damage.drawn import Drawn
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Refused, Valued
from downrange.damage.valuation.methods import METHODS
from downrange.inputs.cases import read_case


def test_no_harm_costs_nothing_by_any_method() -> None:
    prepared = plan(read_case("proton-2013").case)
    outcomes = price_harm(prepared, Drawn(prepared.own, 1, 0, Tracer()), Harm(), Tracer())
    assert len(outcomes) == len(METHODS)
    assert all(isinstance(o, Refused) for o in outcomes)


def test_a_tonne_of_heptyl_in_the_soil_at_the_handbooks_price() -> None:
    prepared = plan(read_case("proton-2013").case)
    tracer = Tracer()
    outcomes = price_harm(
        prepared, Drawn(prepared.own, 1, 0, tracer), Harm(to_soil_kg={"udmh": 1000.0}), tracer
    )
    (delft,) = [o for o in outcomes if isinstance(o, Valued) and o.method == "eu-ce-delft-2024"]
    assert round(delft.amount) in (8550, 12600, 19000)
    assert tracer.steps["damages.eu-ce-delft-2024"].output == delft.amount


def test_what_a_refused_method_would_draw_is_no_assumption_of_the_run() -> None:
    prepared = plan(read_case("proton-2013").case)
    tracer = Tracer()
    drawn = Drawn(prepared.own, 1, 0, tracer)
    price_harm(prepared, drawn, Harm(to_soil_kg={"udmh": 1000.0}), tracer)
    assert "ce_delft_price_scenario_number" in drawn.assumed
    assert not any(name.startswith(("boscem", "scghg")) for name in drawn.assumed)
