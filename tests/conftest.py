"""What all tests share: Hypothesis without a clock, the folder of measured data, a registry on each database.

Hypothesis runs without deadlines since machines differ. Triggers forbid deletion in a registry, so a test's
database is a copy of a template that was migrated once. PostgreSQL is a cluster of our own in a temporary
folder, started as an unprivileged user; where Debian's package is missing its tests are skipped with the
reason, and fail where CI says that nothing may be missing.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def measured_data() -> Path:
    """Folder of measured data (DOWNRANGE_DATA); without it the test says visibly that it did not run."""
    folder = os.environ.get("DOWNRANGE_DATA")
    if not folder:
        pytest.skip("DOWNRANGE_DATA not set: the measured data do not lie beside this checkout")
    path = Path(folder)
    assert path.is_dir(), f"DOWNRANGE_DATA={folder} is no folder"
    return path


@pytest.fixture(scope="session", autouse=True)
def _django_knows_the_pages() -> None:
    """Django takes its applications once in a process: with the pages, whichever test comes first."""
    from downrange.registry.database import configure
    from downrange.web.settings import more

    configure("sqlite:///:memory:", more=more("sqlite:///:memory:", debug=True))


DATABASES = ("sqlite", "postgresql")


@dataclass
class Cluster:
    """A PostgreSQL server of this test session; ``url(name)`` names one of its databases."""

    folder: Path
    port: int
    made: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        return f"postgresql://downrange@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def copy_of(self, template: str) -> str:
        if self.made:  # databases are large: only the latest is kept
            self.run(f"DROP DATABASE IF EXISTS {self.made[-1]} WITH (FORCE)")
        name = f"t{len(self.made)}"
        self.made.append(name)
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)


def _scratch() -> str | None:
    """Choose memory for what lives as long as a test: no power cut is tried, and disks are shared."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2 * 1024**3 else None


def _programs() -> Path | None:
    """Find initdb and pg_ctl: the newest that Debian's packages brought, or what the path holds."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: nothing may be missing here")
    pytest.skip(what)


def _start(programs: Path, folder: Path) -> Cluster:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    user: str | None = None
    if os.geteuid() == 0:  # initdb refuses root
        user = "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
        shutil.chown(folder, user)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    options += " -c shared_buffers=128MB -c max_connections=60"
    data = folder / "data"
    commands: tuple[list[str | Path], ...] = (
        [programs / "initdb", "-D", data, "-U", "downrange", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"],
    )
    for command in commands:
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return Cluster(folder, port)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server with a migrated database ``template``."""
    programs = _programs()
    if programs is None:
        _missing("PostgreSQL is not installed (apt-get install postgresql)")
    with tempfile.TemporaryDirectory(
        prefix="downrange-pg-", dir=_scratch(), ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        started = _start(programs, folder)
        try:
            from downrange.registry.database import migrate

            started.run("CREATE DATABASE template")
            migrate(started.url("template"))
            _disconnect()
            yield started
        finally:
            _disconnect()
            owner = folder.owner() if os.geteuid() == 0 else None
            stop: list[str | Path] = [programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"]
            subprocess.run(stop, user=owner, cwd=folder, check=False, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    from downrange.registry.database import migrate

    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    _disconnect()
    assert not path.with_name(path.name + "-wal").exists(), "the last connection moves the log into the file"
    return path


def _disconnect() -> None:
    from django.db import connections

    connections["default"].close()


@pytest.fixture(params=DATABASES)
def registry(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty registry of its own for this test, on each database; gives the database's address."""
    from downrange.registry.database import configure

    with tempfile.TemporaryDirectory(prefix="downrange-registry-", dir=_scratch()) as folder:
        if request.param == "sqlite":
            path = Path(folder) / "registry.sqlite3"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        else:
            url = request.getfixturevalue("cluster").copy_of("template")
        configure(url)
        yield url
        _disconnect()
