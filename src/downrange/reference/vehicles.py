"""Launch vehicles of the library: stages, loads by component, bodies and separation states.

Every figure is a :class:`~downrange.base.source.Sourced`. What a file does not hold is not guessed: asking
for it raises :class:`~downrange.errors.SourceError`, which names what is missing and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from downrange.base.source import Sourced
from downrange.errors import SourceError
from downrange.reference.library import names, table, values

__all__ = ["Fairing", "Separation", "Stage", "Vehicle", "assembled", "vehicle", "vehicle_names"]

_FOLDER = "vehicles"


@dataclass(frozen=True)
class Separation:
    """The state of a nominal ascent at which a part leaves; speeds relative to the rotating Earth."""

    time_s: Sourced
    altitude_m: Sourced
    speed_m_per_s: Sourced
    flight_path_angle_deg: Sourced
    downrange_m: Sourced


@dataclass(frozen=True)
class _Part:
    """What a part of a vehicle is made of: its figures by name, and why others are missing."""

    name: str
    path: str
    figures: Mapping[str, Sourced] = field(repr=False)
    missing: Mapping[str, str] = field(repr=False)
    separation: Separation | None

    def figure(self, name: str) -> Sourced:
        """Give one figure (``dry_mass_kg``, ``thrust_vacuum_n``, ``diameter_m``...).

        Raises
        ------
        SourceError
            If the library does not have it, with the reason.
        """
        if name in self.figures:
            return self.figures[name]
        reason = self.missing.get(name, "the library has no such figure")
        raise SourceError(f"{self.path}: {name} is missing: {reason}", [f"{self.path}.{name}"])

    def has(self, name: str) -> bool:
        """Say whether the library has a figure."""
        return name in self.figures


@dataclass(frozen=True)
class Stage(_Part):
    """One stage or strap-on (figures for each of ``count`` alike).

    Attributes
    ----------
    components : tuple of str
        Oxidiser and fuel by their substance slugs (``n2o4``, ``udmh``), or ``solid``.
    loads_kg, residuals_kg : mapping
        Published or assumed loads and residuals by component, where the file gives them apart.
    """

    components: tuple[str, ...]
    loads_kg: Mapping[str, Sourced] = field(repr=False)
    residuals_kg: Mapping[str, Sourced] = field(repr=False)

    @property
    def count(self) -> int:
        """How many of it the vehicle has."""
        return round(self.figure("unit_number").value)

    def load_kg(self, probability: float | None = None) -> dict[str, float]:
        """Split the load of one unit by component.

        The total is divided by the oxidiser ratio; loads that the file gives apart (hydrogen peroxide for the
        turbopumps) come on top. ``probability`` draws total and ratio at that quantile, else the central
        values are used.

        Raises
        ------
        SourceError
            If the total or the ratio is missing.
        """
        total = _drawn(self.figure("propellant_kg"), probability)
        extra = {name: _drawn(item, probability) for name, item in self.loads_kg.items()}
        if len(self.components) == 1:
            return {self.components[0]: total, **extra}
        ratio = _drawn(self.figure("oxidiser_ratio"), probability)
        oxidiser, fuel = self.components
        return {oxidiser: total * ratio / (1.0 + ratio), fuel: total / (1.0 + ratio), **extra}

    def residual_kg(self, probability: float | None = None) -> dict[str, float]:
        """Give what stays in the tanks of one spent unit, by component; as :meth:`load_kg` for the draw."""
        if self.residuals_kg:
            return {name: _drawn(item, probability) for name, item in self.residuals_kg.items()}
        share = _drawn(self.figure("residual_fraction"), probability)
        return {name: share * mass for name, mass in self.load_kg().items()}

    def spent_mass_kg(self) -> float:
        """Give the mass of one spent unit with its residuals."""
        return self.figure("dry_mass_kg").value + sum(self.residual_kg().values())

    def body_size_m(self) -> tuple[float, float]:
        """Give length and diameter of the cylinder that stands for one spent unit in the fall."""
        wide = self.figure("body_diameter_m" if self.has("body_diameter_m") else "diameter_m")
        return self.figure("length_m").value, wide.value


@dataclass(frozen=True)
class Fairing(_Part):
    """The fairing: figures of the whole; it falls in ``count`` parts."""

    @property
    def count(self) -> int:
        """How many parts it falls in."""
        return round(self.figure("unit_number").value)


@dataclass(frozen=True)
class Vehicle:
    """A launch vehicle: ``stages`` in the order of their separation, strap-ons (``booster``) first.

    Attributes
    ----------
    nominal : mapping
        ``leo_payload_kg``, ``fit_altitude_m`` and ``fit_time_s``, where published.
    fit_event : str
        The event whose published altitude (``fit_altitude_m``) an ascent is fitted to; "" for none. With
        ``fit_time_s`` the altitude belongs to that second and not to the computed event.
    """

    slug: str
    name: str
    note: str
    stages: tuple[Stage, ...]
    upper_stages: tuple[Stage, ...]
    fairing: Fairing | None
    nominal: Mapping[str, Sourced] = field(repr=False)
    fit_event: str
    missing: Mapping[str, str] = field(repr=False)

    def stage(self, name: str) -> Stage:
        """Give a stage by name (``booster``, ``stage-1``, ``briz-m``).

        Raises
        ------
        SourceError
            If the vehicle has none of that name, or no stages at all in the library.
        """
        for stage in (*self.stages, *self.upper_stages):
            if stage.name == name:
                return stage
        reason = self.missing.get("stages", f"it has {', '.join(s.name for s in self.stages) or 'none'}")
        raise SourceError(
            f"vehicle {self.slug} has no stage {name!r}: {reason}", [f"vehicles.{self.slug}.{name}"]
        )

    def load_kg(self) -> dict[str, float]:
        """Add the loads of all stages up, by component."""
        total: dict[str, float] = {}
        for stage in (*self.stages, *self.upper_stages):
            for name, mass in stage.load_kg().items():
                total[name] = total.get(name, 0.0) + stage.count * mass
        return total


def _drawn(sourced: Sourced, probability: float | None) -> float:
    return sourced.value if probability is None else sourced.draw(probability)


def vehicle_names() -> tuple[str, ...]:
    """List the slugs of the vehicles in the library."""
    return names(_FOLDER)


@lru_cache(maxsize=128)
def vehicle(slug: str) -> Vehicle:
    """Read one vehicle.

    Raises
    ------
    SourceError
        If the library has no such vehicle; the message lists those it has.
    """
    if slug not in vehicle_names():
        raise SourceError(
            f"the library has no vehicle {slug!r}; it has {', '.join(vehicle_names())}", [f"vehicles.{slug}"]
        )
    path = f"{_FOLDER}/{slug}.yaml"
    return assembled(slug, table(path), values(path))


def assembled(slug: str, body: Mapping[str, Any], found: Mapping[str, Sourced]) -> Vehicle:
    """Put a vehicle together.

    Parameters
    ----------
    body : mapping
        As a file of the library has it: ``name``, ``stages`` with their ``components``, ``fairing``...
    found : mapping
        Every figure by its dotted path in that file.
    """
    parts = {
        group: tuple(
            _stage(slug, f"{group}.{name}", node, found) for name, node in (body.get(group) or {}).items()
        )
        for group in ("stages", "upper_stages")
    }
    fairing = body.get("fairing")
    return Vehicle(
        slug,
        str(body["name"]),
        str(body.get("note", "")),
        parts["stages"],
        parts["upper_stages"],
        None if fairing is None else Fairing(**_part(slug, "fairing", fairing, found)),
        MappingProxyType(_under(found, "nominal")),
        str((body.get("nominal") or {}).get("fit_event", "")),
        MappingProxyType(dict(body.get("missing") or {})),
    )


def _under(found: Mapping[str, Sourced], prefix: str) -> dict[str, Sourced]:
    """Give the figures that stand directly under a dotted path.

    Slugs may hold dots, so the names are cut by length and not split.
    """
    start = f"{prefix}."
    return {path[len(start) :]: item for path, item in found.items() if path.startswith(start)}


def _part(slug: str, key: str, node: Mapping[str, Any], found: Mapping[str, Sourced]) -> dict[str, Any]:
    under = _under(found, key)
    state = _under(found, f"{key}.separation")
    return {
        "name": key.rsplit(".", 1)[-1],
        "path": f"vehicles.{slug}.{key}",
        "figures": MappingProxyType({name: item for name, item in under.items() if "." not in name}),
        "missing": MappingProxyType(dict(node.get("missing") or {})),
        "separation": Separation(**state) if state else None,
    }


def _stage(slug: str, key: str, node: Mapping[str, Any], found: Mapping[str, Sourced]) -> Stage:
    return Stage(
        **_part(slug, key, node, found),
        components=tuple(str(name) for name in node["components"]),
        loads_kg=MappingProxyType(_masses(found, f"{key}.extra_loads")),
        residuals_kg=MappingProxyType(_masses(found, f"{key}.residuals")),
    )


def _masses(found: Mapping[str, Sourced], prefix: str) -> dict[str, Sourced]:
    return {name.removesuffix("_kg"): item for name, item in _under(found, prefix).items()}
