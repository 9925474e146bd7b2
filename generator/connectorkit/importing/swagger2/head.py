"""The root of a swagger as the keys of connector.yaml."""

from __future__ import annotations

import re

from connectorkit.importing.swagger2.format_words import takes
from connectorkit.importing.swagger2.operations import Paths
from connectorkit.importing.swagger2.schemas import Converter
from connectorkit.model import format_keywords
from connectorkit.model.connector import Json
from connectorkit.resolve.connector import server as parse_server

Plain = dict[str, Json]
# Keys of a security definition, in the order of the built swagger.
_SECURITY_ORDER = ("type", "description", "name", "in", "flow", "authorizationUrl", "tokenUrl", "scopes")
_SERVER = re.compile(r"https?://[^/ ?#]+(/[^ ?#]*)?\Z")


def head(swagger: Plain) -> tuple[Plain, Plain]:
    """The top of connector.yaml, and the rest of the swagger's root."""
    rest = {key: value for key, value in swagger.items() if key != "paths"}
    if isinstance(rest.get("definitions"), dict) and rest["definitions"]:
        del rest["definitions"]
    omitted: list[Json] = [key for key in ("info", "paths") if key not in swagger]
    node: Plain = {"omit": omitted} if omitted else {}
    _info(rest, node)
    _address(rest, node)
    _metadata(rest, node)
    _words(rest, node, format_keywords.ROOT)
    for key in ("consumes", "produces"):
        said = rest.get(key)
        if isinstance(said, list) and said and all(isinstance(item, str) for item in said):
            node[key] = rest.pop(key)
    if rest.get("swagger") == "2.0":
        del rest["swagger"]
    return node, rest


def _info(rest: Plain, node: Plain) -> None:
    info = rest.get("info")
    node["connector"] = ""
    if not isinstance(info, dict):
        return
    del rest["info"]
    left = dict(info)
    for wire, key in (("title", "connector"), ("description", "description"), ("version", "version")):
        value = left.get(wire)
        if isinstance(value, str) and value:
            node[key] = left.pop(wire)
    contact = left.get("contact")
    if isinstance(contact, dict) and contact and takes("connector", "contact", "object", contact):
        node["contact"] = left.pop("contact")
    _words(left, node, format_keywords.INFO)
    if left:
        node["info_extra"] = left


def _words(rest: Plain, node: Plain, table: format_keywords.Words) -> None:
    for key, (wire, kind) in table.items():
        if wire in rest and takes("connector", key, kind, rest[wire]) and rest[wire] not in ("", [], {}):
            node[key] = rest.pop(wire)


def _address(rest: Plain, node: Plain) -> None:
    """Write the address as `server`, or in its parts where that is impossible."""
    host, base, schemes = rest.get("host"), rest.get("basePath"), rest.get("schemes")
    texts = isinstance(schemes, list) and all(isinstance(scheme, str) for scheme in schemes) and bool(schemes)
    if isinstance(host, str) and host and texts and (isinstance(base, str) or "basePath" not in rest):
        first = schemes[0] if isinstance(schemes, list) else ""
        address = f"{first}://{host}{base or ''}"
        if base != "" and _SERVER.match(address) and parse_server(address) == (first, host, base):
            node["server"] = address
            for key in ("host", "basePath", "schemes"):
                rest.pop(key, None)
            if isinstance(schemes, list) and len(schemes) > 1:
                node["schemes"] = schemes
            return
    for wire, key in (("host", "host"), ("basePath", "base_path")):
        value = rest.get(wire)
        if isinstance(value, str) and value:
            node[key] = rest.pop(wire)
    node["schemes"] = rest.pop("schemes") if texts else []


def _metadata(rest: Plain, node: Plain) -> None:
    said = rest.get("x-ms-connector-metadata")
    if not isinstance(said, list):
        return
    del rest["x-ms-connector-metadata"]
    rows = [_row(row) for row in said]
    named = dict(row for row in rows if row)
    if None in rows or not rows or len(named) < len(rows):
        node["metadata"] = said
        return
    keys = {"Website": "website", "Privacy policy": "privacy_policy", "Categories": "categories"}
    if list(named) == [name for name in keys if name in named] and all(named.values()):
        for name, value in named.items():
            node[keys[name]] = _categories(value) if name == "Categories" else value
    else:
        node["metadata"] = dict(named)


def _categories(value: str) -> list[Json]:
    return list(value.split(";"))


def _row(row: Json) -> tuple[str, str] | None:
    if isinstance(row, dict) and set(row) == {"propertyName", "propertyValue"}:
        name, value = row["propertyName"], row["propertyValue"]
        if isinstance(name, str) and isinstance(value, str):
            return name, value
    return None


def tail(rest: Plain, shapes: Converter, paths: Paths) -> Plain:
    """Shared parameters and responses, security, and `extra`; ``rest`` comes from :func:`head`."""
    node: Plain = {}
    definitions = rest.get("securityDefinitions")
    if isinstance(definitions, dict) and definitions and all(_is_security(one) for one in definitions.values()):
        del rest["securityDefinitions"]
        node["authentication"] = {name: _authentication(one) for name, one in definitions.items()}
    listed = list(definitions) if "authentication" in node and isinstance(definitions, dict) else []
    security = rest.get("security", [])
    if isinstance(security, list) and takes("connector", "security", "array", security):
        if security:
            del rest["security"]
        if security != [{name: []} for name in listed]:
            node["security"] = security
    shared = rest.get("parameters")
    if isinstance(shared, dict) and shared:
        del rest["parameters"]
        node["parameters"] = {key: paths.entry("", key, one) for key, one in shared.items()}
    answers = rest.get("responses")
    if isinstance(answers, dict) and answers:
        del rest["responses"]
        node["responses"] = {
            key: {"raw": one} if key.startswith("x-") else paths.response(key, one) for key, one in answers.items()
        }
    return {**node, "extra": rest} if rest else node


def _authentication(one: Json) -> Json:
    """A security definition; keys that its type does not use go to ``extra``, in the order of the built definition."""
    if not isinstance(one, dict) or takes("connector", "authentication", "object", {"one": one}):
        return one
    kept = {"type": one["type"]}
    for key, value in one.items():
        if takes("connector", "authentication", "object", {"one": {**kept, key: value}}):
            kept[key] = value
    order = [*(key for key in _SECURITY_ORDER if key in one), *(key for key in one if key not in _SECURITY_ORDER)]
    return {**kept, "extra": {key: one[key] for key in order if key not in kept}}


def _is_security(one: Json) -> bool:
    return isinstance(one, dict) and one.get("type") in ("basic", "apiKey", "oauth2")
