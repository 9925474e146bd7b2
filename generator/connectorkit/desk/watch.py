"""A thread that polls the files, reads what changed, and notifies waiting requests."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from connectorkit.desk.library import Library

# With many files, polls are less frequent, so that they take at most a thirtieth of a core.
_LOOK_SECONDS = 0.04
_LONGEST_PAUSE_SECONDS = 0.5
_SHARE = 30
# Editors write a file in several steps: it is read once two polls see the same metadata.
_CALM_SECONDS = 0.01
_MOST_LOOKS = 20
# Pages fetch the cards before the findings are computed: they have this long to request them.
_HEAD_START_SECONDS = 0.3
_LOOK_FOR_PAGE_SECONDS = 0.01


class State(NamedTuple):
    """The numbers of the current states of the cards and of the findings."""

    cards: int
    findings: int


class Watch:
    """Keeps a library up to date. ``state`` increases with each change: the cards first, then the findings.

    ``shown`` returns the number of the state whose cards a page requested last.
    """

    def __init__(self, library: Library, shown: Callable[[], int]) -> None:
        self._library, self._shown = library, shown
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self.state = State(library.number, 0)

    def start(self) -> None:
        """Start polling."""
        self._thread.start()

    def close(self) -> None:
        """Stop polling."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(10)

    @contextlib.contextmanager
    def changes(self) -> Iterator[asyncio.Event]:
        """An asyncio event of the running loop that is set on each change."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiting.add(entry)
        try:
            yield entry[1]
        finally:
            with self._lock:
                self._waiting.discard(entry)

    def _run(self) -> None:
        self._judge()
        pause = _LOOK_SECONDS
        while not self._ended.wait(pause):
            start = time.thread_time()
            changed = self._library.looks_changed()
            pause = min(max(_LOOK_SECONDS, _SHARE * (time.thread_time() - start)), _LONGEST_PAUSE_SECONDS)
            if not changed:
                continue
            try:
                self._library.wait_for_calm(partial(self._ended.wait, _CALM_SECONDS), _MOST_LOOKS)
                if self._library.refresh():
                    self._tell(State(self._library.number, self.state.findings))
                    self._let_pages_ask()
                    self._judge()
            except Exception as error:  # A bug does not end the preview; the next edit is a new attempt.
                print(f"preview: this state cannot be shown ({type(error).__name__}: {error})", file=sys.stderr)

    def _let_pages_ask(self) -> None:
        """If a page listens, wait until it has the cards; a late page waits for the findings."""
        snapshot = self._library.snapshot
        for _ in range(int(_HEAD_START_SECONDS / _LOOK_FOR_PAGE_SECONDS)):
            if snapshot is None or not self._waiting or snapshot.number != self._library.number:
                return
            if self._shown() >= snapshot.number or self._ended.wait(_LOOK_FOR_PAGE_SECONDS):
                return

    def _judge(self) -> None:
        try:
            self._library.findings()
        except Exception as error:
            print(f"preview: this state cannot be checked ({type(error).__name__}: {error})", file=sys.stderr)
        self._tell(State(self.state.cards, self._library.number))

    def _tell(self, state: State) -> None:
        self.state = state
        self.wake()

    def wake(self) -> None:
        """Notify everyone who waits for a change."""
        with self._lock:
            for loop, event in self._waiting:
                with contextlib.suppress(RuntimeError):  # The loop may be closed.
                    loop.call_soon_threadsafe(event.set)
