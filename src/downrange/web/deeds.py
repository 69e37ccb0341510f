"""What persons do to a measure or a proceeding: each act, who may, in whose role, what it asks.

A table only: the pages of measures make forms, confirmations and refusals of it. Another's act (a court's, a
third party's) is put on record by the bailiff on that other's paper; the log then says both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from downrange.base.money import Money
from downrange.service.holding import measures, orders, release
from downrange.web.policy import Action, Row, Who, allowed

if TYPE_CHECKING:
    from downrange.case.schema import Claim
    from downrange.service.holding.acts import Act

__all__ = ["CLAIM_DEEDS", "MEASURE_DEEDS", "Deed", "side_of"]

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Deed:
    """One act of a person.

    Attributes
    ----------
    name
        The step, as the law's table has it.
    action
        Who may put it on record.
    roles
        In whose role it is taken; where there are several, the form asks.
    says
        What it is, in words.
    do
        Carries it out: case, measure or claim, act, what the form gave.
    fields
        What the form asks beside the day and the paper.
    paper
        Whether a document must be named.
    by_party
        Whether a party takes it for itself: then its standing gives the role, and no form asks for one.
    """

    name: str
    action: Action
    roles: tuple[str, ...]
    says: str | Promise
    do: Callable[[str, str, Act, Given], Any]
    fields: tuple[str, ...] = ()
    paper: bool = True
    by_party: bool = False


def side_of(who: Who, deed: Deed, case: str, claim: Claim) -> tuple[str, str]:
    """Give the role and the party as which somebody takes a step that parties take; the debtor's for others.

    What a party may do it does for itself: a creditor of one claim is nobody in another's.
    """
    sides = [("debtor", claim.debtor), ("creditor", claim.creditor)]
    for role, party in sides:
        if isinstance(party, str) and allowed(who, deed.action, Row(case=case, party=party)):
            return role, party
    return "debtor", claim.debtor


def _sum(given: Given) -> Money:
    return Money.of(str(given["amount"]), str(given["currency"]))


def _things(given: Given) -> tuple[str, ...]:
    return tuple(given.get("assets") or ())


_MEASURE = (
    Deed("notify", Action.MEASURE_DRAFT, ("bailiff",), _("Record the notice about an exit ban"),
         lambda case, of, act, given: orders.notify(case, of, act)),
    Deed("approve", Action.MEASURE_APPROVE, ("supervisor",), _("Approve the draft, as a second person"),
         lambda case, of, act, given: orders.approve(case, of, act), paper=False),
    Deed("reject", Action.MEASURE_APPROVE, ("supervisor",), _("Reject the draft"),
         lambda case, of, act, given: orders.reject(case, of, act, given["told"]), ("because",), paper=False),
    Deed("sanction", Action.MEASURE_DRAFT, ("prosecutor", "court"),
         _("Record the sanction of the prosecutor or the court"),
         lambda case, of, act, given: orders.sanction(case, of, act)),
    Deed("refuse-sanction", Action.MEASURE_DRAFT, ("prosecutor", "court"),
         _("Record that the sanction was refused"),
         lambda case, of, act, given: orders.refuse_sanction(case, of, act, given["told"]), ("because",)),
    Deed("put-in-force", Action.MEASURE_DRAFT, ("bailiff",), _("Sign the order: put the measure in force"),
         lambda case, of, act, given: orders.put_in_force(case, of, act, queue=given["queue"]), ("queue",)),
    Deed("serve", Action.MEASURE_SERVE, ("bailiff",), _("Record the service of the order"),
         lambda case, of, act, given: orders.serve(case, of, act, given["told"]), ("whom",)),
    Deed("object", Action.MEASURE_OBJECT, ("debtor", "creditor"), _("Object to the measure"),
         lambda case, of, act, given: measures.object_to(case, of, act, given["told"], given["day"]),
         ("because", "known_on"), by_party=True),
    Deed("decide-objection", Action.MEASURE_SERVE, ("court",),
         _("Record the court's decision on the objection"),
         lambda case, of, act, given: measures.decide_objection(case, of, act, given["outcome"]),
         ("objection",)),
    Deed("third-party-suit", Action.MEASURE_SERVE, ("third-party",),
         _("Record a third party's suit about things"),
         lambda case, of, act, given: measures.third_party_suit(case, of, _things(given), act, given["day"]),
         ("assets", "known_on")),
    Deed("decide-suit", Action.MEASURE_SERVE, ("court",), _("Record the judgment on a third party's suit"),
         lambda case, of, act, given: measures.decide_suit(case, of, _things(given), act, given["outcome"]),
         ("assets", "suit")),
    Deed("substitute", Action.MEASURE_DRAFT, ("bailiff",), _("Put another thing in the place of one held"),
         lambda case, of, act, given:
         measures.substitute(case, of, given["old"], given["into"], act, given["told"]),
         ("old", "into", "asked_by")),
    Deed("permit", Action.MEASURE_DRAFT, ("bailiff", "court"), _("Permit a use of what is held"),
         lambda case, of, act, given: measures.permit(case, of, given["told"], act), ("permission",)),
    Deed("withdraw-permit", Action.MEASURE_DRAFT, ("bailiff", "court"), _("Withdraw a permission"),
         lambda case, of, act, given: measures.withdraw_permit(case, of, given["told"], act), ("permits",)),
    Deed("lift", Action.MEASURE_RELEASE, ("bailiff",), _("Lift an exit ban or a block on licences"),
         lambda case, of, act, given:
         measures.lift(case, of, given["told"], act, only_founder=given["founder"]),
         ("ground", "founder")),
)  # fmt: skip

_CLAIM = (
    Deed("pay", Action.PAYMENT_RECORD, ("bailiff",), _("Record a payment"),
         lambda case, of, act, given: release.pay(case, of, given["key"], _sum(given), act,
                                                  let_go=_things(given), licence=given["licence"]),
         ("amount", "currency", "assets", "licence", "key")),
    Deed("charge", Action.PAYMENT_RECORD, ("bailiff",), _("State a charge of enforcement"),
         lambda case, of, act, given: release.charge(case, of, given["head"], _sum(given), act),
         ("head", "amount", "currency")),
    Deed("no-charges", Action.PAYMENT_RECORD, ("bailiff",), _("State that no charges are due"),
         lambda case, of, act, given: release.no_charges(case, of, act)),
    Deed("offer-barred", Action.PAYMENT_RECORD, ("bailiff",), _("Record an offer to pay that a list stopped"),
         lambda case, of, act, given: release.offer_barred(case, of, _sum(given), act, given["told"]),
         ("amount", "currency", "because")),
    Deed("let-go", Action.MEASURE_RELEASE, ("bailiff",), _("Let things go that are not needed any more"),
         lambda case, of, act, given: release.let_go(case, of, _things(given), act), ("assets",)),
    Deed("end", Action.MEASURE_RELEASE, ("bailiff", "court"),
         _("End the proceeding and release what is held"),
         lambda case, of, act, given: release.end_proceeding(case, of, given["ending"], act), ("ending",)),
    Deed("suspend", Action.MEASURE_DRAFT, ("bailiff", "court"), _("Suspend the proceeding; measures stay"),
         lambda case, of, act, given: measures.suspend(case, of, given["cause"], act, given["day"]),
         ("cause", "until")),
    Deed("resume", Action.MEASURE_DRAFT, ("bailiff",), _("Resume the proceeding"),
         lambda case, of, act, given: measures.resume(case, of, act), paper=False),
    Deed("return", Action.MEASURE_DRAFT, ("bailiff",), _("Return the writ to the creditor"),
         lambda case, of, act, given: measures.return_to_creditor(case, of, act, given["told"]),
         ("because",)),
    Deed("present-again", Action.MEASURE_DRAFT, ("bailiff",), _("Take up a writ presented again"),
         lambda case, of, act, given: measures.present_again(case, of, act)),
    Deed("lapse", Action.MEASURE_RELEASE, ("bailiff",),
         _("Let measures fall whose writ was not presented again"),
         lambda case, of, act, given: measures.lapse_due(case, act), paper=False),
)  # fmt: skip

MEASURE_DEEDS: Mapping[str, Deed] = {one.name: one for one in _MEASURE}
"""Acts on one measure."""
CLAIM_DEEDS: Mapping[str, Deed] = {one.name: one for one in _CLAIM}
"""Acts on the proceeding of a claim."""
