"""The responses of the vendor: by declared rules, or with echoed values where none are declared."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlsplit

from connectorkit.model.json_value import Json, whole
from connectorkit.model.record import record
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request, signature
from connectorkit.sandbox.shapes import operation_rules, policies, response_paths
from connectorkit.sandbox.shapes.document_types import Record, Route, ServedDocument, ServedRoute, Shape, Unsubscribe
from connectorkit.sandbox.shapes.memo import noded, recalled
from connectorkit.sandbox.shapes.sandbox_types import Declared, OperationRule, PageRules
from connectorkit.sandbox.vendor import batch, paging
from connectorkit.sandbox.vendor.fill_answer import fill, hollow, look, put
from connectorkit.sandbox.vendor.records import Records
from connectorkit.sandbox.vendor.state import State, Subscription
from connectorkit.sandbox.vendor.values import Values

_NAMED = object()  # The cache key of the source's values that a shape shows.
_PLACE = object()  # The cache key of the response path of a route's records.


class Listed(NamedTuple):
    """A list, or a page of it: the body, and its paging headers."""

    body: Json
    headers: dict[str, str]


@record
class Answer:
    """A response. ``body``: a JSON value, bytes for a file, None for no body; ``handled``: the call was processed."""

    status: int
    body: Json | bytes
    headers: dict[str, str]
    handled: bool = False


class Behaviour:
    """Processes validated requests and changes the state."""

    def __init__(self, spec: ServedDocument, state: State, routes: list[ServedRoute]) -> None:
        self.spec, self.state, self.routes = spec, state, routes
        self.sandbox = spec["sandbox"]
        self.rules = operation_rules.rules(self.sandbox)
        self.records = Records(state)
        self.ended: dict[str, list[tuple[str, Unsubscribe]]] = {}
        together: dict[tuple[str, str, str], list[Route]] = {}
        for route in routes:
            together.setdefault(signature(route), []).append(route)
            ended = route.get("unsubscribe")
            if ended and not route["event_of"]:
                self.ended.setdefault(ended["operation"], []).append((route["operation"], ended))

        self.alike: dict[str, list[Route]] = {}
        for same in together.values():
            self.alike |= {one["operation"]: [other for other in same if other is not one] for one in same}

    def rule(self, route: Route) -> OperationRule:
        """The declared rule of an operation."""
        return self.rules.get(route["operation"], {})

    def answer(self, route: ServedRoute, request: Request, own: Declared | None = None) -> Answer:
        """Process a request and return the success response; ``own`` are settings of the account. Raises Refusal."""
        rule = self.rule(route)
        self.state.serial += 1
        values = Values(self.state, request.values, {}, self.state.serial, own or {})
        if route["operation"] in self.ended:
            self._unsubscribe(route, request, "delete" in rule)
        made = self._body(route, request, rule, values)
        body, headers = made if isinstance(made, Listed) else (made, {})
        body = self._constants(route, rule, values, body)
        if "callback" in route and not isinstance(body, bytes):
            headers = self._subscribe(route, request, body)
        return Answer(whole(values.of(rule.get("status", route["status"]))), body, headers)

    def known(self, values: Values) -> Record:
        """Values by field name: those of the source, overridden by those of the request."""
        said = values.all(self.sandbox.get("values"))
        return said | {name: one for name, one in values.request.items() if one is not None}

    def _body(self, route: Route, request: Request, rule: OperationRule, values: Values) -> Json | bytes | Listed:
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
        body = self._plain(route, values)
        return paging.only(route["pages"], body) if "pages" in route else body

    def _plain(self, route: Route, values: Values, apart: str = "") -> Json:
        """The response from the shapes; the value at the path ``apart`` is generated separately."""
        if route["result"] is None:
            return {} if "callback" in route else None
        known = self.known(values)
        made = fill(hollow(route["result"], apart) if apart else route["result"], known)
        for other in self.alike[route["operation"]]:  # The response must match all operations with the same request.
            more = fill(other["result"], known) if other["result"] else None
            made = {**more, **made} if isinstance(made, dict) and isinstance(more, dict) else made
        return made

    def _constants(self, route: Route, rule: OperationRule, values: Values, body: Json | bytes) -> Json | bytes:
        """Set the declared constants in a response that has their paths."""
        if isinstance(body, bytes):
            return body
        if "envelope" in route and (route["result"] or rule):
            body = put(body, route["envelope"]["path"], route["envelope"]["equals"])
        for path, said in self.sandbox.get("answer", {}).items():
            if rule or response_paths.at(route["result"], response_paths.split(path)):
                body = put(body, path, values.of(said))
        for path, said in rule.get("answer", {}).items():
            body = put(body, path, values.of(said))
        return body

    def _place(self, route: Route, rule: OperationRule, listed: bool) -> str:
        """The response path of the record or the records."""
        return recalled(route, (_PLACE, listed), lambda: self._looked_up(route, rule, listed))

    def _looked_up(self, route: Route, rule: OperationRule, listed: bool) -> str:
        paged = route["pages"]["items"] if "pages" in route else ""
        said = rule.get("at") or (paged if listed else self.sandbox.get("place"))
        if said:
            return said.removesuffix("[]")
        found = [one.path for one in response_paths.paths(route["result"]) if "array" in one.kinds]
        return found[0] if listed and found else ""

    def _record(self, route: Route, rule: OperationRule, values: Values, record: Record) -> Json:
        """The response that shows one record."""
        place = self._place(route, rule, False)
        body = self._plain(route, values, place)
        shape = response_paths.at(route["result"], response_paths.split(place))
        return put(body, place, fill(shape, {**self.known(values), **record}) if shape else dict(record))

    def _rows(
        self, route: Route, request: Request, rule: OperationRule, values: Values, rows: Collection[Record]
    ) -> Listed:
        place = self._place(route, rule, True)
        shape = response_paths.at(route["result"], (*response_paths.split(place), "[]"))
        declared = route.get("pages")
        said: PageRules = self.sandbox.get("pages", {}) if declared else {}
        rows = paging.chosen(rows, said, request) if "list" in rule else rows
        name = rule.get("list", "")
        key = self.state.key(name) if name else ""
        strict = bool(values.setting("strict_pages"))
        page = paging.page(declared, said, request, rows, key, strict) if declared else None
        constants = self._constants_of(shape, values)
        whole = [self.records.shown(name, row) if name else row for row in (page.rows if page else rows)]
        shown = [fill(shape, {**constants, **row} if constants else row) if shape else row for row in whole]
        body = put(self._plain(route, values, place), place, shown)
        if page is None or declared is None:
            return Listed(body, {})
        query = paging.beside(request.query, self._secrets(route))
        data, headers = paging.page_data(declared, said, page, key, self._address(request), query)
        return Listed(paging.page_body(declared, body, route["result"], data), headers)

    def _address(self, request: Request) -> str:
        """The URL of a call with the host that the caller used, which may be that of a proxy."""
        parts = urlsplit(self.spec["url"])
        return f"{parts.scheme}://{request.headers.get('host') or parts.netloc}{parts.path}{request.path}"

    def _secrets(self, route: Route) -> list[str]:
        """The query parameters that links must not contain: credentials, and those of policies."""
        keys = [one["name"] for one in self.spec["auth"] if one["kind"] == "apiKey"]
        return [*keys, *(step[1] for step in policies.steps(route) if step[0] == "query")]

    def _constants_of(self, shape: Shape, values: Values) -> Record:
        """The source's values by field name, for the fields of a record of the shape."""
        return values.all(recalled(shape, _NAMED, lambda: noded(self._named(shape))))

    def _named(self, shape: Shape) -> Declared:
        named = set(response_paths.names(shape))
        return {key: one for key, one in self.sandbox.get("values", {}).items() if key in named}

    def _subscribe(self, route: ServedRoute, request: Request, body: Json) -> dict[str, str]:
        """Register a webhook; returns headers with the URL that ends it."""
        place, rule = route["callback"], self.rule(route)
        operation = route["event_of"] or route["operation"]
        found = look(request.body, place["path"]) if place["in"] == "body" else [request.values.get(place["path"])]
        ended = route.get("unsubscribe")
        value = ended["value"] if ended else ""
        given = look(body, value) if value else []
        identity = given[0] if given and "create" in rule else self.state.next(route["operation"])
        if given and given[0] != identity:
            put(body, value, _like(identity, given[0]))
        elif value and isinstance(body, dict) and not given:
            put(body, value, identity)
        address = found[0] if found else None
        if isinstance(address, str):
            record = self.state.find(rule["create"], identity) if "create" in rule else None
            self.state.subscriptions.append(Subscription(operation, identity, address, record))
        return self._location(ended, identity)

    def _location(self, ended: Unsubscribe | None, identity: Json) -> dict[str, str]:
        target = next((one for one in self.routes if ended and one["operation"] == ended["operation"]), None)
        if target is None or ended is None:
            return {}
        path = target["path"].replace("{" + ended["parameter"] + "}", str(identity))
        return {"Location": f"{self.spec['url']}{path}"}

    def _unsubscribe(self, route: Route, request: Request, kept: bool) -> None:
        """End webhooks; an unknown one is rejected, unless a collection of the source handles it.

        If the call was only guessed to end a webhook, nothing is rejected.
        """
        ended = self.ended[route["operation"]]
        gone = all(said.get("guessed") for _, said in ended)
        for trigger, said in ended:
            parameter = said["parameter"]
            gone |= self.state.unsubscribe(trigger, request.values.get(parameter) if parameter else None)
        if not gone and not kept:
            raise Refusal(404)


def _like(identity: Json, given: Json) -> Json:
    """The number of a webhook, as a string where the placeholder was a string."""
    if isinstance(given, str):
        return str(identity)
    return type(given)(whole(identity)) if isinstance(given, int) else identity
