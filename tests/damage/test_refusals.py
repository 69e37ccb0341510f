from dataclasses import replace
from pathlib import Path

from downrange.case.schema import Case
from downrange.damage.assessment import Driver
from downrange.damage.ensemble import assess
from downrange.damage.refusals import RULE_SETS, refusals_of, standing_refusals
from downrange.damage.valuation.methods import METHODS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "downrange" / "damage" / "valuation"


def test_every_refused_method_is_a_row_with_what_would_complete_it(proton_2013: Case) -> None:
    found = assess(proton_2013, 6, 1)
    rows = {row.what: row for row in refusals_of(found)}
    refused = [damage for damage in found.damages if damage.status == "refused"]
    assert {damage.method for damage in refused} <= set(rows)
    law = rows["kz-535"]
    assert (law.kind, law.completes) == ("method", "rules/kz-535.yaml beside the case")
    assert "soil.multiplier_mci_per_t" in law.missing
    assert rows["hea"].completes == "inputs of the case"
    assert rows["ru-soil-238-waste"].kind == "nothing-to-price"
    unpriced = [row for row in refusals_of(found) if row.kind == "no-price"]
    assert any(row.what == "n2o4 to soil" and "eu-ce-delft-2024" in row.why for row in unpriced)
    assert all(row.as_json()["why"] for row in refusals_of(found))
    assert all(row.completes for row in refusals_of(found) if row.kind == "method")


def test_what_the_draws_cannot_tell_is_a_row(proton_2013: Case) -> None:
    found = replace(
        assess(proton_2013, 2, 1), drivers=(Driver("damages.x", "", 0.0, 0.0, 0.0, resolved=False),)
    )
    (row,) = [row for row in refusals_of(found) if row.kind == "not-resolved"]
    assert row.what == "damages.x"


def test_rule_sets_are_the_methods_that_ask_for_a_user_s_tables() -> None:
    assert {m.slug for m in METHODS} >= RULE_SETS
    asking = {p.stem for p in SOURCE.glob("*.py") if "supplied(context" in p.read_text("utf-8")} - {"method"}
    modules = {m.value.__module__.rsplit(".", 1)[-1] for m in METHODS if m.slug in RULE_SETS}
    assert asking <= modules | {"cleanup_cost"}


def test_standing_refusals_say_why_and_what_would_help() -> None:
    rows = standing_refusals()
    assert len({row.what for row in rows}) == len(rows) >= 12
    assert all(row.why and row.completes and row.missing for row in rows)
