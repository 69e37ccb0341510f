"""EPA Basic Oil Spill Cost Estimation Model (Etkin 2004): gallons times base costs times modifiers.

Response = gallons x rate(grade, band, share recovered) x medium; socio-economic = gallons x rate x socio
modifier x effectiveness; environmental = gallons x rate x (freshwater + wildlife modifier) / 2 x
effectiveness. The tables are a secondary transcription and the price year is 2002 or 2004: both are printed
with every sum.
"""

from __future__ import annotations

from collections.abc import Mapping

from downrange.base.source import Sourced
from downrange.base.units import Quantity
from downrange.damage.harm import Harm
from downrange.damage.valuation.method import (
    Applies,
    Context,
    DamageClass,
    Line,
    Method,
    Outcome,
    Price,
    Refused,
    Valued,
    left_over,
    price,
    settle,
)
from downrange.reference import library

__all__ = ["GRADES", "METHOD", "band", "costs_usd"]

SLUG = "us-boscem"
FILE = "tariffs/us/boscem.yaml"
GRADES: Mapping[int, str] = {1: "volatile-distillates", 2: "light-fuels"}
RECOVERED = "recovered-10"
_BANDS = (
    (500.0, "under-500"),
    (1_000.0, "500-to-1000"),
    (10_000.0, "1000-to-10000"),
    (100_000.0, "10000-to-100000"),
    (1_000_000.0, "100000-to-1000000"),
)
_DECAYS = "hydrogen-peroxide"
"""Falls to water and oxygen by itself: it makes no spill another's, whatever its mass."""

_CHOICES = (
    "boscem_grade_number",
    "boscem_medium_factor",
    "boscem_socio_factor",
    "boscem_freshwater_factor",
    "boscem_wildlife_factor",
)


def band(volume_gal: float) -> str:
    """Name the volume band of a spill (US gallons); a limit belongs to the band above it."""
    for limit_gal, name in _BANDS:
        if volume_gal < limit_gal:
            return name
    return "over-1000000"


def costs_usd(
    volume_gal: float,
    *,
    grade: str = "volatile-distillates",
    recovered: str = RECOVERED,
    medium_factor: float,
    socio_factor: float,
    freshwater_factor: float,
    wildlife_factor: float,
) -> tuple[float, float, float]:
    """Give response, socio-economic and environmental cost of a spill (Etkin 2004), USD.

    Parameters
    ----------
    volume_gal : float
        US gallons spilled.
    grade, recovered : str
        Row of the base tables.
    medium_factor, socio_factor, freshwater_factor, wildlife_factor : float
        Location modifiers.

    Raises
    ------
    SourceError
        If the tables have no such row.
    """
    step = band(volume_gal)
    response = library.value(FILE, f"response.{grade}.{recovered}.{step}.rate_usd_per_gal").value
    socio = library.value(FILE, f"socio.{grade}.{step}.rate_usd_per_gal").value
    nature = library.value(FILE, f"environment.{grade}.{step}.rate_usd_per_gal").value
    effect = library.value(FILE, f"effectiveness.{recovered}.effectiveness_factor").value
    return (
        volume_gal * response * medium_factor,
        volume_gal * socio * socio_factor * effect,
        volume_gal * nature * 0.5 * (freshwater_factor + wildlife_factor) * effect,
    )


def _applies(context: Context) -> Applies:
    if context.jurisdiction == "us":
        return Applies(
            "persuasive", "a federal agency's planning model for oil spills; awards do not follow it"
        )
    return Applies(
        "analogy", "a United States model of oil spills on water and land, applied to kerosene elsewhere"
    )


def _parameters() -> Mapping[str, Sourced]:
    return {name: library.value(FILE, f"choices.{name}") for name in _CHOICES}


def _value(harm: Harm, context: Context, drawn: Mapping[str, float]) -> Outcome:
    """Cost the kerosene on the ground."""
    gallons = harm.kerosene_on_ground_gal
    if gallons <= 0:
        return settle(SLUG, "USD", None, (), prices_what="kerosene that reached the ground unburnt")
    rest = left_over(harm, ("soil", "water"), "no rate in a model of oil spills", except_=("kerosene",))
    lasting = [item for item in rest if not item.what.startswith(_DECAYS)]
    spilled_kg = harm.to_soil_kg.get("kerosene", 0.0) + harm.to_water_kg.get("kerosene", 0.0)
    if lasting and sum(item.mass_kg for item in lasting) > spilled_kg:
        why = f"kerosene is the lesser part of what reached the ground; {'; '.join(map(str, lasting))}"
        return Refused(SLUG, tuple(f"a rate for {item.what}" for item in lasting), why)
    used = {name: drawn.get(name, sourced.value) for name, sourced in _parameters().items()}
    choices = {name: price(FILE, f"choices.{name}", value) for name, value in used.items()}
    grade = GRADES[round(used["boscem_grade_number"])]
    amounts = costs_usd(
        gallons,
        grade=grade,
        medium_factor=used["boscem_medium_factor"],
        socio_factor=used["boscem_socio_factor"],
        freshwater_factor=used["boscem_freshwater_factor"],
        wildlife_factor=used["boscem_wildlife_factor"],
    )
    step = band(gallons)
    rows: tuple[tuple[str, DamageClass, str, tuple[str, ...]], ...] = (
        ("response", "clean-up", f"response.{grade}.{RECOVERED}", _CHOICES[:2]),
        ("socio-economic", "lost-use", f"socio.{grade}", (_CHOICES[0], _CHOICES[2])),
        ("environment", "soil", f"environment.{grade}", (_CHOICES[0], *_CHOICES[3:])),
    )
    lines = []
    for (name, classed, row, chosen), amount in zip(rows, amounts, strict=True):
        rate: Price = price(FILE, f"{row}.{step}.rate_usd_per_gal")
        lines.append(
            Line(
                name,
                classed,
                "kerosene_on_ground_gal",
                Quantity(gallons, "gal"),
                (rate, *(choices[c] for c in chosen)),
                amount,
                "USD",
            )
        )
    rest += left_over(harm, ("air",), "no rate in a model of oil spills")
    flags = (f"grade {grade}, band {step}, 10 % recovered",)
    return Valued(SLUG, "USD", None, tuple(lines), rest, flags)


METHOD = Method(
    slug=SLUG,
    title="Oil spill cost model BOSCEM (US EPA)",
    article="Etkin 2004, base cost tables and location modifiers",
    jurisdiction="us",
    currency="USD",
    price_year=None,
    classes=("clean-up", "lost-use", "soil"),
    needs=("kerosene_on_ground_gal",),
    applies=_applies,
    value=_value,
    parameters=_parameters,
    sources=("etkin-boscem-2004",),
    flags=(
        "tables read in a public re-implementation, not in the paper",
        "price year 2002 or 2004, not stated by the tables (about 5 %)",
    ),
)
