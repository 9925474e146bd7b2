"""Paths and operations of OpenAPI 3 as those of Swagger 2.0."""

from __future__ import annotations

import re

from connectorkit.importing.openapi3 import servers
from connectorkit.importing.openapi3.body import Bodies
from connectorkit.importing.openapi3.document import Plain, Rest, Source, Spot, extension, is_reference, shorten
from connectorkit.importing.openapi3.keywords import external_docs
from connectorkit.importing.openapi3.parameter import Parameters
from connectorkit.importing.openapi3.schema import Schemas
from connectorkit.importing.openapi3.security import Security
from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS
from connectorkit.model.python_names import class_name, unique, words

_TEMPLATE = re.compile(r"\{([^{}]+)\}")
_CONTENT = "x-ms-notification-content"
_BARE = ("get", "head")
_LONGEST = 80


class Paths:
    """Converts paths and their operations to Swagger 2.0."""

    def __init__(self, source: Source, security: Security) -> None:
        self.source = source
        self.security = security
        self.schemas = Schemas(source)
        self.parameters = Parameters(source, self.schemas)
        self.bodies = Bodies(source, self.schemas, self.parameters)
        self.server = _first_server(source.document)
        self._said = _ids(source.document)
        self._taken: set[str] = set()

    def paths(self, spot: Spot | None) -> Plain:
        """All paths, in order."""
        made: Plain = {}
        for one in self.source.entries(spot):
            if one.name.startswith("x-"):
                made[one.name] = extension(one.value)
                continue
            path = one.name if one.name.startswith("/") else f"/{one.name}"
            if path in made:
                self.source.say("wrong", one.pointer, f"The path '{shorten(path)}' is already defined.")
                continue
            if path != one.name:
                self.source.say("same", one.pointer, f"A slash was added at the start of the path '{shorten(path)}'.")
            made[path] = self.item(one, path)
        return made

    def item(self, spot: Spot, path: str) -> Plain:
        """A path with its operations."""
        target = self.source.follow(spot)
        if target is None or not isinstance(target.value, dict):
            if target is not None:
                self.source.lost(target, "a path with its operations")
            return {}
        if is_reference(spot.value) and len(spot.mapping) > 1:
            self.source.say("wrong", spot.pointer, "Keys next to '$ref' are ignored; the target of '$ref' is used.")
        rest = Rest(self.source, target)
        made: Plain = {}
        servers.own(self.source, rest.take("servers"), self.server)
        shared = self.parameters.listed(rest.take("parameters"), path)
        if shared:
            made["parameters"] = list[Json](shared)
        declared = self.parameters.names(shared, "path")
        for key in rest.spot.mapping:
            if key in METHODS and (operation := rest.take(key)) is not None:
                made |= self._method(operation, path, declared)
        for key in ("trace", "query"):
            rest.drop("method", key, f"Connectors do not support the method {key.upper()}; this operation was dropped.")
        self._texts(rest, made)
        self._summaries(rest, made, path)
        content = rest.take(_CONTENT)
        if content is not None:
            made[_CONTENT] = self._notification(content)
        return rest.close(made, "a path")

    def _method(self, spot: Spot, path: str, declared: set[str]) -> Plain:
        if not isinstance(spot.value, dict):
            self.source.lost(spot, "an operation")
            return {}
        return {spot.name: self.operation(Rest(self.source, spot), path, declared)}

    def _texts(self, rest: Rest, made: Plain) -> None:
        """Copy the summary and description of a path to operations without their own."""
        for key in ("summary", "description"):
            spot = rest.spot.mapping.get(key)
            text = rest.text(key)
            missing = [one for method in METHODS if isinstance(one := made.get(method), dict) and key not in one]
            if text is None or spot is None:
                continue
            for operation in missing:
                operation[key] = text
            what = "was moved to its operations" if missing else "was dropped, because its operations have their own"
            self.source.say(
                "same" if missing else "unplaced", f"{rest.spot.pointer}/{key}", f"The {key} of a path {what}."
            )

    def _notification(self, spot: Spot) -> Json:
        if not isinstance(spot.value, dict) or "schema" not in spot.value:
            return extension(spot.value)
        others: Plain = {key: extension(value) for key, value in spot.value.items()}
        return {**others, "schema": self.schemas.schema(spot.below("schema"))}

    def operation(self, rest: Rest, path: str, declared: set[str]) -> Plain:
        """An operation; ``declared`` are the path parameters that its path declares."""
        made: Plain = {}
        tags = [one for one in self.source.items(rest.take("tags"))]
        named = [one.value for one in tags if isinstance(one.value, str)]
        for one in tags:
            if not isinstance(one.value, str):
                self.source.lost(one, "a string")
        if named:
            made["tags"] = list[Json](named)
        rest.texts(made, "summary", "description")
        external_docs(rest, made)
        made["operationId"] = self._id(rest, path)
        self._inputs(rest, made, path, declared)
        answers, media = self.bodies.responses(rest.take("responses"), rest.spot)
        if media:
            made["produces"] = list[Json](media)
        made["responses"] = answers
        if rest.flag("deprecated"):
            made["deprecated"] = True
        required = self.security.requirements(rest.take("security"))
        if required is not None:
            made["security"] = required
        servers.own(self.source, rest.take("servers"), self.server)
        for callback in self.source.entries(rest.take("callbacks")):
            self.source.say(
                "event",
                callback.pointer,
                f"The callback '{shorten(callback.name)}' cannot be expressed in an action; it was dropped.",
            )
        content = rest.take(_CONTENT)
        if content is not None:
            made[_CONTENT] = self._notification(content)
        return rest.close(made, "an operation")

    def _inputs(self, rest: Rest, made: Plain, path: str, declared: set[str]) -> None:
        listed = self.parameters.listed(rest.take("parameters"), path)
        known = declared | self.parameters.names(listed, "path")
        for name in dict.fromkeys(_TEMPLATE.findall(path)):
            if name not in known:
                said = f"'{shorten(name)}' of the path has no parameter; a string parameter was added."
                self.source.say("wrong", rest.spot.pointer, said)
                listed.append({"name": name, "in": "path", "required": True, "type": "string"})
        body = rest.take("requestBody")
        if body is not None and rest.spot.name in _BARE:
            said = f"A connector sends no body with {rest.spot.name.upper()}; it was dropped."
            self.source.say("method", body.pointer, said)
        elif body is not None:
            parameters, media = self.bodies.request(body)
            listed += parameters
            if media:
                made["consumes"] = [media]
        if listed:
            made["parameters"] = list[Json](listed)

    def _summaries(self, rest: Rest, made: Plain, path: str) -> None:
        """Derive missing summaries from operationIds: `listOrders` becomes "List orders"."""
        for method in METHODS:
            operation = made.get(method)
            if isinstance(operation, dict) and "summary" not in operation:
                operation["summary"] = drafted = summary_of(str(operation["operationId"]))
                said = f"{method.upper()} {shorten(path)} has no summary; '{drafted}' was drafted."
                self.source.say("summary", f"{rest.spot.pointer}/{method}", said)

    def _id(self, rest: Rest, path: str) -> str:
        said = rest.text("operationId")
        method = rest.spot.name
        steps = (f"by {step[1:-1]}" if step[:1] == "{" else step for step in path.split("/"))
        wanted = said or class_name(method, *steps)
        chosen = unique([wanted], self._taken if said else self._taken | self._said)[0]
        self._taken.add(chosen)
        at = f"{rest.spot.pointer}/operationId" if said else rest.spot.pointer
        if said is None:
            what = (
                f"{method.upper()} {shorten(path)} has no operationId; '{shorten(chosen)}' was derived from its path."
            )
            self.source.say("name", at, what)
        elif chosen != said:
            what = f"The operationId '{shorten(said)}' is used twice; this one was renamed to '{shorten(chosen)}'."
            self.source.say("wrong", at, what, "Give it a unique operationId.")
        return chosen


def summary_of(id: str) -> str:
    """A summary from an operationId: its words as a sentence, at most 80 characters."""
    said = words(id)
    text = ""
    for word in said:
        if len(text) + 1 + len(word) > _LONGEST:
            break
        text = f"{text} {word}" if text else word
    return text[:1].upper() + text[1:] if text else id[:_LONGEST]


def _ids(document: Plain) -> set[str]:
    """The operationIds of the document."""
    items = document.get("paths")
    operations = [
        item.get(method)
        for item in (items.values() if isinstance(items, dict) else ())
        if isinstance(item, dict)
        for method in METHODS
    ]
    said = [one.get("operationId") for one in operations if isinstance(one, dict)]
    return {one for one in said if isinstance(one, str)}


def _first_server(document: Plain) -> Json:
    listed = document.get("servers")
    first = listed[0] if isinstance(listed, list) and listed else None
    return first.get("url") if isinstance(first, dict) else None
