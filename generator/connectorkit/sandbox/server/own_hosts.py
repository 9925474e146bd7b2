"""Which calls may steer a sandbox: those that name it as it is served, so that a page of a browser cannot.

A page can send requests to any address, and by DNS rebinding under a name of its own. Such a request names a foreign
host, or comes from another origin.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

# A host as RFC 9112 has it, with neither user nor path: a name, an IPv4 address or an IPv6 address in brackets.
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<name>[a-zA-Z0-9.-]+))(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_ORIGIN = "http://"


def steers(headers: Iterable[tuple[bytes, bytes]], served: tuple[str, int | None] | None) -> bool:
    """Whether a request with these raw headers may use the control paths of what is ``served`` at an IP and a port."""
    given = [(name.lower(), value.decode("latin-1").strip()) for name, value in headers]
    hosts = [value for name, value in given if name == b"host"]
    origins = [value for name, value in given if name == b"origin"]
    if served is None or len(hosts) != 1 or not is_own(hosts[0], *served):
        return False
    return all(one.startswith(_ORIGIN) and _is_own_origin(one.removeprefix(_ORIGIN), *served) for one in origins)


def _is_own_origin(host: str, address: str, port: int | None) -> bool:
    """An origin always has a port, which is not written where it is that of HTTP."""
    written = re.search(r":[0-9]+$", host) is not None
    return is_own(host if written else f"{host}:80", address, port)


def is_own(host: str, address: str, port: int | None) -> bool:
    """Whether a host, with a port or without, is the loopback address that is served, or ``localhost``."""
    found = _HOST.fullmatch(host)
    if found is None or (found["port"] is not None and int(found["port"]) != port):
        return False
    name = (found["name"] or "").lower().removesuffix(".")
    try:
        own = ipaddress.ip_address(address)
        return own.is_loopback and (name == "localhost" or ipaddress.ip_address(found["six"] or name) == own)
    except ValueError:
        return False
