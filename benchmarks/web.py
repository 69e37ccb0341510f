"""Many users at once on the real server, reading and writing: server time, errors, what was written.

``--assets N`` puts a made-up register of N things on record beside the casebook. Each of ``--users`` signs in
and goes on for ``--seconds``: four pages read to one question at the gate, which is logged before it is
answered. Times are those of a client on the same machine; the server's own stand in its log (``took_ms``).
There is no peer: no other registry of this kind is known; the rows say so.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PAGES = (
    "/",
    "/cases/tsenki-2023/",
    "/cases/tsenki-2023/debt/",
    "/cases/baikonur-lease/lease/",
    "/cases/tsenki-2023/statements/",
    "/public/",
    "/public/cases/tsenki-2023-exercise/",
    "/cases/proton-2013/",
    "/cases/tsenki-2023-exercise/",
    "/cases/tsenki-2023-exercise/assets/",
    "/cases/tsenki-2023-exercise/assets/?after=asset/made-up-0009000",
    "/cases/tsenki-2023-exercise/assets/of/crane-07/",
)
CASE = "tsenki-2023-exercise"


@dataclass
class Visitor:
    """A user with a connection and cookies of their own."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    took_s: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        host = urlsplit(self.url)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Host": host.netloc}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.url + path}
        for attempt in (1, 2):  # a kept connection may have been closed meanwhile
            if self.connection is None:
                self.connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
            try:
                self.connection.request(method, path, body, headers)
                answer = self.connection.getresponse()
                text = answer.read().decode()
                break
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, text

    def sign_in(self, name: str, password: str) -> None:
        self.ask("GET", "/account/login/")
        form = {"username": name, "name": name, "password": password}
        status, text = self.ask("POST", "/account/login/", form)
        if status != 302:
            raise SystemExit(f"the login answered {status}: {re.sub('<[^>]+>', ' ', text)[:400]}")

    def go_on(self, until: float, chance: random.Random, assets: int) -> None:
        while time.monotonic() < until:
            asked = chance.random() < 0.2
            path = "/gate/" if asked else chance.choice(PAGES)
            form = (
                {"identifier": f"SER-{chance.randrange(2 * max(assets, 1)):07d}", "kind": ""}
                if asked
                else None
            )
            start = time.perf_counter()
            status, _ = self.ask("POST" if asked else "GET", path, form)
            self.took_s.append(("gate" if asked else "page", time.perf_counter() - start))
            if status != 200:
                self.errors.append(f"{path}: {status}")


def register(count: int) -> None:
    """Put a made-up register on record, plainly fictional, beside the exercise."""
    from downrange.case.schema import Asset
    from downrange.service.holding.assets import import_assets

    kinds = ("crane", "vehicle", "container", "tool", "building")
    for start in range(0, count, 10_000):
        things = [
            Asset.model_validate(
                {
                    "id": f"asset/made-up-{number:07d}",
                    "title": {"en": f"Made-up {kinds[number % 5]} {number}"},
                    "kind": kinds[number % 5],
                    "owner": "party/tsenki-exercise",
                    "fictional": True,
                    "identifiers": [{"kind": "serial", "value": f"SER-{number:07d}"}],
                }
            )
            for number in range(start, min(start + 10_000, count))
        ]
        import_assets(CASE, things, "benchmark")


def percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100)[round(share * 100) - 1] if len(values) > 1 else values[0]


def measure(args: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    from tests.web import driving

    url = args.database or f"sqlite:///{folder / 'registry.sqlite3'}"
    if not args.filled:
        driving.start(url, folder / "state", wait_s=600).stop()
        from downrange.registry.database import configure
        from downrange.web.settings import more

        configure(url, more(url))
        driving.make_users()
        register(args.assets)
    server = driving.start(url, folder / "state", wait_s=600)
    try:
        names = ("regulator", "bailiff")
        visitors = [Visitor(server.url) for _ in range(args.users)]
        for number, one in enumerate(visitors):
            one.sign_in(names[number % 2], driving.PASSWORD)
        until = time.monotonic() + args.seconds
        threads = [
            threading.Thread(target=one.go_on, args=(until, random.Random(number), args.assets))
            for number, one in enumerate(visitors)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.stop()
    return rows(args, visitors, server.lines)


def rows(args: argparse.Namespace, visitors: list[Visitor], lines: list[str]) -> list[dict[str, Any]]:
    errors = [error for one in visitors for error in one.errors]
    own = [
        json.loads(line)
        for line in lines
        if line.startswith("{") and '"took_ms"' in line and "/static/" not in line and "/login/" not in line
    ]
    found = []

    def row(what: str, ours: float, unit: str, goal: float | None = None) -> None:
        found.append(
            {"what": what, "ours": round(ours, 3), "peer": None, "peer_name": None, "unit": unit,
             "ratio": None, "goal": goal, "why": "no other registry of this kind is known"}
        )  # fmt: skip

    asked = sum(len(one.took_s) for one in visitors)
    row(f"answers, {args.users} users at once, {args.assets} assets", asked / args.seconds, "per s")
    row("errors", len(errors), "of all answers", 0)
    for kind, sign in (("page", "GET"), ("gate", "POST")):
        times = [took for one in visitors for what, took in one.took_s if what == kind]
        server = [line["took_ms"] for line in own if line["method"] == sign]
        if times:
            row(f"{kind}: seen by the client, p95", percentile(times, 0.95) * 1000, "ms")
        if server:
            row(f"{kind}: in the server, p50", percentile(server, 0.5), "ms")
            row(f"{kind}: in the server, p95", percentile(server, 0.95), "ms", 150)
    for error in sorted(set(errors)):
        sys.stderr.write(f"{errors.count(error)} x {error}\n")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--database", help="an empty database; a file of its own where not given")
    parser.add_argument("--filled", action="store_true", help="the database holds users and assets already")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="downrange-web-") as folder:
        found = measure(args, Path(folder))
    if args.json:
        json.dump({"rows": found}, sys.stdout, indent=2)
        return 0
    for row in found:
        goal = "" if row["goal"] is None else f"  (goal {row['goal']})"
        print(f"{row['what']:62} {row['ours']:>12} {row['unit']}{goal}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
