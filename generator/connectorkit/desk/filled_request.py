"""Converts a completed card to the request that a flow sends: values by the designer's keys to path, query and body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from connectorkit.contract.contract_types import Request
from connectorkit.designer.cards import Card
from connectorkit.designer.javascript import Plain, decoded, mapping, same, to_string
from connectorkit.desk.definition_index import DefinitionIndex, Operation, Part
from connectorkit.model.json_value import Json, listed
from connectorkit.sandbox.shapes.document_types import Route

_DEEPEST = 20
_SEPARATORS = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}
_FILE_NAME = "$filename"
_ABSENT: tuple[Json, ...] = (None, "")


class Filled(NamedTuple):
    """A request, and the file names in its form by field; ``multipart``: the form is sent as multipart/form-data."""

    request: Request
    files: dict[str, str]
    multipart: bool = False


class FilledRequest:
    """Builds requests of one definition. Empty inputs are not sent; hidden inputs with a default are."""

    def __init__(self, index: DefinitionIndex) -> None:
        self._index = index

    def of(
        self,
        operation: Operation,
        route: Route,
        values: Mapping[str, Json],
        card: Card | None = None,
        loaded: Mapping[str, Part] | None = None,
    ) -> Filled:
        """The request for values by key; with a ``card``, values of inputs that the card does not have are left out.

        ``loaded`` are inputs by key that were loaded from an operation while the card was filled in.
        """
        loaded = loaded or {}
        made: Request = {"operation": operation.id, "method": route["method"], "path": _path(route)}
        path: Plain = {}
        query: Plain = dict(_fixed(route))
        headers: Plain = {}
        form: Plain = {}
        places = {"path": path, "query": query, "header": headers, "formData": form}
        for parameter in operation.parameters:
            place, name = str(parameter.node.get("in")), str(parameter.node.get("name"))
            hidden = same(parameter.node.get("x-ms-visibility"), "internal")
            default = parameter.node.get("default")
            if hidden and default is not None and place in places:
                places[place][name] = default
        body: Json = self._hidden_body(operation)
        known = None if card is None else {*loaded, *(one.key for one in card.inputs)}
        files: dict[str, str] = {}
        for key, value in values.items():
            part = loaded.get(key) or self._index.schema(operation, key)
            if part is None or value in _ABSENT or (known is not None and key not in known):
                continue
            place, _, rest = key.partition(".$")
            steps = [decoded(step) for step in rest.split(".")[1:]]
            sent = self._typed(value, part)
            if place == "body":
                body = _laid(body, steps, sent)
            elif steps[-1] == _FILE_NAME:
                files[steps[0]] = to_string(value)
            elif place in places:
                places[place][steps[0]] = _plain(sent, part.node, place)
        made["path_values"] = {name: _encoded(value, route, name) for name, value in path.items()}
        made["query"], made["headers"] = query, headers
        self._add_body(made, operation, body, form)
        return Filled(made, files, bool(form) and self._in_parts(operation))

    def _in_parts(self, operation: Operation) -> bool:
        """Whether a form is sent as multipart/form-data: if it has a file, or no other media type is declared."""
        form = [one.node for one in operation.parameters if one.node.get("in") == "formData"]
        kinds = listed(operation.part.node.get("consumes")) or listed(self._index.definition.get("consumes"))
        only = "multipart/form-data" in kinds and "application/x-www-form-urlencoded" not in kinds
        return only or any(one.get("type") == "file" for one in form)

    def _add_body(self, made: Request, operation: Operation, body: Json, form: Plain) -> None:
        if form:
            made["form"] = form
        elif operation.body is not None and body is not None:
            schema = self._index.schema(operation, "body.$")
            if isinstance(body, str) and schema is not None and schema.node.get("format") in ("binary", "byte"):
                made["raw"] = body
            else:
                made["body"] = body

    def _hidden_body(self, operation: Operation) -> Json:
        part = self._index.schema(operation, "body.$")
        return (self._defaults(part, 0) or None) if part is not None else None

    def _defaults(self, part: Part, depth: int) -> Plain:
        """The defaults of the hidden properties of an object, and of the required objects in it."""
        made: Plain = {}
        required = part.node.get("required")
        for name in mapping(part.node.get("properties")) if depth < _DEEPEST else ():
            inner = self._index.below(part, [name])
            if inner is None:
                continue
            if same(inner.node.get("x-ms-visibility"), "internal") and inner.node.get("default") is not None:
                made[name] = inner.node["default"]
            elif isinstance(required, list) and name in required and inner.node.get("type") == "object":
                below = self._defaults(inner, depth + 1)
                if below:
                    made[name] = below
        return made

    def _typed(self, value: Json, part: Part, depth: int = 0) -> Json:
        """A value converted to the type of its schema; unchanged if it cannot be converted."""
        kind = part.node.get("type")
        if kind == "array" and isinstance(value, list) and depth < _DEEPEST:
            return [self._item(one, self._index.items(part), depth) for one in value]
        if not isinstance(value, str) or kind == "string":
            return value
        if kind in ("integer", "number"):
            return _number(value, str(kind))
        if kind in ("object", "array") or (kind is None and value[:1] in ("{", "[")):
            return _document(value)
        return value

    def _item(self, value: Json, items: Part, depth: int) -> Json:
        """An item of a list, from values by the keys of its inputs; ``$`` is the item as a whole."""
        if not isinstance(value, dict) or not all(key.startswith("$") for key in value):
            return self._typed(value, items, depth + 1)
        made: Json = self._defaults(items, depth) or None
        for key, one in value.items():
            steps = [decoded(step) for step in key.split(".")[1:]]
            part = self._index.below(items, steps)
            if part is not None and one not in _ABSENT:
                made = _laid(made, steps, self._typed(one, part, depth + 1))
        return made if made is not None else {}


def _path(route: Route) -> str:
    return route["path"]


def _fixed(route: Route) -> Iterator[tuple[str, Json]]:
    """Query parameters that are part of the path in the definition."""
    for pair in filter(None, route["query"].split("&")):
        name, _, value = pair.partition("=")
        yield name, value


def _laid(document: Json, steps: list[str], value: Json) -> Json:
    """The document with ``value`` set at the path ``steps``; missing containers are created."""
    if not steps:
        return value
    made = dict(document) if isinstance(document, dict) else {}
    made[steps[0]] = _laid(made.get(steps[0]), steps[1:], value)
    return made


def _plain(value: Json, node: Plain, place: str) -> Json:
    """A value outside a body: an array is joined according to collectionFormat."""
    if not isinstance(value, list):
        return to_string(value) if isinstance(value, bool | dict) else value
    form = node.get("collectionFormat")
    if form == "multi" and place in ("query", "formData"):
        return [to_string(one) for one in value]
    return _SEPARATORS.get(str(form), ",").join(to_string(one) for one in value)


def _encoded(value: Json, route: Route, name: str) -> Json:
    """An encoded path value; the platform encodes some of them twice."""
    double = any(one["name"] == name and one.get("encoding") == "double" for one in route["parameters"])
    return quote(to_string(value), safe="") if double else value


def _number(value: str, kind: str) -> Json:
    try:
        return int(value) if kind == "integer" or value.strip().lstrip("+-").isdecimal() else float(value)
    except ValueError:
        return value


def _document(value: str) -> Json:
    try:
        found: Json = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return found
