from __future__ import annotations

from datetime import date

import pytest

from downrange.case.schema import Case
from downrange.evidence.conflict import Conflict, conflicts, figure_range, window
from downrange.evidence.rates import LibraryRates
from downrange.inputs.cases import read_case
from downrange.service.statements.evidence import vehicle_components


def found_in(name: str) -> tuple[Conflict, ...]:
    case = read_case(name).case
    return conflicts(case, case.statements, LibraryRates(), vehicle_components)


@pytest.fixture(scope="module")
def tsenki() -> tuple[Conflict, ...]:
    return found_in("tsenki-2023")


def against(found: tuple[Conflict, ...], statement: str) -> Conflict:
    (one,) = [c for c in found if f"statement/{statement}" in c.sides[-1] and c.kind != "library"]
    return one


@pytest.mark.parametrize(
    ("statement", "kind", "says"),
    [
        ("debt-kzt-13-5", "rounding", "13,700,000,000"),
        ("debt-kzt-13-6", "rounding", "13,700,000,000"),
        ("debt-usd-23-5", "rate", "No figure of the case"),
        ("debt-usd-26", "rate", "statement/debt-rub-2bn"),
        ("debt-eur-25", "rate", "statement/debt-rub-2bn"),
        ("debt-minister-1-2bn-kzt", "unit", "RUB"),
    ],
)
def test_each_odd_figure_of_the_debt_has_its_own_reason(
    tsenki: tuple[Conflict, ...], statement: str, kind: str, says: str
) -> None:
    one = against(tsenki, statement)
    assert one.kind == kind
    assert says in one.because
    assert "statement/debt-kzt-notice" in one.sides[0]
    assert "outstanding" in one.moves


def test_compatible_roundings_stand_with_the_notice(tsenki: tuple[Conflict, ...]) -> None:
    own = against(tsenki, "debt-kzt-13-5").sides[0]
    for name in (
        "debt-usd-29-7",
        "debt-usd-29-7-bi",
        "debt-usd-29",
        "debt-usd-30",
        "debt-eur-28",
        "debt-rub-2bn",
    ):
        assert f"statement/{name}" in own


def test_what_the_debt_is_for_has_five_accounts(tsenki: tuple[Conflict, ...]) -> None:
    (cause,) = [c for c in tsenki if c.property == "cause" and c.kind == "account"]
    assert len(cause.sides) == 5
    assert cause.moves == ("claims.basis",)
    (early,) = [c for c in tsenki if c.kind == "anachronism"]
    assert early.sides[1] == ("statement/first-flight",)


@pytest.mark.parametrize(
    ("kind", "about", "name"),
    [
        ("party", "claim/debt", "creditor"),
        ("party", "claim/debt", "debtor"),
        ("account", "claim/debt", "forum"),
        ("account", "measure/attachment", "scope"),
        ("garbled", "measure/exit-ban", "against"),
        ("library", "vehicle/soyuz-2.1b", "propellants"),
        ("date", "lease/baikonur", "begin"),
        ("value", "lease/baikonur", "rent_per_year"),
        ("arithmetic", "lease/baikonur", "term"),
        ("date", "site/baikonur", "space-port-since"),
    ],
)
def test_every_disputed_point_of_the_matter_is_found(
    tsenki: tuple[Conflict, ...], kind: str, about: str, name: str
) -> None:
    assert [c for c in tsenki if (c.kind, c.about, c.property) == (kind, about, name)]


def test_nothing_is_in_conflict_with_itself(tsenki: tuple[Conflict, ...]) -> None:
    for one in tsenki:
        names = [name for side in one.sides for name in side]
        assert one.kind == "garbled" or len(names) == len(set(names))
        assert one.settled_by


def test_the_crater_and_its_limits() -> None:
    found = found_in("proton-2013")
    kinds = {(c.kind, c.property) for c in found}
    assert ("limit", "soil-limit") in kinds
    assert ("value", "crater_diameter") in kinds
    assert ("value", "udmh-soil-max-multiple") in kinds
    assert ("account", "state") not in kinds
    (claim,) = [c for c in found if c.property == "asserted"]
    assert claim.sides[1] == ("statement/claim-rub",)


def test_a_false_report_stands_beside_its_denial() -> None:
    found = found_in("baikonur-lease")
    (denied,) = [c for c in found if c.property == "rent_revision"]
    assert denied.kind == "denied"
    assert denied.sides[0] == ("statement/rent-raised-false",)
    (misprint,) = [c for c in found if c.kind == "misprint"]
    assert misprint.property == "budget-2020"


def test_the_days_of_conversion_begin_at_the_first_dated_step() -> None:
    case = read_case("tsenki-2023").case
    sums = [s for s in case.statements if s.property == "principal"]
    assert window(case, "claim/debt", sums)[0] == date(2022, 11, 1)
    bare = Case.model_validate({"case": "a", "title": "t", "from": 2020, "to": 2021})
    first, last = window(bare, "claim/x", [s for s in sums if s.id == "statement/debt-kzt-notice"])
    assert (last - first).days == 150


def test_a_printed_number_means_half_its_last_digit() -> None:
    from downrange.case.schema import Figure

    assert figure_range(Figure(number=0.06)) == pytest.approx((0.055, 0.065))
    assert figure_range(Figure(number=17)) == pytest.approx((16.5, 17.5))
    assert figure_range(Figure(low=2, high=6)) == (2, 6)
    assert figure_range(Figure(high=500)) == (float("-inf"), 500)
