"""Drop-downs that an operation fills: the operation, its arguments, and the choices in its response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from connectorkit.designer.choices import loading as loading_key
from connectorkit.designer.javascript import Plain, encoded, mapping, to_string, words
from connectorkit.desk.definition_index import Operation
from connectorkit.model.json_value import Json, listed

MOST_CHOICES = 1_000
_TREE = "x-ms-dynamic-tree"
_SCHEMAS = ("x-ms-dynamic-properties", "x-ms-dynamic-schema")


class Loading(NamedTuple):
    """A call that fills a drop-down. ``collection``, ``value`` and ``title`` are paths, with dots or slashes.

    ``parameters`` are constants or references to inputs, by the names of the called operation's parameters.
    """

    operation: str
    parameters: Plain
    collection: str
    value: str
    title: str


class Arguments(NamedTuple):
    """Arguments of the called operation by the designer's keys, and labels of required inputs without a value."""

    values: Plain
    missing: tuple[str, ...]


def loading(schema: Plain) -> Loading | None:
    """The call that fills an input; None if there is none, or if a file picker or the platform fills it."""
    key = loading_key(schema)
    said = mapping(schema.get(key)) or mapping(mapping(schema.get("items")).get(key))
    operation = words(said.get("operationId"))
    if not operation or key == _TREE:
        return None
    return Loading(
        operation,
        mapping(said.get("parameters")),
        words(said.get("value-collection")) or words(said.get("itemsPath")),
        words(said.get("value-path")) or words(said.get("itemValuePath")),
        words(said.get("value-title")) or words(said.get("itemTitlePath")),
    )


def schema_loading(node: Plain) -> Loading | None:
    """The call that loads the fields of an object; ``value`` is the path of the schema. None if there is none."""
    said = next((mapping(node.get(key)) for key in _SCHEMAS if node.get(key)), {})
    operation = words(said.get("operationId"))
    path = words(said.get("value-path")) or words(said.get("itemValuePath"))
    return Loading(operation, mapping(said.get("parameters")), "", path, "") if operation else None


def at_value(loading: Loading, document: Json) -> Json:
    """The value at the value path of a call in a response."""
    return _at(document, loading.value) if loading.value else document


def arguments(
    loading: Loading, operation: Operation, called: Operation, values: Mapping[str, Json], labels: Mapping[str, str]
) -> Arguments:
    """The arguments of a call: constants, and the values of the referenced inputs.

    ``values`` can include those of a list item; their keys begin with ``$``.
    """
    found: Plain = {}
    missing = []
    for name, said in loading.parameters.items():
        parameter = next((one for one in called.parameters if one.node.get("name") == name), None)
        place = words(parameter.node.get("in")) if parameter is not None else "body"
        key = f"{place}.$.{encoded(name)}" if place != "body" else f"body.$.{'.'.join(map(encoded, name.split('/')))}"
        reference = words(mapping(said).get("parameter")) or words(mapping(said).get("parameterReference"))
        if not reference:
            found[key] = mapping(said).get("value", said)
            continue
        source = next((one for one in _keys(reference, operation) if one in labels or one in values), "")
        value = values.get(source)
        if value in (None, "") and not (isinstance(said, dict) and said.get("required") is False):
            missing.append(labels.get(source, reference))
        found[key] = value
    return Arguments(found, tuple(missing))


def _keys(reference: str, operation: Operation) -> Iterator[str]:
    """The keys that a reference can name: that of a parameter, or of a path such as ``body/order/id``."""
    for one in operation.parameters:
        if one.node.get("name") == reference:
            yield f"{words(one.node.get('in'))}.$.{encoded(reference)}"
    steps = reference.split("/")
    yield from (".".join(("$", *map(encoded, steps[first:]))) for first in range(len(steps)))
    place, rest = (steps[0], steps[1:]) if len(steps) > 1 and steps[0] in _PLACES else ("body", steps)
    yield ".".join((place, "$", *map(encoded, rest)))
    if place == "body" and rest == steps and operation.body is not None and steps[0] == operation.body.node.get("name"):
        yield ".".join(("body", "$", *map(encoded, steps[1:])))


_PLACES = ("body", "path", "query", "header", "formData")


def choices(loading: Loading, document: Json) -> list[Json]:
    """The titles and values of the choices, in the order of the response."""
    found = _at(document, loading.collection) if loading.collection else document
    made: list[Json] = []
    for item in listed(found)[:MOST_CHOICES]:
        value = _at(item, loading.value) if loading.value else item
        title = _at(item, loading.title) if loading.title else value
        made.append({"title": to_string(title), "value": value})
    return made


def _at(value: Json, path: str) -> Json:
    if isinstance(value, dict) and path in value:
        return value[path]
    for step in path.replace("/", ".").split("."):
        value = mapping(value).get(step)
    return value
