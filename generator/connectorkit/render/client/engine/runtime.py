"""Clocks, sleeping and random numbers, replaceable in tests."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Runtime:
    """``clock`` counts seconds evenly, ``now`` is Unix time, ``random`` is in [0, 1); sleeps take seconds."""

    __slots__ = ("async_sleep", "clock", "now", "random", "sleep")

    def __init__(
        self,
        *,
        clock: Callable[[], float] | None = None,
        now: Callable[[], float] | None = None,
        random: Callable[[], float] | None = None,
        sleep: Callable[[float], object] | None = None,
        async_sleep: Callable[[float], Awaitable[object]] | None = None,
    ) -> None:
        import time
        from random import random as chance

        self.clock = clock or time.monotonic
        self.now = now or time.time
        self.random = random or chance
        self.sleep = sleep or time.sleep
        self.async_sleep = async_sleep or _async_sleep


async def _async_sleep(seconds: float) -> None:
    from asyncio import sleep

    await sleep(seconds)
