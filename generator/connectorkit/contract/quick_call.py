"""A test that is called without pytest's protocol, and the reports that pytest would make of it."""

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
    """What came of a test; what it printed and logged is among the sections of its report.

    Raises KeyboardInterrupt and what `pytest.exit` raises.
    """
    return _phase(item, "call", test)


def _phase(item: pytest.Item, when: When, act: Callable[[], object]) -> pytest.CallInfo[object]:
    with _recorded(item, when), _captured(item, when), _named(item, when):
        # They end the run and are no failure of the test.
        return pytest.CallInfo.from_call(act, when, reraise=(KeyboardInterrupt, pytest.exit.Exception))


@contextmanager
def _named(item: pytest.Item, when: When) -> Iterator[None]:
    """Name the test in the environment, as pytest does for whoever looks at a process that hangs."""
    os.environ[_CURRENT] = f"{item.nodeid} ({when})".replace("\x00", "(null)")
    try:
        yield
    finally:
        os.environ.pop(_CURRENT, None)


@contextmanager
def _captured(item: pytest.Item, when: When) -> Iterator[None]:
    """Capture what is printed, with pytest's own plugin; nothing without it."""
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
    """Keep what is logged, with the handler of pytest's own plugin; nothing without it."""
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
    """The report of a call; that of a silent test that passed holds no more than is shown, as there are thousands."""
    if call.excinfo is None and not item._report_sections:
        return slim(item, place, "call", call)
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
    return report


def ended(item: pytest.Item, place: Location) -> pytest.TestReport:
    """The report of the end of a test. The last one of a run that stops early ends what other tests share, too."""
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
    """A report that something passed, without what is never shown then."""
    times = (0.0, 0.0, 0.0) if call is None else (call.duration, call.start, call.stop)
    report = pytest.TestReport(item.nodeid, place, _NOTHING, "passed", None, when, (), *times)
    report.sections, report.user_properties = _NO_SECTIONS, item.user_properties
    return report
