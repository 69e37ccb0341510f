"""Commands of the models alone: a flight, a fall, a plume."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from downrange.cli.common import AsJson, Samples, Seed, answer, app


@app.command()
def ascent(
    vehicle: Annotated[
        str,
        typer.Argument(
            metavar="VEHICLE",
            help="A vehicle of the library, soyuz-2.1b, or a file of your own: VEHICLE.yaml.",
        ),
    ],
    site: Annotated[
        str,
        typer.Option(
            "--site", help="A site of the library, baikonur-31-6, or a file of your own: SITE.yaml."
        ),
    ],
    inclination_deg: Annotated[
        float | None, typer.Option("--inclination-deg", help="Of the orbit; or give the azimuth.")
    ] = None,
    azimuth_deg: Annotated[
        float | None, typer.Option("--azimuth-deg", help="Of the launch, from north.")
    ] = None,
    payload_kg: Annotated[float | None, typer.Option("--payload-kg", min=0, help="Mass to orbit.")] = None,
    weather: Annotated[
        str | None,
        typer.Option("--weather", help="Weather file, FILE or FILE#2013-07-02T03; else a climatology."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="Date or month of the launch, for the climatology's month.")
    ] = None,
    at_s: Annotated[
        list[float] | None,
        typer.Option("--at-s", help="Second after lift-off at which state and tanks are wanted; repeat."),
    ] = None,
    samples: Samples = 200,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Fly a vehicle: the state at each event, and where each dropped part falls.

    Example: downrange ascent soyuz-2.1b --site baikonur-31-6 --inclination-deg 51.6 --on 2013-07-02
    """
    from downrange.report import text_matter
    from downrange.service.science.ascent import ascent_report

    document = ascent_report(
        vehicle,
        site,
        inclination_deg,
        azimuth_deg,
        payload_kg,
        samples=samples,
        seed=seed,
        weather=weather,
        on=on,
        at_s=at_s or (),
    )
    answer(document, as_json, text_matter.ascent)


@app.command()
def fall(
    file: Annotated[Path, typer.Argument(metavar="FALL.yaml", help="State, body, spread, atmosphere.")],
    samples: Annotated[int | None, typer.Option("--samples", min=2, help="A fixed number of falls.")] = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Let one body fall from a state to the ground: centre and ellipse.

    Example: downrange fall stage-1.yaml --json
    """
    from downrange.report import text
    from downrange.service.science.fall import fall_report

    answer(fall_report(file, samples, seed), as_json, text.fall)


@app.command()
def plume(
    file: Annotated[
        Path, typer.Argument(metavar="EXPERIMENT.yaml", help="Source, weather, arcs or receptors.")
    ],
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Disperse one release to receptors: any tracer experiment.

    Example: downrange plume experiment.yaml --json
    """
    from downrange.report import text_matter
    from downrange.service.science import air

    answer(air.plume_report(file, seed), as_json, text_matter.plume)
