from downrange.service.keeping.casebook import listing


def test_the_casebook_lists_its_cases_with_the_keys_others_rely_on() -> None:
    rows = {row["name"]: row for row in listing()["cases"]}
    assert {"tsenki-2023", "proton-2013", "soyuz-nominal", "soyuz-worst-case", "baikonur-lease"} <= set(rows)
    assert {"name", "title", "from", "to", "parts", "fictional"} <= set(rows["tsenki-2023"])
    assert "verdicts" in rows["tsenki-2023"]["parts"]
    assert rows["soyuz-worst-case"]["hypothetical"]
