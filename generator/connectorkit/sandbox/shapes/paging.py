"""Projection of paging to the sandbox's document."""

from __future__ import annotations

from typing import Literal

from connectorkit.model.connector import Pages
from connectorkit.sandbox.shapes import json_types
from connectorkit.sandbox.shapes.document_types import Paging, Shape
from connectorkit.sandbox.shapes.response_paths import nothing, split

_KINDS: dict[str, Literal["offset", "cursor", "link"]] = {"offset": "offset", "cursor": "cursor", "link": "link"}
PATHS: tuple[Literal["page_count", "total", "more", "next", "last_item"], ...]
PATHS = ("page_count", "total", "more", "next", "last_item")


def projected(pages: Pages, result: Shape | None) -> Paging:
    """The paging of an operation as plain data; ``result`` is the shape of a page."""
    made: Paging = {
        "items": pages.items,
        "page": pages.parameter,
        "size": pages.size,
        "current": pages.current,
        "last": pages.last,
        "max_size": pages.max_size,
    }
    if pages.by in _KINDS:
        made["by"] = _KINDS[pages.by]
    if pages.first != (1 if pages.by == "page" else 0):
        made["first"] = pages.first
    for word in PATHS:
        if path := getattr(pages, word):
            made[word] = path
    if pages.headers:
        made["headers"] = dict(pages.headers)
    if pages.next and (end := nothing(result, split(pages.next))) is not None:
        made["end"] = end
    return made


def ending(result: Shape | None, pages: Pages) -> Shape | None:
    """The shape of a page in which the link or cursor is optional, because the last page lacks it."""
    return _ending(result, split(pages.next)) if result is not None and pages.next else result


def _ending(shape: Shape, steps: tuple[str, ...]) -> Shape:
    if not steps:
        kinds = json_types.kinds(shape)
        return {**shape, "wire": [*kinds, *(one for one in ("null", "absent") if one not in kinds)]} if kinds else shape
    return {
        **shape,
        "fields": [
            {**one, "shape": _ending(one["shape"], steps[1:])} if one["name"] == steps[0] else one
            for one in shape.get("fields", ())
        ],
    }
