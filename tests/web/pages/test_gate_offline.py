"""The gate without a connection: a browser's extract answers as Python does, and only while its signature fits."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving

from downrange.inputs.cases import read_case
from downrange.registry.models import User
from downrange.service.border.gate import looked_up
from downrange.service.border.snapshot import check_snapshot, snapshot
from downrange.service.record.facts import facts_as_of
from downrange.web.models import Membership

if TYPE_CHECKING:
    from playwright.sync_api import Route
    from tests.web.conftest import Visit

EXERCISE = "tsenki-2023-exercise"
DAYS = ("2023-01-10", "2023-01-23", "2023-02-22", "2023-03-10", "2023-05-01", "2026-11-01")
ODD = (
    "TLM-0O03-Z", "tlm0003z", "TLM0003Y", "ZZ0000001", "zz 0000001", "ZZ0000010", "009931000126",
    "009931000127", "ЦЭНКИ", "TsENKI", "АО ЦЭНКИ", "Testbek Primerov", "Primerov Testbek", "Testbek Primerow",
    "Образцова Учебная", "unknown", "asset/none", "party/person-0", "party/tsenki-exercise", "001340000101",
    "CSQU3054383", "CSQU3054384", "ZZZU0000011", "21812471217", "218124712173", "99990021", "ZZZ-0005", " ",
    "crane-07", "ASSET/CRANE-07", "asset/crane-7", "asset/\u0441rane-07", "Party/Testbek-Primerov", "asset/box-1",
    f"{EXERCISE}/asset/crane-07", "ＴＬＭ－０００３－Ｚ", "measure/attachment", "Straße", "x/y",
)  # fmt: skip


def asked() -> list[str]:
    case = read_case(EXERCISE).case
    slugs = [asset.id for asset in case.assets][::2]
    numbers = [one.value for asset in case.assets[::3] for one in asset.identifiers]
    slips = [f"{number[:2]}{number[3:]}" for number in numbers[::3]]
    return [*slugs, *numbers, *slips, *(text for text in ODD if text.strip())]


SCRIPT = """async ({whole, device, questions, today}) => {
  const gate = await import("/static/web/gate_answers.js");
  const fault = await gate.faultOf(whole, device);
  const extract = {bodies: [whole.body], rows: new gate.Rows([whole.body]), key: await gate.hashKey(device.hash_key)};
  const answers = [];
  for (const [text, kind, on] of questions) answers.push(await gate.ask(extract, text, kind, on, today));
  return {fault, answers};
}"""


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """What both must agree on."""
    keys = ("id", "kind", "state", "way", "via", "order", "permits")
    measures = [{key: one[key] for key in keys} for one in answer["measures"]]
    return {
        "answer": answer["answer"],
        "subject": answer["subject"],
        "matched": answer["matched"],
        "exceptions": answer["exceptions"],
        "measures": measures,
    }


def test_the_browser_answers_as_python_does(server: driving.Server, visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "gate.json"
    snapshot(path, EXERCISE)
    page = visit(server).page()
    page.goto("/public/")
    kinds = (None, "person", "container", "asset")
    questions = [
        (text, kinds[(i + j) % 4], day) for i, text in enumerate(asked()) for j, day in enumerate(DAYS)
    ]
    given = {
        "whole": json.loads(path.read_text()),
        "device": json.loads(Path(f"{path}.device").read_text()),
        "questions": questions,
        "today": datetime.now(UTC).date().isoformat(),
    }
    found = page.evaluate(SCRIPT, given)
    assert found["fault"] is None
    verdicts = set()
    for (text, kind, day), here in zip(questions, found["answers"], strict=True):
        python = check_snapshot(text, path, kind, day)
        assert shown(here) == shown(python), (text, kind, day)
        verdicts.add((python["answer"], python["matched"]))
    assert {answer for answer, _ in verdicts} == {"ALLOW", "STOP", "REFER"}
    assert {how for _, how in verdicts} == {"exact", "normalised", "near-miss", "name", None}


def test_what_was_changed_or_is_anothers_is_seen(
    server: driving.Server, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "gate.json"
    snapshot(path, EXERCISE)
    whole, device = json.loads(path.read_text()), json.loads(Path(f"{path}.device").read_text())
    page = visit(server).page()
    page.goto("/public/")

    def fault(changed: dict[str, Any], owner: dict[str, Any]) -> str:
        given = {"whole": changed, "device": owner, "questions": [], "today": "2026-01-01"}
        return str(page.evaluate(SCRIPT, given)["fault"])

    body = whole["body"]
    assert fault({**whole, "body": {**body, "expires_on": "2999-01-01"}}, device) == "signature"
    assert fault({**whole, "public_key": "00" * 32}, device) == "signer"
    assert fault(whole, {**device, "device": "another"}) == "device"


def test_past_its_day_and_before_it_a_stop_is_a_refer(
    server: driving.Server, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "gate.json"
    told = snapshot(path, EXERCISE, days=3)
    whole, device = json.loads(path.read_text()), json.loads(Path(f"{path}.device").read_text())
    last, made = date.fromisoformat(told["expires_on"]), date.fromisoformat(told["made_at"][:10])
    page = visit(server).page()
    page.goto("/public/")

    def answer(text: str, today: date) -> tuple[str, str]:
        questions = [(text, "asset", today.isoformat())]
        given = {"whole": whole, "device": device, "questions": questions, "today": today.isoformat()}
        one = page.evaluate(SCRIPT, given)["answers"][0]
        return one["answer"], one["why"]

    assert answer("asset/crane-07", last) == ("STOP", "STOP")
    assert answer("asset/crane-07", last + timedelta(days=1)) == ("REFER", "expired")
    assert answer("asset/crane-08", last + timedelta(days=1)) == ("ALLOW", "ALLOW")
    for text in ("asset/crane-07", "asset/crane-08", "unheard of"):  # the device's clock was set back
        assert answer(text, made - timedelta(days=1)) == ("REFER", "clock")


def test_an_officer_asks_without_a_connection_and_the_questions_are_logged_afterwards(
    server: driving.Server, visit: Visit
) -> None:
    watched = visit(server, viewport={"width": 360, "height": 740})
    watched.allowed_statuses.add(599)  # what the browser says of a lost connection is no fault of the page
    page = watched.page()
    driving.login(page, "customs")
    page.get_by_role("button", name="Fetch an extract now").click()
    page.get_by_text("This device holds a signed extract").wait_for(timeout=60_000)
    assert driving.axe(page) == []
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_function("caches.match('/gate/offline/').then((one) => Boolean(one))")
    assert "customs" not in page.evaluate("caches.match('/gate/offline/').then((one) => one.text())")
    watched.context.set_offline(True)
    page.goto("/gate/")
    field = page.get_by_label("Number, mark or name")
    field.wait_for()
    assert "Age:" in page.locator("#age").inner_text()
    for text, verdict in (
        ("zzz00000500000007", "STOP"),
        ("asset/crane-08", "ALLOW"),
        ("TLM-0004-Z", "REFER"),
    ):
        field.fill(text)
        page.keyboard.press("Enter")
        page.locator(f"#answer .verdict.{verdict}").wait_for()
    field.fill("009931000126")
    page.keyboard.press("Enter")
    page.get_by_text("only with a purpose").wait_for()
    assert page.locator("#answer .verdict").count() == 0
    page.get_by_label("Purpose").fill("exit at the border")
    page.keyboard.press("Enter")
    page.locator("#answer .verdict.STOP").wait_for()
    assert "EX-2023-011" in page.locator("#answer").inner_text()
    assert "Bailiff of the exercise" in page.locator("#answer").inner_text()
    assert driving.across(page) <= 360
    watched.context.set_offline(False)
    logged: list[int] = []

    def pass_on(route: Route) -> None:
        # Read on its way: a browser may have let go of the body once the page's script has read it.
        answer = route.fetch()
        logged.append(len(answer.json()["logged"]))
        route.fulfill(response=answer)

    page.route("**/gate/asked-offline/", pass_on)
    with page.expect_response("**/gate/asked-offline/"):
        page.get_by_role("button", name="Try the connection again").click()
    assert logged == [5]


def test_an_extract_names_its_device_and_is_put_on_record(
    pages: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path))
    client = driving.client("customs")
    answer = client.post("/gate/snapshot/")
    made = answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    for secret in ("Primerov", "ZZ0000001", "obraztsova"):
        assert secret not in json.dumps(made["snapshots"])
    noted = facts_as_of("gate/extract", "gate-extract")[0]
    assert (noted.by, noted.body["device"]) == ("user/customs", made["device"]["device"])
    again = client.post("/gate/snapshot/").json()["device"]
    assert again["public_key"] == made["device"]["public_key"]
    assert again["hash_key"] != made["device"]["hash_key"]
    assert made["device"]["hash_key"] not in "".join(
        one.read_text() for one in tmp_path.rglob("*") if one.is_file()
    )


def test_a_standing_for_one_case_gets_that_case_only(
    pages: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path))
    officer = User.objects.create(username="of-one-case")
    Membership.objects.create(user=officer, role="customs", case=EXERCISE)
    made = driving.client("of-one-case").post("/gate/snapshot/").json()
    assert [one["body"]["case"] for one in made["snapshots"]] == [EXERCISE]


@pytest.mark.parametrize("role", ["debtor", "auditor", "rule_editor"])
def test_who_may_not_take_an_extract(pages: str, role: str) -> None:
    client = driving.client(role)
    assert client.post("/gate/snapshot/").status_code == 403
    for address in ("/gate/offline/", "/gate/worker.js"):
        assert client.get(address).status_code == 403
    assert client.post("/gate/asked-offline/", "[]", content_type="application/json").status_code == 403


def test_questions_asked_offline_are_logged_with_both_answers_and_shown_to_the_person(pages: str) -> None:
    client = driving.client("customs")
    at = "2023-05-02T10:00:00+00:00"
    one = {"identifier": "009931000126", "kind": "person", "purpose": "exit", "answer": "REFER", "at": at}
    assert (
        client.post("/gate/asked-offline/", json.dumps([one]), content_type="application/json").status_code
        == 200
    )
    query = facts_as_of("gate/query", "gate-query")[0]
    assert query.body["offline"] == {"answer": "REFER", "at": at}
    assert (query.body["answer"], query.body["on"]) == ("STOP", "2023-05-02")
    assert looked_up(f"{EXERCISE}/party/uchebnaya-obraztsova")[0]["purpose"] == "exit"
    for wrong in ("{}x", "[1]", json.dumps([{**one, "answer": "GO"}]), json.dumps([{**one, "at": "then"}])):
        answer = client.post("/gate/asked-offline/", wrong, content_type="application/json")
        assert answer.status_code == 400, wrong


def test_the_worker_keeps_what_the_page_needs(pages: str) -> None:
    answer = driving.client("customs").get("/gate/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    for wanted in ("gate_offline.js", "gate_answers.js", "gate_store.js", "/gate/offline/"):
        assert wanted in answer.content.decode().splitlines()[0]
