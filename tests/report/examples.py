"""Examples for the tests of the report: plausible values made by hand, not results of the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from downrange.base.source import Source, Sourced
from downrange.base.spread import LogUniform, Uniform
from downrange.base.trace import Leaf, Manifest, Step, Trace
from downrange.case.schema import Case
from downrange.damage.assessment import Applicability, Assessment, Damage, Driver, FieldGrid, Place, Range
from downrange.damage.remediation import Duty, RemediationPlan, Treated
from downrange.damage.valuation.method import Applies

MANIFEST = Manifest("0.1.0", {"case": "0" * 64, "library": "1" * 64}, 1, 200)
SOURCE = Source(publisher="Example office", title="Example <paper>", date="2013", standing="full")

LOAD = Uniform(kind="uniform", low=141000.0, high=156000.0)

TRACE = Trace(
    steps=(
        Step("udmh_to_soil_kg", ("udmh_on_board_kg", "soil_share"), "share of the load", 4100.0, "kg"),
        Step(
            "udmh_soil_peak_mg_per_kg", ("udmh_to_soil_kg",), "mass over wetted soil", 900.0, "mg_per_kg",
            "beyond the tested depth",
        ),
        Step("damages.eu-ce-delft-2024", ("udmh_to_soil_kg", "price_eur_per_kg"), "mass x price", 9e4, "eur"),
    ),
    leaves=(
        Leaf("udmh_on_board_kg", 149000.0, "kg", "assumed", "example", "table 1", LOAD),
        Leaf("soil_share", 0.03, "", "assumed", "example", "argued from parts"),
        Leaf("price_eur_per_kg", 22.0, "eur_per_kg", "published", "example", "table 3"),
    ),
)  # fmt: skip


def ring(longitude_deg: float, latitude_deg: float, size_deg: float) -> tuple[tuple[float, float], ...]:
    angle = np.linspace(0, 2 * np.pi, 37)
    return tuple(
        (float(longitude_deg + 1.6 * size_deg * np.cos(a)), float(latitude_deg + 0.6 * size_deg * np.sin(a)))
        for a in angle
    )


def deposit() -> FieldGrid:
    latitude = np.linspace(45.8, 46.15, 71)
    longitude = np.linspace(62.8, 63.5, 71)
    x, y = np.meshgrid(longitude, latitude)
    along = (x - 62.985) * 0.7 - (y - 46.05)
    across = (x - 62.985) * 0.7 + (y - 46.05)
    values = np.where(along > -0.01, 900 * np.exp(-(across**2) / 2e-4 - along / 0.03), 0.0)
    return FieldGrid(
        "udmh_deposit_mg_per_m2", "UDMH deposit", "mg_per_m2", latitude, longitude, values, 5 * values
    )


PLACES = (
    Place("81/24", "pad", 46.071, 62.985),
    Place("crater", "impact", 46.052, 62.990),
    Place(
        "first stage, 95 %", "ellipse", 46.6, 64.6, ring(64.6, 46.6, 0.35), {"major_km": 80, "minor_km": 30}
    ),
    Place("Tyuratam", "settlement", 45.650, 63.312, (), {"population_persons": 9548}),
    Place("Baikonur", "settlement", 45.616, 63.316, (), {"population_persons": 57000}),
)


def damage(
    method: str,
    applicability: Applicability,
    currency: str,
    amount: Range | None,
    *,
    missing: tuple[str, ...] = (),
    flags: tuple[str, ...] = (),
    parts: Mapping[str, Range] | None = None,
) -> Damage:
    return Damage(
        method=method,
        status="computed" if amount else "refused",
        applicability=applicability,
        why=f"why {method} <stands> so",
        article="art. 1",
        currency=currency,
        price_year=2021,
        amount=amount,
        missing=missing,
        flags=flags,
        parts=parts or {},
    )


PROTON_DAMAGES = (
    damage("kz-535", "law", "KZT", None, missing=("coefficient tables", "inputs of 2013")),
    damage(
        "eu-ce-delft-2024",
        "analogy",
        "EUR",
        Range(2.1e5, 9.0e5, 4.4e6),
        parts={"air": Range(1e5, 8e5, 4e6), "soil": Range(1e5, 1e5, 4e5)},
    ),
    damage("cleanup-cost", "persuasive", "USD", Range(1.2e5, 8.8e5, 7.4e6)),
    damage(
        "us-boscem", "analogy", "USD", Range(3.2e4, 9.9e4, 2.4e5), flags=("kerosene priced as light fuel",)
    ),
)
LAUNCH_DAMAGES = (
    damage("kz-emission-fee-576", "persuasive", "KZT", Range(26_000, 54_000, 104_000)),
    damage("us-sc-ghg-2023", "analogy", "USD", Range(3_500, 27_000, 72_000)),
    damage("eu-ce-delft-2024", "analogy", "EUR", Range(50, 760, 5_000)),
    damage("gb-none", "analogy", "GBP", Range(1.0, 2.0, 3.0)),
)


PLAN = RemediationPlan(
    standing=Applies("analogy", "shown for another date"),
    ground=(
        Treated("udmh", Range(900.0, 5200.0, 21000.0), (2, 9)),
        Treated("kerosene", Range(0.0, 1.0, 9.0), None),
    ),
    duties=(Duty("report the damage", "2 hours", "art. 137(1)"),),
    costs=(),
    compensating=None,
    state_costs="the State's own costs",
)


def assessment(case: str, damages: tuple[Damage, ...] = PROTON_DAMAGES, *, fields: bool = True) -> Assessment:
    return Assessment(
        case=case,
        samples=200,
        seed=1,
        manifest=MANIFEST,
        quantities={
            "udmh_reacted_kg": Range(1.0e5, 1.3e5, 1.45e5),
            "udmh_to_air_kg": Range(2.0e3, 1.4e4, 4.1e4),
            "udmh_to_soil_kg": Range(3.0e2, 4.1e3, 1.5e4),
            "udmh_soil_peak_mg_per_kg": Range(120.0, 900.0, 9100.0),
            "udmh_soil_sampled_max_mg_per_kg": Range(60.0, 610.0, 7000.0),
            "udmh_soil_10_20_cm_mg_per_kg": Range(9.0, 130.0, 900.0),
            "soil_splash_area_over_limit_m2": Range(900.0, 5200.0, 21000.0),
            "crater_diameter_m": Range(12.0, 22.0, 44.0),
        },
        damages=damages,
        drivers=(
            Driver("udmh_soil_peak_mg_per_kg", "soil_share", 0.71, 210.0, 4200.0),
            Driver("damages.eu-ce-delft-2024", "", 0.0, 0.0, 0.0, resolved=False),
        ),
        assumed=("soil_share", "udmh_on_board_kg"),
        problems=(),
        places=PLACES,
        fields=(deposit(),) if fields else (),
        central=TRACE,
        remediation=PLAN,
    )


def bare_case(**more: object) -> Case:
    """A small case with a claim, marked as an example by its name."""
    body: dict[str, object] = {
        "case": "example-case",
        "title": "An example & nothing else",
        "question": "What is <this>?",
        "answer": ["An example."],
        "from": "2013-07-02",
        "to": "2013-07-02",
        "sources": {"example": SOURCE.model_dump()},
        "parties": [
            {"id": "party/a", "name": {"en": "Party A"}, "kind": "state"},
            {"id": "party/b", "name": {"en": "Party B"}, "kind": "company"},
        ],
        "scenario": {
            "kind": "impact",
            "vehicle": "proton-m",
            "site": "baikonur-81-24",
            "inputs": {
                "soil_share": Sourced(
                    value=0.03,
                    spread=LogUniform(kind="log-uniform", low=0.01, high=0.1),
                    source="example",
                    kind="assumed",
                    rationale="argued from parts",
                ).model_dump()
            },
        },
        "claims": [
            {
                "id": "claim/one",
                "title": "The claim",
                "basis": "ecological-damage",
                "creditor": "party/a",
                "debtor": "party/b",
                "arising_on": "2013-07-02",
                "asserted": {"amount": "13690747305", "currency": "KZT"},
                "awarded": {"unknown": "nobody was asked"},
                "agreed": {"unknown": "nothing found"},
                "paid": {"amount": "0", "currency": "KZT"},
                "sources": ["example"],
            }
        ],
        "statements": [
            {
                "id": "statement/usd",
                "about": "claim/one",
                "property": "asserted",
                "value": {"amount": {"amount": "89500000", "currency": "USD"}},
                "said_by": "party/a",
                "source": "example",
            },
            {
                "id": "statement/echo",
                "about": "claim/one",
                "property": "asserted",
                "value": {"amount": {"amount": "89500000", "currency": "USD"}},
                "said_by": "party/b",
                "source": "example",
                "copied_from": "statement/usd",
            },
        ],
        "measured": [
            {"quantity": "udmh_soil_sampled_max_mg_per_kg", "number": 890, "unit": "mg_per_kg", "source": "example"},
            {"quantity": "udmh_soil_sampled_max_mg_per_kg", "number": 0.06, "unit": "mg_per_kg", "source": "example"},
            {"quantity": "crater_diameter_m", "low": 20, "high": 60, "unit": "m", "source": "example"},
            {"quantity": "vegetation_harmed_m2", "number": 5, "unit": "ha", "source": "example"},
        ],
        **more,
    }  # fmt: skip
    return Case.model_validate(body)


ACCOUNT: dict[str, object] = {
    "claim": "claim/one",
    "basis": "ecological-damage",
    "on": "2016-02-29",
    "asserted": {"amount": "13690747305.00", "currency": "KZT"},
    "awarded": None,
    "agreed": None,
    "paid": {"amount": "0.00", "currency": "KZT"},
    "principal": {"amount": "13690747305.00", "currency": "KZT"},
    "charges": [],
    "outstanding": {"amount": "13690747305.00", "currency": "KZT"},
    "interest": None,
    "interest_reason": "no basis claimed",
    "deadlines": [],
    "entries": [],
}


def contest_damage(method: str, amount: tuple[float, float, float] | None, **more: Any) -> dict[str, Any]:
    quantiles = None if amount is None else dict(zip(("p05", "p50", "p95"), amount, strict=True))
    body: dict[str, Any] = {
        "method": method, "title": f"method {method}", "status": "computed" if amount else "refused",
        "applicability": "analogy", "currency": "EUR", "missing": [], "amount": quantiles,
    }  # fmt: skip
    return {**body, **more}


def _side(by: str, amount: tuple[float, float, float], mass: float) -> dict[str, Any]:
    return {
        "by": by,
        "quantities": {
            "udmh_to_soil_kg": {"p05": mass / 2, "p50": mass, "p95": mass * 2},
            "impact_range_from_pad_km": {"p05": 2.0, "p50": 2.2, "p95": 2.5},
        },
        "damages": [contest_damage("eu", amount), contest_damage("kz", None, currency="KZT")],
    }


def _change(side: int, by: str, path: str, kind: str, amount: float, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "side": side, "by": by, "path": path, "from": 149000.0, "to": 100000, "kind": kind,
        "source": "sheet", "moves": [{"figure": "damages.eu", "amount": amount}],
    }  # fmt: skip
    return {**body, **more}


def contest() -> dict[str, Any]:
    """What ``contest --json`` prints for two sides that differ in fact, method and law."""
    return {
        "case": "example-case", "title": "An <example>", "hypothetical": False, "fictional": False,
        "parties": {"party/one": "First Side", "party/two": "Second Side"},
        "by": "party/one", "because": ["tanks were <emptier>", "full tanks"], "samples": 16, "seed": 1,
        "sides": [
            _side("the case as it stands", (1e6, 2e6, 4e6), 800.0),
            _side("party/one", (1e5, 2e5, 4e5), 500.0),
            _side("party/two", (6e5, 3e6, 6e6), 900.0),
        ],
        "changes": [
            _change(1, "party/one", "scenario.inputs.udmh_on_board_kg", "fact", -1.5e6),
            _change(1, "party/one", "scenario.inputs.ce_delft_year_number", "method", -4e5),
            _change(1, "party/one", "scenario.jurisdiction", "law", 1e5, **{"from": "kz", "to": None}),
            _change(2, "party/two", "scenario.inputs.udmh_on_board_kg", "fact", 1e6),
        ],
        "common": ["scenario.inputs.wind_speed_m_per_s", "scenario.site"],
        "sources": {"sheet": {"publisher": "party/one", "title": "loading sheet", "standing": "second-hand"}},
        "inputs": {"one.yaml": "a" * 64, "two.yaml": "b" * 64},
        "settlement": [{"figure": "damages.eu", "low": 4e5, "high": 6e5, "overlap": False}],
    }  # fmt: skip
