"""The forms of acts: what they ask, what the service is told of it, what is read once more."""

from __future__ import annotations

from datetime import date

from downrange.web.deed_forms import Around, deed_form, retold
from downrange.web.deeds import CLAIM_DEEDS, MEASURE_DEEDS

AROUND = Around(date(2023, 5, 1), ("asset/a", "asset/b"), ("use in place",), "USD", {"asset/a": "Crane"})


def test_things_are_chosen_from_what_is_held_with_their_names() -> None:
    assert AROUND.things() == [("asset/a", "Crane (asset/a)"), ("asset/b", "asset/b")]
    form = deed_form(
        CLAIM_DEEDS["let-go"], AROUND, {"on": "2023-05-02", "document": "x", "assets": ["asset/c"]}
    )
    assert not form.is_valid()
    assert "assets" in form.errors


def test_a_paper_is_asked_for_where_the_law_asks() -> None:
    assert not deed_form(
        MEASURE_DEEDS["serve"], AROUND, {"on": "2023-05-02", "whom": "the debtor"}
    ).is_valid()
    assert deed_form(MEASURE_DEEDS["approve"], AROUND, {"on": "2023-05-02"}).is_valid()


def test_whichever_field_asked_the_service_is_told_in_one_place() -> None:
    data = {"on": "2023-05-02", "document": "ruling 7", "objection": "stands"}
    form = deed_form(MEASURE_DEEDS["decide-objection"], AROUND, data)
    assert form.is_valid()
    assert (form.given()["outcome"], form.given()["told"]) == ("stands", "")
    data = {"on": "2023-05-02", "document": "complaint", "because": "too much", "known_on": "2023-04-30"}
    form = deed_form(MEASURE_DEEDS["object"], AROUND, data)
    assert form.is_valid()
    assert (form.given()["told"], form.given()["day"]) == ("too much", date(2023, 4, 30))
    assert ("Because", "too much") in retold(form)


def test_sums_are_above_nought_and_a_payment_has_a_key_of_its_own() -> None:
    first, second = (deed_form(CLAIM_DEEDS["pay"], AROUND) for _ in range(2))
    assert first["key"].value() != second["key"].value()
    assert first["currency"].value() == "USD"
    wrong = {"on": "2023-05-02", "document": "x", "amount": "-1", "currency": "USD", "key": "k"}
    assert not deed_form(CLAIM_DEEDS["pay"], AROUND, wrong).is_valid()
    for amount, currency, field in (("1.50", "JPY", ["amount"]), ("1.00", "JPY", ["amount"]), ("1", "JPY", []),
                                    ("NaN", "USD", ["amount"]), ("Infinity", "USD", ["amount"]),
                                    ("1", "ZZZ", ["currency"])):  # fmt: skip
        data = {"on": "2023-05-02", "document": "x", "amount": amount, "currency": currency, "key": "k"}
        assert list(deed_form(CLAIM_DEEDS["pay"], AROUND, data).errors) == field, (amount, currency)
    whose = deed_form(MEASURE_DEEDS["sanction"], AROUND)
    assert "role" in whose.fields
    assert "role" not in deed_form(MEASURE_DEEDS["serve"], AROUND).fields
