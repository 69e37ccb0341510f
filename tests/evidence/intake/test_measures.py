from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from downrange.base.marked import parse
from downrange.evidence.intake.actors import actors
from downrange.evidence.intake.extract import extract
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


TURNS = Path(__file__).parent / "turns" / "measures.yaml"
SAID: list[dict[str, Any]] = parse(TURNS.read_text("utf-8"), TURNS.name).data


def told(sentence: str) -> tuple[Counter[str], set[str]]:
    """Give the measures of a sentence in the words of the list, without and with whom they bind."""
    kinds, bound = [], set()
    for item in extract(sentence, None):
        if item.kind == "measure":
            kind = item.value["kind"] + (" lifted" if item.role == "lifted" else "")
            kinds.append(kind + (" denied" if item.negated else ""))
            bound.add(f"{kinds[-1]} @{item.value['on']}" + ("/head" if item.value.get("office") else ""))
    return Counter(kinds), bound


@pytest.mark.parametrize("row", SAID, ids=lambda row: str(row["say"])[:60])
def test_each_turn_of_phrase_gives_its_measures_and_no_other(row: dict[str, Any]) -> None:
    kinds, bound = told(row["say"])
    assert kinds == Counter(word.split(" @")[0] for word in row["find"])
    assert {word for word in row["find"] if "@" in word} <= bound


def test_its_head_is_the_head_of_the_body_named_before() -> None:
    text = (
        "Bailiffs have impounded property of TsENKI, a subsidiary of Roscosmos. The ministry would not comment. "
        "Neither the firm's assets nor its head may leave the country."
    )
    held = [item.value for item in extract(text, None) if item.kind == "measure"]
    assert [(value["kind"], value["on"], value.get("office")) for value in held] == [
        ("attachment", "tsenki", None),
        ("movement-ban", "tsenki", None),
        ("exit-ban", "tsenki", "head"),
    ]


def test_the_debtor_is_whom_a_phrase_calls_so() -> None:
    text = (
        "13.7 billion tenge shall be recovered from TsENKI in favour of Baiterek. "
        "The bailiff imposed an arrest on the debtor's property."
    )
    assert [item.value["on"] for item in extract(text, None) if item.kind == "measure"] == ["tsenki"]


def test_a_ban_on_none_is_denied() -> None:
    for words in ("None of them has been forbidden to travel.", "So far no official was barred from travel."):
        (one,) = [item for item in extract(words, None) if item.kind == "measure"]
        assert one.negated, words
