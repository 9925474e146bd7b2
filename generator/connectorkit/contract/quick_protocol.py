"""Runs the many small tests of a suite without the steps of pytest's protocol that they do not need.

A row of a table (one response path, one fault) is tested in microseconds, while pytest takes half a millisecond or more
to set it up and tear it down. Where all that a row uses is there already, it is called at once, and its output is
captured and reported as pytest would. Everything else is left to pytest: the first and the last test of a file; a test
with other marks or fixtures, or with a fixture of the suite that someone has replaced; and every test where another
plugin takes part in running it, when someone debugs, and when options of logging are set (`quick_conditions.py`).
"""

from __future__ import annotations

from collections.abc import Generator

import pytest

from connectorkit.contract import quick_call, quick_conditions
from connectorkit.contract.quick_call import Location
from connectorkit.contract.quick_conditions import SHARED

Arguments = dict[str, object]


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
        """Report the end of a test, with which reports in XML are closed; without output nobody asks for it later."""
        item.ihook.pytest_runtest_logreport(report=report)
        if report.failed or report.sections:
            return
        terminal = item.config.pluginmanager.get_plugin("terminalreporter")
        ends = terminal.stats.get("", []) if terminal is not None else []
        if ends and ends[-1] is report:
            ends.pop()

    def _release(self, item: pytest.Item) -> None:
        """Let go of a test that is done, with the first one in its place: so many take more memory than all else.

        Where another plugin may look at the tests in the end, they stay.
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
        """What the test is called with; None where a fixture has yet to be set up, which pytest does."""
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
        """Where a test stands; that of all its rows is looked for once."""
        found = self._places.get(item.obj)
        if found is None:
            found = self._places[item.obj] = item.location
        return found[0], found[1], item.name
