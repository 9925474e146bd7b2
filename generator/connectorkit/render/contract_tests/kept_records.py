"""Where the effect of creating or deleting a record can be observed, and how lists are paged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from connectorkit.contract.contract_types import Listed, Paged, PageNames, PageTotals
from connectorkit.render.contract_tests.requests import PLACES, Requests
from connectorkit.sandbox.shapes import json_types, response_paths, validate
from connectorkit.sandbox.shapes.document_types import Paging, Route, Shape
from connectorkit.sandbox.shapes.paging import PATHS
from connectorkit.sandbox.shapes.sandbox_types import PageRules

# A test of larger pages would create too many records.
_LARGEST = 500


def listed(requests: Requests, route: Route) -> Listed | None:
    """The call that lists the records that an operation creates or deletes, and the path of a record's key."""
    rule = requests.rule(route)
    name = rule.get("create") or rule.get("delete")
    lister = requests.using("list", name) if name else None
    if lister is None or not name:
        return None
    key = response_paths.spelled(requests.collections[name].get("key", "id"))
    place, rows = requests.place(route), requests.rows(lister)
    found: Listed = {"request": requests.request(lister), "rows": f"{rows}.{key}"}
    if "create" in rule:
        found["created"] = f"{place}.{key}" if place else key
    if "pages" in lister:
        found["pages"] = _names(lister, lister["pages"], rows.removesuffix("[]"))
        found["pages"]["most"] = lister["pages"]["max_size"] or _taken(lister, reversed(range(2, 101)), 100)
    return found


def pages(requests: Requests, route: Route) -> Paged | None:
    """How a list is paged, and the call that creates a record for it; None if either is not declared."""
    rule, said = requests.rule(route), route.get("pages")
    names = [rule["list"]] if "list" in rule else rule.get("search", [])
    paging = requests.spec["sandbox"].get("pages", {})
    makers = [(name, maker) for name in names if (maker := requests.using("create", name)) is not None]
    makers = [one for one in makers if _path_names(one[1]) <= _path_names(route)]
    if not makers or not said:
        return None
    name, maker = makers[0]
    key = response_paths.spelled(requests.collections[name].get("key", "id"))
    place = requests.place(maker)
    rows = requests.rows(route).removesuffix("[]")
    most = said["max_size"] or paging.get("largest", 0)
    least = max(paging.get("smallest", 1), 2)
    fewest = _taken(route, range(least, _LARGEST), least) if said["size"] else paging.get("size", 20)
    found: Paged = {
        "pages": _names(route, said, rows),
        "items": rows,
        "smallest": fewest,
        "create": {"request": requests.request(maker), "value": f"{place}.{key}" if place else key},
        "key": key if "list" in rule else "",
        "totals": _totals(paging),
    }
    if said["size"] and most > fewest:
        found["larger"] = _taken(route, range(min(2 * fewest, most), fewest, -1), 0)
        if not found["larger"]:
            del found["larger"]
    return found


def _taken(route: Route, sizes: Iterable[int], otherwise: int) -> int:
    """The first of the page sizes that the input for the size accepts."""
    name = route["pages"]["size"]
    declared = next((one["shape"] for one in route["parameters"] if one["name"] == name), None)
    if declared is None and name and "body" in route:
        declared = response_paths.at(route["body"]["shape"], response_paths.split(name))
    shape: Shape = declared or {}
    is_text = "string" in json_types.kinds(shape)
    fitting = (size for size in sizes if validate.passes(str(size) if is_text else size, shape))
    return next(fitting, otherwise)


def _names(route: Route, said: Paging, items: str) -> PageNames:
    found: PageNames = {"page": said["page"], "items": items}
    if said["size"]:
        found["size"] = said["size"]
    if said["current"]:
        found["current"] = said["current"]
    if said["last"]:
        found["last"] = said["last"]
    if "by" in said:
        found["by"] = said["by"]
    if "first" in said:
        found["first"] = said["first"]
    for word in PATHS:
        if word in said:
            found[word] = said[word]
    if "headers" in said:
        found["headers"] = said["headers"]
    return _placed(route, said, found)


def _placed(route: Route, said: Paging, found: PageNames) -> PageNames:
    """Add the locations of the paging inputs, and which of them are strings."""
    named: dict[str, str] = {"page": said["page"], "size": said["size"]}
    for word, name in named.items():
        declared = next((one for one in route["parameters"] if one["name"] == name), None)
        place = PLACES.get(declared["in"], "path_values") if declared else "query"
        shape = response_paths.at(route["body"]["shape"], response_paths.split(name)) if "body" in route else {}
        if name and declared is None and shape:
            place = "body"
            if "string" in json_types.kinds(shape):
                found.setdefault("texts", []).append(word)
        if place != "query":
            found.setdefault("places", {})[word] = place
    return found


def _totals(paging: PageRules) -> PageTotals:
    words: tuple[Literal["total", "per_page", "next", "previous"], ...] = ("total", "per_page", "next", "previous")
    found: PageTotals = {}
    for word in words:
        if word in paging:
            found[word] = paging[word]
    return found


def _path_names(route: Route) -> set[str]:
    return {one["name"] for one in route["parameters"] if one["in"] == "path"}
