"""Air above 80 km by NRLMSIS 2.1, with the solar and magnetic indices passed in.

The model is that of Emmert et al., Earth and Space Science 8 (2021) e2020EA001321 (2.0) and J. Geophys. Res.
Space Physics 127 (2022) e2022JA030896 (2.1), run by the package pymsis (the extra ``msis``), which would load
missing indices from the network: so none may be missing. See docs/physics/atmosphere.md.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

import numpy as np

from downrange.errors import SourceError
from downrange.physics.atmosphere import UpperAir

__all__ = ["VERSION", "msis"]

VERSION = 2.1
_HEIGHTS_KM = np.concatenate([np.arange(75.0, 200.0, 1.0), np.arange(200.0, 1001.0, 5.0)])
_DENSITY, _TEMPERATURE = 0, 10


def msis(
    when: datetime,
    latitude_deg: float,
    longitude_deg: float,
    *,
    flux_number: float,
    mean_flux_number: float,
    ap_number: float,
) -> UpperAir:
    """Give the column over a place.

    Parameters
    ----------
    when : datetime
        UTC; taken as such where it has no zone.
    flux_number, mean_flux_number : float
        Solar radio flux at 10.7 cm of the day before and its mean over 81 days, in 1e-22 W m-2 Hz-1.
    ap_number : float
        Daily magnetic index Ap; the model's storm-time history is not used.

    Raises
    ------
    SourceError
        If the package is not installed, with what to install.
    """
    try:
        pymsis = import_module("pymsis")
    except ImportError as error:
        raise SourceError(
            f"air above 80 km by NRLMSIS needs the package pymsis, the extra 'msis': {error}", ["pymsis"]
        ) from error
    found = np.asarray(
        pymsis.calculate(
            np.array([np.datetime64(when.replace(tzinfo=None), "m")]),
            np.array([longitude_deg]),
            np.array([latitude_deg]),
            _HEIGHTS_KM,
            [flux_number],
            [mean_flux_number],
            [[ap_number] * 7],
            version=VERSION,
        ),
        dtype=float,
    ).reshape(_HEIGHTS_KM.size, -1)
    return UpperAir(
        tuple((1e3 * _HEIGHTS_KM).tolist()),
        tuple(found[:, _DENSITY].tolist()),
        tuple(found[:, _TEMPERATURE].tolist()),
        f"NRLMSIS {VERSION} by pymsis, {when:%Y-%m-%dT%H:%M}, F10.7 {flux_number:g}, "
        f"mean {mean_flux_number:g}, Ap {ap_number:g}",
    )
