from downrange.service.science.assessment import assess
from downrange.service.science.refusals import refusal_table


def test_the_table_of_a_case_and_of_every_case() -> None:
    found = refusal_table(assess("proton-2013", 4, 1))
    assert found["case"] == "proton-2013"
    assert {"what", "kind", "why", "missing", "completes"} <= set(found["refusals"][0])
    assert any(row["what"] == "kz-535" for row in found["refusals"])
    assert any("Order 238" in row["what"] for row in found["standing"])


def test_a_comparison_names_its_events_and_the_vehicle_nobody_published() -> None:
    found = refusal_table(assess("tsenki-2023", 4, 1))
    assert {row["event"] for row in found["refusals"] if "event" in row}
    assert any(row["kind"] == "vehicle" and "Soyuz-5" in row["what"] for row in found["refusals"])
