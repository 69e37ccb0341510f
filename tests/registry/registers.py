"""Small made-up registers for the gate: things in things (in circles too), owners, shares, measures."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from downrange.case.schema import Case

THINGS = tuple(f"asset/a{i}" for i in range(6))
PARTIES = ("party/firm0", "party/firm1", "party/person0", "party/person1")
NUMBERS = ("SN-1000A", "SN-1000B", "SNI000A", "SN 2000-A", "QX7K2M9T4", "QX7K2M9T5", "K1", "СN-1000A")
ASKED = (
    *THINGS, *PARTIES, *NUMBERS, "asset/all-its-property", "SN-1000", "sn1000a", "QX7K2M9T", "QX7KM29T4",
    "Firm Vymysel 0", "Вымысел 0", "firm vymysl 1", "Invented Person 0", "Person 1 Invented", "PASS-00010",
    "PASS-00001", "pass 00010", "PASS-OOO10", "nothing like it", "MSCU1234560", "asset/none",
)  # fmt: skip

_days = st.sampled_from(["2023-01-10", "2023-02", "2023-03-10", "2023-05-01"])


def parties() -> dict[str, tuple[str, dict[str, Any]]]:
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for i in range(2):
        found[f"party/firm{i}"] = ("party", {
            "id": f"party/firm{i}", "name": {"en": f"Firm Vymysel {i}", "ru": f"Фирма Вымысел {i}"},
            "kind": "company", **({"part_of": "party/firm0"} if i else {}),
        })  # fmt: skip
        found[f"party/person{i}"] = ("party", {
            "id": f"party/person{i}", "name": {"en": f"Invented Person {i}"}, "kind": "person",
            "identifiers": [{"kind": "passport", "value": f"PASS-000{i}0"}],
        })  # fmt: skip
    return found


@st.composite
def things(draw: st.DrawFn, slug: str) -> tuple[str, dict[str, Any]]:
    body: dict[str, Any] = {
        "id": slug, "title": {"en": "made up"}, "kind": draw(st.sampled_from(["equipment", "collective"])),
        "owner": draw(st.sampled_from([*PARTIES[:2], {"unknown": "no papers"}])),
        "identifiers": [
            {"kind": "serial", "value": one} for one in draw(st.lists(st.sampled_from(NUMBERS), max_size=2))
        ],
    }  # fmt: skip
    inside = draw(st.sampled_from([None, *THINGS]))
    if inside is not None:
        body["inside"] = inside
    if draw(st.booleans()):
        body["details"] = {"owners": [
            {"party": draw(st.sampled_from(PARTIES[:2])), "since": "2020-01-01", "until": draw(_days)},
            {"party": draw(st.sampled_from(PARTIES)), "share": draw(st.sampled_from(["1", "0.5"]))},
        ]}  # fmt: skip
    return "asset", body


@st.composite
def measures(draw: st.DrawFn, slug: str) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(["attachment", "movement-ban", "exit-ban"]))
    pool = ["asset/all-its-property", *THINGS]
    body: dict[str, Any] = {
        "id": slug, "kind": kind, "claim": "claim/debt", "ordered_by": "party/firm1",
        "against": draw(st.sampled_from(PARTIES)), "since": draw(_days),
        "reaches": [] if kind == "exit-ban" else draw(st.lists(st.sampled_from(pool), max_size=2, unique=True)),
    }  # fmt: skip
    if draw(st.booleans()):
        body["until"] = draw(_days)
    if draw(st.booleans()):
        body["permits"] = [draw(st.sampled_from(["treatment 2023-03-01/2023-03-31", "use in place"]))]
    return "measure", body


@st.composite
def parts(draw: st.DrawFn) -> dict[str, tuple[str, dict[str, Any]]]:
    """A register: slug to kind and body."""
    found = {"case": ("case", {"fictional": True}), **parties()}
    for slug in draw(st.lists(st.sampled_from(THINGS), unique=True)):
        found[slug] = draw(things(slug))
    for i in range(draw(st.integers(0, 3))):
        found[f"measure/m{i}"] = draw(measures(f"measure/m{i}"))
    return found


def as_case(name: str, found: dict[str, tuple[str, dict[str, Any]]]) -> Case:
    """Make a case of a register, as a case file would."""
    bodies = {
        kind: [body for one, body in found.values() if one == kind] for kind in ("party", "asset", "measure")
    }
    return Case.model_validate({
        "case": name, "title": "made up", "fictional": True, "from": "2023-01-01", "to": "2023-12-31",
        "parties": bodies["party"], "assets": bodies["asset"], "measures": bodies["measure"],
    })  # fmt: skip
