from downrange.report.text_holding import ladder
from downrange.service.holding.measures import ladder_of


def test_every_rung_and_every_answer_is_printed() -> None:
    document = ladder_of("tsenki-2023", "2023-03-14")
    text = "\n".join(ladder(document))
    for one in (*document["rungs"], *document["answers"]):
        assert one["article"] in text
    assert "✓ taken" in text
    assert all(one["question"] in text for one in document["not_said"])
    assert "not said by the law at hand" in text
    assert "charge, if a private-bailiff enforces: 34,500,000.00 KZT" in text


def test_closed_rungs_say_why_and_fiction_says_so() -> None:
    body = ladder_of("tsenki-2023-exercise", "2023-03-14")
    assert "  a fictional case" in ladder(body)
    late = ladder_of("tsenki-2023", "2026-03-02")
    assert (
        any("presenting the writ: " in line for line in ladder(late)) or late["rungs"][0]["state"] == "taken"
    )
