from __future__ import annotations

from downrange.case.schema import Statement
from downrange.evidence.rules import anachronism, arithmetic, garbled, library, limits, tokens


def said(name: str, about: str, prop: str, value: dict[str, object], **more: object) -> Statement:
    return Statement.model_validate(
        {
            "id": f"statement/{name}",
            "about": about,
            "property": prop,
            "value": value,
            "said_by": "party/x",
            "source": "s",
            **more,
        }
    )


def components(vehicle: str) -> frozenset[str] | None:
    known = {"soyuz-2.1b": frozenset({"kerosene", "oxygen"}), "proton-m": frozenset({"udmh", "n2o4"})}
    return known.get(vehicle)


def test_toxic_fuel_is_held_against_the_stages() -> None:
    toxic = said("t", "vehicle/soyuz-2.1b", "propellants", {"text": "a highly toxic fuel"})
    clean = said("c", "vehicle/soyuz-2.1b", "propellants", {"text": "kerosene and oxygen"})
    (found,) = library([toxic, clean], components)
    assert found.sides == (("statement/t",), ("statement/c", "library/vehicles.soyuz-2.1b"))
    assert "kerosene and oxygen" in found.because
    for vehicle in ("proton-m", "unknown"):
        assert not list(
            library([said("t", f"vehicle/{vehicle}", "propellants", {"text": "toxic"})], components)
        )
    assert not list(library([clean], components))


def test_2005_and_50_years_make_2055() -> None:
    term = said("t", "lease/b", "term", {"text": "a lease signed in 2005 for 50 years"})
    end = said("e", "lease/b", "until", {"date": 2050})
    (found,) = arithmetic([term, end])
    assert found.because == "2005 and 50 years make 2055"
    assert not list(arithmetic([term, said("e", "lease/b", "until", {"date": 2055})]))
    assert not list(arithmetic([term, said("e", "lease/other", "until", {"date": 2050})]))
    assert not list(arithmetic([said("t", "lease/b", "term", {"text": "for ever"}), end]))


def test_blamed_before_it_flew() -> None:
    flight = said("f", "vehicle/soyuz-5", "first-flight", {"date": "2026-04-30"})
    blame = said("b", "claim/d", "cause", {"text": "damage by a launch of Soyuz-5"}, reported_on="2023-03-13")
    later = said("l", "claim/d", "cause", {"text": "damage by a launch of Soyuz 5"}, reported_on="2026-06")
    other = said("o", "claim/d", "cause", {"text": "work to assess Soyuz-5"}, reported_on="2023-03-13")
    (found,) = anachronism([flight, blame, later, other])
    assert found.sides == (("statement/b",), ("statement/f",))
    assert not list(anachronism([blame]))


def test_two_readings_are_kept() -> None:
    text = said(
        "g",
        "measure/m",
        "against",
        {"text": "its had cannot leave", "readings": ["its head", "its hardware"]},
    )
    (found,) = garbled([text, said("h", "measure/m", "against", {"text": "its head"})])
    assert found.sides == (("statement/g",), ("statement/g",))
    assert found.because == "its head / its hardware"


def test_limits_are_shown_as_the_cause_of_multiples() -> None:
    statements = [
        said("l1", "substance/udmh", "soil-limit", {"number": 0.1, "unit": "mg_per_kg"}),
        said("l3", "substance/udmh", "soil-limit", {"number": 0.3, "unit": "mg_per_kg"}),
        said("v", "incident/i", "udmh-soil-centre", {"number": 123, "unit": "mg_per_kg"}),
        said("m", "incident/i", "udmh-soil-centre-multiple", {"number": 1230}),
    ]
    (found,) = limits(statements)
    assert found.sides == (("statement/l1", "statement/v", "statement/m"), ("statement/l3",))
    assert "3 times" in found.because
    assert not list(limits(statements[:1]))


def test_tokens_drop_order_and_small_words() -> None:
    assert tokens("Arbitration of the AIFC") == tokens("AIFC arbitration")
    assert tokens("the head") != tokens("the local head")
