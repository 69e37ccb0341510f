"""Gaussian puff: the table of one puff along its way, and what passes over a point.

A puff is followed from release to its last hour at geometric times. Each row of the table holds what a
receptor needs: spread, mass left, vertical density. What passes over a point (dosage, peak, average, deposit)
is then closed-form, because the puff changes little while it passes (frozen-puff integral; Turner, Workbook
of Atmospheric Dispersion Estimates, 1970, chapter 5).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from downrange.physics.kernels.compiled import compiled

__all__ = [
    "AIRBORNE",
    "DECAYED",
    "DEPOSITED",
    "ROWS",
    "half_width",
    "passage",
    "passages",
    "puff_table",
    "survival_of_dosage",
    "vertical_density",
    "window_share",
]

ROWS = 200
"""Rows of a puff's table: release, then geometric times."""

FIRST_S = 1.0
"""Time of the second row."""

# Columns of the table.
TIME, SIGMA_Y, SIGMA_X, MASS_IN, MASS_ALL, AT_RECEPTOR, AT_GROUND, COLUMN_LEFT, GROUND_LEFT = range(9)

# Constants of a puff, in the order of the vector handed to the kernels.
(
    SPEED, DURATION, DEPOSITION, WET, DECAY, OZONE, RATE, HEIGHT, LID, SIGMA_0, MASS,
    SLOPE_Y, CURVE_Y, SLOPE_Z, CURVE_Z, EXPONENT_Z, FAR_GROWTH, FAR_FROM, END, RECEPTOR_Z, CONSTANTS,
) = range(21)  # fmt: skip

AIRBORNE, DEPOSITED, DECAYED = 0, 1, 2
"""Entries of the ledger."""

_SQRT2 = math.sqrt(2.0)
_SQRT2PI = math.sqrt(2.0 * math.pi)
_LEVELS = 24
_SMALL = 1e-300


@compiled
def vertical_density(z: float, height: float, sigma: float, lid: float) -> float:
    """Give the share of the column per metre at height ``z``, 1/m: Gaussian, ground and lid reflecting.

    Images of the source at ``2 n lid +- height``; once ``sigma`` exceeds 1.6 lids the column is mixed evenly.
    """
    if z < 0.0 or z > lid:
        return 0.0
    if sigma > 1.6 * lid:
        return 1.0 / lid
    total = 0.0
    for n in range(-5, 6):
        for sign in (-1.0, 1.0):
            argument = (z - 2.0 * n * lid + sign * height) / sigma
            if argument * argument < 80.0:
                total += math.exp(-0.5 * argument * argument)
    return total / (_SQRT2PI * sigma)


@compiled
def survival_of_dosage(peak: float, ozone: float) -> float:
    """Give the share of a dosage that instant titration leaves, for a passage Gaussian in time.

    The integral of max(0, A exp(-u^2/2) - c) over the integral of A exp(-u^2/2).
    """
    if peak <= ozone:
        return 0.0
    if ozone <= 0.0:
        return 1.0
    edge = math.sqrt(2.0 * math.log(peak / ozone))
    return math.erf(edge / _SQRT2) - 2.0 * ozone * edge / (peak * _SQRT2PI)


@compiled
def _survival_of_sheet(peak: float, ozone: float) -> float:
    """Give the share that instant titration leaves of a horizontal Gaussian sheet with that peak."""
    if peak <= ozone:
        return 0.0
    if ozone <= 0.0:
        return 1.0
    return 1.0 - (ozone / peak) * (1.0 + math.log(peak / ozone))


@compiled
def window_share(window: float, duration: float, sigma_t: float) -> float:
    """Give the largest share of a passage inside a window, all in seconds.

    The passage is a Gaussian of ``sigma_t`` smeared over the release's duration.
    """
    a = _SQRT2 * max(sigma_t, 1e-9)
    if duration < 1e-6 * window or duration < 1e-3 * sigma_t:
        return math.erf(0.5 * window / a)
    high = 0.5 * (window + duration)
    low = 0.5 * abs(window - duration)
    root_pi = math.sqrt(math.pi)
    upper = high * math.erf(high / a) + a / root_pi * math.exp(-((high / a) ** 2))
    lower = low * math.erf(low / a) + a / root_pi * math.exp(-((low / a) ** 2))
    return (upper - lower) / duration


@compiled
def _spreads(time: float, c: Any) -> tuple[float, float]:
    """Give sigma-y and sigma-z, m, after a time of travel: curves to 10 km, then linear growth in time."""
    x = c[SPEED] * time
    near = min(x, c[FAR_FROM])
    y = c[SLOPE_Y] * near / math.sqrt(1.0 + c[CURVE_Y] * near)
    if x > near:
        y += c[FAR_GROWTH] * (x - near) / c[SPEED]
    z = c[SLOPE_Z] * x * (1.0 + c[CURVE_Z] * x) ** c[EXPONENT_Z]
    first = c[SIGMA_0]
    return math.sqrt(first * first + y * y), math.sqrt(first * first + z * z)


@compiled
def _column_left(mass: float, time: float, sigma_y: float, sigma_x: float, sigma_z: float, c: Any) -> float:
    """Give the share of the substance that ozone has left in the whole puff."""
    if c[OZONE] <= 0.0 or mass <= 0.0:
        return 1.0
    height = min(c[HEIGHT], c[LID])
    bottom = max(0.0, height - 4.0 * sigma_z)
    top = min(c[LID], height + 4.0 * sigma_z)
    stretched = math.sqrt(sigma_x * sigma_x + (c[SPEED] * c[DURATION]) ** 2 / 12.0)
    sheet = mass / (2.0 * math.pi * sigma_y * stretched)
    left = 0.0
    whole = 0.0
    for level in range(_LEVELS):
        z = bottom + (top - bottom) * (level + 0.5) / _LEVELS
        density = vertical_density(z, height, sigma_z, c[LID])
        left += density * _survival_of_sheet(sheet * density, c[OZONE])
        whole += density
    fast = left / whole if whole > 0.0 else 1.0
    return fast + (1.0 - fast) * math.exp(-c[RATE] * time)


@compiled
def _ground_left(table: Any, row: int, c: Any) -> float:
    """Give the share that ozone has left of what lies on the ground's skin of the puff."""
    stretched = math.sqrt(table[row, SIGMA_X] ** 2 + (c[SPEED] * c[DURATION]) ** 2 / 12.0)
    sheet = table[row, MASS_IN] * table[row, AT_GROUND] / (2.0 * math.pi * table[row, SIGMA_Y] * stretched)
    fast = _survival_of_sheet(sheet, c[OZONE])
    return fast + (1.0 - fast) * math.exp(-float(c[RATE] * table[row, TIME]))


@compiled
def _fill_row(table: Any, row: int, time: float, c: Any) -> None:
    sigma_y, sigma_z = _spreads(time, c)
    height = min(c[HEIGHT], c[LID])
    table[row, TIME] = time
    table[row, SIGMA_Y] = sigma_y
    table[row, SIGMA_X] = sigma_y
    table[row, AT_RECEPTOR] = vertical_density(min(c[RECEPTOR_Z], c[LID]), height, sigma_z, c[LID])
    table[row, AT_GROUND] = vertical_density(0.0, height, sigma_z, c[LID])


@compiled
def puff_table(c: Any, inside: float) -> tuple[Any, Any]:
    """Follow one puff to its end.

    Parameters
    ----------
    c : array, shape (CONSTANTS,)
        Constants of the puff, SI, in the order named in this module.
    inside : float
        Share of the mass below the lid at release; the rest stays aloft.

    Returns
    -------
    table : array, shape (ROWS, 9)
        Time, spreads, masses (passive: as if ozone took nothing), vertical densities, share left by ozone.
    ledger : array, shape (3,)
        Airborne, deposited, decayed, kg; they sum to the mass released.
    """
    table = np.zeros((ROWS, 9))
    ledger = np.zeros(3)
    growth = (c[END] / FIRST_S) ** (1.0 / (ROWS - 2))
    time = 0.0
    within, aloft = inside * c[MASS], (1.0 - inside) * c[MASS]
    for row in range(ROWS):
        if row > 0:
            time = FIRST_S * growth ** (row - 1)
        _fill_row(table, row, time, c)
        if row > 0:
            step = time - table[row - 1, TIME]
            dry = c[DEPOSITION] * 0.5 * (table[row - 1, AT_GROUND] + table[row, AT_GROUND])
            common = c[WET] + c[DECAY]
            lost_in = within * -math.expm1(-(dry + common) * step)
            lost_out = aloft * -math.expm1(-common * step)
            washed = lost_in * c[WET] / max(dry + common, _SMALL) + lost_out * c[WET] / max(common, _SMALL)
            settled = lost_in * dry / max(dry + common, _SMALL)
            ledger[DEPOSITED] += washed * table[row - 1, COLUMN_LEFT] + settled * table[row - 1, GROUND_LEFT]
            within -= lost_in
            aloft -= lost_out
        table[row, MASS_IN] = within
        table[row, MASS_ALL] = within + aloft
        _, sigma_z = _spreads(time, c)
        left = _column_left(table[row, MASS_ALL], time, table[row, SIGMA_Y], table[row, SIGMA_X], sigma_z, c)
        table[row, COLUMN_LEFT] = left if row == 0 else min(left, table[row - 1, COLUMN_LEFT])
        table[row, GROUND_LEFT] = _ground_left(table, row, c)
    ledger[AIRBORNE] = table[ROWS - 1, MASS_ALL] * table[ROWS - 1, COLUMN_LEFT]
    ledger[DECAYED] = c[MASS] - ledger[AIRBORNE] - ledger[DEPOSITED]
    return table, ledger


@compiled
def _row_at(time: float, end: float) -> tuple[int, float]:
    """Find the row before a time and the share of the way to the next."""
    growth = math.log(end / FIRST_S) / (ROWS - 2)
    if time <= FIRST_S:
        return 0, max(time, 0.0) / FIRST_S
    place = 1.0 + math.log(time / FIRST_S) / growth
    row = min(int(place), ROWS - 2)
    lower = FIRST_S * math.exp(growth * (row - 1))
    upper = FIRST_S * math.exp(growth * row)
    return row, min(max((time - lower) / (upper - lower), 0.0), 1.0)


@compiled
def passage(
    along: float, across: float, window: float, table: Any, c: Any
) -> tuple[float, float, float, float]:
    """Say what passes over a point.

    Parameters
    ----------
    along, across : float
        Metres downwind and across from the puff's start.
    window : float
        Averaging time, s.
    table, c : arrays
        From :func:`puff_table`.

    Returns
    -------
    tuple of float
        Peak, kg/m3; dosage, kg s/m3; greatest average over the window, kg/m3; deposit, kg/m2.
    """
    time = along / c[SPEED]
    if time >= c[END]:
        return 0.0, 0.0, 0.0, 0.0
    row, w = _row_at(time, c[END])
    sigma_y = (1.0 - w) * table[row, SIGMA_Y] + w * table[row + 1, SIGMA_Y]
    sigma_x = (1.0 - w) * table[row, SIGMA_X] + w * table[row + 1, SIGMA_X]
    if abs(across) > 6.0 * sigma_y or along < -6.0 * sigma_x:
        return 0.0, 0.0, 0.0, 0.0
    inside = (1.0 - w) * table[row, MASS_IN] + w * table[row + 1, MASS_IN]
    whole = (1.0 - w) * table[row, MASS_ALL] + w * table[row + 1, MASS_ALL]
    receptor = (1.0 - w) * table[row, AT_RECEPTOR] + w * table[row + 1, AT_RECEPTOR]
    ground = (1.0 - w) * table[row, AT_GROUND] + w * table[row + 1, AT_GROUND]
    column = (1.0 - w) * table[row, COLUMN_LEFT] + w * table[row + 1, COLUMN_LEFT]
    profile = math.exp(-0.5 * (across / sigma_y) ** 2) / (_SQRT2PI * sigma_y * c[SPEED])
    behind = 0.5 * math.erfc(-along / (_SQRT2 * sigma_x))
    if c[DURATION] > 0.0:
        share = math.erf(c[SPEED] * c[DURATION] / (2.0 * _SQRT2 * sigma_x)) / c[DURATION]
    else:
        share = c[SPEED] / (_SQRT2PI * sigma_x)
    if along < 0.0:
        share *= math.exp(-0.5 * (along / sigma_x) ** 2)
    late = math.exp(-c[RATE] * max(time, 0.0))
    at_receptor = inside * receptor * profile
    peak = at_receptor * share
    left = max(0.0, 1.0 - c[OZONE] / peak) if peak > 0.0 else 0.0
    kept = survival_of_dosage(peak, c[OZONE])
    kept += (1.0 - kept) * late
    dosage = at_receptor * behind * kept
    on_ground = inside * ground * profile
    kept_ground = survival_of_dosage(on_ground * share, c[OZONE])
    kept_ground += (1.0 - kept_ground) * late
    deposit = c[DEPOSITION] * on_ground * behind * kept_ground + c[WET] * whole * profile * behind * column
    average = dosage * window_share(window, c[DURATION], sigma_x / c[SPEED]) / window
    return peak * (left + (1.0 - left) * late), dosage, average, deposit


@compiled
def passages(
    east: Any, north: Any, toward_east: float, toward_north: float, window: float, table: Any, c: Any
) -> Any:
    """Evaluate :func:`passage` at many points.

    Parameters
    ----------
    east, north : arrays, shape (n,)
        Metres from the puff's start.
    toward_east, toward_north : float
        Unit vector the puff travels along.
    window : float
        Averaging time, s.

    Returns
    -------
    array, shape (4, n)
        Peak, dosage, average, deposit.
    """
    out = np.zeros((4, east.size))
    for i in range(east.size):
        along = east[i] * toward_east + north[i] * toward_north
        across = north[i] * toward_east - east[i] * toward_north
        out[0, i], out[1, i], out[2, i], out[3, i] = passage(along, across, window, table, c)
    return out


@compiled
def half_width(along: float, level: float, which: int, window: float, table: Any, c: Any) -> float:
    """Find how far across the puff's way a result stays above a level, m (0 where it never is).

    ``which`` is the place of the result in :func:`passage`: 0 peak, 1 dosage, 2 average, 3 deposit. All of
    them fall with distance across, so bisection finds the edge.
    """
    if passage(along, 0.0, window, table, c)[which] <= level:
        return 0.0
    row, w = _row_at(max(along, 0.0) / c[SPEED], c[END])
    low = 0.0
    high = float(6.0 * ((1.0 - w) * table[row, SIGMA_Y] + w * table[row + 1, SIGMA_Y]))
    for _ in range(40):
        middle = 0.5 * (low + high)
        if passage(along, middle, window, table, c)[which] > level:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
