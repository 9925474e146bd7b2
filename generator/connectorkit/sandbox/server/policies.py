"""Values that policies of the connector set on a request, which the sandbox therefore requires."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from connectorkit.model.policies.steps import Lacking, Step, found, shown, text
from connectorkit.sandbox.server.auth import HIDDEN
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request
from connectorkit.sandbox.shapes import authentication, policies
from connectorkit.sandbox.shapes.document_types import Auth, Document, Route

if TYPE_CHECKING:
    from connectorkit.model.policies.steps import Sources


class Demand(NamedTuple):
    """The required value of a header or query parameter: ``last`` is the step that sets it, ``more`` are later appends.

    Without ``last`` it may begin with any value; with a step that keeps an existing value, any value is accepted.
    """

    kind: str
    name: str
    last: Step | None
    more: tuple[Step, ...]

    @property
    def guards(self) -> bool:
        """Whether another value of a connection parameter is rejected."""
        settled = (self.last,) if self.last is not None and self.last[2] == "override" else ()
        return any(policies.of_connection(step[3]) for step in (*settled, *self.more))


class Demands:
    """The demands of all routes of a document. ``connection`` are the connection parameters; its repr hides them."""

    def __init__(self, spec: Document, connection: Mapping[str, str]) -> None:
        self._connection = connection
        self._ways: dict[str, list[list[Auth]]] = {}
        self._steps = {one["operation"]: policies.steps(one) for one in spec["routes"] if one.get("policies")}
        self._demands = {name: demands(steps) for name, steps in self._steps.items()}
        for route in spec["routes"]:
            found = ways(spec, route, self._demands.get(route["operation"], ()))
            if found != [[one] for one in spec["auth"]]:
                self._ways[route["operation"]] = found

    def __repr__(self) -> str:
        return f"Demands({', '.join(self._steps)})"

    def carried(self) -> set[str]:
        """The headers and query parameters, in lower case, that carry connection parameters."""
        return {
            step[1].lower()
            for steps in self._steps.values()
            for step in steps
            if step[0] in ("header", "query") and policies.of_connection(step[3])
        }

    def ways(self, route: Route) -> list[list[Auth]] | None:
        """As :func:`ways` for a route; None if each way to authenticate is checked, and each alone is enough."""
        return self._ways.get(route["operation"])

    def masked(self, called: Request) -> str:
        """The path of a request with connection parameters masked."""
        secrets = {value for name, value in called.path_values.items() if name.startswith("connection.")}
        if not secrets:
            return called.path
        return "/".join(HIDDEN if unquote(part) in secrets else part for part in called.path.split("/"))

    def check(self, route: Route, called: Request, credentials: bool) -> None:
        """Raise Refusal for a request to which a policy was not applied.

        ``credentials``: check only demands with connection parameters, else only the others.
        """
        name = route["operation"]
        if name not in self._steps:
            return
        query = {key: ",".join(values) for key, values in called.query.items()}
        sources: Sources = {"connection": self._connection, "header": called.headers, "query": query}
        for demand in self._demands[name]:
            if credentials == any(policies.of_connection(step[3]) for step in _all(demand)):
                self._judge(demand, called, sources)
        for reference, policy in policies.in_path(self._steps[name]) if not credentials else ():
            given = called.path_values.get(policies.placeholder(reference), "")
            if given != self._found(reference, sources, policy):
                raise Refusal(404, f"The policy '{policy}' of the connector sets a different value in the path")

    def _judge(self, demand: Demand, called: Request, sources: Sources) -> None:
        given = called.query.get(demand.name, []) if demand.kind == "query" else _listed(called.headers, demand.name)
        settled = [] if demand.last is None or demand.last[2] == "skip" else [demand.last]
        expected = [self._text(step, sources) for step in (*settled, *demand.more)]
        if demand.kind == "header":
            expected = [",".join(expected)] if expected else []
        if demand.last is not None and demand.last[2] == "override":
            good = given == expected
        else:
            good = bool(given) and (demand.kind == "header" or given[-len(expected) :] == expected or not expected)
            good = good and (demand.kind != "header" or not expected or given[0].endswith(expected[0]))
        if not good:
            raise _refusal(demand)

    def _text(self, step: Step, sources: Sources) -> str:
        try:
            return text(step[3], sources)
        except Lacking as lacking:
            raise _missing(lacking, step[4]) from None

    def _found(self, reference: tuple[str, str, str | None], sources: Sources, policy: str) -> str:
        try:
            return found(reference, sources)
        except Lacking as lacking:
            raise _missing(lacking, policy) from None


def demands(steps: list[Step]) -> list[Demand]:
    """The demands on the headers and query parameters that steps set."""
    made: dict[tuple[str, str], Demand] = {}
    for step in steps:
        kind, name, action = step[:3]
        if kind not in ("header", "query"):
            continue
        before = made.get((kind, name), Demand(kind, name, None, ()))
        if action == "override":
            before = Demand(kind, name, step, ())
        elif action == "append":
            before = before._replace(more=(*before.more, step))
        elif before.last is None and not before.more:
            before = before._replace(last=step)
        made[kind, name] = before
    return list(made.values())


def _settled(found: Iterable[Demand]) -> set[tuple[str, str]]:
    """The headers and query parameters, in lower case, whose value in the call is replaced."""
    return {(one.kind, one.name.lower()) for one in found if one.last is not None and one.last[2] == "override"}


def ways(spec: Document, route: Route, found: Iterable[Demand]) -> list[list[Auth]]:
    """The alternatives to authenticate a call, without the ways whose credentials policies with these demands replace.

    The first alternative is the one that callers use: [] if policies replace all of it, so that only they are checked.
    """
    replaced = _settled(found)
    rows = [
        [one for one in row if authentication.carrier(one) not in replaced]
        for row in authentication.alternatives(spec, route)
    ]
    return [[]] if rows and not rows[0] else [row for row in rows if row]


def _all(demand: Demand) -> tuple[Step, ...]:
    return (*((demand.last,) if demand.last else ()), *demand.more)


def _listed(headers: Mapping[str, str], name: str) -> list[str]:
    return [headers[name]] if name in headers else []


def _refusal(demand: Demand) -> Refusal:
    steps = _all(demand)
    what = "header" if demand.kind == "header" else "query parameter"
    values = ", ".join(f"`{shown(step[3])}`" for step in steps)
    status = 401 if any(policies.of_connection(step[3]) for step in steps) else 400
    policy = steps[0][4]
    verb = "sets" if demand.last is not None and demand.last[2] == "override" else "adds"
    return Refusal(
        status, f"The policy '{policy}' of the connector {verb} the {what} {demand.name}: {values}, which is missing"
    )


def _missing(lacking: Lacking, policy: str) -> Refusal:
    words = {"connection": "connection parameter", "header": "header", "query": "query parameter"}
    told = f"The policy '{policy}' of the connector uses the {words[lacking.source]} {lacking.name}, which is missing"
    return Refusal(401 if lacking.source == "connection" else 400, told)
