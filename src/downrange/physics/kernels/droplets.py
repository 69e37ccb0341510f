"""Falling drops that evaporate: quasi-steady terminal fall, wet-bulb temperature, Ranz-Marshall transfer.

Arrays and floats only. Ranz and Marshall, Chem. Eng. Prog. 48, 141 and 173 (1952); drag after Schiller and
Naumann (1935); viscosity after Sutherland with the constants of the US Standard Atmosphere 1976, eq. 51.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from downrange.physics.kernels.compiled import compiled

__all__ = ["drop_rate", "fall_drops", "still_lifetime_s", "terminal_speed_m_per_s"]

R_J_PER_MOL_K = 8.31446261815324
AIR_KG_PER_MOL = 0.0289644
GRAVITY = 9.80665


@compiled
def _air(temperature_k: float, pressure_pa: float) -> tuple[float, float, float]:
    """Density, viscosity and conductivity of air."""
    density = pressure_pa * AIR_KG_PER_MOL / (R_J_PER_MOL_K * temperature_k)
    viscosity = 1.458e-6 * temperature_k**1.5 / (temperature_k + 110.4)
    conductivity = 2.64638e-3 * temperature_k**1.5 / (temperature_k + 245.4 * 10.0 ** (-12.0 / temperature_k))
    return density, viscosity, conductivity


@compiled
def _speed(diameter: float, liquid: float, density: float, viscosity: float, guess: float) -> float:
    """Terminal speed by damped fixed-point steps from a guess."""
    speed = guess
    for _ in range(60):
        reynolds = max(density * speed * diameter / viscosity, 1e-12)
        drag = max(24.0 / reynolds * (1.0 + 0.15 * reynolds**0.687), 0.44)
        new = math.sqrt(4.0 * liquid * GRAVITY * diameter / (3.0 * drag * density))
        if abs(new - speed) < 1e-4 * new:
            return new
        speed = math.sqrt(new * speed)
    return speed


@compiled
def terminal_speed_m_per_s(
    diameter_m: float, liquid_kg_per_m3: float, temperature_k: float, pressure_pa: float
) -> float:
    """Give the speed at which drag carries the drop's weight, m/s; Schiller-Naumann, at least C_d 0.44."""
    density, viscosity, _ = _air(temperature_k, pressure_pa)
    guess = math.sqrt(4.0 * liquid_kg_per_m3 * GRAVITY * diameter_m / (3.0 * 0.44 * density))
    return _speed(diameter_m, liquid_kg_per_m3, density, viscosity, guess)


@compiled
def _transfer(
    drop_k: float,
    air_k: float,
    pressure_pa: float,
    nusselt: float,
    sherwood: float,
    liquid: NDArray[np.float64],
) -> tuple[float, float]:
    """Heat gained less heat used, W/m (over pi d), and the vapour given off, kg/s/m (over pi d)."""
    density, _, conductivity = _air(air_k, pressure_pa)
    saturated = math.exp(liquid[2] - liquid[3] / max(drop_k + liquid[4], 1.0))
    share = min(saturated / pressure_pa, 0.9999)
    mass_share = share * liquid[0] / (share * liquid[0] + (1.0 - share) * AIR_KG_PER_MOL)
    diffusivity = liquid[5] * (air_k / 298.15) ** 1.75 * 101325.0 / pressure_pa
    given = density * diffusivity * sherwood * -math.log(1.0 - mass_share)
    return conductivity * nusselt * (air_k - drop_k) - liquid[6] * given, given


@compiled
def drop_rate(
    diameter_m: float,
    speed_m_per_s: float,
    air_k: float,
    pressure_pa: float,
    guess_k: float,
    liquid: NDArray[np.float64],
) -> tuple[float, float]:
    """Give -d(d^2)/dt, m2/s, and the drop's wet-bulb temperature, K.

    ``liquid`` holds molar mass, density, Antoine A, B, C, vapour diffusivity at 298.15 K and 1 atm, heat of
    vaporisation (SI). Ranz-Marshall: Sh = 2 + 0.6 Re^(1/2) Sc^(1/3), Nu alike with Pr.
    """
    density, viscosity, _ = _air(air_k, pressure_pa)
    reynolds = density * speed_m_per_s * diameter_m / viscosity
    diffusivity = liquid[5] * (air_k / 298.15) ** 1.75 * 101325.0 / pressure_pa
    sherwood = 2.0 + 0.6 * math.sqrt(reynolds) * (viscosity / (density * diffusivity)) ** (1.0 / 3.0)
    nusselt = 2.0 + 0.6 * math.sqrt(reynolds) * 0.71 ** (1.0 / 3.0)
    drop_k = min(guess_k, air_k)
    given = 0.0
    for _ in range(40):
        heat, given = _transfer(drop_k, air_k, pressure_pa, nusselt, sherwood, liquid)
        warmer, _ = _transfer(drop_k + 0.01, air_k, pressure_pa, nusselt, sherwood, liquid)
        step = -heat * 0.01 / (warmer - heat)
        step = min(max(step, -20.0), 20.0)
        drop_k = min(max(drop_k + step, 120.0), air_k)
        if abs(step) < 1e-3:
            break
    return 4.0 * given / liquid[1], drop_k


@compiled
def still_lifetime_s(
    diameter_m: float, air_k: float, pressure_pa: float, liquid: NDArray[np.float64], steps: int
) -> float:
    """Give how long a drop at rest lasts, s, by Runge-Kutta-free steps in d^2 (it must be d0^2 / K)."""
    left = diameter_m * diameter_m
    piece = left / steps
    time = 0.0
    guess = air_k
    for k in range(steps):
        middle = math.sqrt(left - (k + 0.5) * piece)
        rate, guess = drop_rate(middle, 0.0, air_k, pressure_pa, guess, liquid)
        time += piece / rate
    return time


@compiled
def _at(height: float, heights: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    if height <= heights[0]:
        return float(values[0])
    last = heights.shape[0] - 1
    if height >= heights[last]:
        return float(values[last])
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if heights[middle] <= height:
            low = middle
        else:
            high = middle
    part = (height - heights[low]) / (heights[high] - heights[low])
    return float(values[low] + part * (values[high] - values[low]))


@compiled
def fall_drops(
    diameters_m: NDArray[np.float64],
    start_m: float,
    ground_m: float,
    heights_m: NDArray[np.float64],
    temperatures_k: NDArray[np.float64],
    log_pressures: NDArray[np.float64],
    winds_m_per_s: NDArray[np.float64],
    liquid: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Let drops fall from rest in the air to the ground.

    Returns
    -------
    array (drops, 4)
        Share of the mass left at the ground, fall time (s), drift (m), height where the drop was gone (m; the
        ground's where it arrived).
    """
    found = np.zeros((diameters_m.shape[0], 4))
    for i in range(diameters_m.shape[0]):
        first = diameters_m[i] * diameters_m[i]
        square, height, time, drift = first, start_m, 0.0, 0.0
        guess, speed = 300.0, 10.0
        while height > ground_m and square > 1e-4 * first:
            air_k = _at(height, heights_m, temperatures_k)
            pressure = math.exp(_at(height, heights_m, log_pressures))
            diameter = math.sqrt(square)
            density, viscosity, _ = _air(air_k, pressure)
            speed = _speed(diameter, liquid[1], density, viscosity, speed)
            rate, guess = drop_rate(diameter, speed, air_k, pressure, guess, liquid)
            step = min(0.05 * square / max(rate, 1e-30), 200.0 / speed, (height - ground_m) / speed + 1e-9)
            square -= rate * step
            height -= speed * step
            drift += _at(height, heights_m, winds_m_per_s) * step
            time += step
        gone = square <= 1e-4 * first
        found[i, 0] = 0.0 if gone else (square / first) ** 1.5
        found[i, 1] = time
        found[i, 2] = drift
        found[i, 3] = height if gone else ground_m
    return found
