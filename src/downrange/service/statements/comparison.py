"""Use case: the casebook's claims side by side, for ``cases --compare``."""

from __future__ import annotations

from typing import Any

__all__ = ["comparison_table"]


def comparison_table() -> dict[str, Any]:
    """Give one row for each claim of the casebook: claimed, awarded, agreed, paid, per tonne and hectare.

    Returns
    -------
    dict
        ``rows``: money as ``{amount, currency}`` or null with the reason in ``reasons``; ``notes`` say what
        the columns stand on.
    """
    from downrange.base.money import Money
    from downrange.evidence.comparison import compare_claims
    from downrange.inputs.cases import iterate_cases

    files = list(iterate_cases())
    cases = [file.case for file in files if not (file.case.fictional or file.case.hypothetical)]
    rows = []
    for line in compare_claims(cases):
        body = {
            name: value.as_json() if isinstance(value, Money) else value for name, value in vars(line).items()
        }
        rows.append(body)
    return {
        "rows": rows,
        "notes": [
            "Nothing is converted: a ratio is formed within one currency only.",
            "Per tonne stands on the case's propellant on board, per hectare on its affected area.",
            "Years run from the day the claim arose to the payment, else to the agreement or the award.",
        ],
    }
