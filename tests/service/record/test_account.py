import pytest

from downrange.errors import InputError
from downrange.service.record.account import balance


def test_the_debt_to_the_tiyn_and_what_is_not_known() -> None:
    found = balance("tsenki-2023", "2023-03-14")
    assert found["asserted"] == {"amount": "13684550338.70", "currency": "KZT"}
    assert found["basis"] == "contract"
    assert found["agreed"] is None
    assert found["paid"] is None
    assert found["interest"] is None
    assert found["interest_reason"]
    assert {charge["assumption"] for charge in found["charges"]}


def test_the_proton_claim_is_asserted_and_nothing_of_it_paid() -> None:
    found = balance("proton-2013", "2016-03-01")
    assert found["asserted"]["amount"] == "13690747305.00"
    assert found["paid"] in (None, {"amount": "0.00", "currency": "KZT"})


def test_a_case_without_a_claim_and_a_day_that_is_none() -> None:
    with pytest.raises(InputError):
        balance("soyuz-nominal")
    with pytest.raises(InputError):
        balance("tsenki-2023", "yesterday")


def test_the_account_of_an_early_day_knows_nothing_later() -> None:
    before = balance("tsenki-2023", "2021-12-31")
    assert before["asserted"] is None
    assert before["awarded"] is None
    assert before["principal"] is None
    assert not before["measures"]
    early = balance("tsenki-2023", "2022-06-30")
    assert [one["what"] for one in early["deadlines"]] == ["presenting the writ"]
    assert any(flag.startswith("awarded: dated 2022") for flag in early["flags"])
    held = balance("tsenki-2023", "2023-03-14")
    assert any("appeal against measure/exit-ban" in one["what"] for one in held["deadlines"])
