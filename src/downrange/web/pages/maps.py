"""The map of a case: places of its latest assessment, what the fields laid down, things held, and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.report.basemap import CREDITS, layers
from downrange.report.moment_map import extent_of, moment_svg, reach_km
from downrange.web import cases, jobs, matter
from downrange.web.access import PageRequest, page
from downrange.web.navigation import Tab
from downrange.web.pages.assessment import can_be_assessed
from downrange.web.pictures import drawn
from downrange.web.policy import Action, Row, allowed

__all__ = ["after_release", "base_map", "data", "map_page", "tabs", "urls"]

_A_DAY_S = 86_400
_KINDS = ("pad", "zone", "ellipse", "impact", "splash", "cloud", "lease", "settlement")


@page(Action.MAP_VIEW, case=True)
def map_page(request: PageRequest, case: str) -> HttpResponse:
    """Show the map of a case, the printed one for who has no scripts, and the same content as tables."""
    the_case = cases.the_case(case)
    job = jobs.latest("assessment", case)
    result: Mapping[str, Any] = (job.result if job is not None else None) or {}
    pictures = result.get("drawn", {})
    may = allowed(request.who, Action.ASSET_VIEW, Row(case=case))
    context = {
        "case": the_case,
        "possible": can_be_assessed(the_case),
        "made": {"samples": result["samples"], "seed": result["seed"]} if result else None,
        "printed": [
            {**one, "svg": drawn(one["svg"])}
            for key in ("maps", "field_maps")
            for one in pictures.get(key, [])
        ],
        "places": _places(_zones(case, result)),
        "fields": _fields(result),
        "clouds": _clouds(result),
        "moment": _moment(request, result),
        "may_assets": may,
        "assets": _assets(case) if may else [],
        "credits": CREDITS,
        "addresses": {
            "data": reverse("map_data", kwargs={"case": case}),
            "base": reverse("map_base"),
        },
    }
    return render(request, "web/map.html", context)


def _zones(case: str, result: Mapping[str, Any]) -> dict[str, Any]:
    """Give the places of the assessment, or before one what is known of the place anyway."""
    from downrange.service.science.places import known_places

    computed: dict[str, Any] | None = result.get("zones")
    return computed or {"type": "FeatureCollection", "features": known_places(cases.the_case(case))}


def _places(zones: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the places kind by kind, in a fixed order."""
    features = zones.get("features", [])
    rows = [one["properties"] for one in features]
    grouped = [(kind, [row for row in rows if row["kind"] == kind]) for kind in _KINDS]
    return [
        {"kind": kind, "rows": [{**row, "told": _told(row)} for row in found]}
        for kind, found in grouped
        if found
    ]


_QUIET = frozenset({"name", "kind", "case", "hypothetical", "latitude_deg", "longitude_deg"})


def _told(properties: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Give what else is known of a place: names with their unit, and values."""
    from downrange.report.numbers import quantity_title, unit_text

    return [
        (f"{quantity_title(key)}{f', {unit_text(key)}' if unit_text(key) else ''}", value)
        for key, value in properties.items()
        if key not in _QUIET and isinstance(value, int | float | str) and not isinstance(value, bool)
    ]


def _fields(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give each field with its levels from the highest, as the legend shows them."""
    found: dict[str, dict[str, Any]] = {}
    for feature in result.get("contours", {}).get("features", []):
        row = feature["properties"]
        one = found.setdefault(row["field"], {"name": row["field"], "title": row["title"], "levels": []})
        if row["of"] == "median":
            one["levels"].insert(0, row)
    return list(found.values())


def _of_clouds(result: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Give the levels of every cloud by its name, as the assessment kept them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for feature in result.get("moments", {}).get("features", []):
        found.setdefault(feature["properties"]["field"], []).append(feature)
    return found


def _clouds(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give each cloud with its moments and how far every level reaches: the slider and its table."""
    rows = []
    for name, features in _of_clouds(result).items():
        source = _source(features)
        moments = [
            {
                "time_s": time_s,
                "told": after_release(time_s),
                "levels": [
                    {"label": one["properties"]["label"], "reach_km": reach_km(one, source)}
                    for one in features
                    if one["properties"]["time_s"] == time_s
                ],
            }
            for time_s in sorted({one["properties"]["time_s"] for one in features})
        ]
        levels = {one["properties"]["step"]: one["properties"]["label"] for one in features}
        rows.append(
            {
                "name": name,
                "title": features[0]["properties"]["title"],
                "moments": moments,
                "levels": [{"step": step, "label": levels[step]} for step in sorted(levels, reverse=True)],
            }
        )
    return rows


def after_release(time_s: float) -> str:
    """Write a time after the release in hours and minutes.

    >>> after_release(5400.0)
    '1 h 30 min'
    """
    hours, minutes = divmod(round(time_s / 60), 60)
    parts = [_("%(number)s h") % {"number": hours}] if hours else []
    parts += [_("%(number)s min") % {"number": minutes}] if minutes or not hours else []
    return " ".join(parts)


def _source(features: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Give where a cloud begins on the map: latitude and longitude."""
    latitude_deg, longitude_deg = features[0]["properties"]["source_deg"]
    return latitude_deg, longitude_deg


def _moment(request: PageRequest, result: Mapping[str, Any]) -> dict[str, Any] | None:
    """Draw the moment that was asked for by ``?cloud=`` and ``?after_s=``; None where none was."""
    features = _of_clouds(result).get(request.GET.get("cloud", ""), [])
    text = request.GET.get("after_s", "")
    now = [one for one in features if f"{one['properties']['time_s']:g}" == text]
    if not now:
        return None
    source, title = _source(features), str(now[0]["properties"]["title"])
    told = after_release(float(now[0]["properties"]["time_s"]))
    svg = moment_svg(now, extent_of(features, source), source, f"{title}, {told}")
    return {"svg": svg, "title": title, "told": told, "cloud": request.GET["cloud"], "after_s": text}


def _assets(case: str) -> list[dict[str, Any]]:
    """Give the things of a case with their state today and where they are, as far as the record says."""
    from downrange.service.science.places import asset_places

    states: dict[str, str] = {}
    for measure in matter.held(case, cases.today()):
        for thing in measure["reaches"]:
            if states.get(thing["id"]) != "in-force":
                states[thing["id"]] = measure["state"]
    return [
        {**row, "state": states.get(row["asset"], "not-held")} for row in asset_places(cases.the_case(case))
    ]


@page(Action.MAP_VIEW, case=True)
def data(request: PageRequest, case: str) -> HttpResponse:
    """Give what the map draws, as GeoJSON (RFC 7946, WGS84)."""
    job = jobs.latest("assessment", case)
    result: Mapping[str, Any] = (job.result if job is not None else None) or {}
    empty = {"type": "FeatureCollection", "features": []}
    may = allowed(request.who, Action.ASSET_VIEW, Row(case=case))
    things = [row for row in _assets(case) if row["position"]] if may else []
    body = {
        "zones": _zones(case, result),
        "contours": result.get("contours", empty),
        "moments": result.get("moments", empty),
        "assets": {"type": "FeatureCollection", "features": [_thing(row) for row in things]},
        "credits": list(CREDITS),
    }
    return JsonResponse(body, content_type="application/json")


def _thing(row: Mapping[str, Any]) -> dict[str, Any]:
    position = row["position"]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [position["longitude_deg"], position["latitude_deg"]]},
        "properties": {
            "name": row["title"]["en"],
            "kind": "asset",
            "state": row["state"],
            "place": row["place"],
        },
    }


@page(Action.MAP_VIEW)
def base_map(request: PageRequest) -> HttpResponse:
    """Give the shipped base map as GeoJSON; the same for every case, so kept by the browser."""
    response = JsonResponse(_base_map())
    response["Cache-Control"] = f"private, max-age={_A_DAY_S}"
    return response


@lru_cache(maxsize=1)
def _base_map() -> dict[str, Any]:
    known = layers()
    west, south, east, north = known["bounds_deg"]
    frame = [[[west, south], [east, south], [east, north], [west, north], [west, south]]]
    features = [_shape("water", "Polygon", frame)]
    for layer in ("land", "lakes"):
        features += [_shape(layer, "Polygon", rings) for rings in known[layer]]
    for layer in ("provinces", "borders", "lease"):
        features += [_shape(layer, "LineString", line) for line in known[layer]]
    return {"type": "FeatureCollection", "features": features}


def _shape(layer: str, kind: str, coordinates: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": {"layer": layer},
    }


tabs = (Tab(gettext_lazy("Map"), "map", Action.MAP_VIEW, order=20),)
urls = [
    path("cases/<slug:case>/map/", map_page, name="map"),
    path("cases/<slug:case>/map/data.json", data, name="map_data"),
    path("map/base.json", base_map, name="map_base"),
]
