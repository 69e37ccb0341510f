"""Run one peer of `benchmarks/particles.py` in its own environment: `PYTHON particle_peers.py opendrift`.

The other is `parcels`. A hundred thousand particles, sixty steps of sixty seconds, an even drift of 5 m/s and
a diffusivity of 10 m2/s along both axes, no output. Prints million particle-steps a second by the clock and
by the processors' own time, and the version.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

COUNT, STEPS, STEP_S = 100_000, 60, 60
DRIFT_M_PER_S, DIFFUSIVITY_M2_PER_S = 5.0, 10.0


def opendrift() -> tuple[float, float, str]:
    """Time OpenDrift's OceanDrift."""
    from datetime import datetime, timedelta

    version = importlib.import_module("opendrift").__version__
    best, own = 0.0, 0.0
    for _ in range(2):
        model: Any = importlib.import_module("opendrift.models.oceandrift").OceanDrift(loglevel=50)
        model.set_config("general:use_auto_landmask", False)
        model.set_config("environment:constant:x_sea_water_velocity", DRIFT_M_PER_S)
        model.set_config("environment:constant:y_sea_water_velocity", 0.0)
        model.set_config("environment:constant:land_binary_mask", 0)
        model.set_config("environment:constant:horizontal_diffusivity", DIFFUSIVITY_M2_PER_S)
        model.set_config("drift:vertical_mixing", False)
        model.seed_elements(lon=3.0, lat=60.0, number=COUNT, time=datetime(2020, 1, 1))
        began, used = time.perf_counter(), time.process_time()
        model.run(steps=STEPS, time_step=STEP_S, time_step_output=timedelta(hours=1))
        took, spent = time.perf_counter() - began, time.process_time() - used
        best, own = max(best, COUNT * STEPS / took / 1e6), max(own, COUNT * STEPS / spent / 1e6)
    return best, own, version


def parcels() -> tuple[float, float, str]:
    """Time Parcels with Euler's advection and its kernel of uniform diffusion."""
    import numpy as np

    package: Any = importlib.import_module("parcels")
    kernels: Any = importlib.import_module("parcels.kernels")
    made: Any = importlib.import_module("parcels._datasets.structured.generated")
    data = made.simple_UV_dataset(n_times=2, mesh="flat")
    data["U"].values[:] = DRIFT_M_PER_S
    fields = package.FieldSet.from_sgrid_conventions(data, mesh="flat")
    for axis in ("zonal", "meridional"):
        fields.add_constant_field(f"Kh_{axis}", DIFFUSIVITY_M2_PER_S)
    best, own = 0.0, 0.0
    for _ in range(2):
        zeros = np.zeros(COUNT)
        start = np.full(COUNT, np.datetime64("2000-01-02"))
        cloud = package.ParticleSet(fields, t=start, z=zeros, y=zeros, x=zeros)
        began, used = time.perf_counter(), time.process_time()
        cloud.execute(
            [kernels.AdvectionEE, kernels.DiffusionUniformKh], dt=np.timedelta64(STEP_S, "s"),
            runtime=np.timedelta64(STEP_S * STEPS, "s"), verbose_progress=False,
        )  # fmt: skip
        took, spent = time.perf_counter() - began, time.process_time() - used
        best, own = max(best, COUNT * STEPS / took / 1e6), max(own, COUNT * STEPS / spent / 1e6)
        moved = float(np.asarray(cloud.x).mean())
        assert abs(moved - DRIFT_M_PER_S * STEP_S * STEPS) < 100.0, f"the cloud moved {moved:.0f} m"
    return best, own, package.__version__


def main() -> None:
    """Run the peer that the command line names."""
    rate, own, version = {"opendrift": opendrift, "parcels": parcels}[sys.argv[1]]()
    print(json.dumps({"rate_m_per_s": rate, "own_m_per_s": own, "version": version}))


if __name__ == "__main__":
    main()
