"""Protection of control paths from web pages: a request must name the sandbox by its own address.

A web page can send requests to any address, and with DNS rebinding under its own name. Such a request has a foreign
Host header, or another Origin.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from connectorkit.model.patterns import lazy

# A Host header (RFC 9112): a name, an IPv4 address or an IPv6 address in brackets, with an optional port.
_HOST = lazy(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<name>[a-zA-Z0-9.-]+))(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_MOST_PORT = 65_535


def steers(headers: Iterable[tuple[bytes, bytes]], address: str) -> bool:
    """Whether a request with these raw headers may use the control paths of a server at an IP address.

    The port of Host is not compared: a proxy or a tunnel on this machine has another one. An Origin must equal the
    Host, port included.
    """
    given = [(name.lower(), value.decode("latin-1").strip()) for name, value in headers]
    hosts = [value for name, value in given if name == b"host"]
    origins = [value for name, value in given if name == b"origin"]
    if len(hosts) != 1 or not is_own(hosts[0], address):
        return False
    return all(one.lower() == f"http://{hosts[0].lower()}" for one in origins)


def is_own(host: str, address: str) -> bool:
    """Whether a host, with or without a port, is the served loopback address, or ``localhost``."""
    found = _HOST.fullmatch(host)
    if found is None or int(found["port"] or 0) > _MOST_PORT:
        return False
    name = (found["name"] or "").lower().removesuffix(".")
    try:
        own = ipaddress.ip_address(address)
        return own.is_loopback and (name == "localhost" or ipaddress.ip_address(found["six"] or name) == own)
    except ValueError:
        return False
