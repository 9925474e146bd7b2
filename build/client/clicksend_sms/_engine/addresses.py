"""Name look-ups in separate threads, so that the timeout applies to one that hangs too."""

from __future__ import annotations

import socket
from itertools import chain, zip_longest
from threading import Thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    SockAddr = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
    Address = tuple[int, SockAddr]
    Found = list[Address] | Exception

# How long one address may keep the next one waiting (RFC 8305).
NEXT_ADDRESS_AFTER = 0.25


def look_up(host: str, port: int, found: Callable[[Found], object]) -> None:
    """Call ``found`` with the addresses of ``host``, or with the error; for a name, from another thread.

    It is a daemon thread: a look-up that hangs does not keep the process alive.
    """
    literal = _numeric(host, port)
    if literal is not None:
        found(literal)
        return

    def work() -> None:
        try:
            result: Found = _in_turn(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            result = error
        found(result)

    Thread(target=work, name="name resolution", daemon=True).start()


def _numeric(host: str, port: int) -> list[Address] | None:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        return [(family, (host, port))]
    return None


def _in_turn(infos: Sequence[tuple[int, int, int, str, SockAddr]]) -> list[Address]:
    """The addresses, IPv6 and IPv4 alternating, so that a network without one of them costs only one wait."""
    first: list[Address] = [(info[0], info[4]) for info in infos if info[0] == infos[0][0]]
    other: list[Address] = [(info[0], info[4]) for info in infos if info[0] != infos[0][0]]
    return [one for one in chain(*zip_longest(first, other)) if one is not None]
