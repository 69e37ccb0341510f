"""Gaussian puff of hypergolic vapours over open country: the fast screening model.

A puff spreads by the rural Pasquill-Briggs curves, is reflected by ground and mixing height, travels with the
wind, loses mass to ground, rain and chemistry. UDMH and NO2 (N2O4 released: same mass) are carried apart, and
so is what does not react on the way: hydrogen chloride, alumina.
Equations, validity and tests: docs/physics/puff.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from downrange.physics import chemistry
from downrange.physics.puff_parameters import AirParameters, Uptake
from downrange.physics.weather import WeatherDraw, spreading

__all__ = [
    "AEGL_WINDOW_S",
    "AirField",
    "AirRelease",
    "Grid",
    "Ledger",
    "Passing",
    "SubstanceField",
    "area_over_deposit_m2",
    "disperse",
    "distance_over_m",
    "outline_over",
    "over_dosage_threshold",
    "receptors",
]

AEGL_WINDOW_S = 3600.0
DAY_S = 86400.0
_BREATHING_HEIGHT_M = 1.5  # the receptor height of a standing person
_RADIUS_PER_SIGMA = 2.15  # a Gaussian falls to a tenth of its centre at 2.15 sigma: sqrt(2 ln 10)
_SMALLEST_SIGMA_M = 1.0
_CURVES_END_M = 1e4  # the rural curves are stated to 10 km
_RESULTS = ("peak", "dosage", "average", "deposit")


@dataclass(frozen=True)
class AirRelease:
    """What enters the air at one place: mass of each substance (``udmh``, ``n2o4`` ...) and its cloud.

    ``height_m`` is the centre of the stabilised cloud, ``radius_m`` where its concentration has fallen to a
    tenth; ``duration_s`` 0 for a puff. The offsets say how far the rise has carried it.
    """

    mass_kg: Mapping[str, float]
    height_m: float
    radius_m: float
    duration_s: float = 0.0
    east_m: float = 0.0
    north_m: float = 0.0


@dataclass(frozen=True)
class Grid:
    """Cell centres of a regular map, metres east and north of the source."""

    west_m: float
    south_m: float
    cell_m: float
    columns_number: int
    rows_number: int

    @staticmethod
    def square(half_width_m: float, cells_number: int) -> Grid:
        """Make a square map around the source."""
        cell = 2.0 * half_width_m / cells_number
        return Grid(-half_width_m, -half_width_m, cell, cells_number, cells_number)

    @property
    def east_m(self) -> NDArray[np.float64]:
        """Centres of the columns, shape (columns,)."""
        return np.asarray(self.west_m + self.cell_m * (np.arange(self.columns_number) + 0.5), np.float64)

    @property
    def north_m(self) -> NDArray[np.float64]:
        """Centres of the rows, shape (rows,)."""
        return np.asarray(self.south_m + self.cell_m * (np.arange(self.rows_number) + 0.5), np.float64)


@dataclass(frozen=True)
class Ledger:
    """Where the mass is 24 h after the release; the first equals the sum of the next three."""

    released_kg: float
    airborne_kg: float
    deposited_kg: float
    decayed_kg: float
    ndma_formed_kg: float = 0.0
    ndma_airborne_kg: float = 0.0


@dataclass(frozen=True, eq=False)
class Passing:
    """What passes over points: arrays of one shape."""

    peak_kg_per_m3: NDArray[np.float64]
    dosage_mg_s_per_m3: NDArray[np.float64]
    average_kg_per_m3: NDArray[np.float64]
    deposit_kg_per_m2: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SubstanceField:
    """One substance of one release: its puff's table, its map (where asked) and its ledger."""

    table: NDArray[np.float64]
    constants: NDArray[np.float64]
    toward_ratio: tuple[float, float]
    start_m: tuple[float, float]
    ledger: Ledger
    map: Passing | None = None


@dataclass(frozen=True, eq=False)
class AirField:
    """All substances of one release in one draw's weather; ``notes`` say where the model left its range."""

    substances: Mapping[str, SubstanceField]
    weather: WeatherDraw
    grid: Grid | None = None
    notes: tuple[str, ...] = field(default=())


def _constants(
    substance: str,
    mass_kg: float,
    release: AirRelease,
    weather: WeatherDraw,
    p: AirParameters,
    uptake: Uptake | None,
) -> NDArray[np.float64]:
    """Lay out the vector that the kernels read."""
    from downrange.physics.kernels import dispersion as k

    c = np.zeros(k.CONSTANTS)
    curves = spreading(weather.stability)
    temperature = weather.air_temperature_c + 273.15
    c[k.SPEED] = weather.wind_at(max(release.height_m, 10.0)).speed_m_per_s
    c[k.DURATION] = release.duration_s
    c[k.WET] = _scavenging_per_s(_washed(substance, p, uptake), weather.rain_mm_per_h, p)
    if substance == "udmh":
        c[k.DEPOSITION] = p.deposition_velocity_udmh_m_per_s
        c[k.OZONE] = chemistry.ozone_capacity_kg_per_m3(p.background_ozone_ppb, temperature)
        c[k.RATE] = chemistry.ozone_rate_per_s(
            p.udmh_ozone_rate_cm3_per_s, p.background_ozone_ppb, temperature
        )
    elif uptake is not None:
        c[k.DEPOSITION] = uptake.deposition_velocity_m_per_s
    else:
        c[k.DEPOSITION] = p.deposition_velocity_no2_m_per_s
        c[k.DECAY] = p.no2_oxidation_per_s
    c[k.HEIGHT], c[k.LID] = release.height_m, weather.mixing_height_m
    c[k.SIGMA_0] = max(release.radius_m / _RADIUS_PER_SIGMA, _SMALLEST_SIGMA_M)
    c[k.MASS] = mass_kg
    c[k.SLOPE_Y] = p.sigma_y_factor * curves.sigma_y_slope_factor
    c[k.CURVE_Y] = curves.sigma_y_curvature_per_m
    c[k.SLOPE_Z] = p.sigma_z_factor * curves.sigma_z_slope_factor
    c[k.CURVE_Z] = curves.sigma_z_curvature_per_m
    c[k.EXPONENT_Z] = curves.sigma_z_exponent_number
    c[k.FAR_GROWTH], c[k.FAR_FROM] = p.far_growth_m_per_s, _CURVES_END_M
    c[k.END], c[k.RECEPTOR_Z] = DAY_S, _BREATHING_HEIGHT_M
    return c


def _washed(substance: str, p: AirParameters, uptake: Uptake | None) -> tuple[float, float]:
    """Give A of the two models of scavenging, FLEXPART and CALPUFF, 1/s."""
    if uptake is not None:
        return uptake.scavenging_flexpart_per_s, uptake.scavenging_calpuff_per_s
    if substance == "udmh":
        return p.scavenging_flexpart_udmh_per_s, p.scavenging_calpuff_udmh_per_s
    return p.scavenging_flexpart_no2_per_s, p.scavenging_calpuff_no2_per_s


def _scavenging_per_s(factors_per_s: tuple[float, float], rain_mm_per_h: float, p: AirParameters) -> float:
    """Give lambda = A P^B of the drawn model (P in mm/h): 0 FLEXPART, 1 CALPUFF (B = 1)."""
    if rain_mm_per_h <= 0.0:
        return 0.0
    if p.scavenging_structure_number < 0.5:
        return factors_per_s[0] * float(rain_mm_per_h**p.scavenging_flexpart_rain_exponent_number)
    return factors_per_s[1] * rain_mm_per_h


def _inside_share(c: NDArray[np.float64]) -> float:
    """Give the share of a stabilised cloud that lies below the mixing height."""
    from downrange.physics.kernels import dispersion as k

    return 0.5 * math.erfc((c[k.HEIGHT] - c[k.LID]) / (math.sqrt(2.0) * c[k.SIGMA_0]))


def disperse(
    release: AirRelease,
    weather: WeatherDraw,
    parameters: AirParameters,
    grid: Grid | None = None,
    uptakes: Mapping[str, Uptake] | None = None,
) -> AirField:
    """Carry a release with the wind for 24 hours.

    Parameters
    ----------
    release : AirRelease
        Masses of ``udmh``, of ``n2o4`` or ``no2`` (N2O4 is counted as NO2, mass for mass), and of whatever
        has an uptake.
    weather : WeatherDraw
        Of this draw.
    parameters : AirParameters
        Of this draw.
    grid : Grid, optional
        Where given, each substance gets its map.
    uptakes : mapping, optional
        By slug, of substances that do not react: ``hcl``, ``hno3``, ``al2o3``.

    Returns
    -------
    AirField
        By substance as far as released; N2O4 as ``no2``.

    Raises
    ------
    ValueError
        For a substance this model does not know.
    """
    from downrange.physics.kernels.dispersion import puff_table

    known = uptakes or {}
    masses: dict[str, float] = {}
    for name, mass in release.mass_kg.items():
        if name not in ("udmh", "no2", "n2o4", *known):
            raise ValueError(
                f"the puff model carries udmh, n2o4, no2 and what has an uptake given, not {name!r}"
            )
        carried = "no2" if name == "n2o4" else name
        masses[carried] = masses.get(carried, 0.0) + mass
    substances = {}
    for name, mass in masses.items():
        constants = _constants(name, mass, release, weather, parameters, known.get(name))
        table, sums = puff_table(constants, _inside_share(constants))
        one = SubstanceField(
            table=table,
            constants=constants,
            toward_ratio=weather.wind.toward,
            start_m=(release.east_m, release.north_m),
            ledger=_ledger(name, mass, sums, table, weather, parameters),
        )
        substances[name] = one if grid is None else _mapped(one, grid)
    return AirField(substances, weather, grid, _notes(release, weather))


def _notes(release: AirRelease, weather: WeatherDraw) -> tuple[str, ...]:
    notes = ["beyond 10 km the rural curves are continued by an assumed growth in time"]
    if weather.wind.speed_m_per_s <= 1.0:
        notes.append("wind at or below 1 m/s: a puff model with one direction is at its limit")
    if release.height_m > weather.mixing_height_m:
        notes.append("cloud centre above the mixing height: what lies above it is kept aloft")
    return tuple(notes)


def _ledger(
    name: str,
    mass: float,
    sums: NDArray[np.float64],
    table: NDArray[np.float64],
    weather: WeatherDraw,
    p: AirParameters,
) -> Ledger:
    airborne, deposited, decayed = (float(v) for v in sums)
    if name != "udmh":
        return Ledger(mass, airborne, deposited, decayed)
    formed = chemistry.ndma_from_udmh_kg(decayed, p.ndma_yield_fraction)
    pace = p.ndma_full_sun_photolysis_per_s * chemistry.daylight_share(weather.solar_elevation_deg)
    return Ledger(mass, airborne, deposited, decayed, formed, _ndma_left(formed, table, pace))


def _ndma_left(formed_kg: float, table: NDArray[np.float64], pace_per_s: float) -> float:
    """Give the NDMA in the air at the end: made as UDMH vanishes, broken by the release hour's light."""
    from downrange.physics.kernels import dispersion as k

    made = np.diff(1.0 - table[:, k.COLUMN_LEFT])
    if made.sum() <= 0.0:
        return 0.0
    middle = 0.5 * (table[1:, k.TIME] + table[:-1, k.TIME])
    kept = np.exp(-pace_per_s * (table[-1, k.TIME] - middle))
    return float(formed_kg * (made * kept).sum() / made.sum())


def _mapped(one: SubstanceField, grid: Grid) -> SubstanceField:
    east, north = np.meshgrid(grid.east_m, grid.north_m)
    return SubstanceField(
        one.table, one.constants, one.toward_ratio, one.start_m, one.ledger, receptors(one, east, north)
    )


def receptors(
    one: SubstanceField, east_m: ArrayLike, north_m: ArrayLike, window_s: float = AEGL_WINDOW_S
) -> Passing:
    """Say what passes over given points.

    Parameters
    ----------
    one : SubstanceField
        Of :func:`disperse`.
    east_m, north_m : array_like
        Metres from the source, any one shape.
    window_s : float
        Averaging time of ``average_kg_per_m3``.

    Returns
    -------
    Passing
        Peak and average at breathing height, dosage there, deposit; each of the shape given.
    """
    from downrange.physics.kernels.dispersion import passages

    east = np.asarray(east_m, float) - one.start_m[0]
    north = np.asarray(north_m, float) - one.start_m[1]
    found = passages(
        east.ravel(),
        north.ravel(),
        one.toward_ratio[0],
        one.toward_ratio[1],
        window_s,
        one.table,
        one.constants,
    ).reshape(4, *east.shape)
    return Passing(found[0], 1e6 * found[1], found[2], found[3])


def _stations_m(one: SubstanceField) -> NDArray[np.float64]:
    """Distances along the puff's way: behind the start, and where the table has its rows."""
    from downrange.physics.kernels import dispersion as k

    behind = -one.constants[k.SIGMA_0] * np.linspace(5.0, 0.0, 24, endpoint=False)
    return np.concatenate([behind, one.table[:-1, k.TIME] * one.constants[k.SPEED]])


def _half_widths(one: SubstanceField, level: float, which: str, window_s: float) -> NDArray[np.float64]:
    from downrange.physics.kernels.dispersion import half_width

    place = _RESULTS.index(which)
    stations = _stations_m(one)
    return np.array(
        [half_width(float(s), level, place, window_s, one.table, one.constants) for s in stations]
    )


def distance_over_m(one: SubstanceField, level_kg_per_m3: float, window_s: float = AEGL_WINDOW_S) -> float:
    """Give the greatest distance from the source at which the greatest average exceeds a level, m.

    The average is over ``window_s`` at breathing height under the puff's axis; 0 where it never exceeds.
    """
    from downrange.physics.kernels.dispersion import passage

    stations = _stations_m(one)
    averages = np.array([passage(float(s), 0.0, window_s, one.table, one.constants)[2] for s in stations])
    over = np.nonzero(averages > level_kg_per_m3)[0]
    if over.size == 0:
        return 0.0
    last = int(over[-1])
    reach = float(stations[last])
    if last + 1 < stations.size and averages[last + 1] > 0.0:
        whole = math.log(averages[last] / averages[last + 1])
        share = math.log(averages[last] / level_kg_per_m3) / whole if whole > 0.0 else 0.0
        reach += share * (float(stations[last + 1]) - reach)
    east = one.start_m[0] + reach * one.toward_ratio[0]
    north = one.start_m[1] + reach * one.toward_ratio[1]
    return math.hypot(east, north)


def over_dosage_threshold(
    air: AirField, levels_ppm: Mapping[str, float], window_s: float = AEGL_WINDOW_S
) -> dict[str, float]:
    """Give the distance over a level of each substance (``udmh``, ``no2``), m: ppm averaged over the window.

    The level is converted at 25 C and 1 atm, as the exposure levels are. N2O4 is inside ``no2``: never add
    its own row.
    """
    return {
        name: distance_over_m(air.substances[name], chemistry.ppm_to_kg_per_m3(level, name), window_s)
        for name, level in levels_ppm.items()
        if name in air.substances
    }


def area_over_deposit_m2(one: SubstanceField, level_kg_per_m2: float) -> float:
    """Give the area whose deposit exceeds a level, by integrating the width along the puff's way."""
    widths = 2.0 * _half_widths(one, level_kg_per_m2, "deposit", AEGL_WINDOW_S)
    return float(np.trapezoid(widths, _stations_m(one)))


def outline_over(
    one: SubstanceField, level: float, which: str = "average", window_s: float = AEGL_WINDOW_S
) -> NDArray[np.float64]:
    """Give the closed outline of where a result exceeds a level.

    Parameters
    ----------
    one : SubstanceField
        Of :func:`disperse`.
    level : float
        kg/m3 for ``peak`` and ``average``, kg s/m3 for ``dosage``, kg/m2 for ``deposit``.
    which : str
        Which result.
    window_s : float
        Averaging time.

    Returns
    -------
    array, shape (n, 2)
        East and north, m, from the source; empty where the level is never exceeded.
    """
    widths = _half_widths(one, level, which, window_s)
    stations = _stations_m(one)
    kept = np.nonzero(widths > 0.0)[0]
    if kept.size == 0:
        return np.empty((0, 2))
    kept = np.arange(max(kept[0] - 1, 0), min(kept[-1] + 2, stations.size))  # with the tips, of no width
    along = np.concatenate([stations[kept], stations[kept][::-1], stations[kept][:1]])
    across = np.concatenate([widths[kept], -widths[kept][::-1], widths[kept][:1]])
    east, north = one.toward_ratio
    return np.column_stack(
        [
            one.start_m[0] + along * east - across * north,
            one.start_m[1] + along * north + across * east,
        ]
    )
