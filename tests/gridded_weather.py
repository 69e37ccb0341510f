"""Synthetic gridded weather for tests: an even similarity profile laid on pressure levels, as ERA5 has them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

GRAVITY, GAS = 9.80665, 287.05287


def era5(
    folder: Path,
    layer: Any,
    toward_deg: float = 90.0,
    centre: tuple[float, float] = (46.0, 63.0),
    half_deg: float = 2.0,
    cells: int = 9,
    start: str = "2020-06-01T00:00",
    hours: int = 7,
    new_names: bool = True,
    rain_mm_per_h: float = 0.0,
    heat_w_per_m2: float | None = None,
    levels_pa: Any = None,
    changes: Any = None,
) -> list[Path]:
    """Write a file of levels and one of single levels; ``layer`` sets wind, u*, L and mixing height."""
    import pyproj  # noqa: F401  before any xarray reader: see the note on plug-ins in the stack's pages
    import xarray

    latitude = np.linspace(centre[0] + half_deg, centre[0] - half_deg, cells)
    longitude = np.linspace(centre[1] - half_deg, centre[1] + half_deg, cells)
    times = np.datetime64(start, "ns") + np.arange(hours) * np.timedelta64(3600 * 10**9, "ns")
    warm, ground = 290.0, 100.0
    z = np.array([15.0, 30.0, 60.0, 120.0, 250.0, 500.0, 800.0, 1200.0, 2000.0, 3500.0, 6000.0, 9000.0])
    sp = 100_000.0
    pressure = sp * np.exp(-GRAVITY * z / (GAS * warm)) if levels_pa is None else np.asarray(levels_pa)
    z = np.log(sp / pressure) * GAS * warm / GRAVITY
    speed = np.asarray(layer.wind_m_per_s(np.maximum(z, 1.0)))
    e, n = math.sin(math.radians(toward_deg)), math.cos(math.radians(toward_deg))
    shape3, shape4 = (hours, cells, cells), (hours, z.size, cells, cells)

    def deep(profile: Any) -> Any:
        return np.broadcast_to(np.asarray(profile)[None, :, None, None], shape4).astype(np.float32)

    def flat(value: float) -> Any:
        return np.full(shape3, value, np.float32)

    level, time = ("pressure_level", "valid_time") if new_names else ("level", "time")
    dims4, dims3 = (time, level, "latitude", "longitude"), (time, "latitude", "longitude")
    axes: dict[str, Any] = {
        time: times,
        "latitude": ("latitude", latitude, {"units": "degrees_north"}),
        "longitude": ("longitude", longitude, {"units": "degrees_east"}),
    }
    density = sp / (GAS * warm)
    u_star = layer.friction_velocity_m_per_s
    if heat_w_per_m2 is None:
        heat_w_per_m2 = -density * 1004.7 * warm * u_star**3 * layer.inverse_obukhov_per_m / (0.4 * GRAVITY)
    wind10 = float(layer.wind_m_per_s(10.0))
    on_levels: dict[str, Any] = {
        "u": (dims4, deep(speed * e), {"units": "m s**-1"}),
        "v": (dims4, deep(speed * n), {"units": "m s**-1"}),
        "t": (dims4, deep(np.full(z.size, warm)), {"units": "K"}),
        "z": (dims4, deep(GRAVITY * (z + ground)), {"units": "m**2 s**-2"}),
        "w": (dims4, deep(np.zeros(z.size)), {"units": "Pa s**-1"}),
    }
    flux = (
        {"avg_ishf": (dims3, flat(-heat_w_per_m2), {"units": "W m**-2"})}
        if new_names
        else {"sshf": (dims3, flat(-heat_w_per_m2 * 3600.0), {"units": "J m**-2"})}
    )
    rain = (
        {"avg_tprate": (dims3, flat(rain_mm_per_h / 3600.0), {"units": "kg m**-2 s**-1"})}
        if new_names
        else {"tp": (dims3, flat(rain_mm_per_h / 1000.0), {"units": "m"})}
    )
    friction = (
        {"zust": (dims3, flat(u_star), {"units": "m s**-1"})}
        if new_names
        else {
            "iews": (dims3, flat(density * u_star**2 * e), {"units": "N m**-2"}),
            "inss": (dims3, flat(density * u_star**2 * n), {"units": "N m**-2"}),
        }
    )
    single: dict[str, Any] = {
        "z": (dims3, flat(GRAVITY * ground), {"units": "m**2 s**-2"}),
        "u10": (dims3, flat(wind10 * e), {"units": "m s**-1"}),
        "v10": (dims3, flat(wind10 * n), {"units": "m s**-1"}),
        "t2m": (dims3, flat(warm), {"units": "K"}),
        "sp": (dims3, flat(sp), {"units": "Pa"}),
        "blh": (dims3, flat(layer.mixing_height_m), {"units": "m"}),
        **flux, **friction, **rain,
    }  # fmt: skip
    unit = "hPa" if new_names else "millibars"
    levels = {**axes, level: (level, pressure / 100.0, {"units": unit})}
    if changes is not None:
        changes(on_levels, single)
    paths = [folder / "levels.nc", folder / "single.nc"]
    xarray.Dataset(on_levels, levels).to_netcdf(paths[0], engine="h5netcdf" if new_names else "scipy")
    xarray.Dataset(single, axes).to_netcdf(paths[1], engine="h5netcdf" if new_names else "scipy")
    return paths
