"""The pytest plugin of the generated contract tests: options, the target, the selection of tests, and the summary."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from connectorkit.contract import causes, summary_table
from connectorkit.contract.address import unusable
from connectorkit.contract.client import Clients
from connectorkit.contract.contract import Contract
from connectorkit.contract.environment import variable
from connectorkit.contract.quick_protocol import Note as Note
from connectorkit.contract.quick_protocol import QuickProtocol
from connectorkit.contract.target import Observed
from connectorkit.diagnostics.finding import Unusable
from connectorkit.sandbox.shapes import document_file
from connectorkit.sandbox.shapes.document_types import Document
from connectorkit.sandbox.shapes.samples import digest

LEFT_OUT = pytest.StashKey[list[str]]()
SPEC = pytest.StashKey[Document]()
CLIENTS = pytest.StashKey[Clients]()
OBSERVER: pytest.StashKey[Callable[[Observed], None]] = pytest.StashKey()
KNOWN = pytest.StashKey[summary_table.Known]()
_MARKERS = (
    "contract(operation, effect, safe): the operation that a test is about, and whether any target may see its calls.",
    "sandbox: needs the control paths of a sandbox.",
    "client: needs the client that is built next to the tests.",
    "writes: leaves records behind.",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the suite."""
    group = parser.getgroup("contract tests")
    group.addoption("--base-url", default="", help="Test the API at this address instead of a sandbox.")
    group.addoption(
        "--full", action="store_true", help="The data of the target is disposable: also create, change and send."
    )
    group.addoption("--known", default="", help="A JSON file with additional information from `connectorkit test`.")


def configure(config: pytest.Config, folder: Path) -> None:
    """Register the suite of a folder with pytest; raises UsageError for a wrong target or sandbox.json."""
    url = str(config.getoption("--base-url"))
    # Workers of xdist skip this check.
    wrong = unusable(url) if url and not hasattr(config, "workerinput") else ""
    if wrong:
        raise pytest.UsageError(wrong)
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    if config.option.tbstyle == "auto":
        config.option.tbstyle = "line"  # The one line of a failure has all information.
    try:
        spec = document_file.read(folder / document_file.NAME)
    except Unusable as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[SPEC], config.stash[LEFT_OUT] = spec, []
    config.stash[CLIENTS] = Clients(spec["package"], folder)
    config.stash[KNOWN] = summary_table.read_known(str(config.getoption("--known")))
    config.pluginmanager.register(QuickProtocol(config))


def credentials(spec: Document) -> dict[str, str]:
    """The credentials from the environment, ``<PACKAGE>_<CREDENTIAL>``; by default `sandbox`."""
    names = [one["name"] for one in spec["credentials"]]
    return {name: os.environ.get(variable(spec, name), "sandbox") for name in names}


@pytest.fixture(scope="session")
def contract(request: pytest.FixtureRequest) -> Iterator[Contract]:
    """The API under test: the one at --base-url, or a sandbox of this session."""
    spec, url = request.config.stash[SPEC], str(request.config.getoption("--base-url"))
    known = credentials(spec)
    if url:
        with closing(Contract(spec, url, known, bool(request.config.getoption("--full")))) as made:
            made.observer = request.config.stash.get(OBSERVER, None)
            yield made
        return
    from connectorkit.sandbox.server.server import serve

    with serve(spec, credentials=known) as running, closing(Contract(spec, running.url, known, own=running)) as made:
        made.observer = request.config.stash.get(OBSERVER, None)
        yield made


@pytest.fixture(scope="session")
def clients(request: pytest.FixtureRequest) -> Iterator[Clients]:
    """The factory of clients of the connector."""
    with closing(request.config.stash[CLIENTS]) as made:
        yield made


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Collects notes for the summary."""
    return Note(request.node)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests that must not or cannot run against the target, and record the subject of each test."""
    url, spec = str(config.getoption("--base-url")), config.stash[SPEC]
    careful = bool(url) and not config.getoption("--full")
    with closing(Contract(spec, url, {})) as contract:
        sandbox = not url or contract.is_sandbox()
    subjects: dict[tuple[str, str], tuple[str, object]] = {}
    kept: list[pytest.Item] = []
    out: list[pytest.Item] = []
    for item in items:
        about = item.get_closest_marker("contract")
        why = _why_not(item, careful, sandbox, config.stash[CLIENTS].there())
        if about is not None:
            name = str(about.kwargs["operation"])
            key = (name, str(getattr(item, "originalname", item.name)))
            item.user_properties.append(subjects.setdefault(key, ("contract", [*key])))
            config.stash[LEFT_OUT] += [f"{name}: {why}"] if why else []
        (out if why else kept).append(item)
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = kept


def _why_not(item: pytest.Item, careful: bool, sandbox: bool, client: bool) -> str:
    about = item.get_closest_marker("contract")
    if careful and about is not None and not about.kwargs["safe"]:
        return f"not run: its effect is '{about.kwargs['effect']}', which needs --full"
    if careful and item.get_closest_marker("writes") is not None:
        return "tests that leave records behind not run: they need --full"
    if not sandbox and getattr(item, "originalname", "") == "test_policy":
        return "policies not tested: only a sandbox checks what they set"
    if not sandbox and item.get_closest_marker("sandbox") is not None:
        return "faults, events and examples not tested: the target is not a sandbox"
    if not client and item.get_closest_marker("client") is not None:
        what = "the host of a policy" if getattr(item, "originalname", "") == "test_address" else "faults"
        return f"{what} not tested: there is no client next to the tests; `connectorkit build` renders it"
    return ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run only one test at a time against a target that workers or runs share."""
    with _alone(str(item.config.getoption("--base-url"))):
        return (yield)


@contextmanager
def _alone(url: str) -> Iterator[None]:
    if not url or sys.platform == "win32":
        yield
        return
    import fcntl

    name = f"connectorkit-contract-{os.getuid()}-{digest(url)[:16]}"
    path = Path(tempfile.gettempdir(), name)
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Pass the deselected tests to the process that shows the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # Any: xdist may not be installed.
    """Take the deselected tests of a worker."""
    left_out: list[str] = node.config.stash[LEFT_OUT]
    left_out += getattr(node, "workeroutput", {}).get("left_out", ())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> Iterator[None]:
    """Show a few failures of each cause, all causes with their counts, and the summary table."""
    stats = terminalreporter.stats
    kinds: dict[str, list[pytest.TestReport]] = {kind: stats[kind] for kind in ("failed", "error") if kind in stats}
    found = causes.causes([report for reports in kinds.values() for report in reports])
    hidden = {id(report) for cause in found for report in cause.reports[causes.SHOWN :]}
    for kind, reports in kinds.items():
        stats[kind] = [report for report in reports if id(report) not in hidden]
    try:
        result = yield
    finally:
        stats.update(kinds)
    if found:
        terminalreporter.section("causes")
    for cause in found:
        terminalreporter.write_line(cause.line)
    _table(terminalreporter, config)
    return result


def _table(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The summary table: passed and run tests of each operation, then the number of tested response paths."""
    reports = [one for kind in ("passed", "failed", "error") for one in terminalreporter.stats.get(kind, [])]
    terminalreporter.section("contract")
    left_out: list[str] = config.stash[LEFT_OUT] + summary_table.skipped(terminalreporter.stats.get("skipped", []))
    left_out = list(dict.fromkeys(left_out))
    spec, url = config.stash[SPEC], str(config.getoption("--base-url"))
    live = bool(url) and not Contract(spec, url, {}).is_sandbox()
    table = summary_table.Table(spec, reports, left_out, live, config.stash[KNOWN])
    for line in table.lines():
        terminalreporter.write_line(line)
    table.write()
