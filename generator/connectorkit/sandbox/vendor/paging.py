"""Pages: which records of all stand on the asked one, in which order, and what the page says about itself."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request
from connectorkit.sandbox.shapes.document_types import Paging, Record
from connectorkit.sandbox.shapes.sandbox_types import PageRules


def bounds(declared: Paging | None, said: PageRules, request: Request, strict: bool) -> tuple[int, int]:
    """The asked page, from 1, and its size; raises Refusal for a size out of bounds when ``strict``."""
    name, page = (declared["size"], declared["page"]) if declared else ("", "")
    most = (declared["max_size"] if declared else None) or said.get("largest") or 1000
    least = said.get("smallest", 1)
    asked = request.number(name)
    if strict and name in request.query and (asked is None or not least <= asked <= most):
        raise Refusal(400, details={name: f"{name} must be from {least} to {most}."})
    size = max(least, min(asked or said.get("size", 20), most))
    return max(request.number(page) or 1, 1), size


def chosen(rows: Collection[Record], said: PageRules, request: Request) -> Collection[Record]:
    """The records that the caller's filter (``field:value,...``) lets through, in its order (``field:desc``)."""
    if not request.query:
        return rows
    tests = [part.split(":", 1) for part in _asked(said.get("filter"), request).split(",") if ":" in part]
    mode = any if _asked(said.get("operator"), request).upper() == "OR" else all
    if tests:
        rows = [row for row in rows if mode(_holds(row, name.strip(), text) for name, text in tests)]
    field, _, order = _asked(said.get("sort"), request).partition(":")
    if field and rows and any(field in row for row in rows):
        rows = sorted(rows, key=lambda row: _rank(row.get(field)), reverse=order == "desc")
    return rows


def _asked(name: str | None, request: Request) -> str:
    return (request.query.get(name or "") or [""])[-1]


def _holds(row: Record, name: str, text: str) -> bool:
    return text.strip().casefold() in str(row.get(name, "")).casefold()


def _rank(value: Json) -> tuple[int, float, str]:
    return (0, float(value), "") if isinstance(value, (int, float)) else (1, 0.0, str(value).casefold())


def cut(rows: Collection[Record], page: int, size: int) -> list[Record]:
    """The records on a page."""
    return list(islice(rows, (page - 1) * size, page * size))


def told(declared: Paging | None, said: PageRules, address: str, page: int, size: int, total: int) -> Record:
    """What a page says about itself, by response path; ``address`` is that of the list."""
    last = -(-total // size)
    here = max(0, min(size, total - (page - 1) * size))
    first = (page - 1) * size + 1 if here else None
    way = f"{address}?{declared['page'] if declared else None}="
    numbers: dict[str | None, Json] = {
        declared["current"] if declared else None: page,
        declared["last"] if declared else None: last,
        said.get("total"): total,
        said.get("per_page"): size,
        said.get("from"): first,
        said.get("to"): first + here - 1 if first is not None else None,
        said.get("next"): f"{way}{page + 1}" if page < last else None,
        said.get("previous"): f"{way}{page - 1}" if page > 1 else None,
    }
    return {path: value for path, value in numbers.items() if path}
