"""Drop-downs and dynamic schemas of a swagger in the source format."""

from __future__ import annotations

from connectorkit.model.connector import Json

Plain = dict[str, Json]
_VALUES = {
    "operationId": "operation",
    "capability": "capability",
    "builtInOperation": "built_in",
    "value-collection": "collection",
    "value-path": "value",
    "value-title": "title",
    "value-folder-property": "folder",
}
_LIST = {
    "operationId": "operation",
    "builtInOperation": "built_in",
    "itemsPath": "collection",
    "itemValuePath": "value",
    "itemTitlePath": "title",
}
_SCHEMA = {"operationId": "operation", "value-path": "value"}
_PROPERTIES = {"operationId": "operation", "itemValuePath": "value"}


def options(values: Json, listed: Json) -> Plain | None:
    """``x-ms-dynamic-values`` and ``x-ms-dynamic-list`` as one node; None for neither. An absent one is None."""
    return _pair(
        _older(values, _VALUES) if isinstance(values, dict) else None,
        _newer(listed, _LIST) if isinstance(listed, dict) else None,
        "list",
    )


def shape(schema: Json, properties: Json) -> Plain | None:
    """``x-ms-dynamic-schema`` and ``x-ms-dynamic-properties`` (None: absent) as one node."""
    return _pair(
        _older(schema, _SCHEMA) if isinstance(schema, dict) else None,
        _newer(properties, _PROPERTIES) if isinstance(properties, dict) else None,
        "properties",
    )


def _pair(older: Plain | None, newer: Plain | None, second: str) -> Plain | None:
    if newer is None:
        return older
    if older is None:
        return {**newer, "written": second}
    both = _merged(older, newer)
    return {**older, second: newer} if both is None else {**both, "written": "both"}


def _merged(older: Plain, newer: Plain) -> Plain | None:
    """One node from which both extensions can be rendered; None when they contradict each other."""
    a = {key: value for key, value in older.items() if key not in ("with", "capability", "folder")}
    b = {key: value for key, value in newer.items() if key != "with"}
    first, second = older.get("with"), newer.get("with")
    if a != b or "extra" in a or (first is None) != (second is None):
        return None
    if not isinstance(first, dict) or not isinstance(second, dict):
        return dict(older)
    if set(first) != set(second):
        return None
    arguments: Plain = {}
    for name, said in first.items():
        merged = _argument(said, second[name])
        if merged is None:
            return None
        arguments[name] = merged[0]
    return {key: arguments if key == "with" else value for key, value in older.items()}


def _argument(older: Json, newer: Json) -> tuple[Json] | None:
    """The argument for both spellings, in a tuple since it may be null."""
    if isinstance(older, dict) and isinstance(newer, dict) and "from" in older and "from" in newer:
        return (older if older == newer else {**older, "path": newer["from"]},)
    bare = older["value"] if isinstance(older, dict) and "value" in older else older
    other = newer["value"] if isinstance(newer, dict) and "value" in newer else newer
    if isinstance(bare, dict) or type(bare) is not type(other) or bare != other:
        return None
    return (older,)


def _older(said: Plain, keys: dict[str, str]) -> Plain:
    return _node(said, keys, "parameter", False)


def _newer(said: Plain, keys: dict[str, str]) -> Plain:
    return _node(said, keys, "parameterReference", True)


def _node(said: Plain, keys: dict[str, str], reference: str, wrapped: bool) -> Plain:
    rest = dict(said)
    node: Plain = {}
    for wire, key in keys.items():
        value = rest.get(wire)
        if isinstance(value, str) and value:
            node[key] = rest.pop(wire)
    arguments = rest.get("parameters")
    if isinstance(arguments, dict) and not (wrapped and None in arguments.values()):
        del rest["parameters"]
        node["with"] = {name: _argument_value(value, reference, wrapped) for name, value in arguments.items()}
    return {**node, "extra": rest} if rest else node


def _argument_value(value: Json, reference: str, wrapped: bool) -> Json:
    """An argument: a literal, ``{from: ...}``, ``{value: ...}`` or ``{raw: ...}``."""
    if not isinstance(value, dict):
        return {"raw": value} if wrapped else value
    if len(value) == 1:
        target = value.get(reference)
        if isinstance(target, str) and target:
            return {"from": target}
        if "value" in value:
            literal = value["value"]
            return literal if wrapped and not isinstance(literal, dict) else {"value": literal}
    return {"raw": value}
