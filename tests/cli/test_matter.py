"""The matter from the command line: account, lease, statements, days of a rate."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, called


def test_balance_and_cases() -> None:
    debt = called("balance", "tsenki-2023", "--on", "2023-03-14")
    for key in (
        "claim",
        "basis",
        "on",
        "asserted",
        "awarded",
        "agreed",
        "paid",
        "principal",
        "charges",
        "outstanding",
        "interest",
        "deadlines",
        "entries",
    ):
        assert key in debt
    assert called("cases")["cases"]


def test_statements_rate_days_lease_attach() -> None:
    said = called("statements", "tsenki-2023")
    assert {"statements", "conflicts", "verdicts"} <= set(said)
    days = called(
        "rate-days", "13684550338.70 KZT", "29.7 M USD", "--from", "2023-01-01", "--to", "2023-03-31"
    )
    assert {"pair", "low", "high", "days", "open", "wider"} <= set(days)
    assert [day["on"] for day in days["days"]] == ["2023-02-01"]
    lease = called("lease", "baikonur-lease")
    assert {"rent_per_year", "due", "paid", "arrears", "schedule", "obligations", "positions"} <= set(lease)
    draft = called("attach", "tsenki-2023", "--on", "2023-03-10")
    assert {"targets", "chosen", "excluded", "covered", "excess", "optimal", "gap_ratio"} <= set(draft)
    assert draft["chosen"] == []  # no list of its assets is known, so none is invented


def test_an_article_is_read_and_decided_on(tmp_path: Path) -> None:
    article = tmp_path / "march.txt"
    article.write_text("TsENKI owes $29.7 million, and its head cannot leave Kazakhstan.", "utf-8")
    draft = called("intake", str(article), "--published", "2023-03-14", "--out", str(tmp_path / "draft"))
    claim = next(row["id"] for row in draft["items"] if row["kind"] == "claim")
    assert draft["statements"] == []
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(
        f"- {{item: {claim}, verdict: accepted, by: party/reader, on: 2026-11-23, because: read}}\n", "utf-8"
    )
    after = called("intake", str(tmp_path / "draft"), "--decide", str(decisions))
    assert [row["property"] for row in after["statements"]] == ["claim-principal"]
    assert after["undecided_number"] == draft["undecided_number"] - 1
    told = call("intake", str(tmp_path / "draft"), "--decide", str(decisions))
    assert "accepted: statement/" in told.stdout
    said = called("statements", str(tmp_path / "draft"))
    assert len(said["statements"]) == 1


def test_a_name_is_looked_up() -> None:
    found = called("names", "Бәйтерек")
    assert {"name", "key", "matches", "decisions", "groups"} <= set(found)
    assert found["matches"][0]["party"] == "party/baiterek-jv"
    assert "no party of the casebook" in call("names", "Quixote").stdout
