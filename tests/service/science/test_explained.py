from downrange.inputs.cases import read_case
from downrange.service.science.explained import claim_figures


def test_a_claims_sum_leads_to_who_said_it() -> None:
    found = claim_figures(read_case("tsenki-2023").case)
    asserted = found["claim.asserted"]
    assert asserted["value"] == "13684550338.70"
    assert asserted["unit"] == "KZT"
    assert asserted["leaves"]
    assert all(leaf["source"] for leaf in asserted["leaves"])
    assert "claim.agreed" not in found


def test_a_case_without_claims_has_none() -> None:
    assert claim_figures(read_case("soyuz-nominal").case) == {}
