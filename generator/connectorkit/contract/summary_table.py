"""The summary of the contract tests: exercised operations and paths, and the evidence of each operation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

import pytest

from connectorkit.contract import evidence
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
    """The results of a run by operation and aspect, and the notes, from pytest's reports."""

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


class Known(TypedDict, total=False):
    """Values that `connectorkit test` passes to the suite.

    ``recorded`` are the dates of recordings by operation, ``today`` is the date of this run, and ``table`` names the
    file for the table as JSON.
    """

    recorded: dict[str, str]
    today: str
    table: str


def read_known(file: str) -> Known:
    """The content of the file of ``--known``; defaults without one. Raises UsageError for an invalid file."""
    if not file:
        return {}
    try:
        known: Known = json.loads(Path(file).read_bytes())
    except (OSError, ValueError) as error:
        raise pytest.UsageError(f"--known {file}: {error}") from None
    return known


class Table:
    """The table of one run. ``live``: the target is the API itself, not a sandbox."""

    def __init__(
        self, spec: Document, reports: Sequence[Report], left_out: Sequence[str], live: bool, known: Known
    ) -> None:
        self.spec, self.left_out, self.known = spec, left_out, known
        self.record = Record(reports)
        answered = {name for name in self.record.operations if self._right(name)} if live else set()
        self.evidence = evidence.of(
            [route["operation"] for route in spec["routes"]],
            known.get("recorded", {}),
            answered,
            known.get("today") or evidence.today(),
        )

    def _right(self, operation: str) -> bool:
        """Whether all checks of the responses of an operation passed."""
        found = [self.record.results.get((operation, aspect), []) for aspect in ("happy", "paths")]
        return all(good for results in found for good in results)

    def lines(self) -> Iterator[str]:
        """The lines of the table."""
        spec, record = self.spec, self.record
        yield from _grid(self.evidence, record.results)
        shown = [route for route in spec["routes"] if not route["internal"]]
        helpers = [route for route in spec["routes"] if route["internal"]]
        yield _covered(
            "operations", _called(shown, record), len(shown), "helpers", _called(helpers, record), len(helpers)
        )
        makers, hidden = _documented(spec)
        yield _covered(
            "response paths",
            len(makers & record.paths),
            len(makers),
            "of helpers and hidden ones",
            len(hidden & record.paths),
            len(hidden),
        )
        yield from self._remarks(makers | hidden)
        yield evidence.counted(self.evidence, len(spec.get("not_simulated", ())))

    def _remarks(self, documented: set[tuple[str, str]]) -> Iterator[str]:
        for operation, path in sorted(documented - self.record.paths if self.record.paths else ()):
            if operation in self.record.operations:
                yield f"not seen: {operation}: {path}"
        for text in self.record.undocumented:
            yield f"not documented: {text}"
        for route in self.spec["routes"]:
            if "same_as" in route:
                yield f"not tested: {route['operation']}: policies route it to the request of {route['same_as']}"
            elif "part_of" in route and route["part_of"] != route["operation"]:
                yield f"not tested: {route['operation']}: it is part of the MCP server {route['part_of']}"
        for text in self.spec.get("not_simulated", ()):
            yield f"not simulated: {text}"
        yield from self.left_out

    def write(self) -> None:
        """Write the table as JSON to the requested file, if any."""
        if self.known.get("table"):
            Path(self.known["table"]).write_text(json.dumps(self.document(), indent=2) + "\n", encoding="utf-8")

    def document(self) -> dict[str, object]:
        """The table for programs: the passed tests and all tests of each aspect."""
        results = self.record.results
        rows = [
            {
                "operation": name,
                "evidence": said,
                "exercised": name in self.record.operations,
                "aspects": {
                    one: [sum(found), len(found)] for one in COLUMNS if (found := results.get((name, one))) is not None
                },
            }
            for name, said in self.evidence.items()
        ]
        return {
            "version": 1,
            "operations": rows,
            "evidence": evidence.counts(self.evidence),
            "not_simulated": list(self.spec.get("not_simulated", ())),
            "left_out": list(self.left_out),
        }


def skipped(reports: Sequence[Report]) -> list[str]:
    """The reasons for which tests were skipped, by operation."""
    found = []
    for report in reports:
        about = dict(getattr(report, "user_properties", [])).get("contract")
        if about is not None and isinstance(report.longrepr, tuple):
            found.append(f"{about[0]}: not tested: {report.longrepr[2].removeprefix('Skipped: ')}")
    return found


def _grid(evidenced: dict[str, str], results: Results) -> Iterator[str]:
    rows = [(name, *(_count(results.get((name, one))) for one in COLUMNS), said) for name, said in evidenced.items()]
    totals = [[good for (_, aspect), found in results.items() if aspect == one for good in found] for one in COLUMNS]
    rows = [("operation", *COLUMNS, "evidence"), *rows, ("all", *map(_count, totals), "")]
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _covered(what: str, done: int, total: int, others: str, others_done: int, others_total: int) -> str:
    more = f" ({others}: {others_done} of {others_total})" if others_total else ""
    return f"{what} exercised: {done} of {total}{more}"


def _called(routes: Sequence[Route], record: Record) -> int:
    return sum(route["operation"] in record.operations for route in routes)


def _documented(spec: Document) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The response paths that makers see, and those of internal operations and hidden fields; only leaves count."""
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
