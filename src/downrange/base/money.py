"""Money: an integer of minor units with a currency; rates are decimals; rounding has a name.

Exponents are those of ISO 4217 (list one, SIX Financial Information). Binary floats never become money except
through :func:`from_float`, which names its rounding: that is the one border where the science ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

__all__ = ["EXPONENTS", "Money", "Rate", "Rounding", "from_float", "round_fraction"]

Rate = Decimal
"""An exchange rate, interest rate or share of money, exact as printed."""

Rounding = Literal["half-up", "half-even", "down", "up"]

EXPONENTS: dict[str, int] = {
    "AED": 2, "AUD": 2, "BDT": 2, "BSD": 2, "CAD": 2, "CHF": 2, "CNY": 2, "CRC": 2, "EUR": 2, "GBP": 2,
    "INR": 2, "JPY": 0, "KZT": 2, "NIO": 2, "NLG": 2, "NZD": 2, "PLN": 2, "RUB": 2, "RUR": 2, "SEK": 2,
    "UAH": 2, "USD": 2, "XDR": 4,
}  # fmt: skip
"""Digits after the point by ISO 4217 code: the currencies that the casebook meets."""

_PRINTED = re.compile(
    r"^\s*(?P<sign>[-−]?)(?P<number>\d[\d  ,']*(?:\.\d+)?)"
    r"\s*(?P<scale>[a-z]+\.?)?\s*(?P<currency>[A-Z]{3})\s*$",
    re.IGNORECASE,
)
_SCALES = {
    "": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9,
    "tn": 12, "trillion": 12,
}  # fmt: skip


@dataclass(frozen=True, order=False)
class Money:
    """An exact sum.

    Attributes
    ----------
    minor : int
        Minor units (tiyn, cents), signed.
    currency : str
        ISO 4217 code.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency!r}; known: {', '.join(sorted(EXPONENTS))}")

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Money:
        """Make money of an exact decimal; more digits than the currency has are refused.

        >>> Money.of("13684550338.70", "KZT").minor
        1368455033870
        """
        if currency not in EXPONENTS:
            raise ValueError(f"unknown currency {currency!r}; known: {', '.join(sorted(EXPONENTS))}")
        try:
            scaled = Decimal(amount).scaleb(EXPONENTS[currency])
        except ArithmeticError as error:
            raise ValueError(f"cannot read {amount!r} as a decimal number") from error
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more digits than {currency} has ({EXPONENTS[currency]})")
        return cls(int(scaled), currency)

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read money as people print it: ``13684550338.70 KZT``, ``29.7 M USD``, ``13.5 bn KZT``."""
        found = _PRINTED.match(text)
        if not found:
            raise ValueError(f"cannot read {text!r} as money; expected for example '13684550338.70 KZT'")
        scale = (found["scale"] or "").lower().rstrip(".")
        if scale not in _SCALES:
            raise ValueError(f"unknown scale word {scale!r} in {text!r}")
        number = Decimal(re.sub(r"[  ,']", "", found["number"]))
        sign = -1 if found["sign"] else 1
        return cls.of(sign * number.scaleb(_SCALES[scale]), found["currency"].upper())

    @property
    def amount(self) -> Decimal:
        """The sum as an exact decimal with all digits of the currency."""
        return Decimal(self.minor).scaleb(-EXPONENTS[self.currency])

    def __str__(self) -> str:
        digits = EXPONENTS[self.currency]
        return f"{self.amount:,.{digits}f} {self.currency}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} need a rate, a source and a date")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor > other.minor

    def __ge__(self, other: Money) -> bool:
        self._same(other)
        return self.minor >= other.minor

    def times(self, factor: Decimal | Fraction | int, rounding: Rounding) -> Money:
        """Multiply by an exact factor and round once to the minor unit, by a named rule."""
        exact = Fraction(self.minor) * Fraction(factor)
        return Money(round_fraction(exact, rounding), self.currency)

    def converted(self, rate: Rate, currency: str, rounding: Rounding) -> Money:
        """Convert at ``rate`` (units of the new currency per unit of this one), rounding once."""
        exact = Fraction(self.minor) / 10 ** EXPONENTS[self.currency] * Fraction(rate)
        return Money(round_fraction(exact * 10 ** EXPONENTS[currency], rounding), currency)

    def divided(self, rate: Rate, currency: str, rounding: Rounding) -> Money:
        """Convert at a rate given the other way (units of this currency per unit of the new one).

        Raises
        ------
        ValueError
            If the rate is not above zero.
        """
        if rate <= 0:
            raise ValueError(f"a rate of {rate}")
        exact = Fraction(self.minor) / 10 ** EXPONENTS[self.currency] / Fraction(rate)
        return Money(round_fraction(exact * 10 ** EXPONENTS[currency], rounding), currency)

    def as_json(self) -> dict[str, str]:
        """Give the money as the command line prints it: a decimal string and a code."""
        digits = EXPONENTS[self.currency]
        return {"amount": f"{self.amount:.{digits}f}", "currency": self.currency}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Let a schema read ``{amount: "12.50", currency: KZT}``; the amount never is a float."""
        body = core_schema.typed_dict_schema(
            {
                "amount": core_schema.typed_dict_field(
                    core_schema.union_schema(
                        [core_schema.str_schema(strict=True), core_schema.int_schema(strict=True)]
                    )
                ),
                "currency": core_schema.typed_dict_field(core_schema.str_schema()),
            },
            extra_behavior="forbid",
        )
        from_body = core_schema.no_info_after_validator_function(
            lambda read: cls.of(read["amount"], read["currency"]), body
        )
        return core_schema.json_or_python_schema(
            json_schema=from_body,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_body]),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda money: money.as_json()),
        )


def round_fraction(exact: Fraction, rounding: Rounding) -> int:
    """Round an exact number to a whole one by a named rule (half-up: away from zero, as in commerce)."""
    if rounding == "half-even":
        return round(exact)
    sign = -1 if exact < 0 else 1
    size = abs(exact)
    whole, rest = divmod(size.numerator, size.denominator)
    if rounding == "up":
        whole += 1 if rest else 0
    elif rounding == "half-up":
        whole += 1 if 2 * rest >= size.denominator else 0
    else:
        assert rounding == "down", rounding
    return sign * whole


def from_float(value: float, currency: str, rounding: Rounding = "half-up") -> Money:
    """End of the floats: turn a computed figure into money, once, by a named rule."""
    exact = Fraction(value) * 10 ** EXPONENTS[currency]
    return Money(round_fraction(exact, rounding), currency)
