"""The proxy that the environment asks for: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in small letters too."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    Origin = tuple[str, str, int]


class Proxy:
    """An HTTP proxy. ``headers`` holds its credentials, when it has some."""

    __slots__ = ("headers", "host", "port")

    def __init__(self, host: str, port: int, headers: dict[str, str]) -> None:
        self.host = host
        self.port = port
        self.headers = headers

    def __repr__(self) -> str:
        return f"<Proxy {self.host}:{self.port}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a proxy may hold credentials and is not pickled")


def proxy_for(origin: Origin) -> Proxy | None:
    """The proxy for ``origin``, None for none; this machine itself is always reached directly.

    Raises ValueError when the environment names a proxy that is not an HTTP one.
    """
    import os

    scheme, host, _ = origin
    if not any(name[-6:].lower() == "_proxy" for name in os.environ) or host == "localhost" or _loopback(host):
        return None
    from urllib.request import getproxies_environment

    found = getproxies_environment()
    address = found.get(scheme) or found.get("all")
    return _proxy(address) if address and not _excepted(host, found.get("no", "")) else None


def _excepted(host: str, listed: str) -> bool:
    names = [name.strip().lower().lstrip("*").lstrip(".") for name in listed.split(",")]
    return listed.strip() == "*" or any(name and (host == name or host.endswith(f".{name}")) for name in names)


def _loopback(host: str) -> bool:
    return host == "::1" or (host.startswith("127.") and host.replace(".", "").isdigit())


def _proxy(address: str) -> Proxy:
    from base64 import b64encode
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(address if "://" in address else f"http://{address}")
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("the proxy of the environment must be an http address")
    headers: dict[str, str] = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["proxy-authorization"] = "Basic " + b64encode(pair.encode()).decode("ascii")
    return Proxy(parts.hostname, parts.port or 80, headers)
