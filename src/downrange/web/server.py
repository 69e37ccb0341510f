"""``downrange serve``: a production server on one command, with the worker of long runs beside it.

Gunicorn with threads answers; a process of its own works jobs off, and is started again when it ends. At the
first start the casebook is put on record and a link is printed by which the first administrator is made.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Plan", "added_user", "prepare", "secret_of", "serve", "static_folder"]

Say = Callable[[str], None]
log = logging.getLogger("downrange.server")


@dataclass(frozen=True)
class Plan:
    """How a server is to run.

    Attributes
    ----------
    url : str or None
        The database.
    host, port : str, int
        Where it listens; port 0 takes a free one.
    public : str or None
        The address people use where a proxy stands in front.
    processes_number, threads_number : int
        Processes that answer, and threads in each.
    requests_per_minute_number : int
        How many requests a user or address may send.
    """

    url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public: str | None = None
    processes_number: int = 2
    threads_number: int = 8
    requests_per_minute_number: int = 600


def secret_of(folder: Path) -> str:
    """Give the key that signs sessions: of the environment, else of a file made once, for its owner only."""
    if given := os.environ.get("DOWNRANGE_SECRET_KEY"):
        return given
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "session.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8")
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text("utf-8")


def static_folder(state: Path) -> Path:
    """Name the folder of prepared static files: by their contents, so that an upgrade makes another."""
    here = Path(__file__).resolve().parent / "static"
    sum_ = hashlib.sha256()
    style = here.parents[1] / "report/templates/report.css"
    for path in [*sorted(here.rglob("*")), style]:
        if path.is_file():
            sum_.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return state / "static" / sum_.hexdigest()[:16]


def prepare(plan: Plan, say: Say) -> str | None:
    """Bring database and static files up to this version; give the set-up path where nobody is there yet.

    Raises
    ------
    InputError
        If the database's address or the public one cannot be read, or a case of the casebook.
    """
    from django.core.management import call_command

    from downrange.registry.address import DEFAULT_URL, database_from_url
    from downrange.registry.database import bring_up_to_date, configure
    from downrange.web.settings import more, state_folder

    state = state_folder(plan.url)
    static = static_folder(state)
    settings = more(plan.url, public=plan.public, static_root=static, secret=secret_of(state))
    settings["DOWNRANGE_REQUESTS_PER_MINUTE"] = plan.requests_per_minute_number
    database = database_from_url(plan.url or os.environ.get("DOWNRANGE_DATABASE_URL", DEFAULT_URL))
    # Each thread keeps its connection for a while: opening one costs more than most questions.
    settings["DATABASES"] = {"default": {**database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
    configure(more=settings)
    say("migrating the database")
    bring_up_to_date()
    call_command("clearsessions")
    _collect(static, say)
    _casebook(say)
    from downrange.web.users import set_up_link

    return set_up_link()


def _collect(static: Path, say: Say) -> None:
    """Prepare hashed and compressed static files beside their place, then move them there whole."""
    if (static / "staticfiles.json").exists():
        return
    from django.core.management import call_command
    from django.test.utils import override_settings

    say("preparing static files")
    part = static.with_name(f"{static.name}.{os.getpid()}")
    part.parent.mkdir(parents=True, exist_ok=True)
    with override_settings(STATIC_ROOT=str(part)):
        call_command("collectstatic", verbosity=0, interactive=False)
    try:
        part.rename(static)
    except OSError:  # another server was first
        shutil.rmtree(part)


def _casebook(say: Say) -> None:
    """Bring the record up to this version's casebook: all at the first start, later what was corrected since.

    What a case's file said before is superseded, an entry that changed is reversed and posted anew, so the
    record shows both; what persons recorded stays. A case that changed nothing writes nothing.
    """
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.facts import facts_as_of
    from downrange.web import cases

    names, known = sorted(cases.names()), {fact.about.partition("/")[0] for fact in facts_as_of(kind="case")}
    for index, name in enumerate(names):
        if name not in known:
            say(f"casebook {index + 1}/{len(names)}: {name}")
        done = load_case(cases.file_of(name).case)
        changed = done.fresh_facts_number + done.fresh_postings_number + done.reversed_number
        if name in known and changed:
            say(f"casebook: {name} corrected since; changes on record: {changed}")


def serve(plan: Plan, say: Say, told: Callable[[dict[str, Any]], None]) -> None:
    """Serve until told to stop; SIGTERM and SIGINT let requests end first.

    ``told`` is given ``url`` and ``set_up`` (or None) once pages are answered, with the keys of
    ``serve --json``.
    """
    set_up = prepare(plan, say)
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    from downrange.web import cases

    application = get_wsgi_application()
    say("reading the casebook")
    cases.warm()
    connections.close_all()  # nothing open may be shared with the processes that answer
    _run(plan, application, told, set_up)


def _run(plan: Plan, application: Any, told: Callable[[dict[str, Any]], None], set_up: str | None) -> None:
    from gunicorn.app.base import BaseApplication

    supervisor = _Supervisor(plan.url)

    def ready(arbiter: Any) -> None:
        host, port = arbiter.LISTENERS[0].sock.getsockname()[:2]
        here = plan.public or f"http://{host}:{port}"
        told({"url": here, "set_up": f"{here}{set_up}" if set_up else None})
        supervisor.start()

    def leaving(arbiter: Any) -> None:
        del arbiter
        supervisor.stop()

    class Pages(BaseApplication):
        def load_config(self) -> None:
            for name, value in _options(plan).items():
                self.cfg.set(name, value)
            self.cfg.set("when_ready", ready)
            self.cfg.set("on_exit", leaving)

        def load(self) -> Any:
            return application

    Pages().run()


def _options(plan: Plan) -> dict[str, Any]:
    from downrange.web.settings import LOGGING

    return {
        "bind": f"{plan.host}:{plan.port}",
        "worker_class": "gthread",
        "workers": plan.processes_number,
        "threads": plan.threads_number,
        "timeout": 60,
        "graceful_timeout": 15,
        "keepalive": 5,
        "limit_request_line": 4094,
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "control_socket_disable": True,
        "proc_name": "downrange",
        "logconfig_dict": {
            **LOGGING,
            "root": {"handlers": ["lines"], "level": "WARNING"},
            "loggers": {
                **LOGGING["loggers"],
                "gunicorn.error": {"handlers": ["lines"], "level": "INFO", "propagate": False},
                "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            },
        },
    }


def added_user(url: str | None, name: str, role: str, case: str = "", party: str = "") -> dict[str, Any]:
    """Make a user in a database whose server may be running, with the keys of ``user add --json``.

    Raises
    ------
    InputError
        If the role or the case is none, or the database is no registry of this version.
    """
    from downrange.errors import InputError, Problem, Where
    from downrange.registry.database import configure
    from downrange.service.border.gate import open_database
    from downrange.web.settings import more, state_folder

    configure(url, more=more(url, secret=secret_of(state_folder(url))))
    open_database(url)
    from downrange.web import cases, users

    if case and case not in cases.names():
        raise InputError(Problem(Where("command line", "--case"), "no such case", value=case))
    user, link = users.add_user(name, role, case, party)
    return {"user": user.username, "role": role, "case": case, "party": party, "link": link}


class _Supervisor(threading.Thread):
    """Keeps one worker of long runs alive for as long as the server is."""

    def __init__(self, url: str | None) -> None:
        super().__init__(daemon=True, name="jobs")
        self.command = [sys.executable, "-m", "downrange.web.worker", *([url] if url else [])]
        self.over = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the worker, and again whenever it ended."""
        while not self.over.is_set():
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)  # noqa: S603 -- our own
            while self.process.poll() is None and not self.over.wait(0.5):
                pass
            if not self.over.wait(1.0):
                log.warning("the worker of long runs ended; starting another")

    def stop(self) -> None:
        """End the worker; a job that runs goes back into the queue when the next server finds it."""
        self.over.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
