"""Last link: what each method makes of the harm, by its own prices, in its own currency."""

from __future__ import annotations

from downrange.base.trace import Tracer
from downrange.damage.chain.plan import Plan
from downrange.damage.drawn import Drawn
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Outcome, Valued, record
from downrange.damage.valuation.methods import METHODS, value_all

__all__ = ["price_harm"]


def price_harm(plan: Plan, drawn: Drawn, harm: Harm, tracer: Tracer) -> tuple[Outcome, ...]:
    """Value one draw's harm by every method in the fixed order, each recorded in the trace."""
    values = {name: drawn(name) for method in METHODS for name in method.asks if name in drawn}
    for method, probe in zip(METHODS, value_all(harm, plan.context, values), strict=True):
        if isinstance(probe, Valued):  # what a refused method would have drawn is no assumption of this run
            values |= {name: drawn(name, sourced) for name, sourced in method.parameters().items()}
    outcomes = value_all(harm, plan.context, values)
    for outcome in outcomes:
        if isinstance(outcome, Valued):
            record(tracer, outcome)
    return outcomes
