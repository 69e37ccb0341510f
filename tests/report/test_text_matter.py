from downrange.report import text_matter
from downrange.service.record import account
from downrange.service.statements import evidence


def test_statements_verdicts_and_contradictions_of_the_matter() -> None:
    document = evidence.statements_of("tsenki-2023")
    printed = "\n".join(text_matter.statements(document))
    assert "13,684,550,338.70 KZT" in printed
    assert "≠ disputed" in printed
    assert "out-of-scope" in printed
    side_by_side = "\n".join(text_matter.conflicts(document))
    assert "settled by" in side_by_side
    assert "13.5" in side_by_side


ROWS = (
    ("≠ disputed", "Fines worth $29.7 M", "Moskovsky Komsomolets"),
    ("✕ wrong", "highly toxic fuel", "Soyuz"),
    ("? ambiguous", "cannot leave Kazakhstan", "Business Insider"),
    ("✓ confirmed", "not the entire base", "28 March 1994"),
    ("✕ wrong", "leased since Kazakhstan became independent", "1994"),
    ("✕ wrong", "$150 M a year was signed in 2005", "2010"),
    ("✕ wrong", "space port in 1955", "Chronicle"),
    ("✓ confirmed", "Sputnik flew", "Chronicle"),
    ("✓ confirmed", "missions to the ISS", "NASASpaceflight"),
    ("✓ confirmed", "embezzled millions", "TASS"),
    ("– out-of-scope", "geopolitics", "Business Insider"),
)
"""The golden list: each claim of the article that began the matter, its verdict, what its source is known by."""


def test_every_claim_of_the_article_has_its_verdict_and_its_source() -> None:
    lines = list(text_matter.statements(evidence.statements_of("tsenki-2023")))
    for verdict, claim, source in ROWS:
        (at,) = [place for place, line in enumerate(lines) if line.startswith(verdict) and claim in line]
        assert lines[at + 1].strip()
        assert lines[at + 2].startswith("    source: ")
        assert source in lines[at + 1] + lines[at + 2]
    assert sum(line.startswith("    source: ") for line in lines) == len(ROWS)


def test_days_of_a_rate() -> None:
    found = evidence.rate_days_of("13684550338.70 KZT", "29.7 M USD", "2023-01-01", "2023-03-31")
    assert [day["on"] for day in found["days"]] == ["2023-02-01"]
    printed = "\n".join(text_matter.rate_days(found))
    assert "460.51" in printed
    assert "open 2023-03-02 .. 2023-03-31" in printed
    none = evidence.rate_days_of("13684550338.70 KZT", "23.5 M USD", "2023-01-01", "2023-03-31")
    assert "no day of an official rate in hand fits" in "\n".join(text_matter.rate_days(none))
    assert "one of them is in error" in "\n".join(text_matter.rate_days(none))
    ever = list(text_matter.rate_days(evidence.rate_days_of("13690747305 KZT", "89.5 M USD")))
    assert sum(line.startswith("  2013-") for line in ever) == 6
    assert sum(line.startswith("  open ") for line in ever) == text_matter.GAPS
    assert "more spans" in ever[-1]


def test_a_lease() -> None:
    printed = "\n".join(text_matter.lease(account.lease("baikonur-lease", "2023-03-14")))
    assert "115,000,000.00 USD" in printed
    assert "nothing known" in printed


def test_a_plume() -> None:
    document = {
        "arcs": [{"x_m": 50.0, "concentration_kg_per_m3": 1e-5, "standard_error_kg_per_m3": 1e-7}], "receptors": [],
        "obukhov_length_m": None, "friction_velocity_m_per_s": 0.4, "particles": 1000, "assumed": ["mixing_height_m"],
    }  # fmt: skip
    printed = "\n".join(text_matter.plume(document))
    assert "infinite (neutral)" in printed
    assert "1.000e-05" in printed
    assert "Assumed: mixing_height_m" in printed


def test_validation_says_met_or_not() -> None:
    document = {
        "sets": [
            {"set": "a", "met": False, "rows": [{"what": "x", "measured": 1.0, "computed": 3.0, "low": 0.5, "high": 2.0, "inside": False}], "scores": {"fac2": 0.4}},
            {"set": "b", "met": None, "rows": [], "scores": {}, "why": "not run"},
        ]
    }  # fmt: skip
    printed = "\n".join(text_matter.validation(document))
    assert "== a: NOT MET" in printed
    assert "outside" in printed
    assert "fac2: 0.4" in printed
    assert "not judged" in printed


def test_an_ascent_and_a_draft() -> None:
    event = {
        "name": "orbit",
        "time_s": 500.0,
        "altitude_km": 200.0,
        "speed_m_per_s": 7500.0,
        "flight_path_angle_deg": 0.0,
        "downrange_km": 1800.0,
    }
    part = {
        "body": "booster",
        "latitude_deg": 47.0,
        "longitude_deg": 66.0,
        "range_from_pad_km": 270.0,
        "ellipse": {"major_km": 100.0, "minor_km": 10.0},
    }
    document = {
        "vehicle": "v",
        "site": "s",
        "inclination_deg": 51.6,
        "azimuth_deg": 62.3,
        "other_azimuth_deg": 117.7,
        "payload_kg": 8000.0,
        "events": [event],
        "falls": [part],
        "wind": {"source": "monthly climatology"},
        "fitted_to": [],
    }
    printed = "\n".join(text_matter.ascent(document))
    assert "booster falls at 47.00 N 66.00 E" in printed
    assert "Fitted to: nothing" in printed
    assert "Wind: monthly climatology" in printed
    euro = {"amount": "5.00", "currency": "EUR"}
    draft = {
        "targets": [{"assumption": "private-bailiff", "target": euro, "covered": euro, "chosen": [{"asset": "asset/a", "value": euro, "reason": "money first", "article": "ENF 72"}]}],
        "excluded": [{"asset": "asset/b", "reason": "the State's", "article": "ENF 62"}], "notes": ["a person decides"],
    }  # fmt: skip
    printed = "\n".join(text_matter.attach(draft))
    assert "asset/a" in printed
    assert "a person decides" in printed


def test_a_missed_pool_says_why() -> None:
    pool = {
        "inside": 2, "rows": 3, "interval_ratio": 1.4, "crps_ratio": 1.86, "must_ratio": 2.0, "met": False,
        "why": "choosing by the score is barred",
    }  # fmt: skip
    one = {"set": "events", "met": False, "rows": [], "scores": {"crater": pool}}
    text = "\n".join(text_matter.validation({"sets": [one]}))
    assert "crater: 2 of 3 inside" in text
    assert "1.40 (interval), 1.86 (CRPS); asked 2: NOT MET: choosing by the score is barred" in text


def test_beside_a_pool_stand_its_guards() -> None:
    pool = {
        "inside": 1, "rows": 2, "interval_ratio": 1.4, "crps_ratio": 1.86, "must_ratio": 1.0, "met": True,
        "left_out": {"proton-2007": {"interval_ratio": 1.16, "crps_ratio": 1.75}},
    }  # fmt: skip
    moved = {"what": "dnepr-2006: crater", "median_ratio": 1.34, "width_ratio": 0.76, "inside": False}
    baseline = {"copy_the_other": {"crater": 2.99}, "swaps": {"burst buried": [moved]}}
    scores = {"crater": pool, "arrival": {"brier_score": 0.164, "proton-2007": 0.539}}
    one = {"set": "events", "met": True, "rows": [], "scores": scores, "baseline": baseline}
    text = "\n".join(text_matter.validation({"sets": [one]}))
    assert "without proton-2007: 1.16 (interval), 1.75 (CRPS)" in text
    assert "copying the other event instead: 2.99 (interval)" in text
    assert "Brier score 0.16; probability of arrival: proton-2007 0.539" in text
    line = next(line for line in text.splitlines() if line.startswith("burst buried"))
    assert line.split()[-3:] == ["1.34", "0.76", "outside"]
