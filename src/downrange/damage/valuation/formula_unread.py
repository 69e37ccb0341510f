"""Methods whose formula was not readable: they refuse, and take a unit damage that the user worked out.

Moscow's Resolution 589-PP: only the first step of its kerosene example was read (area x depth = volume).
Ukraine's Order 171: only that it rests on the normative value of the land and a layer of 0.2 m. A user who
holds the text may supply the damage per cubic metre or square metre it leads to, with its source; the sum
says that the step between is his.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from downrange.base.units import Quantity
from downrange.damage.harm import Harm, volume_to_treat_m3
from downrange.damage.valuation.method import (
    Applies,
    Context,
    Line,
    Method,
    Outcome,
    Refused,
    Valued,
    own_price,
    settle,
    supplied,
)

__all__ = ["METHOD_MOSCOW", "METHOD_UKRAINE", "volume_to_treat_m3"]


def _by_unit(
    slug: str, currency: str, field: str, unit: str, name: str
) -> Callable[[Harm, Context, Mapping[str, float]], Outcome]:
    def value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
        """Refuse without the user's unit damage; with it, multiply by the greatest spot."""
        sizes: Mapping[str, float] = getattr(harm, field)
        if not any(size > 0 for size in sizes.values()):
            return settle(slug, currency, None, (), prices_what="soil over a limit")
        table = supplied(context, slug)
        if name not in table.values:
            missing = ("the formula after its first step", f"or {name}, worked out by the user")
            return Refused(slug, missing, "the formula could not be read")
        substance, size = max(sizes.items(), key=lambda item: item[1])
        each = own_price(slug, table, name)
        quantity_name = f"{substance.replace('-', '_')}_{field}"
        line = Line("soil", "soil", quantity_name, Quantity(size, unit), (each,), size * each.used, currency)
        flags = (f"damage per {unit} worked out by {table.file}; the formula itself was not read",)
        return Valued(slug, currency, None, (line,), (), flags)

    return value


def _at_home(home: str, country: str) -> Callable[[Context], Applies]:
    def applies(context: Context) -> Applies:
        """Law at home, analogy elsewhere."""
        if context.jurisdiction == home:
            return Applies("persuasive", f"a method of {country}; its text was not read")
        return Applies("analogy", f"a method of {country}, applied to another country")

    return applies


METHOD_MOSCOW = Method(
    slug="ru-moscow-589",
    title="Harm to soils of Moscow",
    article="Resolution 589-PP of the Government of Moscow",
    jurisdiction="ru",
    currency="RUB",
    price_year=None,
    classes=("soil",),
    needs=("treated_volume_m3",),
    applies=_at_home("ru", "Moscow"),
    value=_by_unit("ru-moscow-589", "RUB", "treated_volume_m3", "m3", "unit_damage_rub_per_m3"),
    takes=("unit_damage_rub_per_m3",),
    asks=("a rule file ru-moscow-589",),
    sources=("moscow-589",),
)

METHOD_UKRAINE = Method(
    slug="ua-land-171",
    title="Contamination of land (Ukraine)",
    article="Order 171",
    jurisdiction="ua",
    currency="UAH",
    price_year=None,
    classes=("soil",),
    needs=("area_over_limit_m2",),
    applies=_at_home("ua", "Ukraine"),
    value=_by_unit("ua-land-171", "UAH", "area_over_limit_m2", "m2", "unit_damage_uah_per_m2"),
    takes=("unit_damage_uah_per_m2",),
    asks=("a rule file ua-land-171",),
    sources=("ua-order-171",),
)
