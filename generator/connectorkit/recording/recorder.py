"""The pytest plugin that records: `connectorkit test --record` loads it beside the suite."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

import pytest

from connectorkit.contract import pytest_plugin
from connectorkit.contract.contract import Contract
from connectorkit.contract.evidence import today
from connectorkit.contract.target import Observed
from connectorkit.diagnostics.finding import Unusable
from connectorkit.recording import folder, observing, own_address
from connectorkit.recording.exchange import SANDBOX, SERVICE, Exchange, Origin
from connectorkit.recording.marks import Marks
from connectorkit.recording.redaction import Redactor
from connectorkit.sandbox.shapes.document_types import Document


class Job(TypedDict):
    """A recording job: its folder, and the secret, personal and public values.

    ``secrets`` are the names of connection parameters, whose values are never written. ``server`` is that of the
    source, without its base path.
    """

    folder: str
    secrets: list[str]
    marks: Marks
    public: list[str]
    server: str


LINES = pytest.StashKey[list[str]]()
TAKEN = pytest.StashKey[observing.Observer]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that names the job."""
    parser.addoption("--record-job", default="", help="A JSON file of `connectorkit test --record`.")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the observer with the suite."""
    if config.getoption("--record-job"):
        observer = observing.Observer(config.stash[pytest_plugin.SPEC])
        config.stash[TAKEN] = observer
        hear: Callable[[Observed], None] = observer
        config.stash[pytest_plugin.OBSERVER] = hear


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the recordings; an exchange that still contains a credential fails the run."""
    config = session.config
    observer = config.stash.get(TAKEN, None)
    if observer is None:
        return
    job: Job = json.loads(Path(str(config.getoption("--record-job"))).read_bytes())
    spec, url = observer.spec, str(config.getoption("--base-url"))
    if exitstatus == pytest.ExitCode.INTERRUPTED:
        config.stash[LINES] = ["not recorded: the run was interrupted"]
        return
    target = Contract(spec, url, {}) if url else None
    live = target is not None and not target.is_sandbox()
    secrets = values(spec, job["secrets"])
    redactor = Redactor(secrets, job["marks"], frozenset(job["public"]), tuple(observer.secrets))
    origin = Origin(SERVICE if live else SANDBOX, today(), spec["title"], shown(target.url) if target and live else "")
    taken = observer.taken if live else _placed(observer, job["server"])
    made = observing.kept(taken, redactor, origin)
    config.stash[LINES] = made.lines
    try:
        folder.write(Path(job["folder"]), made.recordings, [route["operation"] for route in spec["routes"]])
    except Unusable as error:
        config.stash[LINES] = [str(error)]
        session.exitstatus = pytest.ExitCode.USAGE_ERROR
        return
    if made.refused and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _placed(observer: observing.Observer, server: str) -> dict[str, list[Exchange]]:
    """The exchanges of a sandbox with its address replaced by the server of the source."""
    return {
        operation: [own_address.replaced(one, observer.origins, server) for one in exchanges]
        for operation, exchanges in observer.taken.items()
    }


def shown(url: str) -> str:
    """An address for a recording: without user information and without a final slash."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"


def values(spec: Document, names: list[str]) -> tuple[str, ...]:
    """The values of credentials that must not be in any file, also user name and password combined.

    A credential that was not given is `sandbox`.
    """
    known = {name: value for name, value in pytest_plugin.credentials(spec).items() if value != "sandbox"}
    # A name that only an authentication has is a credential too.
    declared = {one["name"] for one in spec["credentials"] if one["role"]}
    found = [value for name, value in known.items() if name in names or name in declared]
    pairs = [
        f"{known[auth['username']]}:{known[auth['password']]}"
        for auth in spec["auth"]
        if auth["kind"] == "basic" and {auth["username"], auth["password"]} <= known.keys()
    ]
    return tuple(dict.fromkeys([*pairs, *found]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what was recorded."""
    for line in config.stash.get(LINES, []):
        terminalreporter.write_line(line)
