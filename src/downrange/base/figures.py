"""How figures are written for people: as many digits as are known, and no powers of ten."""

from __future__ import annotations

import math

__all__ = ["share_text", "significant"]


def significant(number: float, digits: int = 2) -> str:
    """Write a number with so many significant digits, thousands grouped, never as a power of ten.

    >>> significant(253412.0), significant(0.00042), significant(0.0)
    ('250,000', '0.00042', '0')
    """
    if number == 0 or not math.isfinite(number):
        return "0" if number == 0 else str(number)
    places = digits - 1 - math.floor(math.log10(abs(number)))
    rounded = round(number, places)
    if rounded and math.floor(math.log10(abs(rounded))) > math.floor(math.log10(abs(number))):
        places -= 1  # 9.96 became 10
    return f"{rounded:,.{max(places, 0)}f}"


def share_text(share: float) -> str:
    """Write a share of the sum: in percent, as one part in so many, or as a multiple.

    >>> share_text(0.000004), share_text(0.032).split(), share_text(12.0)
    ('1/250,000', ['3.2', '%'], '12 times')
    """
    if share <= 0:
        return "0"
    if share < 0.001:
        return f"1/{significant(1.0 / share)}"
    if share < 2:
        return f"{significant(100.0 * share)}\u00a0%"
    return f"{significant(share)} times"
