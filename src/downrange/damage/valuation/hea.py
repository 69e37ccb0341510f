"""Habitat equivalency: services lost until recovery against services that a restored area gives.

Debit = sum over years of area x loss x (1 + r)^-(t - t0), in hectare-years; credit per hectare the same
with gains; area to restore = debit / credit (NOAA 1997). Which moment of a year its services are dated to
(start, middle, end) is a convention: it moves debit and credit by several percent each and cancels in the
area as long as both sides use the same. Money: the area times a restoration cost, or the debit times a
value of services, never both. What is lost, how it recovers and what restoration gives are the user's to
say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from downrange.base.source import Sourced
from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Price,
    Refused,
    Valued,
)

__all__ = [
    "DATINGS",
    "METHOD",
    "Dating",
    "compensating_area_ha",
    "continuous_years",
    "discounted_years",
    "linear_fall",
    "linear_rise",
]

Dating = Literal["start", "middle", "end"]
DATINGS: Mapping[int, Dating] = {1: "start", 2: "middle", 3: "end"}
_OFFSET: Mapping[str, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
_KZ_CODE_FROM = 2021

_ASKED = (
    "hea_initial_loss_share", "hea_recovery_y", "hea_gain_share", "hea_rise_y", "hea_gain_until_y",
    "hea_discount_per_y", "hea_dating_number",
)  # fmt: skip
AREA, COST, SERVICE = (
    "hea_injured_area_ha",
    "hea_restoration_cost_usd_per_ha",
    "hea_service_value_usd_per_ha_y",
)


def linear_fall(initial_share: float, duration_y: int) -> tuple[float, ...]:
    """Give the mean loss of each year of a loss that falls linearly to nothing."""
    return tuple(initial_share * (1.0 - (year + 0.5) / duration_y) for year in range(duration_y))


def linear_rise(full_share: float, rise_y: int, until_y: int) -> tuple[float, ...]:
    """Give the mean gain of each year of a gain that rises linearly to full and then lasts."""
    return tuple(full_share * min((year + 0.5) / rise_y, 1.0) for year in range(until_y))


def discounted_years(yearly_means: Sequence[float], discount_per_y: float, dating: Dating) -> float:
    """Discount yearly means of a service to the first moment, years (NOAA 1997).

    Parameters
    ----------
    yearly_means : sequence of float
        Mean share of the service in each year, from the first on.
    discount_per_y : float
        Discount rate (0.03 for 3 %).
    dating : {"start", "middle", "end"}
        Moment of the year that its mean is dated to.
    """
    offset = _OFFSET[dating]
    return math.fsum(
        mean * (1.0 + discount_per_y) ** -(year + offset) for year, mean in enumerate(yearly_means)
    )


def continuous_years(corners: Sequence[tuple[float, float]], discount_per_y: float) -> float:
    """Discount a service given by straight lines between corners, exactly, years.

    Parameters
    ----------
    corners : sequence of pairs
        (time in years, share), ascending in time; nothing before the first and after the last.
    discount_per_y : float
        Discount rate by the year, compounded continuously at ln(1 + rate).
    """
    force = math.log1p(discount_per_y)
    total = 0.0
    for (t0, s0), (t1, s1) in pairwise(corners):
        span = t1 - t0
        if span == 0:
            continue
        if force == 0:
            total += span * (s0 + s1) / 2
            continue
        # integral of (s0 + m (t - t0)) exp(-force t) from t0 to t1, by parts
        slope, shrink = (s1 - s0) / span, math.exp(-force * span)
        inner = (s0 - s1 * shrink) / force + slope * (1.0 - shrink) / force**2
        total += math.exp(-force * t0) * inner
    return total


def compensating_area_ha(debit_ha_y: float, credit_y: float) -> float:
    """Give the area to restore: hectare-years lost over years gained per hectare.

    Raises
    ------
    ValueError
        If restoration gives nothing.
    """
    if credit_y <= 0:
        raise ValueError("a restoration that gives nothing compensates nothing")
    return debit_ha_y / credit_y


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "us":
        return Applies("persuasive", "the trustees' usual scaling of restoration in the United States")
    if context.jurisdiction == "kz" and context.on and context.on.isoformat() >= f"{_KZ_CODE_FROM}-07-01":
        return Applies(
            "persuasive",
            "the Ecological Code of 2021 asks for compensating remediation until recovery (art. 138(4)-(6)), "
            "which this scales; the code names no method",
        )
    return Applies("analogy", "a method of United States trustees, applied to another law")


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Scale the restoration that makes up for the services lost, and price it once."""
    missing = [name for name in _ASKED if name not in drawn]
    injured_ha = drawn.get(AREA, max(harm.area_over_limit_m2.values(), default=0.0) / 1e4)
    if AREA not in drawn and not harm.area_over_limit_m2:
        missing.append(AREA)
    priced = [name for name in (COST, SERVICE) if name in drawn]
    if len(priced) != 1:
        missing.append(f"one of {COST} and {SERVICE}, not both")
    if missing:
        why = "loss, recovery, restoration, discount rate, dating and price are the user's to give"
        return Refused("hea", tuple(missing), why)
    dating = DATINGS[round(drawn["hea_dating_number"])]
    rate = drawn["hea_discount_per_y"]
    loss = linear_fall(drawn["hea_initial_loss_share"], max(round(drawn["hea_recovery_y"]), 1))
    gain = linear_rise(
        drawn["hea_gain_share"], max(round(drawn["hea_rise_y"]), 1), round(drawn["hea_gain_until_y"])
    )
    debit_ha_y = injured_ha * discounted_years(loss, rate, dating)
    credit_y = discounted_years(gain, rate, dating)
    area_ha = compensating_area_ha(debit_ha_y, credit_y)
    flags = (
        f"debit {debit_ha_y:.4f} ha-years, credit {credit_y:.4f} years, area {area_ha:.4f} ha",
        f"services of a year dated to its {dating} on both sides; the choice cancels in the area",
        f"discount rate {100 * rate:g} % a year",
    )
    return _priced(drawn, priced[0], area_ha, debit_ha_y, flags)


def _priced(
    drawn: Mapping[str, float], by: str, area_ha: float, debit_ha_y: float, flags: tuple[str, ...]
) -> Outcome:
    unit = "usd_per_ha" if by == COST else "usd_per_ha_y"
    sourced = Sourced(value=drawn[by], unit=unit, source="noaa-hea", kind="published", locator="case input")
    amount = drawn[by] * (area_ha if by == COST else debit_ha_y)
    quantity = Quantity(area_ha, "ha") if by == COST else Quantity(debit_ha_y, "ha_y")
    name = "hea_compensating_area_ha" if by == COST else "hea_debit_ha_y"
    prices = (Price(by, sourced, drawn[by], unit),)
    line = Line(name, "lost-use", name, quantity, prices, amount, "USD", (*_ASKED, AREA))
    return Valued("hea", "USD", None, (line,), (), flags)


METHOD = Method(
    slug="hea",
    title="Habitat equivalency analysis",
    article="NOAA 1997, scaling of compensatory restoration",
    jurisdiction="us",
    currency="USD",
    price_year=None,
    classes=("lost-use",),
    needs=("area_over_limit_m2",),
    applies=_applies,
    value=_value,
    asks=(*_ASKED, AREA, COST, SERVICE),
    flags=("every input is the user's; recovery time is never assumed",),
    sources=("noaa-hea", "kz-ecological-code-2021"),
)
