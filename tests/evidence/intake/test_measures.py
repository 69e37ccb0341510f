from __future__ import annotations

import pytest

from downrange.evidence.intake.actors import actors
from downrange.evidence.intake.items import Text
from downrange.evidence.intake.measures import find_measures, find_scope


def measures(text: str) -> list[tuple[str, str | None, bool]]:
    cut = Text(text)
    return [(item.value["kind"], item.role, item.negated) for item in find_measures(cut, actors(cut))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kazakhstan impounded the property of TsENKI.", "attachment"),
        ("TsENKI's assets have been seized.", "attachment"),
        ("The firm's property was put under arrest.", "attachment"),
        ("A court placed the shares under attachment.", "attachment"),
        ("The bank has frozen $22 billion of assets.", "account-freeze"),
        ("Its accounts were blocked.", "account-freeze"),
        ("The company is banned from moving any assets abroad.", "movement-ban"),
        ("The satellites cannot be moved.", "movement-ban"),
        ("The head of TsENKI cannot leave Kazakhstan.", "exit-ban"),
        ("He was stopped at the border because of an exit ban.", "exit-ban"),
        ("The frigate was held in port.", "arrest"),
        ("Launches were suspended for a month.", "launch-ban"),
        ("Арестовано имущество: арест имущества ЦЭНКИ.", "attachment"),
        ("Руководителю запретили выезд из страны.", "exit-ban"),
    ],
)
def test_a_measure_in_force(text: str, kind: str) -> None:
    assert measures(text) == [(kind, "ordered", False)]


@pytest.mark.parametrize(
    "text",
    [
        "The space race seized the imagination.",
        "Investors seized the opportunity to sell shares.",
        "Police arrested two men on fraud charges.",
        "He died of cardiac arrest.",
        "A letter was attached to the report.",
        "You cannot leave it at that.",
    ],
)
def test_what_is_no_measure(text: str) -> None:
    assert measures(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The court lifted the attachment of the property.", "attachment"),
        ("The ban on launches was lifted.", "launch-ban"),
        ("The tribunal ordered Ghana to release the ship.", "arrest"),
        ("A Paris court later lifted the freeze.", "account-freeze"),
    ],
)
def test_a_measure_lifted(text: str, kind: str) -> None:
    assert [(one, role) for one, role, _ in measures(text)] == [(kind, "lifted")]


def test_a_measure_denied() -> None:
    assert measures("Roscosmos denied that the cosmodrome had been seized.") == [
        ("attachment", "ordered", True)
    ]
    assert measures("The base itself is not attached.") == [("attachment", "ordered", True)]


def test_on_whom_and_under_what_scope() -> None:
    text = Text(
        "Kazakhstan impounded the property of TsENKI, not the entire base. The chief of TsENKI cannot leave the country."
    )
    first, second = find_measures(text, actors(text))
    assert first.value["on"] == "tsenki"
    assert first.scope == "not the entire base"
    assert (second.value["on"], second.value["office"]) == ("tsenki", "head")
    (scope,) = find_scope(text)
    assert scope.negated
    assert scope.value == {"spares": "entire base"}


def test_measures_in_other_styles() -> None:
    assert measures("Removal of any equipment has been prohibited.") == [("movement-ban", "ordered", False)]
    assert measures("None of its assets can be taken out.") == [("movement-ban", "ordered", False)]
    assert measures("Can the launch base be seized?") == []
    assert measures("Счета предприятия не блокировались.") == [("account-freeze", "ordered", True)]
    assert measures("It seized the imagination of a generation.") == []


def test_assets_that_may_not_leave_are_under_a_ban_on_moving() -> None:
    found = {kind for kind, _, _ in measures("Its assets may not leave the country.")}
    assert "movement-ban" in found
