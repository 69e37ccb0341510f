from __future__ import annotations

import json

from downrange.service.statements.comparison import comparison_table


def test_the_table_prints_as_json() -> None:
    table = comparison_table()
    json.dumps(table)
    rows = {row["case"]: row for row in table["rows"]}
    assert rows["cosmos-954"]["paid"] == {"amount": "3000000.00", "currency": "CAD"}
    assert rows["stati-v-kazakhstan"]["paid"] is None
    assert rows["stati-v-kazakhstan"]["reasons"]["paid"]
    assert "soyuz-worst-case" not in rows
    assert table["notes"]
