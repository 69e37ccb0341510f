"""Who walks the draws: this process, a pool of processes, or a cluster; the same numbers from all.

A draw depends on the case, the seed and its number alone, so blocks may be walked anywhere in any order. A
worker that dies loses the block in its hands, which another takes up. Blocks are handed out a few at a time,
so that neither memory nor a scheduler's queue grows with the number of draws.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from downrange.base.canonical import digest
from downrange.case.schema import Case
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.draws.block import Block, walk
from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

__all__ = ["Alone", "Cluster", "Crew", "Processes", "crew_for", "crew_of"]

_START_UP_S = 4.0
"""Until a started process walks as fast as this one, with its imports, compiled functions and tables: 2 s
where Python may keep compiled modules, 4 to 5 s where not (docs/performance.md)."""

_WORTH_START_UPS = 3.0
"""A pool pays once what is left would take one process so many times the start-up of another."""

_TIMED_BLOCKS = 2
"""Blocks walked before the pace is believed: the first also compiles."""

_AHEAD = 3
"""Blocks handed out for each worker: one in work, the others waiting beside it."""
_LIVES = 4
"""Pools that may break one after the other without a block between: then the draw itself kills them."""
_ONE_AT_A_TIME = Lock()


class Crew(Protocol):
    """Walks blocks; they come in any order."""

    def run(
        self, case: Case, blocks: Iterable[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        """Walk blocks of a case; ``meanwhile`` is called here once others have work."""

    def gathered(self) -> AbstractContextManager[Crew]:
        """Keep it together for several runs, so that starting it is paid once."""


@dataclass(frozen=True)
class Alone:
    """One block after the other, in this process."""

    def run(
        self, case: Case, blocks: Iterable[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        """Walk blocks in their order."""
        meanwhile()
        prepared = plan(case)
        for draws in blocks:
            yield walk(prepared, draws, seed, mapped=False)

    def gathered(self) -> AbstractContextManager[Crew]:
        """Give itself: there is nothing to start."""
        return nullcontext(self)


@dataclass(frozen=True)
class Processes:
    """So many processes of this machine: this one, and others that it starts.

    With ``draws``, as many as are expected in all runs together, the others start only once the pace of this
    one shows that they pay; without it at once.
    """

    number: int
    draws: int | None = None

    def run(
        self, case: Case, blocks: Iterable[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        """Walk blocks here and in a pool; where a process dies, a new pool takes up what was not finished."""
        with self.gathered() as crew:
            yield from crew.run(case, blocks, seed, meanwhile)

    @contextmanager
    def gathered(self) -> Iterator[Crew]:
        """Start the other processes once they are needed, and end them at the end."""
        pool = _Pool(max(self.number - 1, 1), self.draws)
        try:
            yield pool
        finally:
            pool.dismiss()


class _Pool:
    """The process that asks and a pool of others, which is started anew when it breaks."""

    def __init__(self, others: int, draws: int | None = None) -> None:
        self._others = others
        self._expected = draws
        self._walked_alone = 0
        self._paces_s: list[float] = []
        self._executor: ProcessPoolExecutor | None = None

    def gathered(self) -> AbstractContextManager[Crew]:
        return nullcontext(self)

    def dismiss(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def run(
        self, case: Case, blocks: Iterable[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        from concurrent.futures.process import BrokenProcessPool

        waiting = list(blocks)
        told, lives = False, _LIVES
        while waiting:
            try:
                for block in self._shared_out(case, waiting, seed, _nothing if told else meanwhile):
                    told, lives = True, _LIVES
                    waiting.remove(range(block.start, block.stop))
                    yield block
            except BrokenProcessPool:
                self.dismiss()
                told, lives = True, lives - 1
                if not lives:
                    raise
        if not told:
            meanwhile()

    def _shared_out(
        self, case: Case, blocks: list[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        """Hand blocks out from the front; while others walk, this process walks the last of them itself.

        It is warm when the others still start, which takes each of them as long as some hundred draws.
        """
        from concurrent.futures import FIRST_COMPLETED, Future, wait

        sent, left = Sent(digest(case), case), deque(blocks)
        if left and not self._pays():
            meanwhile()
            meanwhile = _nothing
            while left and not self._pays():
                yield self._timed(sent, left.pop(), seed)
            if not left:
                return
        pool = self._hired()
        running: set[Future[Block]] = set()

        def hand_out() -> None:
            while left and len(running) < _AHEAD * self._others:
                running.add(pool.submit(_walked, sent, left.popleft(), seed))

        hand_out()
        meanwhile()
        while running or left:
            done, running = wait(running, timeout=0 if left else None, return_when=FIRST_COMPLETED)
            hand_out()
            for future in done:
                yield future.result()
            if left:
                yield _walked(sent, left.pop(), seed)

    def _pays(self) -> bool:
        """Say whether what is left would take this process long enough for another to be worth starting."""
        if self._expected is None or self._executor is not None:
            return True
        if len(self._paces_s) < _TIMED_BLOCKS:
            return False
        left_s = (self._expected - self._walked_alone) * min(self._paces_s)
        return left_s >= _WORTH_START_UPS * _START_UP_S

    def _timed(self, sent: Sent, draws: range, seed: int) -> Block:
        """Walk a block here and note the pace, seconds a draw; the numbers do not depend on it."""
        began = perf_counter()
        block = _walked(sent, draws, seed)
        self._paces_s.append((perf_counter() - began) / len(draws))
        self._walked_alone += len(draws)
        return block

    def _hired(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._others, mp_context=get_context("spawn"))
        return self._executor


def _nothing() -> None:
    """Where the asking process has done already what it had to do meanwhile."""


@dataclass(frozen=True)
class Cluster:
    """The workers behind a Dask scheduler, by its address (``tcp://host:8786``)."""

    address: str

    def run(
        self, case: Case, blocks: Iterable[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        """Walk blocks on the cluster; what a dead worker held, the scheduler gives to another.

        Raises
        ------
        InputError
            If the extra is not installed, nobody answers at the address, or it has no workers.
        """
        with self.gathered() as crew:
            yield from crew.run(case, blocks, seed, meanwhile)

    @contextmanager
    def gathered(self) -> Iterator[Crew]:
        """Reach the scheduler once; raises as :meth:`run`."""
        with self._client() as client:
            yield _Reached(client)

    def _client(self) -> Any:
        try:
            client = _distributed().Client(self.address, timeout="5s", set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(_unreachable(self.address, str(error))) from error
        try:
            client.wait_for_workers(1, timeout="20s")
        except TimeoutError as error:
            client.close()
            raise InputError(_unreachable(self.address, "the scheduler has no workers")) from error
        return client


@dataclass(frozen=True)
class _Reached:
    """A cluster that answers."""

    client: Any

    def gathered(self) -> AbstractContextManager[Crew]:
        return nullcontext(self)

    def run(
        self, case: Case, blocks: Iterable[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        sent = Sent(digest(case), case)
        left = iter(tuple(blocks))
        workers = max(len(self.client.scheduler_info(n_workers=-1)["workers"]), 1)

        def handed(draws: range) -> Any:
            return self.client.submit(_walked, sent, draws, seed, pure=False, retries=_LIVES)

        first = [handed(draws) for draws in islice(left, _AHEAD * workers)]
        running = _distributed().as_completed(first, loop=self.client.loop)
        meanwhile()
        for future in running:
            block: Block = future.result()
            for draws in islice(left, 1):
                running.add(handed(draws))
            yield block


def _distributed() -> Any:
    from importlib import import_module

    try:
        return import_module("distributed")
    except ImportError as error:
        problem = Problem(
            Where("command line", "--dask"), "the extra dask is not installed",
            expected="pip install 'downrange[dask]'"
        )  # fmt: skip
        raise InputError(problem) from error


def _unreachable(address: str, why: str) -> Problem:
    return Problem(
        Where("command line", "--dask"), f"no cluster could be used: {why}", value=address,
        expected="the address of a Dask scheduler with workers, such as tcp://127.0.0.1:8786",
    )  # fmt: skip


def crew_of(workers: int = 1, dask: str | None = None) -> Crew:
    """Choose who walks: a cluster where an address is given, else so many processes, one being this one."""
    if dask is not None:
        return Cluster(dask)
    return Processes(workers) if workers > 1 else Alone()


def crew_for(asked: int | None, draws: int, dask: str | None = None) -> Crew:
    """Choose as :func:`crew_of` where a number is asked for; else every processor, as far as it pays.

    ``draws`` are those of all runs together, of which the others must have some hundred each.
    """
    import os

    if asked is not None or dask is not None:
        return crew_of(asked or 1, dask)
    number = min(os.cpu_count() or 1, draws // 128)
    return Processes(number, draws) if number > 1 else Alone()


@dataclass(frozen=True)
class Sent:
    """A case on its way to a worker; two of one digest are the same, so that it is made ready once."""

    digest: str
    case: Case = field(compare=False, repr=False)


def _walked(sent: Sent, draws: range, seed: int) -> Block:
    """Walk a block on a worker; one at a time in a process, whatever threads the worker has."""
    with _ONE_AT_A_TIME:
        return walk(_prepared(sent), draws, seed, mapped=False)


@lru_cache(maxsize=4)
def _prepared(sent: Sent) -> Plan:
    return plan(sent.case)
