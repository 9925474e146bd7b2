"""Runs the many small tests of a suite without unneeded steps of pytest's protocol.

A table row (one response path, one fault) is tested in microseconds, while pytest takes half a millisecond or more to
set it up and tear it down. When all fixtures of a row exist already, it is called directly, and its output is captured
and reported as by pytest. Everything else is left to pytest: the first and the last test of a file; a test with other
marks or fixtures, or with an overridden fixture of the suite; and every test when another plugin takes part in running
it, in a debugger, or with logging options (`quick_conditions.py`).
"""

from __future__ import annotations

from collections.abc import Generator

import pytest

from connectorkit.contract import quick_call, quick_conditions
from connectorkit.contract.quick_call import Location
from connectorkit.contract.quick_conditions import SHARED

Arguments = dict[str, object]


class Note:
    """The notes of a test for the summary."""

    def __init__(self, node: pytest.Item) -> None:
        self._node = node

    def operation(self, operation: str, undocumented: list[str]) -> None:
        """An operation was called; ``undocumented`` are the undeclared paths of its response."""
        self._node.user_properties.append(("operation", operation))
        self._node.user_properties += [("undocumented", f"{operation}: {one}") for one in undocumented]

    def path(self, operation: str, path: str, seen: bool) -> None:
        """A response path was checked; ``seen``: it had a value."""
        if seen:
            self._node.user_properties.append(("path", [operation, path]))


class QuickProtocol:
    """The pytest plugin of one run."""

    def __init__(self, config: pytest.Config) -> None:
        self._on = quick_conditions.is_on(config)
        self._conditions = quick_conditions.Conditions()
        self._done = 0
        self._begun: object = None
        self._unobserved_end: bool | None = None
        self._shared: dict[tuple[str, str], object] = {}
        self._places: dict[object, Location] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        """Remember the values of shared fixtures, by name and place."""
        value = yield
        if fixturedef.argname in SHARED:
            self._shared[fixturedef.argname, request.node.nodeid] = value
        return value

    def pytest_fixture_post_finalizer(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> None:
        """Forget the value of a finished fixture."""
        if fixturedef.argname in SHARED:
            self._shared.pop((fixturedef.argname, request.node.nodeid), None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run a test directly if the conditions hold; None leaves it to pytest."""
        begun, self._begun = self._begun is item.parent, item.parent
        if not self._on or not begun or nextitem is None or nextitem.parent is not item.parent:
            return None
        arguments = self._arguments(item) if self._conditions.hold(item) else None
        if arguments is None or not isinstance(item, pytest.Function):
            return None
        test, place = item.obj, self._place(item)
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=place)
        call = quick_call.called(item, lambda: test(**arguments))
        report = quick_call.reported(item, place, call)
        item.ihook.pytest_runtest_logreport(report=report)
        if report.failed:
            item.ihook.pytest_exception_interact(node=item, call=call, report=report)
        self._end(item, quick_call.ended(item, place))
        self._release(item)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=place)
        return True

    def _end(self, item: pytest.Item, report: pytest.TestReport) -> None:
        """Report the teardown, which completes XML reports; it is not stored without output."""
        item.ihook.pytest_runtest_logreport(report=report)
        if report.failed or report.sections:
            return
        terminal = item.config.pluginmanager.get_plugin("terminalreporter")
        ends = terminal.stats.get("", []) if terminal is not None else []
        if ends and ends[-1] is report:
            ends.pop()

    def _release(self, item: pytest.Item) -> None:
        """Free a finished test by putting the first one in its place: thousands of them would dominate the memory.

        They are kept if another plugin may look at them at the end.
        """
        if not self._may_release(item):
            return
        items = item.session.items
        while self._done < len(items) and items[self._done] is not item:
            self._done += 1
        if self._done < len(items):
            items[self._done] = items[0]

    def _may_release(self, item: pytest.Item) -> bool:
        if self._unobserved_end is None:
            self._unobserved_end = quick_conditions.is_unobserved(item, "pytest_sessionfinish")
        return self._unobserved_end

    def _arguments(self, item: pytest.Item) -> Arguments | None:
        """The arguments of the test; None if pytest must set up a fixture first."""
        if not isinstance(item, pytest.Function) or item.parent is None:
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
        names = item._fixtureinfo.argnames
        return {name: given[name] for name in names} if given.keys() >= set(names) else None

    def _place(self, item: pytest.Function) -> Location:
        """The place of a test, found once for all its rows."""
        found = self._places.get(item.obj)
        if found is None:
            found = self._places[item.obj] = item.location
        return found[0], found[1], item.name
