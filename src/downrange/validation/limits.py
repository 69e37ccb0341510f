"""Limits with exact answers: what the air models must give where theory knows the result.

Each row holds the exact figure as ``measured``, ours as ``computed``, and the band that noise and the stated
tolerance allow. One function per limit, so that a reader can check the formula against its source.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from downrange.base.spread import generator
from downrange.physics import chemistry, puff
from downrange.physics.puff_parameters import central_air_parameters
from downrange.physics.surface_layer import from_friction_velocity, turbulence_table, varied
from downrange.physics.weather import weather_draw

__all__ = [
    "deposition_rows",
    "drop_rows",
    "field_rows",
    "gaussian_rows",
    "gradient_transport_rows",
    "inversion_rows",
    "ledger_rows",
    "ozone_rows",
    "report",
    "taylor_rows",
    "well_mixed_rows",
]

Row = dict[str, Any]
Array = NDArray[np.float64]


def _row(what: str, exact: float, computed: float, tolerance: float, why: str) -> Row:
    low, high = exact - tolerance, exact + tolerance
    return {
        "what": what,
        "measured": exact,
        "computed": computed,
        "low": low,
        "high": high,
        "inside": bool(low <= computed <= high),
        "why": why,
    }


def _particles(count: int, heights: Array, seed: int, name: str) -> Array:
    random = generator(seed, name)
    state = np.zeros((count, 7))
    state[:, 2] = heights
    state[:, 3:6] = random.standard_normal((count, 3))
    state[:, 6] = 1.0
    return state


def _even(lowest: float, top: float, sigma: float, time: float) -> Array:
    """Lay out turbulence that does not change with height."""
    from downrange.physics.kernels.dispersion_particles import laid_out

    z = lowest + (top - lowest) * np.linspace(0.0, 1.0, 65) ** 2
    one = np.ones_like(z)
    return np.asarray(laid_out(np.column_stack([z, one, sigma * one, time * one, one, one, one])))


def _settings(lowest: float, top: float, step_share: float, absorbed: float = 0.0) -> Array:
    from downrange.physics.kernels import dispersion_particles as k

    s = np.zeros(k.SETTINGS)
    s[k.LOWEST], s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = lowest, top, step_share, 1e9
    s[k.ABSORBED] = absorbed
    return s


def well_mixed_rows(particles: int = 1_000_000, hours: float = 6.0, seed: int = 0) -> list[Row]:
    """Even at first, even after hours in convective turbulence (Thomson 1987): 50 layers, and below 2 m.

    The layer is u* = 0.3 m/s, L = -10 m, h = 1,000 m: sigma_w grows threefold and T_L ten-thousandfold with
    height. Allowed: 2 % (5 % below 2 m) and four standard deviations of the counts.
    """
    from downrange.physics.kernels.dispersion_particles import advance, laid_out
    from downrange.physics.kernels.random_normal import key_of

    layer = from_friction_velocity(0.3, -10.0, 0.01, 1000.0)
    low, top = 0.1, 1000.0
    cells = laid_out(turbulence_table(layer, low))
    heights = low + (top - low) * generator(seed, "well-mixed heights").random(particles)
    state = _particles(particles, heights, seed, "well-mixed velocities")
    advance(state, 0, 3600.0 * hours, cells, _settings(low, top, 0.1), key_of(seed))
    share = np.histogram(state[:, 2], 50, (low, top))[0] * 50.0 / particles
    worst = float(share[np.argmax(np.abs(share - 1.0))])
    ground = float((state[:, 2] < 2.0).mean()) * (top - low) / (2.0 - low)
    noise = 4.0 * math.sqrt(50.0 / particles)
    noise_ground = 3.0 / math.sqrt(particles * (2.0 - low) / (top - low))
    return [
        _row(
            f"well-mixed, worst of 50 layers after {hours:g} h, share of its due", 1.0, worst, 0.02 + noise,
            f"{particles} particles, step 0.1 T_L: 2 % and noise {100 * noise:.1f} %",
        ),
        _row(
            f"well-mixed, below 2 m after {hours:g} h, share of its due", 1.0, ground, 0.05 + noise_ground,
            f"5 % and noise {100 * noise_ground:.1f} %",
        ),
        _row(
            "well-mixed, variance of w over sigma_w^2", 1.0, float(state[:, 3].var()),
            0.01 + 4.0 * math.sqrt(2.0 / particles), "stays Gaussian where it was",
        ),
    ]  # fmt: skip


def taylor_rows(particles: int = 100_000, seed: int = 0) -> list[Row]:
    """Spread in even turbulence (Taylor 1921): sigma^2 = 2 s^2 T^2 (t/T - 1 + exp(-t/T))."""
    from downrange.physics.kernels.dispersion_particles import advance
    from downrange.physics.kernels.random_normal import key_of

    cells = _even(0.0, 1e5, 0.5, 100.0)
    rows = []
    for shares, name in ((0.2, "short"), (20.0, "long")):
        state = _particles(particles, np.full(particles, 5e4), seed, f"taylor {name}")
        advance(state, 0, 100.0 * shares, cells, _settings(0.0, 1e5, 0.1), key_of(seed + 1))
        exact = 50.0 * math.sqrt(2.0 * (shares - 1.0 + math.exp(-shares)))
        noise = 4.0 * exact * math.sqrt(0.5 / particles)
        rows.append(
            _row(
                f"Taylor, {name} time (t = {shares:g} T), m", exact, float(state[:, 2].std()),
                0.003 * exact + noise, "0.3 % and noise",
            )
        )  # fmt: skip
    return rows


def gradient_transport_rows(particles: int = 100_000, seed: int = 0) -> list[Row]:
    """K-theory of a ground source with K = b z: n(z) = exp(-z/(b t)) / (b t), so the mean height is b t.

    sigma_w even, T_L = b z / sigma_w^2: the particle model becomes K-theory where the plume is deep against
    the length sigma_w T_L; their ratio b / sigma_w is 0.1 here.
    """
    from downrange.physics.kernels.dispersion_particles import advance, laid_out
    from downrange.physics.kernels.random_normal import key_of

    b, sigma, low, top, duration = 0.1, 1.0, 0.02, 400.0, 120.0
    z = low + (top - low) * np.linspace(0.0, 1.0, 513) ** 2
    one = np.ones_like(z)
    cells = laid_out(np.column_stack([z, one, sigma * one, b * z / sigma**2, one, one, one]))
    state = _particles(particles, np.full(particles, low + 0.02), seed, "gradient transport")
    advance(state, 0, duration, cells, _settings(low, top, 0.2), key_of(seed + 2))
    scale = b * duration
    heights = state[:, 2]
    rows = [
        _row(
            "K-theory, mean height of a ground source, m", scale, float(heights.mean()),
            0.03 * scale + 4.0 * scale / math.sqrt(particles), "3 % and noise",
        )
    ]  # fmt: skip
    for share in (0.25, 1.0, 3.0):
        exact = math.exp(-share)
        rows.append(
            _row(
                f"K-theory, share above {share:g} b t", exact, float((heights > share * scale).mean()),
                0.02 * exact + 4.0 * math.sqrt(exact / particles) + 0.005, "2 %, noise and the start's 0.005",
            )
        )  # fmt: skip
    return rows


def deposition_rows(particles: int = 100_000, seed: int = 0) -> list[Row]:
    """Uptake by the ground from a source at height in constant K (Carslaw and Jaeger, section 14.2).

    Share still airborne: ``erf(a) + exp(v h/K + v^2 t/K) erfc(a + v sqrt(t/K))`` with ``a = h/sqrt(4 K t)``.
    """
    from scipy.special import erf, erfcx

    from downrange.physics.kernels.dispersion_particles import advance
    from downrange.physics.kernels.random_normal import key_of
    from downrange.physics.plume import absorbed_share

    sigma, time, height, velocity, duration = 1.0, 1.0, 20.0, 0.05, 880.0
    diffusivity = sigma**2 * time
    cells = _even(0.0, 400.0, sigma, time)
    state = _particles(particles, np.full(particles, height), seed, "deposition")
    absorbed = absorbed_share(velocity, sigma)
    advance(state, 0, duration, cells, _settings(0.0, 400.0, 0.1, absorbed), key_of(seed + 3))
    a = height / math.sqrt(4.0 * diffusivity * duration)
    far = a + velocity * math.sqrt(duration / diffusivity)
    exact = float(erf(a) + math.exp(-a * a) * erfcx(far))
    return [
        _row(
            "deposition, share still airborne", exact, float(state[:, 6].mean()),
            0.01 + 4.0 * float(state[:, 6].std()) / math.sqrt(particles), "1 % of the mass and noise",
        )
    ]  # fmt: skip


def inversion_rows(particles: int = 100_000, seed: int = 0) -> list[Row]:
    """Reflection at ground and inversion: the sum of images, and an even column in the end."""
    from downrange.physics.kernels.dispersion import vertical_density
    from downrange.physics.kernels.dispersion_particles import advance
    from downrange.physics.kernels.random_normal import key_of

    top, sigma, time, height = 100.0, 1.0, 20.0, 30.0
    cells = _even(0.0, top, sigma, time)
    rows = []
    for duration in (30.0, 2000.0):
        state = _particles(particles, np.full(particles, height), seed, f"inversion {duration}")
        advance(state, 0, duration, cells, _settings(0.0, top, 0.1), key_of(seed + 4))
        spread = math.sqrt(2.0 * sigma**2 * time**2 * (duration / time - 1.0 + math.exp(-duration / time)))
        z = np.linspace(0.0, 20.0, 201)
        column = [vertical_density(float(v), height, spread, top) for v in z]
        exact = float(np.trapezoid(column, z))
        rows.append(
            _row(
                f"inversion, share below 20 m of 100 m after {duration:g} s", exact,
                float((state[:, 2] < 20.0).mean()), 0.01 * exact + 4.0 * math.sqrt(exact / particles),
                "1 % and noise",
            )
        )  # fmt: skip
    return rows


def ozone_rows() -> list[Row]:
    """UDMH, ozone and NDMA in a closed parcel: the bound, the pace, the product."""
    capacity = chemistry.ozone_capacity_kg_per_m3(40.0, 298.15)
    rate = chemistry.ozone_rate_per_s(4.3e-15, 40.0, 298.15)
    level = chemistry.ppm_to_kg_per_m3(3.0, "udmh")
    left = chemistry.udmh_left_kg_per_m3(level, capacity, rate, 1e5)
    thin = chemistry.udmh_left_kg_per_m3(0.01 * capacity, capacity, rate, 600.0)
    made = chemistry.ndma_from_udmh_kg(level - left, 0.6)
    made_ppb = 1e3 * chemistry.kg_per_m3_to_ppm(made, "ndma")
    return [
        _row("3 ppm of UDMH in 40 ppb of ozone, share left", 1.0 - 0.04 / 3.0, left / level, 1e-6, "1:1"),
        _row(
            "thin UDMH after ten minutes, share left", math.exp(-rate * 600.0),
            thin / (0.01 * capacity), 1e-9, "first order where ozone is plenty",
        ),
        _row("NDMA made from it, ppb", 24.0, made_ppb, 0.05, "molar yield 0.6 of 40 ppb"),
    ]  # fmt: skip


def ledger_rows() -> list[Row]:
    """Mass closed by the puff model, over classes, rain and cloud heights: the largest error."""
    worst = 0.0
    for elevation, cover, rain, height in (
        (65.0, 0.0, 0.0, 0.0), (20.0, 1.0, 5.0, 600.0), (-20.0, 0.0, 0.0, 50.0), (-20.0, 0.9, 1.0, 3000.0),
    ):  # fmt: skip
        p = central_air_parameters(
            solar_elevation_deg=elevation, cloud_cover_fraction=cover, rain_mm_per_h=rain
        )
        release = puff.AirRelease({"udmh": 1e5, "n2o4": 2e5}, height, 100.0)
        for one in puff.disperse(release, weather_draw(p), p).substances.values():
            parts = one.ledger.airborne_kg + one.ledger.deposited_kg + one.ledger.decayed_kg
            worst = max(worst, abs(parts / one.ledger.released_kg - 1.0))
    return [
        _row(
            "mass closed by the puff, largest relative error",
            0.0,
            worst,
            1e-12,
            "four weathers, two substances",
        )
    ]


def gaussian_rows(seed: int = 0) -> list[Row]:
    """Plume in even turbulence and wind, amid the air: the Gaussian plume with Taylor's spreads."""
    from downrange.physics.plume import PlumeSource, Receptor, gaussian_plume_kg_per_m3, plume

    wind, sigma, time, height, top, x = 10.0, 0.5, 100.0, 500.0, 1000.0, 2000.0
    z = 0.1 + (top - 0.1) * np.linspace(0.0, 1.0, 513) ** 2
    one = np.ones_like(z)
    even = np.column_stack([z, wind * one, sigma * one, time * one, *[sigma * one] * 3])
    layer = varied(from_friction_velocity(0.4, math.inf, 0.01, top), wander_m_per_s=0.0)
    shares = x / wind / time
    spread = sigma * time * math.sqrt(2.0 * (shares - 1.0 + math.exp(-shares)))
    rows = []
    for across in (0.0, spread):
        found = plume(
            PlumeSource(1.0, height), layer, [Receptor(x, across, height)], seed=seed, relative_error=0.01,
            most_particles=70_000, table=even,
        )  # fmt: skip
        exact = gaussian_plume_kg_per_m3(1.0, wind, spread, spread, height, across, height)
        error = 4.0 * float(found.standard_error_kg_per_m3[0])
        rows.append(
            _row(
                f"Gaussian plume in even turbulence, {across:.0f} m off the axis at 2 km, kg/m3", exact,
                float(found.concentration_kg_per_m3[0]), 0.02 * exact + error,
                "2 % (turbulence along the wind, width of the kernel) and noise",
            )
        )  # fmt: skip
    return rows


def drop_rows() -> list[Row]:
    """Drops at rest: the square of the diameter falls evenly (d-squared law), and life goes with it."""
    from downrange.physics.droplets import liquid_constants
    from downrange.physics.kernels.droplets import drop_rate, still_lifetime_s
    from downrange.physics.release_library import substance

    liquid = liquid_constants(substance("udmh"))
    lives = [still_lifetime_s(d, 288.15, 101325.0, liquid, 200) for d in (1e-3, 2e-3)]
    pace, _ = drop_rate(5e-4, 0.0, 288.15, 101325.0, 280.0, liquid)
    why = "d-squared law, UDMH at 15 C"
    return [
        _row("a drop of twice the diameter lasts times", 4.0, lives[1] / lives[0], 0.01, why),
        _row("life of a 1 mm drop, s", 1e-6 / pace, lives[0], 0.01 * 1e-6 / pace, why),
    ]


def field_rows(particles: int = 20_000, seed: int = 0) -> list[Row]:
    """An even field in 4-D gives the plume of the profile; mass is closed at every look, all losses on."""
    from downrange.physics.plume import PlumeSource, Receptor, plume
    from downrange.physics.plume_carried import FieldRelease, Losses, Samples, carry
    from downrange.physics.plume_field import Meteorology
    from downrange.physics.plume_grid import HEIGHTS_M

    # a grid knows no wandering below its own grain
    layer = varied(from_friction_velocity(0.3, 200.0, 0.05, 300.0), wander_m_per_s=0.0)
    heights, nodes = np.asarray(HEIGHTS_M), np.linspace(-5e4, 5e4, 5)
    wind = np.zeros((2, heights.size, 5, 5, 3))
    wind[..., 0] = layer.wind_m_per_s(heights)[None, :, None, None]
    shape = (2, 5, 5)
    weather = Meteorology(
        np.array([0.0, 7200.0]), heights, nodes, nodes, wind, np.full(shape, 0.3), np.full(shape, 200.0),
        np.full(shape, 300.0), layer.roughness_m, np.full(shape, 3.0),
    )  # fmt: skip
    places = [Receptor(x, y, 1.5) for x in (1600.0, 1900.0, 2200.0) for y in np.linspace(-300.0, 300.0, 25)]
    steady = plume(PlumeSource(0.1, 10.0), layer, places, seed=seed, relative_error=0.05)
    release = FieldRelease(0.0, 0.0, 10.0, 0.1 * 5400.0, 0.0, 5400.0)
    samples = Samples(np.array([[p.x_m, p.y_m, p.z_m] for p in places]), np.array([1800.0, 5400.0]))
    found = carry(release, weather, samples, Losses(), particles, seed)
    exact = float(steady.concentration_kg_per_m3.sum())
    noise = float(np.hypot.reduce(found.standard_error_kg_per_m3[:, 0])) / exact
    worst: list[float] = []
    carry(
        release, weather, samples, Losses(0.01, 0.001, 1e-4, 1e-4, 0.62), 500, seed,
        lambda time, ledger: worst.append(ledger.error_ratio),
    )  # fmt: skip
    return [
        _row(
            "even field in 4-D over the profile, across the plume at 2 km", 1.0,
            float(found.concentration_kg_per_m3.sum()) / exact, 0.08 + 4.0 * noise,
            "8 % (kernels, held wind) and noise",
        ),
        _row(
            "mass closed by the particles at every look, largest error", 0.0, max(worst), 1e-9,
            "all losses on",
        ),
    ]  # fmt: skip


def report(particles: int = 1_000_000, hours: float = 6.0, seed: int = 0) -> dict[str, Any]:
    """Check every limit, as ``downrange validate limits --json`` prints it.

    Parameters
    ----------
    particles : int
        Of the well-mixed test; the others take a tenth.
    hours : float
        Of the well-mixed test.
    seed : int
        Of the random streams.

    Returns
    -------
    dict
        ``set``, ``rows``, ``scores`` (how many are inside), ``baseline`` (null: answers are exact), ``met``.
    """
    tenth = max(particles // 10, 1000)
    rows = [
        *well_mixed_rows(particles, hours, seed),
        *taylor_rows(tenth, seed),
        *gradient_transport_rows(tenth, seed),
        *deposition_rows(tenth, seed),
        *inversion_rows(tenth, seed),
        *ozone_rows(),
        *ledger_rows(),
        *gaussian_rows(seed),
        *drop_rows(),
        *field_rows(max(particles // 50, 1000), seed),
    ]
    inside = sum(bool(row["inside"]) for row in rows)
    return {
        "set": "limits",
        "rows": rows,
        "scores": {"inside": inside, "rows": len(rows)},
        "baseline": None,
        "met": inside == len(rows),
    }
