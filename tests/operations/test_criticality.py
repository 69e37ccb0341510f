from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.operations.criticality import (
    Harm,
    aggregated,
    criticality,
    failing,
    single_points,
    stopped_launches,
    trade_off,
)
from downrange.operations.library import library_manifest

MANIFEST = library_manifest(date(2025, 1, 1), date(2026, 12, 31))


def test_one_service_cabin_fails_the_pad_and_stops_every_soyuz() -> None:
    assert failing(MANIFEST, ["pad-31-service-cabin"]) == {"pad-31-service-cabin", "pad-31-6"}
    stopped = stopped_launches(MANIFEST, ["pad-31-service-cabin"])
    assert {launch.family for launch in stopped} == {"soyuz"}
    assert {launch.pad for launch in stopped} == {"pad-31-6"}


def test_one_proton_pad_is_no_single_point_but_two_are() -> None:
    assert stopped_launches(MANIFEST, ["pad-81-24"]) == ()
    assert [one.family for one in stopped_launches(MANIFEST, ["pad-81-24", "pad-200-39"])] == ["proton"]


def test_single_points_are_ranked_by_lives_then_launches() -> None:
    points = single_points(MANIFEST)
    assert [point.rank for point in points] == list(range(1, len(points) + 1))
    assert points[0].lives
    assert [(not p.lives, -len(p.launches)) for p in points] == sorted(
        (not p.lives, -len(p.launches)) for p in points
    )
    names = {point.resource for point in points}
    assert "pad-31-service-cabin" in names
    assert "pad-81-24" not in names
    assert "repair-tools" not in names


def test_in_public_only_kinds_are_counted() -> None:
    shown = str(aggregated(single_points(MANIFEST)))
    assert "pad-equipment" in shown
    assert "pad-31" not in shown
    assert "cabin" not in shown


def test_harm_of_each_asset_with_its_reason() -> None:
    harms = criticality(
        MANIFEST,
        {
            "asset/cabin": ["pad-31-service-cabin"],
            "asset/tools": ["repair-tools"],
            "asset/proton": ["proton-staff"],
            "asset/canteen": [],
        },
        date(2025, 1, 1),
    )
    assert harms["asset/cabin"].lives
    assert "never" in harms["asset/cabin"].reason
    assert harms["asset/cabin"].harm_score > harms["asset/proton"].harm_score > 0
    assert harms["asset/tools"].harm_score == 0
    assert "repairs" in harms["asset/tools"].reason
    assert harms["asset/canteen"].reason == "no launch is known to need it"


def harm(name: str, launches: int, lives: bool = False) -> Harm:
    return Harm(name, launches / 100, tuple(f"launch/{name}-{i}" for i in range(launches)), lives, "")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 1000), st.booleans()), max_size=7))
def test_the_curve_is_the_best_that_any_set_reaches(given_assets: list[tuple[int, int, bool]]) -> None:
    harms = {f"a{i}": harm(f"a{i}", n, lives) for i, (n, _, lives) in enumerate(given_assets)}
    values = {f"a{i}": value for i, (_, value, _) in enumerate(given_assets)}
    allowed = [name for name in values if not harms[name].lives]
    curve = trade_off(values, harms)
    for point in curve:
        assert sum(values[name] for name in point.assets) == point.covered_minor
        assert not any(harms[name].lives for name in point.assets)
        best = max(
            sum(values[name] for name in chosen)
            for size in range(len(allowed) + 1)
            for chosen in combinations(allowed, size)
            if sum(len(harms[name].launches) for name in chosen) <= point.launches_stopped
        )
        assert best == point.covered_minor
    covered = [point.covered_minor for point in curve]
    assert covered == sorted(set(covered))
    assert covered[-1] == sum(values[name] for name in allowed)
