import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from downrange.case.schema import Case
from downrange.damage.assess import plan
from downrange.damage.draws.block import Block, blocks_of, walk
from downrange.damage.draws.crew import Alone, Cluster, Crew, Processes, crew_for, crew_of
from downrange.damage.ensemble import assess
from downrange.errors import InputError

DRAWS = 192
MANUAL = Path(__file__).resolve().parents[3] / "docs" / "scale.md"


def _numbers(blocks: list[Block]) -> dict[int, tuple[tuple[str, ...], bytes]]:
    return {block.start: (block.names, block.values.tobytes()) for block in blocks}


def _walked(crew: Crew, case: Case, blocks: tuple[range, ...] = blocks_of(0, DRAWS)) -> list[Block]:
    told: list[str] = []
    found = list(crew.run(case, blocks, 5, lambda: told.append("meanwhile")))
    assert told == ["meanwhile"]
    return found


@pytest.fixture(scope="module")
def alone(soyuz_worst_case: Case) -> dict[int, tuple[tuple[str, ...], bytes]]:
    return _numbers(_walked(Alone(), soyuz_worst_case))


def test_who_is_chosen() -> None:
    assert crew_of() == Alone()
    assert crew_of(3) == Processes(3)
    assert crew_of(3, "tcp://somewhere:8786") == Cluster("tcp://somewhere:8786")


def test_a_pool_gives_the_same_numbers_and_a_killed_process_loses_nothing(
    soyuz_worst_case: Case, alone: dict[int, tuple[tuple[str, ...], bytes]]
) -> None:
    before = _children()
    found: list[Block] = []
    killed = False
    for block in Processes(2).run(soyuz_worst_case, blocks_of(0, DRAWS), 5, lambda: None):
        found.append(block)
        if not killed:
            os.kill(max(_workers(_children() - before)), signal.SIGKILL)
            killed = True
    assert _numbers(found) == alone
    assert len(found) == len(alone)


def test_a_pool_that_is_kept_together_serves_several_cases(soyuz_worst_case: Case) -> None:
    other = soyuz_worst_case.model_copy(update={"title": "the same under another name"})
    blocks = blocks_of(0, 96)
    before = _children()
    with Processes(2).gathered() as crew:
        first = _numbers(list(crew.run(soyuz_worst_case, blocks, 5, lambda: None)))
        started = _workers(_children() - before)
        second = _numbers(list(crew.run(other, blocks, 6, lambda: None)))
        assert _workers(_children() - before) == started
        with crew.gathered() as same:
            assert same is crew
    assert not _workers(_children() - before)
    assert first == _numbers(list(Alone().run(soyuz_worst_case, blocks, 5, lambda: None)))
    assert second == _numbers(list(Alone().run(other, blocks, 6, lambda: None)))


def test_how_many_processes_are_worth_starting() -> None:
    assert crew_for(None, 100) == Alone()
    many = os.cpu_count() or 1
    assert crew_for(None, 100_000) == (Processes(many, 100_000) if many > 1 else Alone())
    assert crew_for(3, 100) == Processes(3)
    assert crew_for(None, 100, "tcp://somewhere:8786") == Cluster("tcp://somewhere:8786")


@pytest.mark.parametrize(("expected", "starts"), [(96, False), (10_000_000, True)])
def test_others_start_only_where_the_pace_shows_that_they_pay(
    soyuz_worst_case: Case, alone: dict[int, tuple[tuple[str, ...], bytes]], expected: int, starts: bool
) -> None:
    before = _children()
    with Processes(2, expected).gathered() as crew:
        found = _walked(crew, soyuz_worst_case)
        assert bool(_workers(_children() - before)) is starts
    assert _numbers(found) == alone


def _children() -> set[int]:
    mine = Path(f"/proc/{os.getpid()}/task")
    return {int(pid) for task in mine.iterdir() for pid in (task / "children").read_text().split()}


def _workers(started: set[int]) -> list[int]:
    """Leave out the tracker of shared resources, which every pool starts first."""
    lines = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in started}
    return [pid for pid, line in lines.items() if b"spawn_main" in line]


@pytest.fixture
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


def test_two_workers_of_a_cluster_give_the_same_numbers_and_one_may_be_killed(
    soyuz_worst_case: Case, alone: dict[int, tuple[tuple[str, ...], bytes]], cluster: object
) -> None:
    address = str(getattr(cluster, "scheduler_address"))  # noqa: B009
    workers = getattr(cluster, "workers")  # noqa: B009
    victim = next(iter(workers.values())).process.pid
    found: list[Block] = []
    for block in Cluster(address).run(soyuz_worst_case, blocks_of(0, DRAWS), 5, lambda: None):
        found.append(block)
        if len(found) == 1:
            os.kill(victim, signal.SIGKILL)
    assert _numbers(found) == alone
    assert len(found) == len(alone)


def test_the_how_to_of_the_manual_runs(soyuz_worst_case: Case, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    (text,) = re.findall(r"```python\n(.*?)```", MANUAL.read_text("utf-8"), flags=re.DOTALL)
    script = tmp_path / "howto.py"
    script.write_text(text, "utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == assess(soyuz_worst_case, 96).quantities["kerosene_to_soil_kg"].p50


def test_nobody_at_the_address_is_told_with_the_address(soyuz_worst_case: Case) -> None:
    pytest.importorskip("distributed")
    begun = time.monotonic()
    with pytest.raises(InputError, match="no cluster could be used") as caught:
        _walked(Cluster("tcp://127.0.0.1:9"), soyuz_worst_case)
    assert caught.value.problems[0].value == "tcp://127.0.0.1:9"
    assert time.monotonic() - begun < 30


def test_a_block_alone_is_the_block_of_the_run(
    soyuz_worst_case: Case, alone: dict[int, tuple[tuple[str, ...], bytes]]
) -> None:
    late = walk(plan(soyuz_worst_case), blocks_of(0, DRAWS)[-1], 5, mapped=False)
    assert (late.names, late.values.tobytes()) == alone[late.start]
