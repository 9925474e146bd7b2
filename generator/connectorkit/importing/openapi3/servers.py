"""Servers of OpenAPI 3 as the address of a connector."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from connectorkit.importing.openapi3.document import Plain, Rest, Source, Spot, shorten
from connectorkit.model.connector import Json

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_ELSEWHERE = "Use the policy routerequesttoendpoint or dynamichosturl for actions with another address."
_HOST = re.compile(r"[^{}/ :\\@?#]+(:[0-9]+)?\Z")


class Address(NamedTuple):
    """Scheme, host and base path; "" for missing parts."""

    scheme: str
    host: str
    base: str


def address(source: Source, spot: Spot | None) -> Plain:
    """`host`, `basePath` and `schemes` for the servers of the document."""
    listed = list(source.items(spot))
    if spot is None or not listed:
        source.say("server", "", "The file names no server, but a connector needs an address.")
        return {}
    first = _read(source, listed[0])
    schemes = [first.scheme] if first.scheme else []
    for other in listed[1:]:
        found = _read(source, other)
        if found[1:] == first[1:] and found.scheme and found.host:
            schemes += [found.scheme] if found.scheme not in schemes else []
        else:
            source.say("server", other.pointer, f"A connector has only one address; {_shown(other)} was dropped.")
    if not first.host:
        source.say("server", listed[0].pointer, f"{_shown(listed[0])} names no host, but a connector needs one.")
    made: Plain = {"host": first.host, "basePath": first.base, "schemes": list[Json](schemes)}
    return {key: value for key, value in made.items() if value}


def spelled(made: Plain) -> str:
    """The address of a swagger as one URL with a final slash; "" without a host."""
    schemes, host = made.get("schemes"), made.get("host")
    scheme = schemes[0] if isinstance(schemes, list) and schemes else "https"
    return f"{scheme}://{host}{made.get('basePath', '')}/" if isinstance(host, str) else ""


def own(source: Source, spot: Spot | None, usual: Json) -> None:
    """Report a path or an operation with its own servers, unless the first is that of the connector."""
    if spot is None:
        return
    for index, one in enumerate(source.items(spot)):
        if index > 0 or len(one.mapping) > 1 or one.mapping.get("url") != usual:
            said = f"All actions of a connector have the same address; {_shown(one)} was dropped."
            source.say("server", one.pointer, said, _ELSEWHERE)


def _shown(spot: Spot) -> str:
    said = spot.mapping.get("url")
    return f"'{shorten(said)}'" if isinstance(said, str) else "the server"


def _read(source: Source, spot: Spot) -> Address:
    if not isinstance(spot.value, dict):
        source.lost(spot, "a server with a `url`")
        return Address("", "", "")
    rest = Rest(source, spot)
    url = rest.text("url") or ""
    rest.drop("unplaced", "description", "A server cannot have a description in a connector; it was dropped.")
    values = {one.name: _value(source, one) for one in source.entries(rest.take("variables"))}
    for name in _VARIABLE.findall(url):
        if name not in values:
            source.say(
                "server", spot.pointer, f"The address contains the variable '{shorten(name)}', which has no value."
            )
    rest.close({}, "a server", extensions=False)
    return _split(source, spot, _VARIABLE.sub(lambda found: values.get(found[1], found[1]), url))


def _value(source: Source, spot: Spot) -> str:
    said = spot.mapping.get("default")
    choices = spot.mapping.get("enum")
    options = [said, *(choices if isinstance(choices, list) else []), spot.name]
    chosen = next(str(one) for one in options if isinstance(one, (str, int, float)))
    source.say(
        "server",
        spot.pointer,
        f"The address of a connector is fixed; the variable '{shorten(spot.name)}' was set to '{shorten(chosen)}'.",
    )
    return chosen


def _split(source: Source, spot: Spot, url: str) -> Address:
    at = f"{spot.pointer}/url"
    try:
        parts = urlsplit(url)
        scheme, host, path = parts.scheme.lower(), parts.netloc.rpartition("@")[2], parts.path
    except ValueError:
        source.say("server", at, f"'{shorten(url)}' is not a URL.")
        return Address("", "", "")
    if scheme not in ("http", "https", ""):
        source.say("server", at, f"A connector uses https, not {shorten(scheme)}.")
        scheme = ""
    if parts.query or parts.fragment or "@" in parts.netloc:
        source.say("server", at, "The address of a connector is a host and a path; the rest was dropped.")
    if host and not _HOST.match(host):
        source.say("server", at, f"'{shorten(host)}' is not a host.")
        host = ""
    base = path.strip().strip("/.") and "/" + path.strip().strip("/")
    return Address(scheme, host, base)
