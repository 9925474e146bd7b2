"""How the vendor answers: the declared state rules, and echoed values where none are declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectorkit.sandbox import batch, shapes
from connectorkit.sandbox.fill import fill, look, put
from connectorkit.sandbox.refusal import Refusal
from connectorkit.sandbox.request import Request, signature
from connectorkit.sandbox.state import State, Subscription, Values

Doc = dict[str, Any]


@dataclass(slots=True)
class Answer:
    """What goes back: ``body`` is a JSON value, bytes for a file, None for nothing; ``handled``: it was carried out."""

    status: int
    body: Any
    headers: dict[str, str]
    handled: bool = False


class Behaviour:
    """Answers checked requests; changes the state."""

    def __init__(self, spec: Doc, state: State) -> None:
        self.spec, self.state = spec, state
        self.sandbox: Doc = spec.get("sandbox") or {}
        self.ended: dict[str, list[Doc]] = {}
        self.alike: dict[tuple[str, str, str], list[Doc]] = {}
        for route in spec["routes"]:
            self.alike.setdefault(signature(route), []).append(route)
            if route.get("unsubscribe"):
                self.ended.setdefault(route["unsubscribe"]["operation"], []).append(route)

    def answer(self, route: Doc, request: Request) -> Answer:
        """The answer of a success; raises Refusal."""
        rule = (self.sandbox.get("operations") or {}).get(route["operation"]) or {}
        self.state.serial += 1
        values = Values(self.state, request.values, {}, self.state.serial)
        if route["operation"] in self.ended:
            self._unsubscribe(route, request, "delete" in rule)
        body = self._constants(route, rule, values, self._body(route, request, rule, values))
        headers = self._subscribe(route, request, body) if "callback" in route else {}
        return Answer(route["status"], body, headers)

    def known(self, values: Values) -> Doc:
        """Values by field name: those of the source, and over them those of the request."""
        said = {name: values.of(one) for name, one in (self.sandbox.get("values") or {}).items()}
        return said | {name: one for name, one in values.request.items() if one is not None}

    def _body(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        if (route["result"] or {}).get("type") == "file":
            return b"sandbox"
        for word in ("create", "list", "search", "view", "update", "delete"):
            if word in rule:
                made: Any = getattr(self, f"_{word}")(route, request, rule, values)
                return made
        if "items" in route and (route["items"]["request"] or "collection" in rule):
            return batch.answer(self.sandbox, route, rule, values, self.known(values))
        return self._plain(route, values)

    def _plain(self, route: Doc, values: Values, extra: Doc | None = None) -> Any:
        if route["result"] is None:
            return {} if "callback" in route else None
        known = {**self.known(values), **(extra or {})}
        made = fill(route["result"], known)
        for other in self.alike[signature(route)]:  # What one call answers has to suit all that describe it.
            more = fill(other["result"], known) if other is not route and other["result"] else None
            made = {**more, **made} if isinstance(made, dict) and isinstance(more, dict) else made
        return made

    def _constants(self, route: Doc, rule: Doc, values: Values, body: Any) -> Any:
        """Lay the declared constants over an answer, where the answer has such a place."""
        if isinstance(body, bytes):
            return body
        if "envelope" in route and (route["result"] or rule):
            body = put(body, route["envelope"]["path"], route["envelope"]["equals"])
        for path, said in (self.sandbox.get("answer") or {}).items():
            if rule or shapes.at(route["result"], shapes.split(path)):
                body = put(body, path, values.of(said))
        for path, said in (rule.get("answer") or {}).items():
            body = put(body, path, values.of(said))
        return body

    def _place(self, route: Doc, rule: Doc, listed: bool) -> str:
        """The response path of the record or the records."""
        said = rule.get("at") or (route.get("pages", {}).get("items") if listed else self.sandbox.get("place"))
        if said:
            return str(said).removesuffix("[]")
        found = [one.path for one in shapes.paths(route["result"]) if "array" in one.kinds]
        return found[0] if listed and found else ""

    def _record(self, route: Doc, rule: Doc, values: Values, record: Doc) -> Any:
        """The answer that shows one record."""
        place = self._place(route, rule, False)
        body = self._plain(route, values)
        shape = shapes.at(route["result"], shapes.split(place))
        known = {**self.known(values), **record}
        return put(body, place, fill(shape, known) if shape else dict(record))

    def _create(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        name = rule["create"]
        said = self.state.collections.get(name) or {}
        record: Doc = {**values.all(said.get("new"))}
        given = request.body if isinstance(request.body, dict) else request.values
        record |= {key: one for key, one in given.items() if one is not None}
        parent = self._parent(said, request.values, said.get("orphan"))
        if parent is not None:
            key = self.state.collections[said["parent"]]["key"]
            record |= {key: parent[key]} | {to: parent.get(source) for to, source in (said.get("copy") or {}).items()}
        record |= values.all(rule.get("with"))
        return self._record(route, rule, values, self.shown(name, self.state.add(name, record)))

    def _parent(self, said: Doc, given: Doc, refusal: Doc | None) -> Doc | None:
        """The record that a new or listed one belongs to; refuses an unknown one."""
        parent = said.get("parent")
        if not parent:
            return None
        key = given.get(self.state.collections[parent]["key"])
        found = self.state.find(parent, key)
        if found is None and key is not None:
            raise _refused(refusal or self.state.collections[parent].get("missing"))
        return found

    def shown(self, name: str, record: Doc) -> Doc:
        """A record with the numbers of records that belong to it."""
        said = self.state.collections.get(name) or {}
        counts = {}
        for field, other in (said.get("counts") or {}).items():
            key = said["key"]
            counts[field] = sum(1 for row in self.state.rows(other) if str(row.get(key)) == str(record[key]))
        return record | counts

    def _found(self, name: str, request: Request) -> Doc:
        said = self.state.collections.get(name) or {}
        key = said.get("key", "id")
        record = self.state.find(name, request.values.get(key))
        parent = self.state.collections.get(said.get("parent", "")) or {}
        above = parent.get("key", "")
        strange = above in request.values and record and str(record.get(above)) != str(request.values[above])
        if record is None or strange:
            raise _refused(said.get("missing"))
        return record

    def _view(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        name = rule["view"]
        return self._record(route, rule, values, self.shown(name, self._found(name, request)))

    def _update(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        record = self._found(rule["update"], request)
        record |= {key: one for key, one in request.values.items() if one is not None and key in request.values}
        record |= values.all(rule.get("with"))
        return self._record(route, rule, values, self.shown(rule["update"], record))

    def _delete(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        self.state.remove(rule["delete"], self._found(rule["delete"], request))
        return self._plain(route, values)

    def _list(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        name = rule["list"]
        said = self.state.collections.get(name) or {}
        parent = self._parent(said, request.values, None)
        rows = [self.shown(name, row) for row in self.state.rows(name)]
        if parent is not None:
            key = self.state.collections[said["parent"]]["key"]
            rows = [row for row in rows if str(row.get(key)) == str(parent[key])]
        return self._rows(route, request, rule, values, rows)

    def _search(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        """Records of several collections in which the asked text stands, shown alike."""
        text = str(request.values.get(rule.get("by", "q"), "")).casefold()
        found = []
        for name in rule["search"]:
            said = self.state.collections[name].get("found") or {}
            for row in [self.shown(name, one) for one in self.state.rows(name)]:
                hit = any(text in str(row.get(one, "")).casefold() for one in said.get("fields", ()))
                seen = Values(self.state, values.request, row).all(said.get("as")) or row
                found += [seen] if hit else []
        return self._rows(route, request, rule, values, found)

    def _rows(self, route: Doc, request: Request, rule: Doc, values: Values, rows: list[Doc]) -> Any:
        place = self._place(route, rule, True)
        shape = shapes.at(route["result"], (*shapes.split(place), "[]"))
        said: Doc = (self.sandbox.get("pages") or {}) if "pages" in route else {}
        page, size = self._page(route, request, said)
        start = (page - 1) * size if "pages" in route else 0
        kept = rows[start : start + size] if "pages" in route else rows
        constants = {name: values.of(one) for name, one in (self.sandbox.get("values") or {}).items()}
        shown = [fill(shape, {**constants, **row}) if shape else row for row in kept]
        body = put(self._plain(route, values), place, shown)
        for path, value in self._numbers(route, request, page, size, len(rows), len(kept)).items():
            body = put(body, path, value)
        return body

    def _page(self, route: Doc, request: Request, said: Doc) -> tuple[int, int]:
        declared = route.get("pages", {})
        most = declared.get("max_size") or said.get("largest") or 1000
        asked = request.number(declared.get("size", "")) or int(said.get("size", 20))
        size = max(int(said.get("smallest", 1)), min(asked, most))
        return max(request.number(declared.get("page", "")) or 1, 1), size

    def _numbers(self, route: Doc, request: Request, page: int, size: int, total: int, here: int) -> Doc:
        """What a page says about itself, by response path."""
        said: Doc = (self.sandbox.get("pages") or {}) if "pages" in route else {}
        declared, last = route.get("pages", {}), -(-total // size)
        address = f"{self.spec.get('url', '')}{request.path}?{declared.get('page')}="
        first = (page - 1) * size + 1 if here else None
        numbers = {
            declared.get("current"): page,
            declared.get("last"): last,
            said.get("total"): total,
            said.get("per_page"): size,
            said.get("from"): first,
            said.get("to"): first + here - 1 if first is not None else None,
            said.get("next"): f"{address}{page + 1}" if page < last else None,
            said.get("previous"): f"{address}{page - 1}" if page > 1 else None,
        }
        return {path: value for path, value in numbers.items() if path}

    def _subscribe(self, route: Doc, request: Request, body: Any) -> dict[str, str]:
        """Remember a webhook; the headers name the address that ends it."""
        place = route["callback"]
        found = look(request.body, place["path"]) if place["in"] == "body" else [request.values.get(place["path"])]
        ended = route.get("unsubscribe") or {}
        given = look(body, ended["value"]) if ended.get("value") else []
        identity: Any = given[0] if given and "create" in self._rule(route) else self.state.next(route["operation"])
        if given and given[0] != identity:
            put(body, ended["value"], type(given[0])(identity) if isinstance(given[0], (int, str)) else identity)
        elif ended.get("value") and isinstance(body, dict) and not given:
            put(body, ended["value"], identity)
        if found and isinstance(found[0], str):
            self.state.subscriptions.append(Subscription(route["operation"], identity, found[0]))
        return self._location(ended, identity)

    def _rule(self, route: Doc) -> Doc:
        found: Doc = (self.sandbox.get("operations") or {}).get(route["operation"]) or {}
        return found

    def _location(self, ended: Doc, identity: Any) -> dict[str, str]:
        target = next((one for one in self.spec["routes"] if one["operation"] == ended.get("operation")), None)
        if target is None:
            return {}
        path = target["path"].replace("{" + (ended.get("parameter") or "") + "}", str(identity))
        return {"Location": f"{self.spec.get('url', '')}{path}"}

    def _unsubscribe(self, route: Doc, request: Request, kept: bool) -> None:
        """End webhooks; an unknown one is refused here unless a collection of the source knows better.

        Where no source says that the call ends a webhook it may do something else: then nothing is refused.
        """
        gone = all(trigger["unsubscribe"].get("guessed") for trigger in self.ended[route["operation"]])
        for trigger in self.ended[route["operation"]]:
            parameter = trigger["unsubscribe"]["parameter"]
            gone |= self.state.unsubscribe(trigger["operation"], request.values.get(parameter) if parameter else None)
        if not gone and not kept:
            raise Refusal(404)


def _refused(said: Doc | None) -> Refusal:
    said = said or {}
    return Refusal(int(said.get("status", 404)), str(said.get("message", "")))
