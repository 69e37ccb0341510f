"""The gridded fields as GeoTIFF: one page for each grid, the bands of :func:`field_layers` for each field.

GeoTIFF 1.1 (OGC 19-008r4): WGS84 (EPSG:4326), the tie point at the outer corner of the north-western cell
("pixel is area"), rows from north to south. Each band carries its unit, its name, what it is, and where it
came from as tags, so that a picture cut out of it still says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from downrange.case.schema import Case
from downrange.damage.assessment import Assessment, FieldGrid
from downrange.report.exports import FieldLayer, field_layers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["fields_geotiff"]

_EVEN_WITHIN_SHARE = 1e-3
"""Cells may differ by this share of their size before a grid counts as uneven, which GeoTIFF cannot say."""


def fields_geotiff(case: Case, assessment: Assessment) -> bytes | None:
    """Give the fields of an assessment as one GeoTIFF; None where it has none.

    Grids that differ lie on pages of their own (GDAL's ``GTIFF_DIR:n``). No-data is NaN.

    Raises
    ------
    ValueError
        If the cells of a grid are not of one size.
    """
    import rasterio
    from rasterio.crs import CRS

    pages = _pages(assessment.fields)
    if not pages:
        return None
    with TemporaryDirectory(prefix="downrange-") as folder:
        path = Path(folder) / "fields.tif"
        for number, grids in enumerate(pages):
            latitude, longitude = _axis(grids[0].latitude_deg), _axis(grids[0].longitude_deg)
            layers = [layer for grid in grids for layer in field_layers(grid)]
            options: dict[str, Any] = {"APPEND_SUBDATASET": "YES"} if number else {}
            with rasterio.open(
                path, "w", driver="GTiff", height=len(latitude), width=len(longitude), count=len(layers),
                dtype="float32", crs=CRS.from_epsg(4326), transform=_transform(latitude, longitude),
                nodata=float("nan"), compress="deflate", **options,
            ) as file:  # fmt: skip
                file.update_tags(**_tags(case, assessment))
                for band, layer in enumerate(layers, 1):
                    _write(file, band, layer, latitude, longitude)
        return path.read_bytes()


def _pages(fields: Sequence[FieldGrid]) -> list[list[FieldGrid]]:
    """Gather fields of the same grid, in the order in which grids first come."""
    import numpy as np

    pages: list[list[FieldGrid]] = []
    for grid in fields:
        for page in pages:
            if np.array_equal(page[0].latitude_deg, grid.latitude_deg) and np.array_equal(
                page[0].longitude_deg, grid.longitude_deg
            ):
                page.append(grid)
                break
        else:
            pages.append([grid])
    return pages


def _axis(values: Any) -> NDArray[np.float64]:
    import numpy as np

    axis = np.asarray(values, dtype=float)
    steps = np.diff(axis)
    if len(axis) < 2 or np.abs(steps - steps.mean()).max() > _EVEN_WITHIN_SHARE * abs(steps.mean()):
        raise ValueError("a GeoTIFF needs cells of one size")
    return axis


def _transform(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Any:
    from rasterio.transform import from_bounds

    half_lat = abs(latitude[-1] - latitude[0]) / (len(latitude) - 1) / 2
    half_lon = abs(longitude[-1] - longitude[0]) / (len(longitude) - 1) / 2
    return from_bounds(
        longitude.min() - half_lon, latitude.min() - half_lat,
        longitude.max() + half_lon, latitude.max() + half_lat,
        len(longitude), len(latitude),
    )  # fmt: skip


def _write(
    file: Any, band: int, layer: FieldLayer, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
) -> None:
    import numpy as np

    cells = np.asarray(layer.values, dtype=np.float32)
    cells = cells[::-1] if latitude[-1] > latitude[0] else cells
    file.write(cells[:, ::-1] if longitude[-1] < longitude[0] else cells, band)
    file.set_band_description(band, layer.name)
    file.set_band_unit(band, layer.unit)
    file.update_tags(band, long_name=layer.long_name, units=layer.unit)


def _tags(case: Case, assessment: Assessment) -> dict[str, str]:
    return {
        "TIFFTAG_SOFTWARE": f"Downrange {assessment.manifest.code_version}",
        "TIFFTAG_IMAGEDESCRIPTION": f"{case.title}: model output with its spread; not a measurement",
        "comment": "The draws lie over each other at their own impacts, the whole about the middle of all "
        "falls: where the impact may be is the ellipse in zones.geojson, and not in these bands.",
        "case": case.case,
        "source": f"downrange run {case.case} --samples {assessment.samples} --seed {assessment.seed}",
        "manifest": assessment.manifest.as_json()["digest"],
        "hypothetical": str(case.hypothetical).lower(),
        "fictional": str(case.fictional).lower(),
    }
