import pytest

from downrange.reference.library import citation, table
from downrange.validation.ascent import (
    FILE,
    GOALS,
    LIMITS,
    Computed,
    compare,
    computed_events,
    goals_met,
    scores,
)

EVENTS = {
    "booster-separation": [{"altitude_m": 40000.0, "source": "a"}],
    "stage-1-cutoff": [
        {"altitude_m": 100000.0, "speed_m_per_s": 3000.0, "frame": "inertial", "source": "a"},
        {"altitude_m": 150000.0, "source": "b"},
    ],
}


def computed(
    first: float, later: float, speed: float = 2700.0, inertial: float = 3000.0
) -> dict[str, Computed]:
    return {
        "booster-separation": Computed(first, 1700.0, 2000.0),
        "stage-1-cutoff": Computed(later, speed, inertial),
    }


def test_a_fitted_event_is_shown_and_not_counted() -> None:
    found = compare("m", "fitted", EVENTS, computed(40000.0, 100000.0), "booster-separation")
    assert [(item.event, item.figure, item.counted) for item in found] == [
        ("booster-separation", "altitude", False),
        ("stage-1-cutoff", "altitude", True),
        ("stage-1-cutoff", "speed", True),
    ]


def test_one_of_two_contradicting_sources_suffices() -> None:
    found = compare("m", "fitted", EVENTS, computed(40000.0, 148000.0), "booster-separation")
    assert found[1].error_fraction == pytest.approx(148.0 / 150.0 - 1.0)


def test_the_frame_decides_which_speed_is_compared() -> None:
    found = compare("m", "fitted", EVENTS, computed(4e4, 1e5, 2700.0, 3300.0), None)
    assert found[-1].error_fraction == pytest.approx(0.1)
    unstated = {
        "stage-1-cutoff": [{"altitude_m": 1e5, "speed_m_per_s": 2700.0, "frame": "not-stated", "source": "a"}]
    }
    (_, speed) = compare("m", "fitted", unstated, computed(4e4, 1e5), None)
    assert not speed.counted
    assert "+0.0% if relative" in speed.note
    assert "+11.1% if inertial" in speed.note


def test_scores_are_shares_within_their_limits() -> None:
    rows = [
        *compare("one", "fitted", EVENTS, computed(40000.0, 112000.0), "booster-separation"),
        *compare("two", "fitted", EVENTS, computed(40000.0, 70000.0), "booster-separation"),
        *compare("one", "no-fit", EVENTS, computed(45000.0, 100000.0), None),
        *compare("two", "no-fit", EVENTS, computed(50000.0, 100000.0), None),
    ]
    assert scores(rows) == {
        "altitude_within_15_percent_share": 0.5,
        "altitude_within_25_percent_share": 0.5,
        "first_staging_without_fit_within_15_percent_share": 0.5,
        "speed_frame_stated_within_7_percent_share": 1.0,
    }


def test_the_file_names_known_events_sources_and_frames() -> None:
    for name, body in table(FILE)["missions"].items():
        assert {"vehicle", "site", "payload_kg", "orbit_altitude_m", "because", "events"} <= set(body), name
        for sources in body["events"].values():
            for source in sources:
                citation(source["source"])
                assert source.get("frame", "inertial") in ("inertial", "relative", "not-stated")


def test_soyuz_and_the_dogleg_of_h_iia_are_met() -> None:
    missions = table(FILE)["missions"]
    for name, most in (("soyuz-stb-gto", 0.05), ("h-iia-f15", 0.10)):
        events, fitted = computed_events(missions[name], fit=True)
        found = compare(name, "fitted", missions[name]["events"], events, fitted)
        heights = [abs(item.error_fraction) for item in found if item.figure == "altitude" and item.counted]
        assert max(heights) < most
    stated = [item for item in found if item.figure == "speed"]
    assert sum(abs(item.error_fraction) <= 0.07 for item in stated) >= 3


def test_the_goals_are_shares() -> None:
    assert all(0.0 < goal <= 1.0 for goal in GOALS.values())


def test_goals_are_met_from_above_and_limits_from_below_and_nothing_missing_is_met() -> None:
    best = {**GOALS, **LIMITS}
    assert all(goals_met(best).values())
    worse = {name: figure * 0.9 for name, figure in GOALS.items()} | {n: f * 1.1 for n, f in LIMITS.items()}
    assert not any(goals_met(worse).values())
    assert not any(goals_met({}).values())
