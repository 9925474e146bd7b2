"""How the vendor answers: the declared state rules, and echoed values where none are declared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request, signature
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.memo import memo, noded
from connectorkit.sandbox.vendor import batch, extra_routes, paging
from connectorkit.sandbox.vendor.fill_answer import fill, hollow, look, put
from connectorkit.sandbox.vendor.records import Records
from connectorkit.sandbox.vendor.state import State, Subscription
from connectorkit.sandbox.vendor.values import Values

Doc = dict[str, Any]
_NAMED = object()  # The key under which a shape remembers the source's values that it shows.
_PLACE = object()  # The key under which a route remembers where its records are shown.


@dataclass(slots=True)
class Answer:
    """What goes back: ``body`` is a JSON value, bytes for a file, None for nothing; ``handled``: it was carried out."""

    status: int
    body: Any
    headers: dict[str, str]
    handled: bool = False


class Behaviour:
    """Answers checked requests; changes the state."""

    def __init__(self, spec: Doc, state: State, routes: list[Doc]) -> None:
        self.spec, self.state, self.routes = spec, state, routes
        self.sandbox: Doc = spec.get("sandbox") or {}
        self.rules = extra_routes.operations(spec)
        self.records = Records(state)
        self.ended: dict[str, list[Doc]] = {}
        together: dict[tuple[str, str, str], list[Doc]] = {}
        for route in routes:
            together.setdefault(signature(route), []).append(route)
            if route.get("unsubscribe") and "event_of" not in route:
                self.ended.setdefault(route["unsubscribe"]["operation"], []).append(route)

        self.alike: dict[str, list[Doc]] = {}
        for same in together.values():
            self.alike |= {one["operation"]: [other for other in same if other is not one] for one in same}

    def rule(self, route: Doc | None) -> Doc:
        """What is declared for an operation."""
        return self.rules.get(route["operation"]) or {} if route else {}

    def answer(self, route: Doc, request: Request, own: Mapping[str, Any] | None = None) -> Answer:
        """The answer of a success; ``own`` are settings of the caller's account. Raises Refusal."""
        rule = self.rule(route)
        self.state.serial += 1
        values = Values(self.state, request.values, {}, self.state.serial, own or {})
        if route["operation"] in self.ended:
            self._unsubscribe(route, request, "delete" in rule)
        body = self._constants(route, rule, values, self._body(route, request, rule, values))
        headers = self._subscribe(route, request, body) if "callback" in route else {}
        return Answer(int(values.of(rule.get("status", route["status"]))), body, headers)

    def known(self, values: Values) -> Doc:
        """Values by field name: those of the source, and over them those of the request."""
        said = values.all(self.sandbox.get("values"))
        return said | {name: one for name, one in values.request.items() if one is not None}

    def _body(self, route: Doc, request: Request, rule: Doc, values: Values) -> Any:
        if (route["result"] or {}).get("type") == "file":
            return b"sandbox"
        if "create" in rule:
            return self._record(route, rule, values, self.records.create(rule, request, values))
        if "view" in rule:
            found = self.records.found(rule["view"], request)
            return self._record(route, rule, values, self.records.shown(rule["view"], found))
        if "update" in rule:
            return self._record(route, rule, values, self.records.update(rule, request, values))
        if "delete" in rule:
            self.state.remove(rule["delete"], self.records.found(rule["delete"], request))
            return self._plain(route, values)
        if "list" in rule:
            return self._rows(route, request, rule, values, self.records.listed(rule, request))
        if "search" in rule:
            return self._rows(route, request, rule, values, self.records.searched(rule, request, values))
        if "items" in route and (route["items"]["request"] or "collection" in rule):
            return batch.answer(self.sandbox, route, rule, values, self.known(values))
        return self._plain(route, values)

    def _plain(self, route: Doc, values: Values, apart: str = "") -> Any:
        """The answer from the shapes, without what is made apart and put at that response path."""
        if route["result"] is None:
            return {} if "callback" in route else None
        known = self.known(values)
        made = fill(hollow(route["result"], apart) if apart else route["result"], known)
        for other in self.alike[route["operation"]]:  # What one call answers has to suit all that describe it.
            more = fill(other["result"], known) if other["result"] else None
            made = {**more, **made} if isinstance(made, dict) and isinstance(more, dict) else made
        return made

    def _constants(self, route: Doc, rule: Doc, values: Values, body: Any) -> Any:
        """Lay the declared constants over an answer, where the answer has such a place."""
        if isinstance(body, bytes):
            return body
        if "envelope" in route and (route["result"] or rule):
            body = put(body, route["envelope"]["path"], route["envelope"]["equals"])
        for path, said in (self.sandbox.get("answer") or {}).items():
            if rule or response_paths.at(route["result"], response_paths.split(path)):
                body = put(body, path, values.of(said))
        for path, said in (rule.get("answer") or {}).items():
            body = put(body, path, values.of(said))
        return body

    def _place(self, route: Doc, rule: Doc, listed: bool) -> str:
        """The response path of the record or the records."""
        kept, key = memo(route), (_PLACE, listed)
        if key not in kept:
            kept[key] = self._looked_up(route, rule, listed)
        return str(kept[key])

    def _looked_up(self, route: Doc, rule: Doc, listed: bool) -> str:
        said = rule.get("at") or (route.get("pages", {}).get("items") if listed else self.sandbox.get("place"))
        if said:
            return str(said).removesuffix("[]")
        found = [one.path for one in response_paths.paths(route["result"]) if "array" in one.kinds]
        return found[0] if listed and found else ""

    def _record(self, route: Doc, rule: Doc, values: Values, record: Doc) -> Any:
        """The answer that shows one record."""
        place = self._place(route, rule, False)
        body = self._plain(route, values, place)
        shape = response_paths.at(route["result"], response_paths.split(place))
        return put(body, place, fill(shape, {**self.known(values), **record}) if shape else dict(record))

    def _rows(self, route: Doc, request: Request, rule: Doc, values: Values, rows: Collection[Doc]) -> Any:
        place = self._place(route, rule, True)
        shape = response_paths.at(route["result"], (*response_paths.split(place), "[]"))
        paged = "pages" in route
        said: Doc = (self.sandbox.get("pages") or {}) if paged else {}
        declared = route.get("pages", {})
        page, size = paging.bounds(declared, said, request, bool(values.setting("strict_pages")) and paged)
        rows = paging.chosen(rows, said, request) if "list" in rule else rows
        kept = paging.cut(rows, page, size) if paged else rows
        name = rule.get("list", "")
        constants = self._constants_of(shape, values)
        whole = [self.records.shown(name, row) if name else row for row in kept]
        shown = [fill(shape, {**constants, **row} if constants else row) if shape else row for row in whole]
        body = put(self._plain(route, values, place), place, shown)
        address = f"{self.spec.get('url', '')}{request.path}"
        for path, value in paging.told(declared, said, address, page, size, len(rows)).items():
            body = put(body, path, value)
        return body

    def _constants_of(self, shape: Doc, values: Values) -> Doc:
        """The source's values by field name, as far as a record of the shape shows them."""
        kept = memo(shape)
        if _NAMED not in kept:
            named = set(response_paths.names(shape))
            kept[_NAMED] = noded({key: one for key, one in self.sandbox.get("values", {}).items() if key in named})
        return values.all(kept[_NAMED])

    def _subscribe(self, route: Doc, request: Request, body: Any) -> dict[str, str]:
        """Remember a webhook; the headers name the address that ends it."""
        place, rule = route["callback"], self.rule(route)
        operation = str(route.get("event_of", route["operation"]))
        found = look(request.body, place["path"]) if place["in"] == "body" else [request.values.get(place["path"])]
        ended = route.get("unsubscribe") or {}
        given = look(body, ended["value"]) if ended.get("value") else []
        identity: Any = given[0] if given and "create" in rule else self.state.next(route["operation"])
        if given and given[0] != identity:
            put(body, ended["value"], type(given[0])(identity) if isinstance(given[0], (int, str)) else identity)
        elif ended.get("value") and isinstance(body, dict) and not given:
            put(body, ended["value"], identity)
        address = found[0] if found else None
        if isinstance(address, str):
            record = self.state.find(rule["create"], identity) if "create" in rule else None
            self.state.subscriptions.append(Subscription(operation, identity, address, record))
        return self._location(ended, identity)

    def _location(self, ended: Doc, identity: Any) -> dict[str, str]:
        target = next((one for one in self.routes if one["operation"] == ended.get("operation")), None)
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
