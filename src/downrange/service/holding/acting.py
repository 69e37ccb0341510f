"""Use case: carry out a file of acts on a registry, one after another, as the pages do each by itself.

Each act is its own unit of work, under the name and role it bears, and the law refuses it as it would on a
page. The first one refused ends the run: what came before stands on record, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.errors import AccessError, InputError, Problem, RecordError, Where
from downrange.service.holding import measures, orders, release
from downrange.service.holding.lives import Act

if TYPE_CHECKING:
    from downrange.inputs.acts import ActLine

__all__ = ["carry_out", "put_on_record", "state_of"]

Given = Mapping[str, Any]
Do = Callable[[str, Act, Given], Any]


def _plan(case: str, act: Act, given: Given) -> None:
    from downrange.law.settlement import Instalment, Plan

    parts = tuple(Instalment(due_on, amount) for due_on, amount in given["instalments"])
    terms = ("missed_number", "grace_days", "grace_unit", "accelerates")
    release.agree_plan(
        case, given["claim"], Plan(parts, **{key: given[key] for key in terms if key in given}), act
    )


def _draft(case: str, act: Act, given: Given) -> Any:
    return orders.draft_order(
        case, given["kind"], given["claim"], given["against"], given.get("reaches", ()), act,
        permits=given.get("permits", ()), covers=given.get("covers"), measure=given.get("measure"),
        despite=given.get("because", ""),
    ).as_json()  # fmt: skip


_DO: Mapping[str, Do] = {
    "draft": _draft,
    "notify": lambda case, act, of: orders.notify(case, of["measure"], act),
    "approve": lambda case, act, of: orders.approve(case, of["measure"], act),
    "reject": lambda case, act, of: orders.reject(case, of["measure"], act, of["because"]),
    "sanction": lambda case, act, of: orders.sanction(case, of["measure"], act),
    "refuse-sanction": lambda case, act, of: orders.refuse_sanction(case, of["measure"], act, of["because"]),
    "put-in-force": lambda case, act, of: orders.put_in_force(
        case, of["measure"], act, queue=of.get("queue", False)
    ),
    "serve": lambda case, act, of: orders.serve(case, of["measure"], act, of["whom"]),
    "object": lambda case, act, of: measures.object_to(
        case, of["measure"], act, of["because"], of.get("known_on")
    ),
    "decide-objection": lambda case, act, of: measures.decide_objection(
        case, of["measure"], act, of["outcome"]
    ),
    "third-party-suit": lambda case, act, of: measures.third_party_suit(
        case, of["measure"], of["assets"], act, of.get("known_on")
    ),
    "decide-suit": lambda case, act, of: measures.decide_suit(
        case, of["measure"], of["assets"], act, of["outcome"]
    ),
    "substitute": lambda case, act, of: measures.substitute(
        case, of["measure"], of["old"], of["new"], act, of.get("asked_by", "")
    ),
    "permit": lambda case, act, of: measures.permit(case, of["measure"], of["permission"], act),
    "withdraw-permit": lambda case, act, of: measures.withdraw_permit(
        case, of["measure"], of["permission"], act
    ),
    "lift": lambda case, act, of: measures.lift(
        case, of["measure"], of["ground"], act, only_founder=of.get("only_founder", False)
    ),
    "change-of-head": lambda case, act, of: measures.change_of_head(
        case, of["company"], of["old"], of["new"], act, only_founder=of.get("only_founder", False)
    ),
    "suspend": lambda case, act, of: measures.suspend(case, of["claim"], of["cause"], act, of.get("until")),
    "resume": lambda case, act, of: measures.resume(case, of["claim"], act),
    "return": lambda case, act, of: measures.return_to_creditor(case, of["claim"], act, of["because"]),
    "present-again": lambda case, act, of: measures.present_again(case, of["claim"], act),
    "lapse": lambda case, act, of: {"lapsed": measures.lapse_due(case, act)},
    "plan": _plan,
    "offer-barred": lambda case, act, of: release.offer_barred(
        case, of["claim"], of["amount"], act, of["because"]
    ),
    "pay": lambda case, act, of: release.pay(
        case, of["claim"], of["key"], of["amount"], act,
        let_go=of.get("assets", ()), licence=of.get("licence", ""),
    ).as_json(),
    "charge": lambda case, act, of: release.charge(case, of["claim"], of["head"], of["amount"], act),
    "no-charges": lambda case, act, of: {"release": release.no_charges(case, of["claim"], act)},
    "let-go": lambda case, act, of: {"release": release.let_go(case, of["claim"], of["assets"], act)},
    "end": lambda case, act, of: {"release": release.end_proceeding(case, of["claim"], of["ending"], act)},
}  # fmt: skip
"""What carries out each step of a file; ``ask`` asks the gate."""


def put_on_record(name: str, database: str | None = None) -> dict[str, Any]:
    """Put a case of the casebook, or of a folder, on record; the database is made where there is none.

    Returns
    -------
    dict
        As :meth:`Recorded.as_json`, with ``fictional``.

    Raises
    ------
    InputError
        If the case cannot be read, or the database's address.
    """
    import os

    from downrange.inputs.cases import read_case
    from downrange.registry.address import DEFAULT_URL
    from downrange.registry.database import migrate
    from downrange.service.holding.recording import load_case

    case = read_case(name).case
    migrate(database or os.environ.get("DOWNRANGE_DATABASE_URL", DEFAULT_URL))
    return {**load_case(case).as_json(), "fictional": case.fictional}


def carry_out(
    case: str, path: Path | None = None, database: str | None = None, first: int = 1
) -> dict[str, Any]:
    """Carry out acts on a case on record, from the ``first`` on: of a file, or those beside the case.

    Returns
    -------
    dict
        ``case``, ``acts`` (each with ``number``, ``step``, ``on``, ``role``, and what came of it: ``measure``
        and ``state``, the ``answer`` of the gate, or ``result``), ``log_sequence``.

    Raises
    ------
    InputError
        With file, key and line: what is wrong in the file, or which act was refused and by which article.
    """
    from downrange.inputs.acts import read_acts
    from downrange.registry import gate, log
    from downrange.service.border.gate import open_database

    acts = read_acts(_beside(case) if path is None else path)
    open_database(database)
    known = gate.store().cases()
    if case not in known:
        raise _unknown(case, known)
    done: list[dict[str, Any]] = []
    for number, line in enumerate(acts, start=1):
        if number < first:
            continue
        try:
            done.append({"number": number, **_carried(case, line)})
        except (RecordError, AccessError, ValueError) as error:
            raise InputError(_refused(line, number, len(done), str(error))) from error
    return {"case": case, "fictional": known[case], "acts": done, "log_sequence": log.tail()[0]}


def _beside(case: str) -> Path:
    from downrange.inputs.cases import read_case

    return read_case(case).folder / "acts.yaml"


def _unknown(case: str, known: Mapping[str, bool]) -> InputError:
    expected = ", ".join(sorted(known)) or "a case on record: downrange record CASE"
    where = Where("command line", "CASE")
    return InputError(Problem(where, "no such case is on record", value=case, expected=expected))


def _refused(line: ActLine, number: int, before: int, told: str) -> Problem:
    where = Where(line.where.file, f"{line.where.key}.step", line.where.line)
    stands = f"the {before} before it are on record" if before else "nothing was recorded"
    return Problem(where, f"{told}; {stands}: put it right and go on with --from {number}", value=line.step)


def _carried(case: str, line: ActLine) -> dict[str, Any]:
    told = {"step": line.step, "on": line.on.isoformat(), "by": line.by, "role": line.role or None}
    if line.step == "ask":
        return {**told, **_asked(case, line)}
    act = Act(line.by, line.role, line.on, line.document)
    made = _DO[line.step](case, act, line.given)
    measure = line.given.get("measure")
    if line.step == "draft":
        measure = made["measure"]["id"]
    if measure is not None:
        from downrange.service.holding.lives import life_of

        life = life_of(case, str(measure))
        return {**told, "measure": measure, "state": None if life is None else life.state}
    return {**told, "result": made if isinstance(made, dict) else None}


def _asked(case: str, line: ActLine) -> dict[str, Any]:
    from downrange.service.border.gate import check

    of = line.given
    found = check(of["identifier"], of.get("kind"), case, line.on, by=line.by, purpose=of.get("purpose", ""))
    expected = of.get("expect")
    if expected not in (None, found["answer"]):
        raise RecordError(f"the gate answers {found['answer']} about {of['identifier']}, not {expected}")
    return {"identifier": of["identifier"], "answer": found["answer"], "because": found["because"]}


def state_of(case: str, on: str | None = None, database: str | None = None) -> dict[str, Any]:
    """Say where every measure and proceeding of a case on record stands, and what may come next.

    Raises
    ------
    InputError
        If the database or the day cannot be used, or the case is not on record.
    """
    from downrange.registry import gate
    from downrange.registry.database import now
    from downrange.service.border.gate import open_database
    from downrange.service.days import day
    from downrange.service.holding.measures import proceeding_state

    asked = day(on) if on else None
    open_database(database)
    known = gate.store().cases()
    if case not in known:
        raise _unknown(case, known)
    return {**proceeding_state(case, asked or now().date()), "fictional": known[case]}
