"""Letter case in apiProperties.json: the platform ignores it in keys and types, a JSON Schema does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectorkit.model.json_value import Json

# Objects whose keys the author chooses.
_FREE = frozenset(("connectionParameters", "customParameters", "additionalParameters"))
_VALUES = frozenset(("type", "identityProvider", "redirectMode"))


def as_in_schema(schema: Mapping[str, object], document: Json) -> Json:
    """``document`` with keys, and values that name a type, in the letter case of ``schema``."""
    _, keys, values = _spellings.get(id(schema)) or _read(schema)
    return _respelt(document, keys, values, "")


# What was read of a schema, together with the schema, so that its id stays valid.
_Spellings = tuple[Mapping[str, object], dict[str, str], dict[str, str]]
_spellings: dict[int, _Spellings] = {}


def _read(schema: Mapping[str, object]) -> _Spellings:
    keys = {name.casefold(): name for name in _names(schema)}
    values = {name.casefold(): name for name in _values(schema)}
    found = _spellings[id(schema)] = (schema, keys, values)
    return found


def _names(node: object) -> Iterator[str]:
    """The names of all properties in a schema."""
    if isinstance(node, Mapping):
        properties = node.get("properties")
        yield from properties if isinstance(properties, Mapping) else ()
    for below in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        yield from _names(below)


def _values(node: object) -> Iterator[str]:
    """The strings in enumerations of a schema."""
    if isinstance(node, Mapping):
        listed = node.get("enum")
        yield from (one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()
    for below in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        yield from _values(below)


def _respelt(node: Json, keys: Mapping[str, str], values: Mapping[str, str], above: str) -> Json:
    if isinstance(node, list):
        return [_respelt(one, keys, values, "") for one in node]
    if not isinstance(node, dict):
        return values.get(node.casefold(), node) if isinstance(node, str) and above in _VALUES else node
    made: dict[str, Json] = {}
    for key, value in node.items():
        known = key if above in _FREE else keys.get(key.casefold(), key)
        name = key if known in node else known
        made[name] = _respelt(value, keys, values, name)
    return made
