"""What would narrow a sum most, in words: the input behind the largest share of its spread."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from downrange.damage.assessment import Damage, Driver

__all__ = ["narrowing"]

_CONVENTION_ENDINGS = (
    "_scenario_number",
    "_rate_number",
    "_dating_number",
    "_elasticity_number",
    "_technology_number",
)


def narrowing(
    drivers: Sequence[Driver], damages: Sequence[Damage], assumed: Collection[str]
) -> tuple[str, ...]:
    """Say for each computed sum what would narrow it most.

    Parameters
    ----------
    drivers : sequence of Driver
        Largest share first within each figure.
    damages : sequence of Damage
        The sums.
    assumed : collection of str
        Inputs that were drawn from an assumption: finding out is possible; a convention can only be chosen.
    """
    told = []
    for damage in damages:
        own = [driver for driver in drivers if driver.figure == f"damages.{damage.method}"]
        if damage.amount is None or not own:
            continue
        first = own[0]
        if not first.resolved:
            told.append(
                f"{damage.method}: not resolved with this many draws; no input stands out of the noise"
            )
            continue
        share = f"{first.share:.0%} of its spread ({first.low_share:.0%} to {first.high_share:.0%})"
        told.append(f"{damage.method}: {first.input}, {share}; {_remedy(first.input, assumed)}{_next(own)}")
    return tuple(told)


def _remedy(name: str, assumed: Collection[str]) -> str:
    if name.endswith(_CONVENTION_ENDINGS):
        return "a choice, not a fact: agreeing on it removes that share, no measurement does"
    if name.endswith("_choice_number"):
        return "rival models of one thing: only evidence that tells them apart narrows it"
    if name in assumed:
        return "an assumption drawn from a range: a measurement or a document would replace it"
    return "known only within its published or measured range: a better source would narrow it"


def _next(own: Sequence[Driver]) -> str:
    if len(own) < 2:
        return ""
    return f"; next {own[1].input} ({own[1].share:.0%})"
