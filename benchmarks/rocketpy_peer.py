"""RocketPy's Monte Carlo on a ballistic rocket, by an interpreter that has rocketpy; prints one JSON line.

Started by ``falls.py`` with the interpreter named in ``DOWNRANGE_ROCKETPY``: the package is large and pins
versions of its own, so it stays apart. A small solid-fuel rocket without a parachute, standard atmosphere,
heading and inclination of the rail spread; the state at burn-out is given back, so that our side can let the
same mass fall from there.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def built() -> tuple[Any, Any, Any, Any, Any]:
    """Build the environment, the rocket, its motor, nose and fins."""
    rocketpy = import_module("rocketpy")
    environment = rocketpy.Environment(latitude=46.0, longitude=63.5, elevation=100.0)
    environment.set_atmospheric_model(type="standard_atmosphere")
    motor = rocketpy.SolidMotor(
        thrust_source=[(0.0, 1600.0), (3.9, 1600.0)], dry_mass=1.8, dry_inertia=(0.125, 0.125, 0.002),
        nozzle_radius=0.033, grain_number=5, grain_density=1815.0, grain_outer_radius=0.033,
        grain_initial_inner_radius=0.015, grain_initial_height=0.12, grain_separation=0.005,
        grains_center_of_mass_position=0.397, center_of_dry_mass_position=0.317, nozzle_position=0.0,
        burn_time=3.9, throat_radius=0.011, coordinate_system_orientation="nozzle_to_combustion_chamber",
    )  # fmt: skip
    rocket = rocketpy.Rocket(
        radius=0.0635, mass=14.4, inertia=(6.3, 6.3, 0.034), power_off_drag=0.45, power_on_drag=0.45,
        center_of_mass_without_motor=0.0, coordinate_system_orientation="tail_to_nose",
    )  # fmt: skip
    rocket.add_motor(motor, position=-1.255)
    nose = rocket.add_nose(length=0.558, kind="von karman", position=1.278)
    fins = rocket.add_trapezoidal_fins(
        n=4, root_chord=0.12, tip_chord=0.06, span=0.11, position=-1.04956, cant_angle=0.0
    )
    return environment, rocket, motor, nose, fins


def main() -> None:
    """Run the flights asked for and print what they took."""
    rocketpy, unsure_of = import_module("rocketpy"), import_module("rocketpy.stochastic")
    count = int(sys.argv[1])
    environment, rocket, motor, nose, fins = built()
    unsure = unsure_of.StochasticRocket(rocket)
    unsure.add_motor(unsure_of.StochasticSolidMotor(motor), position=(-1.255, 0.001))
    unsure.add_nose(unsure_of.StochasticNoseCone(nose), position=(1.278, 0.001))
    unsure.add_trapezoidal_fins(unsure_of.StochasticTrapezoidalFins(fins), position=(-1.04956, 0.001))
    flight = rocketpy.Flight(
        rocket=rocket, environment=environment, rail_length=5.2, inclination=80.0, heading=60.0
    )
    out = motor.burn_out_time
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        runner = rocketpy.MonteCarlo(
            filename=str(Path(folder) / "flights"),
            environment=unsure_of.StochasticEnvironment(environment),
            rocket=unsure,
            flight=unsure_of.StochasticFlight(flight, inclination=(80.0, 1.0), heading=(60.0, 2.0)),
        )
        begin = time.process_time()
        runner.simulate(number_of_simulations=count, append=False)
        seconds = time.process_time() - begin
    speed = math.hypot(flight.vx(out), flight.vy(out), flight.vz(out))
    found = {
        "flights": count,
        "seconds": seconds,
        "burn_out": {
            "altitude_m": float(flight.z(out)),
            "speed_m_per_s": float(speed),
            "flight_path_angle_deg": math.degrees(math.asin(flight.vz(out) / speed)),
            "azimuth_deg": math.degrees(math.atan2(flight.vx(out), flight.vy(out))),
            "mass_kg": float(rocket.total_mass(out)),
        },
        "impact_m": float(math.hypot(flight.x_impact, flight.y_impact)),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
