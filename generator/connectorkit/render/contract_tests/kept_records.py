"""Where what an operation makes or deletes can be seen, and how lists come in pages."""

from __future__ import annotations

from typing import Any

from connectorkit.render.contract_tests.requests import Requests
from connectorkit.sandbox.shapes import response_paths

Doc = dict[str, Any]


def listed(requests: Requests, route: Doc) -> Doc | None:
    """The call that lists what an operation makes or deletes, and where the key of a record is found."""
    rule = requests.rule(route)
    name = rule.get("create") or rule.get("delete")
    lister = requests.using("list", name) if name else None
    if lister is None or not name:
        return None
    key = response_paths.spelled(requests.collections[name].get("key", "id"))
    place, rows = requests.place(route), requests.rows(lister)
    found: Doc = {"request": requests.request(lister), "rows": f"{rows}.{key}"}
    if "create" in rule:
        found["created"] = f"{place}.{key}" if place else key
    if lister.get("pages", {}).get("page"):
        said = lister["pages"]
        found["pages"] = {**_paging(said), "items": rows.removesuffix("[]"), "most": said.get("max_size") or 100}
    return found


def pages(requests: Requests, route: Doc) -> Doc | None:
    """How a list comes in pages, and the call that makes a record for it; None where either is not declared."""
    rule, said = requests.rule(route), route.get("pages") or {}
    names = [rule["list"]] if "list" in rule else rule.get("search", [])
    paging = (requests.spec.get("sandbox") or {}).get("pages") or {}
    makers = [(name, maker) for name in names if (maker := requests.using("create", name)) is not None]
    makers = [one for one in makers if _path_names(one[1]) <= _path_names(route)]
    if not makers or not said.get("page") or not paging:
        return None
    name, maker = makers[0]
    key = response_paths.spelled(requests.collections[name].get("key", "id"))
    place = requests.place(maker)
    rows = requests.rows(route).removesuffix("[]")
    return {
        "pages": {**_paging(said), "items": rows},
        "items": rows,
        "smallest": max(int(paging.get("smallest", 1)), 2) if said.get("size") else int(paging.get("size", 20)),
        "create": {"request": requests.request(maker), "value": f"{place}.{key}" if place else key},
        "key": key if "list" in rule else "",
        "totals": {word: paging[word] for word in ("total", "per_page", "next", "previous") if word in paging},
    }


def _paging(said: Doc) -> Doc:
    return {word: said[word] for word in ("page", "size", "current", "last") if said.get(word)}


def _path_names(route: Doc) -> set[str]:
    return {one["name"] for one in route["parameters"] if one["in"] == "path"}
