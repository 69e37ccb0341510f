import pytest

from downrange.report import text


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "nothing known"),
        (0.0, "0"),
        (1234567.0, "1,230,000"),
        (0.001234, "0.00123"),
        (12.0, "12"),
        (99.96, "100"),
        (1.5e-9, "0.0000000015"),
        ("2023", "2023"),
    ],
)
def test_figures_keep_their_significant_digits(value: float | str | None, printed: str) -> None:
    assert text.number(value) == printed


def test_money_a_range_and_nothing_known() -> None:
    body = {"amount": "13684550338.70", "currency": "KZT"}
    assert text.money(body) == "13,684,550,338.70 KZT"
    assert text.money(None) == "nothing known"
    assert text.money({"unknown": "award not seen"}) == "nothing known (award not seen)"
    assert text.money({"low": body, "high": body}) == "13,684,550,338.70 KZT to 13,684,550,338.70 KZT"


def test_columns_line_up() -> None:
    lines = list(text.table([("a", "12"), ("long", "3")], ("what", "n")))
    assert lines == ["what  n", "----  --", "a     12", "long  3"]


def test_an_explanation_names_steps_leaves_and_warnings() -> None:
    document = {
        "figure": "damages.x.p50", "value": 3.0, "unit": "EUR",
        "steps": [{"name": "damages.x", "method": "sum", "inputs": ["m_kg"], "output": 3.0, "unit": "eur", "validity": "beyond"}],
        "leaves": [{"name": "m_kg", "value": 1.0, "unit": "kg", "kind": "measured", "source": "book", "locator": None}],
    }  # fmt: skip
    printed = "\n".join(text.explanation(document))
    assert "damages.x.p50 = 3 EUR" in printed
    assert "! beyond" in printed
    assert "book" in printed
    cited = {
        **document,
        "sources": {"book": {"publisher": "A press", "title": "On x", "date": "1990", "standing": "full"}},
    }
    assert "book: A press, On x, 1990 (full)" in "\n".join(text.explanation(cited))
    assert "a.b" in "\n".join(text.explanation({"figures": ["a.b"]}))


def test_what_a_method_says_stands_with_its_sum() -> None:
    damage = {
        "method": "m", "applicability": "analogy", "status": "computed", "currency": "EUR", "price_year": 2021,
        "amount": {"p05": "1.00", "p50": "2.00", "p95": "3.00"}, "flags": ["n2o4 priced as nox: our choice"],
    }  # fmt: skip
    document = {
        "case": "c", "samples": 8, "seed": 1, "manifest": {"digest": "d"}, "drivers": [], "assumed": [], "problems": [],
        "quantities": {"q_kg": {"p05": 1.0, "p50": 2.0, "p95": 3.0}}, "damages": [damage, {**damage, "status": "refused"}],
    }  # fmt: skip
    printed = "\n".join(text.assessment(document))
    assert printed.count("  m: n2o4 priced as nox: our choice") == 1
    assert "Said with" not in "\n".join(text.assessment({**document, "damages": [{**damage, "flags": []}]}))
