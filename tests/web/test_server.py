"""The server as people start it, on both databases: first start, jobs, kill -9, graceful stop, logs."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.web import driving
from tests.web.api import calling

from downrange.registry.database import configure
from downrange.web import jobs
from downrange.web import server as server_module
from downrange.web.models import Job

if TYPE_CHECKING:
    from tests.web.conftest import Visit


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_health_pages_and_static_files(any_server: driving.Server) -> None:
    status, _, body = get(f"{any_server.url}/health")
    assert status == 200
    assert json.loads(body)["database"] == any_server.database.split(":")[0]
    status, headers, body = get(f"{any_server.url}/")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    script = body.decode().split('src="/static/vendor/htmx/')[1].split('"')[0]
    status, headers, _ = get(f"{any_server.url}/static/vendor/htmx/{script}", **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Encoding"] == "gzip"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_map_library_has_a_scripts_type(any_server: driving.Server) -> None:
    _, headers, _ = get(f"{any_server.url}/static/vendor/maplibre-gl/maplibre-gl-worker.mjs")
    assert headers["Content-Type"].startswith("text/javascript")


def test_somebody_signs_in_and_opens_a_case(any_server: driving.Server, visit: Visit) -> None:
    page = visit(any_server).page()
    driving.login(page, "debtor")
    page.get_by_role("link", name="The attachment of TsENKI").click()
    page.get_by_role("heading", name="The sums").wait_for()
    page.get_by_role("link", name="13,684,550,338.70").first.click()
    page.get_by_role("heading", name="How this figure came about").wait_for()


EXERCISE = "tsenki-2023-exercise"


def pays(url: str, key: str, acknowledged: list[int]) -> None:
    """Record payments one after another, each of a tenge, until the server is gone."""
    body: dict[str, Any] = {
        "claim": "claim/debt", "amount": {"amount": "1.00", "currency": "KZT"}, "on": "2023-12-20",
        "licence": "licence of the exercise",
    }  # fmt: skip
    for number in range(100_000):
        request = urllib.request.Request(
            f"{url}/api/v1/cases/{EXERCISE}/payments",
            json.dumps({**body, "document": f"payment order {number}"}).encode(),
            {
                "Authorization": f"Bearer {key}",
                "Idempotency-Key": f"key-{number:08d}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                assert answer.status == 201
        except (http.client.HTTPException, OSError):
            return
        acknowledged.append(number)


def test_a_job_and_payments_survive_a_power_cut(pages_template: Path, state: Path, scratch: Path) -> None:
    """Killed with everything, the server loses no payment that it acknowledged; the next finishes the job."""
    from downrange.service.holding.release import owed
    from downrange.service.record.log import check_registry

    database = scratch / "registry.sqlite3"
    database.write_bytes(pages_template.read_bytes())
    url = f"sqlite:///{database}"
    first = driving.start(url, state)
    configure(url)
    job = jobs.ask("assess", {"case": "soyuz-nominal", "samples": 20_000, "seed": 1}, None, "soyuz-nominal")
    driving.wait_until(lambda: Job.objects.get(pk=job.pk).state == "running", "the job runs", 60)
    before, acknowledged = owed(EXERCISE, "claim/debt").paid.minor, list[int]()
    payer = threading.Thread(target=pays, args=(first.url, calling.secret_of("bailiff"), acknowledged))
    payer.start()
    driving.wait_until(lambda: len(acknowledged) >= 8, "payments are acknowledged", 60)
    first.kill()
    payer.join(30)
    paid = (owed(EXERCISE, "claim/debt").paid.minor - before) // 100
    assert paid - len(acknowledged) in (0, 1)  # at most the one that was on its way
    assert check_registry() == []
    short = {"case": "soyuz-nominal", "samples": 4, "seed": 1}
    Job.objects.filter(pk=job.pk).update(arguments=short, heartbeat=datetime(2026, 1, 1, tzinfo=UTC))
    second = driving.start(url, state)
    driving.wait_until(lambda: Job.objects.get(pk=job.pk).state == "done", "the job is done", 90)
    job.refresh_from_db()
    assert job.attempts == 2
    assert job.result is not None
    assert job.result["samples"] == 4
    assert second.stop() == 0


def _asked(url: str) -> int | None:
    """Give the status of an answer read to its end; None where the server took no more requests."""
    try:
        return get(url)[0]
    except (urllib.error.URLError, ConnectionError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if not isinstance(reason, ConnectionError):
            raise
        return None


def test_stopping_lets_a_request_end_and_says_nothing_personal(
    pages_template: Path, state: Path, scratch: Path
) -> None:
    database = scratch / "registry.sqlite3"
    database.write_bytes(pages_template.read_bytes())
    started = driving.start(f"sqlite:///{database}", state)
    answers: list[int | None] = []
    threads = [
        threading.Thread(target=lambda: answers.append(_asked(f"{started.url}/?q=somebodys-name")))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    driving.wait_until(lambda: bool(answers), "the first answer, the others still under way")
    started.process.send_signal(signal.SIGTERM)
    assert started.process.wait(30) == 0
    for thread in threads:
        thread.join(20)
    assert len(answers) == len(threads)
    assert set(answers) <= {200, None}  # whole, or refused because it came too late
    lines = [json.loads(line) for line in started.lines if line.startswith("{")]
    asked = [line for line in lines if line["logger"] == "downrange.request"]
    assert len(asked) == answers.count(200)  # none was begun and cut off
    assert all({"at", "level", "path", "status", "took_ms", "user", "request"} <= set(line) for line in asked)
    assert not any("somebodys-name" in line for line in started.lines)


def test_the_first_start_fills_the_database_and_gives_a_link_to_the_first_administrator(
    state: Path, scratch: Path
) -> None:
    started = driving.start(f"sqlite:///{scratch / 'new.sqlite3'}", state, wait_s=180)
    driving.wait_until(lambda: any("first administrator" in line for line in started.lines), "the link")
    link = next(line for line in started.lines if "first administrator" in line).split()[-1]
    status, _, body = get(link)
    assert status == 200
    assert b"first administrator" in body
    assert any("casebook" in line for line in started.lines)
    assert started.stop() == 0


def test_a_user_is_made_beside_a_running_server(server: driving.Server, state: Path) -> None:
    program = str(Path(sys.executable).parent / "downrange")
    command = [program, "user", "add", "anna", "--role", "bailiff", "--database", server.database, "--json"]
    environment = driving.environment(state)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    link = json.loads(done.stdout)["link"]
    assert get(server.url + link)[0] == 200  # the same key signs in both processes


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNRANGE_SECRET_KEY", raising=False)
    one = server_module.secret_of(tmp_path)
    assert server_module.secret_of(tmp_path) == one
    assert len(one) > 60
    assert (tmp_path / "session.key").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("DOWNRANGE_SECRET_KEY", "given")
    assert server_module.secret_of(tmp_path) == "given"


def test_the_folder_of_static_files_is_named_by_their_contents(tmp_path: Path) -> None:
    assert server_module.static_folder(tmp_path) == server_module.static_folder(tmp_path)
    assert server_module.static_folder(tmp_path).parent == tmp_path / "static"


def test_a_wrong_role_is_told(pages: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from downrange.errors import InputError

    monkeypatch.setenv("DOWNRANGE_STATE", str(tmp_path))
    with pytest.raises(InputError, match="no such role"):
        server_module.added_user(pages, "x", "emperor")
    with pytest.raises(InputError, match="no such case"):
        server_module.added_user(pages, "x", "debtor", "no-such-case")


def test_a_user_is_not_made_in_a_database_that_is_no_registry(tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("downrange"))
    empty = tmp_path / "empty.sqlite3"
    empty.touch()
    for name, wrong in (
        (empty, "no registry of this version"),
        (tmp_path / "none.sqlite3", "no such database"),
    ):
        command = [program, "user", "add", "anna", "--role", "bailiff", "--database", f"sqlite:///{name}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert wrong in done.stderr
        assert "Traceback" not in done.stderr
