"""The remediation plan and its cost: what the law of Kazakhstan asks for instead of money since 2021-07-01.

Ecological Code of 2021, arts. 136-140: the polluter restores at his own cost; money may be claimed for the
State's own costs only. So the plan is an output of its own beside the sums: ground over the limit, how many
stages of detoxification to expect, what must be done by when, what it would cost by each clean-up method, and
what compensating remediation until recovery would take (art. 138(4)-(6)).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from downrange.damage.assessment import Assessment, Damage, Range
from downrange.damage.valuation.method import Applies, Context
from downrange.reference import library

__all__ = ["DUTIES", "Duty", "RemediationPlan", "Treated", "applies", "detoxification_stages", "plan"]

CODE_IN_FORCE = date(2021, 7, 1)
FILE = "tariffs/cleanup/detoxification.yaml"
THRESHOLDS = "thresholds.yaml"
SOURCE = "kz-ecological-code-2021"
_DIRECT = ("cleanup-cost", "cleanup-cost-uk")
_COMPENSATING = "hea"


@dataclass(frozen=True)
class Duty:
    """One step that the code asks for, by when, under which article."""

    what: str
    within: str
    article: str


DUTIES = (
    Duty("report the damage to the environment authority", "2 hours", "Ecological Code art. 137(1)"),
    Duty("start measures against it", "the next working day", "Ecological Code art. 137(1)"),
    Duty("submit a remediation programme", "1 month, extendable to 3", "Ecological Code art. 139(2)"),
    Duty("answer of the authority to the programme", "10 working days", "Ecological Code art. 139(3)"),
    Duty("report on the state of the work", "every third month", "Ecological Code art. 140(1)"),
    Duty("additional programme, where the first does not suffice", "1 month", "Ecological Code art. 140(4)"),
    Duty("monitor after the work", "as the programme says", "Ecological Code art. 140(5)"),
)


@dataclass(frozen=True)
class Treated:
    """Ground over the limit by one substance: its area (m2), and the stages that bring its peak below it.

    ``stages`` holds the fewest for the 5 % peak and the most for the 95 % one; None where no peak was
    computed or the treatment is not known for the substance.
    """

    substance: str
    area: Range
    stages: tuple[int, int] | None


@dataclass(frozen=True)
class RemediationPlan:
    """What is to be restored, how, by when and at what cost.

    Attributes
    ----------
    standing : Applies
        Whether the code asks for it at the place and date.
    ground : tuple of Treated
        By substance, the largest first; spots overlap and are dug once.
    duties : tuple of Duty
        What the code asks, in order.
    costs : tuple of Damage
        Direct remediation by each clean-up method, each in its own currency and price year.
    compensating : Damage or None
        What makes up for the services lost until recovery, or what is missing to say it.
    state_costs : str
        What money may still be claimed.
    """

    standing: Applies
    ground: tuple[Treated, ...]
    duties: tuple[Duty, ...]
    costs: tuple[Damage, ...]
    compensating: Damage | None
    state_costs: str

    def as_json(self) -> dict[str, Any]:
        """Give the plan for machines; costs are named by method, their sums stand among the damages."""
        return {
            "applicability": self.standing.applicability,
            "why": self.standing.why,
            "ground": [
                {
                    "substance": treated.substance,
                    "area_m2": {"p05": treated.area.p05, "p50": treated.area.p50, "p95": treated.area.p95},
                    "stages": None if treated.stages is None else list(treated.stages),
                }
                for treated in self.ground
            ],
            "duties": [
                {"what": duty.what, "within": duty.within, "article": duty.article} for duty in self.duties
            ],
            "costs": [damage.method for damage in self.costs if damage.status == "computed"],
            "compensating": None if self.compensating is None else self.compensating.method,
            "state_costs": self.state_costs,
        }


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

    Each stage divides the peak by a factor between the least and the greatest seen in the staged treatment of
    the Proton crash of 2013.

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


def plan(assessment: Assessment, context: Context) -> RemediationPlan | None:
    """Make the remediation plan of an assessed case; None where no ground lies over a limit in any draw.

    Parameters
    ----------
    assessment : Assessment
        Its areas, peaks and sums.
    context : Context
        Place and date.
    """
    ground = _ground(assessment.quantities)
    if not ground:
        return None
    by_method = {damage.method: damage for damage in assessment.damages}
    return RemediationPlan(
        standing=applies(context),
        ground=ground,
        duties=DUTIES,
        costs=_direct(assessment.damages),
        compensating=by_method.get(_COMPENSATING),
        state_costs="the State's own costs of remediation, studies, legal help and enforcement "
        "(Ecological Code arts. 136(2), 137(4), 138(7))",
    )


def _direct(damages: Sequence[Damage]) -> tuple[Damage, ...]:
    return tuple(damage for damage in damages if damage.method in _DIRECT)


def _ground(quantities: Mapping[str, Range]) -> tuple[Treated, ...]:
    found = []
    for substance, lead in (("udmh", ""), ("kerosene", "kerosene_")):
        area = quantities.get(f"{lead}soil_splash_area_over_limit_m2")
        if area is not None and area.p95 > 0:
            stages = _stages(quantities) if substance == "udmh" else None
            found.append(Treated(substance, area, stages))
    return tuple(sorted(found, key=lambda treated: -treated.area.p50))


def _stages(quantities: Mapping[str, Range]) -> tuple[int, int] | None:
    """Stages for UDMH only: the staged treatment that was reported is of soil with UDMH."""
    peak = quantities.get("udmh_soil_peak_mg_per_kg")
    if peak is None:
        return None
    limit = library.value(THRESHOLDS, "udmh.soil_limit_mg_per_kg").value
    return detoxification_stages(peak.p05 / limit)[0], detoxification_stages(peak.p95 / limit)[1]
