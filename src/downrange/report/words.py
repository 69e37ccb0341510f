"""The words of the report, in one place, so that other languages can follow.

A key missing in a language is a programmer's mistake and fails loudly; the tests walk every key that the
template names.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGES", "QUANTITIES", "word"]

LANGUAGES: tuple[str, ...] = ("en",)

_EN: dict[str, str] = {
    "matter": "matter",
    "state_of_knowledge": "state of knowledge",
    "draws": "draws",
    "seed": "seed",
    "manifest": "manifest",
    "hypothetical": "Hypothetical",
    "fictional": "Fictional",
    "hypothetical_banner": "Hypothetical case: this did not happen. It was computed to answer a question.",
    "fictional_banner": "Fictional case: its parties, papers and sums are invented.",
    "asserted": "asserted",
    "awarded": "awarded",
    "agreed": "agreed",
    "paid": "paid",
    "nothing_known": "nothing known",
    "h_distance": "How far from the sum?",
    "distance_lead": "Each method speaks its own currency and is held against the sum as reported in that "
    "currency; nothing is converted. Left to right is a factor of ten per step.",
    "distance_caption": "Damage of one event as a share of the sum. The right-hand column says how many such "
    "events would make up the whole sum: at the median, and in brackets for 5–95 % of the draws.",
    "h_distance_claim": "How far from the claim?",
    "distance_caption_claim": "Damage by each method as a share of what was claimed; the right-hand column "
    "says it in figures: the median, and in brackets 5–95 % of the draws.",
    "the_sum": "the sum",
    "the_claim": "the claim",
    "same_as_table": "The same as a table, with currencies, price years and reasons",
    "key_bar": "bar: 5–95 % of draws",
    "key_mark": "mark: median",
    "key_refused": "dashes: refused",
    "key_no_amount": "dotted: no figure of the sum in that currency",
    "law": "law",
    "persuasive": "persuasive",
    "analogy": "analogy",
    "refused": "refused",
    "idle": "Refused for want of inputs, and analogies at best (what each lacks stands under refusals)",
    "computed": "computed",
    "h_claims": "What was said, and what of it holds",
    "claim_in_our_words": "Claim, in our words",
    "said_by": "Said by",
    "verdict": "Verdict",
    "because": "Because",
    "confirmed": "confirmed",
    "disputed": "disputed",
    "wrong": "wrong",
    "ambiguous": "ambiguous",
    "out-of-scope": "out of scope",
    "h_statements": "Every statement kept, with who said it and who only repeated it",
    "h_debt": "The debt",
    "h_claim": "The claim",
    "h_map": "Where it falls",
    "h_ladder": "From tonnes to money",
    "h_methods": "What each method makes of it",
    "h_measured": "Measured against modelled",
    "measured_lead": "Bars are what the model gives for 5–95 % of the draws; no range was fitted to the "
    "measured values. The model's structure was revised after a first comparison, on grounds that hold for "
    "every case; both versions are on record. Measured values stand with who reported them; where they "
    "contradict each other, all are shown.",
    "h_restoring": "Restoring the ground",
    "restoring_lead": "Since 1 July 2021 the law of Kazakhstan asks whoever does ecological damage to "
    "restore, and gives the State its own costs in money. So the plan stands beside the sums; what it would "
    "cost stands under the clean-up methods.",
    "state_costs": "Money that may still be asked",
    "substance": "Substance",
    "ground_over_limit": "Ground over the limit (median; 5–95 %)",
    "stages": "Stages of treatment to expect",
    "duties": "What must be done by when",
    "within": "Within",
    "of_which": "of which",
    "h_computed": "What was computed",
    "h_assumed": "What we assumed, and what would narrow it most",
    "h_refused": "What we refuse, and why",
    "h_unknown": "What nobody knows",
    "h_problems": "What the program noticed",
    "h_lease": "The lease",
    "h_sources": "Sources",
    "h_repeat": "To repeat this",
    "repeat_lead": "Same manifest, same numbers. Whoever doubts a figure can compute it again:",
    "neutral": "Neutral between the parties. Drafted by a program, decided by persons. Not legal advice.",
    "method": "Method",
    "event": "Event",
    "standing_here": "Standing here",
    "amount": "Amount (median; 5–95 %)",
    "price_year": "Price year",
    "share_of_sum": "Share of the sum",
    "events_needed": "Events needed",
    "why": "Why",
    "article": "Article",
    "missing": "Missing",
    "asked": "Asked",
    "quantity": "Quantity",
    "value": "Value",
    "sum": "Sum",
    "unit": "Unit",
    "source": "Source",
    "by_whom": "By whom",
    "on": "On",
    "date": "Date",
    "what": "What",
    "modelled": "Modelled (median; 5–95 %)",
    "measured": "Measured or reported",
    "inside": "Inside the interval?",
    "yes": "yes",
    "no": "no",
    "input": "Input",
    "moves": "The figure runs from … to …",
    "share_of_spread": "Share of the spread",
    "figure": "Figure",
    "how_we_know": "How this figure came about",
    "not_resolved": "too few draws to say which input moves this figure",
    "currency_absent": "the sum was not reported in {currency}; nothing is converted",
    "caption_field": "Shaded: the median over the draws, each step a factor of ten. Dashed: how far the "
    "lowest step reaches in the upper 5 % of the draws; a field ends at the edge of its grid.",
    "caption_map": "Positions in WGS84. The same places stand in the table below, in zones.geojson and in "
    "fields.nc beside this file.",
    "leased_area": "leased area (a lease, not a border)",
    "places_table": "The places on the map as a table",
    "rivers_missing": "Rivers are not drawn: no free registry package carries them here.",
    "since": "since",
    "until_unknown": "end: not known",
    "conflict": "conflict",
    "standing_full": "read in full",
    "standing_excerpt": "read in part",
    "standing_second-hand": "second-hand",
    "standing_own": "own derivation",
    "read_at": "read at",
    "rounded_by_reporter": "(rounded by who reported it)",
    "key_no_currency": "no figure of the sum in that currency",
    "echoes": "{number} only repeat another and count once",
    "repeats": "repeats",
    "caption_time_line": "Places on the line go half by date, half by order: not to scale.",
    "course_table": "The course of the matter as a table ({number} dated facts)",
    "measures": "Measures",
    "measure": "Measure",
    "against": "Against",
    "by": "By",
    "until": "until",
    "account_on": "The account on {on}",
    "basis": "basis",
    "rests_on": "rests on what was {standing}",
    "principal": "principal",
    "outstanding": "outstanding",
    "none": "nothing",
    "if_acts": "if a {who} acts",
    "charges": "charges",
    "interest": "interest",
    "not_computed": "not computed",
    "may_money": "may money be asked on this basis?",
    "account_caveats": "Caveats of the account",
    "deadlines": "Deadlines",
    "entries": "Entries",
    "head": "Head",
    "document": "Document",
    "place": "Place",
    "kind": "Kind",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "properties": "Properties",
    "ladder_note": "Medians with 5–95 % of the draws. Where the shares were assumed and not measured, the "
    "table of assumptions below says so and argues the range.",
    "caveats": "Caveats",
    "caveats_unpriced": "Caveats and what has no price",
    "no_price": "no price",
    "model": "model",
    "measured_or_reported": "measured or reported",
    "decade": "one step is a factor of ten.",
    "not_named": "not named",
    "computed_lead": "Every figure with its median and, in brackets, 5–95 % of the draws. The derivation "
    "shows the draw nearest the medians.",
    "drivers_caption": "The inputs that explain most of each figure's spread, and the figure at the low and "
    "the high end of that input",
    "unresolved": "Too few draws to say which input moves",
    "assumptions": "Assumptions",
    "code": "code",
    "inputs_by_hash": "Inputs by their SHA-256",
    "by_method": "by {method}",
    "from_inputs": "from {inputs}",
    "h_contest": "Contested",
    "pleads": "{name} computes with other values, because",
    "contest_lead": "The same chain of models and methods was run once for each side, with the same draws, "
    "so that only the changed values differ. Which values are right is not decided here.",
    "law_here": "Law for this place and date: {names}.",
    "no_law_here": "No method computed here is law for this place and date, on any side.",
    "h_sides": "Side by side",
    "sides_in": "Damage in {currency} by method and side",
    "sides_caption": "Bars are 5–95 % of the draws, marks the medians; one step is a factor of ten. Nothing "
    "is converted between currencies.",
    "medians_caption": "Medians, and in brackets 5–95 % of the draws",
    "no_sums": "No method gives a sum on any side.",
    "refused_on_all": "Refused on every side",
    "h_moves": "Which change moved the sum, by how much",
    "moves_lead": "The difference between the medians is shared out among the changes by their Shapley "
    "values: each change's mean effect over every order in which the changes could be made. The parts add "
    "up to the whole difference.",
    "moves_caption": "To the right a change raises the sum, to the left it lowers it. Every sum has a scale "
    "of its own: its largest move fills its side.",
    "moved_by": "Moved by the values of {name}",
    "no_move": "moves no sum",
    "changes_caption": "Every changed value, with who changed it and on what source",
    "from": "From",
    "to": "To",
    "moves_sums": "Moves",
    "fact": "fact",
    "method_kind": "method",
    "law_kind": "law",
    "h_kinds": "Fact, method, law",
    "kinds_lead": "A question of fact is settled by evidence, one of method by experts, one of law by a "
    "court. So much of each difference belongs to which.",
    "whole": "Whole",
    "h_settlement": "What both sides' own values support",
    "settlement_lead": "For each sum the range in which both sides' intervals of 5–95 % lie; where they do "
    "not meet, the gap between them. It is what the two computations say, not a proposal.",
    "both_support": "both support",
    "gap": "no overlap; the gap",
    "amount_range": "From … to",
    "h_differ": "Quantities that differ",
    "differ_lead": "Those that are not the same on all sides ({number})",
    "h_common": "Common ground",
    "common_lead": "{number} inputs of the scenario that no side has touched:",
    "not_given": "not given",
    "h_comparison": "Claimed against paid",
    "comparison_lead": "{number} claims of the casebook. For {told} of them a payment, or that nothing was "
    "paid, is known; for the others the table says why not.",
    "claimed_in": "Claims in {currency}",
    "claimed_caption": "Discs are what was claimed, diamonds what was paid; one step is a factor of ten. "
    "Nought has no place on such an axis and is told beside it.",
    "paid_in": "paid in {currency}",
    "paid_share": "paid of it: {share}",
    "same_as_sums": "The same as a table",
    "paid_of_claimed": "Paid of claimed",
    "settled_after": "Settled after years",
    "per_tonne": "Claimed per tonne on board",
}

_ALL: Mapping[str, Mapping[str, str]] = {"en": _EN}

QUANTITIES: Mapping[str, str] = {
    "udmh_soil_peak_mg_per_kg": "UDMH in soil, highest mean over 1 m² × 10 cm, day 1",
    "udmh_soil_sampled_max_mg_per_kg": "UDMH in soil, the maximum that sampling would have found",
    "udmh_soil_10_20_cm_mg_per_kg": "UDMH in soil, 10–20 cm deep",
    "udmh_soil_20_30_cm_mg_per_kg": "UDMH in soil, 20–30 cm deep",
    "soil_splash_area_over_limit_m2": "area over the UDMH limit of 0.1 mg/kg, splashed or spilled",
    "soil_splash_area_over_limit_m2_at_0_3": "area over the UDMH limit of 0.3 mg/kg, splashed or spilled",
    "soil_deposit_area_over_limit_m2": "area over the UDMH limit of 0.1 mg/kg, laid down by the cloud",
    "soil_deposit_area_over_limit_m2_at_0_3": "area over the UDMH limit of 0.3 mg/kg, laid down by the cloud",
    "kerosene_soil_peak_mg_per_kg": "kerosene in soil, highest mean over 1 m² × 10 cm, day 1",
    "crater_diameter_m": "crater diameter",
    "spot_radius_over_limit_m": "radius of the spot over the limit",
    "probability_of_arrival": "probability that the propellant arrives on the ground",
    "impact_range_from_pad_km": "distance of the impact from the pad",
    "impact_ellipse_major_km": "impact ellipse, long axis (95 %)",
    "impact_ellipse_minor_km": "impact ellipse, short axis (95 %)",
    "distance_over_aegl2_60min_m": "distance to which AEGL-2 (60 min) is exceeded",
    "population_over_aegl2_60min": "persons above AEGL-2 (60 min)",
    "population_over_aegl2_60min_udmh": "persons above AEGL-2 (60 min), UDMH",
    "population_over_aegl2_60min_no2": "persons above AEGL-2 (60 min), NO₂",
    "casualty_expectation": "casualty expectation",
}
"""Names of quantities as people read them; a name absent here is spelled out of its parts."""


def word(key: str, language: str = "en", **values: object) -> str:
    """Give the words under a key, with ``{names}`` filled in.

    Raises
    ------
    KeyError
        If the language has no such words.
    """
    text = _ALL[language][key]
    return text.format(**values) if values else text
