"""A first record for collections that stay empty: no call fills them, and the source declares no rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import operation_rules, response_paths, samples
from connectorkit.sandbox.shapes.document_types import Record, Route, Shape
from connectorkit.sandbox.shapes.sandbox_types import Collection, OperationRule, Sandbox


def filled(sandbox: Sandbox, routes: Sequence[Route]) -> Sandbox:
    """The declared behaviour, with a record of sample values in each collection that would stay empty.

    An empty list would show nothing of its items. ``rows: []`` keeps a collection empty.
    """
    rules, full = sandbox.get("operations", {}), _full(sandbox, routes)
    made: dict[str, Collection] = {}
    for name, said in sandbox.get("collections", {}).items():
        if name in full or "rows" in said or "parent" in said:
            continue
        shape = next((found for one in routes if (found := _record(one, rules, sandbox, name))), None)
        if shape is not None and (row := _row(shape, said.get("key", ""), routes, sandbox.get("inputs", {}))):
            made[name] = {**said, "rows": [row]}
    return {**sandbox, "collections": {**sandbox.get("collections", {}), **made}} if made else sandbox


def _full(sandbox: Sandbox, routes: Sequence[Route]) -> set[str]:
    """The collections that calls fill: those of the connector, and further routes. Items of a dry call are not kept."""
    rules = operation_rules.rules(sandbox)
    batches = {one["operation"] for one in routes if "items" in one and one["items"]["request"]}
    every: dict[str, OperationRule] = {**{name: {} for name in batches}, **rules}
    keeping = {name: rule for name, rule in every.items() if not rule.get("dry")}
    full = {rule.get("create", "") for rule in rules.values()}
    full |= {rule.get("collection", "") for rule in keeping.values()}
    if any(name in batches or rule.get("like") in batches for name, rule in keeping.items()):
        full.add(sandbox.get("batches", {}).get("collection", ""))
    return full


def _record(route: Route, rules: Mapping[str, OperationRule], sandbox: Sandbox, name: str) -> Shape | None:
    """The shape of a record that an operation returns from a collection; None if it does not."""
    rule = rules.get(route["operation"], {})
    if rule.get("view") == name:
        return response_paths.at(route["result"], response_paths.split(rule.get("at") or sandbox.get("place", "")))
    if rule.get("list") != name:
        return None
    said = rule.get("at") or (route["pages"]["items"] if "pages" in route else "")
    lists = [one.path for one in response_paths.paths(route["result"]) if "array" in one.kinds]
    path = (said or next(iter(lists), "")).removesuffix("[]") + "[]"
    return response_paths.at(route["result"], response_paths.split(path))


def _row(shape: Shape, key: str, routes: Sequence[Route], inputs: Mapping[str, Json]) -> Record | None:
    made = samples.sample(shape)
    if not isinstance(made, dict):
        return None
    given = (one for route in routes for one in route["parameters"] if one["in"] == "path" and one["name"] == key)
    for one in given:  # Callers that know only the source ask for this record.
        made[key] = samples.request_sample(one["shape"], key, inputs)
        break
    return made
