"""The pytest side of the generated contract tests: options, the target, what may run, and the last table."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectorkit.sandbox.contract import Contract
from connectorkit.sandbox.names import variable

Doc = dict[str, Any]
ASPECTS = {
    "test_happy_path": "happy",
    "test_response_path": "paths",
    "test_required": "required",
    "test_credentials": "credentials",
    "test_event_path": "event",
    "test_event_delivered": "event",
    "test_unsubscribe": "event",
}
COLUMNS = ("happy", "paths", "required", "credentials", "event")
LEFT_OUT = pytest.StashKey[dict[str, str]]()
RESULTS = pytest.StashKey[dict[tuple[str, str], list[bool]]]()
SPEC = pytest.StashKey[Doc]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the suite."""
    group = parser.getgroup("contract tests")
    group.addoption("--base-url", default="", help="Test the API at this address instead of an own sandbox.")
    group.addoption("--full", action="store_true", help="The target is disposable: create, change and send too.")


def configure(config: pytest.Config, folder: Path) -> None:
    """Make the suite of a folder with a sandbox.json known to pytest."""
    config.addinivalue_line("markers", "contract(operation, effect): the operation that a test is about.")
    config.addinivalue_line("markers", "event: needs events made by a sandbox.")
    config.stash[SPEC] = json.loads((folder / "sandbox.json").read_text("utf-8"))
    config.stash[LEFT_OUT], config.stash[RESULTS] = {}, {}


def credentials(spec: Doc) -> dict[str, str]:
    """The credentials from the environment, ``<PACKAGE>_<CREDENTIAL>``; `sandbox` where none is set."""
    names = [one["name"] for one in spec["credentials"]]
    return {name: os.environ.get(variable(spec, name), "sandbox") for name in names}


@pytest.fixture(scope="session")
def contract(request: pytest.FixtureRequest) -> Iterator[Contract]:
    """The API under test: the one at --base-url, or an own sandbox for the time of the session."""
    spec, url = request.config.stash[SPEC], str(request.config.getoption("--base-url"))
    known = credentials(spec)
    if url:
        yield Contract(spec, url, known, bool(request.config.getoption("--full")))
        return
    from connectorkit.sandbox.server import serve

    with serve(spec, credentials=known) as running:
        yield Contract(spec, running.url, known)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out, by name, what must not run against the target; note what each test is about."""
    url = str(config.getoption("--base-url"))
    foreign = bool(url)
    careful = foreign and not config.getoption("--full")
    spec = config.stash[SPEC]
    controls = not foreign or Contract(spec, url, {}).has_controls()
    kept: list[pytest.Item] = []
    out: list[pytest.Item] = []
    for item in items:
        why = _why_not(item, careful, controls)
        about = item.get_closest_marker("contract")
        if about is not None:
            aspect = ASPECTS.get(getattr(item, "originalname", item.name), "")
            item.user_properties.append(("contract", [about.kwargs["operation"], aspect]))
        if why and about is not None:
            config.stash[LEFT_OUT].setdefault(about.kwargs["operation"], why)
        (out if why else kept).append(item)
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = kept


def _why_not(item: pytest.Item, careful: bool, controls: bool) -> str:
    about = item.get_closest_marker("contract")
    if careful and about is not None and about.kwargs["effect"] != "reads":
        return f"effect {about.kwargs['effect']}: runs with --full only"
    if not controls and item.get_closest_marker("event") is not None:
        return "events: the target is no sandbox, so nothing can make it deliver one"
    return ""


def record(config: pytest.Config, report: pytest.TestReport) -> None:
    """Note the outcome of one test for the table."""
    about = dict(report.user_properties).get("contract")
    if isinstance(about, list) and (report.when == "call" or report.failed):
        config.stash[RESULTS].setdefault((about[0], about[1]), []).append(report.passed)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The table: operations and what of them was exercised, passed of run."""
    results, left_out = config.stash[RESULTS], config.stash[LEFT_OUT]
    for report in (one for kind in ("passed", "failed", "error") for one in terminalreporter.stats.get(kind, [])):
        record(config, report)
    operations = [route["operation"] for route in config.stash[SPEC]["routes"]]
    rows = [(name, *(_count(results.get((name, one))) for one in COLUMNS)) for name in operations]
    totals = [[good for (_, aspect), found in results.items() if aspect == one for good in found] for one in COLUMNS]
    rows = [("operation", *COLUMNS), *rows, ("all", *map(_count, totals))]
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    terminalreporter.section("contract")
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        terminalreporter.write_line("  ".join(cells).rstrip())
    for name, why in left_out.items():
        terminalreporter.write_line(f"not run: {name} ({why})")


def _count(found: list[bool] | None) -> str:
    return f"{sum(found)}/{len(found)}" if found else "-"
