"""Rows that run without pytest's own protocol give the same results as with it, for all options of pytest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from connectorkit.contract import quick_call, quick_conditions

pytest_plugins = "pytester"

CONFTEST = """
import pytest
from connectorkit.contract.quick_protocol import Note, QuickProtocol

def pytest_configure(config):
    for name in ("contract", "sandbox"):
        config.addinivalue_line("markers", name)
    config.pluginmanager.register(QuickProtocol(config))

@pytest.fixture(scope="session")
def contract():
    yield "target"
    print("the target is closed")

@pytest.fixture
def note(request):
    return Note(request.node)
"""

ROWS = """
import logging, sys, warnings
import pytest

ROWS = ["first", "good", "prints", "bad", "logs", "skipped", "expected", "warns", "error", "fine", "last"]

@pytest.fixture(scope="module")
def answer(contract):
    yield {"of": contract}
    print("the answer is dropped")

@pytest.mark.sandbox
@pytest.mark.parametrize("row", ROWS)
def test_row(answer, note, row):
    note.path("get", row, True)
    if row == "prints":
        print("out of a good row")
    if row == "bad":
        print("out of a bad row"); print("err of a bad row", file=sys.stderr)
        assert answer["of"] == "another"
    if row == "logs":
        logging.getLogger("some").warning("said by a bad row")
        raise ValueError("logged")
    if row == "skipped":
        pytest.skip("nothing to do")
    if row == "expected":
        pytest.xfail("known")
    if row == "warns":
        warnings.warn("a warning of a row")
    if row == "error":
        raise RuntimeError(row)
"""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tests that were quick."""
    found: list[str] = []
    true = quick_call.called

    def called(item: pytest.Item, test: Callable[[], object]) -> pytest.CallInfo[object]:
        found.append(item.name)
        return true(item, test)

    monkeypatch.setattr(quick_call, "called", called)
    return found


class Suite:
    """A suite of one file, run with the quick protocol and without it."""

    def __init__(self, pytester: pytest.Pytester, calls: list[str], patch: pytest.MonkeyPatch) -> None:
        self.pytester, self.calls, self._patch = pytester, calls, patch
        self._on = quick_conditions.is_on
        self.written()

    def written(self, rows: str = ROWS, conftest: str = "") -> None:
        """Write the file and what a user has added to the conftest."""
        self.pytester.makeconftest(CONFTEST + conftest)
        self.pytester.makepyfile(test_rows=rows)

    def run(self, *arguments: str, quick: bool) -> pytest.RunResult:
        """One run in this process, without plugins of this environment."""
        self.calls.clear()
        self._patch.setattr(quick_conditions, "is_on", self._on if quick else lambda config: False)
        return self.pytester.runpytest_inprocess("--disable-plugin-autoload", *arguments, no_reraise_ctrlc=True)

    def both(self, *arguments: str) -> tuple[str, str]:
        """The output of pytest with and without the quick protocol, without times; at least one row was quick."""
        slow = self.run(*arguments, quick=False)
        assert not self.calls
        quick = self.run(*arguments, quick=True)
        assert quick.ret == slow.ret
        assert self.calls
        return shown(quick), shown(slow)


def shown(result: pytest.RunResult) -> str:
    """The output without what differs between any two runs."""
    return re.sub(r"\b[0-9.]+s\b|0x[0-9a-f]+", "…", "\n".join([*result.outlines, *result.errlines]))


@pytest.fixture
def suite(pytester: pytest.Pytester, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> Suite:
    return Suite(pytester, calls, monkeypatch)


@pytest.mark.part(0.2)
@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("-rA",),
        ("-v", "-s"),
        ("-x",),
        ("--maxfail=2", "-rA"),
        ("-k", "bad or fine or logs or first or last"),
        ("--tb=line", "--show-capture=stderr"),
        ("-p", "no:capture"),
        ("-p", "no:logging"),
        ("-p", "no:terminal"),
        ("--runxfail",),
        ("-W", "error"),
        ("--sw", "--cache-clear"),
    ],
    ids=" ".join,
)
def test_output_is_that_of_pytest(suite: Suite, asked: tuple[str, ...]) -> None:
    quick, slow = suite.both(*asked)
    assert quick == slow


def test_failures_are_remembered_for_the_next_run(suite: Suite) -> None:
    seen = []
    for quick in (False, True):
        suite.run("--cache-clear", quick=quick)
        cached = json.loads((suite.pytester.path / ".pytest_cache/v/cache/lastfailed").read_text())
        again = [shown(suite.run(one, "-v", quick=quick)) for one in ("--lf", "--ff", "--nf", "--sw", "--sw")]
        seen.append((cached, again))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == 3


def test_reports_in_xml_are_alike(suite: Suite) -> None:
    def cases(quick: bool) -> list[tuple[Any, ...]]:
        suite.run("--junitxml=out.xml", "-o", "junit_logging=all", quick=quick)
        found = ElementTree.parse(suite.pytester.path / "out.xml").iter("testcase")
        return [
            (one.get("classname"), one.get("name"), [(sub.tag, sub.get("message"), sub.text) for sub in one])
            for one in found
        ]

    assert [*map(strip, cases(True))] == [*map(strip, cases(False))]


def strip(case: tuple[Any, ...]) -> str:
    return re.sub(r"0x[0-9a-f]+", "…", repr(case))


def test_durations_show_rows(suite: Suite) -> None:
    result = suite.run("--durations=0", "-vv", quick=True)
    result.stdout.re_match_lines([r"[0-9.]+s call +test_rows.py::test_row\[good\]"])


@pytest.mark.part(0.2)
@pytest.mark.parametrize(
    "asked",
    [
        ("--setup-show",),
        ("--setup-only",),
        ("--collect-only",),
        ("--log-level=INFO",),
        ("-o", "log_cli=true"),
        ("--log-file=all.log",),
        ("--trace",),
        ("--pdb",),
    ],
    ids=" ".join,
)
def test_what_shows_each_step_is_left_to_pytest(
    suite: Suite, asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pdb.Pdb.interaction", lambda *_: None)
    monkeypatch.setattr("pdb.Pdb.set_trace", lambda *_: None)
    suite.run(*asked, quick=True)
    assert not suite.calls


@pytest.mark.part(0.2)
@pytest.mark.parametrize("hook", quick_conditions._LEFT_OUT)
def test_a_plugin_that_takes_part_sees_each_test(suite: Suite, hook: str) -> None:
    arguments = "pyfuncitem" if hook == "pytest_pyfunc_call" else "item"
    suite.written(conftest=f"\nSEEN = []\ndef {hook}({arguments}):\n    SEEN.append({arguments}.name)\n")
    suite.run(quick=True)
    assert not suite.calls


def test_a_plugin_around_the_protocol_is_around_rows(suite: Suite) -> None:
    around = """
@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    result = yield
    with open("seen", "a") as file:
        file.write(item.name + "\\n")
    return result
"""
    suite.written(conftest=around)
    suite.run(quick=True)
    assert suite.calls
    assert (suite.pytester.path / "seen").read_text().count("\n") == 11


@pytest.mark.part(0.2)
@pytest.mark.parametrize(
    "added",
    [
        "@pytest.fixture(autouse=True)\ndef mine():\n    pass\n",
        "@pytest.fixture(scope='module', autouse=True)\ndef mine():\n    pass\n",
        "def setup_function():\n    pass\n",
        "@pytest.fixture\ndef contract(contract):\n    return 'own'\n",
        "@pytest.fixture(params=[1, 2])\ndef note(request):\n    return request.param\n",
        "pytestmark = pytest.mark.usefixtures('tmp_path')\n",
        "pytestmark = pytest.mark.filterwarnings('error')\n",
    ],
)
def test_fixtures_and_marks_of_a_user_are_left_to_pytest(suite: Suite, added: str) -> None:
    suite.written(ROWS.replace("@pytest.mark.sandbox", added + "@pytest.mark.sandbox").replace("note.path", "str"))
    suite.run(quick=True)
    assert not suite.calls


OWN = """
import pytest

@pytest.fixture
def contract(contract):
    return "own"

@pytest.mark.parametrize("row", "abcd")
def test_row(contract, row):
    assert contract == "own"
"""


def test_a_replaced_fixture_is_used(suite: Suite) -> None:
    suite.written(OWN)
    suite.run(quick=True).assert_outcomes(passed=4)
    assert not suite.calls


def test_marks_of_one_row_and_marks_that_are_added_late_hold(suite: Suite) -> None:
    late = """
def pytest_collection_modifyitems(items):
    for item in items:
        if "[fine]" in item.name:
            item.add_marker(pytest.mark.skip(reason="added late"))
"""
    rows = ROWS.replace('"error"', 'pytest.param("error", marks=pytest.mark.xfail(raises=RuntimeError))', 1)
    suite.written(rows, late)
    quick, slow = suite.both("-rA", "-p", "no:cacheprovider")
    assert quick == slow
    assert "added late" in quick and "2 xfailed" in quick
    assert "test_row[fine]" not in suite.calls


@pytest.mark.parametrize(
    "rows",
    [
        "import pytest\nclass TestIt:\n    @pytest.mark.parametrize('row', 'abc')\n    def test_row(self, row): pass\n",
        "import pytest\n\n@pytest.mark.parametrize('row', 'abc')\nasync def test_row(row): pass\n",
        "import pytest\nimport functools\ndef wrapped(test):\n    @functools.wraps(test)\n    def inner(*a, **k):\n"
        "        return test(*a, **k)\n    return inner\n\n@pytest.mark.parametrize('row', 'abc')\n@wrapped\n"
        "def test_row(row): pass\n",
        "import pytest\n@pytest.fixture\ndef row(request):\n    return request.param\n\n"
        "@pytest.mark.parametrize('row', 'abc', indirect=True)\ndef test_row(row): assert row\n",
    ],
    ids=["method", "coroutine", "wrapped", "indirect"],
)
def test_other_kinds_of_tests_are_left_to_pytest(suite: Suite, rows: str) -> None:
    suite.written(rows)
    slow, quick = suite.run("-rA", quick=False), suite.run("-rA", quick=True)
    assert (shown(slow), slow.ret) == (shown(quick), quick.ret)
    assert not suite.calls


def test_an_interrupted_row_ends_the_run_and_what_tests_share(suite: Suite) -> None:
    suite.written(ROWS.replace('raise ValueError("logged")', "raise KeyboardInterrupt"))
    results = [suite.run("-s", quick=quick) for quick in (False, True)]
    assert results[0].ret == results[1].ret == pytest.ExitCode.INTERRUPTED
    for result in results:
        assert "KeyboardInterrupt" in shown(result)
        result.stdout.fnmatch_lines(["*the answer is dropped*", "*the target is closed*"])


def test_a_row_may_end_the_run(suite: Suite) -> None:
    suite.written(ROWS.replace('raise ValueError("logged")', 'pytest.exit("enough", returncode=3)'))
    quick, slow = suite.both("-p", "no:cacheprovider")
    assert quick == slow


@pytest.mark.parametrize("asked", ["-x", "--sw --cache-clear"])
def test_a_fixture_that_cannot_be_ended_is_an_error_of_the_last_test(suite: Suite, asked: str) -> None:
    suite.written(ROWS.replace('print("the answer is dropped")', 'raise OSError("not dropped")'))
    quick, slow = suite.both(*asked.split(), "-rA")
    assert quick == slow
    assert "OSError: not dropped" in quick and "1 error" in quick


def test_a_first_test_that_cannot_be_set_up_fails_each_row(suite: Suite) -> None:
    suite.written(ROWS.replace('yield {"of": contract}', 'raise OSError("no answer"); yield'))
    slow, quick = suite.run(quick=False), suite.run(quick=True)
    assert shown(slow) == shown(quick)
    quick.assert_outcomes(errors=11)


def test_rows_name_themselves_while_they_run(suite: Suite) -> None:
    rows = ROWS.replace('row == "fine"', 'row == "never"').replace(
        "    note.path",
        "    import os; assert f'[{row}] (call)' in os.environ['PYTEST_CURRENT_TEST']\n    note.path",
    )
    suite.written(rows)
    quick, slow = suite.both("-p", "no:cacheprovider")
    assert quick == slow


@pytest.mark.part(0)
def test_workers_of_xdist_report_the_same(suite: Suite) -> None:
    result = suite.pytester.runpytest_subprocess("-n", "2", "-p", "no:cacheprovider", "-rA")
    result.assert_outcomes(passed=6, failed=3, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines(["*out of a bad row*", "*said by a bad row*"])
