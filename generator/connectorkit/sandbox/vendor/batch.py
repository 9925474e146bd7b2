"""Calls with several items, each accepted or rejected individually."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from connectorkit.model.json_value import Json, mapping
from connectorkit.model.record import record
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Record, Route, Shape
from connectorkit.sandbox.shapes.memo import noded, recalled
from connectorkit.sandbox.shapes.sandbox_types import BatchRule, Declared, GroupRule, OperationRule, Sandbox, Verdict
from connectorkit.sandbox.vendor import cases, phone_numbers, sms_parts
from connectorkit.sandbox.vendor.fill_answer import fill, hollow, look, put
from connectorkit.sandbox.vendor.values import Values


@record
class _Result:
    """The result of one item; ``count`` is the response path for the number of items with the same case."""

    shown: Json
    accepted: bool
    count: str | None = None


def answer(sandbox: Sandbox, route: Route, rule: OperationRule, values: Values, known: Record) -> Json:
    """The response with one result for each item of the request; accepted items are kept. Raises Refusal."""
    path, _, field = route["items"]["path"].rpartition(".")
    shape = response_paths.at(route["result"], response_paths.split(path))
    said = recalled(route, _SAID, lambda: noded(_merged_rule(sandbox.get("batches", {}), rule, shape, route)))
    batch = _Batch(said, route, values, shape, field)
    results = [batch.result({**known, **item}) for item in batch.items()]
    place = path.removesuffix("[]")
    body = put(fill(hollow(route["result"] or {}, place), known), place, [one.shown for one in results])
    return _totals(said, body, results)


_SAID = object()  # The cache key of a route's merged rule.


def _merged_rule(common: BatchRule, rule: OperationRule, shape: Shape, route: Route) -> OperationRule:
    """An operation's rule merged over the common rule of all batches, field by field."""
    shown = set(response_paths.names(shape)) | ({rule["price"]["field"]} if "price" in rule else set())
    item = {**common.get("item", {}), **rule.get("item", {})}
    unset = {**common.get("unset", {}), **rule.get("unset", {})}
    cases = [one for one in common.get("cases", ()) if route["operation"] in one.get("of", (route["operation"],))]
    if rule.get("dry"):
        # A price request is not a message that a later one could repeat.
        cases = [one for one in cases if "repeats" not in one]
    together: OperationRule = {**common, "cases": cases, **rule}
    together["item"] = {key: one for key, one in item.items() if key in shown}
    together["unset"] = {key: one for key, one in unset.items() if key in shown}
    return together


class _Batch:
    """One batch call with its declared rules."""

    def __init__(self, said: OperationRule, route: Route, values: Values, shape: Shape, field: str) -> None:
        self.said, self.route, self.values, self.shape, self.field = said, route, values, shape, field
        self.good = route["items"]["equals"]
        self.text = sms_parts.rule(said["text"], values) if "text" in said else None
        self.keeps = "collection" in said and not said.get("dry")

    def items(self) -> list[Record]:
        """The items of the request; an item for a group is expanded to its members."""
        path = self.route["items"]["request"]
        items = [one for one in look(self.values.request, path) if isinstance(one, dict)]
        most = self.said.get("most")
        if most is not None and not 1 <= len(items) <= most:
            name = path.removesuffix("[]")
            raise Refusal(400, details={name: f"{name} must have from 1 to {most} items."})
        group = self.said.get("group")
        return [one for item in items for one in self._members(group, item)] if group else items

    def _members(self, group: GroupRule, item: Record) -> Sequence[Record]:
        key, state = item.get(group["field"]), self.values.state
        parent = state.collections[group["collection"]].get("parent")
        if key is None or (parent and state.find(parent, key) is None):
            return [item]
        rows = state.table(group["collection"])
        found = (
            rows.below(key).values() if parent else [row for row in rows if str(row.get(group["field"])) == str(key)]
        )
        return [item | {to: row.get(source) for to, source in group.get("copy", {}).items()} for row in found]

    def result(self, known: Record) -> _Result:
        """The result of one item; an accepted one is counted, priced, charged and kept."""
        said, state = self.said, self.values.state
        state.serial += 1
        known = self._numbered(known)
        own = Values(state, known, known, state.serial, self.values.own)
        case = cases.met(said.get("cases", ()), known, own)
        count, status = case.get("count"), case.get("status", self.good)
        if status != self.good:
            return _Result(self._shown(known, status, case, own, {}), False, count)
        counted = self._counted(known, own)
        laid = {**counted, **own.all(case.get("with"))}
        price = _decimal(laid.get(said["price"]["field"], 0) if "price" in said else 0)
        if "credit" in said and not said.get("dry") and price > state.balance(own.of(said["credit"]["left"])):
            refused = said["credit"]["status"]
            return _Result(self._shown(known, refused, said["credit"], own, counted), refused == self.good)
        shown = self._shown(known, self.good, case, own, counted)
        if self.keeps:
            state.spent += price
            operation = self.route["operation"]
            state.add(said["collection"], {**mapping(shown), **own.all(said.get("kept")), "operation": operation})
        return _Result(shown, True, count)

    def _numbered(self, known: Record) -> Record:
        """The item with its telephone number in international form, and its country."""
        said = self.said.get("phone")
        if not said or known.get(said["field"]) is None:
            return known
        home = str(known.get(said["country"]) or "")
        number, country = phone_numbers.international(str(known[said["field"]]), home)
        if not number:
            return {**known, "\0number": False}
        return {**known, said["field"]: number, said["country"]: country}

    def _counted(self, known: Record, own: Values) -> Record:
        """The values derived from an item's text: the text cut to its limit, its parts and its price."""
        out: Record = {}
        parts, said = 1, self.said.get("text")
        if said and self.text is not None:
            parts, out[said["field"]] = self.text.count(str(known.get(said["field"]) or ""))
            if "parts" in said:
                out[said["parts"]] = parts
        price = self.said.get("price")
        if price:
            out[price["field"]] = str(Decimal(str(own.of(price["each"]))) * parts)
        return out

    def _shown(self, known: Record, status: Json, case: Verdict, own: Values, counted: Record) -> Json:
        """The shown result of one item with the status of its case."""
        laid = {**own.all(self.said.get("item")), **counted, **own.all(case.get("with")), self.field: status}
        item = fill(self.shape, {**known, **_unset(known, own.all(self.said.get("unset"))), **laid})
        kept = case.get("keep")
        if kept and isinstance(item, dict):
            return {name: one for name, one in item.items() if name in kept or name == self.field}
        return item


def _unset(known: Record, said: Declared) -> Record:
    """Values for fields that the caller omitted."""
    return {name: one for name, one in said.items() if known.get(name) is None}


def _totals(said: OperationRule, body: Json, results: list[_Result]) -> Json:
    totals = said.get("totals", {})
    accepted = [mapping(one.shown) for one in results if one.accepted]
    for path, number in ((totals.get("count"), len(results)), (totals.get("accepted"), len(accepted))):
        body = put(body, path, number) if path else body
    for case in said.get("cases", ()):
        if "count" in case:
            body = put(body, case["count"], sum(one.count == case["count"] for one in results))
    for path, fields in totals.get("sums", {}).items():
        total = sum((_decimal(one[name]) for one in accepted for name in fields if name in one), Decimal(0))
        body = put(body, path, int(total) if total == int(total) else float(total))
    return body


def _decimal(value: Json) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)
