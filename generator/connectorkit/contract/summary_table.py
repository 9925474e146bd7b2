"""The last table of the contract tests: what was exercised, of how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Document, Route, Shape

Report = pytest.TestReport | pytest.CollectReport
Results = dict[tuple[str, str], list[bool]]
ASPECTS = {
    "test_happy_path": "happy",
    "test_headers": "happy",
    "test_optional": "happy",
    "test_tool_called": "happy",
    "test_response_path": "paths",
    "test_tool_listed": "paths",
    "test_event_path": "paths",
    "test_example": "values",
    "test_event_example": "values",
    "test_required": "required",
    "test_bound": "bounds",
    "test_credentials": "access",
    "test_policy": "access",
    "test_address": "access",
    "test_unknown": "refusals",
    "test_failure": "refusals",
    "test_malformed": "refusals",
    "test_fault": "faults",
    "test_handled_once": "state",
    "test_sessions": "state",
    "test_is_listed": "state",
    "test_is_gone": "state",
    "test_pages": "state",
    "test_event_delivered": "event",
    "test_event_again": "event",
    "test_unsubscribe": "event",
}
COLUMNS = tuple(dict.fromkeys(ASPECTS.values()))


class Record:
    """What the reports of a run say: results by operation and aspect, and what was noted."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.results: Results = {}
        self.operations: set[str] = set()
        self.paths: set[tuple[str, str]] = set()
        self.undocumented: dict[str, None] = {}
        for report in reports:
            self._take(report)

    def _take(self, report: Report) -> None:
        said = report.user_properties if isinstance(report, pytest.TestReport) else []
        about = dict(said).get("contract")
        if not isinstance(about, (list, tuple)) or not (report.when == "call" or report.failed):
            return
        self.results.setdefault((about[0], ASPECTS.get(about[1], "")), []).append(report.passed)
        for name, value in said:
            if name == "operation":
                self.operations.add(str(value))
            elif name == "path" and isinstance(value, (list, tuple)):
                self.paths.add((value[0], value[1]))
            elif name == "undocumented":
                self.undocumented[str(value)] = None


def lines(spec: Document, reports: Sequence[Report], left_out: Sequence[str]) -> Iterator[str]:
    """The lines of the table."""
    record = Record(reports)
    yield from _grid([route["operation"] for route in spec["routes"]], record.results)
    shown = [route for route in spec["routes"] if not route["internal"]]
    helpers = [route for route in spec["routes"] if route["internal"]]
    yield _covered("operations", _called(shown, record), len(shown), "helpers", _called(helpers, record), len(helpers))
    makers, hidden = _documented(spec)
    yield _covered(
        "response paths",
        len(makers & record.paths),
        len(makers),
        "of helpers and hidden ones",
        len(hidden & record.paths),
        len(hidden),
    )
    for operation, path in sorted((makers | hidden) - record.paths if record.paths else ()):
        if operation in record.operations:
            yield f"not seen: {operation}: {path}"
    for text in record.undocumented:
        yield f"not documented: {text}"
    for route in spec["routes"]:
        if "same_as" in route:
            yield f"not tested: {route['operation']}: policies route it to the request of {route['same_as']}"
        elif "part_of" in route and route["part_of"] != route["operation"]:
            yield f"not tested: {route['operation']}: it is a part of the MCP server {route['part_of']}"
    for text in spec.get("not_simulated", ()):
        yield f"not simulated: {text}"
    yield from left_out


def skipped(reports: Sequence[Report]) -> list[str]:
    """What tests were skipped for, by operation."""
    found = []
    for report in reports:
        about = dict(getattr(report, "user_properties", [])).get("contract")
        if about is not None and isinstance(report.longrepr, tuple):
            found.append(f"{about[0]}: not tested: {report.longrepr[2].removeprefix('Skipped: ')}")
    return found


def _grid(operations: Sequence[str], results: Results) -> Iterator[str]:
    rows = [(name, *(_count(results.get((name, one))) for one in COLUMNS)) for name in operations]
    totals = [[good for (_, aspect), found in results.items() if aspect == one for good in found] for one in COLUMNS]
    rows = [("operation", *COLUMNS), *rows, ("all", *map(_count, totals))]
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _covered(what: str, done: int, total: int, others: str, others_done: int, others_total: int) -> str:
    more = f" ({others}: {others_done} of {others_total})" if others_total else ""
    return f"{what} exercised: {done} of {total}{more}"


def _called(routes: Sequence[Route], record: Record) -> int:
    return sum(route["operation"] in record.operations for route in routes)


def _documented(spec: Document) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The response paths that makers see, and those of helpers and hidden fields; what holds others is no path."""
    makers: set[tuple[str, str]] = set()
    hidden: set[tuple[str, str]] = set()
    for route in spec["routes"]:
        for shape in (route["result"], route.get("event")) if route["method"] != "HEAD" else ():
            for one in response_paths.paths(shape):
                if one.kinds != ("object",):
                    unseen = route["internal"] or _is_hidden(shape or {}, one.steps)
                    (hidden if unseen else makers).add((route["operation"], one.path))
    return makers, hidden


def _is_hidden(shape: Shape, steps: tuple[str, ...]) -> bool:
    return any("internal" in response_paths.at(shape, steps[: end + 1]) for end in range(len(steps)))


def _count(found: list[bool] | None) -> str:
    return f"{sum(found)}/{len(found)}" if found else "-"
