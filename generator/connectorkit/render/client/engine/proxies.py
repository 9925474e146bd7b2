"""The proxy of the environment: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, also in lower case."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    Origin = tuple[str, str, int]


class Proxy:
    """An HTTP proxy. ``headers`` holds its credentials, if any."""

    __slots__ = ("headers", "host", "port")

    def __init__(self, host: str, port: int, headers: dict[str, str]) -> None:
        self.host = host
        self.port = port
        self.headers = headers

    def key(self) -> tuple[str, int, tuple[tuple[str, str], ...]]:
        """The identity of a proxy."""
        return self.host, self.port, tuple(self.headers.items())

    def __repr__(self) -> str:
        return f"<Proxy {self.host}:{self.port}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a proxy may contain credentials and cannot be pickled")


def proxy_for(origin: Origin) -> Proxy | None:
    """The proxy for ``origin``, None for none; this machine itself is always reached directly.

    Raises Broken when the environment names a proxy that is not an HTTP one.
    """
    import os

    scheme, host, port = origin
    if not any(name[-6:].lower() == "_proxy" for name in os.environ) or host == "localhost" or _loopback(host):
        return None
    from urllib.request import getproxies_environment

    found = getproxies_environment()
    address = found.get(scheme) or found.get("all")
    return _proxy(address) if address and not _excepted(host, port, found.get("no", "")) else None


def _excepted(host: str, port: int, listed: str) -> bool:
    if listed.strip() == "*":
        return True
    names = [name.strip().lower().lstrip("*").lstrip(".") for name in listed.split(",")]
    return any(
        name and (host == known or host.endswith(f".{known}")) for name in names for known in _for_port(name, port)
    )


def _for_port(name: str, port: int) -> list[str]:
    """The name without the port if that is ``port``; empty for another port."""
    bare, colon, digits = name.rpartition(":")
    if not colon or not digits.isdigit() or (":" in bare and not bare.endswith("]")):
        return [name.strip("[]")]
    return [bare.strip("[]")] if int(digits) == port else []


def _loopback(host: str) -> bool:
    return host == "::1" or (host.startswith("127.") and host.replace(".", "").isdigit())


def _proxy(address: str) -> Proxy:
    from base64 import b64encode
    from urllib.parse import unquote, urlsplit

    from .failure_reasons import Broken

    refused = "the proxy in the environment must be an http URL"
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        raise Broken(refused) from None
    if not host or parts.scheme != "http" or not host.isascii():
        raise Broken(refused)
    headers: dict[str, str] = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["proxy-authorization"] = "Basic " + b64encode(pair.encode()).decode("ascii")
    return Proxy(host, port, headers)
