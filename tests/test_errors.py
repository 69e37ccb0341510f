import pytest

from downrange.errors import DownrangeError, InputError, Problem, RecordError, SourceError, Where


def test_a_problem_says_place_value_and_what_was_expected() -> None:
    problem = Problem(
        Where("case.yaml", "claims[0].asserted", 12), "not money", value="12.345", expected="two digits"
    )
    assert str(problem) == "case.yaml:12: claims[0].asserted: not money (got 12.345); expected two digits"
    assert problem.as_json()["line"] == 12


def test_input_errors_carry_every_problem() -> None:
    problems = [Problem(Where("a", "x", 1), "one"), Problem(Where("a", "y", 2), "two")]
    with pytest.raises(DownrangeError) as caught:
        raise InputError(problems)
    assert isinstance(caught.value, InputError)
    assert [p.message for p in caught.value.problems] == ["one", "two"]
    assert "one" in str(caught.value)
    assert "two" in str(caught.value)
    assert InputError("bare words").problems[0].where.file == "command line"


def test_source_errors_name_what_is_missing() -> None:
    error = SourceError("no mass", ["stage-1.dry_mass_kg"])
    assert error.missing == ("stage-1.dry_mass_kg",)
    assert not isinstance(error, RecordError)
