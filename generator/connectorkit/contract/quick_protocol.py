"""Runs the many small tests of a suite without the steps of pytest's protocol that they do not need.

A row of a table (one response path, one fault) is tested in microseconds, while pytest takes half a millisecond to set
it up, capture its output and tear it down. Where all that a test uses is there already, it is called at once and
reported as pytest would. Every other test is left to pytest: the first and the last of a file, one with other marks or
fixtures, and all when someone debugs.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Literal

import pytest

SHARED = ("contract", "clients", "answer", "story")
_OWN_MARKS = {"contract", "sandbox", "client", "writes", "parametrize"}
_DEBUGGING = ("usepdb", "trace", "setupshow", "setuponly", "setupplan")
_NOTHING: Mapping[str, Literal[1]] = {}
_NO_SECTIONS: list[tuple[str, str]] = []
Arguments = dict[str, object]
Location = tuple[str, int | None, str]


class Note:
    """What a test has exercised, for the last table."""

    def __init__(self, node: pytest.Item) -> None:
        self._node = node

    def operation(self, operation: str, undocumented: list[str]) -> None:
        """An operation was called; ``undocumented`` is what it answered beyond what the source knows."""
        self._node.user_properties.append(("operation", operation))
        self._node.user_properties += [("undocumented", f"{operation}: {one}") for one in undocumented]

    def path(self, operation: str, path: str, seen: bool) -> None:
        """A response path was looked at; ``seen`` when there was a value."""
        if seen:
            self._node.user_properties.append(("path", [operation, path]))


class QuickProtocol:
    """A plugin of pytest for one run."""

    def __init__(self, config: pytest.Config) -> None:
        self._off = any(config.getoption(name, False) for name in _DEBUGGING)
        self._done = 0
        self._shared: dict[tuple[str, str], object] = {}
        self._plain: dict[object, bool] = {}
        self._places: dict[object, Location] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        """Remember the values that tests share, by name and place."""
        value = yield
        if fixturedef.argname in SHARED:
            self._shared[fixturedef.argname, request.node.nodeid] = value
        return value

    def pytest_fixture_post_finalizer(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> None:
        """Forget a value whose time is over."""
        if fixturedef.argname in SHARED:
            self._shared.pop((fixturedef.argname, request.node.nodeid), None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run a test at once where that is all it needs; None leaves it to pytest."""
        arguments = None if self._off or nextitem is None else self._arguments(item, nextitem)
        if arguments is None or not isinstance(item, pytest.Function):
            return None
        test = item.obj
        place = self._place(item)
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=place)
        raised = (KeyboardInterrupt, pytest.exit.Exception)
        call = pytest.CallInfo.from_call(lambda: test(**arguments), "call", reraise=raised)
        report = (
            _passed(item, place, call) if call.excinfo is None else pytest.TestReport.from_item_and_call(item, call)
        )
        item.ihook.pytest_runtest_logreport(report=report)
        self._end(item, _passed(item, place, None))
        self._release(item)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=place)
        return True

    def _end(self, item: pytest.Item, report: pytest.TestReport) -> None:
        """Report the end of a test, with which reports in XML are closed; nobody asks for it later."""
        item.ihook.pytest_runtest_logreport(report=report)
        terminal = item.config.pluginmanager.get_plugin("terminalreporter")
        ends = terminal.stats.get("", []) if terminal is not None else []
        if ends and ends[-1] is report:
            ends.pop()

    def _release(self, item: pytest.Item) -> None:
        """Let go of a test that is done, with the first one in its place: so many take more memory than all else."""
        items = item.session.items
        while self._done < len(items) and items[self._done] is not item:
            self._done += 1
        if self._done < len(items):
            items[self._done] = items[0]

    def _arguments(self, item: pytest.Item, nextitem: pytest.Item) -> Arguments | None:
        """What the test is called with; None where pytest has to find it."""
        if not isinstance(item, pytest.Function) or item.parent is None or nextitem.parent is not item.parent:
            return None
        if not self._is_plain(item):
            return None
        given: Arguments = dict(item.callspec.params)
        for name in item.fixturenames:
            if name == "note":
                given[name] = Note(item)
            elif name not in given and name != "request":
                for place in ((name, item.parent.nodeid), (name, "")):
                    if place in self._shared:
                        given[name] = self._shared[place]
                        break
                else:
                    return None
        code = item.obj.__code__
        return {name: given[name] for name in code.co_varnames[: code.co_argcount] if name in given}

    def _is_plain(self, item: pytest.Function) -> bool:
        """Whether a test is one of many rows, with no marks but those of the suite."""
        if getattr(item, "callspec", None) is None:
            return False
        test = item.obj
        if test not in self._plain:
            self._plain[test] = {mark.name for mark in item.iter_markers()} <= _OWN_MARKS
        return self._plain[test]

    def _place(self, item: pytest.Function) -> Location:
        """Where a test stands; that of all its rows is looked for once."""
        found = self._places.get(item.obj)
        if found is None:
            found = self._places[item.obj] = item.location
        return found[0], found[1], item.name


def _passed(item: pytest.Item, place: Location, call: pytest.CallInfo[object] | None) -> pytest.TestReport:
    """The report of a test that passed, or of its end; of tens of thousands, each holds no more than is shown."""
    when: Literal["call", "teardown"] = "teardown" if call is None else "call"
    times = (0.0, 0.0, 0.0) if call is None else (call.duration, call.start, call.stop)
    report = pytest.TestReport(item.nodeid, place, _NOTHING, "passed", None, when, (), *times)
    report.sections, report.user_properties = _NO_SECTIONS, item.user_properties
    return report
