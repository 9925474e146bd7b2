"""Shared by the tests of the toolkit: the number of cases, a small source, and a fixture that runs the command.

``@pytest.mark.part(share, name=kind)`` keeps that share (0 to 1) of the rows of a parametrised test, and at least one
row of each ``kind(value)`` of the parameter ``name``. A test without rows runs, and a share of 0 leaves any test to
``--complete``. As ``pytestmark`` it holds for each test of a module that has no mark of its own; a test without any
mark keeps the share ``SHARE`` of its rows. The fixture ``sample`` does the same inside a test. The fixture ``complete``
is True if everything is tried. Property-based tests try the number of examples of a profile of Hypothesis, ``part`` or
``complete``. A part is seeded by the name of its test, so it is the same on each machine and in each order. A test that
is named on the command line always runs.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from connectorkit.cli.commands import command
from tests.sampling import alone, sampled

SMALL = """\
connector: Contoso Orders
description: Orders of the Contoso shop, read and placed from a flow.
version: "1.0"
server: https://orders.example.com/v1
authentication: {key: {type: apiKey, in: header, name: X-Key}}
credentials: {api_key: {type: securestring, label: API key, role: api_key}}
operations:
- action: get_order
  summary: Get order
  description: Reads one order.
  request: GET /orders/{order_id}
  parameters: {order_id: int32}
  returns: Order
types:
  Order: {fields: {order_id: int32, note: string}}
"""

T = TypeVar("T")
SHARE = 0.3
SLOW_TO_IMPORT = frozenset(("test_vendor_sdk.py",))  # The vendor's client makes some hundred models of pydantic.
Sample = Callable[..., list[T]]
Run = Callable[..., Result]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a small, clean connector source."""
    folder = tmp_path / "orders"
    folder.mkdir()
    (folder / "connector.yaml").write_text(SMALL, encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process, in an own folder and with an own cache."""
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(command, [str(argument) for argument in arguments])

    return invoke


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--complete`` is given by ``make test-all``, and is left out by ``make test``."""
    parser.addoption("--complete", action="store_true", help="try everything in place of a representative part")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and the number of examples of Hypothesis, without deadlines or random seeds.

    Hypothesis also draws the literals of the modules that are imported so far. Which these are depends on the tests
    that ran before in the same process, so they are left out: each test has the same examples in any order.
    """
    config.addinivalue_line("markers", "part(share, **kinds): without --complete, the share of the rows to run")
    calm = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    no_constants = Constants()
    providers._get_local_constants = lambda: no_constants
    settings.register_profile("part", calm, max_examples=5)
    settings.register_profile("complete", calm, max_examples=60)
    settings.load_profile("complete" if config.getoption("complete") else "part")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the modules that take seconds to import, each time in each process; None lets pytest decide."""
    named = any(collection_path.name in argument for argument in config.args)
    left_out = collection_path.name in SLOW_TO_IMPORT and not named and not config.getoption("complete")
    return True if left_out else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the rows of tests that are not in the part; a test that is asked for by name runs."""
    named = any("::" in argument for argument in config.args)
    if named or config.getoption("complete"):
        return
    rows: dict[tuple[object, str], list[pytest.Item]] = {}
    for item in items:
        if isinstance(item, pytest.Function):
            rows.setdefault((item.parent, item.originalname), []).append(item)
    left_out = {item for found in rows.values() for item in set(found) - set(_part(found))}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Imported modules and collected tests live until the end, so the garbage collector need not walk them."""
    gc.freeze()


def _part(rows: list[pytest.Item]) -> list[pytest.Item]:
    """The rows of one test that are run."""
    mark = rows[0].get_closest_marker("part")
    (share,), kinds = (mark.args, mark.kwargs) if mark else ((SHARE,), {})
    if not share:
        return []

    def features(item: pytest.Item) -> Iterable[Hashable]:
        parameters = item.callspec.params if kinds else {}  # type: ignore[attr-defined]  # pytest has no public class for it
        return [(name, kind(parameters[name])) for name, kind in kinds.items()]

    return sampled(rows, share, rows[0].name.partition("[")[0], features)


@pytest.fixture(scope="session")
def complete(request: pytest.FixtureRequest) -> bool:
    """Whether everything is to be tried."""
    return bool(request.config.getoption("complete"))


@pytest.fixture
def sample(request: pytest.FixtureRequest, complete: bool) -> Sample[T]:
    """The part of a list that this test tries: ``sample(items, share, features)``, all of it with ``--complete``."""

    def part(items: Sequence[T], share: float, features: Callable[[T], Iterable[Hashable]] = alone) -> list[T]:
        return list(items) if complete else sampled(items, share, request.node.name, features)

    return part
