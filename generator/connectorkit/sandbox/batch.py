"""Calls that carry several items, each accepted or refused on its own."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from connectorkit.sandbox import shapes
from connectorkit.sandbox.check import matches
from connectorkit.sandbox.fill import fill, look, put
from connectorkit.sandbox.state import Values

Doc = dict[str, Any]


def answer(sandbox: Doc, route: Doc, rule: Doc, values: Values, known: Doc) -> Any:
    """The answer with one result for each item of the request; accepted items are kept."""
    said = {**(sandbox.get("batches") or {}), **rule}
    path, _, field = route["items"]["path"].rpartition(".")
    shape = shapes.at(route["result"], shapes.split(path))
    results = []
    for item in _items(said, route, values):
        result, accepted = _result(said, values, shape, {**known, **item}, (field, route["items"]["equals"]))
        if accepted and "collection" in said:
            values.state.add(said["collection"], {**result, "operation": route["operation"]})
        results.append((result, accepted))
    body = put(fill(route["result"], known), path.removesuffix("[]"), [result for result, _ in results])
    return _totals(said.get("totals") or {}, body, results)


def _items(said: Doc, route: Doc, values: Values) -> list[Doc]:
    """The request's items; one that names a group stands for each member of it."""
    items = [one for one in look(values.request, route["items"]["request"]) if isinstance(one, dict)]
    group = said.get("group")
    if not group:
        return items
    out: list[Doc] = []
    for item in items:
        key = item.get(group["field"])
        rows = [row for row in values.state.rows(group["collection"]) if str(row.get(group["field"])) == str(key)]
        out += [item] if key is None else [{**item, **_copied(group, row)} for row in rows]
    return out


def _copied(group: Doc, row: Doc) -> Doc:
    return {to: row.get(source) for to, source in (group.get("copy") or {}).items()}


def _result(said: Doc, values: Values, shape: Doc, known: Doc, success: tuple[str, Any]) -> tuple[Doc, bool]:
    """One item's result, and whether it was accepted."""
    field, good = success
    values.state.serial += 1
    own = Values(values.state, known, known, values.state.serial)
    case = _case(said.get("cases") or (), known)
    status = case.get("status", good)
    laid = {**own.all(said.get("item")), **own.all(case.get("with")), field: status}
    item = fill(shape, {**known, **_unset(known, own.all(said.get("unset"))), **laid})
    kept = case.get("keep")
    return {name: one for name, one in item.items() if not kept or name in kept or name == field}, status == good


def _unset(known: Doc, said: Doc) -> Doc:
    """Values of fields that the caller left out."""
    return {name: one for name, one in said.items() if known.get(name) is None}


def _case(cases: Any, item: Doc) -> Doc:
    """The first declared case that an item meets."""
    for case in cases:
        value = item.get(case["field"])
        text = "" if value is None else str(value)
        listed = "in" in case and text in [str(one) for one in case["in"]]
        if case["field"] in item and (listed or ("unlike" in case and not matches(case["unlike"], text))):
            found: Doc = case
            return found
    return {}


def _totals(said: Doc, body: Any, results: list[tuple[Doc, bool]]) -> Any:
    accepted = [one for one, good in results if good]
    numbers = {"count": len(results), "accepted": len(accepted)}
    for name, number in numbers.items():
        body = put(body, said[name], number) if said.get(name) else body
    for path, fields in (said.get("sums") or {}).items():
        total = sum((_decimal(one[name]) for one in accepted for name in fields if name in one), Decimal(0))
        body = put(body, path, int(total) if total == int(total) else float(total))
    return body


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
