"""The air of the day as a case carries it: read from the weather file that its scenario names."""

from __future__ import annotations

from downrange.case.values import Model

__all__ = ["Sounding"]


class Sounding(Model):
    """A profile of wind, and of temperature and pressure where they were measured.

    Attributes
    ----------
    file : str
        As the scenario names it.
    height_m : tuple of float
        Strictly rising, above the ellipsoid.
    east_m_per_s, north_m_per_s, up_m_per_s : tuple of float
        Where the air goes, one for each height (``up_m_per_s`` may be empty).
    temperature_k, pressure_pa : tuple of float
        One for each height, or empty.
    """

    file: str
    height_m: tuple[float, ...]
    east_m_per_s: tuple[float, ...]
    north_m_per_s: tuple[float, ...]
    up_m_per_s: tuple[float, ...] = ()
    temperature_k: tuple[float, ...] = ()
    pressure_pa: tuple[float, ...] = ()
