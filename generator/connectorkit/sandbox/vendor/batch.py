"""Calls that carry several items, each accepted or refused on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.memo import memo, noded
from connectorkit.sandbox.vendor import cases, phone_numbers, sms_parts
from connectorkit.sandbox.vendor.fill_answer import fill, hollow, look, put
from connectorkit.sandbox.vendor.values import Values

Doc = dict[str, Any]


@dataclass(slots=True)
class _Result:
    shown: Doc
    case: Doc
    accepted: bool
    price: Decimal = Decimal(0)


def answer(sandbox: Doc, route: Doc, rule: Doc, values: Values, known: Doc) -> Any:
    """The answer with one result for each item of the request; accepted items are kept. Raises Refusal."""
    path, _, field = route["items"]["path"].rpartition(".")
    shape = response_paths.at(route["result"], response_paths.split(path))
    kept = memo(route)
    said = kept.get(_SAID) or kept.setdefault(_SAID, noded(_said(sandbox.get("batches") or {}, rule, shape, route)))
    batch = _Batch(said, route, values, shape, field)
    results = [batch.result({**known, **item}) for item in batch.items()]
    place = path.removesuffix("[]")
    body = put(fill(hollow(route["result"], place), known), place, [one.shown for one in results])
    return _totals(said, body, results)


_SAID = object()  # The key under which a route remembers its whole rule.


def _said(common: Doc, rule: Doc, shape: Doc, route: Doc) -> Doc:
    """An operation's rule laid over what all batches have in common, field by field where it speaks of fields."""
    shown = set(response_paths.names(shape)) | {(rule.get("price") or {}).get("field")}
    fields = {name: {**(common.get(name) or {}), **(rule.get(name) or {})} for name in ("item", "unset")}
    needed = {name: {key: one for key, one in said.items() if key in shown} for name, said in fields.items()}
    cases = [one for one in common.get("cases", ()) if route["operation"] in one.get("of", (route["operation"],))]
    if rule.get("dry"):
        # A question for the price is no message that a later one could repeat.
        cases = [one for one in cases if "repeats" not in one]
    return {**common, "cases": cases, **rule, **needed}


class _Batch:
    """One call with its declared rules."""

    def __init__(self, said: Doc, route: Doc, values: Values, shape: Doc, field: str) -> None:
        self.said, self.route, self.values, self.shape, self.field = said, route, values, shape, field
        self.good = route["items"]["equals"]
        self.text = sms_parts.rule(said["text"], values) if said.get("text") else None
        self.keeps = "collection" in said and not said.get("dry")

    def items(self) -> list[Doc]:
        """The request's items; one that names a group stands for each member of it."""
        path = self.route["items"]["request"]
        items = [one for one in look(self.values.request, path) if isinstance(one, dict)]
        most = self.said.get("most")
        if most is not None and not 1 <= len(items) <= most:
            name = path.removesuffix("[]")
            raise Refusal(400, details={name: f"{name} must have from 1 to {most} items."})
        group = self.said.get("group")
        return [one for item in items for one in self._members(group, item)] if group else items

    def _members(self, group: Doc, item: Doc) -> Sequence[Doc]:
        key, state = item.get(group["field"]), self.values.state
        parent = state.collections[group["collection"]].get("parent")
        if key is None or (parent and state.find(parent, key) is None):
            return [item]
        rows = state.table(group["collection"])
        found = (
            rows.below(key).values() if parent else [row for row in rows if str(row.get(group["field"])) == str(key)]
        )
        return [item | {to: row.get(source) for to, source in (group.get("copy") or {}).items()} for row in found]

    def result(self, known: Doc) -> _Result:
        """One item's result; what is accepted is counted, priced, charged and kept."""
        said, state = self.said, self.values.state
        state.serial += 1
        known = self._numbered(known)
        own = Values(state, known, known, state.serial, self.values.own)
        case = cases.met(said.get("cases") or (), known, own)
        if case.get("status", self.good) != self.good:
            return self._shown(known, case, own, {})
        counted = self._counted(known, own)
        laid = {**counted, **own.all(case.get("with"))}
        price = _decimal(laid.get((said.get("price") or {}).get("field", ""), 0))
        if said.get("credit") and not said.get("dry") and price > state.balance(own.of(said["credit"]["left"])):
            return self._shown(known, said["credit"], own, counted)
        made = self._shown(known, case, own, counted)
        if self.keeps:
            state.spent += price
            state.add(
                said["collection"], {**made.shown, **own.all(said.get("kept")), "operation": self.route["operation"]}
            )
        return made

    def _numbered(self, known: Doc) -> Doc:
        """An item with its telephone number in the international form, and the country of that."""
        said = self.said.get("phone")
        if not said or known.get(said["field"]) is None:
            return known
        home = str(known.get(said["country"]) or "")
        number, country = phone_numbers.international(str(known[said["field"]]), home)
        if not number:
            return {**known, "\0number": False}
        return {**known, said["field"]: number, said["country"]: country}

    def _counted(self, known: Doc, own: Values) -> Doc:
        """What the length of an item's text makes of it: its text cut, its parts and its price."""
        out: Doc = {}
        parts, said = 1, self.said.get("text")
        if said and self.text is not None:
            parts, out[said["field"]] = self.text.count(str(known.get(said["field"]) or ""))
            out |= {said["parts"]: parts} if said.get("parts") else {}
        price = self.said.get("price")
        if price:
            out[price["field"]] = str(Decimal(str(own.of(price["each"]))) * parts)
        return out

    def _shown(self, known: Doc, case: Doc, own: Values, counted: Doc) -> _Result:
        status = case.get("status", self.good)
        laid = {**own.all(self.said.get("item")), **counted, **own.all(case.get("with")), self.field: status}
        item = fill(self.shape, {**known, **_unset(known, own.all(self.said.get("unset"))), **laid})
        kept = case.get("keep")
        if kept:
            item = {name: one for name, one in item.items() if name in kept or name == self.field}
        return _Result(item, case, status == self.good)


def _unset(known: Doc, said: Doc) -> Doc:
    """Values of fields that the caller left out."""
    return {name: one for name, one in said.items() if known.get(name) is None}


def _totals(said: Doc, body: Any, results: list[_Result]) -> Any:
    totals = said.get("totals") or {}
    accepted = [one.shown for one in results if one.accepted]
    for name, number in {"count": len(results), "accepted": len(accepted)}.items():
        body = put(body, totals[name], number) if totals.get(name) else body
    for case in said.get("cases") or ():
        if "count" in case:
            body = put(body, case["count"], sum(one.case.get("count") == case["count"] for one in results))
    for path, fields in (totals.get("sums") or {}).items():
        total = sum((_decimal(one[name]) for one in accepted for name in fields if name in one), Decimal(0))
        body = put(body, path, int(total) if total == int(total) else float(total))
    return body


def _decimal(value: Any) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)
