"""Which change moved what, and how many computations that takes."""

from __future__ import annotations

from downrange.service.science.contest import contest_values
from downrange.service.science.moves import expected

HEA = {
    "hea_initial_loss_share": 0.8, "hea_recovery_y": 10, "hea_gain_share": 0.5, "hea_rise_y": 3,
    "hea_gain_until_y": 30, "hea_discount_per_y": 0.03, "hea_dating_number": 1,
    "hea_restoration_cost_usd_per_ha": 3000,
}  # fmt: skip


def test_every_set_of_each_sides_changes_is_computed_once() -> None:
    assert expected([]) == 1
    assert expected([1]) == 2
    assert expected([3, 2]) == 1 + 7 + 3
    assert expected([30]) == 1 + 1023


def test_what_a_refused_method_asked_for_completes_it_and_takes_no_sets() -> None:
    """Eight such inputs would be 256 computations, none of which could share out a sum the case does not have."""
    computed: list[tuple[int, int]] = []
    values = {f"scenario.inputs.{name}": {"value": value, "source": "x"} for name, value in HEA.items()}
    wind = "scenario.inputs.burnt_fuel_share"
    values[wind] = {"value": 0.5, "source": "x"}
    found = contest_values(
        "proton-2013",
        values,
        "party/roscosmos",
        4,
        progress=lambda done, total: computed.append((done, total)),
    )
    assert computed[-1][0] == 8  # the case and the side, of four draws each
    sums = [{d["method"]: d["status"] for d in side["damages"]} for side in found["sides"]]
    assert [one["hea"] for one in sums] == ["refused", "computed"]
    rows = {row["path"]: row for row in found["changes"]}
    assert all(rows[f"scenario.inputs.{name}"]["completes"] == ["hea"] for name in HEA)
    assert all(rows[f"scenario.inputs.{name}"]["moves"] == [] for name in HEA)
    assert rows[wind]["moves"]
    alone = contest_values("proton-2013", {wind: values[wind]}, "party/roscosmos", 4)["changes"][0]["moves"]
    assert rows[wind]["moves"] == alone
