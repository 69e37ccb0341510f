from downrange.report import text_matter
from downrange.service import account, evidence


def test_statements_verdicts_and_contradictions_of_the_matter() -> None:
    document = evidence.statements_of("tsenki-2023")
    printed = "\n".join(text_matter.statements(document))
    assert "13,684,550,338.70 KZT" in printed
    assert "≠ disputed" in printed
    assert "out-of-scope" in printed
    side_by_side = "\n".join(text_matter.conflicts(document))
    assert "settled by" in side_by_side
    assert "13.5" in side_by_side


def test_days_of_a_rate() -> None:
    found = evidence.rate_days_of("13684550338.70 KZT", "29.7 M USD", "2023-01-01", "2023-03-31")
    assert [day["on"] for day in found["days"]] == ["2023-02-01"]
    printed = "\n".join(text_matter.rate_days(found))
    assert "460.51" in printed
    assert "open 2023-03-02 .. 2023-03-31" in printed
    none = evidence.rate_days_of("13684550338.70 KZT", "23.5 M USD", "2023-01-01", "2023-03-31")
    assert "no day of an official rate in hand fits" in "\n".join(text_matter.rate_days(none))


def test_a_lease() -> None:
    printed = "\n".join(text_matter.lease(account.lease("baikonur-lease", "2023-03-14")))
    assert "115,000,000.00 USD" in printed
    assert "nothing known" in printed


def test_a_plume() -> None:
    document = {
        "arcs": [{"x_m": 50.0, "concentration_kg_per_m3": 1e-5, "standard_error_kg_per_m3": 1e-7}], "receptors": [],
        "obukhov_length_m": None, "friction_velocity_m_per_s": 0.4, "particles": 1000, "assumed": ["mixing_height_m"],
    }  # fmt: skip
    printed = "\n".join(text_matter.plume(document))
    assert "infinite (neutral)" in printed
    assert "1.000e-05" in printed
    assert "Assumed: mixing_height_m" in printed
