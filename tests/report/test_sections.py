from __future__ import annotations

import pytest
from tests.report import examples

from downrange.inputs.cases import read_case
from downrange.report.sections import (
    assumed,
    compared,
    derivation,
    headline,
    ladders,
    measured_groups,
    party_name,
    spoken,
    time_line_of,
)


def test_statements_keep_who_said_them_and_echoes_name_their_source() -> None:
    lines = spoken(examples.bare_case())
    assert [line.echo_of for line in lines] == [None, "statement/usd"]
    assert lines[0].said_by == "Party A"
    assert "89,500,000 USD" in lines[0].value


def test_every_statement_of_the_real_cases_can_be_written() -> None:
    for name in ("tsenki-2023", "proton-2013"):
        assert all(line.value and line.said_by for line in spoken(read_case(name).case))


def test_the_time_line_runs_left_to_right_and_measures_without_an_end_stay_open() -> None:
    moments, spans = time_line_of(read_case("tsenki-2023").case)
    places = [moment.at_share for moment in moments]
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= 1
    assert spans
    assert all(span.open_end for span in spans)
    assert all(0 <= span.from_share <= span.to_share <= 1 for span in spans)
    assert time_line_of(examples.bare_case()) == ((), ())


def test_the_ladder_splits_by_medians() -> None:
    (ladder,) = ladders(examples.assessment("example-case"))
    assert ladder.substance == "UDMH"
    assert sum(part.share for part in ladder.parts) == pytest.approx(1)
    assert ladder.parts[0].note == "130 (100–140) t"  # 145 t rounds to even


def test_measured_values_are_held_against_the_model_contradictions_side_by_side() -> None:
    rows = compared(examples.bare_case(), examples.assessment("example-case"))
    assert [row.inside for row in rows] == ["yes", "no", "partly", ""]
    assert rows[1].measured == "0.06 mg/kg"
    assert rows[3].measured == "50,000 m²"  # 5 ha


def test_a_chart_of_measured_values_has_one_unit_and_something_to_hold_them_against() -> None:
    laid = measured_groups(examples.bare_case(), examples.assessment("example-case"))
    assert set(laid) == {"mg/kg", "m"}  # harmed vegetation is not modelled: in the table only
    assert len(laid["mg/kg"][0].rows[0].points) == 2


def test_the_derivation_keeps_to_what_the_figure_rests_on() -> None:
    found = derivation(examples.TRACE, "no-such", "udmh_soil_peak_mg_per_kg")
    assert found is not None
    assert [step["name"] for step in found.steps] == [
        "UDMH to soil",
        "UDMH in soil, highest mean over 1 m² × 10 cm, day 1",
    ]
    assert found.steps[1]["validity"] == "beyond the tested depth"
    assert {leaf["source"] for leaf in found.leaves} == {"example"}
    assert len(found.leaves) == 2
    assert derivation(examples.TRACE, "unknown-figure") is None


def test_assumptions_show_their_range_and_argument() -> None:
    first, second = assumed(examples.bare_case(), examples.assessment("example-case"))
    assert first.argument == "argued from parts"
    assert first.value == "0.011–0.089"  # 5 and 95 % of 0.01 to 0.1, log-uniform
    assert second.value == "140,000–160,000 kg"  # 141.75 to 155.25 t, two digits


def test_the_headline_says_where_it_went() -> None:
    (line,) = headline(examples.assessment("example-case"))
    text = "".join(words for words, _ in line)
    assert text.startswith("Of the UDMH, 4.1 (0.30–15) t went into the soil and 14 (2.0–41) t to the air;")
    assert "m² of ground" in text
    assert [place for _, place in line if place] == [
        "q-udmh_to_soil_kg",
        "q-udmh_to_air_kg",
        "q-soil_splash_area_over_limit_m2",
    ]


def test_parties_have_names_or_are_said_to_be_unknown() -> None:
    case = examples.bare_case()
    assert party_name(case, "party/a") == "Party A"
    assert party_name(case, None) == ""
