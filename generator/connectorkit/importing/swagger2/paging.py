"""Paging of a swagger: what x-ms-pageable declares, and parameters that only look like paging."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.sandbox.shapes.response_paths import spelled

Plain = dict[str, Json]
KEYS = frozenset(("nextLinkName", "itemName", "operationName"))
"""The keys of an x-ms-pageable that `pages` can say."""
_MOST_LAYERS = 50
_SIGNS = re.compile(r"[^a-z0-9]")
# Names that almost always mean paging, by the kind of paging, with the matching types.
_NAMES = {
    "page": (("page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage"), ("integer", "number")),
    "offset": (("offset", "skip", "startat", "startindex", "startrow"), ("integer", "number")),
    "cursor": (
        tuple(
            """
            cursor nextcursor pagecursor pagetoken nextpagetoken nexttoken continuationtoken startingafter skiptoken
            """.split()
        ),
        ("string",),
    ),
}


def linked(document: Plain, method: str, operation: Plain) -> Plain | None:
    """The ``pages`` for an x-ms-pageable; None where the swagger does not determine all of it.

    This requires a GET, a string field with the link, and a list under itemName (default: ``value``).
    """
    said = operation.get("x-ms-pageable")
    if method != "get" or not isinstance(said, dict) or not said.keys() <= KEYS:
        return None
    texts = {key: value for key, value in said.items() if isinstance(value, str) and value}
    link, items = texts.get("nextLinkName", ""), texts.get("itemName", "value")
    fields = _fields(document, _answer(document, operation))
    if texts.keys() != said.keys() or _type(document, fields.get(link)) != "string":
        return None
    if _type(document, fields.get(items)) != "array":
        return None
    return {"by": "link", "items": f"{spelled(items)}[]", "next": spelled(link), "platform": for_platform(said)}


def for_platform(said: Plain) -> Json:
    """The value of `pages.platform` for an x-ms-pageable, without the link."""
    words = (("item_name", "itemName"), ("operation", "operationName"))
    more: Plain = {key: said[wire] for key, wire in words if wire in said}
    return more or True


def likely(document: Plain, operation: Plain, shared: Json = None) -> tuple[str, str] | None:
    """The probable kind of paging, and its parameter; None where there is none or it is declared.

    ``shared`` are the parameters of the path. The response must have a list.
    """
    if "x-ms-pageable" in operation or not _lists(document, _answer(document, operation)):
        return None
    both = [*_listed(operation.get("parameters")), *_listed(shared)]
    for one in (_followed(document, parameter) for parameter in both):
        name = _SIGNS.sub("", str(one.get("name")).lower())
        for by, (names, types) in _NAMES.items():
            if one.get("in") == "query" and name in names and one.get("type") in types:
                return by, str(one["name"])
    return None


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _answer(document: Plain, operation: Plain) -> Json:
    said = operation.get("responses")
    return _followed(document, said.get("200") if isinstance(said, dict) else None).get("schema")


def _followed(document: Plain, node: Json) -> Plain:
    """The target of a node's references; empty for a broken one."""
    for _ in range(_MOST_LAYERS):
        target = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(target, str):
            break
        node = json_pointer.find(document, target[1:], {}) if target.startswith("#/") else {}
    return node if isinstance(node, dict) else {}


def _layers(document: Plain, node: Json, left: int = _MOST_LAYERS) -> Iterator[Plain]:
    """A schema and its `allOf` parts."""
    here = _followed(document, node)
    if left > 0:
        for part in _listed(here.get("allOf"))[:left]:
            yield from _layers(document, part, left // 2)
    yield here


def _fields(document: Plain, node: Json) -> Plain:
    found: Plain = {}
    for layer in _layers(document, node):
        properties = layer.get("properties")
        found |= properties if isinstance(properties, dict) else {}
    return found


def _type(document: Plain, node: Json) -> Json:
    return next((layer["type"] for layer in _layers(document, node) if "type" in layer), None)


def _lists(document: Plain, node: Json) -> bool:
    """Whether a response is a list, or has a list in one of its fields, or in a field of these."""
    below = [node, *_fields(document, node).values()]
    below += [one for field in below[1:] for one in _fields(document, field).values()]
    return any(_type(document, one) == "array" for one in below)
