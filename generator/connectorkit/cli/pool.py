"""A process pool that yields results in the order of the items, each as soon as all earlier ones are complete."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

import click

from connectorkit.diagnostics.finding import Unusable

if TYPE_CHECKING:
    import threading
    from concurrent.futures import Executor, Future

A = TypeVar("A")
B = TypeVar("B")
# With fewer items, starting processes takes longer than the time they save.
FEW: Final = 8
ENDED: Final = "its process ended twice before the work was done (out of memory, or killed?)"
# How many results per process may wait for an earlier one; this limits memory.
_AHEAD: Final = 32
# Reading a source creates many objects that are not garbage: see commands.command.
THRESHOLDS: Final = (100_000, 50, 50)
# While items are processed, garbage is collected after those that leave this many objects, when few others are alive.
_LEFT: Final = 10_000
_WITHIN: Final = (300_000, 50, 50)

JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 1000),
    metavar="N",
    help=f"The number of processes; by default one per core for {FEW} or more sources, otherwise one.",
)


def jobs_for(count: int, asked: int | None) -> int:
    """The number of processes for ``count`` items; ``asked`` is the number that the user chose, if any."""
    if asked is not None:
        return min(asked, max(count, 1))
    return min(_cores(), count) if count >= FEW else 1


def in_order(
    work: Callable[[A], B], items: Sequence[A], jobs: int, lost: Callable[[A], B] | None = None, writes: bool = False
) -> Generator[B, None, None]:
    """The result of ``work`` for each item, in order; ``work`` and the results must be picklable.

    The first item is processed here, so that the worker processes start with the loaded modules. Closing the iterator
    ends them; if the work ``writes`` files, each finishes its current item first, unless Ctrl-C is pressed again.
    Ctrl-C during the wait for a result yields the finished results that follow it, then raises KeyboardInterrupt.

    If a process ends unexpectedly, each item that it may have been processing is retried in a new process. If that one
    ends, too, ``lost`` supplies the result of the item; without ``lost``, Unusable is raised.
    """
    work = partial(_tidied, work)
    gc.set_threshold(*_WITHIN)
    if jobs <= 1 or len(items) < 2:
        yield from map(work, items)
        return
    yield work(items[0])
    done = 1
    while done < len(items):
        with closing(_until_broken(work, items[done:], min(jobs, len(items) - done), writes)) as made:
            for result in made:
                done += 1
                yield result
        for item in items[done : done + jobs]:  # Empty unless a process ended unexpectedly.
            alone = list(_until_broken(work, [item], 1, writes))
            if not alone and lost is None:
                raise Unusable(f"{item}: {ENDED}")
            done += 1
            yield alone[0] if alone or lost is None else lost(item)


def _until_broken(work: Callable[[A], B], items: Sequence[A], jobs: int, writes: bool) -> Generator[B, None, None]:
    """The results of new processes in the order of the items, up to the first missing one if a process ended."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Forking is only safe on Linux.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    # Existing objects are never garbage, so no process should examine them, which would also copy their pages.
    gc.freeze()
    executor = ProcessPoolExecutor(jobs, context, _begin)
    rest, interrupted = iter(items), False
    waiting: deque[Future[B]] = deque()
    try:
        waiting.extend(executor.submit(work, one) for one in islice(rest, jobs * _AHEAD))
        while waiting:
            result = waiting[0].result()
            waiting.popleft()
            yield result
            waiting.extend(executor.submit(work, one) for one in islice(rest, 1))
    except (GeneratorExit, KeyboardInterrupt) as error:
        interrupted = True
        if not writes:
            _terminate()
        _shut_down(executor, interrupted)
        if isinstance(error, KeyboardInterrupt):
            yield from (one.result() for one in waiting if _finished(one))
        raise
    except BrokenProcessPool:
        return
    finally:
        gc.unfreeze()
        _shut_down(executor, interrupted)


def _shut_down(executor: Executor, interrupted: bool) -> None:
    """Wait for the processes; Ctrl-C ends them. If the wait is for an interrupted call, that one is raised already."""
    import threading

    # Python 3.11 regards a thread as ended when Ctrl-C interrupts the wait for it: the one of the executor would still
    # run while this process ends. So another thread waits for it, because Ctrl-C interrupts only the main thread.
    ended, again = threading.Event(), False
    waiting = threading.Thread(target=_wait_for, args=(executor, ended))
    waiting.start()
    while not ended.is_set():
        try:
            ended.wait()
        except KeyboardInterrupt:
            # Otherwise the end of this process waits for processes that wait for it.
            _terminate()
            again = True
    waiting.join()
    if again and not interrupted:
        raise KeyboardInterrupt


def _wait_for(executor: Executor, ended: threading.Event) -> None:
    try:
        executor.shutdown(cancel_futures=True)
    finally:
        ended.set()


def _finished(future: Future[B]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _terminate() -> None:
    from multiprocessing import active_children

    for child in active_children():
        child.terminate()


def _tidied(work: Callable[[A], B], item: A) -> B:
    """The result of ``work``, without the garbage that it leaves."""
    result = work(item)
    if gc.get_count()[0] > _LEFT:
        gc.collect(1)
    return result


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Ignore Ctrl-C, which every process of a terminal receives: the parent handles it. End with the parent."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_WITHIN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
