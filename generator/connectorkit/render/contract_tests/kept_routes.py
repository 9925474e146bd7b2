"""Cached results for the routes of a document: their JSON, and what was learned about them from sandboxes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import TypeVar, cast

from connectorkit.model.kept import NOTHING, Kept
from connectorkit.sandbox.shapes.document_types import Document, Route

Learned = TypeVar("Learned")
# Keys that connect a route to other routes or to state.
_BOUND = {"callback", "unsubscribe", "mcp", "part_of", "same_as"}
# Keys that no sandbox reads: texts of a route for people, and notes about the document.
_ROUTE_TEXTS = ("summary",)
_APART = ("not_simulated", "routes")


def document(spec: Document, kept: Kept) -> str:
    """The document as JSON in one line."""
    if kept is NOTHING:
        return _json(spec)
    routes = ",".join(kept.once("route as JSON", (route,), partial(_json, route)) for route in spec["routes"])
    kept.turn("route as JSON")
    parts = [f"{_json(key)}:{_json(one) if key != 'routes' else f'[{routes}]'}" for key, one in spec.items()]
    return f"{{{','.join(parts)}}}"


def learned(spec: Document, kept: Kept, learn: Callable[[Document], dict[str, Learned]]) -> dict[str, Learned]:
    """What ``learn`` finds about the operations of a document, by id; it is only called for results not in the cache.

    Operations share the state of a sandbox, and a call is served by the route that matches best. So the result for an
    operation depends on the whole document except its texts; it depends on the route alone if nothing can be shared.
    """
    if kept is NOTHING:
        return learn(spec)
    said = {route["operation"]: _behaviour(route, kept) for route in spec["routes"]}
    frame = _json({key: one for key, one in spec.items() if key not in _APART})
    outline = _json([_outline(one) for one in spec["routes"]])
    apart = kept.once("apart", (frame, outline), lambda: sharing_nothing(spec))
    together = (frame, outline, *(text for name, text in said.items() if name not in apart))
    found = cast("dict[str, Learned] | None", kept.get("learned together", together))
    known = {name: kept.get("learned", (frame, said[name])) for name in apart}
    if found is None:
        found = learn(spec)
        kept.put("learned together", together, {name: one for name, one in found.items() if name not in apart})
    else:
        lacking = [route for route in spec["routes"] if route["operation"] in apart and not known[route["operation"]]]
        again = learn({**spec, "routes": lacking}) if lacking else {}
        found = found | cast("dict[str, Learned]", {name: one for name, one in known.items() if one}) | again
    for name in apart & found.keys():
        kept.put("learned", (frame, said[name]), found[name])
    kept.turn("behaviour", "apart", "learned together", "learned")
    return found


def sharing_nothing(spec: Document) -> frozenset[str]:
    """The operations that share nothing with others in a sandbox: no state, no webhook, no request.

    A sandbox stores only declared records, and subscriptions. A different route can only serve the path of an
    operation if both paths can be equal.
    """
    if spec["sandbox"]:
        return frozenset()
    ended = {ends for one in spec["routes"] if (ends := _ended_by(one))}
    names = {one["operation"] for one in spec["routes"] if not _BOUND & one.keys()}
    return frozenset(names - ended - _of_several(spec["routes"]))


def _outline(route: Route) -> list[object]:
    """All properties of a route that :func:`sharing_nothing` uses."""
    return [route["operation"], route["method"], route["path"], sorted(_BOUND & route.keys()), _ended_by(route)]


def _ended_by(route: Route) -> str:
    """The operation that unsubscribes a webhook; "" if there is none."""
    said = route.get("unsubscribe")
    return said["operation"] if said else ""


def _of_several(routes: Sequence[Route]) -> set[str]:
    """The operations whose requests can match the path of another operation with the same method."""
    by_size: dict[tuple[str, int], list[tuple[str, list[str]]]] = {}
    for one in routes:
        parts = one["path"].strip("/").split("/")
        by_size.setdefault((one["method"], len(parts)), []).append((one["operation"], parts))
    found: set[str] = set()
    for several in by_size.values():
        for (name, parts), (other, others) in combinations(several, 2):
            if all(here == there or "{" in here or "{" in there for here, there in zip(parts, others, strict=True)):
                found |= {name, other}
    return found


def _behaviour(route: Route, kept: Kept) -> str:
    """The part of a route that a sandbox reads, as JSON."""
    return kept.once(
        "behaviour", (route,), lambda: _json({key: one for key, one in route.items() if key not in _ROUTE_TEXTS})
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
