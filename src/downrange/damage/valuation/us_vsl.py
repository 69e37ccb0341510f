"""Value of a statistical life: expected deaths times a policy value, as published and transferred by income.

``us-vsl``: casualty expectation x the value of the base year (US DOT). ``vsl-transfer``: that value x
(income of the country / income of the United States)^elasticity, both incomes at purchasing power parity of
the base year. :func:`transfer_usd` is the form of WHO HEAT, in which inflation passes one to one and only
income stands under the exponent (the form with prices under the exponent is not used). These are policy
values for small risks, not awards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

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
    price,
    settle,
)
from downrange.errors import SourceError
from downrange.reference import library
from downrange.reference.prices import income_per_head_usd

__all__ = ["METHOD", "METHOD_TRANSFER", "base_year", "from_payments_usd", "transfer_usd"]

FILE = "tariffs/us/vsl.yaml"
ELASTICITY = "vsl_income_elasticity_number"
_COUNTRIES = {"kz": "KAZ", "ru": "RUS"}
_ASKED = "an expectation of casualties (outside Kazakhstan it needs rural_density_persons_per_km2)"
_UPPER = "every casualty of the expectation is priced as a death: an upper bound"
_NOTE = "a policy value for small risks, not a compensation that anybody was paid"


def transfer_usd(
    base_usd: float,
    income_ratio: float,
    elasticity_number: float,
    *,
    price_ratio: float = 1.0,
    income_growth_ratio: float = 1.0,
) -> float:
    """Carry a value of a statistical life to another country and year (WHO HEAT).

    Parameters
    ----------
    base_usd : float
        Value in the base country and year.
    income_ratio : float
        Income per head of the country over that of the base country, in the base year.
    elasticity_number : float
        Income elasticity.
    price_ratio : float
        Prices of the wanted year over those of the base year: passes one to one.
    income_growth_ratio : float
        Real income of the country in the wanted year over that in the base year.

    Returns
    -------
    float
        USD of the wanted year's prices.
    """
    by_income = math.pow(income_ratio * income_growth_ratio, elasticity_number)
    return base_usd * price_ratio * by_income


def from_payments_usd(payment_usd: float, risk_probability: float) -> float:
    """Give the value of a statistical life that payments for a smaller risk imply (US EPA, mortality risk).

    Parameters
    ----------
    payment_usd : float
        What each person pays.
    risk_probability : float
        By how much each person's risk of death falls.
    """
    return payment_usd / risk_probability


def base_year(year: int) -> int:
    """Give the base year in hand for an event's year: that year, or the latest before it.

    Raises
    ------
    SourceError
        If the event lies before the table.
    """
    years = sorted(int(y) for y in library.table(FILE)["us-dot"])
    earlier = [y for y in years if y <= year]
    if not earlier:
        raise SourceError(
            f"values of a statistical life are in hand from {years[0]} on, not for {year}",
            [f"value of a statistical life, base year {year}"],
        )
    return earlier[-1]


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "us":
        return Applies("persuasive", "a department's value for weighing regulations; courts award otherwise")
    return Applies("analogy", "a value of the United States for weighing regulations, applied elsewhere")


def _applies_transfer(context: Context) -> Applies:
    return Applies("analogy", "a value of the United States carried over by income; nobody's law")


def _base(slug: str, context: Context) -> Price | Refused:
    if context.on is None:
        return Refused(slug, ("date of the event",), "the value depends on the year")
    try:
        year = base_year(context.on.year)
    except SourceError as error:
        return Refused(slug, error.missing, str(error))
    return price(FILE, f"us-dot.{year}.value_usd")


def _valued(
    slug: str, harm: Harm, context: Context, prices: tuple[Price, ...], value_usd: float, year: int
) -> Outcome:
    if harm.casualty_expectation <= 0:
        return settle(slug, "USD", None, (), prices_what=_ASKED)
    line = Line(
        "deaths",
        "health",
        "casualty_expectation",
        Quantity(harm.casualty_expectation, ""),
        prices,
        harm.casualty_expectation * value_usd,
        "USD",
    )
    assert context.on is not None
    flags = [f"base year {year}"]
    if year != context.on.year:
        flags.append(f"{year} is the base year in hand nearest before the event")
    return Valued(slug, "USD", year, (line,), (), tuple(flags))


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Value the expected deaths by the table."""
    base = _base("us-vsl", context)
    if isinstance(base, Refused):
        return base
    assert context.on is not None
    return _valued("us-vsl", harm, context, (base,), base.used, base_year(context.on.year))


def _parameters_transfer() -> Mapping[str, Sourced]:
    return {ELASTICITY: library.value(FILE, f"transfer.{ELASTICITY}")}


def _value_transfer(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Value the expected deaths by the table carried over to the place by income."""
    slug = "vsl-transfer"
    base = _base(slug, context)
    if isinstance(base, Refused):
        return base
    country = _COUNTRIES.get(context.jurisdiction)
    if country is None:
        missing = (f"income per head of {context.jurisdiction}",)
        return Refused(slug, missing, "incomes are in hand for Kazakhstan and Russia")
    assert context.on is not None
    year = base_year(context.on.year)
    ratio = income_per_head_usd(country, year) / income_per_head_usd("USA", year)
    elasticity = drawn.get(ELASTICITY, _parameters_transfer()[ELASTICITY].value)
    income = Sourced(
        value=ratio,
        source="world-bank-wdi-2025",
        kind="published",
        locator=f"GDP per head at purchasing power parity, {country} over USA, {year}",
    )
    prices = (
        base,
        Price(f"income_{country.lower()}_{year}_ratio", income, ratio, ""),
        price(FILE, f"transfer.{ELASTICITY}", elasticity),
    )
    return _valued(slug, harm, context, prices, transfer_usd(base.used, ratio, elasticity), year)


METHOD = Method(
    slug="us-vsl",
    title="Value of a statistical life (US DOT)",
    article="US DOT guidance, values by base year",
    jurisdiction="us",
    currency="USD",
    price_year=None,
    classes=("health",),
    needs=("casualty_expectation",),
    applies=_applies,
    value=_value,
    flags=(_NOTE, _UPPER),
    sources=("us-dot-vsl",),
)

METHOD_TRANSFER = Method(
    slug="vsl-transfer",
    title="Value of a statistical life carried over by income",
    article="US DOT values; transfer as in WHO HEAT",
    jurisdiction="",
    currency="USD",
    price_year=None,
    classes=("health",),
    needs=("casualty_expectation",),
    applies=_applies_transfer,
    value=_value_transfer,
    parameters=_parameters_transfer,
    flags=(_NOTE, _UPPER, "incomes of the 2025 vintage; another vintage moves Russia's of 2005 by 37 %"),
    sources=("us-dot-vsl", "who-heat-vsl", "world-bank-wdi-2025"),
)
