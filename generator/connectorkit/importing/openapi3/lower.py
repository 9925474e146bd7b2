"""OpenAPI 3.0 and 3.1 down to the platform's Swagger 2.0, with findings for everything that is lost."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding
from connectorkit.importing.openapi3 import servers
from connectorkit.importing.openapi3.document import Plain, Rest, Source, Spot, shorten
from connectorkit.importing.openapi3.keywords import external_docs
from connectorkit.importing.openapi3.operation import Paths
from connectorkit.importing.openapi3.security import Security
from connectorkit.model.connector import Json
from connectorkit.read.connector_folder import Place

_GROUPS = tuple(
    """
    schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems
    """.split()
)
_WRITTEN_OUT = ("examples", "requestBodies", "headers", "pathItems")
_NEVER = {"links": "Connectors have no links", "callbacks": "Actions have no callbacks"}


class Lowered(NamedTuple):
    """A connector from an OpenAPI 3 document: its two files as values, and findings."""

    swagger: Plain
    properties: Plain
    findings: list[Finding]


def lower(document: Plain, place: Place) -> Lowered:
    """The document as Swagger 2.0 and apiProperties.json; ``place`` returns the span of a pointer into it."""
    source = Source(document, place)
    rest = Rest(source, Spot(document, ""))
    rest.take("openapi")
    made: Plain = {"swagger": "2.0", "info": _info(source, rest.take("info"))}
    made |= servers.address(source, rest.take("servers"))
    security = Security(source, servers.spelled(made))
    required = security.requirements(rest.take("security"))
    paths = Paths(source, security)
    made["paths"] = paths.paths(rest.take("paths"))
    more = rest.take("x-ms-paths")
    if more is not None:
        made["x-ms-paths"] = paths.paths(more)
    for event in source.entries(rest.take("webhooks")):
        source.say("event", event.pointer, f"The webhook '{shorten(event.name)}' is not an action; it was dropped.")
    tags = _tags(source, rest.take("tags"))
    properties = security.properties()
    groups: Plain = {
        "parameters": paths.parameters.shared(),
        "responses": paths.bodies.shared(),
        "definitions": paths.schemas.definitions(),
        "securityDefinitions": security.definitions,
    }
    made |= {key: group for key, group in groups.items() if group}
    made |= {"security": required} if required is not None else {}
    made |= {"tags": tags} if tags else {}
    external_docs(rest, made)
    rest.drop("unplaced", "jsonSchemaDialect", "Connectors cannot express 'jsonSchemaDialect'; it was dropped.")
    _components(source, rest.take("components"))
    _media(made)
    return Lowered(rest.close(made, "an OpenAPI file"), properties, source.findings)


def origin(pointer: str) -> str:
    """The pointer into the OpenAPI document for a ``pointer`` into its swagger, or for a value near it."""
    for group, home in (
        ("definitions", "schemas"),
        ("parameters", "parameters"),
        ("responses", "responses"),
        ("securityDefinitions", "securitySchemes"),
    ):
        if pointer.startswith(f"/{group}/"):
            return f"/components/{home}/{pointer.removeprefix(f'/{group}/')}"
    return pointer


def _info(source: Source, spot: Spot | None) -> Plain:
    if spot is not None and not isinstance(spot.value, dict):
        source.lost(spot, "an object with a title and a version")
    rest = Rest(source, spot or Spot({}, ""))
    made: Plain = {}
    rest.texts(made, "title", "description", "version", "termsOfService")
    summary = rest.take("summary")
    if summary is not None and isinstance(summary.value, str) and "description" not in made:
        made["description"] = summary.value
        source.say("same", summary.pointer, "The summary was used as the missing description.")
    elif summary is not None:
        source.say("unplaced", summary.pointer, "A connector has only a description; the summary was dropped.")
    for key, value in (("title", "Untitled"), ("version", "1.0")):
        if key not in made:
            said = f"The file has no {key}; '{value}' was used instead."
            source.say("wrong", "/info", said, f"Write the {key}.")
            made[key] = value
    for key, keys, needed in (("contact", ("name", "url", "email"), ""), ("license", ("name", "url"), "name")):
        below = rest.take(key)
        if below is not None:
            made |= _texts(source, below, keys, needed)
    return rest.close(made, "`info`")


def _texts(source: Source, spot: Spot, keys: tuple[str, ...], needed: str) -> Plain:
    if not isinstance(spot.value, dict) or (needed and not isinstance(spot.value.get(needed), str)):
        source.lost(spot, f"an object with a {needed}" if needed else "an object")
        return {}
    rest = Rest(source, spot)
    made: Plain = {}
    rest.texts(made, *(key for key in keys if key == "name"))
    rest.address(made, *(key for key in keys if key == "url"))
    if "email" in keys:
        rest.form("email", "email", made, "an address such as name@example.com")
    rest.drop("unplaced", "identifier", "A license cannot have an identifier in a connector; it was dropped.")
    rest.close(made, f"`{spot.name}`")
    return {spot.name: made} if made else {}


def _tags(source: Source, spot: Spot | None) -> list[Json]:
    made: list[Json] = []
    seen: set[Json] = set()
    for one in source.items(spot):
        rest = Rest(source, one)
        tag: Plain = {}
        rest.texts(tag, "name", "description")
        if "name" not in tag or tag["name"] in seen:
            source.say("wrong", one.pointer, "A tag must have a unique name; this one was dropped.")
            continue
        seen.add(tag["name"])
        external_docs(rest, tag)
        made.append(rest.close(tag, "a tag"))
    return made


def _components(source: Source, spot: Spot | None) -> None:
    """Report components that are dropped; the others were written where they are referenced."""
    if spot is None:
        return
    if not isinstance(spot.value, dict):
        source.lost(spot, "an object")
    rest = Rest(source, spot)
    for group in _GROUPS:
        for one in source.entries(rest.take(group)):
            if group in _NEVER:
                source.say("unplaced", one.pointer, f"{_NEVER[group]}; '{shorten(one.name)}' was dropped.")
            elif group in _WRITTEN_OUT and one.pointer not in source.used:
                source.say("unused", one.pointer, f"Nothing refers to '{shorten(one.name)}'; it was dropped.")
    rest.close({}, "`components`", extensions=False)


def _media(made: Plain) -> None:
    """Move the media types of most operations to the top of the swagger."""
    paths = made["paths"]
    items = [item for item in (paths.values() if isinstance(paths, dict) else ()) if isinstance(item, dict)]
    operations = [one for item in items for one in item.values() if isinstance(one, dict) and "responses" in one]
    for key in ("consumes", "produces"):
        counted = Counter(tuple(map(str, said)) for one in operations if isinstance(said := one.get(key), list))
        if not counted:
            continue
        usual: list[Json] = list(counted.most_common(1)[0][0])
        made[key] = usual
        for one in operations:
            if one.get(key) == usual:
                del one[key]
