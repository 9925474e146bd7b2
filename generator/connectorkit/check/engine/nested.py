"""Objects inside extensions of the platform, and their possible keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine import extension_keys
from connectorkit.check.engine.connector_index import At, Plain, Subject
from connectorkit.model.connector import Json
from connectorkit.model.json_pointer import escape

_CALL = "operationId parameters builtInOperation capability dynamicState"
_READ = "itemsPath itemValuePath itemTitlePath itemFullTitlePath itemIsParent selectableFilter"
# The steps from a node to an object; `*` matches any name and any list item.
_KEYS: dict[str, str] = {
    "x-ms-dynamic-values": f"{_CALL} value-collection value-path value-title value-media-property "
    "value-folder-property",
    "x-ms-dynamic-values/parameters/*": "parameter value value-property",
    "x-ms-dynamic-list": f"{_CALL} {_READ}",
    "x-ms-dynamic-list/parameters/*": "parameterReference value",
    "x-ms-dynamic-schema": f"{_CALL} value-path",
    "x-ms-dynamic-schema/parameters/*": "parameter value value-property",
    "x-ms-dynamic-properties": f"{_CALL} itemValuePath",
    "x-ms-dynamic-properties/parameters/*": "parameterReference value",
    "x-ms-dynamic-tree": "settings open browse",
    "x-ms-dynamic-tree/settings": "canSelectParentNodes canSelectLeafNodes",
    "x-ms-dynamic-tree/open": f"{_CALL} {_READ}",
    "x-ms-dynamic-tree/browse": f"{_CALL} {_READ}",
    "x-ms-dynamic-tree/open/parameters/*": "parameterReference value selectedItemValuePath",
    "x-ms-dynamic-tree/browse/parameters/*": "parameterReference value selectedItemValuePath",
    "x-ms-enum-values/*": "displayName value",
    "x-ms-connector-metadata/*": "propertyName propertyValue",
    "x-ms-capabilities/testConnection": "operationId parameters",
    "x-ms-capabilities/file-picker": "open browse value-title value-path value-collection value-folder-property "
    "value-media-property",
    "x-ms-capabilities/file-picker/open": "operationId parameters",
    "x-ms-capabilities/file-picker/browse": "operationId parameters",
    "x-ms-capabilities/file-picker/browse/parameters/*": "parameter value value-property",
    "x-ms-trigger-metadata": "kind mode",
    "x-ms-notification": "operationId",
    "x-ms-pageable": "nextLinkName",
    "x-ms-openai-data": "openai-enabled operations",
    "x-ms-openai-data/operations/*": "operationId x-ms-require-user-confirmation parameters",
    "x-ms-openai-manifest": "humanName modelDescription contactEmail legalUrl",
}
_PATHS = {path: (tuple(path.split("/")), tuple(words.split())) for path, words in _KEYS.items()}
_STARTS = frozenset(steps[0] for steps, _ in _PATHS.values())
_KINDS = ("root", "info", "operation", "parameter", "items", "schema", "header")


class Slip(NamedTuple):
    """A misspelled key of an object in an extension: its node, pointer, extension, name and correction."""

    at: At
    pointer: str
    extension: str
    key: str
    right: str


def slips(subject: Subject) -> Iterator[Slip]:
    """Keys inside extensions that are similar to a key that the object can have but lacks."""
    for kind in _KINDS:
        for extension in sorted(_STARTS & subject.keys(kind).keys()):
            for at in subject.having(kind, extension):
                yield from _of(at, extension)


def _of(at: At, extension: str) -> Iterator[Slip]:
    for steps, known in _PATHS.values():
        if steps[0] == extension:
            for pointer, node in _objects(at.node[extension], at.at(extension), steps[1:]):
                yield from (
                    Slip(at, f"{pointer}/{escape(key)}", extension, key, right) for key, right in _wrong(node, known)
                )


def _objects(value: Json, pointer: str, steps: tuple[str, ...]) -> Iterator[tuple[str, Plain]]:
    if not steps:
        if isinstance(value, dict):
            yield pointer, value
    elif isinstance(value, dict):
        for name in value if steps[0] == "*" else steps[:1]:
            if name in value:
                yield from _objects(value[name], f"{pointer}/{escape(name)}", steps[1:])
    elif isinstance(value, list) and steps[0] == "*":
        for index, one in enumerate(value):
            yield from _objects(one, f"{pointer}/{index}", steps[1:])


def _wrong(node: Plain, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in node:
        if key not in known:
            right = extension_keys.near(key, [one for one in known if one not in node])
            if right:
                yield key, right
