import json

from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.valuation.method import Refused, Valued
from downrange.damage.valuation.tally import Tally, merged, tally_of

WORDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True).map(tuple)
OUTCOMES = st.one_of(
    st.builds(
        lambda year, flags: Valued("x", "EUR", year, (), (), flags),
        st.sampled_from([None, 2021, 2022]),
        WORDS,
    ),
    st.builds(lambda missing, empty: Refused("x", missing, f"{missing}", empty), WORDS, st.booleans()),
)


@given(st.lists(OUTCOMES, min_size=1, max_size=12), st.integers(0, 12))
def test_how_the_draws_are_divided_does_not_matter(outcomes: list[Valued | Refused], where: int) -> None:
    whole = merged([tally_of(o) for o in outcomes])
    first, second = outcomes[:where], outcomes[where:]
    assert merged([merged([tally_of(o) for o in part]) for part in (first, second) if part]) == whole
    assert whole.draws == len(outcomes)
    assert Tally.from_json(json.loads(json.dumps(whole.as_json()))) == whole


def test_only_what_every_valued_draw_carries_is_kept() -> None:
    found = merged(
        [
            Tally(valued=1, price_years=(2021,), flags=("both", "one")),
            Tally(refused=1, missing=("rate",), why="not read"),
            Tally(valued=1, price_years=(2020,), flags=("other", "both")),
        ]
    )
    assert found.flags == ("both",)
    assert found.price_years == (2021, 2020)
    assert (found.missing, found.why, found.refused) == (("rate",), "not read", 1)
