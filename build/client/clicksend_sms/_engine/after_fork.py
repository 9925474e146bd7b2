"""State that a forked process must not share with its parent: connections, locks and the calls of a throttle."""

from __future__ import annotations

import os
from threading import RLock
from weakref import WeakSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class _Forkable(Protocol):
        def _after_fork(self) -> None: ...


_known: WeakSet[_Forkable] = WeakSet()
# Held during the import of the HTTP library: a process forked meanwhile would wait for the import forever.
loading = RLock()


def renew(one: _Forkable) -> None:
    """Call ``one._after_fork()`` in every process that is forked from this one, before other code runs."""
    _known.add(one)


def _in_child() -> None:
    loading.release()
    for one in list(_known):
        one._after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=loading.acquire, after_in_parent=loading.release, after_in_child=_in_child)
