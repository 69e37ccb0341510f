"""An assessment as one document that can be kept and shown again without a run: figures, pictures, places."""

from __future__ import annotations

from typing import Any

from downrange.damage.assessment import Assessment
from downrange.damage.comparison import method_title
from downrange.report.basemap import CREDITS
from downrange.report.contours import contours_geojson, moments_geojson
from downrange.report.exports import assessment_json, zones_geojson
from downrange.report.html import Matter, science_parts
from downrange.report.numbers import missing_title, quantity_title, unit_text
from downrange.service.science.assessment import Assessed
from downrange.service.science.derivations import derivations
from downrange.service.science.refusals import refusal_table

__all__ = ["assessment_document"]


def assessment_document(found: Assessed) -> dict[str, Any]:
    """Give all that the registry's pages show of an assessment, as JSON.

    Returns
    -------
    dict
        ``events``: for the case and each event that it compares ``case``, ``title``, ``prefix`` of its
        figures, ``assessment`` (``assess --json``), ``titles`` of methods and quantities; ``drawn``: pictures
        as SVG and the rows behind them; ``refused`` (as ``refusal_table``); ``derivations``; ``zones`` and
        ``contours`` and ``moments`` (GeoJSON); ``credits``; ``answers``.
    """
    others = tuple((one.case, one.assessment) for one in found.events)
    drawn = science_parts(Matter(found.case, found.assessment, None, others))
    events = [("", found.case, found.assessment)]
    events += [(f"{case.case}.", case, one) for case, one in others]
    contours = [contours_geojson(one) for _, _, one in events]
    refused = refusal_table(found)
    return {
        "events": [
            {
                "case": case.case,
                "title": case.title,
                "prefix": prefix,
                "assessment": assessment_json(one),
                "titles": {
                    **{name: quantity_title(name) for name in one.quantities},
                    **{damage.method: method_title(damage) for damage in one.damages},
                },
                "units": {name: unit_text(name) for name in one.quantities},
            }
            for prefix, case, one in events
            if one.quantities or one.damages
        ],
        "drawn": _drawn(drawn),
        "refused": {
            key: [
                {**row, "missing": [missing_title(name) for name in row["missing"]]} for row in refused[key]
            ]
            for key in ("refusals", "standing")
        },
        "derivations": derivations(found),
        "zones": zones_geojson(found.case, found.assessment, others),
        "contours": {
            "type": "FeatureCollection",
            "features": [feature for one in contours for feature in one["features"]],
        },
        "moments": {
            "type": "FeatureCollection",
            "features": [
                feature for prefix, case, one in events for feature in _of_event(prefix, case.title, one)
            ],
        },
        "credits": list(CREDITS),
        "answers": found.answers,
        "samples": found.assessment.samples,
        "seed": found.assessment.seed,
    }


def _of_event(prefix: str, title: str, found: Assessment) -> list[dict[str, Any]]:
    """Give the clouds at moments of one event, told from those of the others that a case compares."""
    features = moments_geojson(found)["features"]
    for one in features if prefix else ():
        told = one["properties"]
        told |= {"field": f"{prefix}{told['field']}", "title": f"{told['title']} · {title}"}
    return list(features)


def _drawn(parts: dict[str, Any]) -> dict[str, Any]:
    """Keep what pages show of the report's pieces: markup as text, data classes as mappings."""
    return {
        "shares": str(parts["share_chart"]),
        "maps": [_map(one) for one in parts["maps"]],
        "field_maps": [_map(one) for one in parts["field_maps"]],
        "distributions": [{**one, "chart": str(one["chart"])} for one in parts["distributions"]],
        "ladders": [
            {
                "substance": one["substance"],
                "owner": one["owner"],
                "chart": str(one["chart"]),
                "parts": [{"title": p.title, "note": p.note, "style": p.style} for p in one["parts"]],
            }
            for one in parts["ladders"]
        ],
        "compared": [vars(one) for one in parts["compared"]],
        "measured_charts": [{**one, "chart": str(one["chart"])} for one in parts["measured_charts"]],
        "driver_charts": [{**one, "chart": str(one["chart"])} for one in parts["driver_charts"]],
        "drivers": parts["drivers"],
        "narrowing": parts["narrowing"],
        "unresolved": parts["unresolved"],
        "assumed": [
            {"name": one.name, "value": one.value, "argument": one.argument, "source": one.source}
            for one in parts["assumed"]
        ],
        "plans": [
            {"title": one["title"], "ground": one["ground"], "plan": one["plan"].as_json()}
            for one in parts["plans"]
        ],
        "problems": parts["problems"],
        "notes": parts["run_notes"],
    }


def _map(picture: Any) -> dict[str, str]:
    return {"title": picture.title, "svg": str(picture.svg), "caption": picture.caption}
