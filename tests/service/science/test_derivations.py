"""What a run keeps explains each of its figures as a new run would."""

from __future__ import annotations

import json

from downrange.service.science.assessment import assess, explain
from downrange.service.science.derivations import derivation_of, derivations


def test_what_was_kept_explains_every_figure_as_a_new_run_does() -> None:
    found = assess("soyuz-nominal", 6, 2)
    kept = json.loads(json.dumps(derivations(found), allow_nan=False))
    assert kept["figures"]
    for figure in kept["figures"]:
        explained = derivation_of(kept, figure)
        assert explained is not None
        assert explained["steps"][-1]["name"] in figure
        assert explained["leaves"]
    figure = next(name for name in kept["figures"] if name.startswith("quantities."))
    fresh = explain("soyuz-nominal", f"{figure}.p95", 6, 2)
    again = derivation_of(kept, f"{figure}.p95")
    assert again is not None
    assert {key: fresh[key] for key in again} == json.loads(json.dumps(again))


def test_an_unknown_figure_has_no_derivation() -> None:
    assert derivation_of({"figures": {}, "traces": {}}, "quantities.none") is None
