from downrange.damage.advice import narrowing
from downrange.damage.assessment import Damage, Driver, Range

DAMAGE = Damage("m", "computed", "law", "", "", "EUR", 2021, Range(1, 2, 3))


def _driver(name: str, share: float) -> Driver:
    return Driver("damages.m", name, share, 1.0, 2.0, low_share=share - 0.1, high_share=share + 0.1)


def test_the_first_driver_is_named_with_what_can_be_done_about_it() -> None:
    (assumed,) = narrowing([_driver("soil_share", 0.5), _driver("wind", 0.2)], [DAMAGE], {"soil_share"})
    assert assumed.startswith("m: soil_share, 50% of its spread (40% to 60%); an assumption")
    assert assumed.endswith("next wind (20%)")
    (measured,) = narrowing([_driver("soil_share", 0.5)], [DAMAGE], ())
    assert "a better source" in measured
    (chosen,) = narrowing([_driver("ce_delft_price_scenario_number", 0.5)], [DAMAGE], ())
    assert "a choice" in chosen
    (rival,) = narrowing(
        [_driver("splash_length_choice_number", 0.5)], [DAMAGE], {"splash_length_choice_number"}
    )
    assert "rival models" in rival


def test_what_is_not_resolved_is_said_and_a_refused_method_is_left_out() -> None:
    unresolved = Driver("damages.m", "", 0.0, 0.0, 0.0, resolved=False)
    (told,) = narrowing([unresolved], [DAMAGE], ())
    assert "not resolved" in told
    assert narrowing([unresolved], [Damage("m", "refused", "law", "", "")], ()) == ()
