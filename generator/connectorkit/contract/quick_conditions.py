"""The conditions under which a test may skip pytest's protocol without a visible difference."""

from __future__ import annotations

import inspect

import pytest

SHARED = ("contract", "clients", "answer", "story")
_OWN_MARKS = {"contract", "sandbox", "client", "writes", "parametrize"}
_DEBUGGING = ("usepdb", "trace", "setupshow", "setuponly", "setupplan")
_LOGGING = ("log_level", "log_format", "log_date_format", "log_cli_level", "log_cli", "log_file", "log_file_level")
# Hooks that quick tests skip. A plugin that implements one of these must see each test.
_LEFT_OUT = (
    "pytest_runtest_protocol",
    "pytest_runtest_setup",
    "pytest_runtest_call",
    "pytest_pyfunc_call",
    "pytest_runtest_teardown",
    "pytest_runtest_makereport",
)
# These only affect other kinds of tests (`@given`, coroutines).
_OF_OTHER_TESTS = ("_hypothesis_pytestplugin", "anyio")


def is_on(config: pytest.Config) -> bool:
    """Whether tests of a run may be quick: not in a debugger or with logging options."""
    return not any(config.getoption(name, None) for name in _DEBUGGING) and not any(
        _logging_option(config, name) for name in _LOGGING
    )


def _logging_option(config: pytest.Config, name: str) -> object:
    """A logging option with a value other than the default."""
    try:
        return config.getoption(name, None) or (name.endswith(("level", "cli", "file")) and config.getini(name))
    except ValueError:  # The logging plugin is disabled, so the option does not exist.
        return None


class Conditions:
    """Judges the tests of one run; results are shared by all rows of a test or a file."""

    def __init__(self) -> None:
        self._simple: dict[object, bool] = {}
        self._unobserved: dict[object, bool] = {}

    def hold(self, item: pytest.Item) -> bool:
        """Whether a test is a table row with only marks and fixtures of the suite, which no plugin must see."""
        if not isinstance(item, pytest.Function) or getattr(item, "callspec", None) is None:
            return False
        if any(mark.name not in _OWN_MARKS for mark in item.iter_markers()):
            return False
        if item.parent not in self._unobserved:
            self._unobserved[item.parent] = isinstance(item.parent, pytest.Module) and all(
                is_unobserved(item, hook) for hook in _LEFT_OUT
            )
        if item.obj not in self._simple:
            self._simple[item.obj] = _is_simple(item)
        return self._unobserved[item.parent] and self._simple[item.obj]


def is_unobserved(item: pytest.Item, hook: str) -> bool:
    """Whether only pytest and the suite implement a hook for a test, and no other plugin or conftest.py."""
    for found in getattr(item.ihook, hook).get_hookimpls():
        wraps = found.wrapper or found.hookwrapper
        # A wrapper of the whole protocol also wraps a quick test.
        if not (hook == "pytest_runtest_protocol" and wraps) and not _is_known(found.function.__module__):
            return False
    return True


def _is_known(module: str) -> bool:
    known = ("_pytest", "connectorkit", "xdist", *_OF_OTHER_TESTS)
    return module.partition(".")[0] in known


def _is_simple(item: pytest.Function) -> bool:
    """Whether a test is an ordinary function with plain parameters, and no fixture of the suite is overridden."""
    definitions = item._fixtureinfo.name2fixturedefs
    values = {name for name, found in definitions.items() if found[-1].func.__name__ == "get_direct_param_fixture_func"}
    ours = [found for name, found in definitions.items() if name not in values]
    code = getattr(item.obj, "__code__", None)
    return (
        values >= set(item.callspec.params)
        and all(len(found) == 1 for found in ours)
        and code is not None
        and not hasattr(item.obj, "__wrapped__")
        and not code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
    )
