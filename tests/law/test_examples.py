"""Law by example: the YAML files of tests/rules, written so that a jurist can read and correct them.

Each example has a name, the day (``on``), a question, what is given, what is expected and the article. The question
names one of the functions below; everything under ``expect`` must be in its answer, to the last tiyn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.law.cases import case, claim, measure

from downrange.base.calendar import add_working_days, is_working_day
from downrange.base.marked import parse
from downrange.base.money import Money
from downrange.errors import SourceError
from downrange.law.account import statement_of_account
from downrange.law.barred import bar
from downrange.law.charges import charges
from downrange.law.claim import admissibility, limitation, rank
from downrange.law.deadlines import deadlines
from downrange.law.enforcement.attachability import attachability
from downrange.law.enforcement.exit_ban import exit_ban, lifting
from downrange.law.enforcement.ladder import ladder
from downrange.law.enforcement.proceeding import (
    advance_at_most,
    auction_floor,
    fine,
    licence_block_possible,
    non_money_penalty,
    opening,
    presenting,
    sale_order,
)
from downrange.law.enforcement.proportion import freed, keeping, proportion
from downrange.law.enforcement.queue import Wish, places
from downrange.law.enforcement.release import excess, release, suspension_end
from downrange.law.enforcement.silence import said
from downrange.law.identifiers import container_check_digit, kazakh_check_digit
from downrange.law.immunity import execution_against_state, strategic_object
from downrange.law.instruments import instrument_state, owner_under_lease
from downrange.law.interest import RatePeriod, late_payment_rate, rate_periods, simple
from downrange.law.payment import Due, allocate, by_ranks, order_of
from downrange.law.rent import drop_area_fee
from downrange.law.rule import NO_BOOK
from downrange.law.settlement import Instalment, Paid, Plan, plan_state
from downrange.law.tally import tally

FOLDER = Path(__file__).parent.parent / "rules"
Answer = dict[str, Any]


def _money(text: str | int) -> Money:
    return Money.parse(str(text))


def _text(money: Money) -> str:
    return f"{money.amount} {money.currency}"


def _rule(on: date, given: Answer) -> Answer:
    found = NO_BOOK.find(given["parameter"], on, given.get("purpose", "all"))
    value = (
        [list(row) if isinstance(row, tuple) else row for row in found.value]
        if isinstance(found.value, tuple)
        else found.value
    )
    flag = any("wording not verified" in one for one in found.flags)
    return {"value": value, "article": found.article, "wording_verified": not flag, "rule": found.rule}


def _index(on: date, given: Answer) -> Answer:
    money, rule = NO_BOOK.index(given["multiples"], on, given.get("purpose", "penalties"))
    return {"amount": _text(money), "article": rule.article}


def _charges(on: date, given: Answer) -> Answer:
    found = charges(_money(given["debt"]), on, given.get("bailiff", "unknown"))
    answer: Answer = {one.head: _text(one.amount) for one in found}
    return answer | {"heads": [one.head for one in found], "article": "; ".join(one.article for one in found)}


def _admissible(on: date, given: Answer) -> Answer:
    one = claim(basis=given["basis"], creditor=given["creditor"], arising_on=given["event"])
    whole = case(claims=[one])
    found = admissibility(whole, whole.claims[0])
    return {"money": found.allowed, "article": found.article}


def _limitation(on: date, given: Answer) -> Answer:
    found = limitation(case(claims=[claim(basis=given["basis"], arising_on=given["event"])]).claims[0])
    return {"years": found.years, "ends": found.latest.isoformat(), "article": found.article}


def _rank(on: date, given: Answer) -> Answer:
    number, rule = rank(case(claims=[claim(basis=given["basis"])]).claims[0], on, kind=given.get("kind"))
    return {"rank": number, "article": rule.article}


def _opening(on: date, given: Answer) -> Answer:
    found = opening(on)
    return {
        "opened_by": found.by.isoformat(), "measures_by": found.measures_by.isoformat(),
        "voluntary_working_days": found.voluntary_working_days, "article": found.rules[0].article,
    }  # fmt: skip


def _presenting(on: date, given: Answer) -> Answer:
    found = presenting(on, interim_order=given.get("interim_order", False))
    return {"earliest": found.earliest.isoformat(), "latest": found.latest.isoformat(),
            "article": "; ".join(rule.article for rule in found.rules)}  # fmt: skip


def _exit_ban(on: date, given: Answer) -> Answer:
    notice = date.fromisoformat(given["notice"]) if "notice" in given else None
    found = exit_ban(_money(given["debt"]), on, notice, given.get("periodic_unpaid_months", 0))
    return {
        "required": found.required, "threshold": _text(found.threshold),
        "earliest_order": str(found.earliest_order), "court_decides_by": str(found.court_decides_by),
        "article": found.article,
    }  # fmt: skip


def _lifting(on: date, given: Answer) -> Answer:
    found = lifting(given["ground"], on, only_founder=given.get("only_founder", False))
    return {"lifts": found.lifts, "by": str(found.by), "article": found.rule.article}


def _release(on: date, given: Answer) -> Answer:
    found = release(given["ending"], on, charges_paid=given.get("charges_paid", False),
                    through_gateway=given.get("through_gateway", False))  # fmt: skip
    return {"released": found.released, "article": found.article}


def _suspension(on: date, given: Answer) -> Answer:
    end, rule = suspension_end(on, mediation=given["mediation"])
    return {"until": end.isoformat(), "article": rule.article}


def _sale_order(on: date, given: Answer) -> Answer:
    order = sale_order(tuple((name, queue) for name, queue in given["assets"].items()), on)
    return {"order": list(order), "article": NO_BOOK.find("kz-enforcement.company_sale_order", on).article}


def _auction_floor(on: date, given: Answer) -> Answer:
    money, rule = auction_floor(_money(given["value"]), on, immovable=given["immovable"])
    return {"floor": _text(money), "article": rule.article}


def _advance(on: date, given: Answer) -> Answer:
    money, rule = advance_at_most(on, for_the_state=given["for_the_state"])
    return {"at_most": _text(money), "article": rule.article}


def _licence(on: date, given: Answer) -> Answer:
    possible, rule = licence_block_possible(_money(given["debt"]), on, company=given["company"])
    return {"possible": possible, "article": rule.article}


def _daily_penalty(on: date, given: Answer) -> Answer:
    money, rule = non_money_penalty(given["days"], on, small_business=given.get("small_business", False))
    return {"penalty": _text(money), "article": rule.article}


def _fine(on: date, given: Answer) -> Answer:
    money, rule = fine(given["offence"], given["who"], on)
    return {"fine": _text(money), "article": rule.article}


def _late_rate(on: date, given: Answer) -> Answer:
    rate, rules = late_payment_rate(on)
    return {"rate": str(rate), "series": rules[0].text, "article": rules[0].article}


def _interest(on: date, given: Answer) -> Answer:
    start, end = (date.fromisoformat(given[key]) for key in ("from", "to"))
    if "series" in given:
        spans = rate_periods(given["series"], start, end)
    else:
        spans = (RatePeriod(start, end, Decimal(str(given["rate"])), given.get("under", "")),)
    money = simple(_money(given["principal"]), spans, given.get("day_count", "act/365"), "half-up")
    return {"interest": _text(money), "article": spans[0].article or "arithmetic"}


def _allocation(on: date, given: Answer) -> Answer:
    dues = tuple(
        Due(
            name, body["head"], _money(body["amount"]), date.fromisoformat(body.get("due_on", on.isoformat()))
        )
        for name, body in given["owed"].items()
    )
    order = order_of(given["law"], on)
    spread = allocate(_money(given["payment"]), dues, on, order)
    return {"paid": {part.due: _text(part.amount) for part in spread.parts}, "left": _text(spread.left),
            "article": order.article}  # fmt: skip


def _state_immunity(on: date, given: Answer) -> Answer:
    found = execution_against_state(given["use"], tuple(given.get("exceptions", ())), on)
    return {"allowed": found.allowed, "article": found.rule.article}


def _strategic(on: date, given: Answer) -> Answer:
    found = strategic_object(on, decision=given["decision"], refused_first=given["state_refused_first"])
    return {"allowed": found.allowed, "article": found.rule.article}


def _owner(on: date, given: Answer) -> Answer:
    found = owner_under_lease(on, given["existed_1991_08_31"], tuple(given.get("paid_by", ())))
    return {"owner": found.owner, "article": found.rule.article}


def _instrument(on: date, given: Answer) -> Answer:
    return {"state": instrument_state(given["agreement"], on)[0], "article": "date of force"}


def _fee(on: date, given: Answer) -> Answer:
    found = drop_area_fee(given["launches"], on)
    return {"fee": _text(found.amount), "article": found.rules[0].article}


def _identifier(on: date, given: Answer) -> Answer:
    kind = given["kind"]
    digit = (
        kazakh_check_digit(given["digits"])
        if kind == "kazakh-number"
        else container_check_digit(given["digits"])
    )
    return {"check_digit": digit, "article": kind}


def _bar(on: date, given: Answer) -> Answer:
    found = bar(tuple(given["parties"]), given["currency"], on)
    return {"state": found.state, "article": found.rules[0].article}


def _deadline(on: date, given: Answer) -> Answer:
    parts: Answer = {"claims": [claim(**given.get("claim", {}))]}
    if "measure" in given:
        parts["measures"] = [measure(**given["measure"])]
    whole = case(**parts)
    found = {one.what: one for one in deadlines(whole, whole.claims[0])}
    one = found[given["what"]]
    return {"by": one.by.isoformat(), "earliest": one.earliest.isoformat(), "article": one.article}


def _balance(on: date, given: Answer) -> Answer:
    parts: Answer = {"claims": [claim(**given.get("claim", {}))]}
    if "measure" in given:
        parts["measures"] = [measure(**given["measure"])]
    body = statement_of_account(case(**parts), on).as_json()
    return {
        "principal": body["principal"] and f"{body['principal']['amount']} {body['principal']['currency']}",
        "heads": [one["head"] for one in body["charges"]], "rank": body["rank"],
        "interest_known": body["interest"] is not None, "article": "; ".join(one["article"] for one in body["charges"]),
    }  # fmt: skip


def _working_days(on: date, given: Answer) -> Answer:
    return {"worked": is_working_day(on), "after": add_working_days(on, given.get("days", 0)).isoformat(),
            "article": "calendar of Kazakhstan"}  # fmt: skip


def _proportion(on: date, given: Answer) -> Answer:
    found = proportion(_money(given["held"]), _money(given["claim"]))
    return {"times": str(found.held_to_claim), "article": found.told}


def _part_freed(on: date, given: Answer) -> Answer:
    free, stays = freed(_money(given["held"]), Decimal(given["share"]))
    return {
        "freed": _text(free),
        "stays": _text(stays),
        "article": "policy: no article of the law at hand frees a share",
    }


def _attachable(on: date, given: Answer) -> Answer:
    owner = {"unknown": given["owner_unknown"]} if "owner_unknown" in given else given["owner"]
    body = {
        "id": "asset/it",
        "title": {"en": "It"},
        "kind": given["kind"],
        "owner": owner,
        "use": given.get("use", []),
        "details": given.get("details", {}),
    }
    whole = case(assets=[body])
    found = attachability(whole, whole.assets[0], given["debtor"], on)
    return {"status": found.status, "pledged": found.pledged, "article": found.article}


def _shared(on: date, given: Answer) -> Answer:
    claims = {name: (5, _money(text)) for name, text in given["claims"].items()}
    found = by_ranks(_money(given["proceeds"]), claims)
    article = NO_BOOK.find("kz-enforcement.rank_by_claim", on).article
    return {"shares": {name: _text(money) for name, money in found.items()}, "article": article}


def _keeping_cost(on: date, given: Answer) -> Answer:
    found = keeping(_money(given["per_day"]), date.fromisoformat(given["since"]), on)
    return {"cost": _text(found.cost), "days": found.days, "article": "policy: who bears it was not read"}


def _ladder_rung(on: date, given: Answer) -> Answer:
    found = {one.step: one for one in ladder(case(), on).rungs}[given["step"]]
    return {"needs": found.needs, "article": found.article}


def _left(on: date, given: Answer) -> Answer:
    found = tally(_money(given["owed"]), settled=False, known={"paid": _money(given["paid"])}, entries=())
    return {
        "left": _text(found.left),
        "excess_is_told": any("exceed" in flag for flag in found.flags),
        "article": "account",
    }


def _instalment(on: date, given: Answer) -> Answer:
    due = date.fromisoformat(given["due"])
    plan = Plan((Instalment(due, _money(given["amount"])),))
    offers = [Paid(_money(given["amount"]), due, barred=True)] if given["offered_and_barred"] else []
    return {"state": plan_state(plan, offers, on).state, "article": "plan"}


def _said(on: date, given: Answer) -> Answer:
    found = said(given["topic"])
    return {"answered": found.answered, "told": found.told, "article": found.article}


def _in_line(on: date, given: Answer) -> Answer:
    wishes = [
        Wish(name, one.get("rank", 5), date.fromisoformat(one["since"]), _money(one["asks"]),
             date.fromisoformat(one["until"]) if "until" in one else None)
        for name, one in given["wishes"].items()
    ]  # fmt: skip
    found = places(_money(given["value"]), wishes, on)
    answer: Answer = {one.creditor: {"holds": _text(one.holds), "waits": _text(one.waits)} for one in found}
    return answer | {"article": said("two-creditors").article}


def _excess(on: date, given: Answer) -> Answer:
    found = excess({name: _money(text) for name, text in given["held"].items()}, _money(given["rest"]))
    return {"keep": list(found.keep), "let_go": list(found.let_go), "article": found.article}


def _sum(on: date, given: Answer) -> Answer:
    first, *others = [_money(text) for text in given["parts"]]
    for one in others:
        first = first + one
    return {"sum": _text(first), "article": said(given["topic"]).article}


QUESTIONS: dict[str, Callable[[date, Answer], Answer]] = {
    name.removeprefix("_").replace("_", "-"): function
    for name, function in list(globals().items())
    if callable(function)
    and name.startswith("_")
    and name not in ("_money", "_text")
    and not name.startswith("__")
}


def _examples() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, example in enumerate(parse(path.read_text("utf-8"), path.name).data):
            yield pytest.param(example, id=f"{path.stem}-{number}-{example['name'][:50]}")


EXAMPLES = list(_examples())


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example: Answer) -> None:
    answer = QUESTIONS[example["question"]]
    on, given = date.fromisoformat(example["on"]), example.get("given") or {}
    if "refused" in example:
        with pytest.raises((SourceError, ValueError), match=example["refused"]):
            answer(on, given)
        return
    found = answer(on, given)
    for key, expected in example["expect"].items():
        assert found[key] == expected, f"{key}: {found[key]!r}"
    assert example["article"] in found["article"], found["article"]


def test_every_rule_and_every_finding_has_an_example() -> None:
    examples = [param.values[0] for param in EXAMPLES]
    assert all(isinstance(one, dict) for one in examples)
    rules = {rule for one in examples if isinstance(one, dict) for rule in one.get("rules", ())}
    assert {f"R{number:02d}" for number in range(1, 47)} <= rules
    findings = {one["finding"] for one in examples if isinstance(one, dict) and "finding" in one}
    assert findings >= set(range(1, 12))
