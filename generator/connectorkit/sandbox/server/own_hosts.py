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
_MOST_PORT = 65_535


def steers(headers: Iterable[tuple[bytes, bytes]], address: str) -> bool:
    """Whether a request with these raw headers may use the control paths of what is served at an IP address.

    The port is not compared: a proxy or a tunnel on this machine has another. A page may come from the host that it
    calls only, port included.
    """
    given = [(name.lower(), value.decode("latin-1").strip()) for name, value in headers]
    hosts = [value for name, value in given if name == b"host"]
    origins = [value for name, value in given if name == b"origin"]
    if len(hosts) != 1 or not is_own(hosts[0], address):
        return False
    return all(one.lower() == f"http://{hosts[0].lower()}" for one in origins)


def is_own(host: str, address: str) -> bool:
    """Whether a host, with a port or without, is the loopback address that is served, or ``localhost``."""
    found = _HOST.fullmatch(host)
    if found is None or int(found["port"] or 0) > _MOST_PORT:
        return False
    name = (found["name"] or "").lower().removesuffix(".")
    try:
        own = ipaddress.ip_address(address)
        return own.is_loopback and (name == "localhost" or ipaddress.ip_address(found["six"] or name) == own)
    except ValueError:
        return False
