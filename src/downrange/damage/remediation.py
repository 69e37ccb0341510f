"""The remediation plan and its cost: what the law of Kazakhstan asks for instead of money since 2021-07-01.

Ecological Code of 2021, arts. 136-140: the polluter restores at his own cost; money may be claimed for the
State's own costs only. So the plan is an output of its own beside the sums: soil to treat, how many stages
of detoxification to expect, what must be done by when, what it would cost by each clean-up method, and what
compensating remediation until recovery would take (art. 138(4)-(6)).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from downrange.damage.harm import Harm
from downrange.damage.valuation import cleanup_cost, hea
from downrange.damage.valuation.method import Applies, Context, Outcome, Refused
from downrange.reference import library

__all__ = ["Duty", "RemediationPlan", "applies", "detoxification_stages", "plan"]

CODE_IN_FORCE = date(2021, 7, 1)
FILE = "tariffs/cleanup/detoxification.yaml"
SOURCE = "kz-ecological-code-2021"


@dataclass(frozen=True)
class Duty:
    """One step of the plan, by when, under which article."""

    what: str
    within: str
    article: str


DUTIES = (
    Duty("report the damage to the environment authority", "2 hours", "Ecological Code art. 137(1)"),
    Duty("start measures that stop it spreading", "the next working day", "Ecological Code art. 137(1)"),
    Duty("submit a remediation programme", "1 month, extendable to 3", "Ecological Code art. 139(2)"),
    Duty("answer of the authority to the programme", "10 working days", "Ecological Code art. 139(3)"),
    Duty("report on the state of the work", "every third month", "Ecological Code art. 140(1)"),
    Duty("additional programme, where the first does not suffice", "1 month", "Ecological Code art. 140(4)"),
    Duty("monitor after the work", "as the programme says", "Ecological Code art. 140(5)"),
)


@dataclass(frozen=True)
class RemediationPlan:
    """What is to be restored, how, by when and at what cost.

    Attributes
    ----------
    standing : Applies
        Whether the code asks for it at the place and date.
    substance : str
        The substance with the most soil over its limit: spots overlap and are dug once.
    area_m2, volume_m3, mass_kg : float
        Soil to treat; the mass is 0 where no bulk density was given.
    stages_fewest_number, stages_most_number : int
        Stages of chemical detoxification to expect, 0 where the soil needs none or its peak is unknown.
    duties : tuple of Duty
        What the code asks, in order.
    costs : tuple of Outcome
        Direct remediation by each clean-up method, each in its currency and price year.
    compensating : Outcome
        What makes up for the services lost until recovery, or what is missing to say it.
    state_costs : str
        What money may still be claimed.
    """

    standing: Applies
    substance: str
    area_m2: float
    volume_m3: float
    mass_kg: float
    stages_fewest_number: int
    stages_most_number: int
    duties: tuple[Duty, ...]
    costs: tuple[Outcome, ...]
    compensating: Outcome
    state_costs: str


def applies(context: Context) -> Applies:
    """Say whether the duty to remediate holds at the place and date, and why."""
    if context.jurisdiction == "kz" and context.on is not None and context.on >= CODE_IN_FORCE:
        why = "full remediation at the polluter's cost (Ecological Code of 2021, art. 136(1)-(2))"
        if context.leased_land:
            return Applies("persuasive", f"{why}; whether the code applies on the leased land is disputed")
        return Applies("law", why)
    return Applies("analogy", "the duties of Kazakhstan's code of 2021, shown for another place or date")


def detoxification_stages(peak_over_limit_ratio: float) -> tuple[int, int]:
    """Give the fewest and most stages of peroxide treatment that bring a peak below its limit.

    Each stage divides the peak by a factor between the least and the greatest seen in the staged treatment
    of the Proton crash of 2013.

    Parameters
    ----------
    peak_over_limit_ratio : float
        Peak concentration over the limit.
    """
    if peak_over_limit_ratio <= 1.0:
        return 0, 0
    weak = library.value(FILE, "stage.least_reduction_factor").value
    strong = library.value(FILE, "stage.greatest_reduction_factor").value
    needed = math.log(peak_over_limit_ratio)
    return math.ceil(needed / math.log(strong)), math.ceil(needed / math.log(weak))


def plan(
    harm: Harm,
    context: Context,
    drawn: Mapping[str, float],
    *,
    peak_over_limit_ratio: float | None = None,
) -> RemediationPlan | Refused:
    """Make the remediation plan of one draw.

    Parameters
    ----------
    harm : Harm
        With the soil to treat.
    context : Context
        Place and date.
    drawn : mapping
        Drawn parameters of the clean-up methods and of ``hea``.
    peak_over_limit_ratio : float, optional
        Peak concentration over the limit, for the number of stages.

    Returns
    -------
    RemediationPlan or Refused
        Refused where no soil over a limit was computed.
    """
    if not harm.treated_volume_m3 or max(harm.treated_volume_m3.values()) <= 0:
        missing = ("soil over a limit, with its depth",)
        return Refused("remediation", missing, "nothing to restore was computed", nothing_to_price=True)
    substance, volume_m3 = max(harm.treated_volume_m3.items(), key=lambda item: item[1])
    fewest, most = (0, 0) if peak_over_limit_ratio is None else detoxification_stages(peak_over_limit_ratio)
    return RemediationPlan(
        standing=applies(context),
        substance=substance,
        area_m2=harm.area_over_limit_m2.get(substance, 0.0),
        volume_m3=volume_m3,
        mass_kg=harm.treated_mass_kg.get(substance, 0.0),
        stages_fewest_number=fewest,
        stages_most_number=most,
        duties=DUTIES,
        costs=tuple(m.value(harm, context, drawn) for m in (cleanup_cost.METHOD, cleanup_cost.METHOD_UK)),
        compensating=hea.METHOD.value(harm, context, drawn),
        state_costs="the State's own costs of remediation, studies, legal help and enforcement "
        "(Ecological Code arts. 136(2), 137(4), 138(7))",
    )
