"""A different request of the same operation, so that values that depend on the request differ between two sandboxes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from connectorkit.contract.contract_types import Request
from connectorkit.contract.request import placed
from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import response_paths, validate
from connectorkit.sandbox.shapes.document_types import Document, Route, Shape

_BY_FORMAT = {
    "date": "2026-07-26",
    "date-time": "2026-07-26T17:20:00Z",
    "email": "other@sandbox.example",
    "uri": "https://sandbox.example/2",
    "uuid": "3F6C1B52-8C0E-4E58-9C38-0B5F2F0A1D12",
}


def others(request: Request, optional: dict[str, Json], route: Route, spec: Document) -> list[Request]:
    """The same call with all optional values and other values in its body, and without; the first may be refused."""
    full = placed(request, optional)
    body = full.get("body")
    if body is None or "body" not in route:
        return [full, request]
    # Values that refer to records stay as they are.
    kept = {one.get("key", "") for one in spec["sandbox"].get("collections", {}).values()}
    changed = full.copy()
    changed["body"] = _other(body, route["body"]["shape"], kept)
    return [changed, full, request]


def _other(value: Json, shape: Shape, kept: Collection[str]) -> Json:
    if isinstance(value, dict):
        return {
            name: one if name in kept else _other(one, response_paths.field(shape, name) or {}, kept)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_other(one, shape.get("items", {}), kept) for one in value]
    if "callback" in shape or shape.get("safe_values") or validate.is_constant(value, shape):
        return value
    good = (one for one in _candidates(value, shape) if one != value and validate.passes(one, shape))
    return next(good, value)


def _candidates(value: Json, shape: Shape) -> Iterator[Json]:
    yield from shape.get("choices", ())
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        if value.replace(" ", "").isalpha():
            yield from (f"{value} too", value.swapcase())
        yield from filter(None, [_BY_FORMAT.get(shape.get("format") or "")])
