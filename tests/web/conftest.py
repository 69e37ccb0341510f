"""What page tests share: a database with the casebook and one user of each role, servers, a browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import Cluster, _disconnect, _scratch
from tests.web import driving

from downrange.registry.database import configure
from downrange.web.settings import more

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Playwright keeps an event loop in this thread for as long as a browser is open; Django would refuse to work
# beside one, although nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Page tests import models at their top, so Django must be ready when they are collected.
configure("sqlite:///:memory:", more=more("sqlite:///:memory:", debug=True))

PAGES_TEMPLATE = "pages_template"


def _fill() -> None:
    """Put the casebook and the users into the database in use."""
    from downrange.service.keeping.casebook import load_case
    from downrange.web import cases

    for name in sorted(cases.names()):
        load_case(cases.file_of(name).case)
    driving.make_users()


@pytest.fixture(scope="session")
def pages_template() -> Iterator[Path]:
    """An SQLite file with the casebook on record and a user of each role, to copy."""
    from downrange.registry.database import migrate

    with tempfile.TemporaryDirectory(prefix="downrange-pages-", dir=_scratch()) as folder:
        path = Path(folder) / "template.sqlite3"
        migrate(f"sqlite:///{path}")
        _fill()
        _disconnect()
        yield path


@pytest.fixture(scope="session")
def pages_cluster(cluster: Cluster) -> Cluster:
    """The PostgreSQL server with a filled database to copy."""
    from downrange.registry.database import migrate

    cluster.run(f"CREATE DATABASE {PAGES_TEMPLATE}")
    migrate(cluster.url(PAGES_TEMPLATE))
    _fill()
    _disconnect()
    return cluster


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers of this session keep their key and static files: prepared once."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder in memory, where a database is filled without waiting for a disk."""
    with tempfile.TemporaryDirectory(prefix="downrange-scratch-", dir=_scratch()) as folder:
        yield Path(folder)


@pytest.fixture
def pages(pages_template: Path) -> Iterator[str]:
    """A filled SQLite database of its own in this process, for tests by ``driving.client``."""
    with tempfile.TemporaryDirectory(prefix="downrange-pages-", dir=_scratch()) as folder:
        path = Path(folder) / "pages.sqlite3"
        shutil.copy(pages_template, path)
        configure(f"sqlite:///{path}")
        yield f"sqlite:///{path}"
        _disconnect()


def _on_sqlite(template: Path, folder: Path) -> str:
    path = folder / "registry.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def server(pages_template: Path, state: Path) -> Iterator[driving.Server]:
    """The real server on a filled SQLite file, one for the tests of a module."""
    with tempfile.TemporaryDirectory(prefix="downrange-server-", dir=_scratch()) as folder:
        started = driving.start(_on_sqlite(pages_template, Path(folder)), state)
        yield started
        started.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def any_server(request: pytest.FixtureRequest, state: Path) -> Iterator[driving.Server]:
    """The real server on a filled database of each kind."""
    if request.param == "sqlite":
        template = request.getfixturevalue("pages_template")
        with tempfile.TemporaryDirectory(prefix="downrange-server-", dir=_scratch()) as folder:
            started = driving.start(_on_sqlite(template, Path(folder)), state)
            yield started
            started.stop()
        return
    cluster: Cluster = request.getfixturevalue("pages_cluster")
    name = f"pages_{abs(hash(request.node.nodeid)) % 10**8}"
    cluster.run(f"CREATE DATABASE {name} TEMPLATE {PAGES_TEMPLATE}")
    started = driving.start(cluster.url(name), state)
    yield started
    started.stop()
    cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not driving.CHROMIUM.exists():
        message = f"no {driving.CHROMIUM}: the pages were not looked at in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(driving.CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


Visit = Callable[..., driving.Watched]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open watched contexts; at the end of the test each must have seen nothing wrong.

    ``visit(server).page()``, or ``visit(server, viewport={"width": 320, "height": 700})``.
    """
    opened: list[driving.Watched] = []

    def open_one(server: driving.Server, **options: Any) -> driving.Watched:
        one = driving.watched(browser, server, **options)
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        one.close()
