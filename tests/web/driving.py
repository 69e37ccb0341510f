"""Helpers of page tests: a server as people start it, a watched browser, axe, a client without a server."""

from __future__ import annotations

import atexit
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "correct horse battery 7 staple"
CASE = "tsenki-2023"
USERS: dict[str, dict[str, str]] = {
    "regulator": {"role": "regulator"},
    "bailiff": {"role": "bailiff"},
    "approver": {"role": "approver"},
    "creditor": {"role": "creditor", "case": CASE, "party": "party/baiterek-jv"},
    "debtor": {"role": "debtor", "case": CASE, "party": "party/tsenki"},
    "customs": {"role": "customs"},
    "rule_editor": {"role": "rule_editor"},
    "auditor": {"role": "auditor"},
}
"""One user of each role, by name; the name is the role. All have the same password."""

CHROMIUM = Path("/usr/bin/chromium")


def make_users() -> None:
    """Put one user of each role into the database in use."""
    from downrange.web.users import add_user

    for name, standing in USERS.items():
        add_user(name, **standing, password=PASSWORD)


def client(user: str | None = None, **headers: str) -> Client:
    """A client of the pages inside this process, signed in as a user of :data:`USERS`."""
    from downrange.registry.models import User

    made = Client(headers=headers or None)
    if user is not None:
        made.force_login(User.objects.get(username=user))
    return made


def environment(state: Path) -> dict[str, str]:
    """Give a program started by a test the environment that a person's would have."""
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {**own, "DOWNRANGE_STATE": str(state)}


@dataclass
class Server:
    """A running ``downrange serve``: its address, its database, what it said."""

    process: subprocess.Popen[str]
    database: str
    url: str = ""
    lines: list[str] = field(default_factory=list)

    def stop(self, timeout_s: float = 20) -> int:
        self.process.terminate()
        return self.process.wait(timeout_s)

    def kill(self) -> None:
        """End the server as a power cut would, and all it started."""
        os.killpg(self.process.pid, 9)
        self.process.wait(20)


_STARTED: list[Server] = []


@atexit.register
def _end_what_was_left() -> None:
    """End the servers that a failed test has left."""
    for server in _STARTED:
        if server.process.poll() is None:
            server.kill()


def start(database: str, state: Path, *options: str, wait_s: float = 90) -> Server:
    """Start the real server on a free port and wait until it serves."""
    program = str(Path(sys.executable).parent / "downrange")
    process = subprocess.Popen(
        [
            program,
            "serve",
            "--database",
            database,
            "--port",
            "0",
            "--requests-per-minute",
            "100000",
            *options,
        ],
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(state),
        start_new_session=True,
    )
    server = Server(process, database)
    _STARTED.append(server)
    assert process.stdout is not None
    stream = process.stdout
    ready = threading.Event()

    def read() -> None:
        for line in stream:
            server.lines.append(line.rstrip("\n"))
            if found := re.match(r"serving on (http://\S+)", line):
                server.url = found[1]
                ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    if not ready.wait(wait_s) or not server.url:
        os.killpg(process.pid, 9)
        raise AssertionError("the server did not start:\n" + "\n".join(server.lines[-30:]))
    return server


@dataclass
class Watched:
    """A browser context that remembers what must not happen: console errors, other hosts, broken answers."""

    context: BrowserContext
    origin: str
    wrong: list[str] = field(default_factory=list)
    allowed_statuses: set[int] = field(default_factory=set)
    """Statuses of 400 and more that this test means to see."""

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", lambda response: self._answered(response.status, response.url))
        return page

    def _said(self, kind: str, text: str) -> None:
        if "GL Driver Message" in text:
            return  # a browser without a graphics card on its own speed; nothing that a page says
        if kind in ("error", "warning") and not (self.allowed_statuses and "Failed to load resource" in text):
            self.wrong.append(f"console {kind}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:")):
            self.wrong.append(f"asked another host: {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400 and status not in self.allowed_statuses:
            self.wrong.append(f"{status} from {url}")

    def close(self) -> None:
        self.context.close()
        assert not self.wrong, "\n".join(self.wrong)


def watched(browser: Browser, server: Server, **options: Any) -> Watched:
    """Open a watched context; ``options`` go to Playwright (viewport, color_scheme, locale...)."""
    context = browser.new_context(base_url=server.url, **options)
    context.set_default_timeout(15_000)
    return Watched(context, server.url)


def login(page: Page, user: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as people do."""
    page.goto("/account/login/")
    page.get_by_label("Name").fill(user)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def axe(page: Page) -> list[str]:
    """Run axe-core on a page; give its serious and critical findings, one line each."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    script = Path(spec.origin).parent / "axe.min.js"
    page.wait_for_load_state("networkidle")
    # Evaluated by the browser's own door, not as a script of the page, so that the page's policy stays as it is.
    page.evaluate(script.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['impact']} {one['id']}: {one['help']} at {one['nodes'][0]['target']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def across(page: Page) -> int:
    """How wide the page is, in pixels: not more than the screen."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert isinstance(width, int)
    return width


def wait_until(holds: Any, what: str, timeout_s: float = 30) -> None:
    """Wait until something holds."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(f"not within {timeout_s} s: {what}")
