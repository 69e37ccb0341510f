"""A complaint is on record, how to reach the person is not."""

from __future__ import annotations

from downrange.service.record.facts import facts_as_of, forget
from downrange.service.record.redress import answered, complained, contact_of


def test_the_log_holds_a_seal_and_not_the_address(registry: str) -> None:
    reference, commitment = complained("somebody@example.org", 12)
    fact = facts_as_of(f"redress/{reference}", "redress")[0]
    assert fact.body == {"reference": reference, "of": 12, "private_commitment": commitment}
    assert contact_of(reference) == "somebody@example.org"
    assert contact_of("NONE") is None
    place = answered(reference, True, "user/regulator")
    assert facts_as_of(f"redress/{reference}", "redress-answer")[0].sequence == place
    forget(fact, "user/regulator", "asked to", fact.effective_on)
    assert contact_of(reference) is None
