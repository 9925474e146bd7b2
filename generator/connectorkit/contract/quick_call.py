"""Calling a test without pytest's protocol, with the reports that pytest would create."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import pytest

_NOTHING: Mapping[str, Literal[1]] = {}
_NO_SECTIONS: list[tuple[str, str]] = []
_CURRENT = "PYTEST_CURRENT_TEST"
Location = tuple[str, int | None, str]
When = Literal["call", "teardown"]
# The plugins of pytest that capture have no public type: Any.


def called(item: pytest.Item, test: Callable[[], object]) -> pytest.CallInfo[object]:
    """The result of a test; its output and logs are in the sections of its report.

    Raises KeyboardInterrupt and the exception of `pytest.exit`.
    """
    return _phase(item, "call", test)


def _phase(item: pytest.Item, when: When, act: Callable[[], object]) -> pytest.CallInfo[object]:
    with _recorded(item, when), _captured(item, when), _named(item, when):
        # These end the run and are not failures of the test.
        return pytest.CallInfo.from_call(act, when, reraise=(KeyboardInterrupt, pytest.exit.Exception))


@contextmanager
def _named(item: pytest.Item, when: When) -> Iterator[None]:
    """Name the test in the environment, as pytest does, to help with processes that hang."""
    os.environ[_CURRENT] = f"{item.nodeid} ({when})".replace("\x00", "(null)")
    try:
        yield
    finally:
        os.environ.pop(_CURRENT, None)


@contextmanager
def _captured(item: pytest.Item, when: When) -> Iterator[None]:
    """Capture output with pytest's own plugin, if it is active."""
    manager: Any = item.config.pluginmanager.get_plugin("capturemanager")
    if manager is None:
        yield
        return
    manager.resume_global_capture()
    try:
        yield
    finally:
        manager.suspend_global_capture(in_=False)
        for name, text in zip(("stdout", "stderr"), manager.read_global_capture(), strict=True):
            item.add_report_section(when, name, text)


@contextmanager
def _recorded(item: pytest.Item, when: When) -> Iterator[None]:
    """Capture logs with the handler of pytest's own plugin, if it is active."""
    plugin: Any = item.config.pluginmanager.get_plugin("logging-plugin")
    if plugin is None:
        yield
        return
    handler, root = plugin.report_handler, logging.getLogger()
    handler.reset()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        item.add_report_section(when, "log", handler.stream.getvalue().strip())


def reported(item: pytest.Item, place: Location, call: pytest.CallInfo[object]) -> pytest.TestReport:
    """The report of a call. For a passed test without output, it is minimal, since there are thousands."""
    if call.excinfo is None and not item._report_sections:
        return slim(item, place, "call", call)
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
    return report


def ended(item: pytest.Item, place: Location) -> pytest.TestReport:
    """The report of a teardown. After the last test of a run that stops early, shared fixtures end too."""
    stops = item.session.shouldfail or item.session.shouldstop
    if not stops and not item._report_sections:
        return slim(item, place, "teardown")
    end = _phase(item, "teardown", lambda: item.session._setupstate.teardown_exact(None) if stops else None)
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=end)
    return report


def slim(
    item: pytest.Item,
    place: Location,
    when: When,
    call: pytest.CallInfo[object] | None = None,
) -> pytest.TestReport:
    """The minimal report of a passed phase."""
    times = (0.0, 0.0, 0.0) if call is None else (call.duration, call.start, call.stop)
    report = pytest.TestReport(item.nodeid, place, _NOTHING, "passed", None, when, (), *times)
    report.sections, report.user_properties = _NO_SECTIONS, item.user_properties
    return report
