import pytest
from pydantic import ValidationError

from downrange.base.source import Source, Sourced
from downrange.base.spread import Choice, Fixed, Uniform


def test_an_assumption_needs_a_range_and_its_argument() -> None:
    Sourced(
        value=1,
        source="own",
        kind="assumed",
        rationale="because",
        spread=Uniform(kind="uniform", low=0, high=2),
    )
    with pytest.raises(ValidationError, match="spread"):
        Sourced(value=1, source="own", kind="assumed", rationale="because")
    with pytest.raises(ValidationError, match="spread"):
        Sourced(value=1, source="own", kind="assumed", rationale="because", spread=Fixed(value=1))
    with pytest.raises(ValidationError, match="rationale"):
        Sourced(value=1, source="own", kind="assumed", spread=Uniform(kind="uniform", low=0, high=2))


def test_drawing() -> None:
    measured = Sourced(value=4, source="x", kind="measured")
    assert measured.draw(0.1) == 4
    assert measured.low_high() == (4, 4)
    ranged = Sourced(value=1, source="x", kind="published", spread=Uniform(kind="uniform", low=0, high=100))
    assert ranged.low_high() == (5, 95)
    rival = Sourced(value=1, source="x", kind="published", spread=Choice(kind="choice", values=(3, 1, 2)))
    assert rival.low_high() == (1, 3)


def test_a_citation_names_publisher_and_title() -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"title": "no publisher"})
    assert Source(publisher="NOAA", title="US Standard Atmosphere").standing == "excerpt"


@pytest.mark.parametrize("day", ["2007-06-31", "2007-13"])
def test_a_citation_has_no_day_that_never_was(day: str) -> None:
    with pytest.raises(ValidationError):
        Source(publisher="P", title="T", date=day)
    for told in ("2007-06", "2007-06-30", "2007", "spring 2013", None):
        assert Source(publisher="P", title="T", date=told).date == told
